//! Checks that the constraints of one field agree: together they must allow a value, and each value of `one_of`.

use crate::arg::Arg;
use crate::model::{Bounds, Constraint, WireValue};
use crate::report::Report;

/// The maximum number of bytes of a character in UTF-8.
const BYTES_OF_A_CHAR: u64 = 4;

/// Reports the first contradiction between constraints. `args` are their tokens, in the same order.
pub(super) fn check_agreement(args: &[Arg], constraints: &[Constraint], report: &mut Report) {
    let both = || args.iter().zip(constraints);
    for (arg, constraint) in both() {
        match constraint {
            Constraint::OneOf(values) => {
                let literals = if let Arg::List(_, literals) = arg { &literals[..] } else { &[] };
                for (literal, value) in literals.iter().zip(values) {
                    let refused = both().find(|(_, other)| !allows(other, value));
                    if let Some(name) = refused.and_then(|(other, _)| other.name()) {
                        let value = value.describe();
                        report.error(
                            literal,
                            format!("`{name}` does not allow {value}: remove one of them"),
                        );
                        return;
                    }
                }
            }
            Constraint::Chars(chars) => {
                let bytes = constraints.iter().find_map(|other| match other {
                    Constraint::Bytes(bytes) => Some(*bytes),
                    _ => None,
                });
                if let Some(bytes) = bytes
                    && !can_both_hold(bytes, *chars)
                {
                    report.error(arg.name(), "no text has as many bytes as `bytes` and as many characters as `chars` asks for: correct one of them");
                    return;
                }
            }
            _ => {}
        }
    }
}

/// Returns `true` if a constraint allows a value of `one_of`.
fn allows(constraint: &Constraint, value: &WireValue) -> bool {
    match (constraint, value) {
        (Constraint::Range(bounds), WireValue::Integer(value)) => contains(*bounds, *value),
        (Constraint::Bytes(bounds), WireValue::Text(text)) => contains(*bounds, text.len() as u64),
        (Constraint::Chars(bounds), WireValue::Text(text)) => {
            contains(*bounds, text.chars().count() as u64)
        }
        _ => true,
    }
}

fn contains(bounds: Bounds, value: u64) -> bool {
    bounds.min.is_none_or(|min| value >= min) && bounds.max.is_none_or(|max| value <= max)
}

/// Returns `true` if a text can have a number of bytes and a number of characters within these bounds.
fn can_both_hold(bytes: Bounds, chars: Bounds) -> bool {
    let most_bytes = chars.max.map(|chars| chars.saturating_mul(BYTES_OF_A_CHAR));
    bytes.max.zip(chars.min).is_none_or(|(bytes, chars)| chars <= bytes)
        && bytes.min.zip(most_bytes).is_none_or(|(bytes, most)| bytes <= most)
}
