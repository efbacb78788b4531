//! Checking the constraints of a table.

use std::fmt;

use crate::codec::{ErrorPath, PathSegment};
use crate::schema::{Bounds, Constraint, Record, RecordRef, UnionRef, Value, WireValue, plural};

/// A constraint that a request breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The path of the field on the wire, such as `GroupName[0]`.
    pub field: String,
    /// The broken constraint.
    pub constraint: Constraint,
    /// The number of items, bytes or characters that was found, or the value itself if the constraint is on values.
    pub found: String,
}

/// The constraints that a request breaks; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Returns all violations, in the order of the fields.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, constraint, found } = self;
        let (bounds, unit) = match constraint {
            Constraint::Items(bounds) => (bounds, "items"),
            Constraint::Bytes(bounds) => (bounds, "bytes"),
            Constraint::Chars(bounds) => (bounds, "characters"),
            constraint => return write!(f, "`{field}` is {found}, allowed is {constraint}"),
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

/// Checks the constraints of a struct and of all structs in it.
///
/// # Errors
///
/// Returns every constraint that is broken.
pub fn validate<R: Record>(record: &R) -> Result<(), Violations> {
    validate_record(RecordRef::new(record))
}

/// Checks the constraints of a request whose list `list`, by its name on the wire, is spread over several calls.
///
/// The maximum number of items of that list is not checked, the minimum is. The indexes of violations are those of the
/// list, plus `offset`: the number of items that were sent before.
///
/// # Errors
///
/// Returns every constraint that is broken.
pub fn validate_batches(
    request: RecordRef<'_>,
    list: &'static str,
    offset: usize,
) -> Result<(), Violations> {
    let mut check = Check { violations: Vec::new(), batched: Some((list, offset)) };
    check.record(None, request);
    check.into_result()
}

/// Checks the constraints of a struct of any type.
///
/// # Errors
///
/// Returns every constraint that is broken.
pub fn validate_record(record: RecordRef<'_>) -> Result<(), Violations> {
    let mut check = Check::default();
    check.record(None, record);
    check.into_result()
}

/// A walk over a struct, with the violations found.
#[derive(Default)]
struct Check {
    violations: Vec<Violation>,
    /// The list that is spread over several calls, and the number of items that were sent before.
    batched: Option<(&'static str, usize)>,
}

impl Check {
    fn into_result(self) -> Result<(), Violations> {
        if self.violations.is_empty() { Ok(()) } else { Err(Violations(self.violations)) }
    }

    /// Returns the number of items that were sent before those of this list; `None` if it is not spread over several
    /// calls.
    fn offset(&self, at: &ErrorPath<'_>) -> Option<usize> {
        self.batched.filter(|(list, _)| at.is_field(list)).map(|(_, offset)| offset)
    }

    fn record(&mut self, at: Option<&ErrorPath<'_>>, record: RecordRef<'_>) {
        record.for_each(|field, value| {
            self.value(
                &ErrorPath::new(at, PathSegment::Field(field.wire)),
                value,
                field.words.constraints,
            );
        });
    }

    fn value(&mut self, at: &ErrorPath<'_>, value: Value<'_>, constraints: &[Constraint]) {
        for constraint in constraints {
            self.constraint(at, value, *constraint);
        }
        match value {
            Value::Record(record) => self.record(Some(at), record),
            Value::Union(union) => {
                if let UnionRef::Member(_, content) = union.get() {
                    let content_at =
                        ErrorPath::new(Some(at), PathSegment::Field(union.table().content));
                    self.record(Some(&content_at), content);
                }
            }
            Value::List(list) => {
                let offset = self.offset(at).unwrap_or_default();
                list.for_each(|index, item| {
                    self.value(
                        &ErrorPath::new(Some(at), PathSegment::Item(offset + index)),
                        item,
                        &[],
                    );
                });
            }
            Value::Map(map) => {
                map.visit(&mut |key, value| {
                    self.value(&ErrorPath::new(Some(at), PathSegment::Key(key)), value, &[]);
                });
            }
            _ => {}
        }
    }

    fn constraint(&mut self, at: &ErrorPath<'_>, value: Value<'_>, constraint: Constraint) {
        match (constraint, value) {
            (Constraint::Items(bounds), Value::List(list)) => {
                let max = if self.offset(at).is_some() { None } else { bounds.max };
                self.size(at, constraint, Bounds { max, ..bounds }, list.len());
            }
            (Constraint::Items(bounds), Value::Map(map)) => {
                self.size(at, constraint, bounds, map.len());
            }
            (Constraint::Bytes(bounds), Value::Text(text)) => {
                self.size(at, constraint, bounds, text.len());
            }
            (Constraint::Chars(bounds), Value::Text(text)) => {
                self.size(at, constraint, bounds, text.chars().count());
            }
            (Constraint::Range(bounds), Value::Int(value)) => {
                self.range(at, constraint, bounds, value.into());
            }
            (Constraint::Range(bounds), Value::Uint(value)) => {
                self.range(at, constraint, bounds, value.into());
            }
            (Constraint::OneOf(choices), Value::Text(text)) => {
                let is_allowed = choices
                    .iter()
                    .any(|choice| matches!(choice, WireValue::Text(allowed) if *allowed == text));
                self.unless(at, is_allowed, constraint, format_args!("{text:?}"));
            }
            (Constraint::OneOf(choices), Value::Int(value)) => {
                self.choice(at, constraint, choices, value.into());
            }
            (Constraint::OneOf(choices), Value::Uint(value)) => {
                self.choice(at, constraint, choices, value.into());
            }
            (Constraint::Each(constraints), Value::List(list)) => {
                let offset = self.offset(at).unwrap_or_default();
                list.for_each(|index, item| {
                    let at = ErrorPath::new(Some(at), PathSegment::Item(offset + index));
                    constraints
                        .iter()
                        .for_each(|constraint| self.constraint(&at, item, *constraint));
                });
            }
            (Constraint::Each(constraints), Value::Map(map)) => {
                map.visit(&mut |key, value| {
                    let at = ErrorPath::new(Some(at), PathSegment::Key(key));
                    constraints
                        .iter()
                        .for_each(|constraint| self.constraint(&at, value, *constraint));
                });
            }
            _ => {}
        }
    }

    fn size(&mut self, at: &ErrorPath<'_>, constraint: Constraint, bounds: Bounds, size: usize) {
        self.range(at, constraint, bounds, size as i128);
    }

    fn range(&mut self, at: &ErrorPath<'_>, constraint: Constraint, bounds: Bounds, value: i128) {
        self.unless(at, bounds.contains(value), constraint, value);
    }

    fn choice(
        &mut self,
        at: &ErrorPath<'_>,
        constraint: Constraint,
        choices: &[WireValue],
        value: i128,
    ) {
        let is_allowed = choices.iter().any(
            |choice| matches!(choice, WireValue::Integer(allowed) if i128::from(*allowed) == value),
        );
        self.unless(at, is_allowed, constraint, value);
    }

    fn unless(
        &mut self,
        at: &ErrorPath<'_>,
        is_allowed: bool,
        constraint: Constraint,
        found: impl fmt::Display,
    ) {
        if !is_allowed {
            let field = at.to_string();
            self.violations.push(Violation { field, constraint, found: found.to_string() });
        }
    }
}
