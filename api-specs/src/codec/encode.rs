//! Writing a struct.

use std::fmt;

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{Choice, List, Purpose, Record, RecordRef, Switch, Value};

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
/// Only if a number is infinite or none, or a hand-written field type refuses to be written.
pub fn to_json(record: RecordRef<'_>) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer(Vec::with_capacity(CAPACITY));
    writer.entries(&record).map_err(EncodeError)?;
    Ok(writer.finish())
}

/// Writes the fields of two structs as one JSON object.
pub(super) fn both_to_json(
    one: RecordRef<'_>,
    other: RecordRef<'_>,
) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer(Vec::with_capacity(CAPACITY));
    writer.entries(&one).map_err(EncodeError)?;
    writer.entries(&other).map_err(EncodeError)?;
    Ok(writer.finish())
}

/// JSON as far as it is written. Everything that a table describes is written here, the rest by `serde_json`.
///
/// What was just made is handed on by reference: to copy it costs more than to write it.
struct Writer(Vec<u8>);

impl Writer {
    fn finish(mut self) -> Vec<u8> {
        self.close(0, b'{', b'}');
        self.0
    }

    /// Every entry begins with a comma.
    fn entries(&mut self, record: &RecordRef<'_>) -> serde_json::Result<()> {
        for (index, field) in record.table.fields.iter().enumerate() {
            let value = record.record.field(index);
            if !matches!(value, Value::Absent) && field.purpose != Purpose::Query {
                self.0.extend_from_slice(field.key.as_bytes());
                self.value(&value, &field.switch)?;
            }
        }
        Ok(())
    }

    #[inline]
    fn value(&mut self, value: &Value<'_>, switch: &Switch) -> serde_json::Result<()> {
        match value {
            Value::Text(text) => self.text(text),
            Value::Int(value) => self.integer(*value),
            Value::Uint(value) => self.integer(*value),
            Value::Flag(flag) => self.choice(switch.choice(*flag)),
            value => self.compound(value),
        }
    }

    fn compound(&mut self, value: &Value<'_>) -> serde_json::Result<()> {
        let start = self.0.len();
        match value {
            Value::List(list) => {
                for index in 0..list.len() {
                    self.0.push(b',');
                    self.value(&list.get(index), &Switch::NUMBERS)?;
                }
                self.close(start, b'[', b']');
            }
            Value::Map(map) => {
                for (key, value) in map.entries() {
                    self.0.push(b',');
                    self.text(key)?;
                    self.0.push(b':');
                    self.value(&value, &Switch::NUMBERS)?;
                }
                self.close(start, b'{', b'}');
            }
            Value::Record(record) => self.record(record)?,
            Value::Tagged(tagged) => match tagged.content() {
                Some((head, content)) => {
                    self.0.extend_from_slice(head.as_bytes());
                    self.record(&content)?;
                    self.0.push(b'}');
                }
                None => tagged.write(&mut self.0)?,
            },
            Value::Other(other) => other.write(&mut self.0)?,
            value => serde_json::to_writer(&mut self.0, value)?,
        }
        Ok(())
    }

    fn record(&mut self, record: &RecordRef<'_>) -> serde_json::Result<()> {
        let start = self.0.len();
        self.entries(record)?;
        self.close(start, b'{', b'}');
        Ok(())
    }

    fn choice(&mut self, choice: Choice) -> serde_json::Result<()> {
        match choice {
            Choice::Text(text) => self.text(text),
            Choice::Integer(value) => self.integer(value),
        }
    }

    #[inline]
    fn text(&mut self, text: &str) -> serde_json::Result<()> {
        // Many bytes at once as far as there are many: the compiler makes one comparison of it.
        let (chunks, rest) = text.as_bytes().as_chunks::<16>();
        let has_escape =
            |chunk: &[u8; 16]| chunk.iter().fold(false, |found, byte| found | is_escaped(*byte));
        if chunks.iter().any(has_escape) || rest.iter().any(|byte| ESCAPED[usize::from(*byte)]) {
            return serde_json::to_writer(&mut self.0, text);
        }
        self.0.push(b'"');
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(b'"');
        Ok(())
    }

    fn integer(&mut self, value: impl itoa::Integer) -> serde_json::Result<()> {
        self.0.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
        Ok(())
    }

    /// Every entry since `start` begins with a comma: the first becomes the bracket that opens.
    fn close(&mut self, start: usize, open: u8, close: u8) {
        match self.0.get_mut(start) {
            Some(first) => *first = open,
            None => self.0.push(open),
        }
        self.0.push(close);
    }
}

/// Which bytes cannot stand in a JSON text as they are.
const ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut byte = 0;
    while byte < escaped.len() {
        escaped[byte] = is_escaped(byte as u8);
        byte += 1;
    }
    escaped
};

const fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
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
        for (field, value) in self.fields() {
            match value {
                Value::Absent => {}
                _ if field.purpose == Purpose::Query => {}
                Value::Flag(flag) => map.serialize_entry(field.wire, &field.switch.choice(flag))?,
                value => map.serialize_entry(field.wire, &value)?,
            }
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Absent => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Int(value) => serializer.serialize_i64(value),
            Value::Uint(value) => serializer.serialize_u64(value),
            Value::Flag(flag) => serializer.serialize_u8(flag.into()),
            // JSON would have it as `null`, which says something else.
            Value::Number(number) if !number.is_finite() => {
                Err(S::Error::custom(format_args!("{number} is no number of JSON")))
            }
            Value::Number(number) => serializer.serialize_f64(number),
            Value::List(list) => serialize_list(list, serializer),
            Value::Map(map) => serializer.collect_map(map.entries()),
            Value::Record(record) => record.serialize(serializer),
            Value::Other(other) => erased_serde::serialize(other, serializer),
            Value::Tagged(tagged) => erased_serde::serialize(tagged, serializer),
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
