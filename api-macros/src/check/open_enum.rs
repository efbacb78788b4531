//! Checks open enumerations and their values.

use syn::{Lit, LitInt, LitStr};

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
    let (mut texts, mut integers) = (Vec::new(), Vec::new());
    for value in values {
        check_value(value, &mut texts, &mut integers, report);
    }
    let values = match (texts.is_empty(), integers.first()) {
        (false, Some(first)) => {
            let first: &Value<LitInt> = first;
            report.error(&first.wire, "mixed wire values: use only strings or only integers");
            return None;
        }
        (false, None) => Values::Texts(texts),
        (true, _) => Values::Integers(integers),
    };
    report.is_clean().then_some(OpenEnum { crate_path, attrs, vis, ident, values })
}

fn check_value(
    value: parse::Value,
    texts: &mut Vec<Value<LitStr>>,
    integers: &mut Vec<Value<LitInt>>,
    report: &mut Report,
) {
    let parse::Value { attrs, ident, wires } = value;
    check_attrs(&attrs, report);
    if ident == "Other" {
        report.error(&ident, "`Other` is generated for values without a name: remove it");
        return;
    }
    let [parse::Wire { args, .. }] = &wires[..] else {
        report.error(
            &ident,
            format!(
                "`{ident}` must have exactly one wire value: write `#[wire(1)]` or `#[wire(\"High\")]`"
            ),
        );
        return;
    };
    let taken = |report: &mut Report, wire: &dyn quote::ToTokens| {
        report.error(wire.to_token_stream(), "another variant has this value already: keep one");
    };
    match &args[..] {
        [Arg::Literal(Lit::Str(wire))] => {
            if texts.iter().any(|other| other.wire.value() == wire.value()) {
                taken(report, wire);
            }
            texts.push(Value { attrs, ident, wire: wire.clone() });
        }
        [Arg::Literal(Lit::Int(wire))] => {
            if integers.iter().any(|other| other.wire.base10_digits() == wire.base10_digits()) {
                taken(report, wire);
            }
            integers.push(Value { attrs, ident, wire: wire.clone() });
        }
        _ => report.error(&ident, format!("the wire value of `{ident}` must be one string or one integer: write `#[wire(1)]` or `#[wire(\"High\")]`")),
    }
}
