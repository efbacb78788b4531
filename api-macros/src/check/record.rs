//! The structs of a spec and their fields.

use proc_macro2::Span;
use syn::{GenericArgument, Ident, Lit, LitStr, PathArguments, Type};

use super::{check_attrs, check_documented, check_public, words};
use crate::arg::Arg;
use crate::constraint::{self, Constraint, Target};
use crate::model::{Field, FieldRole, Record, RecordKind};
use crate::names;
use crate::parse;
use crate::report::Report;

/// Fields that every response has: the codec reads them beside the response's own.
const ENVELOPE: &[&str] = &["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"];

/// Methods that every struct has: a setter cannot have their names.
const METHODS: &[&str] = &["new", "validate", "is_failed", "failed_items"];

/// The codec notes which fields it has seen in 64 bits.
const MAX_FIELDS: usize = 64;

/// Checks one struct.
pub(super) fn check_record(
    written: parse::Record,
    kind: RecordKind,
    report: &mut Report,
) -> Record {
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
        let Some((field, wire)) = check_field(field, kind, report) else { continue };
        let names = |field: &Field| {
            let aliases = field.aliases.iter();
            aliases.chain([&field.wire]).cloned().collect::<Vec<_>>()
        };
        let taken: Vec<_> = checked.iter().flat_map(names).collect();
        if let Some(name) = names(&field).iter().find(|name| taken.contains(name)) {
            report.error(wire, format!("`{name}` is the wire name of two fields: keep one"));
        }
        if field.is_status() && checked.iter().any(Field::is_status) {
            report.error(&field.ident, format!("`{ident}` has two statuses: keep one"));
        }
        checked.push(field);
    }
    Record { kind, is_judged_per_item: false, attrs, vis, ident, fields: checked }
}

fn check_field(
    written: parse::Field,
    kind: RecordKind,
    report: &mut Report,
) -> Option<(Field, LitStr)> {
    let parse::Field { attrs, vis, ident, ty, wires } = written;
    let is_wire_misspelt = check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub", report);
    check_documented(&attrs, &ident, "say what it is, with its unit", report);
    if is_wire_misspelt {
        return None;
    }
    let (wire, constraints) = check_wire(&ident, &wires, report)?;
    check_field_name(&ident, &wire, kind, report);
    let optional = argument_of(&ty, "Option").cloned();
    check_nesting(&ty, report);
    if optional.is_some() && METHODS.contains(&ident.to_string().as_str()) {
        report.error(&ident, format!("the setter of `{ident}` would hide the method `{ident}`"));
    }
    let inner = optional.as_ref().unwrap_or(&ty);
    let words = words::check_words(constraints, report);
    let (role, aliases, switch) = (words.role, words.aliases, words.switch);
    if let Some(at) = &words.role_at {
        check_purpose(role, at, inner, optional.is_some(), kind, report);
    }
    if let Some(at) = &words.repr_at
        && target_of(inner) != Target::Flag
    {
        report.error(at, "`flag` says what stands for a `bool`: give the field that type");
    }
    let constraints = check_constraints(&words.constraints, inner, kind, report);
    let wire_name = wire.value();
    let field = Field {
        attrs,
        vis,
        ident,
        ty,
        optional,
        wire: wire_name,
        role,
        aliases,
        switch,
        constraints,
    };
    Some((field, wire))
}

/// Whether a field may do beside holding a value what its word says.
fn check_purpose(
    role: FieldRole,
    at: &Ident,
    ty: &Type,
    is_optional: bool,
    kind: RecordKind,
    report: &mut Report,
) {
    let is = |name: &str| last_segment(ty).is_some_and(|segment| segment.ident == name);
    let is_filled = kind == RecordKind::Request && is_optional && is("u32");
    let (fits, message) = match role {
        FieldRole::Data => return,
        FieldRole::Status => (
            kind == RecordKind::Object && is("ErrorCode") && !is_optional,
            "`status` is for the `ErrorCode` of an item in a response; where one number says that it failed, write `status(failed = 0)`",
        ),
        FieldRole::StatusUnless(_) => (
            kind == RecordKind::Object && !is_optional,
            "`status` is for a field of an item in a response, and one that is always there",
        ),
        FieldRole::Query => (
            kind == RecordKind::Request && is_optional,
            "`query` is for an optional field of the request: make it an `Option`",
        ),
        FieldRole::Random => (
            is_filled,
            "`random` is for a field of the request that the client fills where the caller did not: make it an `Option<u32>`",
        ),
        FieldRole::Sequence => (
            is_filled,
            "`sequence` is for a field of the request that the client fills where the caller did not: make it an `Option<u32>`",
        ),
    };
    if !fits {
        report.error(at, message);
    }
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
        [Arg::Literal(Lit::Str(name)), constraints @ ..] if !name.value().is_empty() => {
            Some((name.clone(), constraints))
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

fn check_field_name(ident: &Ident, wire: &LitStr, kind: RecordKind, report: &mut Report) {
    let name = wire.value();
    if kind == RecordKind::Response && ENVELOPE.contains(&name.as_str()) {
        report.error(
            wire,
            format!("`{name}` belongs to the envelope, which every response has: remove the field"),
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

fn check_constraints(
    args: &[Arg],
    ty: &Type,
    kind: RecordKind,
    report: &mut Report,
) -> Vec<Constraint> {
    if kind == RecordKind::Response
        && let Some(first) = args.first()
    {
        report.error(first, "responses are not checked: say in the doc comment what they hold");
        return Vec::new();
    }
    constraint::check_constraints(args, &target_of(ty), report)
}

/// `Option` stands outermost and once.
fn check_nesting(ty: &Type, report: &mut Report) {
    let inner = ["Option", "Vec", "BTreeMap"].iter().find_map(|name| argument_of(ty, name));
    let Some(inner) = inner else { return };
    if argument_of(inner, "Option").is_some() {
        report
            .error(inner, "`Option` stands outermost and once: an item of a list is always there");
    }
    check_nesting(inner, report);
}

/// What constraints a type can have, judged by its name.
fn target_of(ty: &Type) -> Target {
    const NUMBERS: &[&str] =
        &["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    let Some(name) = last_segment(ty) else { return Target::Named };
    match name.ident.to_string().as_str() {
        name @ ("Vec" | "BTreeMap") => {
            let item = argument_of(ty, name).map_or(Target::Named, target_of);
            Target::List(Box::new(item))
        }
        "String" => Target::Text,
        "bool" => Target::Flag,
        number if NUMBERS.contains(&number) => Target::Number,
        _ => Target::Named,
    }
}

/// The `T` of `wrapper<T>` or `wrapper<K, T>`.
pub(super) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.last() {
        Some(GenericArgument::Type(argument)) if segment.ident == wrapper => Some(argument),
        _ => None,
    }
}

pub(super) fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last()
}
