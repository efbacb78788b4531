//! A record that is being filled: the field that the last key named, and the fields that were present.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};

use super::json_text::NUMBER;
use super::pass::Pass;
use crate::ErrorCode;
use crate::codec::path::{ErrorPath, PathSegment};
use crate::schema::{FieldMut, FieldRole, FieldSpec, Record, RecordMut, RecordRef, Value};

/// The records that one map fills. It is also the seed of a key: it finds the field that the key names, without keeping the
/// key.
pub(super) struct Parts<'a> {
    pub(super) record: Part<'a>,
    pub(super) envelope: Option<Part<'a>>,
}

/// A record that is being filled.
pub(super) struct Part<'a> {
    pub(super) record: RecordMut<'a>,
    /// The index of the field that the last key named.
    pub(super) index: usize,
    /// The index after it. Keys are mostly in the order of the table, so this field is tried first.
    next: usize,
    /// The fields that were present, as a bit set.
    pub(super) seen: u64,
    /// The fields that were named by an alias, as a bit set.
    pub(super) aliases: u64,
}

impl<'a> Part<'a> {
    #[inline]
    pub(super) fn new(record: RecordMut<'a>) -> Self {
        Self { record, index: 0, next: 0, seen: 0, aliases: 0 }
    }

    /// Returns the field that the last key named.
    #[inline]
    pub(super) fn field(&self) -> Option<&'static FieldSpec> {
        self.record.table.fields.get(self.index)
    }

    /// Returns that field, for filling.
    #[inline]
    pub(super) fn open(&mut self) -> FieldMut<'_> {
        self.record.record.field_mut(self.index)
    }

    /// Returns the bit of that field.
    #[inline]
    pub(super) fn bit(&self) -> u64 {
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
    pub(super) fn begin_again<E: Error>(
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

/// The meaning of a key.
#[derive(Clone, Copy)]
pub(super) enum Key {
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

/// Returns the code of an envelope if it is a code of failure.
#[cold]
fn failure(envelope: RecordRef<'_>) -> Option<i64> {
    match envelope.get("ErrorCode") {
        Some(Value::Int(code)) if code != 0 => Some(code),
        _ => None,
    }
}

/// Notes a repeated key.
#[cold]
pub(super) fn note_repeated<E: Error>(path: &ErrorPath<'_>, pass: &mut Pass) -> Result<(), E> {
    pass.note(Some(path), "one value".into(), "another", &"is repeated")
}

/// Marks the item as failed if the field is its status; does nothing to other fields.
pub(super) fn fail(record: &mut dyn Record, index: usize, field: &FieldSpec) {
    if let Some(failed) = failed_value(field)
        && let FieldMut::Int(status) = record.field_mut(index)
    {
        status.set(failed);
    }
}

/// Returns the value of a status for a failure without a code; `None` if the field is no status.
const fn failed_value(field: &FieldSpec) -> Option<i128> {
    match field.words.role {
        FieldRole::Status => Some(ErrorCode::UNREADABLE.get() as i128),
        FieldRole::StatusFailedIf(failure) => Some(failure as i128),
        _ => None,
    }
}
