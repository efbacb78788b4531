//! Writing a struct.

use std::fmt;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{Choice, List, Purpose, Record, RecordRef, Value};

/// Bytes to begin with: most requests fit.
const CAPACITY: usize = 256;

/// A struct that could not be written.
#[derive(Debug)]
pub struct EncodeError(pub(super) serde_json::Error);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request cannot be written as JSON: {}", self.0)
    }
}

impl std::error::Error for EncodeError {}

/// Writes a declared struct as JSON. Fields that are `None` are left out.
///
/// # Errors
///
/// Only if a hand-written field type refuses to be written.
pub fn to_json(record: RecordRef<'_>) -> Result<Vec<u8>, EncodeError> {
    let mut json = Vec::with_capacity(CAPACITY);
    serde_json::to_writer(&mut json, &record).map_err(EncodeError)?;
    Ok(json)
}

/// The `Serialize` of a declared struct: a map from wire names, without the fields that are `None`.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<R: Record, S: Serializer>(record: &R, serializer: S) -> Result<S::Ok, S::Error> {
    RecordRef::new(record).serialize(serializer)
}

impl Serialize for RecordRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_fields(&mut map, *self)?;
        map.end()
    }
}

/// Writes the fields of one record into a map that may hold those of others.
pub(super) fn write_fields<M: SerializeMap>(
    map: &mut M,
    record: RecordRef<'_>,
) -> Result<(), M::Error> {
    for (field, value) in record.fields() {
        match value {
            Value::Absent => {}
            _ if field.purpose == Purpose::Query => {}
            Value::Flag(flag) => map.serialize_entry(field.wire, &field.switch.choice(flag))?,
            value => map.serialize_entry(field.wire, &value)?,
        }
    }
    Ok(())
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Absent => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Int(value) => serializer.serialize_i64(value),
            Value::Uint(value) => serializer.serialize_u64(value),
            Value::Flag(flag) => serializer.serialize_u8(flag.into()),
            Value::Number(number) => serializer.serialize_f64(number),
            Value::List(list) => serialize_list(list, serializer),
            Value::Map(map) => serializer.collect_map(map.entries()),
            Value::Record(record) => record.serialize(serializer),
            Value::Other(other) => erased_serde::serialize(other, serializer),
        }
    }
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(value) => serializer.serialize_u64(*value),
        }
    }
}

fn serialize_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        sequence.serialize_element(&list.get(index))?;
    }
    sequence.end()
}
