//! The comparison of a declaration with its facts, both ways.

use std::collections::BTreeSet;

use xtask::facts::{Bound, Bounds, FactRow, Facts, Known, Need, Timing};
use xtask::source::Type;

use super::declared::{Declared, DeclaredField};

/// A difference between the facts and a declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mismatch {
    /// The place: `request GroupName`, `response GroupItem[].GroupId` or `endpoint`.
    pub(super) at: String,
    /// The fact, such as `max_items`.
    pub(super) fact: String,
    /// The value of the source.
    pub(super) source: String,
    /// The value of the declaration.
    pub(super) declared: String,
}

/// The side on which a field is. It decides what its requiredness may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A request or a reply, or a structure that is in requests too.
    Request,
    /// A response or an event.
    Response,
    /// A response or an event known in part, whose fields are optional whatever the samples have.
    PartialResponse,
}

/// Returns all differences.
pub(super) fn compare(facts: &Facts, declared: &Declared) -> BTreeSet<Mismatch> {
    let mut mismatches = Mismatches::default();
    mismatches.at("endpoint", "page", &shown(facts.page), &shown(declared.page));
    let timing = |timing: Option<Timing>| timing.map(|timing| format!("{timing:?}"));
    let (known, told) = (timing(facts.webhook), timing(declared.webhook));
    mismatches.at("endpoint", "webhook", &shown(known), &shown(told));
    let known = |is_partial| if is_partial { "part" } else { "whole" };
    let (source, told) = (known(facts.known == Known::Part), known(declared.is_partial));
    mismatches.at("endpoint", "known", source, told);
    mismatches.at("endpoint", "rate", &shown(facts.rate), &shown(declared.rate));
    let listed: BTreeSet<i64> = facts.codes.iter().copied().collect();
    for code in listed.difference(&declared.codes) {
        mismatches.at("endpoint", "code", &code.to_string(), "");
    }
    for code in declared.codes.difference(&listed) {
        mismatches.at("endpoint", "code", "", &code.to_string());
    }
    let range = |range: Option<(u32, u32)>| range.map(|(first, last)| format!("{first}..={last}"));
    let (known, told) = (range(facts.own_codes), range(declared.own_codes));
    mismatches.at("endpoint", "own_codes", &shown(known), &shown(told));
    let [request, response] = declared.sides();
    compare_fields("request ", &facts.request, &declared.request, request, &mut mismatches);
    compare_fields("response ", &facts.response, &declared.response, response, &mut mismatches);
    if let Some((list, size)) = &declared.batch {
        let row = facts.request.iter().find(|row| row.path == *list);
        let most = row.and_then(|row| row.bounds.get(&Bound::MaxItems).copied());
        if most.is_some_and(|most| *size > most) {
            mismatches.at(&format!("request {list}"), "batch", &shown(most), &size.to_string());
        }
    }
    mismatches.0
}

/// The differences found so far.
#[derive(Default)]
pub(super) struct Mismatches(pub(super) BTreeSet<Mismatch>);

impl Mismatches {
    /// Adds a difference if the two differ.
    fn at(&mut self, at: &str, fact: &str, source: &str, declared: &str) {
        if source != declared {
            let text = str::to_owned;
            self.0.insert(Mismatch {
                at: text(at),
                fact: text(fact),
                source: text(source),
                declared: text(declared),
            });
        }
    }
}

/// Compares the fields of a request, a response or a shared structure.
pub(super) fn compare_fields(
    prefix: &str,
    rows: &[FactRow],
    fields: &[DeclaredField],
    side: Side,
    to: &mut Mismatches,
) {
    let rows: Vec<_> = rows.iter().map(|row| (without_keys(&row.path), row)).collect();
    let has_row = |path: &str| rows.iter().any(|(known, _)| known == path);
    for (path, row) in &rows {
        let at = format!("{prefix}{path}");
        match fields.iter().find(|field| field.path == *path) {
            Some(field) => compare_field(&at, row, field, side, to),
            // The members of what is missing are missing too.
            None if is_alias(path, fields) || !has_parent(path, fields) => {}
            None => to.at(&at, "field", &shown_row(row), ""),
        }
    }
    for field in fields {
        let at = format!("{prefix}{}", field.path);
        if !has_row(&field.path) {
            to.at(&at, "field", "", &shown_field(field));
        }
        for alias in field.aliases.iter().filter(|alias| !has_row(alias)) {
            to.at(&at, "alias", "", alias);
        }
    }
}

