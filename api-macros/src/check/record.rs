//! Checks the structs of a spec and their fields.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Lit, LitStr, Type};

use super::attributes::{check_attrs, check_public};
use super::constraint;
use super::types::{Target, argument_of, check_type, is_named, target_of};
use super::wire_name::{check_aliases, check_wire_name};
use super::words;
use crate::arg::Arg;
use crate::model::{Constraint, CratePath, Field, FieldRole, Known, Record, RecordKind, TypeCheck};
use crate::report::Report;
use crate::{names, parse};

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
            "`{ident}` has {} fields, but at most {MAX_FIELDS} are supported: implement `schema::Field` for a type of yours",
            fields.len()
        );
        report.error(&ident, message);
    }
    let mut checked: Vec<Field> = Vec::new();
    let mut type_checks = Vec::new();
    for field in fields {
        let Some((field, wire)) = check_field(field, kind, &mut type_checks, report) else {
            continue;
        };
        if checked.iter().any(|other| other.ident == field.ident) {
            report.error(&field.ident, format!("`{}` is declared twice: keep one", field.ident));
            continue;
        }
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
    let fields = checked;
    Record { crate_path, kind, is_judged_per_item: false, attrs, vis, ident, fields, type_checks }
}

fn check_field(
    written: parse::Field,
    kind: RecordKind,
    type_checks: &mut Vec<TypeCheck>,
    report: &mut Report,
) -> Option<(Field, TokenStream)> {
    let parse::Field { attrs, vis, ident, ty, wires } = written;
    let is_wire_misspelt = check_attrs(&attrs, report);
    check_public(&vis, &ident, "pub", report);
    if is_wire_misspelt {
        return None;
    }
    let (written, constraints) = check_wire(&ident, &wires, report)?;
    let wire = match written {
        Some(name) => name.value(),
        None => names::wire_name(&ident.unraw().to_string()),
    };
    let wire_at = written.map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream);
    check_wire_name(&wire_at, &wire, kind, report);
    let optional = argument_of(&ty, "Option").cloned();
    check_type(&ty, report);
    if optional.is_some() && METHODS.contains(&ident.to_string().as_str()) {
        report.error(&ident, format!("the setter of `{ident}` would clash with the method `{ident}`: make the field required"));
    }
    let inner = optional.as_ref().unwrap_or(&ty);
    let words = words::check_words(constraints, report);
    let aliases = check_aliases(&words.aliases, &wire, kind, report);
    let (role, bool_repr) = (words.role, words.bool_repr);
    if let Some(at) = &words.role_at {
        check_role(role, at, inner, optional.is_some(), kind, report);
        type_checks.extend(status_check(role, at, inner));
    }
    if let Some(at) = &words.repr_at
        && !matches!(target_of(inner), Target::Flag)
    {
        report
            .error(at, "`flag` is only for `bool`: change the type of the field, or remove `flag`");
    }
    let constraints = check_constraints(&words.constraints, inner, kind, type_checks, report);
    let at = ty.span();
    let mut value = ident.clone();
    value.set_span(at);
    let known = match target_of(inner) {
        Target::Integer(..) | Target::Fraction | Target::Flag => Known::Plain,
        Target::Text | Target::List(_) => Known::Other,
        Target::Named(_) => Known::Nothing,
    };
    let field = Field {
        attrs,
        vis,
        ident,
        ty,
        at,
        value,
        optional,
        known,
        wire,
        role,
        aliases,
        bool_repr,
        constraints,
    };
    Some((field, wire_at))
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
    let is_left_out = kind == RecordKind::Request && is_optional;
    let is_generated = is_left_out && is_named(ty, "u32");
    let (fits, message) = match role {
        FieldRole::Data => return,
        FieldRole::Status => (
            kind == RecordKind::Object && is_named(ty, "ErrorCode") && !is_optional,
            "`status` must be on a required `ErrorCode` of an object: for a number that means failure, write `status(failed = 0)`",
        ),
        FieldRole::StatusFailedIf(value) => {
            let target = target_of(ty);
            if !constraint::fits(value, &target) {
                report.error(at, constraint::beyond_type(value, &target));
            }
            let is_integer = matches!(target, Target::Integer(..) | Target::Named(_));
            (
                kind == RecordKind::Object && !is_optional && is_integer,
                "`status(failed = ..)` must be on a required integer of an object, or on an open enumeration of integers: make it a `u32`",
            )
        }
        FieldRole::Query => (
            is_left_out,
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
        FieldRole::AppId => (
            is_generated || is_left_out && is_named(ty, "u64"),
            "`app_id` must be on an optional number of the request, which the client sets by default: make it an `Option<u32>`",
        ),
    };
    if !fits {
        report.error(at, message);
    }
}

