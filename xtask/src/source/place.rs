//! The places of fields in the JSON tree. Tables list fields by their bare names, and only the samples show which object
//! has which.

mod names;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use super::json::Json;
use super::{Placed, Required, Row, Type};
use names::{has_word, is_member, is_similar, shares_word};
use tree::{NodeId, ROOT, Tree};

/// A row of a table of fields, before it has a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Listed {
    /// The name, or a path such as `QueryResult.To_Account`.
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) required: Required,
    pub(super) words: String,
    /// The text before the table, in its first row. It may name the object whose members the table lists.
    pub(super) intro: String,
}

/// The frame around the fields of one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The fields at the top that every body has and that are no rows.
    pub(super) common: &'static [&'static str],
    /// `true` if the service sends the body, so that samples show what is always there.
    pub(super) is_sent_by_service: bool,
    /// The word for the side in doubts.
    pub(super) side: &'static str,
    /// `true` if a sample may lack a part that it has on the page.
    pub(super) has_broken_sample: bool,
}

/// Gives each listed field its place, and makes rows of the fields that only samples show.
///
/// A name is looked up among the paths of the samples: first in the object that was opened last, then in those around
/// it, then anywhere. A name that no sample has is placed in the object opened last, as a guess. An object is opened by
/// its row.
pub(super) fn place(
    listed: &[Listed],
    samples: &[Json],
    frame: Frame,
    doubts: &mut Vec<String>,
) -> Vec<Row> {
    let names: BTreeSet<&str> = listed.iter().map(|row| last_segment(&row.name)).collect();
    let tree = Tree::new(samples, &|name| names.contains(name));
    let mut placer = Placer { listed, names, tree, open: ROOT, frame, doubts, places: Vec::new() };
    let is_common = placer.common_rows();
    for (index, row) in listed.iter().enumerate() {
        let place = if is_common[index] { None } else { placer.place(index, row) };
        placer.places.push(place);
    }
    placer.into_rows()
}

struct Placer<'a> {
    listed: &'a [Listed],
    /// The names in the table.
    names: BTreeSet<&'a str>,
    tree: Tree,
    /// The object that was opened last.
    open: NodeId,
    frame: Frame,
    doubts: &'a mut Vec<String>,
    /// The place of each listed row. A row that is no row of ours has none.
    places: Vec<Option<(NodeId, Placed)>>,
}

