//! Encoding a struct.

use std::fmt;

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::schema::{
    BoolRepr, Each, Field, FieldRole, FieldSpec, List, Map, RecordRef, Union, UnionRef, Value,
    Visitor, WireValue,
};

/// The initial capacity in bytes. Most requests fit.
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
/// Fails only if a number is infinite or NaN.
pub fn to_json(record: RecordRef<'_>) -> Result<Vec<u8>, EncodeError> {
    write(|writer| writer.entries(record))
}

/// Writes the fields of two structs as one JSON object.
pub(super) fn both_to_json(
    one: RecordRef<'_>,
    other: RecordRef<'_>,
) -> Result<Vec<u8>, EncodeError> {
    write(|writer| {
        writer.entries(one);
        writer.entries(other);
    })
}

/// Writes an object from its entries.
fn write(entries: impl FnOnce(&mut Writer<'_>)) -> Result<Vec<u8>, EncodeError> {
    let mut json = Vec::with_capacity(CAPACITY);
    let mut writer = Writer { json: &mut json, failure: None };
    entries(&mut writer);
    writer.close(0, b'{', b'}');
    match writer.failure {
        None => Ok(json),
        Some(failure) => Err(EncodeError(failure)),
    }
}

/// The JSON written so far. Everything that a table describes is written here, the rest by `serde_json`.
struct Writer<'j> {
    json: &'j mut Vec<u8>,
    failure: Option<serde_json::Error>,
}

impl Writer<'_> {
    /// Writes the fields of a struct. Every entry begins with a comma.
    fn entries(&mut self, record: RecordRef<'_>) {
        record.record.visit(&mut Entries { writer: self, fields: record.table.fields });
    }

    fn value(&mut self, value: &Value<'_>, switch: &BoolRepr) {
        match value {
            Value::Text(text) => self.text(text),
            Value::Int(value) => self.integer(*value),
            Value::Uint(value) => self.integer(*value),
            Value::Flag(flag) => self.choice(switch.choice(*flag)),
            Value::List(list) => {
                let start = self.json.len();
                list.visit(&mut Items(self));
                self.close(start, b'[', b']');
            }
            Value::Map(map) => self.map(*map),
            Value::Record(record) => self.record(*record),
            Value::Union(union) => self.union(*union),
            value => self.note(|json| serde_json::to_writer(json, value)),
        }
    }

    fn text(&mut self, text: &str) {
        self.text_after("\"", text);
    }

    /// Writes `head` and a text. `head` ends with the opening quotation mark of the text.
    fn text_after(&mut self, head: &str, text: &str) {
        // In chunks, because the compiler makes one comparison of many bytes.
        let (chunks, rest) = text.as_bytes().as_chunks::<16>();
        let has_escape =
            |chunk: &[u8; 16]| chunk.iter().fold(false, |found, byte| found | is_escaped(*byte));
        if chunks.iter().any(has_escape) || rest.iter().any(|byte| ESCAPED[usize::from(*byte)]) {
            return self.escaped_text(head, text);
        }
        self.json.extend_from_slice(head.as_bytes());
        self.json.extend_from_slice(text.as_bytes());
        self.json.push(b'"');
    }

    #[cold]
    fn escaped_text(&mut self, head: &str, text: &str) {
        self.json.extend_from_slice(without_quote(head));
        self.note(|json| serde_json::to_writer(json, text));
    }

    fn integer(&mut self, value: impl itoa::Integer) {
        self.json.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    fn choice(&mut self, choice: WireValue) {
        match choice {
            WireValue::Text(text) => self.text(text),
            WireValue::Integer(value) => self.integer(value),
            WireValue::Bool(value) => {
                self.json.extend_from_slice(if value { b"true" } else { b"false" });
            }
        }
    }

    fn map(&mut self, map: &dyn Map) {
        let start = self.json.len();
        map.visit(&mut |key, value| {
            self.text_after(",\"", key);
            self.json.push(b':');
            self.value(&value, &BoolRepr::NUMBERS);
        });
        self.close(start, b'{', b'}');
    }

    fn record(&mut self, record: RecordRef<'_>) {
        let start = self.json.len();
        self.entries(record);
        self.close(start, b'{', b'}');
    }

    fn union(&mut self, union: &dyn Union) {
        match union.get() {
            UnionRef::Member(member, content) => {
                let head = union.table().members.get(member).map_or("", |member| member.head);
                self.json.extend_from_slice(head.as_bytes());
                self.record(content);
                self.json.push(b'}');
            }
            UnionRef::Other(fields) => self.note(|json| serde_json::to_writer(json, fields)),
        }
    }

    /// Closes a list or an object. Every entry since `start` begins with a comma: the first becomes the opening
    /// bracket.
    fn close(&mut self, start: usize, open: u8, close: u8) {
        match self.json.get_mut(start) {
            Some(first) => *first = open,
            None => self.json.push(open),
        }
        self.json.push(close);
    }

    /// Keeps the first failure. Writing continues.
    fn note(&mut self, write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) {
        let failure = write(self.json).err();
        self.failure = self.failure.take().or(failure);
    }
}

