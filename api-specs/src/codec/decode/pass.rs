//! The state of one pass over a JSON text: oddities, memory, the path of the error.

use std::borrow::Cow;
use std::fmt::Display;

use serde::de::Error;

use crate::codec::path::ErrorPath;
use crate::codec::{Oddities, Strictness};
use crate::schema::{BoolRepr, FieldType};

/// The memory that the values of a text may take: `TIMES` its size plus `BASE` bytes.
const TIMES: usize = 32;
const BASE: usize = 1 << 20;

/// One pass over a JSON text.
pub(crate) struct Pass {
    pub(crate) strictness: Strictness,
    pub(crate) oddities: Oddities,
    /// `true` if the text was mended.
    pub(crate) is_mended: bool,
    /// `true` if the pass ended because the values would take too much memory.
    pub(crate) is_too_large: bool,
    /// A code of failure that was repeated.
    pub(crate) failure: Option<i64>,
    /// The path at which the pass failed; empty at the top.
    failed_at: Option<String>,
    /// The bytes that lists, maps and free JSON may still take.
    room: usize,
}

impl Pass {
    /// Begins a pass over a text of `length` bytes.
    pub(crate) fn new(strictness: Strictness, length: usize) -> Self {
        Self {
            strictness,
            oddities: Oddities::default(),
            is_mended: false,
            is_too_large: false,
            failure: None,
            failed_at: None,
            room: length.saturating_mul(TIMES).saturating_add(BASE),
        }
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    /// Takes memory for values.
    #[inline]
    pub(crate) fn charge<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        match self.room.checked_sub(bytes) {
            Some(room) => {
                self.room = room;
                Ok(())
            }
            None => {
                self.is_too_large = true;
                Err(E::custom("takes too much memory"))
            }
        }
    }

    /// Notes the path at which the pass failed. The first one counts.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail_at(&mut self, path: Option<&ErrorPath<'_>>) {
        let path = || path.map(ToString::to_string).unwrap_or_default();
        self.failed_at.get_or_insert_with(path);
    }

    /// Returns the path at which the pass failed.
    pub(crate) fn failed_at(&self) -> String {
        self.failed_at.clone().unwrap_or_default()
    }

    /// Notes a value that does not fit and became empty, or returns an error.
    #[cold]
    pub(crate) fn lose<E: Error>(
        &mut self,
        path: Option<&ErrorPath<'_>>,
        expected: Cow<'static, str>,
        excerpt: &str,
        message: &dyn Display,
    ) -> Result<(), E> {
        self.note(path, expected, excerpt, message)?;
        self.oddities.lose(path);
        Ok(())
    }

    /// Notes an odd value that is kept, or returns an error.
    #[cold]
    pub(crate) fn note<E: Error>(
        &mut self,
        path: Option<&ErrorPath<'_>>,
        expected: Cow<'static, str>,
        excerpt: &str,
        message: &dyn Display,
    ) -> Result<(), E> {
        if self.is_strict() {
            self.fail_at(path);
            return Err(E::custom(message));
        }
        self.oddities.note(path, expected, excerpt);
        Ok(())
    }
}

/// Describes the values that fit this type.
pub(crate) fn expected(ty: &FieldType, switch: &BoolRepr) -> Cow<'static, str> {
    Cow::Borrowed(match ty {
        FieldType::Integer { .. } => "an integer",
        FieldType::Enum(table) if table.has_integers() => "an integer",
        FieldType::String(_) | FieldType::Enum(_) => "a string",
        FieldType::Flag => return switch.to_string().into(),
        FieldType::Number => "a number",
        FieldType::List(_) => "a list",
        FieldType::Map(_) | FieldType::Object(_) | FieldType::Union(_) => "an object",
        FieldType::Dynamic { .. } => "a value",
    })
}
