//! Filling records.

use serde::de::{Error, IgnoredAny, MapAccess};

use super::json_text::drain_entry;
use super::part::{Key, Part, Parts, fail};
use super::pass::{Pass, expected};
use super::seed::{Destination, ValueSeed};
use crate::codec::path::{ErrorPath, PathSegment};
use crate::schema::{FieldSpec, Record, RecordMut};

/// The message for a required field that is absent.
const MISSING: &str = "is required, but missing";

/// Fills a record from a map. Returns `false` if the map is a number.
#[inline]
pub(super) fn fill_record<'de, A: MapAccess<'de>>(
    map: A,
    mut record: RecordMut<'_>,
    path: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<bool, A::Error> {
    match fill(map, record.reborrow(), None, path, pass)? {
        Some(seen) => note_missing(record, seen, path, pass).map(|()| true),
        None => Ok(false),
    }
}

/// Fills the fields of a record and of an envelope from one map. Returns the fields of the record that were present, as a
/// bit set; `None` if the map stands for a number (see [`Key::Number`]).
pub(super) fn fill<'de, A: MapAccess<'de>>(
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

/// Notes the required fields that are absent. A status among them marks the item as failed.
#[inline]
pub(crate) fn note_missing<E: Error>(
    record: RecordMut<'_>,
    seen: u64,
    at: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<(), E> {
    let RecordMut { table, record } = record;
    // The bits of the fields that no key named. A table has at most 64 fields.
    let mut unseen = !seen & (u64::MAX >> (64 - table.fields.len().clamp(1, 64)));
    while unseen != 0 {
        let index = unseen.trailing_zeros() as usize;
        unseen &= unseen - 1;
        if let Some(field) = table.fields.get(index)
            && table.requires(field)
        {
            note(record, index, field, at, pass)?;
        }
    }
    Ok(())
}

#[cold]
#[inline(never)]
fn note<E: Error>(
    record: &mut dyn Record,
    index: usize,
    field: &FieldSpec,
    at: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<(), E> {
    let path = ErrorPath::new(at, PathSegment::Field(field.wire));
    pass.lose(Some(&path), expected(&field.ty, &field.words.switch), "", &MISSING)?;
    fail(record, index, field);
    Ok(())
}
