//! Comparing and hashing declared structs, field by field.

use std::hash::{Hash, Hasher};

use crate::schema::{AnyRecord, Each, List, Map, Record, UnionRef, Value};

/// Returns `true` if two structs of one type are equal: the `PartialEq` and `Eq` of each declared struct.
///
/// Numbers with fractions are equal if their bits are, so that each value equals itself. Values of an open enumeration
/// are equal if their values on the wire are.
pub fn is_equal(first: &dyn Record, second: &dyn Record) -> bool {
    is_same(&fields(first), &fields(second))
}

/// Hashes the values that [`is_equal`] compares.
pub fn hash(record: &dyn Record, mut state: &mut dyn Hasher) {
    hash_all(&fields(record), &mut state);
}

impl PartialEq for AnyRecord {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.as_ref(), other.as_ref());
        std::ptr::eq(one.table, other.table) && is_equal(one.record, other.record)
    }
}

impl Eq for AnyRecord {}

/// The fields or items that are present, each with its index.
type Values<'a> = Vec<(usize, Value<'a>)>;

fn fields(record: &dyn Record) -> Values<'_> {
    let mut values = Values::new();
    record.visit(&mut Each(|index, value| values.push((index, value))));
    values
}

fn is_same(first: &[(usize, Value<'_>)], second: &[(usize, Value<'_>)]) -> bool {
    let mut pairs = first.iter().zip(second);
    first.len() == second.len()
        && pairs.all(|((index, value), (other_index, other))| {
            index == other_index && is_same_value(value, other)
        })
}

pub(super) fn is_same_value(first: &Value<'_>, second: &Value<'_>) -> bool {
    match (*first, *second) {
        (Value::Text(first), Value::Text(second)) => first == second,
        (Value::Int(first), Value::Int(second)) => first == second,
        (Value::Uint(first), Value::Uint(second)) => first == second,
        (Value::Flag(first), Value::Flag(second)) => first == second,
        (Value::Number(first), Value::Number(second)) => first.to_bits() == second.to_bits(),
        (Value::List(first), Value::List(second)) => {
            first.len() == second.len() && is_same(&items(first), &items(second))
        }
        (Value::Map(first), Value::Map(second)) => {
            first.len() == second.len() && is_same_map(&entries(first), &entries(second))
        }
        (Value::Record(first), Value::Record(second)) => is_equal(first.record, second.record),
        (Value::Union(first), Value::Union(second)) => match (first.get(), second.get()) {
            (UnionRef::Member(member, first), UnionRef::Member(other, second)) => {
                member == other && is_equal(first.record, second.record)
            }
            (UnionRef::Other(first), UnionRef::Other(second)) => first == second,
            _ => false,
        },
        (Value::Dynamic(first), Value::Dynamic(second)) => first == second,
        _ => false,
    }
}

fn is_same_map(first: &[(&str, Value<'_>)], second: &[(&str, Value<'_>)]) -> bool {
    let mut pairs = first.iter().zip(second);
    pairs.all(|((key, value), (other_key, other))| key == other_key && is_same_value(value, other))
}

fn hash_all(values: &[(usize, Value<'_>)], state: &mut &mut dyn Hasher) {
    values.len().hash(state);
    for (index, value) in values {
        index.hash(state);
        hash_value(value, state);
    }
}

fn hash_value(value: &Value<'_>, state: &mut &mut dyn Hasher) {
    match *value {
        Value::Text(text) => text.hash(state),
        Value::Int(value) => value.hash(state),
        Value::Uint(value) => value.hash(state),
        Value::Flag(flag) => flag.hash(state),
        Value::Number(number) => number.to_bits().hash(state),
        Value::List(list) => hash_all(&items(list), state),
        Value::Map(map) => {
            map.len().hash(state);
            for (key, value) in entries(map) {
                key.hash(state);
                hash_value(&value, state);
            }
        }
        Value::Record(record) => hash_all(&fields(record.record), state),
        Value::Union(union) => match union.get() {
            UnionRef::Member(member, content) => {
                member.hash(state);
                hash_all(&fields(content.record), state);
            }
            UnionRef::Other(fields) => fields.hash(state),
        },
        Value::Dynamic(json) => json.hash(state),
    }
}

fn items(list: &dyn List) -> Values<'_> {
    let mut values = Values::with_capacity(list.len());
    list.for_each(|index, item| values.push((index, item)));
    values
}

fn entries(map: &dyn Map) -> Vec<(&str, Value<'_>)> {
    let mut values = Vec::with_capacity(map.len());
    map.visit(&mut |key, value| values.push((key, value)));
    values
}
