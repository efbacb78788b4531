//! Declared structs as the tables see them: their fields, for reading and for filling.

use std::fmt;

use serde_json::Value as Json;

use super::table::{FieldRole, FieldSpec, FieldType, Table, UnionTable};

/// A struct with a table: a request, a response or an object.
///
/// Implemented by the macros [`endpoint`](macro@crate::endpoint) and [`object`](macro@crate::object).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared in a spec",
    note = "structs of a spec are declared with `#[object]`, or inside a module under `#[endpoint(..)]`"
)]
pub trait Record: Send + Sync + 'static {
    /// Returns the table of the fields.
    fn table() -> &'static Table
    where
        Self: Sized;

    /// Makes a struct with all fields empty, to be filled. [`Field::empty`] does the same.
    #[doc(hidden)]
    fn make_empty() -> Self
    where
        Self: Sized;

    /// Passes each field that is present to `visitor`, in the order of the table.
    fn visit<'a>(&'a self, visitor: &mut dyn Visitor<'a>);

    /// Accesses field `index` of the table. Returns [`FieldMut::Skip`] if `index` is out of range.
    fn access(&mut self, index: usize, access: Access) -> FieldMut<'_>;

    /// Returns field `index` of the table, for filling. Returns [`FieldMut::Skip`] if `index` is out of range.
    fn field_mut(&mut self, index: usize) -> FieldMut<'_> {
        self.access(index, Access::Fill)
    }

    /// Empties field `index` of the table.
    fn clear(&mut self, index: usize) {
        self.access(index, Access::Clear);
    }
}

/// The purpose of an access to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The field is returned, for filling.
    Fill,
    /// The field is emptied, and nothing is returned.
    Clear,
}

/// A type that a field may have.
///
/// Implemented for `String`, `bool`, the integers up to 64 bits, `f64`, `Option`, `Vec`, `BTreeMap` with texts for
/// keys, [`serde_json::Value`], and every declared struct, also in a `Box`. Another type implements it by
/// naming the [`Value`] that it reads as and the [`FieldMut`] that fills it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a field of a spec can have",
    label = "not a type for a field: a struct needs the attribute `#[object]`, an enum `#[open_enum]`",
    note = "a field is a `String`, a `bool`, an integer of up to 64 bits, an `f64`, a newtype such as `UserId`, a struct under `#[object]`, an enum under `#[open_enum]`, a `serde_json::Value`, or `Option`, `Vec` or `BTreeMap<String, _>` of one of these; a struct can hold itself in a `Vec`, a `BTreeMap` or an `Option<Box<_>>`"
)]
pub trait Field: Send + Sync + Sized + 'static {
    /// The type in the table.
    const TYPE: FieldType;

    /// `true` if a field of this type is required.
    const REQUIRED: bool = true;

    /// Returns a value to be filled: a text or list that is empty, a number that is 0, an optional value that is `None`, a
    /// struct of these.
    fn empty() -> Self;

    /// Passes the value to `visitor` as that of field or item `index`. Skips `None`.
    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>);

    /// Returns the value, for filling. An optional field that is absent is made present.
    fn field_mut(&mut self) -> FieldMut<'_>;

    /// Empties the value.
    fn clear(&mut self) {
        *self = Self::empty();
    }

    /// Fills or empties the value. For the expansion of the macros: a struct calls it for each of its fields, so it is
    /// compiled once for each type of field instead.
    #[doc(hidden)]
    #[inline(never)]
    fn access(&mut self, access: Access) -> FieldMut<'_> {
        match access {
            Access::Fill => self.field_mut(),
            Access::Clear => {
                self.clear();
                FieldMut::Skip
            }
        }
    }
}

/// Takes the fields of a struct or the items of a list, each with its index. It is not `serde`'s `Visitor`.
pub trait Visitor<'a> {
    /// Takes a value.
    fn value(&mut self, index: usize, value: Value<'a>);

    /// Takes a text without a [`Value::Text`]. Most values are texts.
    fn text(&mut self, index: usize, text: &'a str) {
        self.value(index, Value::Text(text));
    }
}

