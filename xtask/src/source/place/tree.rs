//! The tree of all fields that samples show, and of those that tables add.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{self, STRUCTURES};
use crate::source::Type;
use crate::source::json::Json;

/// The number of different fields of all samples that are looked at.
const MAX_FIELDS: usize = 2000;

/// The name of a member whose key is the user's own.
const OWN_KEY: &str = "{Name}";

/// The place of a node in its tree.
pub(super) type NodeId = usize;

/// The object at the top.
pub(super) const ROOT: NodeId = 0;

/// The fields of the bodies, as a tree.
pub(super) struct Tree {
    nodes: Vec<Node>,
    by_name: BTreeMap<String, Vec<NodeId>>,
}

#[derive(Default)]
struct Node {
    name: String,
    parent: NodeId,
    children: BTreeMap<String, NodeId>,
    /// The number of arrays around the object that has the children.
    arrays: usize,
    /// The types of its values and of their items, in the order in which samples show them.
    types: Vec<Type>,
    items: Vec<Type>,
    /// `true` if a sample has it, even if only as `null`.
    is_shown: bool,
    /// The number of objects at this place in samples of successes.
    objects: usize,
    /// The number of objects around it that have it, in samples of successes.
    present: usize,
    /// The number of its row, or of the first row of a member.
    order: Option<usize>,
    is_listed: bool,
}

impl Tree {
    /// Reads samples. An object whose keys are all of the user's own, and none of them listed, has one member `{Name}`.
    pub(super) fn new(samples: &[Json], is_listed: &dyn Fn(&str) -> bool) -> Self {
        let mut maps = BTreeSet::new();
        loop {
            let mut tree = Self { nodes: vec![Node::default()], by_name: BTreeMap::new() };
            for sample in samples {
                tree.read(ROOT, sample, 0, is_success(sample), &maps);
            }
            let is_map = |node: &Node| {
                let mut keys = node.children.keys();
                keys.len() > 0
                    && keys.all(|key| names::is_own_key(key) && key != OWN_KEY && !is_listed(key))
            };
            let found = (1..tree.nodes.len()).filter(|node| is_map(&tree.nodes[*node]));
            let found: BTreeSet<_> = found.map(|node| tree.path(node)).collect();
            if found.is_subset(&maps) {
                return tree;
            }
            maps.extend(found);
        }
    }

    /// Reads a value into a node. Structures that are described elsewhere are not entered.
    fn read(
        &mut self,
        node: NodeId,
        value: &Json,
        arrays: usize,
        is_success: bool,
        maps: &BTreeSet<String>,
    ) {
        if node != ROOT {
            let it = &mut self.nodes[node];
            let types = if arrays == 0 { &mut it.types } else { &mut it.items };
            // The items of inner arrays are of no interest.
            if let Some(ty) = type_of(value).filter(|ty| arrays < 2 && !types.contains(ty)) {
                types.push(ty);
            }
            if self.structure(node).is_some() && (arrays > 0 || !matches!(value, Json::Array(_))) {
                return;
            }
        }
        match value {
            Json::Array(items) => {
                for item in items {
                    self.read(node, item, arrays + 1, is_success, maps);
                }
            }
            Json::Object(members) => {
                let is_map = !maps.is_empty() && maps.contains(&self.path(node));
                self.nodes[node].arrays = self.nodes[node].arrays.max(arrays);
                self.nodes[node].objects += usize::from(is_success);
                let mut seen = BTreeSet::new();
                for (key, value) in members {
                    let key = if is_map { OWN_KEY } else { key };
                    let Some(child) = self.child_or_new(node, key) else { continue };
                    self.nodes[child].is_shown = true;
                    self.nodes[child].present += usize::from(is_success && seen.insert(key));
                    self.read(child, value, 0, is_success, maps);
                }
            }
            _ => {}
        }
    }

    fn child_or_new(&mut self, parent: NodeId, name: &str) -> Option<NodeId> {
        let child = self.child(parent, name);
        child.or_else(|| (self.nodes.len() < MAX_FIELDS).then(|| self.add(parent, name, false)))
    }

    /// Adds a field.
    pub(super) fn add(&mut self, parent: NodeId, name: &str, is_array: bool) -> NodeId {
        let node = self.nodes.len();
        self.nodes[parent].children.insert(name.to_owned(), node);
        self.by_name.entry(name.to_owned()).or_default().push(node);
        let (name, arrays) = (name.to_owned(), usize::from(is_array));
        self.nodes.push(Node { name, parent, arrays, ..Node::default() });
        node
    }

    /// Notes the number of the row of a field.
    pub(super) fn set_order(&mut self, node: NodeId, order: usize) {
        self.nodes[node].is_listed = true;
        self.nodes[node].order = Some(order);
        let mut at = node;
        while at != ROOT {
            self.nodes[at].order.get_or_insert(order);
            at = self.nodes[at].parent;
        }
    }

    pub(super) fn name(&self, node: NodeId) -> &str {
        &self.nodes[node].name
    }

    pub(super) fn parent(&self, node: NodeId) -> NodeId {
        self.nodes[node].parent
    }

    pub(super) fn child(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.nodes[node].children.get(name).copied()
    }

