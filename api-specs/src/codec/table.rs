//! The tables of declared structs.

use std::fmt;

use crate::ErrorCode;

/// The fields of a declared struct.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// The name of the struct: `Request`, `Response`, or the name of an object.
    pub name: &'static str,
    /// The doc of the struct, one sentence; empty for requests and responses.
    pub doc: &'static str,
    /// The kind of the struct.
    pub kind: RecordKind,
    /// The fields, in the order of the spec.
    pub fields: &'static [FieldSpec],
    /// `true` if the item statuses, not the envelope's code, decide whether the call succeeded.
    ///
    /// The envelope decides only if no item has a status.
    pub is_judged_per_item: bool,
    /// The fields without which decoding fails: bit `i` for field `i`.
    pub(super) required: u64,
    /// `true` if any field has aliases.
    has_aliases: bool,
}

/// The use of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Sent by the client.
    Request,
    /// Sent by the service.
    Response,
    /// Part of a request or a response.
    Object,
}

/// One field.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldSpec {
    /// The name in Rust.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// The name on the wire as written before a text, with a comma: `,"From_Account":"`.
    pub(super) key: &'static str,
    /// The doc of the field, one sentence.
    pub doc: &'static str,
    /// The type.
    pub ty: FieldType,
    /// `true` if the field is required. A missing list or map reads as empty, except directly in a request struct.
    pub required: bool,
    /// The role of the field besides holding a value.
    pub role: FieldRole,
    /// Other names under which the field may arrive.
    pub aliases: &'static [&'static str],
    /// The two wire values of a `bool`.
    pub switch: BoolRepr,
    /// The constraints, checked by [`validate`](super::validate).
    pub constraints: &'static [Constraint],
}

/// The role of a field besides holding a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldRole {
    /// No further role.
    Data,
    /// The status of the item that has the field: an error code, 0 for success.
    Status,
    /// An item status that is no error code: this value means failure, any other success.
    StatusFailedIf(u64),
    /// A part of the query of the URL, not of the body.
    Query,
    /// A random number that the client draws if the caller sets none.
    Random,
    /// An increasing number that the client sets if the caller sets none.
    Sequence,
}

/// The two wire values of a `bool`, by default 1 and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoolRepr {
    /// The value that stands for `true`.
    pub on: WireValue,
    /// The value that stands for `false`.
    pub off: WireValue,
}