/// Writes the fields of a struct.
struct Entries<'w, 'j> {
    writer: &'w mut Writer<'j>,
    fields: &'static [FieldSpec],
}

impl Entries<'_, '_> {
    /// Returns a field that belongs in the body.
    fn field(&self, index: usize) -> Option<&'static FieldSpec> {
        self.fields.get(index).filter(|field| field.words.role != FieldRole::Query)
    }
}

impl<'a> Visitor<'a> for Entries<'_, '_> {
    fn value(&mut self, index: usize, value: Value<'a>) {
        if let Some(field) = self.field(index) {
            self.writer.json.extend_from_slice(without_quote(field.key));
            self.writer.value(&value, &field.words.switch);
        }
    }

    fn text(&mut self, index: usize, text: &'a str) {
        if let Some(field) = self.field(index) {
            self.writer.text_after(field.key, text);
        }
    }
}

/// Returns the start of an entry for a value that is no text.
fn without_quote(head: &str) -> &[u8] {
    head.as_bytes().split_last().map_or(&[], |(_, head)| head)
}

/// Writes the items of a list.
struct Items<'w, 'j>(&'w mut Writer<'j>);

impl<'a> Visitor<'a> for Items<'_, '_> {
    fn value(&mut self, _: usize, value: Value<'a>) {
        self.0.json.push(b',');
        self.0.value(&value, &BoolRepr::NUMBERS);
    }

    fn text(&mut self, _: usize, text: &'a str) {
        self.0.text_after(",\"", text);
    }
}

/// The bytes that must be escaped in a JSON text.
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

/// Serializes a type of fields. A declared struct is a map from wire names, without the fields that are `None`.
///
/// # Errors
///
/// Returns the errors of the serializer.
pub fn serialize<F: Field, S: Serializer>(field: &F, serializer: S) -> Result<S::Ok, S::Error> {
    let mut shown = None;
    field.visit(0, &mut Each(|_, value| shown = Some(value)));
    shown.serialize(serializer)
}

impl Serialize for RecordRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut done = Ok(());
        self.for_each(|field, value| {
            if done.is_ok() && field.words.role != FieldRole::Query {
                done = match value {
                    Value::Flag(flag) => {
                        map.serialize_entry(field.wire, &field.words.switch.choice(flag))
                    }
                    value => map.serialize_entry(field.wire, &value),
                };
            }
        });
        done?;
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Int(value) => serializer.serialize_i64(value),
            Value::Uint(value) => serializer.serialize_u64(value),
            Value::Flag(flag) => serializer.serialize_u8(flag.into()),
            // `serde_json` would write it as `null`, which has another meaning.
            Value::Number(number) if !number.is_finite() => {
                Err(S::Error::custom(format_args!("{number} is not a JSON number")))
            }
            Value::Number(number) => serializer.serialize_f64(number),
            Value::List(list) => serialize_list(list, serializer),
            Value::Map(map) => serialize_map(map, serializer),
            Value::Record(record) => record.serialize(serializer),
            Value::Union(union) => serialize_union(union, serializer),
            Value::Dynamic(json) => json.serialize(serializer),
        }
    }
}

impl Serialize for WireValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(value) => serializer.serialize_u64(*value),
            Self::Bool(value) => serializer.serialize_bool(*value),
        }
    }
}

fn serialize_union<S: Serializer>(union: &dyn Union, serializer: S) -> Result<S::Ok, S::Error> {
    match union.get() {
        UnionRef::Member(member, content) => {
            let table = union.table();
            let tag = table.members.get(member).map_or("", |member| member.tag);
            let mut map = serializer.serialize_map(Some(2))?;
            map.serialize_entry(table.tag, tag)?;
            map.serialize_entry(table.content, &content)?;
            map.end()
        }
        UnionRef::Other(fields) => fields.serialize(serializer),
    }
}

fn serialize_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(list.len()))?;
    let mut done = Ok(());
    list.for_each(|_, item| {
        if done.is_ok() {
            done = sequence.serialize_element(&item);
        }
    });
    done?;
    sequence.end()
}

fn serialize_map<S: Serializer>(map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
    let mut entries = serializer.serialize_map(Some(map.len()))?;
    let mut done = Ok(());
    map.visit(&mut |key, value| {
        if done.is_ok() {
            done = entries.serialize_entry(key, &value);
        }
    });
    done?;
    entries.end()
}