/// Returns the question for the compiler whether a status of a type that the macro does not know is an integer.
fn status_check(role: FieldRole, at: &Ident, ty: &Type) -> Option<TypeCheck> {
    let (FieldRole::StatusFailedIf(_), Target::Named(_)) = (role, target_of(ty)) else {
        return None;
    };
    let message = "`status(failed = ..)` must be on an integer, or on an open enumeration of integers: make it a `u32`";
    let (ty, at, message) = (ty.clone(), at.span(), message.to_owned());
    Some(TypeCheck { ty, question: "has_integers", at, message })
}

/// Returns the wire name, if it is written, and the other arguments.
fn check_wire<'a>(
    ident: &Ident,
    wires: &'a [parse::Wire],
    report: &mut Report,
) -> Option<(Option<&'a LitStr>, &'a [Arg])> {
    let wire = match wires {
        [] => return Some((None, &[])),
        [wire] => wire,
        [_, second, ..] => {
            let at = Ident::new("wire", second.span);
            report.error(at, format!("`{ident}` has two `#[wire(..)]`: make them one"));
            return None;
        }
    };
    let (name, others) = match &wire.args[..] {
        [Arg::Literal(Lit::Str(name)), others @ ..] => (Some(name), others),
        others => (None, others),
    };
    if let Some(literal) = others.iter().find(|arg| matches!(arg, Arg::Literal(_)))
        && name.is_none()
    {
        report.error(
            literal,
            "a wire name must be the first argument, in quotes: write `#[wire(\"groupID\", ..)]`",
        );
        return None;
    }
    if wire.args.is_empty() {
        report.error(
            Ident::new("wire", wire.span),
            "`#[wire()]` is empty: write a wire name or other words, or remove it",
        );
    }
    if let Some(literal) = name {
        check_written(ident, literal, others, report);
    }
    Some((name, others))
}

/// Reports a written wire name that is empty, or that follows from the name of the field.
fn check_written(ident: &Ident, literal: &LitStr, others: &[Arg], report: &mut Report) {
    let name = literal.value();
    if name.is_empty() {
        report.error(literal, "a wire name must not be empty: write that of the page");
    } else if name == names::wire_name(&ident.unraw().to_string()) {
        let words = others.iter().filter_map(Arg::outline).collect::<Vec<_>>().join(", ");
        let hint = if others.is_empty() {
            format!("remove `#[wire(\"{name}\")]`")
        } else {
            format!("write `#[wire({words})]`")
        };
        report.error(literal, format!("`{name}` follows from the name of the field: {hint}"));
    }
}

fn check_constraints(
    args: &[Arg],
    ty: &Type,
    kind: RecordKind,
    type_checks: &mut Vec<TypeCheck>,
    report: &mut Report,
) -> Vec<Constraint> {
    let unchecked = match kind {
        RecordKind::Response => Some("responses"),
        RecordKind::Event => Some("events"),
        RecordKind::Reply => Some("replies"),
        RecordKind::Request | RecordKind::Object => None,
    };
    if let Some((what, first)) = unchecked.zip(args.first()) {
        report.error(
            first,
            format!("{what} are not checked: describe the constraint in the doc comment instead"),
        );
        return Vec::new();
    }
    constraint::check_constraints(args, &target_of(ty), type_checks, report)
}
