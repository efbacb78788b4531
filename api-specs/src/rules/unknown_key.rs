//! Keys in JSON written by people, against the tables.

use serde_json::Value as Json;

use crate::codec::{DecodeError, ErrorPath, PathSegment};
use crate::schema::{FieldType, Table, UnionTable};

/// Finds the first key in the JSON of a struct that no field has. The error suggests the field that was probably meant.
///
/// The codec skips such keys, because a service may add fields. In JSON that a person wrote, they are mistakes.
///
/// # Errors
///
/// Fails with the path of the key.
pub fn unknown_key(json: &Json, table: &Table) -> Result<(), DecodeError> {
    check_record(None, json, table)
}

fn check_record(at: Option<&ErrorPath<'_>>, json: &Json, table: &Table) -> Result<(), DecodeError> {
    for (key, value) in json.as_object().into_iter().flatten() {
        let path = ErrorPath::new(at, PathSegment::Key(key));
        let Some(index) = table.find(key, 0) else {
            return Err(unknown(&path, key, table.fields.iter().map(|field| field.wire)));
        };
        check_value(&path, value, &table.fields[index].ty)?;
    }
    Ok(())
}

fn check_value(at: &ErrorPath<'_>, json: &Json, ty: &FieldType) -> Result<(), DecodeError> {
    match ty {
        FieldType::Object(table) => check_record(Some(at), json, table()),
        FieldType::Union(table) => check_union(at, json, table),
        FieldType::List(item) => {
            let mut items = json.as_array().into_iter().flatten().enumerate();
            items.try_for_each(|(index, json)| {
                check_value(&ErrorPath::new(Some(at), PathSegment::Item(index)), json, item)
            })
        }
        FieldType::Map(value) => {
            let mut entries = json.as_object().into_iter().flatten();
            entries.try_for_each(|(key, json)| {
                check_value(&ErrorPath::new(Some(at), PathSegment::Key(key)), json, value)
            })
        }
        _ => Ok(()),
    }
}

/// Checks the keys of a union, and the content of a known member. A member with an unknown tag is kept as it is.
fn check_union(at: &ErrorPath<'_>, json: &Json, table: &UnionTable) -> Result<(), DecodeError> {
    let tag = json.get(table.tag);
    let member = tag.and_then(|tag| table.members.iter().find(|member| tag == member.tag));
    if tag.is_some() && member.is_none() {
        return Ok(());
    }
    for (key, value) in json.as_object().into_iter().flatten() {
        let path = ErrorPath::new(Some(at), PathSegment::Key(key));
        if key == table.content {
            member.map_or(Ok(()), |member| check_record(Some(&path), value, (member.table)()))?;
        } else if key != table.tag {
            return Err(unknown(&path, key, [table.tag, table.content]));
        }
    }
    Ok(())
}

fn unknown<'a>(
    at: &ErrorPath<'_>,
    key: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> DecodeError {
    /// The similarity from which a name is suggested.
    const SIMILAR: f64 = 0.8;
    let key = key.to_lowercase();
    let similarity = |known: &str| strsim::jaro_winkler(&key, &known.to_lowercase());
    let closest = known
        .into_iter()
        .map(|known| (similarity(known), known))
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let hint = closest.filter(|(similarity, _)| *similarity >= SIMILAR);
    let hint = hint.map(|(_, known)| format!(": did you mean `{known}`?")).unwrap_or_default();
    DecodeError::new(at.to_string(), format_args!("is not a field{hint}"))
}
