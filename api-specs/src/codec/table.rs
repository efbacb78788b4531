//! What a table holds.

use std::fmt;

/// The fields of a declared struct.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// The struct's name: `Request`, `Response`, or an object's own.
    pub name: &'static str,
    /// What it is, in a sentence; empty for requests and responses.
    pub doc: &'static str,
    /// What it is for.
    pub role: Role,
    /// Its fields, in the order of the spec.
    pub fields: &'static [FieldSpec],
    /// Bit `i` is set if a decode without field `i` fails.
    pub(super) required: u64,
}

/// What a struct is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sent by the client.
    Request,
    /// Sent by the service.
    Response,
    /// A part of either.
    Object,
}

/// One field.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FieldSpec {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its name on the wire.
    pub wire: &'static str,
    /// What it holds, in a sentence.
    pub doc: &'static str,
    /// Its type.
    pub ty: FieldType,
    /// Whether it has to be there. A list of an answer may be missing all the same.
    pub required: bool,
    /// Whether it says what became of the item that it stands in.
    pub is_outcome: bool,
    /// Its limits, checked by [`validate`](super::validate).
    pub limits: &'static [Limit],
}

/// The type of a field, on the wire.
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
    /// `0` or `1`.
    Flag,
    /// A text or an integer that is mostly one of these.
    Enum(&'static [Choice]),
    /// A list of one type.
    List(&'static FieldType),
    /// A declared struct.
    Object(fn() -> &'static Table),
}

/// A documented limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// How many items a list may have.
    Items(Bounds),
    /// How long a text may be, in bytes of UTF-8.
    Bytes(Bounds),
    /// How long a text may be, in characters.
    Chars(Bounds),
    /// Which numbers are allowed.
    Range(Bounds),
    /// Which values are allowed.
    OneOf(&'static [Choice]),
    /// Limits on each item of a list.
    Each(&'static [Limit]),
}

/// From `min` to `max`, both allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest value, if there is one.
    pub min: Option<u64>,
    /// The largest value, if there is one.
    pub max: Option<u64>,
}

/// A value of [`Limit::OneOf`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A text.
    Text(&'static str),
    /// An integer.
    Integer(u64),
}

impl Table {
    /// For the expansion of the macros.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        doc: &'static str,
        role: Role,
        fields: &'static [FieldSpec],
    ) -> Self {
        let mut required = 0;
        let mut index = 0;
        while index < fields.len() {
            // A list that is missing in an answer is empty; in a request it has to be sent.
            let may_miss =
                matches!(fields[index].ty, FieldType::List(_)) && !matches!(role, Role::Request);
            if fields[index].required && !may_miss {
                required |= 1 << index;
            }
            index += 1;
        }
        Self { name, doc, role, fields, required }
    }

    /// The index of a wire name. Keys mostly come in the order of the table: the search begins at `hint`.
    pub(super) fn find(&self, wire: &str, hint: usize) -> Option<usize> {
        let (before, after) = self.fields.split_at_checked(hint).unwrap_or((self.fields, &[]));
        let at = |fields: &[FieldSpec]| fields.iter().position(|field| field.wire == wire);
        at(after).map(|index| index + before.len()).or_else(|| at(before))
    }

    /// The first required field that is not among `seen`.
    pub(super) fn missing(&self, seen: u64) -> Option<&'static FieldSpec> {
        let missing = self.required & !seen;
        if missing == 0 { None } else { self.fields.get(missing.trailing_zeros() as usize) }
    }
}

/// For the expansion of the macros.
#[doc(hidden)]
impl FieldSpec {
    #[must_use]
    pub const fn new(
        name: &'static str,
        wire: &'static str,
        doc: &'static str,
        ty: FieldType,
        required: bool,
    ) -> Self {
        Self { name, wire, doc, ty, required, is_outcome: false, limits: &[] }
    }

    #[must_use]
    pub const fn with_outcome(self) -> Self {
        Self { is_outcome: true, ..self }
    }

    #[must_use]
    pub const fn with_limits(self, limits: &'static [Limit]) -> Self {
        Self { limits, ..self }
    }
}

impl Bounds {
    /// This value alone.
    #[must_use]
    pub const fn exactly(value: u64) -> Self {
        Self::between(value, value)
    }

    /// This value or more.
    #[must_use]
    pub const fn at_least(min: u64) -> Self {
        Self { min: Some(min), max: None }
    }

    /// This value or less.
    #[must_use]
    pub const fn at_most(max: u64) -> Self {
        Self { min: None, max: Some(max) }
    }

    /// These values and what is between them.
    #[must_use]
    pub const fn between(min: u64, max: u64) -> Self {
        Self { min: Some(min), max: Some(max) }
    }

    /// Whether `value` is allowed.
    #[must_use]
    pub fn contains(self, value: i128) -> bool {
        self.min.is_none_or(|min| value >= min.into())
            && self.max.is_none_or(|max| value <= max.into())
    }
}

impl Bounds {
    /// The plural `unit`, or its singular if the last number that `Display` writes is 1.
    fn unit(self, unit: &'static str) -> &'static str {
        plural(self.max.or(self.min) == Some(1), unit)
    }
}

/// The plural `unit`, or its singular for one.
pub(super) fn plural(is_one: bool, unit: &'static str) -> &'static str {
    if is_one { unit.trim_end_matches('s') } else { unit }
}

/// As in "exactly 1", "at most 32", "1 to 5".
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

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Integer(value) => value.fmt(f),
        }
    }
}

/// As in "exactly 1 item", "each at most 32 bytes".
impl fmt::Display for Limit {
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
            Self::Each(limits) => {
                f.write_str("each ")?;
                join(f, limits)
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

/// As in "list of object `ContactGroup`".
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
            Self::List(item) => write!(f, "list of {item}"),
            Self::Object(table) => write!(f, "object {}", table().name),
        }
    }
}

/// By name, since an object may hold itself.
impl fmt::Debug for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
