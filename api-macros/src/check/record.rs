//! The structs of a spec and their fields.

use proc_macro2::Span;
use syn::{GenericArgument, Ident, Lit, LitStr, PathArguments, Type};

use super::{check_attrs, check_documented, check_public};
use crate::arg::Arg;
use crate::limit::{self, Limit, Target};
use crate::model::{Field, Record, Role};
use crate::names;
use crate::parse;
use crate::report::Report;

/// Fields that every answer has: the codec reads them beside the answer's own.
const ENVELOPE: &[&str] = &["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"];

/// Methods that every struct has: a setter cannot have their names.
const METHODS: &[&str] = &["new", "validate", "is_failed", "failed_items"];

/// The codec notes which fields it has seen in 64 bits.
const MAX_FIELDS: usize = 64;

/// Checks one struct.
pub(super) fn check_record(written: parse::Record, role: Role, report: &mut Report) -> Record {
    let parse::Record { attrs, vis, ident, fields } = written;
    check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub struct", report);
    if fields.len() > MAX_FIELDS {
        let message = format!(
            "`{ident}` has {} fields, more than {MAX_FIELDS}: write a type of your own with serde",
            fields.len()
        );
        report.error(&ident, message);
    }
    let mut checked: Vec<Field> = Vec::new();
    for field in fields {
        let Some((field, wire)) = check_field(field, role, report) else { continue };
        if checked.iter().any(|other| other.wire == field.wire) {
            report
                .error(wire, format!("`{}` is the wire name of two fields: keep one", field.wire));
        }
        if field.is_outcome && checked.iter().any(|other| other.is_outcome) {
            report.error(&field.ident, format!("`{ident}` has two outcomes: keep one"));
        }
        checked.push(field);
    }
    Record { role, attrs, vis, ident, fields: checked }
}

fn check_field(written: parse::Field, role: Role, report: &mut Report) -> Option<(Field, LitStr)> {
    let parse::Field { attrs, vis, ident, ty, wires } = written;
    check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub", report);
    check_documented(&attrs, &ident, "say what it is, with its unit", report);
    let (wire, limits) = check_wire(&ident, &wires, report)?;
    check_field_name(&ident, &wire, role, report);
    let optional = argument_of(&ty, "Option").cloned();
    check_nesting(&ty, report);
    if optional.is_some() && METHODS.contains(&ident.to_string().as_str()) {
        report.error(&ident, format!("the setter of `{ident}` would hide the method `{ident}`"));
    }
    let (is_outcome, limits) = split_outcome(limits);
    if is_outcome
        && (role != Role::Object || last_segment(&ty).is_none_or(|ty| ty.ident != "ErrorCode"))
    {
        report.error(&ident, "`outcome` is for the `ErrorCode` of an item in an answer");
    }
    let limits = check_limits(&limits, optional.as_ref().unwrap_or(&ty), role, report);
    Some((Field { attrs, vis, ident, ty, optional, wire: wire.value(), is_outcome, limits }, wire))
}

/// The wire name and what stands behind it.
fn check_wire<'a>(
    ident: &Ident,
    wires: &'a [parse::Wire],
    report: &mut Report,
) -> Option<(LitStr, &'a [Arg])> {
    let example = |span: Span| Ident::new("wire", span);
    let wire = match wires {
        [] => {
            report.error(ident, format!("`{ident}` has no wire name: add `#[wire(\"..\")]` with the name that the page gives it"));
            return None;
        }
        [wire] => wire,
        [_, second, ..] => {
            report.error(example(second.span), format!("`{ident}` has two wire names: keep one"));
            return None;
        }
    };
    match &wire.args[..] {
        [Arg::Literal(Lit::Str(name)), limits @ ..] if !name.value().is_empty() => {
            Some((name.clone(), limits))
        }
        [first, ..] => {
            report.error(first, "the wire name stands first: `#[wire(\"From_Account\", ..)]`");
            None
        }
        [] => {
            report.error(
                example(wire.span),
                "give the field's name on the wire: `#[wire(\"From_Account\")]`",
            );
            None
        }
    }
}

fn check_field_name(ident: &Ident, wire: &LitStr, role: Role, report: &mut Report) {
    let name = wire.value();
    if role == Role::Response && ENVELOPE.contains(&name.as_str()) {
        report.error(
            wire,
            format!("`{name}` belongs to the envelope, which every answer has: remove the field"),
        );
        return;
    }
    if !names::is_field_name(&ident.to_string(), &name) {
        let expected = names::field_name(&name);
        let units = names::UNITS.join("`, `_");
        report.error(
            ident,
            format!(
                "the field of `{name}` is named `{expected}`, or that with a unit (`_{units}`)"
            ),
        );
    }
}

/// Whether the word `outcome` is among the arguments, and the others.
fn split_outcome(args: &[Arg]) -> (bool, Vec<Arg>) {
    let is_outcome = |arg: &&Arg| matches!(arg, Arg::Word(word) if word == "outcome");
    let (outcomes, limits): (Vec<_>, Vec<_>) = args.iter().partition(is_outcome);
    (!outcomes.is_empty(), limits.into_iter().cloned().collect())
}

fn check_limits(args: &[Arg], ty: &Type, role: Role, report: &mut Report) -> Vec<Limit> {
    if role == Role::Response
        && let Some(first) = args.first()
    {
        report.error(first, "answers are not checked: say in the doc comment what they hold");
        return Vec::new();
    }
    limit::check_limits(args, &target_of(ty), report)
}

/// `Option` stands outermost and once.
fn check_nesting(ty: &Type, report: &mut Report) {
    let inner = argument_of(ty, "Option").or_else(|| argument_of(ty, "Vec"));
    let Some(inner) = inner else { return };
    if argument_of(inner, "Option").is_some() {
        report
            .error(inner, "`Option` stands outermost and once: an item of a list is always there");
    }
    check_nesting(inner, report);
}

/// What limits a type can have, judged by its name.
fn target_of(ty: &Type) -> Target {
    const NUMBERS: &[&str] =
        &["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    let Some(name) = last_segment(ty) else { return Target::Named };
    match name.ident.to_string().as_str() {
        "Vec" => {
            let item = argument_of(ty, "Vec").map_or(Target::Named, target_of);
            Target::List(Box::new(item))
        }
        "String" => Target::Text,
        "bool" => Target::Flag,
        number if NUMBERS.contains(&number) => Target::Number,
        _ => Target::Named,
    }
}

/// The `T` of `wrapper<T>`.
fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(argument)) if segment.ident == wrapper => Some(argument),
        _ => None,
    }
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last()
}
