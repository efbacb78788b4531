//! Checks the structs of a spec and their fields.

use proc_macro2::Span;
use syn::{Ident, Lit, LitStr, Type};

use super::attributes::{check_attrs, check_documented, check_public};
use super::constraint;
use super::types::{Target, argument_of, check_nesting, last_segment, target_of};
use super::words;
use crate::arg::Arg;
use crate::model::{Constraint, CratePath, Field, FieldRole, Record, RecordKind};
use crate::names;
use crate::parse;
use crate::report::Report;

/// The fields of the envelope, which the codec reads from every response.
const ENVELOPE: &[&str] = &["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"];

/// The names of methods that structs have. A setter cannot have the same name.
const METHODS: &[&str] = &["new", "validate", "is_failed", "failed_items"];

/// The codec marks the fields it has seen in 64 bits.
const MAX_FIELDS: usize = 64;

/// Checks one struct.
pub(super) fn check_record(
    written: parse::Record,
    kind: RecordKind,
    crate_path: CratePath,
    report: &mut Report,
) -> Record {
    let parse::Record { attrs, vis, ident, fields } = written;
    check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub struct", report);
    if fields.len() > MAX_FIELDS {
        let message = format!(
            "`{ident}` has {} fields, but at most {MAX_FIELDS} are supported: write your own type with serde",
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
    Record { crate_path, kind, is_judged_per_item: false, attrs, vis, ident, fields: checked }
}

fn check_field(
    written: parse::Field,
    kind: RecordKind,
    report: &mut Report,
) -> Option<(Field, LitStr)> {
    let parse::Field { attrs, vis, ident, ty, wires } = written;
    let is_wire_misspelt = check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub", report);
    check_documented(&attrs, &ident, "describe the field and its unit", report);
    if is_wire_misspelt {
        return None;
    }
    let (wire, constraints) = check_wire(&ident, &wires, report)?;
    check_field_name(&ident, &wire, kind, report);
    let optional = argument_of(&ty, "Option").cloned();
    check_nesting(&ty, report);
    if optional.is_some() && METHODS.contains(&ident.to_string().as_str()) {
        report.error(&ident, format!("the setter of `{ident}` would clash with the method `{ident}`: make the field required"));
    }
    let inner = optional.as_ref().unwrap_or(&ty);
    let words = words::check_words(constraints, report);
    let (role, aliases, bool_repr) = (words.role, words.aliases, words.bool_repr);
    if let Some(at) = &words.role_at {
        check_role(role, at, inner, optional.is_some(), kind, report);
    }
    if let Some(at) = &words.repr_at
        && target_of(inner) != Target::Flag
    {
        report
            .error(at, "`flag` is only for `bool`: change the type of the field, or remove `flag`");
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
        bool_repr,
        constraints,
    };
    Some((field, wire))
}

/// Checks that the field may have its role.
fn check_role(
    role: FieldRole,
    at: &Ident,
    ty: &Type,
    is_optional: bool,
    kind: RecordKind,
    report: &mut Report,
) {
    let is = |name: &str| last_segment(ty).is_some_and(|segment| segment.ident == name);
    let is_generated = kind == RecordKind::Request && is_optional && is("u32");
    let (fits, message) = match role {
        FieldRole::Data => return,
        FieldRole::Status => (
            kind == RecordKind::Object && is("ErrorCode") && !is_optional,
            "`status` must be on a required `ErrorCode` of an object: for a number that means failure, write `status(failed = 0)`",
        ),
        FieldRole::StatusFailedIf(_) => (
            kind == RecordKind::Object && !is_optional,
            "`status` must be on a required field of an object",
        ),
        FieldRole::Query => (
            kind == RecordKind::Request && is_optional,
            "`query` must be on an optional field of the request: make it an `Option`",
        ),
        FieldRole::Random => (
            is_generated,
            "`random` must be on an optional number of the request, which the client sets by default: make it an `Option<u32>`",
        ),
        FieldRole::Sequence => (
            is_generated,
            "`sequence` must be on an optional number of the request, which the client sets by default: make it an `Option<u32>`",
        ),
    };
    if !fits {
        report.error(at, message);
    }
}

/// Returns the wire name and the arguments after it.
fn check_wire<'a>(
    ident: &Ident,
    wires: &'a [parse::Wire],
    report: &mut Report,
) -> Option<(LitStr, &'a [Arg])> {
    let example = |span: Span| Ident::new("wire", span);
    let wire = match wires {
        [] => {
            report.error(
                ident,
                format!(
                    "`{ident}` has no wire name: add `#[wire(\"..\")]` with the name from the page"
                ),
            );
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
            report.error(
                first,
                "the wire name must be the first argument: write `#[wire(\"From_Account\", ..)]`",
            );
            None
        }
        [] => {
            report.error(
                example(wire.span),
                "`#[wire]` needs the wire name: write `#[wire(\"From_Account\")]`",
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
            format!("`{name}` is part of the envelope of every response: remove the field"),
        );
        return;
    }
    if !names::is_field_name(&ident.to_string(), &name) {
        let expected = names::field_name(&name);
        let units = names::UNITS.join("`, `_");
        report.error(
            ident,
            format!(
                "the field of `{name}` must be named `{expected}`, optionally with a unit (`_{units}`)"
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
        report.error(
            first,
            "responses are not checked: describe the constraint in the doc comment instead",
        );
        return Vec::new();
    }
    constraint::check_constraints(args, &target_of(ty), report)
}
