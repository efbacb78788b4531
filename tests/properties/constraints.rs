//! Each constraint of each request, at its ends and just beyond.

use tencent_chat::EndpointSpec;
use tencent_chat::codec;
use tencent_chat::rules::{self, Violation};
use tencent_chat::schema::{Bounds, Constraint, FieldType, Table, WireValue};

use super::node::Node;
use super::{specs, values};

/// The number of times that an object may be within itself where its constraints are tried.
const ROUNDS: usize = 2;

/// The violations that are found in a request.
fn violations(spec: &EndpointSpec, json: &[u8]) -> Vec<Violation> {
    let mut request = spec.empty_request();
    codec::from_json_into(json, request.as_mut()).unwrap();
    let found = rules::validate_record(request.as_ref());
    found.map_or_else(|violations| violations.as_slice().to_vec(), |()| Vec::new())
}

/// The smallest object that keeps all constraints.
fn least(table: &Table) -> Node {
    let required = table.fields.iter().filter(|field| field.required);
    let members = required.map(|field| {
        let value = match field.ty {
            FieldType::Flag => values::choice(field.words.switch.off),
            ty => least_value(ty, field.words.constraints),
        };
        (field.wire.to_owned(), value)
    });
    Node::object(members.collect())
}

fn least_value(ty: FieldType, constraints: &[Constraint]) -> Node {
    let allowed = constraints.iter().find_map(|constraint| match constraint {
        Constraint::OneOf([first, ..]) => Some(*first),
        _ => None,
    });
    if let Some(first) = allowed {
        return values::choice(first);
    }
    match ty {
        FieldType::String(_) => Node::text(&values::fit(String::new(), constraints, false)),
        FieldType::Integer { min, max } => values::least_integer(min, max, constraints),
        FieldType::Enum(table) => {
            table.values.first().map_or_else(|| Node::text(""), |first| values::choice(first.value))
        }
        FieldType::List(item) => {
            several(*values::sizes(constraints, 0).start(), *item, constraints, false)
        }
        FieldType::Map(item) => {
            several(*values::sizes(constraints, 0).start(), *item, constraints, true)
        }
        FieldType::Object(table) => least(table()),
        FieldType::Union(_) => Node::object(Vec::new()),
        FieldType::Dynamic { example, .. } => Node::number(example),
        _ => Node::number(0),
    }
}

/// A list or map of `count` items. The item of an empty one is not made, because it may hold such a list itself.
fn several(count: usize, item: FieldType, constraints: &[Constraint], is_map: bool) -> Node {
    let items = match count {
        0 => Vec::new(),
        count => vec![least_value(item, values::each(constraints)); count],
    };
    if is_map { named(items) } else { Node::list(items) }
}

/// A map with distinct keys.
fn named(items: Vec<Node>) -> Node {
    Node::object(
        items.into_iter().enumerate().map(|(key, item)| (format!("key{key}"), item)).collect(),
    )
}

/// The object with this value in one field.
fn with(object: &Node, wire: &str, value: Node) -> Node {
    let others = object.members().iter().filter(|(name, _)| name != wire);
    let value = (wire.to_owned(), value);
    Node::object(others.cloned().chain([value]).collect())
}

/// A value that has a constraint: its path, its type, and a function that makes the request with another value there.
struct Constrained<'a> {
    path: &'a str,
    /// The objects around it.
    around: &'a [*const Table],
    ty: FieldType,
    constraints: &'a [Constraint],
    request: &'a dyn Fn(Node) -> Node,
}

/// Walks through all values of a record, and the values in them.
fn walk(
    table: &Table,
    (path, around): (&str, &[*const Table]),
    request: &dyn Fn(Node) -> Node,
    see: &mut dyn FnMut(&Constrained<'_>),
) {
    let this = std::ptr::from_ref(table);
    if around.iter().filter(|outer| **outer == this).count() == ROUNDS {
        return;
    }
    let around = [around, &[this]].concat();
    for field in table.fields {
        let path =
            if path.is_empty() { field.wire.to_owned() } else { format!("{path}.{}", field.wire) };
        let request = |value| request(with(&least(table), field.wire, value));
        walk_value(
            &Constrained {
                path: &path,
                around: &around,
                ty: field.ty,
                constraints: field.words.constraints,
                request: &request,
            },
            see,
        );
    }
}

fn walk_value(value: &Constrained<'_>, see: &mut dyn FnMut(&Constrained<'_>)) {
    see(value);
    let Constrained { path, around, ty, constraints, request } = *value;
    match ty {
        FieldType::Object(table) => walk(table(), (path, around), request, see),
        FieldType::List(item) | FieldType::Map(item) => {
            let is_map = matches!(ty, FieldType::Map(_));
            let (ty, constraints_of_item) = (*item, values::each(constraints));
            let least = least_value(ty, constraints_of_item);
            let count = (*values::sizes(constraints, 0).start()).max(1);
            let request = |item: Node| {
                let mut items = vec![least.clone(); count];
                items[0] = item;
                request(if is_map { named(items) } else { Node::list(items) })
            };
            let path = format!("{path}{}", if is_map { ".key0" } else { "[0]" });
            walk_value(
                &Constrained {
                    path: &path,
                    around,
                    ty,
                    constraints: constraints_of_item,
                    request: &request,
                },
                see,
            );
        }
        _ => {}
    }
}

