//! Decoding a struct: one visitor for all types.

mod json_text;
mod many;
mod pass;
mod union;
mod value;

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};

use super::Strictness;
use super::path::{ErrorPath, PathSegment};
use crate::ErrorCode;
use crate::schema::{
    Field, FieldMut, FieldRole, FieldSpec, FieldType, Record, RecordMut, RecordRef, Value,
};
use json_text::{NUMBER, drain_entry};
use pass::expected;
use value::{Destination, ValueSeed};

pub(crate) use json_text::excerpt_of_text;
pub(super) use pass::Pass;

/// A JSON text that does not fit the struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    /// Returns the path of the value in the text, such as `GroupItem[3].GroupId`; empty at the top.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns a description of the error.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns an error of a text as a whole. The message repeats nothing of the text.
    #[must_use]
    pub fn of_whole(message: &'static str) -> Self {
        Self { path: String::new(), message: message.to_owned() }
    }

    pub(crate) fn new(path: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { path: path.into(), message: message.to_string() }
    }
}

/// Converts an error of JSON that is read without a spec.
impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self { path: String::new(), message: error.to_string() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

/// Reads a declared struct from JSON. The first value that does not fit is an error.
///
/// # Errors
///
/// Fails if the text is not JSON, a value does not fit its field, a required field is missing, or the values would take
/// more memory than 32 times the text plus 1 MiB.
pub fn from_json<R: Record>(json: &[u8]) -> Result<R, DecodeError> {
    let mut record = R::empty();
    from_json_into(json, RecordMut::new(&mut record)).map(|()| record)
}

/// Reads a declared struct of any type from JSON into `record`, which must be empty.
///
/// # Errors
///
/// Fails as [`from_json`] does.
pub fn from_json_into(json: &[u8], record: RecordMut<'_>) -> Result<(), DecodeError> {
    let mut pass = Pass::new(Strictness::Strict, json.len());
    let mut top = RootSeed { record, envelope: None };
    let read = top.read(json, &mut pass);
    let read = read.and_then(|seen| note_missing(top.record, seen, None, &mut pass));
    read.map_err(|error: serde_json::Error| DecodeError::new(pass.failed_at(), error))
}

/// Replaces the field of a wire name by JSON that was taken from such a field.
pub(crate) fn restore_field(mut record: RecordMut<'_>, wire: &str, json: &serde_json::Value) {
    record.clear_field(wire);
    let Some(field) = record.table.fields.iter().find(|field| field.wire == wire) else { return };
    let mut pass = Pass::new(Strictness::Lenient, usize::MAX);
    let target = Destination::FieldMut(record.field_mut(wire));
    // Whatever the field wrote fits it.
    drop(ValueSeed::new(target, &field.ty, None, &mut pass).deserialize(json));
}

/// Implements `Deserialize` for a type of fields. It is for self-describing formats, and strict like [`from_json`], but its
/// memory is not bounded. Errors have the path in their text.
///
/// # Errors
///
/// Fails if the deserializer does, a value does not fit its field, or a required field is missing.
pub fn deserialize<'de, F: Field, D: Deserializer<'de>>(deserializer: D) -> Result<F, D::Error> {
    let mut value = F::empty();
    let mut pass = Pass::new(Strictness::Strict, usize::MAX);
    let target = Destination::FieldMut(Field::field_mut(&mut value));
    let mut seed = ValueSeed::new(target, TypeOf::<F>::REF, None, &mut pass);
    match seed.deserialize(deserializer) {
        Ok(()) => Ok(value),
        Err(error) => Err(D::Error::custom(DecodeError::new(pass.failed_at(), error))),
    }
}

/// Gives the type of a field as a static reference.
struct TypeOf<F>(F);

impl<F: Field> TypeOf<F> {
    const REF: &'static FieldType = &F::TYPE;
}

/// The message for a required field that is absent.
const MISSING: &str = "is required, but missing";

/// The seed of a whole JSON text: a record, and optionally an envelope whose fields stand in the same object.
pub(super) struct RootSeed<'a> {
    pub(super) record: RecordMut<'a>,
    pub(super) envelope: Option<RecordMut<'a>>,
}

