//! Items that failed although their call succeeded.

use std::fmt;

use super::path::{Path, Step};
use super::{Record, RecordRef, Value};
use crate::ErrorCode;

/// An item of an answer that says of itself that it failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FailedItem<'a> {
    /// Where in the answer it stands, such as `ResultItem[3]`.
    pub path: String,
    /// Why it failed.
    pub code: ErrorCode,
    /// All of it.
    pub item: RecordRef<'a>,
}

impl fmt::Display for FailedItem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` failed with {}", self.path, self.code)
    }
}

/// Finds the items that failed in an answer, in the order of its fields.
#[must_use]
pub fn failed_items<R: Record>(answer: &R) -> Vec<FailedItem<'_>> {
    let mut search = Search { path: Path::default(), failed: Vec::new() };
    search.record(RecordRef::new(answer));
    search.failed
}

struct Search<'a> {
    path: Path,
    failed: Vec<FailedItem<'a>>,
}

impl<'a> Search<'a> {
    fn record(&mut self, item: RecordRef<'a>) {
        for (field, value) in item.fields() {
            if let Value::Int(code) = value
                && field.is_outcome
                && code != 0
            {
                let code = ErrorCode::new(i32::try_from(code).unwrap_or(i32::MAX));
                self.failed.push(FailedItem { path: self.path.to_string(), code, item });
            }
            self.value(Step::Field(field.wire), value);
        }
    }

    fn value(&mut self, step: Step, value: Value<'a>) {
        self.path.enter(step);
        match value {
            Value::Record(record) => self.record(record),
            Value::List(list) => {
                (0..list.len()).for_each(|index| self.value(Step::Item(index), list.get(index)));
            }
            _ => {}
        }
        self.path.leave();
    }
}
