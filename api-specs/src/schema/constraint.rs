//! The documented constraints of values, and the wire values of flags and enumerations.

use std::fmt;

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
    /// A boolean, only as a value of a flag.
    Bool(bool),
}

/// The two wire values of a `bool`, by default 1 and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoolRepr {
    /// The value that stands for `true`.
    pub on: WireValue,
    /// The value that stands for `false`.
    pub off: WireValue,
}

impl BoolRepr {
    /// 1 and 0.
    pub const NUMBERS: Self = Self { on: WireValue::Integer(1), off: WireValue::Integer(0) };

    /// Returns the value that stands for `flag`.
    #[must_use]
    pub const fn choice(self, flag: bool) -> WireValue {
        if flag { self.on } else { self.off }
    }

    /// Returns the flag that a number stands for, if any. 0 and 1 are read even if the documents have words or booleans.
    pub(crate) fn read_number(self, number: i128) -> Option<bool> {
        let is = |choice: WireValue| matches!(choice, WireValue::Integer(value) if number == value.into());
        match self {
            _ if is(self.on) => Some(true),
            _ if is(self.off) => Some(false),
            Self { on: WireValue::Integer(_), .. } => None,
            Self { .. } => Self::NUMBERS.read_number(number),
        }
    }

    /// Returns the flag that a text stands for, if any.
    pub(crate) fn read_text(self, text: &str) -> Option<bool> {
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
pub(crate) fn plural(is_one: bool, unit: &'static str) -> &'static str {
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
            Self::Bool(value) => value.fmt(f),
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

pub(super) fn join(f: &mut fmt::Formatter<'_>, items: &[impl fmt::Display]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}