/// The type of a field on the wire.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum FieldType {
    /// A text.
    String,
    /// An integer from `min` to `max`.
    Integer {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: u64,
    },
    /// A `bool`. Its two wire values are in [`FieldSpec::switch`], by default 1 and 0.
    Flag,
    /// A text or an integer. These are the known values.
    Enum(&'static [WireValue]),
    /// Any number.
    Number,
    /// A list of one type.
    List(&'static FieldType),
    /// A map from texts to one type.
    Map(&'static FieldType),
    /// A declared struct.
    Object(fn() -> &'static Table),
    /// An object whose content depends on a tag next to it.
    Union(&'static UnionTable),
    /// Any JSON.
    Dynamic {
        /// The name of the type.
        name: &'static str,
        /// An example of a value, in JSON.
        example: &'static str,
    },
}

/// A union: an object with a tag, and a content that depends on it.
#[derive(Debug)]
pub struct UnionTable {
    /// The name of the union, such as `message element`.
    pub name: &'static str,
    /// The wire name of the tag.
    pub tag: &'static str,
    /// The wire name of the content.
    pub content: &'static str,
    /// The members whose tags are known. Others are kept unchanged.
    pub members: &'static [Member],
}

/// A member of a union.
#[derive(Debug)]
pub struct Member {
    /// The value of the tag.
    pub tag: &'static str,
    /// The JSON that is written before the content: `{"MsgType":"TIMTextElem","MsgContent":`.
    pub head: &'static str,
    /// The table of the content.
    pub table: fn() -> &'static Table,
}

/// A documented constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// The number of items of a list or entries of a map.
    Items(Bounds),
    /// The length of a text, in bytes of UTF-8.
    Bytes(Bounds),
    /// The length of a text, in characters.
    Chars(Bounds),
    /// The range of a number.
    Range(Bounds),
    /// The allowed values.
    OneOf(&'static [WireValue]),
    /// Constraints on each item of a list or each value of a map.
    Each(&'static [Constraint]),
}

/// A range from `min` to `max`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest value, if there is one.
    pub min: Option<u64>,
    /// The largest value, if there is one.
    pub max: Option<u64>,
}

/// A value on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireValue {
    /// A text.
    Text(&'static str),
    /// An integer.
    Integer(u64),
}

impl Table {
    /// Creates a table. For the expansion of the macros.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        doc: &'static str,
        kind: RecordKind,
        fields: &'static [FieldSpec],
    ) -> Self {
        let mut required = 0;
        let mut has_aliases = false;
        let mut index = 0;
        while index < fields.len() {
            if fields[index].required && !fields[index].may_be_absent(kind) {
                required |= 1 << index;
            }
            has_aliases |= !fields[index].aliases.is_empty();
            index += 1;
        }
        Self { name, doc, kind, fields, is_judged_per_item: false, required, has_aliases }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn judged_per_item(self) -> Self {
        Self { is_judged_per_item: true, ..self }
    }

    /// Returns the index of a wire name. The search begins at `hint`, because keys mostly arrive in the order of the
    /// table.
    pub(super) fn find(&self, wire: &str, hint: usize) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(hint).unwrap_or((self.fields, &[]));
        let at = |fields: &[FieldSpec]| fields.iter().position(|field| field.wire == wire);
        let index = at(after).map(|index| index + before.len()).or_else(|| at(before));
        if index.is_some() || !self.has_aliases {
            return index;
        }
        self.fields.iter().position(|field| field.aliases.contains(&wire))
    }

    /// Returns the status field of an item, if it has one, and its index.
    pub(super) fn status(&self) -> Option<(usize, &'static FieldSpec)> {
        self.fields.iter().enumerate().find(|(_, field)| field.is_status())
    }
}

/// The constructors of the macros' expansion.
#[doc(hidden)]
impl FieldSpec {
    /// Creates a field.
    ///
    /// The macros write the key too, although it follows from the wire name. Computing it here took an eighth of the
    /// time that an endpoint costs the compiler.
    #[must_use]
    pub const fn new(
        name: &'static str,
        wire: &'static str,
        key: &'static str,
        doc: &'static str,
        ty: FieldType,
        required: bool,
    ) -> Self {
        let (role, switch) = (FieldRole::Data, BoolRepr::NUMBERS);
        Self { name, wire, key, doc, ty, required, role, aliases: &[], switch, constraints: &[] }
    }

    #[must_use]
    pub const fn with_role(self, role: FieldRole) -> Self {
        Self { role, ..self }
    }

    #[must_use]
    pub const fn with_aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    #[must_use]
    pub const fn with_switch(self, on: WireValue, off: WireValue) -> Self {
        Self { switch: BoolRepr { on, off }, ..self }
    }

    #[must_use]
    pub const fn with_constraints(self, constraints: &'static [Constraint]) -> Self {
        Self { constraints, ..self }
    }
}

impl FieldSpec {
    /// Returns `true` if the field may be absent even if it is required.
    ///
    /// A missing list or map reads as empty, except directly in a request struct.
    #[must_use]
    pub const fn may_be_absent(&self, kind: RecordKind) -> bool {
        matches!(self.ty, FieldType::List(_) | FieldType::Map(_))
            && !matches!(kind, RecordKind::Request)
    }

    /// Returns the value of a status for a failure without a code; `None` if the field is no status.
    pub(super) const fn failed_value(&self) -> Option<i128> {
        match self.role {
            FieldRole::Status => Some(ErrorCode::UNREADABLE.get() as i128),
            FieldRole::StatusFailedIf(failure) => Some(failure as i128),
            _ => None,
        }
    }

    /// Returns `true` if the field is the status of its item.
    #[must_use]
    pub const fn is_status(&self) -> bool {
        matches!(self.role, FieldRole::Status | FieldRole::StatusFailedIf(_))
    }
}

impl BoolRepr {
    /// 1 and 0.
    pub const NUMBERS: Self = Self { on: WireValue::Integer(1), off: WireValue::Integer(0) };

    /// Returns the value that stands for `flag`.
    #[must_use]
    pub const fn choice(self, flag: bool) -> WireValue {
        if flag { self.on } else { self.off }
    }

    /// Returns the flag that a number stands for, if any. 0 and 1 are read even if the documents have words.
    pub(super) fn read_number(self, number: i128) -> Option<bool> {
        let is = |choice: WireValue| matches!(choice, WireValue::Integer(value) if number == value.into());
        match self {
            _ if is(self.on) => Some(true),
            _ if is(self.off) => Some(false),
            Self { on: WireValue::Text(_), .. } => Self::NUMBERS.read_number(number),
            Self { .. } => None,
        }
    }

    /// Returns the flag that a text stands for, if any.
    pub(super) fn read_text(self, text: &str) -> Option<bool> {
        let text = text.trim();
        let is = |choice: WireValue| matches!(choice, WireValue::Text(word) if word == text);
        match self {
            _ if is(self.on) => Some(true),
            _ if is(self.off) => Some(false),
            Self { .. } => self.read_number(text.parse().ok()?),
        }
    }
}

/// Writes, for example, "0 or 1".
impl fmt::Display for BoolRepr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or {}", self.off, self.on)
    }
}

impl Bounds {
    /// Allows this value alone.
    #[must_use]
    pub const fn exactly(value: u64) -> Self {
        Self::between(value, value)
    }

    /// Allows this value or more.
    #[must_use]
    pub const fn at_least(min: u64) -> Self {
        Self { min: Some(min), max: None }
    }

    /// Allows this value or less.
    #[must_use]
    pub const fn at_most(max: u64) -> Self {
        Self { min: None, max: Some(max) }
    }

    /// Allows these values and all between them.
    #[must_use]
    pub const fn between(min: u64, max: u64) -> Self {
        Self { min: Some(min), max: Some(max) }
    }

    /// Returns `true` if `value` is allowed.
    #[must_use]
    pub fn contains(self, value: i128) -> bool {
        self.min.is_none_or(|min| value >= min.into())
            && self.max.is_none_or(|max| value <= max.into())
    }
}

impl Bounds {
    /// Returns the plural `unit`, or its singular if the last number that `Display` writes is 1.
    fn unit(self, unit: &'static str) -> &'static str {
        plural(self.max.or(self.min) == Some(1), unit)
    }
}

/// Returns the plural `unit`, or its singular for one.
pub(super) fn plural(is_one: bool, unit: &'static str) -> &'static str {
    if is_one { unit.trim_end_matches('s') } else { unit }
}

/// Writes, for example, "exactly 1", "at most 32" or "1 to 5".
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "exactly {min}"),
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("any number"),
        }
    }
}

