//! The declarations of the specs as data: the table of each struct, the constraints and pages of an endpoint, and the traits
//! through which a table's fields are read and filled.
//!
//! For each struct the macros emit a static [`Table`] and an implementation of [`Record`]. The implementation
//! passes the fields that are present to a [`Visitor`], each as a [`Value`], and fills field `i` through a
//! [`FieldMut`]. Everything else about a struct is written once, over its table: [`codec`](crate::codec) reads and
//! writes it, and [`rules`](crate::rules) has what else is asked of it.

mod any_record;
mod constraint;
mod paging;
mod questions;
mod record;
mod standard;
mod table;

pub use any_record::{AnyRecord, RecordType};
pub use constraint::{BoolRepr, Bounds, Constraint, WireValue};
pub use paging::{PageStep, Pagination};
pub use record::{
    Access, Dynamic, Field, FieldMut, Int, List, Map, Record, RecordMut, RecordRef, Text, Union,
    UnionRef, Value, Visitor,
};
pub use table::{
    EnumTable, EnumValue, FieldRole, FieldSpec, FieldType, FieldWords, Meaning, Member, RecordKind,
    Table, UnionTable,
};

pub(crate) use constraint::plural;
pub(crate) use record::Each;
