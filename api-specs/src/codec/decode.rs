//! Reading a struct: one visitor for every type.

use std::fmt;

use serde::Deserializer;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    DeserializeSeed, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

use super::path::{Step, Trail};
use super::{FieldSpec, List, Map, Other, Record, RecordMut, Slot, Switch, Table};

/// How much of a wrong value an error shows, in characters.
const SHOWN: usize = 40;

/// A JSON text that does not fit the struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    /// Where in the text, such as `GroupItem[3].GroupId`; empty at the top.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// An error of a text as a whole, in words that nothing of it is in.
    #[must_use]
    pub fn of_whole(message: &'static str) -> Self {
        Self { path: String::new(), message: message.to_owned() }
    }

    pub(super) fn new(trail: &Trail, message: impl fmt::Display) -> Self {
        Self { path: trail.to_string(), message: message.to_string() }
    }
}

/// Of JSON that is read as such, without a spec.
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

/// Reads a declared struct from JSON, strict on its required fields.
///
/// # Errors
///
/// The text is not JSON, a value does not fit its field, or a required field is missing.
pub fn from_json<R: Record>(json: &[u8]) -> Result<R, DecodeError> {
    let mut record = R::vacant();
    let mut trail = Trail::default();
    let mut top = Top { record: RecordMut::new(&mut record), envelope: None };
    match top.read(json, &mut trail) {
        Ok(seen) => match R::table().missing(seen) {
            Some(field) => {
                trail.leave(Step::Field(field.wire));
                Err(DecodeError::new(&trail, MISSING))
            }
            None => Ok(record),
        },
        Err(error) => Err(DecodeError::new(&trail, error)),
    }
}

/// The `Deserialize` of a declared struct, for self-describing formats. Errors have the path in their text.
///
/// # Errors
///
/// Those of the deserializer; a value does not fit its field; a required field is missing.
pub fn deserialize<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    let mut record = R::vacant();
    let mut trail = Trail::default();
    let target = Target::Record(RecordMut::new(&mut record));
    match Place::new(target, &mut trail).deserialize(deserializer) {
        Ok(()) => Ok(record),
        Err(error) => Err(D::Error::custom(DecodeError::new(&trail, error))),
    }
}

/// What is said of a required field that is not there.
pub(super) const MISSING: &str = "is required, but missing";

/// A whole JSON text: a record, and beside its fields those of an envelope.
pub(super) struct Top<'a> {
    pub(super) record: RecordMut<'a>,
    pub(super) envelope: Option<RecordMut<'a>>,
}

impl Top<'_> {
    /// Fills the records and returns which fields of the first were there.
    pub(super) fn read(&mut self, json: &[u8], trail: &mut Trail) -> serde_json::Result<u64> {
        match str::from_utf8(json) {
            // Each text in it is known to be UTF-8 then, and not looked at again.
            Ok(json) => self.read_from(serde_json::Deserializer::from_str(json), trail),
            Err(_) => self.read_from(serde_json::Deserializer::from_slice(json), trail),
        }
    }

    fn read_from<'de, R: serde_json::de::Read<'de>>(
        &mut self,
        mut deserializer: serde_json::Deserializer<R>,
        trail: &mut Trail,
    ) -> serde_json::Result<u64> {
        let seen = TopVisitor { top: self, trail }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(seen)
    }
}

struct TopVisitor<'a, 't> {
    top: &'t mut Top<'a>,
    trail: &'t mut Trail,
}

impl<'de> DeserializeSeed<'de> for TopVisitor<'_, '_> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TopVisitor<'_, '_> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<u64, A::Error> {
        fill(map, self.top.record.reborrow(), self.top.envelope.as_mut(), self.trail)
    }
}

