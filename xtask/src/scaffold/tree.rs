//! The rows of a source as a tree.

use crate::source::{Row, Type};

/// A field with the fields within it.
#[derive(Debug, PartialEq)]
pub(super) struct Node<'a> {
    /// The name on the wire, or `{Name}` for keys of the user's own.
    pub(super) name: &'a str,
    /// The place, such as `GroupItem[].GroupName`.
    pub(super) path: String,
    /// The row; `None` if only the members have rows.
    pub(super) row: Option<&'a Row>,
    /// `true` if a member's place shows that this is an array.
    is_list: bool,
    /// The fields within it, in the order of the source.
    pub(super) members: Vec<Self>,
}

/// Returns the fields at the top, with those in them.
pub(super) fn grow(rows: &[Row]) -> Vec<Node<'_>> {
    let mut top = Vec::new();
    for row in rows {
        let segments: Vec<&str> = row.path.split('.').collect();
        insert(&mut top, &segments, String::new(), row);
    }
    top
}

fn insert<'a>(nodes: &mut Vec<Node<'a>>, segments: &[&'a str], around: String, row: &'a Row) {
    let Some((first, rest)) = segments.split_first() else { return };
    let name = first.trim_end_matches("[]");
    let found = nodes.iter().position(|node| node.name == name);
    let at = found.unwrap_or_else(|| {
        let path = format!("{around}{name}");
        nodes.push(Node { name, path, row: None, is_list: false, members: Vec::new() });
        nodes.len() - 1
    });
    let node = &mut nodes[at];
    if rest.is_empty() {
        node.row.get_or_insert(row);
    }
    node.is_list |= first.ends_with("[]");
    insert(&mut node.members, rest, format!("{around}{first}."), row);
}

impl Node<'_> {
    /// Returns the type: that of the row, unless the members show another.
    pub(super) fn ty(&self) -> Type {
        let told = self.row.map(|row| row.ty.clone());
        match told {
            Some(Type::Array(item)) if self.members.is_empty() => Type::Array(item),
            _ if self.is_list || matches!(told, Some(Type::Array(_))) => {
                Type::Array(Some(Box::new(Type::Object)))
            }
            Some(told) if self.members.is_empty() => told,
            _ => Type::Object,
        }
    }

    /// Returns the values of an object whose keys are the user's own.
    pub(super) fn values(&self) -> Option<&Self> {
        match &self.members[..] {
            [only] if only.name.starts_with('{') => Some(only),
            _ => None,
        }
    }

    /// Returns the source's sentence about the field.
    pub(super) fn words(&self) -> &str {
        self.row.map_or("", |row| &row.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Placed, Required};

    fn row(path: &str, word: &str) -> Row {
        Row {
            path: path.to_owned(),
            ty: Type::parse(word),
            required: Required::Yes,
            always: Some(true),
            placed: Placed::Shown,
            structure: None,
            words: String::new(),
        }
    }

    #[test]
    fn members_stand_in_their_parents() {
        let rows = [
            row("A", "Array"),
            row("B", "String"),
            row("A[].C", "Integer"),
            row("D[].E", "String"),
            row("F", "Object"),
            row("F.{Name}", "String"),
        ];
        let top = grow(&rows);
        assert_eq!(top.iter().map(|node| node.name).collect::<Vec<_>>(), ["A", "B", "D", "F"]);
        assert_eq!(top[0].members[0].path, "A[].C");
        assert_eq!(top[0].ty(), Type::Array(Some(Box::new(Type::Object))));
        assert_eq!(top[2].ty(), Type::Array(Some(Box::new(Type::Object))));
        assert!(top[2].row.is_none());
        assert_eq!(top[3].values().map(Node::ty), Some(Type::String));
    }
}
