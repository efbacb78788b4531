//! A struct without fields.

use crate::schema::{Access, FieldMut, Record, RecordKind, Table, Visitor};

/// A struct without fields: what is read or written with an envelope alone.
pub(crate) struct Empty;

static EMPTY: Table = Table {
    name: "Empty",
    doc: "",
    kind: RecordKind::Response,
    is_judged_per_item: false,
    has_aliases: false,
    fields: &[],
};

impl Record for Empty {
    fn table() -> &'static Table {
        &EMPTY
    }

    fn make_empty() -> Self {
        Self
    }

    fn visit<'a>(&'a self, _: &mut dyn Visitor<'a>) {}

    fn access(&mut self, _: usize, _: Access) -> FieldMut<'_> {
        FieldMut::Skip
    }
}
