//! The failed items of a call that succeeded.

use std::fmt;

use crate::ErrorCode;
use crate::codec::{ErrorPath, PathSegment, excerpt_of_text};
use crate::schema::{FieldRole, Record, RecordRef, Value};

/// An item of a response whose status is a failure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FailedItem<'a> {
    /// The path of the item in the response, such as `ResultItem[3]`.
    pub path: String,
    /// The error code; `None` if the service gives no code, or if its code could not be read.
    pub code: Option<ErrorCode>,
    /// The item; empty if it could not be read.
    pub item: RecordRef<'a>,
}

impl fmt::Display for FailedItem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path)?;
        if let Some(name) = name_of(self.item) {
            write!(f, " of {}", excerpt_of_text(&name))?;
        }
        f.write_str(" failed")?;
        self.code.map_or(Ok(()), |code| write!(f, " with {code}"))
    }
}

/// Returns the name of an item.
///
/// It is the value of the first field that identifies something, as `To_Account` does. If there is none, it is the name
/// of the first object in the item that has one.
fn name_of(item: RecordRef<'_>) -> Option<String> {
    let is_name = |wire: &str| {
        ["account", "id", "key"].iter().any(|end| wire.to_ascii_lowercase().ends_with(end))
    };
    let (mut name, mut inner) = (None, None);
    item.for_each(|field, value| {
        let found = match value {
            Value::Text(text) if is_name(field.wire) => Some(text.to_owned()),
            Value::Int(id) if is_name(field.wire) => Some(id.to_string()),
            Value::Uint(id) if is_name(field.wire) => Some(id.to_string()),
            Value::Record(record) => {
                inner = inner.take().or_else(|| name_of(record));
                None
            }
            _ => None,
        };
        name = name.take().or(found.filter(|name| !name.is_empty()));
    });
    name.or(inner)
}

/// Finds the items that failed in a response, in the order of its fields.
#[must_use]
pub fn failed_items<R: Record>(response: &R) -> Vec<FailedItem<'_>> {
    failed_items_of(RecordRef::new(response))
}

/// Finds the items that failed in a response of any type, in the order of its fields.
#[must_use]
pub fn failed_items_of(response: RecordRef<'_>) -> Vec<FailedItem<'_>> {
    let mut search = Search { failed: Vec::new() };
    search.record(None, response);
    search.failed
}

/// Returns `true` if the status of an item is a failure.
#[must_use]
pub fn is_failed<R: Record>(item: &R) -> bool {
    says_failed(RecordRef::new(item))
}

fn says_failed(item: RecordRef<'_>) -> bool {
    let mut is_failed = false;
    item.for_each(|field, value| {
        let verdict = integer(value).map(|status| Verdict::of(field.words.role, status));
        is_failed |= matches!(verdict, Some(Verdict::Failure(_)));
    });
    is_failed
}

/// Returns the value of an integer. One beyond `i64` becomes its largest value.
fn integer(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Int(value) => Some(value),
        Value::Uint(value) => Some(i64::try_from(value).unwrap_or(i64::MAX)),
        _ => None,
    }
}

/// The meaning of a status.
enum Verdict {
    Success,
    Failure(Option<ErrorCode>),
}

impl Verdict {
    fn of(role: FieldRole, status: i64) -> Self {
        match role {
            FieldRole::Status if status == i64::from(ErrorCode::UNREADABLE.get()) => {
                Self::Failure(None)
            }
            FieldRole::Status if status != 0 => {
                Self::Failure(Some(ErrorCode::new(i32::try_from(status).unwrap_or(i32::MAX))))
            }
            FieldRole::StatusFailedIf(failure) if u64::try_from(status) == Ok(failure) => {
                Self::Failure(None)
            }
            _ => Self::Success,
        }
    }
}

struct Search<'a> {
    failed: Vec<FailedItem<'a>>,
}

impl<'a> Search<'a> {
    fn record(&mut self, at: Option<&ErrorPath<'_>>, item: RecordRef<'a>) {
        item.for_each(|field, value| {
            if let Some(status) = integer(value)
                && let Verdict::Failure(code) = Verdict::of(field.words.role, status)
            {
                let path = at.map(ToString::to_string).unwrap_or_default();
                self.failed.push(FailedItem { path, code, item });
            }
            self.value(&ErrorPath::new(at, PathSegment::Field(field.wire)), value);
        });
    }

    fn value(&mut self, at: &ErrorPath<'_>, value: Value<'a>) {
        match value {
            Value::Record(record) => self.record(Some(at), record),
            Value::List(list) => {
                list.for_each(|index, item| {
                    self.value(&ErrorPath::new(Some(at), PathSegment::Item(index)), item);
                });
            }
            _ => {}
        }
    }
}
