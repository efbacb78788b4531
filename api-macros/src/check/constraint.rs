//! Checks the constraints of fields.

use syn::{Ident, Lit, LitInt, Type};

use super::agreement;
use super::types::Target;
use crate::arg::Arg;
use crate::model::{Bounds, Constraint, TypeCheck, WireValue};
use crate::report::Report;
use crate::suggest;
use crate::vocabulary::{CONSTRAINTS, FIELD};

/// Checks the constraints of a field or of the items of a list.
///
/// A constraint on a type that the macro does not know is left to the compiler, by an entry in `type_checks`.
pub(super) fn check_constraints(
    args: &[Arg],
    target: &Target,
    type_checks: &mut Vec<TypeCheck>,
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
        constraints.extend(check_constraint(arg, target, type_checks, report));
    }
    if constraints.len() == args.len() {
        agreement::check_agreement(args, &constraints, report);
    }
    constraints
}

fn check_constraint(
    arg: &Arg,
    target: &Target,
    type_checks: &mut Vec<TypeCheck>,
    report: &mut Report,
) -> Option<Constraint> {
    let (name, args) = match arg {
        Arg::List(name, args) => (name, args),
        Arg::Literal(_) => {
            report.error(
                arg,
                format!(
                    "unexpected literal: the constraints after the wire name are {}",
                    suggest::listed(CONSTRAINTS)
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
    let constraint = match word.as_str() {
        "items" => Constraint::Items(check_sizes(name, args, report)?),
        "bytes" => Constraint::Bytes(check_sizes(name, args, report)?),
        "chars" => Constraint::Chars(check_sizes(name, args, report)?),
        "range" => Constraint::Range(check_range(name, args, target, report)?),
        "one_of" => Constraint::OneOf(check_values(name, args, target, report)?),
        _ => {
            let item = if let Target::List(item) = target { item } else { target };
            if args.is_empty() {
                report.error(name, example_of(name));
            }
            Constraint::Each(check_constraints(args, item, type_checks, report))
        }
    };
    if let Target::Named(ty) = target {
        type_checks.push(type_check(name, ty, &constraint));
    }
    Some(constraint)
}

/// Returns the question for the compiler whether a type takes a constraint.
fn type_check(name: &Ident, ty: &Type, constraint: &Constraint) -> TypeCheck {
    let (question, hint) = match constraint {
        Constraint::Range(_) => ("is_integer", "only integers have a range"),
        Constraint::OneOf(values) if matches!(values[..], [WireValue::Text(_), ..]) => {
            ("has_texts", "its values are no texts")
        }
        Constraint::OneOf(_) => ("has_integers", "its values are no integers"),
        _ => ("is_text", "only texts have a length"),
    };
    let message = format!("`{name}` does not fit the type: {hint}; remove `{name}`");
    TypeCheck { ty: ty.clone(), question, at: name.span(), message }
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
            let hint = suggest::did_you_mean(word, CONSTRAINTS.into_iter().chain(FIELD));
            let hint = hint.unwrap_or_else(|| {
                let (constraints, others) = (suggest::listed(CONSTRAINTS), suggest::listed(FIELD));
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
        "bytes" | "chars" => matches!(target, Target::Text | Target::Named(_)),
        "range" => matches!(target, Target::Integer(..) | Target::Named(_)),
        "one_of" => matches!(target, Target::Integer(..) | Target::Text | Target::Named(_)),
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
        Target::Integer(..) => "a number takes `range(..)` or `one_of(..)`",
        Target::Fraction => "an `f64` takes no constraints",
        Target::Flag => "a `bool` takes no constraints",
        Target::Text | Target::Named(_) => {
            "a string takes `bytes(..)`, `chars(..)` or `one_of(..)`"
        }
    };
    report.error(name, format!("`{name}` does not fit the type: {hint}"));
    None
}

/// Checks the bounds of a number of items, bytes or characters.
fn check_sizes(name: &Ident, args: &[Arg], report: &mut Report) -> Option<Bounds> {
    let bounds = check_bounds(name, args, report)?;
    if bounds.max == Some(0) {
        report.error(name, format!("`{name}` allows only what is empty: remove the field"));
        return None;
    }
    Some(bounds)
}

/// Checks the bounds of a number, which must be values of its type.
fn check_range(name: &Ident, args: &[Arg], target: &Target, report: &mut Report) -> Option<Bounds> {
    let bounds = check_bounds(name, args, report)?;
    let beyond = [bounds.min, bounds.max].into_iter().flatten().find(|value| !fits(*value, target));
    if let Some(value) = beyond {
        report.error(name, beyond_type(value, target));
        return None;
    }
    Some(bounds)
}

/// Returns `true` unless the type is known not to have the value.
pub(super) fn fits(value: u64, target: &Target) -> bool {
    !matches!(target, Target::Integer(_, max) if value > *max)
}

/// Returns the message about a value that the type does not have.
pub(super) fn beyond_type(value: u64, target: &Target) -> String {
    let Target::Integer(name, max) = target else { return String::new() };
    let wider =
        if *max < u64::from(u32::MAX) && value <= u64::from(u32::MAX) { "u32" } else { "u64" };
    format!(
        "{value} is no value of `{name}`, whose largest is {max}: lower it, or make the field a `{wider}`"
    )
}

fn check_bounds(name: &Ident, args: &[Arg], report: &mut Report) -> Option<Bounds> {
    let mut bounds = Bounds { min: None, max: None };
    for arg in args {
        match arg {
            Arg::Literal(Lit::Int(exact)) if args.len() == 1 => {
                let exact = integer(exact, report)?;
                if name != "items" || exact > 1 {
                    report.error(arg, format!("`{name}({exact})` may mean a maximum or an exact number: write `{name}(max = {exact})` or `{name}(exactly = {exact})`"));
                    return None;
                }
                bounds = Bounds { min: Some(exact), max: Some(exact) };
            }
            Arg::Value(word, Lit::Int(exact)) if word == "exactly" && args.len() == 1 => {
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
                    format!("wrong bounds of `{name}`: write `{name}(max = 2)`, `{name}(min = 1, max = 2)` or `{name}(exactly = 2)`"),
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
    let takes_texts = match (target, &args[0]) {
        (Target::Text, _) => true,
        (Target::Integer(..), _) => false,
        (_, first) => matches!(first, Arg::Literal(Lit::Str(_))),
    };
    let mut values: Vec<WireValue> = Vec::new();
    for arg in args {
        let value = match arg {
            Arg::Literal(Lit::Int(value)) if !takes_texts => {
                let value = integer(value, report)?;
                if !fits(value, target) {
                    report.error(arg, beyond_type(value, target));
                    return None;
                }
                WireValue::Integer(value)
            }
            Arg::Literal(Lit::Str(text)) if takes_texts => WireValue::Text(text.value()),
            _ => {
                let kind = if takes_texts { "a string in quotes" } else { "an integer" };
                report.error(arg, format!("each value of `one_of` must be {kind} here"));
                return None;
            }
        };
        if values.contains(&value) {
            report.error(arg, format!("{} is listed twice: keep one", value.describe()));
            return None;
        }
        values.push(value);
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