fn compare_field(at: &str, row: &FactRow, field: &DeclaredField, side: Side, to: &mut Mismatches) {
    if !is_same_type(&row.ty(), &field.ty) {
        to.at(at, "type", &shown_type(&row.ty()), &shown_type(&field.ty));
    }
    to.at(
        at,
        "structure",
        row.structure.as_deref().unwrap_or_default(),
        field.structure.unwrap_or_default(),
    );
    let declared = if field.is_required { "yes" } else { "no" };
    match (side, row.required) {
        (Side::Request, Some(required)) => to.at(at, "required", &required.to_string(), declared),
        (Side::Request, None) => {}
        _ if may_be_either(field) || field.is_required == (row.always == Some(true)) => {}
        (Side::PartialResponse, _) if !field.is_required => {}
        _ => to.at(at, "always", &shown(row.always), declared),
    }
    if side == Side::Request {
        compare_bounds(at, &row.bounds, &field.bounds, to);
    }
}

/// Returns `true` for a field of a response that is plain or not whatever the samples have: a list, an entry of a map and
/// a status have a value for what is missing.
pub(super) fn may_be_either(field: &DeclaredField) -> bool {
    matches!(field.ty, Type::Array(_)) || field.path.ends_with("{}") || field.is_status
}

/// Compares bounds. A list that may not be empty needs no word of the source.
fn compare_bounds(at: &str, known: &Bounds, declared: &Bounds, to: &mut Mismatches) {
    let bounds: BTreeSet<_> = known.keys().chain(declared.keys()).collect();
    for bound in bounds {
        let (source, declared) = (known.get(bound), declared.get(bound));
        if (bound, source, declared) != (&Bound::MinItems, None, Some(&1)) {
            to.at(at, &bound.to_string(), &shown(source), &shown(declared));
        }
    }
}

/// Returns `true` if a field of the source's type may be declared so.
fn is_same_type(source: &Type, declared: &Type) -> bool {
    match (source, declared) {
        (Type::Any(types), _) if types.is_empty() => true,
        (Type::Any(types), Type::Any(declared)) => {
            let is_known = |ty: &&Type| !matches!(ty, Type::Any(_));
            let known: Vec<_> = types.iter().filter(is_known).collect();
            let has = |ty: &&Type| declared.iter().any(|declared| is_same_type(ty, declared));
            let is_named = |declared: &Type| known.iter().any(|ty| is_same_type(ty, declared));
            known.iter().all(has) && (known.len() < types.len() || declared.iter().all(is_named))
        }
        (Type::Array(None), Type::Array(_)) => true,
        (Type::Array(Some(source)), Type::Array(Some(declared))) => is_same_type(source, declared),
        (source, declared) => source == declared,
    }
}

/// Returns the path without the names of the user's own keys: `Attrs.{Name}` becomes `Attrs.{}`.
pub(super) fn without_keys(path: &str) -> String {
    let mut result = String::new();
    for (index, part) in path.split('{').enumerate() {
        match part.split_once('}') {
            Some((_, rest)) if index > 0 => result.extend(["{}", rest]),
            _ => result.push_str(part),
        }
    }
    result
}

/// Returns the path of the field that has this one.
fn parent(path: &str) -> Option<&str> {
    let (parent, _) = path.rsplit_once('.')?;
    Some(parent.trim_end_matches("[]"))
}

/// Returns `true` if no field is above `path`, or one of these that is declared.
fn has_parent(path: &str, fields: &[DeclaredField]) -> bool {
    parent(path).is_none_or(|parent| fields.iter().any(|field| field.path == parent))
}

/// Returns `true` if the path, or a field above it, is another name of a declared field.
fn is_alias(path: &str, fields: &[DeclaredField]) -> bool {
    fields.iter().any(|field| field.aliases.iter().any(|alias| alias == path))
}

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn shown_type(ty: &Type) -> String {
    match ty {
        Type::Array(Some(items)) => format!("Array of {}", shown_type(items)),
        ty => ty.to_string(),
    }
}

fn shown_row(row: &FactRow) -> String {
    let required = match row.required {
        Some(Need::Yes) => ", required",
        _ => "",
    };
    format!("{}{required}", shown_type(&row.ty()))
}

fn shown_field(field: &DeclaredField) -> String {
    let required = if field.is_required { ", required" } else { "" };
    let bounds = field.bounds.iter().map(|(bound, number)| format!(", {bound} {number}"));
    format!("{}{required}{}", shown_type(&field.ty), bounds.collect::<String>())
}