    /// Returns the members of an object, in the order in which they were added.
    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let mut children: Vec<NodeId> = self.nodes[node].children.values().copied().collect();
        children.sort_unstable();
        children.into_iter()
    }

    /// Returns the fields of a name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = NodeId> {
        self.by_name.get(name).into_iter().flatten().copied()
    }

    /// Returns a node and those around it, up to the top.
    pub(super) fn scopes(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |at| (*at != ROOT).then(|| self.parent(*at)))
    }

    /// Returns `true` if a row was given this place.
    pub(super) fn is_listed(&self, node: NodeId) -> bool {
        self.nodes[node].is_listed
    }

    /// Returns `true` if a sample has the field.
    pub(super) fn is_shown(&self, node: NodeId) -> bool {
        self.nodes[node].is_shown
    }

    /// Returns `true` for a member whose key is the user's own.
    pub(super) fn is_of_map(&self, node: NodeId) -> bool {
        self.name(node) == OWN_KEY
    }

    /// Returns `true` for an object, or an array of objects, whose members may have rows.
    pub(super) fn has_members(&self, node: NodeId) -> bool {
        let node = &self.nodes[node];
        let is_map = node.children.contains_key(OWN_KEY);
        let is_shown_object =
            node.types.contains(&Type::Object) || node.items.contains(&Type::Object);
        !is_map && (is_shown_object || !node.children.is_empty())
    }

    /// Returns the structure whose members are described elsewhere.
    pub(super) fn structure(&self, node: NodeId) -> Option<&'static str> {
        STRUCTURES.into_iter().find(|name| *name == self.name(node))
    }

    /// Returns the path, such as `GroupItem[].GroupName`.
    pub(super) fn path(&self, node: NodeId) -> String {
        let mut scopes: Vec<NodeId> = self.scopes(node).filter(|at| *at != ROOT).collect();
        scopes.reverse();
        let mut path = String::new();
        for (index, at) in scopes.iter().enumerate() {
            path.push_str(self.name(*at));
            if index + 1 < scopes.len() {
                path.push_str(&"[]".repeat(self.nodes[*at].arrays));
                path.push('.');
            }
        }
        path
    }

    /// Returns whether samples of successes have the field in each object around it, or nothing if none has the field.
    pub(super) fn always(&self, node: NodeId) -> Option<bool> {
        let (present, objects) = (self.nodes[node].present, self.nodes[self.parent(node)].objects);
        (present > 0 && !self.is_of_map(node)).then_some(present == objects)
    }

    /// Returns all fields, parents before members, listed ones first and in the order of the table. A key that cannot be
    /// part of a path is left out with its members.
    pub(super) fn in_order(&self) -> Vec<NodeId> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut open = vec![ROOT];
        while let Some(node) = open.pop() {
            if node != ROOT {
                if !self.is_of_map(node) && !names::is_name(self.name(node)) {
                    continue;
                }
                order.push(node);
            }
            let mut children: Vec<NodeId> = self.nodes[node].children.values().copied().collect();
            children.sort_by_key(|child| {
                std::cmp::Reverse((self.nodes[*child].order.unwrap_or(usize::MAX), *child))
            });
            open.extend(children);
        }
        order
    }

    /// Returns the type: the table's, corrected by what samples show.
    pub(super) fn ty(
        &self,
        node: NodeId,
        table: Option<&Type>,
        doubt: &mut dyn FnMut(String),
    ) -> Type {
        let node = &self.nodes[node];
        let unknown = Type::Any(Vec::new());
        let table = table.unwrap_or(&unknown);
        let of_members = match (node.children.is_empty(), table) {
            (true, _) => None,
            (false, Type::Array(_)) => Some(Type::Array(Some(Box::new(Type::Object)))),
            (false, _) if node.arrays > 0 => Some(Type::Array(Some(Box::new(Type::Object)))),
            (false, _) => Some(Type::Object),
        };
        let shown = match one_of(&node.types) {
            Some(Type::Array(_)) => Type::Array(one_of(&node.items).map(Box::new)),
            Some(shown) => shown,
            None => return of_members.unwrap_or_else(|| table.clone()),
        };
        match (table, &shown) {
            (Type::Any(types), _) if types.is_empty() => shown,
            (Type::Any(_), _) | (Type::Number, Type::Integer) => table.clone(),
            (Type::Array(_), Type::Array(None)) => table.clone(),
            (Type::Array(_), Type::Array(_)) => shown,
            _ if *table == shown => shown,
            _ => {
                doubt(format!("the table says {table}, the samples show {shown}"));
                shown
            }
        }
    }
}

/// Returns the type that covers all types shown.
fn one_of(types: &[Type]) -> Option<Type> {
    match types {
        [] => None,
        [ty] => Some(ty.clone()),
        [Type::Integer, Type::Number] | [Type::Number, Type::Integer] => Some(Type::Number),
        _ => Some(Type::Any(types.to_vec())),
    }
}

fn type_of(value: &Json) -> Option<Type> {
    match value {
        Json::Null => None,
        Json::Bool(_) => Some(Type::Boolean),
        Json::Number(number) if number.contains(['.', 'e', 'E']) => Some(Type::Number),
        Json::Number(_) => Some(Type::Integer),
        Json::String(_) => Some(Type::String),
        Json::Array(_) => Some(Type::Array(None)),
        Json::Object(_) => Some(Type::Object),
    }
}

/// Returns `true` unless a body has an error code that is not 0.
fn is_success(body: &Json) -> bool {
    match body.get("ErrorCode") {
        Some(Json::Number(code)) => code == "0",
        Some(Json::String(code)) => code == "0",
        _ => true,
    }
}
