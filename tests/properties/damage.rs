//! The damage that a response can suffer on its way or before.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::node::{Node, Shape};

/// A damage to one value of a response.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    Drop,
    Rename(&'static str),
    Replace(Node),
    /// It is wrapped in a list or an object.
    Wrap(Shape),
    /// It is repeated, unchanged or as another value.
    Repeat(Option<Node>),
}

/// A position in a response, and the damage there.
pub(crate) type Hit = (Index, Damage);

pub(crate) fn hits() -> impl Strategy<Value = Vec<Hit>> {
    let names = ["Unheard", "ErrorCode", "ErrorInfo", "ActionStatus", ""];
    let shapes = select(vec![Shape::List, Shape::Object]);
    let damage = prop_oneof![
        Just(Damage::Drop),
        select(names.to_vec()).prop_map(Damage::Rename),
        unfitting().prop_map(Damage::Replace),
        unfitting().prop_map(Damage::Replace),
        shapes.prop_map(Damage::Wrap),
        prop_oneof![Just(None), unfitting().prop_map(Some)].prop_map(Damage::Repeat),
    ];
    prop::collection::vec((any::<Index>(), damage), 1..5)
}

/// A value that fits hardly anywhere.
fn unfitting() -> impl Strategy<Value = Node> {
    let huge = format!("1{}", "0".repeat(40));
    let scalars = ["null", "true", "0", "-0", "0.5", "-1", "51009", "1e999", "-1e999", &huge];
    let texts = ["", "x", "51009", " 7 ", "用户"];
    let mut nodes: Vec<_> = scalars.into_iter().map(Node::number).collect();
    nodes.extend(texts.map(Node::text));
    nodes.push(Node::list(Vec::new()));
    nodes.push(Node::list(vec![Node::null()]));
    nodes.push(Node::object(Vec::new()));
    for depth in [200, 10_000] {
        nodes.push(Node::Raw(format!("{}{}", "[".repeat(depth), "]".repeat(depth))));
        nodes.push(Node::Raw(format!("{}1{}", "{\"Text\":".repeat(depth), "}".repeat(depth))));
    }
    select(nodes)
}

/// The response with the damage applied.
pub(crate) fn damaged(node: &Node, hits: &[Hit]) -> Node {
    let mut node = node.clone();
    for (position, damage) in hits {
        let count = node.count();
        if count > 0 {
            damage_at(&mut node, &mut position.index(count), damage);
        }
    }
    node
}

/// Damages the value that is `at` positions further on in the text. Returns `true` if it was in this value.
fn damage_at(node: &mut Node, at: &mut usize, damage: &Damage) -> bool {
    let Node::Many(_, members) = node else { return false };
    for index in 0..members.len() {
        if *at == 0 {
            damage_member(members, index, damage);
            return true;
        }
        *at -= 1;
        if damage_at(&mut members[index].1, at, damage) {
            return true;
        }
    }
    false
}

fn damage_member(members: &mut Vec<(String, Node)>, index: usize, damage: &Damage) {
    let (name, value) = &mut members[index];
    match damage {
        Damage::Drop => drop(members.remove(index)),
        Damage::Rename(other) => (*other).clone_into(name),
        Damage::Replace(other) => *value = other.clone(),
        Damage::Wrap(shape) => *value = Node::Many(*shape, vec![("a".to_owned(), value.clone())]),
        Damage::Repeat(other) => {
            let again = (name.clone(), other.clone().unwrap_or_else(|| value.clone()));
            members.push(again);
        }
    }
}

/// A damage to the bytes of a response.
#[derive(Clone, Debug)]
pub(crate) enum Noise {
    /// It is cut there.
    Cut(Index),
    /// A byte becomes another.
    Flip(Index, u8),
    /// A piece of UTF-8 is inserted.
    Scrap(Index, &'static [u8]),
}

pub(crate) fn noise() -> impl Strategy<Value = Vec<Noise>> {
    let scraps: Vec<&'static [u8]> = vec![b"\xff", b"\xe7\x94", b"\xed\xa0\x80", b"\0"];
    let noise = prop_oneof![
        1 => any::<Index>().prop_map(Noise::Cut),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(position, byte)| Noise::Flip(position, byte)),
        2 => (any::<Index>(), select(scraps)).prop_map(|(position, scrap)| Noise::Scrap(position, scrap)),
    ];
    prop::collection::vec(noise, 1..4)
}

/// The bytes with the noise applied.
pub(crate) fn noisy(mut body: Vec<u8>, noise: &[Noise]) -> Vec<u8> {
    for noise in noise {
        let position = |position: &Index, body: &[u8]| position.index(body.len().max(1));
        match noise {
            Noise::Cut(at) => body.truncate(position(at, &body)),
            Noise::Flip(at, byte) => {
                let at = position(at, &body);
                body.iter_mut().skip(at).take(1).for_each(|old| *old ^= byte);
            }
            Noise::Scrap(at, scrap) => {
                let at = position(at, &body).min(body.len());
                body.splice(at..at, scrap.iter().copied());
            }
        }
    }
    body
}
