//! The type of a field that only the source knows, guessed from its name, its words and its samples.

use super::known;
use super::tree::Node;
use super::values::{is_constant, values};
use crate::names;
use crate::source::Type;

/// The word of `#[wire(..)]` for a `bool` that is a boolean on the wire.
pub(super) const BOOLEAN: &str = "flag(on = true, off = false)";

/// A guessed type.
#[derive(Debug, Default)]
pub(super) struct Guess {
    /// The name of the field.
    pub(super) ident: String,
    /// The type; for an enumeration that of its values.
    pub(super) ty: String,
    /// Words of `#[wire(..)]` that belong to the type.
    pub(super) wire: Vec<String>,
    /// The values of an enumeration. Then the type is yet to be declared.
    pub(super) values: Vec<String>,
    /// The questions to a human.
    pub(super) todos: Vec<String>,
}

/// Guesses the type of a field. `sampled` are the texts that samples have there.
pub(super) fn guess(node: &Node<'_>, told: &Type, sampled: &[String]) -> Guess {
    let plain = |ty: &str, todo: Option<String>| Guess {
        ident: names::field_name(node.name),
        ty: ty.to_owned(),
        todos: todo.into_iter().collect(),
        ..Guess::default()
    };
    match told {
        Type::Array(Some(item)) => {
            let item = guess(node, item, sampled);
            Guess { ty: format!("Vec<{}>", item.ty), ..item }
        }
        Type::Array(None) => {
            let todo = "the type of the items".to_owned();
            plain(&format!("Vec<{}>", text_type(node.name)), Some(todo))
        }
        Type::String => text(node, plain(text_type(node.name), None), sampled),
        Type::Integer => integer(node, plain("u64", None)),
        Type::Number => plain("f64", None),
        Type::Boolean => Guess { wire: vec![BOOLEAN.to_owned()], ..plain("bool", None) },
        Type::Object => plain("Value", Some("the fields of the object".to_owned())),
        Type::Any(types) => {
            let types: Vec<_> = types.iter().map(ToString::to_string).collect();
            let types = if types.is_empty() { "unknown".to_owned() } else { types.join(" or ") };
            plain("Value", Some(format!("the type: {types}")))
        }
    }
}

fn text(node: &Node<'_>, plain: Guess, sampled: &[String]) -> Guess {
    let mut values = values(node.words());
    let has_constants = sampled.iter().any(|value| is_constant(value));
    for value in sampled.iter().filter(|value| is_constant(value)) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    let is_switch =
        values.len() == 2 && ["On", "Off"].iter().all(|on| values.iter().any(|value| value == on));
    if plain.ty != "String" {
        plain
    } else if is_switch {
        let wire = vec!["flag(on = \"On\", off = \"Off\")".to_owned()];
        Guess { ty: "bool".to_owned(), wire, ..plain }
    } else if values.len() > 1 || has_constants {
        Guess { values, ..plain }
    } else {
        plain
    }
}

fn integer(node: &Node<'_>, mut plain: Guess) -> Guess {
    let lower = node.words().to_lowercase();
    let values = values(node.words());
    if values.iter().eq(["0", "1"]) || values.iter().eq(["1", "0"]) {
        return Guess { ty: "bool".to_owned(), ..plain };
    }
    // Larger numbers are examples.
    if values.len() > 1 && values.iter().all(|value| value.len() < 4) {
        return Guess { values, ..plain };
    }
    if node.name.ends_with("Flag") || node.name.starts_with("Is") {
        plain.todos.push("a `bool`?".to_owned());
    }
    let is_time = ["Time", "Timestamp", "TimeStamp"].iter().any(|end| node.name.ends_with(end));
    let is_in_seconds = (lower.contains("second") && !lower.contains("per second"))
        || (lower.contains('秒') && !lower.contains("每秒"));
    if lower.contains("millisecond") || lower.contains("毫秒") {
        plain.ident += "_millis";
    } else if is_time || is_in_seconds {
        plain.ident += "_secs";
        plain.todos.extend((!is_in_seconds).then(|| "the unit is a guess".to_owned()));
    }
    plain.ty = match node.name {
        "Random" | "MsgRandom" | "Limit" | "Offset" => "u32",
        _ if ["32-bit unsigned", "unsigned 32-bit", "uint32", "32位无符号", "无符号32位"]
            .iter()
            .any(|words| lower.contains(words)) =>
        {
            "u32"
        }
        _ if lower.contains("int64") && !lower.contains("uint64") => "i64",
        _ => "u64",
    }
    .to_owned();
    plain
}

/// Returns the type of a text by its name.
fn text_type(wire: &str) -> &'static str {
    match wire {
        "UserID" | "UserId" | "GroupOwner" | "Owner" => "UserId",
        "GroupId" | "GroupIdList" => "GroupId",
        "TopicId" => "TopicId",
        "PermissionGroupId" | "PermissionGroupIdList" => "PermissionGroupId",
        "MsgKey" => "MsgKey",
        wire if wire.ends_with("_Account") => "UserId",
        _ => "String",
    }
}

/// Returns the constraint as the type of the field takes it, if it does.
pub(super) fn fitting(bound: &str, ty: &str) -> Option<String> {
    let is_list = ty.starts_with("Vec<") || ty.starts_with("BTreeMap<");
    let item = ty.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>'));
    let inner = item.unwrap_or(ty);
    let is_text = matches!(
        inner,
        "String" | "UserId" | "GroupId" | "TopicId" | "PermissionGroupId" | "MsgKey"
    );
    let word = bound.split('(').next().unwrap_or_default();
    match word {
        "items" => is_list.then(|| bound.to_owned()),
        "bytes" | "chars" if is_text && item.is_some() => Some(format!("each({bound})")),
        "bytes" | "chars" => is_text.then(|| bound.to_owned()),
        "range" if known::is_integer(inner) && item.is_some() => Some(format!("each({bound})")),
        "range" => known::is_integer(inner).then(|| bound.to_owned()),
        _ => None,
    }
}