impl Placer<'_> {
    /// Tells which rows are the common fields at the top: of several rows of a name, the one nearest to `ActionStatus`,
    /// or the first.
    fn common_rows(&self) -> Vec<bool> {
        let mut is_common = vec![false; self.listed.len()];
        let status = self.listed.iter().position(|row| row.name == "ActionStatus").unwrap_or(0);
        for name in self.frame.common {
            let rows = (0..self.listed.len()).filter(|row| self.listed[*row].name == **name);
            if let Some(row) = rows.min_by_key(|row| row.abs_diff(status)) {
                is_common[row] = true;
            }
        }
        is_common
    }

    fn is_common(&self, node: NodeId) -> bool {
        is_common(&self.tree, self.frame, node)
    }

    fn place(&mut self, index: usize, row: &Listed) -> Option<(NodeId, Placed)> {
        self.open_named(&row.intro);
        let place = match row.name.split_once('.') {
            Some((first, rest)) => self.place_path(first, rest),
            None => self.place_name(row),
        };
        let (node, placed) = place?;
        self.tree.set_order(node, index);
        let has_members = self.tree.has_members(node) || self.is_object(node, row);
        self.open = if has_members && self.tree.structure(node).is_none() {
            node
        } else {
            self.tree.parent(node)
        };
        Some((node, placed))
    }

    /// Opens the object that the text before a table names, if it names one.
    fn open_named(&mut self, intro: &str) {
        let words = intro.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let is_object = |node: &NodeId| self.tree.is_listed(*node) && self.tree.has_members(*node);
        let mut objects: Vec<NodeId> = words
            .filter(|word| word.len() > 3)
            .flat_map(|word| self.tree.named(word).filter(is_object).collect::<Vec<_>>())
            .collect();
        objects.dedup();
        if let [object] = objects[..] {
            self.open = object;
        }
    }

    /// Returns `true` if a field that no sample shows is an object, or an array of objects.
    fn is_object(&self, node: NodeId, row: &Listed) -> bool {
        if self.tree.is_shown(node) {
            return false;
        }
        match &row.ty {
            Type::Object => true,
            Type::Array(Some(items)) => **items == Type::Object,
            Type::Array(None) if names::items(&row.words).is_none() => {
                let next = self.listed.get(self.places.len() + 1);
                let is_next_shown = next.is_none_or(|next| self.find(&next.name).is_some());
                names::speaks_of_objects(&row.words)
                    || (!is_next_shown && names::is_of_objects(&row.name))
            }
            _ => false,
        }
    }

    fn place_name(&mut self, row: &Listed) -> Option<(NodeId, Placed)> {
        let (name, is_array) = match row.name.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (row.name.as_str(), matches!(row.ty, Type::Array(_))),
        };
        if let Some(node) = self.find(name) {
            return Some(node);
        }
        if self.is_of_structure(name) {
            return None;
        }
        if let Some(node) = self.tree.child(self.open, name) {
            return self.refuse_second(node);
        }
        if let Some(node) = self.find_similar(name) {
            let path = self.tree.path(node);
            let side = self.frame.side;
            self.doubts
                .push(format!("{side} {path}: the table names it `{name}`, the samples do not"));
            return Some((node, Placed::Guessed));
        }
        let scope = self.guess(name);
        match self.tree.child(scope, name) {
            Some(node) => self.refuse_second(node),
            None => Some((self.tree.add(scope, name, is_array), Placed::Guessed)),
        }
    }

    /// Leaves out the second row of a field.
    fn refuse_second(&mut self, node: NodeId) -> Option<(NodeId, Placed)> {
        let path = self.tree.path(node);
        self.doubts.push(format!("{} {path}: the table lists it twice", self.frame.side));
        None
    }

    /// Guesses the object of a field that no sample shows: one whose words name the field, or else the object of the next
    /// row if the names have a word in common, or else the object that was opened last.
    fn guess(&self, name: &str) -> NodeId {
        let tree = &self.tree;
        let named_by = self.places.iter().zip(self.listed).find_map(|(place, row)| {
            let (node, _) = (*place)?;
            let is_object = tree.has_members(node) && tree.structure(node).is_none();
            (is_object && has_word(&row.words, name)).then_some(node)
        });
        let next =
            self.listed.get(self.places.len() + 1).filter(|next| shares_word(&next.name, name));
        let beside = next.and_then(|next| {
            let mut nodes = tree.named(&next.name);
            nodes.find_map(|node| {
                let parent = tree.parent(node);
                (tree.is_shown(node) && (parent == ROOT || tree.is_listed(parent)))
                    .then_some(parent)
            })
        });
        named_by.or(beside).unwrap_or_else(|| self.incomplete())
    }

    /// Returns the object that was opened last, or the one around it if all its members that samples show have rows.
    fn incomplete(&self) -> NodeId {
        let is_full = |node: NodeId| {
            let mut shown =
                self.tree.children(node).filter(|child| self.tree.is_shown(*child)).peekable();
            shown.peek().is_some() && shown.all(|child| self.tree.is_listed(child))
        };
        if self.open != ROOT && is_full(self.open) {
            self.tree.parent(self.open)
        } else {
            self.open
        }
    }

    /// Finds a field that a sample shows and that has no row yet.
    fn find(&self, name: &str) -> Option<(NodeId, Placed)> {
        let tree = &self.tree;
        let is_free = |node: &NodeId| {
            tree.is_shown(*node) && !tree.is_listed(*node) && !self.is_common(*node)
        };
        let mut scopes = tree.scopes(self.open);
        if let Some(node) = scopes.find_map(|scope| tree.child(scope, name).filter(is_free)) {
            return Some((node, Placed::Shown));
        }
        let free: Vec<NodeId> = tree.named(name).filter(is_free).collect();
        let mut scopes = tree.scopes(self.open);
        let node = scopes
            .find_map(|scope| free.iter().find(|node| tree.scopes(**node).any(|at| at == scope)))?;
        // The parent of a field comes before it, unless the table leaves the parent out.
        let parent = tree.parent(*node);
        let parent_follows = parent != ROOT
            && !tree.is_listed(parent)
            && self.listed[self.places.len()..].iter().any(|row| row.name == tree.name(parent));
        let is_sure = free.len() == 1 && !parent_follows;
        Some((*node, if is_sure { Placed::Shown } else { Placed::Guessed }))
    }

    /// Returns `true` if a name is one of the members of a structure that is documented elsewhere.
    fn is_of_structure(&self, name: &str) -> bool {
        let places = self.places.iter().flatten();
        places.filter_map(|(node, _)| self.tree.structure(*node)).any(|it| is_member(it, name))
    }

    /// Finds a field that samples show under a similar name, and that the table does not list under its own.
    fn find_similar(&self, name: &str) -> Option<NodeId> {
        let tree = &self.tree;
        let mut scopes = tree.scopes(self.open);
        scopes.find_map(|scope| {
            tree.children(scope).find(|node| {
                let other = tree.name(*node);
                let is_free = !tree.is_listed(*node) && !self.is_common(*node);
                is_free && !self.names.contains(other) && is_similar(name, other)
            })
        })
    }

    /// Places a row that gives a path of names.
    fn place_path(&mut self, first: &str, rest: &str) -> Option<(NodeId, Placed)> {
        let name = |segment: &str| segment.trim_end_matches("[]").to_owned();
        let scope =
            self.tree.scopes(self.open).find_map(|scope| self.tree.child(scope, &name(first)));
        let (mut node, placed) = match scope.or_else(|| self.tree.named(&name(first)).next()) {
            Some(node) => (node, Placed::Shown),
            None => (self.tree.add(ROOT, &name(first), first.ends_with("[]")), Placed::Guessed),
        };
        for segment in rest.split('.').filter(|segment| !segment.is_empty()) {
            if self.tree.structure(node).is_some() {
                return None;
            }
            node = match self.tree.child(node, &name(segment)) {
                Some(child) => child,
                None => self.tree.add(node, &name(segment), segment.ends_with("[]")),
            };
        }
        if self.tree.is_listed(node) {
            return self.refuse_second(node);
        }
        Some((node, placed))
    }

    /// Makes the rows, parents before their members.
    fn into_rows(self) -> Vec<Row> {
        let Self { listed, tree, frame, doubts, places, .. } = self;
        let mut rows = Vec::new();
        let mut listing = BTreeMap::new();
        for (index, place) in places.into_iter().enumerate() {
            if let Some((node, placed)) = place {
                listing.insert(node, (&listed[index], placed));
            }
        }
        for node in tree.in_order() {
            if is_common(&tree, frame, node) {
                continue;
            }
            let path = tree.path(node);
            let row = listing.get(&node);
            let table = row.map(|(row, _)| match (&row.ty, names::items(&row.words)) {
                (Type::Array(None), Some(items)) => Type::Array(Some(Box::new(items))),
                (ty, _) => ty.clone(),
            });
            let ty = tree.ty(node, table.as_ref(), &mut |doubt| {
                doubts.push(format!("{} {path}: {doubt}", frame.side));
            });
            let placed = match row {
                Some((_, placed)) => *placed,
                None if tree.is_shown(node) && !tree.is_of_map(node) => Placed::Shown,
                None => Placed::Guessed,
            };
            if placed == Placed::Guessed {
                let cause = ", perhaps because a sample is broken";
                let cause = if frame.has_broken_sample { cause } else { "" };
                doubts.push(format!("{} {path}: its place is a guess{cause}", frame.side));
            }
            rows.push(Row {
                path,
                ty,
                required: row.map_or(Required::Unknown, |(row, _)| row.required),
                always: tree.always(node).filter(|_| frame.is_sent_by_service),
                placed,
                structure: tree.structure(node).map(str::to_owned),
                words: row.map_or_else(String::new, |(row, _)| row.words.clone()),
            });
        }
        rows
    }
}

/// Returns `true` for a field at the top that every body has.
fn is_common(tree: &Tree, frame: Frame, node: NodeId) -> bool {
    tree.parent(node) == ROOT && frame.common.contains(&tree.name(node))
}

fn last_segment(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name).trim_end_matches("[]")
}
