//! JSON values for building texts.

use std::fmt;

/// A JSON value. Unlike that of `serde_json` it keeps the order of names, may repeat them, and may hold invalid JSON.
#[derive(Clone, PartialEq)]
pub(crate) enum Node {
    /// A scalar, or any other text, verbatim.
    Raw(String),
    /// A list or an object.
    Many(Shape, Vec<(String, Node)>),
}

/// The shape of a value that holds several others. Those of a list have empty names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    List,
    Object,
}

impl Node {
    pub(crate) fn text(text: &str) -> Self {
        Self::Raw(quoted(text))
    }

    pub(crate) fn number(number: impl fmt::Display) -> Self {
        Self::Raw(number.to_string())
    }

    pub(crate) fn null() -> Self {
        Self::Raw("null".to_owned())
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::Many(Shape::List, items.into_iter().map(|item| (String::new(), item)).collect())
    }

    pub(crate) fn object(members: Vec<(String, Self)>) -> Self {
        Self::Many(Shape::Object, members)
    }

    /// The members; empty for a scalar.
    pub(crate) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Raw(_) => &[],
            Self::Many(_, members) => members,
        }
    }

    /// The same members, followed by those of another.
    pub(crate) fn followed_by(&self, other: &Self) -> Self {
        Self::object([self.members(), other.members()].concat())
    }

    /// The number of values in it.
    pub(crate) fn count(&self) -> usize {
        self.members().iter().map(|(_, member)| 1 + member.count()).sum()
    }

    pub(crate) fn to_json(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shape, members) = match self {
            Self::Raw(raw) => return f.write_str(raw),
            Self::Many(shape, members) => (shape, members),
        };
        f.write_str(if *shape == Shape::List { "[" } else { "{" })?;
        for (index, (name, member)) in members.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            match shape {
                Shape::List => write!(f, "{member}")?,
                Shape::Object => write!(f, "{}:{member}", quoted(name))?,
            }
        }
        f.write_str(if *shape == Shape::List { "]" } else { "}" })
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_string();
        match text.char_indices().nth(2000) {
            Some((end, _)) => write!(f, "{} and more, {} bytes in all", &text[..end], text.len()),
            None => f.write_str(&text),
        }
    }
}
