//! Checks wire names: those of fields and their aliases.

use quote::ToTokens;
use syn::LitStr;

use crate::model::RecordKind;
use crate::report::Report;

/// The fields of the envelope, which the codec reads from every response and writes into every reply.
const ENVELOPE: &[&str] = &["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"];

/// Checks the wire name of a field.
pub(super) fn check_wire_name(
    at: &impl ToTokens,
    name: &str,
    kind: RecordKind,
    report: &mut Report,
) {
    if !is_plain(name) {
        report.error(
            at,
            format!(
                "{name:?} is not a wire name: write ASCII letters, digits, `_`, `-` and `.` only"
            ),
        );
    } else if ENVELOPE.contains(&name)
        && let Some(of) = match kind {
            RecordKind::Response => Some("every response"),
            RecordKind::Reply => Some("every reply"),
            RecordKind::Request | RecordKind::Event | RecordKind::Object => None,
        }
    {
        report.error(at, format!("`{name}` is part of the envelope of {of}: remove the field"));
    }
}

/// Checks the aliases of a field, and returns them.
pub(super) fn check_aliases(
    aliases: &[LitStr],
    wire: &str,
    kind: RecordKind,
    report: &mut Report,
) -> Vec<String> {
    let mut checked = Vec::new();
    for literal in aliases {
        let alias = literal.value();
        if let RecordKind::Request | RecordKind::Reply = kind {
            let sent = if kind == RecordKind::Request { "request" } else { "reply" };
            report.error(literal, format!("a {sent} is sent under one name: remove `alias`, which is for what the service sends"));
            break;
        }
        if alias == wire {
            report.error(
                literal,
                format!("`{alias}` is the wire name of the field itself: remove the alias"),
            );
        } else if checked.contains(&alias) {
            report.error(literal, format!("`{alias}` is given twice: keep one"));
        } else {
            check_wire_name(literal, &alias, kind, report);
            checked.push(alias);
        }
    }
    checked
}

/// Returns `true` if a name needs no escapes in JSON and has nothing that only looks like another character.
fn is_plain(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    name.bytes().all(is_allowed)
}
