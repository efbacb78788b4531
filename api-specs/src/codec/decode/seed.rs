//! The seed of a value: where the value is stored, and what becomes of one that does not fit.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::Error;
use serde_json::Value as Json;

use super::json_text::{self, JsonText, SHOWN, excerpt, excerpt_of_text};
use super::part::{Part, fail};
use super::pass::{Pass, expected};
use crate::codec::mend::Mended;
use crate::codec::path::{ErrorPath, MAX_DEPTH, PathSegment};
use crate::schema::{BoolRepr, FieldMut, FieldSpec, FieldType, List, Map, Union};

/// The seed of a value. The destination is opened only when a value arrives: `null` leaves it unchanged.
pub(super) struct ValueSeed<'a, 'r, 'p> {
    pub(super) target: Destination<'a, 'r>,
    pub(super) ty: &'static FieldType,
    /// The path to the struct, list or map around the value; of a [`Destination::FieldMut`], the path to the value. The last
    /// step is added only when it is needed.
    pub(super) at: Option<&'a ErrorPath<'a>>,
    /// `false` if the value is an item that was left out.
    pub(super) is_filled: bool,
    pub(super) pass: &'p mut Pass,
}

/// The place that a value is stored in.
pub(super) enum Destination<'a, 'r> {
    /// The field of a record that the last key named.
    Field(&'a mut Part<'r>, &'static FieldSpec),
    /// An item of a list, with the number of items before it in the list and its index as received.
    Item(&'a mut dyn List, usize, usize),
    Entry(&'a mut dyn Map, &'a str),
    /// The content of a member of a union, and the place for a content that is not an object.
    Member(&'a mut dyn Union, usize, &'a mut Option<Json>),
    FieldMut(FieldMut<'a>),
}

impl Destination<'_, '_> {
    #[inline(always)]
    pub(super) fn open(&mut self) -> FieldMut<'_> {
        match self {
            Destination::Field(part, _) => part.open(),
            Destination::Item(list, ..) => list.push(),
            Destination::Entry(map, key) => map.insert(key),
            Destination::Member(_, _, aside) => FieldMut::Dynamic(*aside),
            Destination::FieldMut(field) => field.reborrow(),
        }
    }
}

impl<'a, 'r, 'p> ValueSeed<'a, 'r, 'p> {
    #[inline]
    pub(super) fn new(
        target: Destination<'a, 'r>,
        ty: &'static FieldType,
        at: Option<&'a ErrorPath<'a>>,
        pass: &'p mut Pass,
    ) -> Self {
        Self { target, ty, at, is_filled: true, pass }
    }

    /// Returns the path to the value; `None` at the top.
    pub(super) fn path(&self) -> Option<ErrorPath<'a>> {
        let step = match &self.target {
            Destination::Field(_, field) => PathSegment::Field(field.wire),
            Destination::Item(_, _, index) => PathSegment::Item(*index),
            Destination::Entry(_, key) => PathSegment::Key(key),
            Destination::Member(union, ..) => PathSegment::Field(union.table().content),
            Destination::FieldMut(_) => return self.at.copied(),
        };
        Some(ErrorPath::new(self.at, step))
    }

    /// Returns the representation of a flag here.
    pub(super) fn switch(&self) -> &'static BoolRepr {
        match &self.target {
            Destination::Field(_, field) => &field.words.switch,
            _ => &BoolRepr::NUMBERS,
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.path().as_ref().map_or(0, ErrorPath::depth)
    }

    /// Handles a value that does not fit: it is noted and the field stays empty, or it is an error.
    #[cold]
    #[inline(never)]
    pub(super) fn reject<E: Error>(&mut self, found: &dyn Display, excerpt: &str) -> Result<(), E> {
        let expected = expected(self.ty, self.switch());
        let message = format!("expected {expected}, found {found}");
        self.lose(expected, excerpt, &message)
    }

    /// Handles a value that does not fit, with a message.
    #[cold]
    #[inline(never)]
    pub(super) fn lose<E: Error>(
        &mut self,
        expected: Cow<'static, str>,
        excerpt: &str,
        message: &dyn Display,
    ) -> Result<(), E> {
        let path = self.path();
        self.pass.lose(path.as_ref(), expected, excerpt, message)?;
        match &mut self.target {
            Destination::Field(part, field) => {
                let (record, index) = (&mut *part.record.record, part.index);
                record.clear(index);
                fail(record, index, field);
            }
            Destination::Item(list, held, _) => {
                list.truncate(*held);
                self.is_filled = push_failed(*list, self.ty);
                if !self.is_filled {
                    self.pass.oddities.leave_out(path.as_ref());
                }
            }
            Destination::Entry(map, key) => map.remove(key),
            Destination::Member(_, _, aside) => **aside = Some(Json::Null),
            Destination::FieldMut(_) => {}
        }
        Ok(())
    }

    #[cold]
    pub(super) fn out_of_range<E: Error>(&mut self, value: i128) -> Result<(), E> {
        let expected = match self.ty {
            FieldType::Integer { min, max } => format!("an integer from {min} to {max}").into(),
            ty => expected(ty, self.switch()),
        };
        let message = format!("the number {value} does not fit the field's type");
        self.lose(expected, &value.to_string(), &message)
    }

    #[inline(never)]
    pub(super) fn set_integer<E: Error>(&mut self, value: i128) -> Result<(), E> {
        let is_set = match self.target.open() {
            FieldMut::Skip => true,
            FieldMut::Int(field) => {
                if field.set(value) {
                    return Ok(());
                }
                return self.out_of_range(value);
            }
            FieldMut::Flag(_) => self.set_flag(self.switch().read_number(value)),
            FieldMut::Number(number) => {
                #[expect(clippy::cast_precision_loss, reason = "the field is a float")]
                let value = value as f64;
                *number = value;
                true
            }
            FieldMut::Text(field) => {
                field.set(&value.to_string());
                true
            }
            FieldMut::Dynamic(field) => {
                field.set(serde_json::from_str(&value.to_string()).unwrap_or_default());
                true
            }
            FieldMut::List(_) | FieldMut::Map(_) | FieldMut::Record(_) | FieldMut::Union(_) => {
                false
            }
        };
        if is_set { Ok(()) } else { self.reject(&value, &value.to_string()) }
    }

    pub(super) fn set_number<E: Error>(&mut self, value: f64) -> Result<(), E> {
        let is_flag = matches!(self.ty, FieldType::Flag);
        if (is_flag || self.has_integers())
            && let Some(integer) = whole(value)
        {
            return self.set_integer(integer);
        }
        let is_set = match self.target.open() {
            FieldMut::Skip => true,
            FieldMut::Text(field) => {
                field.set(&json_text::number_text(value));
                true
            }
            FieldMut::Number(number) => {
                *number = value;
                true
            }
            FieldMut::Dynamic(field) => {
                field.set(value.into());
                true
            }
            _ => false,
        };
        let shown = || json_text::number_text(value);
        if is_set { Ok(()) } else { self.reject(&shown(), &shown()) }
    }

    #[inline(never)]
    pub(super) fn set_text<E: Error>(&mut self, text: &str) -> Result<(), E> {
        let is_set = match self.target.open() {
            FieldMut::Text(field) => {
                field.set(text);
                return Ok(());
            }
            FieldMut::Skip => true,
            FieldMut::Int(field) => match integer_of(text.trim()) {
                Some(integer) => {
                    if field.set(integer) {
                        return Ok(());
                    }
                    return self.out_of_range(integer);
                }
                None => false,
            },
            FieldMut::Flag(_) => self.set_flag(self.switch().read_text(text)),
            FieldMut::Number(number) => match text.trim().parse::<f64>() {
                // JSON has no infinity and no NaN.
                Ok(value) if value.is_finite() => {
                    *number = value;
                    true
                }
                _ => false,
            },
            FieldMut::Dynamic(field) => {
                field.set_text(text);
                true
            }
            _ => false,
        };
        if is_set { Ok(()) } else { self.reject(&Shown(text), &excerpt_of_text(text)) }
    }

    /// Sets a flag. Returns `false` if the value is not a flag.
    pub(super) fn set_flag(&mut self, read: Option<bool>) -> bool {
        if let FieldMut::Flag(flag) = self.target.open() {
            *flag = read.unwrap_or_default();
        }
        read.is_some()
    }

    /// Takes a number from its digits.
    pub(super) fn set_digits<E: Error>(&mut self, digits: &str) -> Result<(), E> {
        match (digits.parse::<i128>(), digits.parse::<f64>()) {
            (Ok(integer), _) => self.set_integer(integer),
            (_, Ok(number)) if number.is_finite() => self.set_number(number),
            _ => self.lose_number(digits),
        }
    }

    #[cold]
    pub(super) fn lose_number<E: Error>(&mut self, digits: &str) -> Result<(), E> {
        self.reject(&"a number beyond all types", &excerpt(digits))
    }

    /// Takes a text of a mended body.
    #[cold]
    pub(super) fn set_mended<E: Error>(&mut self, mended: &Mended<'_>) -> Result<(), E> {
        match mended {
            Mended::Number(digits) => self.lose_number(digits),
            Mended::Text(text) => {
                let before = self.pass.oddities.len();
                self.set_text(text)?;
                if self.pass.oddities.len() == before {
                    let excerpt = excerpt_of_text(text);
                    let expected = "a text without errors";
                    self.pass.note(self.path().as_ref(), expected.into(), &excerpt, &expected)?;
                }
                Ok(())
            }
        }
    }

    /// Takes the JSON text of a list or an object.
    pub(super) fn set_json<E: Error>(&mut self, json: &JsonText, found: &str) -> Result<(), E> {
        let shown = excerpt(&json.text);
        if !self.is_kept_as_json() {
            return self.reject(&found, &shown);
        }
        match self.target.open() {
            FieldMut::Text(field) => {
                // The text of a number may be longer than in the body.
                self.pass.charge(json.text.len())?;
                field.set(&json.text);
                let expected = expected(self.ty, self.switch());
                let message = format!("expected {expected}, found {found}");
                self.pass.note(self.path().as_ref(), expected, &shown, &message)
            }
            FieldMut::Dynamic(field) => {
                self.pass.charge(json.cost)?;
                field.set(json.to_json());
                if json.is_odd {
                    let expected = "JSON without errors";
                    self.pass.note(self.path().as_ref(), expected.into(), &shown, &expected)?;
                }
                Ok(())
            }
            _ => self.reject(&found, &shown),
        }
    }

    /// Returns `true` if the field takes integers.
    #[inline]
    pub(super) fn has_integers(&self) -> bool {
        match self.ty {
            FieldType::Integer { .. } => true,
            FieldType::Enum(table) => table.has_integers(),
            _ => false,
        }
    }

    /// Returns `true` if the field keeps a list or an object as JSON text. Elsewhere it does not fit, and only its excerpt is
    /// read.
    pub(super) fn is_kept_as_json(&self) -> bool {
        matches!(self.ty, FieldType::String(_) | FieldType::Dynamic { .. })
    }

    pub(super) fn json_text(&self) -> JsonText {
        let (depth, is_mended) = (self.depth(), self.pass.is_mended);
        if self.is_kept_as_json() {
            JsonText::whole(depth, is_mended)
        } else {
            JsonText::shown(depth, is_mended)
        }
    }

    #[cold]
    pub(super) fn lose_depth<E: Error>(&mut self) -> Result<(), E> {
        let message = format!("is nested deeper than {MAX_DEPTH}");
        self.lose(expected(self.ty, self.switch()), "…", &message)
    }
}

/// Adds an empty item, marked as failed, to a list whose items have a status. Returns `false` if they have none.
fn push_failed(list: &mut dyn List, ty: &FieldType) -> bool {
    if let FieldType::Object(table) = ty
        && let Some((index, field)) = table().status()
        && let FieldMut::Record(item) = list.push()
    {
        fail(item.record, index, field);
        return true;
    }
    false
}

/// Returns the number as an integer, if it is one.
fn whole(number: f64) -> Option<i128> {
    // Beyond this no field has a value.
    const MAX: f64 = u64::MAX as f64;
    #[expect(clippy::cast_possible_truncation, reason = "it has no fraction, and is not too large")]
    let integer = number as i128;
    (number.fract() == 0.0 && number.abs() <= MAX).then_some(integer)
}

/// Returns the integer that a text contains.
fn integer_of(text: &str) -> Option<i128> {
    text.parse().ok().or_else(|| {
        let is_number = text.contains('.')
            && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
        whole(text.parse().ok().filter(|_| is_number)?)
    })
}

/// A text, as an error shows it.
struct Shown<'a>(&'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{:?} and more", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}
