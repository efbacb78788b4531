//! Reading a struct: one visitor for every type.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::path::{Step, Trail};
use super::{Access, List, Record, RecordMut, Slot};

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

    pub(super) fn new(trail: &Trail, message: impl fmt::Display) -> Self {
        Self { path: trail.to_string(), message: message.to_string() }
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
    let place = Place { target: Target::Record(RecordMut::new(&mut record)), trail: &mut trail };
    match place.deserialize(deserializer) {
        Ok(_) => Ok(record),
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
        let mut deserializer = serde_json::Deserializer::from_slice(json);
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
    let mut seen = 0;
    let mut seen_of_envelope = 0;
    let mut hint = 0;
    loop {
        let finder = Finder { record: &record, envelope: envelope.as_deref(), hint };
        match map.next_key_seed(finder)? {
            Some(Found::Record(index)) => {
                hint = index + 1;
                fill_field(&mut map, record.reborrow(), index, &mut seen, trail)?;
            }
            Some(Found::Envelope(index)) => {
                if let Some(envelope) = &mut envelope {
                    let envelope = envelope.reborrow();
                    fill_field(&mut map, envelope, index, &mut seen_of_envelope, trail)?;
                }
            }
            Some(Found::Nowhere) => {
                map.next_value::<IgnoredAny>()?;
            }
            None => return Ok(seen),
        }
    }
}

/// Fills one field and notes that it was there, unless its value is `null`.
fn fill_field<'de, A: MapAccess<'de>>(
    map: &mut A,
    record: RecordMut<'_>,
    index: usize,
    seen: &mut u64,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    let wire = record.table.fields.get(index).map_or("", |field| field.wire);
    let result = if *seen & (1 << index) == 0 {
        let target = Target::Field(record, index);
        map.next_value_seed(Place { target, trail })
    } else {
        Err(A::Error::custom("comes twice"))
    };
    match result {
        Ok(is_there) => *seen |= u64::from(is_there) << index,
        Err(_) => trail.leave(Step::Field(wire)),
    }
    result.map(drop)
}

/// Finds the field that a key names, without keeping the key.
struct Finder<'a, 'r> {
    record: &'a RecordMut<'r>,
    envelope: Option<&'a RecordMut<'r>>,
    hint: usize,
}

enum Found {
    Record(usize),
    Envelope(usize),
    Nowhere,
}

impl<'de> DeserializeSeed<'de> for Finder<'_, '_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Finder<'_, '_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Found, E> {
        if let Some(index) = self.record.table.find(key, self.hint) {
            return Ok(Found::Record(index));
        }
        let envelope = self.envelope.and_then(|envelope| envelope.table.find(key, 0));
        Ok(envelope.map_or(Found::Nowhere, Found::Envelope))
    }
}

/// Where a value goes. It is opened only once a value is there: `null` leaves it as it is.
struct Place<'a, 't> {
    target: Target<'a>,
    trail: &'t mut Trail,
}

enum Target<'a> {
    Field(RecordMut<'a>, usize),
    Item(&'a mut dyn List),
    Record(RecordMut<'a>),
}

impl<'a> Target<'a> {
    fn open(self) -> Slot<'a> {
        match self {
            Target::Field(record, index) => {
                record.record.field_mut(index).map_or(Slot::Skip, Access::slot)
            }
            Target::Item(list) => list.push(),
            Target::Record(record) => Slot::Record(record),
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
            Slot::List(_) => "a list",
            Slot::Record(_) => "an object",
        }
    }

    /// Says that `found` does not fit.
    fn refuse<T, E: Error>(&self, found: impl fmt::Display) -> Result<T, E> {
        Err(E::custom(format_args!("expected {}, found {found}", self.expected())))
    }

    fn set_integer<E: Error>(mut self, value: i128) -> Result<bool, E> {
        let fits = match &mut self {
            Slot::Skip => true,
            Slot::Int(slot) => slot.set(value),
            Slot::Flag(flag) => {
                **flag = value == 1;
                value == 0 || value == 1
            }
            Slot::Text(slot) => {
                slot.set(&value.to_string());
                true
            }
            Slot::List(_) | Slot::Record(_) => false,
        };
        if !fits && matches!(self, Slot::Int(_)) {
            return Err(E::custom(format_args!(
                "the number {value} does not fit the field's type"
            )));
        }
        if fits { Ok(true) } else { self.refuse(value) }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Every method returns whether a value was there.
impl<'de> Visitor<'de> for Place<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        match self.target {
            Target::Field(..) => Ok(false),
            target @ (Target::Item(_) | Target::Record(_)) => target.open().refuse("null"),
        }
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        match self.target.open() {
            Slot::Skip => Ok(true),
            Slot::Flag(flag) => {
                *flag = value;
                Ok(true)
            }
            slot => slot.refuse(value),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.target.open().set_integer(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        self.target.open().set_integer(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        match self.target.open() {
            Slot::Skip => Ok(true),
            Slot::Text(slot) => {
                slot.set(&value.to_string());
                Ok(true)
            }
            slot => slot.refuse(format_args!("{value:?}")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match self.target.open() {
            Slot::Skip => Ok(true),
            Slot::Text(slot) => {
                slot.set(text);
                Ok(true)
            }
            slot @ (Slot::Int(_) | Slot::Flag(_)) => match text.trim().parse() {
                Ok(value) => slot.set_integer(value),
                Err(_) => slot.refuse(Shown(text)),
            },
            slot @ (Slot::List(_) | Slot::Record(_)) => slot.refuse(Shown(text)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        let list = match self.target.open() {
            Slot::List(list) => list,
            Slot::Skip => {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(true);
            }
            slot => return slot.refuse("a list"),
        };
        list.clear();
        loop {
            let index = list.len();
            let place = Place { target: Target::Item(list), trail: self.trail };
            match items.next_element_seed(place) {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(true),
                Err(error) => {
                    self.trail.leave(Step::Item(index));
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let record = match self.target.open() {
            Slot::Record(record) => record,
            Slot::Skip => {
                IgnoredAny.visit_map(map)?;
                return Ok(true);
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
            None => Ok(true),
        }
    }
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
