//! Open enumerations and their values.

use syn::{Lit, LitInt, LitStr};

use super::{check_attrs, check_documented, check_public};
use crate::arg::Arg;
use crate::model::{OpenEnum, Value, Values};
use crate::parse;
use crate::report::Report;

/// Checks an open enumeration.
pub(super) fn check_open_enum(written: parse::Enum, report: &mut Report) -> Option<OpenEnum> {
    let parse::Enum { attrs, vis, ident, values } = written;
    check_attrs(&attrs, report);
    check_documented(&attrs, &ident, "say what the values are about", report);
    check_public(&vis, &ident, "pub enum", report);
    if values.is_empty() {
        report.error(&ident, format!("`{ident}` has no values: name those that the page lists"));
    }
    let (mut texts, mut integers) = (Vec::new(), Vec::new());
    for value in values {
        check_value(value, &mut texts, &mut integers, report);
    }
    let values = match (texts.is_empty(), integers.first()) {
        (false, Some(first)) => {
            let first: &Value<LitInt> = first;
            report.error(&first.wire, "the values are all texts or all integers");
            return None;
        }
        (false, None) => Values::Texts(texts),
        (true, _) => Values::Integers(integers),
    };
    report.is_clean().then_some(OpenEnum { attrs, vis, ident, values })
}

fn check_value(
    value: parse::Value,
    texts: &mut Vec<Value<LitStr>>,
    integers: &mut Vec<Value<LitInt>>,
    report: &mut Report,
) {
    let parse::Value { attrs, ident, wires } = value;
    check_attrs(&attrs, report);
    check_documented(&attrs, &ident, "say what it means", report);
    if ident == "Other" {
        report.error(&ident, "`Other` is there already: it holds the values that have no name");
        return;
    }
    let [parse::Wire { args, .. }] = &wires[..] else {
        report.error(
            &ident,
            format!(
                "give `{ident}` its value on the wire, once: `#[wire(1)]` or `#[wire(\"High\")]`"
            ),
        );
        return;
    };
    let taken = |report: &mut Report, wire: &dyn quote::ToTokens| {
        report.error(wire.to_token_stream(), "this value has a name already: keep one");
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
        _ => report.error(&ident, format!("the value of `{ident}` is one text or one integer: `#[wire(1)]` or `#[wire(\"High\")]`")),
    }
}
