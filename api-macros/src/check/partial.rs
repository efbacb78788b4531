//! Checks an endpoint or a webhook that is known in part: nobody knows which fields each of its responses or events has, so
//! none is required.

use quote::ToTokens;

use super::structs::reached;
use super::types::argument_of;
use crate::model::{Field, Record};
use crate::report::Report;

/// Reports fields of a response or an event, and of the structs of the module that it contains, that are required.
/// `what` it belongs to is an endpoint or a webhook.
pub(super) fn check_partial(sent: &Record, what: &str, objects: &[Record], report: &mut Report) {
    for record in [sent].into_iter().chain(reached([sent], objects)) {
        for Field { ident, ty, .. } in record.fields.iter().filter(|field| is_required(field)) {
            let optional = ty.to_token_stream().to_string().replace(' ', "");
            report.error(
                ty,
                format!("`{ident}` may be missing, because the {what} is `partial`: write `Option<{optional}>`"),
            );
        }
    }
}

/// Returns `true` if a field cannot be missing. A status always decides about its item.
fn is_required(field: &Field) -> bool {
    let is = |wrapper: &str| argument_of(&field.ty, wrapper).is_some();
    !field.is_status() && !["Option", "Vec", "BTreeMap"].into_iter().any(is)
}