impl RootSeed<'_> {
    /// Fills the record and the envelope. Returns the fields of the record that were present, as a bit set.
    pub(super) fn read(&mut self, json: &[u8], pass: &mut Pass) -> serde_json::Result<u64> {
        match str::from_utf8(json) {
            // A deserializer of `str` does not check the UTF-8 of each text again.
            Ok(json) => self.read_from(serde_json::Deserializer::from_str(json), pass),
            Err(_) => self.read_from(serde_json::Deserializer::from_slice(json), pass),
        }
    }

    fn read_from<'de, R: serde_json::de::Read<'de>>(
        &mut self,
        mut deserializer: serde_json::Deserializer<R>,
        pass: &mut Pass,
    ) -> serde_json::Result<u64> {
        let seen = RootVisitor { top: self, pass }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(seen)
    }
}

struct RootVisitor<'a, 'p> {
    top: &'p mut RootSeed<'a>,
    pass: &'p mut Pass,
}

impl<'de> DeserializeSeed<'de> for RootVisitor<'_, '_> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RootVisitor<'_, '_> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<u64, A::Error> {
        let Self { top, pass } = self;
        let envelope = top.envelope.as_mut().map(RecordMut::reborrow);
        let seen = fill(map, top.record.reborrow(), envelope, None, pass)?;
        Ok(seen.unwrap_or_default())
    }
}

/// Fills the fields of a record and of an envelope from one map. Returns the fields of the record that were present, as a
/// bit set; `None` if the map stands for a number (see [`Key::Number`]).
fn fill<'de, A: MapAccess<'de>>(
    mut map: A,
    record: RecordMut<'_>,
    envelope: Option<RecordMut<'_>>,
    at: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<Option<u64>, A::Error> {
    let mut parts = Parts { record: Part::new(record), envelope: envelope.map(Part::new) };
    while let Some(key) = map.next_key_seed(&mut parts)? {
        let part = match (key, &mut parts.envelope) {
            (Key::Record | Key::Alias, _) => &mut parts.record,
            (Key::Envelope, Some(envelope)) => envelope,
            (Key::Number, _) => {
                drain_entry(map)?;
                return Ok(None);
            }
            (Key::Envelope | Key::Nowhere, _) => {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
        };
        let Some(field) = part.field() else { continue };
        if part.seen & part.bit() != 0 && !part.begin_again(key, field, at, pass)? {
            map.next_value::<IgnoredAny>()?;
            continue;
        }
        // A value that is `null` takes this mark back.
        part.seen |= part.bit();
        if let Key::Alias = key {
            part.aliases |= part.bit();
        }
        let target = Destination::Field(part, field);
        if let Err(error) = map.next_value_seed(&mut ValueSeed::new(target, &field.ty, at, pass)) {
            pass.fail_at(Some(&ErrorPath::new(at, PathSegment::Field(field.wire))));
            return Err(error);
        }
    }
    Ok(Some(parts.record.seen))
}

/// Returns the code of an envelope if it is a code of failure.
#[cold]
fn failure(envelope: RecordRef<'_>) -> Option<i64> {
    match envelope.get("ErrorCode") {
        Some(Value::Int(code)) if code != 0 => Some(code),
        _ => None,
    }
}

/// The records that one map fills. It is also the seed of a key: it finds the field that the key names, without keeping the
/// key.
struct Parts<'a> {
    record: Part<'a>,
    envelope: Option<Part<'a>>,
}

/// A record that is being filled.
struct Part<'a> {
    record: RecordMut<'a>,
    /// The index of the field that the last key named.
    index: usize,
    /// The index after it. Keys are mostly in the order of the table, so this field is tried first.
    next: usize,
    /// The fields that were present, as a bit set.
    seen: u64,
    /// The fields that were named by an alias, as a bit set.
    aliases: u64,
}

impl<'a> Part<'a> {
    #[inline]
    fn new(record: RecordMut<'a>) -> Self {
        Self { record, index: 0, next: 0, seen: 0, aliases: 0 }
    }

