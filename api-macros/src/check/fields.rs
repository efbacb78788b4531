//! Finds the fields that the arguments of `pages` and `batch` name.

use syn::LitStr;

use crate::model::{Field, Record};
use crate::report::Report;
use crate::suggest;

/// Returns the field with that wire name.
pub(super) fn find<'a>(
    name: &LitStr,
    record: &'a Record,
    whose: &str,
    report: &mut Report,
) -> Option<&'a Field> {
    let wanted = name.value();
    let found = record.fields.iter().find(|field| field.wire == wanted);
    if found.is_none() {
        let known = record.fields.iter().map(|field| field.wire.as_str());
        let hint = suggest::did_you_mean(&wanted, known);
        let hint = hint.unwrap_or_else(|| "write the wire name of one of its fields".to_owned());
        report.error(name, format!("the {whose} has no `{wanted}`: {hint}"));
    }
    found
}
