//! Oddities: values of a response that do not fit its schema.

use std::borrow::Cow;
use std::fmt;

use super::path::{ErrorPath, PathSegment};

/// The number of oddities of a response that are kept.
const KEPT: usize = 100;

/// The treatment of a value of a response that does not fit its schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// The value becomes empty and is noted as an [`Oddity`].
    #[default]
    Lenient,
    /// The value is an error.
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
    /// Returns the path of the value in the response, such as `GroupItem[3].GroupId`. Indexes count all items as received.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the expected type, such as `an integer`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the first 40 characters of the value, as JSON; empty if the field is missing.
    ///
    /// The codec does not redact: an excerpt may repeat anything in the response.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

/// Writes an oddity such as "`GroupItem[3].GroupId`: expected a string, found 1".
impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = if self.excerpt.is_empty() { "nothing" } else { &self.excerpt };
        write!(f, "`{}`: expected {}, found {found}", self.path, self.expected)
    }
}

/// The oddities of a response, in order. The first 100 are kept, the rest are counted.
///
/// Nothing is allocated for a response without oddities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities(Option<Box<Notes>>);

/// The notes on a response with oddities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Notes {
    kept: Vec<Oddity>,
    len: usize,
    /// The fields of the response that could not be read, by their wire names.
    lost: Vec<&'static str>,
    lists: Vec<ListNotes>,
}

/// The unreadable parts of a list that is a field of the response.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ListNotes {
    list: &'static str,
    /// The number of items that were left out.
    left_out: usize,
    /// The fields that could not be read in at least one item.
    lost: Vec<&'static str>,
}

impl Oddities {
    /// Returns the number of oddities, including those that were not kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |notes| notes.len)
    }

    /// Returns `true` if the whole response fits its schema.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the oddities that were kept, at most 100.
    pub fn iter(&self) -> std::slice::Iter<'_, Oddity> {
        self.0.as_ref().map(|notes| notes.kept.iter()).unwrap_or_default()
    }

    pub(crate) fn note(
        &mut self,
        path: Option<&ErrorPath<'_>>,
        expected: Cow<'static, str>,
        excerpt: &str,
    ) {
        let notes = self.0.get_or_insert_default();
        notes.len += 1;
        if notes.kept.len() < KEPT {
            let path = path.map(ToString::to_string).unwrap_or_default();
            notes.kept.push(Oddity { path, expected, excerpt: excerpt.to_owned() });
        }
    }

    /// Notes that the value at this path became empty. These notes are not limited, because paging needs all of them.
    pub(super) fn lose(&mut self, path: Option<&ErrorPath<'_>>) {
        let notes = self.0.get_or_insert_default();
        match path.and_then(ErrorPath::few_steps) {
            Some([Some(PathSegment::Field(field)), None, None]) => {
                push_once(&mut notes.lost, field);
            }
            Some(
                [
                    Some(PathSegment::Field(field)),
                    Some(PathSegment::Item(_)),
                    Some(PathSegment::Field(list)),
                ],
            ) => {
                push_once(&mut notes.list(list).lost, field);
            }
            _ => {}
        }
    }

    /// Notes that an item was left out.
    pub(super) fn leave_out(&mut self, path: Option<&ErrorPath<'_>>) {
        if let Some([Some(PathSegment::Item(_)), Some(PathSegment::Field(list)), None]) =
            path.and_then(ErrorPath::few_steps)
        {
            self.0.get_or_insert_default().list(list).left_out += 1;
        }
    }

    /// Returns `true` if the field of the response with this wire name could not be read.
    pub(crate) fn has_lost(&self, field: &str) -> bool {
        self.0.as_ref().is_some_and(|notes| notes.lost.contains(&field))
    }

    /// Returns `true` if the field with this wire name could not be read in an item of the list.
    pub(crate) fn has_lost_in(&self, list: &str, field: &str) -> bool {
        self.list(list).is_some_and(|list| list.lost.contains(&field))
    }

    /// Returns how many items of the list were left out.
    pub(crate) fn left_out(&self, list: &str) -> usize {
        self.list(list).map_or(0, |list| list.left_out)
    }

    fn list(&self, list: &str) -> Option<&ListNotes> {
        self.0.as_ref()?.lists.iter().find(|known| known.list == list)
    }
}

impl Notes {
    fn list(&mut self, list: &'static str) -> &mut ListNotes {
        let index = self.lists.iter().position(|known| is_same(known.list, list));
        let index = index.unwrap_or_else(|| {
            self.lists.push(ListNotes { list, left_out: 0, lost: Vec::new() });
            self.lists.len() - 1
        });
        &mut self.lists[index]
    }
}

/// Compares two names of tables. Most are equal as pointers.
fn is_same(one: &'static str, other: &'static str) -> bool {
    std::ptr::eq(one, other) || one == other
}

fn push_once(names: &mut Vec<&'static str>, name: &'static str) {
    if !names.iter().any(|known| is_same(known, name)) {
        names.push(name);
    }
}

impl<'a> IntoIterator for &'a Oddities {
    type Item = &'a Oddity;
    type IntoIter = std::slice::Iter<'a, Oddity>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
