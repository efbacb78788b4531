//! Structs whose type is known at run time only, by their tables.

use super::record::{Field, Record, RecordMut, RecordRef};
use super::table::Table;

/// The type of a declared struct at run time: its table, and how to make an empty one.
#[derive(Clone, Copy, Debug)]
pub struct RecordType {
    table: fn() -> &'static Table,
    empty: fn() -> Box<dyn Record>,
}

/// A declared struct of any type.
pub struct AnyRecord {
    ty: RecordType,
    record: Box<dyn Record>,
}

impl RecordType {
    /// Returns the type of a struct that is known at compile time.
    #[must_use]
    pub const fn of<R: Record + Field>() -> Self {
        Self { table: R::table, empty: boxed::<R> }
    }

    /// Returns the table.
    #[must_use]
    pub fn table(self) -> &'static Table {
        (self.table)()
    }

    /// Makes an empty struct, to be filled.
    #[must_use]
    pub fn empty(self) -> AnyRecord {
        AnyRecord { ty: self, record: (self.empty)() }
    }
}

fn boxed<R: Record + Field>() -> Box<dyn Record> {
    Box::new(R::empty())
}

impl AnyRecord {
    /// Returns the type.
    #[must_use]
    pub fn ty(&self) -> RecordType {
        self.ty
    }

    /// Returns a reference for reading.
    #[must_use]
    pub fn as_ref(&self) -> RecordRef<'_> {
        RecordRef { table: self.ty.table(), record: &*self.record }
    }

    /// Returns a reference for filling.
    #[must_use]
    pub fn as_mut(&mut self) -> RecordMut<'_> {
        RecordMut { table: self.ty.table(), record: &mut *self.record }
    }
}