/// The sizes at both ends, which are allowed, and those just beyond, which are not.
fn ends(bounds: Bounds) -> Vec<(u64, bool)> {
    let min = bounds
        .min
        .into_iter()
        .flat_map(|min| [Some((min, true)), min.checked_sub(1).map(|less| (less, false))]);
    let max = bounds
        .max
        .into_iter()
        .flat_map(|max| [Some((max, true)), max.checked_add(1).map(|more| (more, false))]);
    min.chain(max).flatten().collect()
}

/// A value to try: the value, the violation that is expected, and `true` if it is allowed.
type Trial = (Node, String, bool);

fn trials(value: &Constrained<'_>, constraint: Constraint) -> Vec<Trial> {
    let sized = |bounds, make: &dyn Fn(usize) -> Node| {
        let trial = |(size, is_allowed): (u64, bool)| {
            (make(usize::try_from(size).unwrap()), size.to_string(), is_allowed)
        };
        ends(bounds).into_iter().map(trial).collect()
    };
    match (constraint, value.ty) {
        (Constraint::Items(bounds), FieldType::List(item)) => {
            sized(bounds, &|count| several(count, *item, value.constraints, false))
        }
        (Constraint::Items(bounds), FieldType::Map(item)) => {
            sized(bounds, &|count| several(count, *item, value.constraints, true))
        }
        (Constraint::Bytes(bounds), _) => sized(bounds, &|bytes| {
            Node::text(&format!("{}{}", "é".repeat(bytes / 2), "a".repeat(bytes % 2)))
        }),
        (Constraint::Chars(bounds), _) => sized(bounds, &|chars| Node::text(&"🦀".repeat(chars))),
        (Constraint::Range(bounds), FieldType::Integer { min, max }) => {
            let fits =
                |number: &(u64, bool)| (i128::from(min)..=max.into()).contains(&number.0.into());
            let numbers = ends(bounds).into_iter().filter(fits);
            numbers
                .map(|(number, is_allowed)| (Node::number(number), number.to_string(), is_allowed))
                .collect()
        }
        (Constraint::OneOf(choices), _) => trials_of_choices(choices),
        (constraint, ty) => {
            panic!("add a value here that breaks the constraint {constraint} of a {ty}")
        }
    }
}

fn trials_of_choices(choices: &[WireValue]) -> Vec<Trial> {
    let allowed = choices.iter().map(|choice| (values::choice(*choice), choice.to_string(), true));
    let largest = choices.iter().filter_map(|choice| match choice {
        WireValue::Integer(value) => Some(*value),
        WireValue::Text(_) | WireValue::Bool(_) => None,
    });
    let other = match largest.max() {
        Some(largest) => (Node::number(largest + 1), (largest + 1).to_string(), false),
        None => (Node::text("none of these"), format!("{:?}", "none of these"), false),
    };
    allowed.chain([other]).collect()
}

/// Tries every constraint of an endpoint, and returns their number.
fn try_all(spec: &EndpointSpec) -> usize {
    let mut tried = 0;
    let path_of_endpoint = spec.path();
    walk(spec.request(), ("", &[]), &|request| request, &mut |value| {
        for constraint in
            value.constraints.iter().filter(|constraint| !matches!(constraint, Constraint::Each(_)))
        {
            let trials = trials(value, *constraint);
            assert!(
                trials.iter().any(|(.., is_allowed)| !is_allowed),
                "{}: {constraint}",
                value.path
            );
            for (node, size, is_allowed) in trials {
                let found = violations(spec, &(value.request)(node).to_json());
                let told = found.iter().map(|told| (&*told.field, told.constraint, &*told.found));
                let expected = (!is_allowed).then_some((value.path, *constraint, &*size));
                let told: Vec<_> = told.collect();
                assert_eq!(told, Vec::from_iter(expected), "{path_of_endpoint}: {size}");
            }
            tried += 1;
        }
    });
    tried
}

#[test]
fn every_constraint_is_kept_at_its_ends_and_reported_beyond() {
    let tried: usize = specs().map(try_all).sum();
    assert!(tried > 40, "{tried} constraints were found");
}
