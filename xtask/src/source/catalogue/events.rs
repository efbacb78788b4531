//! The samples of a webhook's events. Files of webhooks have them, but not the facts that follow from them.

use crate::source::json::Json;
use crate::source::{Row, Type};

/// Fills in what the samples show of each field: whether it is always there, and the type of its items.
pub(super) fn show(rows: &mut [Row], samples: &[Json]) {
    for row in rows {
        let (parent, name) = row.path.rsplit_once('.').unwrap_or(("", &row.path));
        let mut parents = Vec::new();
        samples.iter().for_each(|sample| add_values(sample, parent, &mut parents));
        parents.retain(|parent| matches!(parent, Json::Object(_)));
        let values: Vec<_> = parents.iter().filter_map(|parent| parent.get(name)).collect();
        row.always = (!values.is_empty()).then_some(values.len() == parents.len());
        if row.ty == Type::Array(None) {
            row.ty =
                Type::Array(values.iter().find_map(|value| type_of_items(value)).map(Box::new));
        }
    }
}

/// Adds the values at a path, such as `Info.Device[]`; at the empty path the value itself.
fn add_values<'a>(value: &'a Json, path: &str, to: &mut Vec<&'a Json>) {
    if path.is_empty() {
        return to.push(value);
    }
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let name = step.trim_end_matches("[]");
    match value.get(name) {
        Some(Json::Array(items)) => items.iter().for_each(|item| add_values(item, rest, to)),
        Some(member) => add_values(member, rest, to),
        None => {}
    }
}

/// Returns the type of an array's items, if it has any.
fn type_of_items(value: &Json) -> Option<Type> {
    let Json::Array(items) = value else { return None };
    match items.first()? {
        Json::Null => None,
        Json::Bool(_) => Some(Type::Boolean),
        Json::Number(number) if number.contains('.') => Some(Type::Number),
        Json::Number(_) => Some(Type::Integer),
        Json::String(_) => Some(Type::String),
        Json::Array(_) => Some(Type::Array(None)),
        Json::Object(_) => Some(Type::Object),
    }
}