/// A field as read.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A `bool`. Its two wire values are in [`FieldWords::switch`](super::FieldWords::switch), by default 1 and 0.
    Flag(bool),
    /// A number with a fraction.
    Number(f64),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// A declared struct.
    Record(RecordRef<'a>),
    /// A union.
    Union(&'a dyn Union),
    /// Any JSON.
    Dynamic(&'a Json),
}

/// A field to be filled.
pub enum FieldMut<'a> {
    /// No field: the value is dropped.
    Skip,
    /// A text.
    Text(&'a mut dyn Text),
    /// An integer.
    Int(&'a mut dyn Int),
    /// A `bool`.
    Flag(&'a mut bool),
    /// A number with a fraction.
    Number(&'a mut f64),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// A declared struct.
    Record(RecordMut<'a>),
    /// A union.
    Union(&'a mut dyn Union),
    /// Any JSON.
    Dynamic(&'a mut dyn Dynamic),
}

/// A field that a text fills: a `String`, a newtype of one, an open enumeration.
pub trait Text {
    /// Takes the text.
    fn set(&mut self, text: &str);
}

/// A field that an integer fills.
pub trait Int {
    /// Takes the value, or returns `false` if it does not fit.
    fn set(&mut self, value: i128) -> bool;
}

/// A list of any type.
#[expect(clippy::len_without_is_empty, reason = "the codec never asks")]
pub trait List: Send + Sync {
    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Passes each item to `visitor`, in order.
    fn visit<'a>(&'a self, visitor: &mut dyn Visitor<'a>);

    /// Removes all items after the first `len`.
    fn truncate(&mut self, len: usize);

    /// Adds an item and returns it, for filling.
    fn push(&mut self) -> FieldMut<'_>;

    /// Returns the size of an item in bytes, without its data on the heap.
    fn item_size(&self) -> usize;
}

/// A map from texts to any type.
#[expect(clippy::len_without_is_empty, reason = "the codec never asks")]
pub trait Map: Send + Sync {
    /// Returns the number of entries.
    fn len(&self) -> usize;

    /// Passes each entry to `take`, in a fixed order.
    fn visit<'a>(&'a self, take: &mut dyn FnMut(&'a str, Value<'a>));

    /// Removes all entries.
    fn clear(&mut self);

    /// Adds an entry to be filled. It replaces one of the same key.
    fn insert(&mut self, key: &str) -> FieldMut<'_>;

    /// Removes an entry.
    fn remove(&mut self, key: &str);

    /// Returns the size of an entry in bytes, without its data on the heap.
    fn entry_size(&self) -> usize;
}

/// A union: an object whose content depends on a tag next to it, such as `MsgContent` on `MsgType`.
///
/// It becomes a type for fields by implementing [`Field`], with [`Value::Union`] and [`FieldMut::Union`]. The codec
/// reads and writes it by its table.
pub trait Union: fmt::Debug + Send + Sync {
    /// Returns the table.
    fn table(&self) -> &'static UnionTable;

    /// Returns the content.
    fn get(&self) -> UnionRef<'_>;

    /// Replaces the content with an empty member, by its index in the table, and returns it for filling.
    ///
    /// Returns `None` if `member` is out of range.
    fn make(&mut self, member: usize) -> Option<RecordMut<'_>>;

    /// Replaces the content with the raw fields of an unknown member.
    fn keep(&mut self, fields: serde_json::Map<String, Json>);
}

/// The content of a union.
#[derive(Clone, Copy, Debug)]
pub enum UnionRef<'a> {
    /// A member, by its index in the table, and its content.
    Member(usize, RecordRef<'a>),
    /// The fields of a union that is kept unchanged.
    Other(&'a serde_json::Map<String, Json>),
}

/// A field that JSON of any type fills.
pub trait Dynamic {
    /// Takes the value.
    fn set(&mut self, value: Json);

    /// Takes a text without a [`Json::String`].
    fn set_text(&mut self, text: &str) {
        self.set(text.into());
    }
}

impl Dynamic for Json {
    fn set(&mut self, value: Json) {
        *self = value;
    }
}

impl Dynamic for Option<Json> {
    fn set(&mut self, value: Json) {
        *self = Some(value);
    }
}

/// A struct with its table, for reading.
#[derive(Clone, Copy)]
pub struct RecordRef<'a> {
    pub(crate) table: &'static Table,
    pub(crate) record: &'a dyn Record,
}

/// A struct with its table, for filling.
pub struct RecordMut<'a> {
    pub(crate) table: &'static Table,
    pub(crate) record: &'a mut dyn Record,
}

impl<'a> RecordRef<'a> {
    /// Makes a reference to any declared struct.
    pub fn new<R: Record>(record: &'a R) -> Self {
        Self { table: R::table(), record }
    }

    /// Returns the table.
    #[must_use]
    pub fn table(self) -> &'static Table {
        self.table
    }

    /// Returns the field of a wire name; `None` if there is none or it is absent.
    #[must_use]
    pub fn get(self, wire: &str) -> Option<Value<'a>> {
        let mut found = None;
        let wanted = self.table.find(wire, 0);
        self.record.visit(&mut Each(|index, value| {
            if Some(index) == wanted {
                found = Some(value);
            }
        }));
        found
    }

    /// Calls `take` for each field that is present, in the order of the table.
    pub fn for_each(self, mut take: impl FnMut(&'static FieldSpec, Value<'a>)) {
        self.record.visit(&mut Each(|index, value| {
            if let Some(field) = self.table.fields.get(index) {
                take(field, value);
            }
        }));
    }
}

impl dyn List + '_ {
    /// Calls `take` for each item, in order.
    pub(crate) fn for_each<'a>(&'a self, take: impl FnMut(usize, Value<'a>)) {
        self.visit(&mut Each(take));
    }
}

/// A closure as a visitor.
pub(crate) struct Each<F>(pub(crate) F);

impl<'a, F: FnMut(usize, Value<'a>)> Visitor<'a> for Each<F> {
    fn value(&mut self, index: usize, value: Value<'a>) {
        (self.0)(index, value);
    }
}

impl fmt::Debug for FieldMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FieldMut::Skip => "FieldMut for nothing",
            FieldMut::Text(_) => "FieldMut for a string",
            FieldMut::Int(_) => "FieldMut for an integer",
            FieldMut::Flag(_) => "FieldMut for a bool",
            FieldMut::Number(_) => "FieldMut for a number",
            FieldMut::List(_) => "FieldMut for a list",
            FieldMut::Map(_) | FieldMut::Record(_) | FieldMut::Union(_) => "FieldMut for an object",
            FieldMut::Dynamic(_) => "FieldMut for a value",
        })
    }
}

