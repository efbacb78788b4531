//! A response with every field, made from its table.

use serde_json::{Value as Json, json};
use tencent_chat::schema::{FieldRole, FieldType, Member, Table, UnionTable, WireValue};

/// The depth to which a recursive object is followed.
const DEPTH: usize = 4;

/// An object with every field, and lists of two items.
pub(crate) fn full(table: &Table) -> Json {
    full_record(table, DEPTH)
}

fn full_record(table: &Table, depth: usize) -> Json {
    let fields = table.fields.iter().filter(|field| field.required || depth > 0);
    let fields = fields.map(|field| {
        let value = match (field.words.role, field.ty) {
            (_, FieldType::Flag) => choice(field.words.switch.on),
            (FieldRole::Status, _) => json!(0),
            (_, ty) => full_value(ty, depth),
        };
        (field.wire.to_owned(), value)
    });
    Json::Object(fields.collect())
}

fn full_value(ty: FieldType, depth: usize) -> Json {
    match ty {
        FieldType::String(_) => json!("text"),
        FieldType::Integer { .. } => json!(3),
        FieldType::Flag => json!(1),
        FieldType::Enum(table) => {
            table.values.first().map_or(json!("word"), |known| choice(known.value))
        }
        FieldType::Number => json!(1.5),
        FieldType::List(FieldType::Union(union)) if depth > 0 => {
            union.members.iter().map(|member| full_member(union, member, depth)).collect()
        }
        // At this depth an object may hold itself.
        FieldType::List(item) if depth == 0 && is_object(*item) => json!([]),
        FieldType::Map(item) if depth == 0 && is_object(*item) => json!({}),
        FieldType::List(item) => {
            json!([full_value(*item, depth.saturating_sub(1)), full_value(*item, 0)])
        }
        FieldType::Map(item) => {
            json!({"one": full_value(*item, depth.saturating_sub(1)), "two": full_value(*item, 0)})
        }
        FieldType::Object(table) => full_record(table(), depth.saturating_sub(1)),
        FieldType::Union(union) => full_member(union, &union.members[0], 0),
        FieldType::Dynamic { example, .. } => serde_json::from_str(example).unwrap(),
        other => panic!("add a value of {other} here"),
    }
}

fn is_object(ty: FieldType) -> bool {
    match ty {
        FieldType::List(item) | FieldType::Map(item) => is_object(*item),
        ty => matches!(ty, FieldType::Object(_) | FieldType::Union(_)),
    }
}

fn full_member(union: &UnionTable, member: &Member, depth: usize) -> Json {
    json!({union.tag: member.tag, union.content: full_record((member.table)(), depth.saturating_sub(1))})
}

fn choice(choice: WireValue) -> Json {
    match choice {
        WireValue::Text(text) => json!(text),
        WireValue::Integer(value) => json!(value),
        WireValue::Bool(value) => json!(value),
    }
}
