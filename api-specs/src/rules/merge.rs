//! Copying what two structs have in common.

use super::compare::is_same_value;
use crate::schema::{
    AnyRecord, Each, FieldMut, List, Record, RecordMut, RecordRef, UnionRef, Value,
};

/// Copies each field of `from` that is present into the field of the same wire name of `into`.
///
/// Objects are merged; all other values are replaced. A field that `into` lacks, or that does not take the value, is
/// skipped.
pub fn merge(from: RecordRef<'_>, mut into: RecordMut<'_>) {
    from.for_each(|field, value| {
        let before = into.as_ref().get(field.wire).map(number);
        if copy(value, into.field_mut(field.wire)) {
            return;
        }
        // The attempt made an absent field present, or set a number to 0.
        match before {
            None => into.clear_field(field.wire),
            Some(Some(number)) => drop(copy(number, into.field_mut(field.wire))),
            Some(None) => {}
        }
    });
}

/// Returns the value without its lifetime if it is an integer.
fn number(value: Value<'_>) -> Option<Value<'static>> {
    match value {
        Value::Int(value) => Some(Value::Int(value)),
        Value::Uint(value) => Some(Value::Uint(value)),
        _ => None,
    }
}

/// Joins the response of a batch to those of the batches before it: lists that are always there are concatenated, and any
/// other field on which the two disagree becomes empty.
pub fn join(from: RecordRef<'_>, mut into: RecordMut<'_>) {
    for field in into.as_ref().table().fields {
        let is_same = match (into.as_ref().get(field.wire), from.get(field.wire)) {
            (Some(Value::List(_)), Some(Value::List(items))) if field.required => {
                if let FieldMut::List(list) = into.field_mut(field.wire) {
                    append(items, list);
                }
                true
            }
            (Some(before), Some(after)) => is_same_value(&before, &after),
            (before, after) => before.is_none() && after.is_none(),
        };
        if !is_same {
            into.clear_field(field.wire);
        }
    }
}

/// Clones a struct, field by field.
pub fn duplicate<R: Record>(record: &R) -> R {
    let mut copy = R::make_empty();
    fill(RecordRef::new(record), RecordMut::new(&mut copy));
    copy
}

/// Copies each field of `from` that is present into the field of the same index of `into`, an empty struct of the same
/// type.
fn fill(from: RecordRef<'_>, into: RecordMut<'_>) {
    let RecordMut { record: into, .. } = into;
    from.record.visit(&mut Each(|index, value| {
        copy(value, into.field_mut(index));
    }));
}

/// Copies a value. Returns `false` if it does not fit.
fn copy(value: Value<'_>, into: FieldMut<'_>) -> bool {
    match (value, into) {
        (Value::Text(text), FieldMut::Text(into)) => into.set(text),
        (Value::Text(text), FieldMut::Dynamic(into)) => into.set_text(text),
        (Value::Int(value), FieldMut::Int(into)) => return into.set(value.into()),
        (Value::Int(value), FieldMut::Dynamic(into)) => into.set(value.into()),
        (Value::Uint(value), FieldMut::Int(into)) => return into.set(value.into()),
        (Value::Uint(value), FieldMut::Dynamic(into)) => into.set(value.into()),
        (Value::Flag(flag), FieldMut::Flag(into)) => *into = flag,
        (Value::Number(number), FieldMut::Number(into)) => *into = number,
        (Value::Dynamic(json), FieldMut::Dynamic(into)) => into.set(json.clone()),
        (Value::Record(from), FieldMut::Record(into)) => copy_record(from, into),
        (Value::List(from), FieldMut::List(into)) => {
            into.truncate(0);
            append(from, into);
        }
        // A field of any JSON may visit as a list.
        (Value::List(from), FieldMut::Dynamic(into)) => {
            match serde_json::to_value(Value::List(from)) {
                Ok(json) => into.set(json),
                Err(_) => return false,
            }
        }
        (Value::Map(from), FieldMut::Map(into)) => {
            into.clear();
            from.visit(&mut |key, value| {
                if !copy(value, into.insert(key)) {
                    into.remove(key);
                }
            });
        }
        (Value::Union(from), FieldMut::Union(into)) => match from.get() {
            UnionRef::Member(member, content) => {
                let tag = from.table().members.get(member).map(|member| member.tag);
                let same = into.table().members.iter().position(|member| Some(member.tag) == tag);
                match same.and_then(|member| into.make(member)) {
                    Some(into) => copy_record(content, into),
                    None => return false,
                }
            }
            UnionRef::Other(fields) => into.keep(fields.clone()),
        },
        _ => return false,
    }
    true
}

fn copy_record(from: RecordRef<'_>, into: RecordMut<'_>) {
    if std::ptr::eq(from.table, into.table) { fill(from, into) } else { merge(from, into) }
}

/// Adds copies of the items that fit.
fn append(from: &dyn List, into: &mut dyn List) {
    from.for_each(|_, item| {
        let len = into.len();
        if !copy(item, into.push()) {
            into.truncate(len);
        }
    });
}

/// A copy of each field.
impl Clone for AnyRecord {
    fn clone(&self) -> Self {
        let mut copy = self.ty().empty();
        fill(self.as_ref(), copy.as_mut());
        copy
    }
}
