//! Checks `batch`: a list of the request that is split over several calls.

use syn::{Lit, LitInt};

use super::fields::find;
use super::types::argument_of;
use crate::arg::Arg;
use crate::model::{Batch, Constraint, Field, Record};
use crate::parse::List;
use crate::report::Report;

/// Checks `batch(..)` against the fields that it names.
pub(super) fn check_batch(
    List { name, args }: &List,
    request: &Record,
    response: &Record,
    report: &mut Report,
) -> Option<Batch> {
    let (items, size) = match &args[..] {
        [Arg::Literal(Lit::Str(items))] => (items, None),
        [Arg::Literal(Lit::Str(items)), Arg::Value(key, Lit::Int(size))] if key == "max" => {
            (items, Some(size))
        }
        _ => {
            report.error(
                name,
                "`batch` needs the list of the request to split: write `#[batch(\"To_Account\")]`",
            );
            return None;
        }
    };
    let field = find(items, request, "request", report)?;
    let checked = field.constraints.iter().find_map(|constraint| match constraint {
        Constraint::Items(bounds) => bounds.max,
        _ => None,
    });
    let max = match size {
        Some(size) => check_batch_size(size, checked, report),
        None => checked,
    };
    let list = field.optional.as_ref().unwrap_or(&field.ty);
    let (Some(item), Some(max)) = (argument_of(list, "Vec"), max) else {
        report.error(
            items,
            format!(
                "`{}` cannot be split: a batch needs a `Vec` with `items(max = 100)`, or its own size, `#[batch(\"..\", max = 100)]`",
                field.wire
            ),
        );
        return None;
    };
    if let Some(scalar) = response.fields.iter().find(|field| is_scalar(field)) {
        report.error(&scalar.ident, format!("`{}` cannot be joined from the responses of several calls: make it an `Option`, or remove `#[batch(..)]`", scalar.wire));
    }
    let (items, wire, item) = (field.ident.clone(), field.wire.clone(), item.clone());
    let is_optional = field.optional.is_some();
    Some(Batch { items, wire, item, is_optional, max: usize::try_from(max).ok()?, checked })
}

/// Returns the size of a batch, which must not exceed the checked number of items.
fn check_batch_size(size: &LitInt, checked: Option<u64>, report: &mut Report) -> Option<u64> {
    let max: u64 = report.unwrap(size.base10_parse())?;
    if max == 0 {
        report.error(size, "a batch must have at least 1 item");
    }
    if let Some(checked) = checked
        && max > checked
    {
        report.error(
            size,
            format!("a batch of {max} items is too large: the list has at most {checked}"),
        );
    }
    Some(max)
}

/// Returns `true` if the field of a response is neither a list nor optional.
fn is_scalar(field: &Field) -> bool {
    let is = |wrapper: &str| argument_of(&field.ty, wrapper).is_some();
    !is("Vec") && !is("Option")
}
