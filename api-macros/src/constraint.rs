//! The constraints of fields: their syntax, checks and description.

use quote::ToTokens;
use syn::{Ident, Lit, LitInt};

use crate::arg::Arg;
use crate::names;
use crate::report::Report;

/// A constraint as checked.
pub(crate) enum Constraint {
    /// The number of items of a list.
    Items(Bounds),
    /// The length of a string in bytes of UTF-8.
    Bytes(Bounds),
    /// The length of a string in characters.
    Chars(Bounds),
    /// The range of a number.
    Range(Bounds),
    /// The allowed values.
    OneOf(Vec<WireValue>),
    /// Constraints on every item of a list.
    Each(Vec<Constraint>),
}

/// An inclusive range. At least one of the bounds is set.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// A value on the wire.
pub(crate) enum WireValue {
    Text(String),
    Integer(u64),
}

/// The type that a constraint applies to, as far as its name tells.
#[derive(PartialEq)]
pub(crate) enum Target {
    List(Box<Target>),
    Number,
    Flag,
    Text,
    /// A type the macro does not know.
    Named,
}

const CONSTRAINTS: [&str; 6] = ["items", "bytes", "chars", "range", "one_of", "each"];

/// The other words that may follow a wire name.
const OTHERS: [&str; 6] = ["status", "alias", "flag", "query", "random", "sequence"];

/// Checks the constraints of a field or of the items of a list.
pub(crate) fn check_constraints(
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
            let hint = names::did_you_mean(word, CONSTRAINTS.into_iter().chain(OTHERS));
            let hint = hint.unwrap_or_else(|| {
                let (constraints, others) = (names::listed(CONSTRAINTS), names::listed(OTHERS));
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

impl Constraint {
    /// Describes the constraint for the docs.
    pub(crate) fn describe(&self) -> String {
        match self {
            Constraint::Items(bounds) => bounds.describe("items"),
            Constraint::Bytes(bounds) => bounds.describe("bytes"),
            Constraint::Chars(bounds) => bounds.describe("characters"),
            Constraint::Range(Bounds { min: Some(min), max: Some(max) }) => {
                format!("{min} to {max}")
            }
            Constraint::Range(bounds) => bounds.describe("").trim_end().to_owned(),
            Constraint::OneOf(values) => {
                let values: Vec<_> = values.iter().map(WireValue::describe).collect();
                format!("one of {}", values.join(", "))
            }
            Constraint::Each(constraints) => {
                let constraints: Vec<_> = constraints.iter().map(Constraint::describe).collect();
                format!("each {}", constraints.join(", "))
            }
        }
    }
}

impl Bounds {
    fn describe(self, unit: &str) -> String {
        let singular = |count: u64| if count == 1 { unit.trim_end_matches('s') } else { unit };
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => format!("exactly {min} {}", singular(min)),
            (Some(min), Some(max)) => format!("{min} to {max} {unit}"),
            (Some(min), None) => format!("at least {min} {}", singular(min)),
            (None, Some(max)) => format!("at most {max} {}", singular(max)),
            (None, None) => String::new(),
        }
    }
}

impl WireValue {
    pub(crate) fn describe(&self) -> String {
        match self {
            WireValue::Text(text) => format!("`{text}`"),
            WireValue::Integer(value) => format!("`{value}`"),
        }
    }
}

/// Expands the constraint for the table.
impl ToTokens for Constraint {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        let constraint = quote::quote!(::tencent_chat::__private::Constraint);
        tokens.extend(match self {
            Constraint::Items(bounds) => quote::quote!(#constraint::Items(#bounds)),
            Constraint::Bytes(bounds) => quote::quote!(#constraint::Bytes(#bounds)),
            Constraint::Chars(bounds) => quote::quote!(#constraint::Chars(#bounds)),
            Constraint::Range(bounds) => quote::quote!(#constraint::Range(#bounds)),
            Constraint::OneOf(values) => quote::quote!(#constraint::OneOf(&[#(#values),*])),
            Constraint::Each(constraints) => quote::quote!(#constraint::Each(&[#(#constraints),*])),
        });
    }
}

impl ToTokens for Bounds {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        let bounds = quote::quote!(::tencent_chat::__private::Bounds);
        tokens.extend(match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => quote::quote!(#bounds::exactly(#min)),
            (Some(min), Some(max)) => quote::quote!(#bounds::between(#min, #max)),
            (Some(min), None) => quote::quote!(#bounds::at_least(#min)),
            (None, max) => quote::quote!(#bounds::at_most(#max)),
        });
    }
}

impl ToTokens for WireValue {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        let wire_value = quote::quote!(::tencent_chat::__private::WireValue);
        tokens.extend(match self {
            WireValue::Text(text) => quote::quote!(#wire_value::Text(#text)),
            WireValue::Integer(value) => quote::quote!(#wire_value::Integer(#value)),
        });
    }
}
