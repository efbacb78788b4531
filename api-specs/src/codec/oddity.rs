//! Oddities: what in a response does not fit its schema.

use std::borrow::Cow;
use std::fmt;

/// How many oddities of a response are kept.
#[expect(dead_code, reason = "until oddities are noted")]
const KEPT: usize = 100;

/// What happens to a value of a response that does not fit its schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// It is noted as an [`Oddity`] and becomes empty.
    #[default]
    Lenient,
    /// It is an error.
    Strict,
}

/// A value of a response that does not fit its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    pub(super) path: String,
    pub(super) expected: Cow<'static, str>,
    pub(super) excerpt: String,
}

impl Oddity {
    /// Returns where in the response the value is, such as `GroupItem[3].GroupId`. Indexes count the items as they
    /// came.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what the schema has there, such as `an integer`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the first 40 characters of what came, as JSON; empty if the field is missing.
    ///
    /// The codec knows no secrets: an excerpt may repeat whatever is in the response.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

/// As in "`GroupItem[3].GroupId`: expected a string, found [1]".
impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = if self.excerpt.is_empty() { "nothing" } else { &self.excerpt };
        write!(f, "`{}`: expected {}, found {found}", self.path, self.expected)
    }
}

/// The oddities of a response, in their order. The first 100 are kept, the rest are counted.
///
/// Nothing is allocated for a response without oddities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    kept: Vec<Oddity>,
    len: usize,
}

impl Oddities {
    /// Returns how many there are, with those that were not kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns `true` if the whole response fits its schema.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns those that were kept, at most 100.
    pub fn iter(&self) -> std::slice::Iter<'_, Oddity> {
        self.kept.iter()
    }
}

impl<'a> IntoIterator for &'a Oddities {
    type Item = &'a Oddity;
    type IntoIter = std::slice::Iter<'a, Oddity>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