/// Fills the fields of a record, and those of an envelope, from one map. Returns which fields of the record were
/// there.
fn fill<'de, A: MapAccess<'de>>(
    mut map: A,
    mut record: RecordMut<'_>,
    mut envelope: Option<&mut RecordMut<'_>>,
    trail: &mut Trail,
) -> Result<u64, A::Error> {
    let mut finder = Finder {
        table: record.table,
        next: 0,
        envelope: envelope.as_ref().map(|envelope| envelope.table),
        next_of_envelope: 0,
    };
    let (mut seen, mut seen_of_envelope) = (0, 0);
    while let Some(found) = map.next_key_seed(&mut finder)? {
        let (record, index, seen) = match (found, &mut envelope) {
            (Found::Record(index), _) => (record.reborrow(), index, &mut seen),
            (Found::Envelope(index), Some(envelope)) => {
                (envelope.reborrow(), index, &mut seen_of_envelope)
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
        };
        let Some(field) = record.table.fields.get(index) else { continue };
        if let Err(error) = fill_field(&mut map, record.record, index, field, seen, trail) {
            trail.leave(Step::Field(field.wire));
            return Err(error);
        }
    }
    Ok(seen)
}

/// Fills one field and notes that it was there, unless its value is `null`.
#[inline]
fn fill_field<'de, A: MapAccess<'de>>(
    map: &mut A,
    record: &mut dyn Record,
    index: usize,
    field: &'static FieldSpec,
    seen: &mut u64,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    if *seen & (1 << index) == 0 {
        let mut place = Place::new(Target::Field(record, index), trail);
        place.switch = &field.switch;
        map.next_value_seed(&mut place)?;
        *seen |= u64::from(place.is_filled) << index;
        Ok(())
    } else if field.aliases.is_empty() {
        Err(A::Error::custom("comes twice"))
    } else {
        // The field came under another of its names already.
        map.next_value::<IgnoredAny>().map(drop)
    }
}

/// Finds the field that a key names, without keeping the key. Keys mostly come in the order of the table: the field
/// after the last one found is tried first.
struct Finder {
    table: &'static Table,
    next: usize,
    envelope: Option<&'static Table>,
    next_of_envelope: usize,
}

impl Finder {
    #[inline]
    fn find(&mut self, key: &str) -> Found {
        let is_at = |table: &'static Table, index: usize| {
            table.fields.get(index).is_some_and(|field| field.wire == key)
        };
        let found = if is_at(self.table, self.next) {
            Found::Record(self.next)
        } else if self.envelope.is_some_and(|envelope| is_at(envelope, self.next_of_envelope)) {
            Found::Envelope(self.next_of_envelope)
        } else {
            self.search(key)
        };
        match found {
            Found::Record(index) => self.next = index + 1,
            Found::Envelope(index) => self.next_of_envelope = index + 1,
            Found::Nowhere => {}
        }
        found
    }

    /// Finds a key that comes out of order, in the envelope first: no field of an answer is named like one of its.
    #[inline(never)]
    fn search(&self, key: &str) -> Found {
        if let Some(index) = self.envelope.and_then(|envelope| envelope.find(key, 0)) {
            return Found::Envelope(index);
        }
        self.table.find(key, self.next).map_or(Found::Nowhere, Found::Record)
    }
}

#[derive(Clone, Copy)]
enum Found {
    Record(usize),
    Envelope(usize),
    Nowhere,
}

impl<'de> DeserializeSeed<'de> for &mut Finder {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for &mut Finder {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Found, E> {
        Ok(self.find(key))
    }
}

/// Where a value goes. It is opened only once a value is there: `null` leaves it as it is.
struct Place<'a, 't> {
    target: Target<'a>,
    /// What a flag is there.
    switch: &'static Switch,
    /// Whether a value was there, which holds until `null` comes.
    is_filled: bool,
    trail: &'t mut Trail,
}

enum Target<'a> {
    Field(&'a mut dyn Record, usize),
    Item(&'a mut dyn List),
    Entry(&'a mut dyn Map, &'a str),
    Record(RecordMut<'a>),
}

impl<'a, 't> Place<'a, 't> {
    fn new(target: Target<'a>, trail: &'t mut Trail) -> Self {
        Self { target, switch: &Switch::NUMBERS, is_filled: true, trail }
    }
}

impl Target<'_> {
    fn open(&mut self) -> Slot<'_> {
        match self {
            Target::Field(record, index) => record.field_mut(*index),
            Target::Item(list) => list.push(),
            Target::Entry(map, key) => map.insert(key),
            Target::Record(record) => Slot::Record(record.reborrow()),
        }
    }
}

impl Slot<'_> {
    /// What can be put here.
    pub(super) fn expected(&self) -> &'static str {
        match self {
            Slot::Skip => "nothing",
            Slot::Text(_) => "a string",
            Slot::Int(_) => "an integer",
            Slot::Flag(_) => "0 or 1",
            Slot::Number(_) => "a number",
            Slot::List(_) => "a list",
            Slot::Map(_) | Slot::Record(_) => "an object",
            Slot::Other(_) => "a value",
        }
    }

    /// Says that `found` does not fit.
    fn refuse<T, E: Error>(&self, found: impl fmt::Display) -> Result<T, E> {
        Err(E::custom(format_args!("expected {}, found {found}", self.expected())))
    }

    fn set_integer<E: Error>(mut self, value: i128, switch: &Switch) -> Result<(), E> {
        match &mut self {
            Slot::Skip => {}
            Slot::Int(slot) => {
                if !slot.set(value) {
                    return Err(E::custom(format_args!(
                        "the number {value} does not fit the field's type"
                    )));
                }
            }
            Slot::Flag(flag) => set_flag(flag, switch.read_number(value), switch, value)?,
            #[expect(clippy::cast_precision_loss, reason = "the field is a float")]
            Slot::Number(number) => **number = value as f64,
            Slot::Text(slot) => slot.set(&value.to_string()),
            Slot::Other(other) => match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => read_other(*other, value.into_deserializer())?,
                (_, Ok(value)) => read_other(*other, value.into_deserializer())?,
                _ => return self.refuse(value),
            },
            Slot::List(_) | Slot::Map(_) | Slot::Record(_) => return self.refuse(value),
        }
        Ok(())
    }
}