impl fmt::Display for WireValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Integer(value) => value.fmt(f),
        }
    }
}

/// Writes, for example, "exactly 1 item" or "each at most 32 bytes".
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Items(bounds) => write!(f, "{bounds} {}", bounds.unit("items")),
            Self::Bytes(bounds) => write!(f, "{bounds} {}", bounds.unit("bytes")),
            Self::Chars(bounds) => write!(f, "{bounds} {}", bounds.unit("characters")),
            Self::Range(bounds) => bounds.fmt(f),
            Self::OneOf(choices) => {
                f.write_str("one of ")?;
                join(f, choices)
            }
            Self::Each(constraints) => {
                f.write_str("each ")?;
                join(f, constraints)
            }
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, items: &[impl fmt::Display]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}

/// Writes, for example, `list of object ContactGroup`.
impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer { min, max } => write!(f, "integer {min}..={max}"),
            Self::Flag => f.write_str("flag"),
            Self::Enum(known) => {
                f.write_str("open enumeration of ")?;
                join(f, known)
            }
            Self::Number => f.write_str("number"),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Map(item) => write!(f, "map to {item}"),
            Self::Object(table) => write!(f, "object {}", table().name),
            Self::Union(table) => f.write_str(table.name),
            Self::Dynamic { name, .. } => f.write_str(name),
        }
    }
}

/// Prints objects by name, because an object may hold itself.
impl fmt::Debug for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
