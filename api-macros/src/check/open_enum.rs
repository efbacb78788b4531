//! Checks open enumerations and their values.

use syn::ext::IdentExt;
use syn::{Expr, ExprLit, Ident, Lit, LitInt, LitStr};

use super::attributes::{check_attrs, check_public};
use super::crate_path;
use crate::arg::Arg;
use crate::model::{OpenEnum, Value, Values};
use crate::parse;
use crate::report::Report;

/// Checks an open enumeration.
pub(super) fn check_open_enum(written: parse::Enum, report: &mut Report) -> Option<OpenEnum> {
    let parse::Enum { args, attrs, vis, ident, values } = written;
    let crate_path = crate_path::check_alone(&args, "open_enum", report);
    check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub enum", report);
    if values.is_empty() {
        report.error(&ident, format!("`{ident}` has no values: add those that the page lists"));
    }
    let values = check_values(values, report);
    report.is_clean().then_some(OpenEnum { crate_path, attrs, vis, ident, values })
}

/// Checks the values: all have a number, or none has.
fn check_values(written: Vec<parse::Value>, report: &mut Report) -> Values {
    let (mut texts, mut integers) = (Vec::<Value<LitStr>>::new(), Vec::<Value<LitInt>>::new());
    let has_numbers = written.iter().any(|value| value.number.is_some());
    for value in written {
        let parse::Value { attrs, ident, number, wires } = value;
        check_attrs(&attrs, report);
        if ident == "Other" {
            report.error(&ident, "`Other` is generated for values without a name: remove it");
            continue;
        }
        if has_numbers {
            let Some(wire) = check_number(&ident, number.as_ref(), &wires, report) else {
                continue;
            };
            if integers.iter().any(|other| other.wire.base10_digits() == wire.base10_digits()) {
                report.error(&wire, "another variant has this value already: keep one");
            }
            integers.push(Value { attrs, ident, wire });
        } else {
            let Some(wire) = check_text(&ident, &wires, report) else { continue };
            if texts.iter().any(|other| other.wire.value() == wire.value()) {
                report.error(&wire, "another variant has this value already: keep one");
            }
            texts.push(Value { attrs, ident, wire });
        }
    }
    if has_numbers { Values::Integers(integers) } else { Values::Texts(texts) }
}

/// Returns the number of a value, `On = 1`.
fn check_number(
    ident: &Ident,
    number: Option<&Expr>,
    wires: &[parse::Wire],
    report: &mut Report,
) -> Option<LitInt> {
    let Some(number) = number else {
        report.error(
            ident,
            format!(
                "`{ident}` has no number: write `{ident} = 1`, or remove the numbers of the others if the values are texts"
            ),
        );
        return None;
    };
    if let Some(wire) = wires.first() {
        let at = Ident::new("wire", wire.span);
        report.error(at, format!("`{ident}` has a number: remove `#[wire(..)]`"));
        return None;
    }
    let literal = match number {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) if literal.suffix().is_empty() => literal,
        _ => {
            report.error(
                number,
                format!(
                    "the value of `{ident}` must be a number of 0 or more: write `{ident} = 1`. A negative number has no name, and is read as `Other`"
                ),
            );
            return None;
        }
    };
    if literal.base10_parse::<i64>().is_err() {
        report.error(
            literal,
            format!("the value of `{ident}` must be at most {}: remove it", i64::MAX),
        );
        return None;
    }
    Some(literal.clone())
}

/// Returns the text of a value: its name, or the text in `#[wire("..")]`.
pub(super) fn check_text(
    ident: &Ident,
    wires: &[parse::Wire],
    report: &mut Report,
) -> Option<LitStr> {
    let name = ident.unraw().to_string();
    match wires {
        [] => Some(LitStr::new(&name, ident.span())),
        [parse::Wire { args, .. }] => match &args[..] {
            [Arg::Literal(Lit::Str(wire))] if wire.value() == name => {
                report.error(
                    wire,
                    format!("`{name}` follows from the name: remove `#[wire(\"{name}\")]`"),
                );
                None
            }
            [Arg::Literal(Lit::Str(wire))] => Some(wire.clone()),
            [Arg::Literal(Lit::Int(number))] => {
                report.error(number, format!("a number is written `{ident} = {number}`"));
                None
            }
            _ => {
                report.error(
                    ident,
                    format!(
                        "the value of `{ident}` must be one text or one number: write `#[wire(\"High\")]` or `{ident} = 1`"
                    ),
                );
                None
            }
        },
        [_, second, ..] => {
            let at = Ident::new("wire", second.span);
            report.error(at, format!("`{ident}` has two values: keep one"));
            None
        }
    }
}
