//! Decoding a struct: one visitor for all types.

mod error;
mod json_text;
mod many;
mod part;
mod pass;
mod record;
mod seed;
mod union;
mod value;

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use self::record::fill;
use self::seed::{Destination, ValueSeed};
use super::mend::mend;
use super::oddity::Strictness;
use crate::schema::{Field, FieldType, Record, RecordMut};

pub use self::error::DecodeError;
pub(crate) use self::json_text::excerpt_of_text;
pub(super) use self::pass::Pass;
pub(super) use self::record::note_missing;

/// Reads a declared struct from JSON. The first value that does not fit is an error.
///
/// # Errors
///
/// Fails if the text is not JSON, a value does not fit its field, a required field is missing, or the values would take
/// more memory than 32 times the text plus 1 MiB.
pub fn from_json<R: Record + Field>(json: &[u8]) -> Result<R, DecodeError> {
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

/// Reads a record and an envelope from one JSON object, in one pass. If the body is broken and can be mended, both are
/// emptied and read again. Returns the fields of the record that were present.
pub(super) fn read_both(
    body: &[u8],
    mut record: RecordMut<'_>,
    mut envelope: RecordMut<'_>,
    pass: &mut Pass,
) -> serde_json::Result<u64> {
    let mut top = RootSeed { record: record.reborrow(), envelope: Some(envelope.reborrow()) };
    let read = top.read(body, pass);
    if read.is_ok() || pass.is_too_large {
        return read;
    }
    match mend(body) {
        Some(mended) => read_again(body.len(), &mended, record, envelope, pass),
        None => read,
    }
}

/// Reads a mended body from the start.
#[cold]
#[inline(never)]
fn read_again(
    length: usize,
    mended: &str,
    mut record: RecordMut<'_>,
    mut envelope: RecordMut<'_>,
    pass: &mut Pass,
) -> serde_json::Result<u64> {
    *pass = Pass::new(pass.strictness, length);
    pass.is_mended = true;
    // Mended texts are longer than in the body.
    pass.charge(mended.len().saturating_sub(length))?;
    record.clear();
    envelope.clear();
    RootSeed { record, envelope: Some(envelope) }.read(mended.as_bytes(), pass)
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
