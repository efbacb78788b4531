//! What one pass over a JSON text notes beside the values.

use std::borrow::Cow;
use std::fmt::Display;

use serde::de::Error;

use crate::codec::path::Path;
use crate::codec::{BoolRepr, FieldType, Oddities, Strictness};

/// How much memory a text may take as values: so many times its size, and so many bytes.
const TIMES: usize = 32;
const BASE: usize = 1 << 20;

/// One pass over a JSON text.
pub(crate) struct Pass {
    pub(crate) strictness: Strictness,
    pub(crate) oddities: Oddities,
    /// Whether the text was mended before.
    pub(crate) is_mended: bool,
    /// Whether the pass ended because the values would take too much memory.
    pub(crate) is_too_large: bool,
    /// A code of failure that another one followed.
    pub(crate) failure: Option<i64>,
    /// Where the pass failed; empty at the top.
    failed_at: Option<String>,
    /// Bytes that lists, maps and free JSON may still take.
    room: usize,
}

impl Pass {
    /// Begins a pass over a text of so many bytes.
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

    /// Takes room for values.
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

    /// Notes where the pass failed, unless that is known.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail_at(&mut self, path: Option<&Path<'_>>) {
        let path = || path.map(ToString::to_string).unwrap_or_default();
        self.failed_at.get_or_insert_with(path);
    }

    /// Returns where the pass failed.
    pub(crate) fn failed_at(&self) -> String {
        self.failed_at.clone().unwrap_or_default()
    }

    /// Notes a value that does not fit and became empty, or returns an error.
    #[cold]
    pub(crate) fn lose<E: Error>(
        &mut self,
        path: Option<&Path<'_>>,
        expected: Cow<'static, str>,
        excerpt: &str,
        message: &dyn Display,
    ) -> Result<(), E> {
        self.note(path, expected, excerpt, message)?;
        self.oddities.lose(path);
        Ok(())
    }

    /// Notes a value that does not fit and is there all the same, or returns an error.
    #[cold]
    pub(crate) fn note<E: Error>(
        &mut self,
        path: Option<&Path<'_>>,
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

/// Returns what can stand where a field has this type.
pub(crate) fn expected(ty: &FieldType, switch: &BoolRepr) -> Cow<'static, str> {
    use crate::codec::WireValue;
    Cow::Borrowed(match ty {
        FieldType::Integer { .. } | FieldType::Enum([WireValue::Integer(_), ..]) => "an integer",
        FieldType::String | FieldType::Enum(_) => "a string",
        FieldType::Flag => return switch.to_string().into(),
        FieldType::Number => "a number",
        FieldType::List(_) => "a list",
        FieldType::Map(_) | FieldType::Object(_) | FieldType::Union(_) => "an object",
        FieldType::Dynamic { .. } => "a value",
    })
}
