//! JSON that keeps the order of its keys.

mod deserialize;
mod tolerant;

use std::fmt;

pub(super) use tolerant::BROKEN;

/// A JSON value. Objects keep the order of their keys and repeated keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Returns the value of the last key of this name, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

/// Writes the value as JSON, indented by two spaces.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, 0, f)
    }
}

fn write(value: &Json, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let indent = |depth: usize, f: &mut fmt::Formatter<'_>| write!(f, "\n{:1$}", "", depth * 2);
    let text = |text: &str, f: &mut fmt::Formatter<'_>| {
        f.write_str(&serde_json::Value::from(text).to_string())
    };
    match value {
        Json::Null => f.write_str("null"),
        Json::Bool(value) => write!(f, "{value}"),
        Json::Number(value) => f.write_str(value),
        Json::String(value) => text(value, f),
        Json::Array(items) if items.is_empty() => f.write_str("[]"),
        Json::Object(members) if members.is_empty() => f.write_str("{}"),
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                f.write_str(if index == 0 { "[" } else { "," })?;
                indent(depth + 1, f)?;
                write(item, depth + 1, f)?;
            }
            indent(depth, f)?;
            f.write_str("]")
        }
        Json::Object(members) => {
            for (index, (key, value)) in members.iter().enumerate() {
                f.write_str(if index == 0 { "{" } else { "," })?;
                indent(depth + 1, f)?;
                text(key, f)?;
                f.write_str(": ")?;
                write(value, depth + 1, f)?;
            }
            indent(depth, f)?;
            f.write_str("}")
        }
    }
}