impl fmt::Debug for RecordMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordMut of {}", self.table.name)
    }
}

impl<'a> RecordMut<'a> {
    /// Makes a reference to any declared struct.
    pub fn new<R: Record>(record: &'a mut R) -> Self {
        Self { table: R::table(), record }
    }

    /// Returns a reference for reading.
    #[must_use]
    pub fn as_ref(&self) -> RecordRef<'_> {
        RecordRef { table: self.table, record: self.record }
    }

    /// Returns the field of a wire name, for filling; [`FieldMut::Skip`] if there is none.
    pub fn field_mut(&mut self, wire: &str) -> FieldMut<'_> {
        self.table.find(wire, 0).map_or(FieldMut::Skip, |index| self.record.field_mut(index))
    }

    /// Fills the fields that the caller left to the client: those marked `random`, `sequence` or `app_id`. `number`
    /// returns the number for a role; `None` leaves the field empty.
    pub fn fill_numbers(&mut self, mut number: impl FnMut(FieldRole) -> Option<u32>) {
        for (index, field) in self.table.fields.iter().enumerate() {
            let is_filled = matches!(
                field.words.role,
                FieldRole::Random | FieldRole::Sequence | FieldRole::AppId
            );
            if is_filled
                && self.as_ref().get(field.wire).is_none()
                && let Some(number) = number(field.words.role)
                && let FieldMut::Int(field) = self.record.field_mut(index)
            {
                field.set(number.into());
            }
        }
    }

    /// Empties the field of a wire name, if there is one.
    pub fn clear_field(&mut self, wire: &str) {
        if let Some(index) = self.table.find(wire, 0) {
            self.record.clear(index);
        }
    }

    /// Empties all fields.
    pub fn clear(&mut self) {
        (0..self.table.fields.len()).for_each(|index| self.record.clear(index));
    }

    /// Returns a reference with a shorter lifetime.
    pub fn reborrow(&mut self) -> RecordMut<'_> {
        RecordMut { table: self.table, record: self.record }
    }
}

impl FieldMut<'_> {
    /// Returns a reference with a shorter lifetime.
    pub(crate) fn reborrow(&mut self) -> FieldMut<'_> {
        match self {
            FieldMut::Skip => FieldMut::Skip,
            FieldMut::Text(field) => FieldMut::Text(*field),
            FieldMut::Int(field) => FieldMut::Int(*field),
            FieldMut::Flag(field) => FieldMut::Flag(field),
            FieldMut::Number(field) => FieldMut::Number(field),
            FieldMut::List(field) => FieldMut::List(*field),
            FieldMut::Map(field) => FieldMut::Map(*field),
            FieldMut::Record(field) => FieldMut::Record(field.reborrow()),
            FieldMut::Union(field) => FieldMut::Union(*field),
            FieldMut::Dynamic(field) => FieldMut::Dynamic(*field),
        }
    }
}