    /// Returns the field that the last key named.
    #[inline]
    fn field(&self) -> Option<&'static FieldSpec> {
        self.record.table.fields.get(self.index)
    }

    /// Returns that field, for filling.
    #[inline]
    fn open(&mut self) -> FieldMut<'_> {
        self.record.record.field_mut(self.index)
    }

    /// Returns the bit of that field.
    #[inline]
    fn bit(&self) -> u64 {
        1 << self.index
    }

    /// Takes a key if it names the next field.
    #[inline]
    fn takes(&mut self, key: &str) -> bool {
        let is_next =
            self.record.table.fields.get(self.next).is_some_and(|field| field.wire == key);
        if is_next {
            self.index = self.next;
            self.next += 1;
        }
        is_next
    }

    /// Takes a key if it names any field.
    fn finds(&mut self, key: &str) -> bool {
        let found = self.record.table.find(key, self.next);
        if let Some(index) = found {
            (self.index, self.next) = (index, index + 1);
        }
        found.is_some()
    }

    /// Handles a field that occurs twice. Under the same name the last value wins: clears the field and returns `true`.
    /// Otherwise the first value wins: returns `false`.
    #[cold]
    #[inline(never)]
    fn begin_again<E: Error>(
        &mut self,
        key: Key,
        field: &'static FieldSpec,
        at: Option<&ErrorPath<'_>>,
        pass: &mut Pass,
    ) -> Result<bool, E> {
        if let Key::Envelope = key {
            pass.failure = pass.failure.or(failure(self.record.as_ref()));
        }
        if (self.aliases & self.bit() != 0) != matches!(key, Key::Alias) {
            return Ok(false);
        }
        note_repeated(&ErrorPath::new(at, PathSegment::Field(field.wire)), pass)?;
        self.record.record.clear(self.index);
        self.seen &= !self.bit();
        Ok(true)
    }
}

/// Notes a repeated key.
#[cold]
fn note_repeated<E: Error>(path: &ErrorPath<'_>, pass: &mut Pass) -> Result<(), E> {
    pass.note(Some(path), "one value".into(), "another", &"is repeated")
}

/// Notes the required fields that are absent. A status among them marks the item as failed.
#[inline]
pub(super) fn note_missing<E: Error>(
    record: RecordMut<'_>,
    seen: u64,
    at: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<(), E> {
    match record.table.required & !seen {
        0 => Ok(()),
        missing => note_fields(record, missing, at, pass),
    }
}

#[cold]
#[inline(never)]
fn note_fields<E: Error>(
    record: RecordMut<'_>,
    missing: u64,
    at: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<(), E> {
    for (index, field) in record.table.fields.iter().enumerate() {
        if missing & (1 << index) != 0 {
            let path = ErrorPath::new(at, PathSegment::Field(field.wire));
            pass.lose(Some(&path), expected(&field.ty, &field.switch), "", &MISSING)?;
            fail(record.record, index, field);
        }
    }
    Ok(())
}

/// Marks the item as failed if the field is its status; does nothing to other fields.
fn fail(record: &mut dyn Record, index: usize, field: &FieldSpec) {
    if let Some(failed) = failed_value(field)
        && let FieldMut::Int(status) = record.field_mut(index)
    {
        status.set(failed);
    }
}

/// The meaning of a key.
#[derive(Clone, Copy)]
enum Key {
    /// The first name of a field of the record.
    Record,
    /// An alias of a field of the record.
    Alias,
    /// The name of a field of the envelope.
    Envelope,
    /// The name of no field.
    Nowhere,
    /// `serde_json`'s private number key: with the `arbitrary_precision` feature a number arrives as a map with this
    /// key.
    Number,
}

impl Parts<'_> {
    /// Finds a key that is out of order. The envelope comes first, because no field of a response has the name of one of
    /// its fields.
    #[inline(never)]
    fn search(&mut self, key: &str) -> Key {
        if self.envelope.as_mut().is_some_and(|envelope| envelope.finds(key)) {
            return Key::Envelope;
        }
        match self.record.finds(key) {
            true if self.record.field().is_some_and(|field| field.wire == key) => Key::Record,
            true => Key::Alias,
            false if key == NUMBER => Key::Number,
            false => Key::Nowhere,
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Parts<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for &mut Parts<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        if self.record.takes(key) {
            Ok(Key::Record)
        } else if self.envelope.as_mut().is_some_and(|envelope| envelope.takes(key)) {
            Ok(Key::Envelope)
        } else {
            Ok(self.search(key))
        }
    }
}

/// Returns the value of a status for a failure without a code; `None` if the field is no status.
const fn failed_value(field: &FieldSpec) -> Option<i128> {
    match field.role {
        FieldRole::Status => Some(ErrorCode::UNREADABLE.get() as i128),
        FieldRole::StatusFailedIf(failure) => Some(failure as i128),
        _ => None,
    }
}
