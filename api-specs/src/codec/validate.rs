//! Checking the limits of a table.

use std::fmt;

use super::path::{Path, Step};
use super::table::plural;
use super::{Bounds, Choice, Limit, Record, RecordRef, UnionRef, Value};

/// One limit that a request breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The field on the wire, such as `GroupName[0]`.
    pub field: String,
    /// The limit.
    pub limit: Limit,
    /// What was found: a number of items, bytes or characters, or the value itself where values are limited.
    pub found: String,
}

/// Every limit that a request breaks; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Them all, in the order of the fields.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, limit, found } = self;
        let (bounds, unit) = match limit {
            Limit::Items(bounds) => (bounds, "items"),
            Limit::Bytes(bounds) => (bounds, "bytes"),
            Limit::Chars(bounds) => (bounds, "characters"),
            limit => return write!(f, "`{field}` is {found}, allowed is {limit}"),
        };
        let unit = plural(found == "1", unit);
        write!(f, "`{field}` has {found} {unit}, allowed is {bounds}")
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violation {}
impl std::error::Error for Violations {}

/// Checks the limits of a struct and of all that is in it.
///
/// # Errors
///
/// Every limit that is broken.
pub fn validate<R: Record>(record: &R) -> Result<(), Violations> {
    validate_record(RecordRef::new(record))
}

/// Checks the constraints of a request whose list `list`, by its name on the wire, is spread over several calls: the list
/// may have any number of items above the smallest.
///
/// The indexes of violations are those of the list, plus `offset`: the number of items that were sent before.
///
/// # Errors
///
/// Every constraint that is broken.
pub fn validate_batches<R: Record>(
    request: &R,
    list: &'static str,
    offset: usize,
) -> Result<(), Violations> {
    let mut check = Check { violations: Vec::new(), batched: Some((list, offset)) };
    check.record(None, RecordRef::new(request));
    check.into_result()
}

/// Checks the limits of a struct whose type is not known here.
///
/// # Errors
///
/// Every limit that is broken.
pub fn validate_record(record: RecordRef<'_>) -> Result<(), Violations> {
    let mut check = Check::default();
    check.record(None, record);
    check.into_result()
}

/// The walk over a struct: what it found.
#[derive(Default)]
struct Check {
    violations: Vec<Violation>,
    /// The list that is spread over several calls, and how many items were sent before.
    batched: Option<(&'static str, usize)>,
}

impl Check {
    fn into_result(self) -> Result<(), Violations> {
        if self.violations.is_empty() { Ok(()) } else { Err(Violations(self.violations)) }
    }

    /// Returns the number of items that were sent before those of this list; `None` if it is not spread over several calls.
    fn offset(&self, at: &Path<'_>) -> Option<usize> {
        self.batched.filter(|(list, _)| at.is_field(list)).map(|(_, offset)| offset)
    }

    fn record(&mut self, at: Option<&Path<'_>>, record: RecordRef<'_>) {
        record.for_each(|field, value| {
            self.value(&Path::new(at, Step::Field(field.wire)), value, field.limits);
        });
    }

    fn value(&mut self, at: &Path<'_>, value: Value<'_>, limits: &[Limit]) {
        for limit in limits {
            self.limit(at, value, *limit);
        }
        match value {
            Value::Record(record) => self.record(Some(at), record),
            Value::Union(union) => {
                if let UnionRef::Member(_, content) = union.get() {
                    let content_at = Path::new(Some(at), Step::Field(union.table().content));
                    self.record(Some(&content_at), content);
                }
            }
            Value::List(list) => {
                let offset = self.offset(at).unwrap_or_default();
                list.for_each(|index, item| {
                    self.value(&Path::new(Some(at), Step::Item(offset + index)), item, &[]);
                });
            }
            Value::Map(map) => {
                map.visit(&mut |key, value| {
                    self.value(&Path::new(Some(at), Step::Key(key)), value, &[]);
                });
            }
            _ => {}
        }
    }

    fn limit(&mut self, at: &Path<'_>, value: Value<'_>, limit: Limit) {
        match (limit, value) {
            (Limit::Items(bounds), Value::List(list)) => {
                let max = if self.offset(at).is_some() { None } else { bounds.max };
                self.size(at, limit, Bounds { max, ..bounds }, list.len());
            }
            (Limit::Items(bounds), Value::Map(map)) => {
                self.size(at, limit, bounds, map.len());
            }
            (Limit::Bytes(bounds), Value::Text(text)) => self.size(at, limit, bounds, text.len()),
            (Limit::Chars(bounds), Value::Text(text)) => {
                self.size(at, limit, bounds, text.chars().count());
            }
            (Limit::Range(bounds), Value::Int(value)) => {
                self.range(at, limit, bounds, value.into());
            }
            (Limit::Range(bounds), Value::Uint(value)) => {
                self.range(at, limit, bounds, value.into());
            }
            (Limit::OneOf(choices), Value::Text(text)) => {
                let is_allowed = choices
                    .iter()
                    .any(|choice| matches!(choice, Choice::Text(allowed) if *allowed == text));
                self.unless(at, is_allowed, limit, format_args!("{text:?}"));
            }
            (Limit::OneOf(choices), Value::Int(value)) => {
                self.choice(at, limit, choices, value.into());
            }
            (Limit::OneOf(choices), Value::Uint(value)) => {
                self.choice(at, limit, choices, value.into());
            }
            (Limit::Each(limits), Value::List(list)) => {
                let offset = self.offset(at).unwrap_or_default();
                list.for_each(|index, item| {
                    let at = Path::new(Some(at), Step::Item(offset + index));
                    limits.iter().for_each(|limit| self.limit(&at, item, *limit));
                });
            }
            (Limit::Each(limits), Value::Map(map)) => {
                map.visit(&mut |key, value| {
                    let at = Path::new(Some(at), Step::Key(key));
                    limits.iter().for_each(|limit| self.limit(&at, value, *limit));
                });
            }
            _ => {}
        }
    }

    fn size(&mut self, at: &Path<'_>, limit: Limit, bounds: Bounds, size: usize) {
        self.range(at, limit, bounds, size as i128);
    }

    fn range(&mut self, at: &Path<'_>, limit: Limit, bounds: Bounds, value: i128) {
        self.unless(at, bounds.contains(value), limit, value);
    }

    fn choice(&mut self, at: &Path<'_>, limit: Limit, choices: &[Choice], value: i128) {
        let is_allowed = choices.iter().any(
            |choice| matches!(choice, Choice::Integer(allowed) if i128::from(*allowed) == value),
        );
        self.unless(at, is_allowed, limit, value);
    }

    fn unless(&mut self, at: &Path<'_>, is_allowed: bool, limit: Limit, found: impl fmt::Display) {
        if !is_allowed {
            let field = at.to_string();
            self.violations.push(Violation { field, limit, found: found.to_string() });
        }
    }
}