fn set_flag<E: Error>(
    flag: &mut bool,
    read: Option<bool>,
    switch: &Switch,
    found: impl fmt::Display,
) -> Result<(), E> {
    match read {
        Some(value) => *flag = value,
        None => return Err(E::custom(format_args!("expected {switch}, found {found}"))),
    }
    Ok(())
}

/// Hands a value to a type with serde code of its own.
fn read_other<'de, D: Deserializer<'de>>(
    other: &mut dyn Other,
    deserializer: D,
) -> Result<(), D::Error> {
    let mut deserializer = <dyn erased_serde::Deserializer<'_>>::erase(deserializer);
    other.read(&mut deserializer).map_err(D::Error::custom)
}

impl<'de> DeserializeSeed<'de> for &mut Place<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Place<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.target {
            Target::Field(..) | Target::Entry(..) => {
                self.is_filled = false;
                Ok(())
            }
            Target::Item(_) | Target::Record(_) => self.target.open().refuse("null"),
        }
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.target.open() {
            Slot::Skip => Ok(()),
            Slot::Flag(flag) => {
                *flag = value;
                Ok(())
            }
            Slot::Other(other) => read_other(other, value.into_deserializer()),
            slot => slot.refuse(value),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.target.open().set_integer(value.into(), self.switch)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.target.open().set_integer(value.into(), self.switch)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match self.target.open() {
            Slot::Skip => Ok(()),
            Slot::Text(slot) => {
                slot.set(&value.to_string());
                Ok(())
            }
            Slot::Number(number) => {
                *number = value;
                Ok(())
            }
            Slot::Other(other) => read_other(other, value.into_deserializer()),
            slot => slot.refuse(format_args!("{value:?}")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let switch = self.switch;
        match self.target.open() {
            Slot::Skip => Ok(()),
            Slot::Text(slot) => {
                slot.set(text);
                Ok(())
            }
            Slot::Flag(flag) => set_flag(flag, switch.read_text(text), switch, Shown(text)),
            slot @ Slot::Int(_) => match text.trim().parse() {
                Ok(value) => slot.set_integer(value, switch),
                Err(_) => slot.refuse(Shown(text)),
            },
            Slot::Number(number) => match text.trim().parse::<f64>() {
                // What JSON could not hold would be lost when written.
                Ok(value) if value.is_finite() => {
                    *number = value;
                    Ok(())
                }
                _ => Slot::Number(number).refuse(Shown(text)),
            },
            Slot::Other(other) => read_other(other, text.into_deserializer()),
            slot @ (Slot::List(_) | Slot::Map(_) | Slot::Record(_)) => slot.refuse(Shown(text)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let list = match self.target.open() {
            Slot::List(list) => list,
            Slot::Skip => {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(());
            }
            Slot::Other(other) => {
                return read_other(other, SeqAccessDeserializer::new(items));
            }
            slot => return slot.refuse("a list"),
        };
        list.clear();
        loop {
            let index = list.len();
            let mut place = Place::new(Target::Item(list), self.trail);
            match items.next_element_seed(&mut place) {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.trail.leave(Step::Item(index));
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let record = match self.target.open() {
            Slot::Record(record) => record,
            Slot::Skip => {
                IgnoredAny.visit_map(map)?;
                return Ok(());
            }
            Slot::Map(slot) => return fill_map(map, slot, self.trail),
            Slot::Other(other) => {
                return read_other(other, MapAccessDeserializer::new(map));
            }
            slot => return slot.refuse("an object"),
        };
        let table = record.table;
        let seen = fill(map, record, None, self.trail)?;
        match table.missing(seen) {
            Some(field) => {
                self.trail.leave(Step::Field(field.wire));
                Err(A::Error::custom(MISSING))
            }
            None => Ok(()),
        }
    }
}

/// Fills a map with what comes; `null` is left out.
fn fill_map<'de, A: MapAccess<'de>>(
    mut entries: A,
    map: &mut dyn Map,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    map.clear();
    while let Some(key) = entries.next_key::<String>()? {
        let mut place = Place::new(Target::Entry(map, &key), trail);
        if let Err(error) = entries.next_value_seed(&mut place) {
            trail.leave(Step::Key(key));
            return Err(error);
        }
    }
    Ok(())
}

/// A text as an error shows it.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{:?} and more", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}
