//! Checks the constraints of fields.

use syn::{Ident, Lit, LitInt};

use super::types::Target;
use crate::arg::Arg;
use crate::model::{Bounds, Constraint, WireValue};
use crate::names;
use crate::report::Report;
use crate::vocabulary::{CONSTRAINTS, FIELD};

/// Checks the constraints of a field or of the items of a list.
pub(super) fn check_constraints(
    args: &[Arg],
    target: &Target,
    report: &mut Report,
) -> Vec<Constraint> {
    let mut seen: Vec<&Ident> = Vec::new();
    let mut constraints = Vec::new();
    for arg in args {
        if let Some(name) = arg.name() {
            if seen.contains(&name) {
                report.error(name, format!("`{name}` is given twice: keep one"));
                continue;
            }
            seen.push(name);
        }
        constraints.extend(check_constraint(arg, target, report));
    }
    constraints
}

fn check_constraint(arg: &Arg, target: &Target, report: &mut Report) -> Option<Constraint> {
    let (name, args) = match arg {
        Arg::List(name, args) => (name, args),
        Arg::Literal(_) => {
            report.error(
                arg,
                format!(
                    "unexpected literal: the constraints after the wire name are {}",
                    names::listed(CONSTRAINTS)
                ),
            );
            return None;
        }
        Arg::Word(name) | Arg::Value(name, _) => {
            report.error(arg, example_of(name));
            return None;
        }
    };
    let word = name.to_string();
    check_target(name, &word, target, report)?;
    match word.as_str() {
        "items" => check_bounds(name, args, report).map(Constraint::Items),
        "bytes" => check_bounds(name, args, report).map(Constraint::Bytes),
        "chars" => check_bounds(name, args, report).map(Constraint::Chars),
        "range" => check_bounds(name, args, report).map(Constraint::Range),
        "one_of" => check_values(name, args, target, report).map(Constraint::OneOf),
        _ => {
            let item = if let Target::List(item) = target { item } else { target };
            Some(Constraint::Each(check_constraints(args, item, report)))
        }
    }
}

fn example_of(name: &Ident) -> String {
    match name.to_string().as_str() {
        "items" | "bytes" | "chars" | "range" => {
            format!("`{name}` needs bounds: write `{name}(max = 32)`")
        }
        "one_of" => {
            "`one_of` needs values: write `one_of(1, 2)` or `one_of(\"a\", \"b\")`".to_owned()
        }
        "each" => {
            "`each` needs the constraints of an item: write `each(bytes(max = 32))`".to_owned()
        }
        word => {
            let hint = names::did_you_mean(word, CONSTRAINTS.into_iter().chain(FIELD));
            let hint = hint.unwrap_or_else(|| {
                let (constraints, others) = (names::listed(CONSTRAINTS), names::listed(FIELD));
                format!("the constraints are {constraints}; the other words are {others}")
            });
            format!("unknown word `{name}`: {hint}")
        }
    }
}

/// Reports a constraint that does not fit the type.
fn check_target(name: &Ident, word: &str, target: &Target, report: &mut Report) -> Option<()> {
    let fits = match word {
        "items" | "each" => matches!(target, Target::List(_)),
        "bytes" | "chars" => matches!(target, Target::Text | Target::Named),
        "range" => matches!(target, Target::Number | Target::Named),
        "one_of" => matches!(target, Target::Number | Target::Text | Target::Named),
        _ => {
            report.error(name, example_of(name));
            return None;
        }
    };
    if fits {
        return Some(());
    }
    let hint = match target {
        Target::List(_) => {
            "a list takes `items(..)`; put the constraints of its items into `each(..)`"
        }
        Target::Number => "a number takes `range(..)` or `one_of(..)`",
        Target::Flag => "a `bool` takes no constraints",
        Target::Text | Target::Named => "a string takes `bytes(..)`, `chars(..)` or `one_of(..)`",
    };
    report.error(name, format!("`{name}` does not fit the type: {hint}"));
    None
}

fn check_bounds(name: &Ident, args: &[Arg], report: &mut Report) -> Option<Bounds> {
    let mut bounds = Bounds { min: None, max: None };
    for arg in args {
        match arg {
            Arg::Literal(Lit::Int(exact)) if args.len() == 1 => {
                let exact = integer(exact, report)?;
                bounds = Bounds { min: Some(exact), max: Some(exact) };
            }
            Arg::Value(bound, Lit::Int(value)) if bound == "min" && bounds.min.is_none() => {
                bounds.min = Some(integer(value, report)?);
            }
            Arg::Value(bound, Lit::Int(value)) if bound == "max" && bounds.max.is_none() => {
                bounds.max = Some(integer(value, report)?);
            }
            _ => {
                report.error(
                    arg,
                    format!("wrong bounds of `{name}`: write `{name}(2)`, `{name}(max = 2)` or `{name}(min = 1, max = 2)`"),
                );
                return None;
            }
        }
    }
    match (bounds.min, bounds.max) {
        (None, None) => {
            report.error(name, format!("`{name}` needs bounds: write `{name}(max = 32)`"));
        }
        (Some(min), Some(max)) if min > max => {
            report.error(
                name,
                format!("`{name}` allows no value: its `min` of {min} must not exceed its `max` of {max}"),
            );
        }
        _ => return Some(bounds),
    }
    None
}

fn check_values(
    name: &Ident,
    args: &[Arg],
    target: &Target,
    report: &mut Report,
) -> Option<Vec<WireValue>> {
    if args.is_empty() {
        report.error(name, "`one_of` needs values: write `one_of(1, 2)` or `one_of(\"a\", \"b\")`");
        return None;
    }
    let mut values = Vec::new();
    for arg in args {
        values.push(match arg {
            Arg::Literal(Lit::Int(value)) if *target != Target::Text => {
                WireValue::Integer(integer(value, report)?)
            }
            Arg::Literal(Lit::Str(text)) if *target != Target::Number => {
                WireValue::Text(text.value())
            }
            _ => {
                let kind =
                    if *target == Target::Number { "an integer" } else { "a string in quotes" };
                report.error(arg, format!("each value of `one_of` must be {kind} here"));
                return None;
            }
        });
    }
    Some(values)
}

fn integer(literal: &LitInt, report: &mut Report) -> Option<u64> {
    let value = literal.base10_parse();
    if value.is_err() {
        report.error(
            literal,
            format!("`{literal}` is out of range: write a number from 0 to 2^64 - 1"),
        );
    }
    value.ok()
}
