//! Checks what an endpoint says about repeated calls: `idempotent` and `deduplicated`.

use syn::Ident;

use crate::model::{FieldRole, Record};
use crate::report::Report;

/// Checks the two words against each other and against the request.
pub(super) fn check_repeats(
    idempotent: Option<&Ident>,
    deduplicated: Option<&Ident>,
    request: &Record,
    report: &mut Report,
) {
    let is_drawn = |role| matches!(role, FieldRole::Random | FieldRole::Sequence);
    let drawn = request.fields.iter().find(|field| is_drawn(field.role));
    match (idempotent, deduplicated, drawn) {
        (Some(_), Some(at), _) => report.error(
            at,
            "an endpoint cannot be both `idempotent` and `deduplicated`: keep `idempotent` if a repeated call changes nothing more however late it comes, else `deduplicated`",
        ),
        (Some(at), None, Some(field)) => report.error(
            at,
            format!("a request with `{}`, by which the service recognizes copies, is not `idempotent`: write `deduplicated(seconds = 300)` with the time of the page, or `deduplicated` if copies are dropped for ever", field.wire),
        ),
        (None, Some(at), None) => report.error(
            at,
            "the request has no field by which the service recognizes a copy: mark it, such as `#[wire(\"MsgRandom\", random)]`, or remove `deduplicated`",
        ),
        _ => {}
    }
}
