//! Printing a struct for people.

use std::fmt;

use crate::schema::{AnyRecord, Record, RecordRef, Value};

/// Prints a declared struct: its name and its fields, by their names in Rust. This is the `Debug` of each struct.
///
/// # Errors
///
/// Returns the errors of the formatter.
pub fn debug<R: Record>(record: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&RecordRef::new(record), f)
}

impl fmt::Debug for RecordRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct(self.table.name);
        for field in self.table.fields {
            match self.get(field.wire) {
                Some(value) => output.field(field.name, &value),
                None => output.field(field.name, &None::<()>),
            };
        }
        output.finish()
    }
}

impl fmt::Debug for AnyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => fmt::Debug::fmt(text, f),
            Value::Int(value) => value.fmt(f),
            Value::Uint(value) => value.fmt(f),
            Value::Flag(flag) => flag.fmt(f),
            Value::Number(number) => number.fmt(f),
            Value::Map(map) => {
                let mut output = f.debug_map();
                map.visit(&mut |key, value| {
                    output.entry(&key, &value);
                });
                output.finish()
            }
            Value::Union(union) => union.fmt(f),
            Value::Dynamic(json) => json.fmt(f),
            Value::List(list) => {
                let mut output = f.debug_list();
                list.for_each(|_, item| {
                    output.entry(&item);
                });
                output.finish()
            }
            Value::Record(record) => record.fmt(f),
        }
    }
}
