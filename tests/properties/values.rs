//! Random values of a table, within its constraints and written as the spec has them.

use proptest::prelude::*;
use proptest::sample::select;
use tencent_chat::schema::{
    Bounds, Constraint, EnumTable, FieldRole, FieldSpec, FieldType, Record, Table, UnionTable,
    WireValue,
};
use tencent_chat::{EndpointSpec, Envelope};

use super::node::Node;

/// The depth to which a recursive object is followed.
const DEPTH: usize = 6;

/// A text or list is filled up to its bound only if the bound is not larger than this.
const FILLED: u64 = 2000;

/// A response: its own fields, its envelope, and the order of the two.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) fields: Node,
    pub(crate) envelope: Node,
    pub(crate) is_envelope_first: bool,
}

impl Response {
    pub(crate) fn whole(&self) -> Node {
        if self.is_envelope_first {
            self.envelope.followed_by(&self.fields)
        } else {
            self.fields.followed_by(&self.envelope)
        }
    }
}

pub(crate) fn request(spec: &EndpointSpec) -> BoxedStrategy<Node> {
    record(spec.request(), DEPTH)
}

/// A response with any envelope; half of the cases have one of success.
pub(crate) fn response(spec: &EndpointSpec) -> impl Strategy<Value = Response> + use<> {
    let success = Node::object(vec![("ErrorCode".to_owned(), Node::number(0))]);
    let envelope = prop_oneof![Just(success), record(Envelope::table(), DEPTH)];
    (record(spec.response(), DEPTH), envelope, any::<bool>()).prop_map(
        |(fields, envelope, is_envelope_first)| Response { fields, envelope, is_envelope_first },
    )
}

/// An event, or a reply without its verdict.
pub(crate) fn part_of_webhook(table: &'static Table) -> BoxedStrategy<Node> {
    record(table, DEPTH)
}

/// An object with the fields of a table, with or without the optional ones. Fields of the query are not in the body.
fn record(table: &'static Table, depth: usize) -> BoxedStrategy<Node> {
    let in_body = |field: &&FieldSpec| field.words.role != FieldRole::Query;
    let fields: Vec<_> = table
        .fields
        .iter()
        .filter(in_body)
        .filter(|field| field.required || depth > 0)
        .map(|field| {
            let value = field_value(field, depth).prop_map(|value| Some((field.wire, value)));
            if field.required { value.boxed() } else { prop_oneof![Just(None), value].boxed() }
        })
        .collect();
    let named = |(name, value): (&str, Node)| (name.to_owned(), value);
    let object = move |fields: Vec<Option<_>>| {
        Node::object(fields.into_iter().flatten().map(named).collect())
    };
    fields.prop_map(object).boxed()
}

fn field_value(field: &'static FieldSpec, depth: usize) -> BoxedStrategy<Node> {
    match field.ty {
        FieldType::Flag => {
            select(vec![field.words.switch.on, field.words.switch.off]).prop_map(choice).boxed()
        }
        ty => value(ty, field.words.constraints, depth),
    }
}

fn value(ty: FieldType, constraints: &'static [Constraint], depth: usize) -> BoxedStrategy<Node> {
    if let Some(choices) = constraints.iter().find_map(|constraint| match constraint {
        Constraint::OneOf(choices) => Some(*choices),
        _ => None,
    }) {
        return select(choices).prop_map(choice).boxed();
    }
    match ty {
        FieldType::String(_) => text(constraints).prop_map(|text| Node::text(&text)).boxed(),
        FieldType::Integer { min, max } => integer(min, max, constraints),
        FieldType::Flag => (0..=1).prop_map(Node::number).boxed(),
        FieldType::Enum(table) => open_enum(table),
        FieldType::Number => number(),
        FieldType::List(item) => list(*item, constraints, depth),
        FieldType::Map(item) => map(*item, constraints, depth),
        FieldType::Object(table) => record(table(), depth.saturating_sub(1)),
        FieldType::Union(table) => union(table, depth),
        FieldType::Dynamic { .. } => anything(),
        other => panic!("add a value of {other} here"),
    }
}

pub(crate) fn choice(choice: WireValue) -> Node {
    match choice {
        WireValue::Text(text) => Node::text(text),
        WireValue::Integer(value) => Node::number(value),
        WireValue::Bool(value) => Node::number(value),
    }
}

/// The smallest and the largest number that one kind of constraint allows.
fn span(constraints: &[Constraint], of: impl Fn(Constraint) -> Option<Bounds>) -> (u64, u64) {
    let bounds = constraints.iter().filter_map(|constraint| of(*constraint));
    bounds.fold((0, u64::MAX), |(min, max), bounds| {
        (min.max(bounds.min.unwrap_or(0)), max.min(bounds.max.unwrap_or(u64::MAX)))
    })
}

/// Any text within the constraints, one in five as long as allowed.
fn text(constraints: &'static [Constraint]) -> impl Strategy<Value = String> {
    let any_chars = prop::collection::vec(any::<char>(), 0..12).prop_map(String::from_iter);
    let texts = prop_oneof![any_chars, "[A-Za-z@#_]{0,12}", "[1-9][0-9]{0,8}"];
    (texts, prop::bool::weighted(0.2))
        .prop_map(|(text, is_filled)| fit(text, constraints, is_filled))
}

pub(crate) fn fit(mut text: String, constraints: &[Constraint], is_filled: bool) -> String {
    let bytes = span(constraints, |constraint| {
        if let Constraint::Bytes(bytes) = constraint { Some(bytes) } else { None }
    });
    let chars = span(constraints, |constraint| {
        if let Constraint::Chars(chars) = constraint { Some(chars) } else { None }
    });
    let size = |text: &str| (text.len() as u64, text.chars().count() as u64);
    while size(&text).0 > bytes.1 || size(&text).1 > chars.1 {
        text.pop();
    }
    let (least_bytes, least_chars) = if is_filled && bytes.1.min(chars.1) <= FILLED {
        (bytes.1, chars.1)
    } else {
        (bytes.0, chars.0)
    };
    let is_full = |text: &str| size(text).0 >= bytes.1 || size(text).1 >= chars.1;
    while !is_full(&text) && (size(&text).0 < least_bytes || size(&text).1 < least_chars) {
        text.push('a');
    }
    text
}

/// The smallest and the largest integer of a type within the constraints.
fn span_of_integers(min: i64, max: u64, constraints: &[Constraint]) -> (i128, i128) {
    let ranges = constraints.iter().filter_map(|constraint| match constraint {
        Constraint::Range(bounds) => Some(*bounds),
        _ => None,
    });
    ranges.fold((min.into(), max.into()), |(min, max): (i128, i128), bounds| {
        let narrower = |bound: Option<u64>, other: i128| bound.map_or(other, i128::from);
        (min.max(narrower(bounds.min, min)), max.min(narrower(bounds.max, max)))
    })
}

/// The integer within the constraints that is nearest to 0.
pub(crate) fn least_integer(min: i64, max: u64, constraints: &[Constraint]) -> Node {
    let (min, max) = span_of_integers(min, max, constraints);
    Node::number(0.clamp(min, max))
}

/// Any integer of the type within the constraints, and those at both ends.
fn integer(min: i64, max: u64, constraints: &[Constraint]) -> BoxedStrategy<Node> {
    let (min, max) = span_of_integers(min, max, constraints);
    let edges = [min, min + 1, 0, 1, max - 1, max];
    let edges: Vec<_> = edges.into_iter().filter(|edge| (min..=max).contains(edge)).collect();
    prop_oneof![select(edges), min..=max].prop_map(Node::number).boxed()
}

fn open_enum(table: &'static EnumTable) -> BoxedStrategy<Node> {
    let unknown = match table.has_integers() {
        true => any::<i64>().prop_map(Node::number).boxed(),
        false => text(&[]).prop_map(|text| Node::text(&text)).boxed(),
    };
    if table.values.is_empty() {
        return unknown;
    }
    prop_oneof![select(table.values).prop_map(|known| choice(known.value)), unknown].boxed()
}

fn number() -> BoxedStrategy<Node> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    let finite = POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO;
    prop_oneof![finite, -180.0..180.0]
        .prop_map(|number: f64| Node::number(serde_json::json!(number)))
        .boxed()
}

/// The possible lengths of a list: few items, or as many as required.
pub(crate) fn sizes(constraints: &[Constraint], depth: usize) -> std::ops::RangeInclusive<usize> {
    let (min, max) = span(constraints, |constraint| {
        if let Constraint::Items(items) = constraint { Some(items) } else { None }
    });
    let few = if depth == 0 { min } else { max.min(min + 3) };
    usize::try_from(min).unwrap()..=usize::try_from(few).unwrap()
}

pub(crate) fn each(constraints: &[Constraint]) -> &'static [Constraint] {
    constraints
        .iter()
        .find_map(
            |constraint| if let Constraint::Each(each) = constraint { Some(*each) } else { None },
        )
        .unwrap_or_default()
}

fn list(item: FieldType, constraints: &'static [Constraint], depth: usize) -> BoxedStrategy<Node> {
    let sizes = sizes(constraints, depth);
    // The item of an empty list is not made, because it may hold such a list itself.
    if *sizes.end() == 0 {
        return Just(Node::list(Vec::new())).boxed();
    }
    let item = value(item, each(constraints), depth.saturating_sub(1));
    prop::collection::vec(item, sizes).prop_map(Node::list).boxed()
}

fn map(item: FieldType, constraints: &'static [Constraint], depth: usize) -> BoxedStrategy<Node> {
    let sizes = sizes(constraints, depth);
    if *sizes.end() == 0 {
        return Just(Node::object(Vec::new())).boxed();
    }
    let item = value(item, each(constraints), depth.saturating_sub(1));
    let entries = prop::collection::btree_map(text(&[]), item, sizes);
    entries.prop_map(|entries| Node::object(entries.into_iter().collect())).boxed()
}

/// A union: every member, and an unknown one.
fn union(table: &'static UnionTable, depth: usize) -> BoxedStrategy<Node> {
    let wrapped = |tag: &str, content| {
        let members = [(table.tag, Node::text(tag)), (table.content, content)];
        Node::object(members.map(|(name, value)| (name.to_owned(), value)).into())
    };
    let unknown = text(&[]).prop_map(move |text| wrapped("TIMUnheardElem", Node::text(&text)));
    let simple = if depth == 0 { &table.members[..1] } else { table.members };
    let known = simple.iter().map(|member| {
        let content = record((member.table)(), depth.saturating_sub(1));
        content.prop_map(move |content| wrapped(member.tag, content)).boxed()
    });
    proptest::strategy::Union::new(known.chain([unknown.boxed()])).boxed()
}

/// A value of a field for any JSON: a text, a number, texts, or another value.
fn anything() -> BoxedStrategy<Node> {
    let texts = prop::collection::vec(text(&[]).prop_map(|text| Node::text(&text)), 0..3);
    let mixed = vec![Node::number(1), Node::text("two"), Node::number(u64::MAX)];
    prop_oneof![
        text(&[]).prop_map(|text| Node::text(&text)),
        any::<i64>().prop_map(Node::number),
        texts.prop_map(Node::list),
        Just(Node::list(mixed)),
        Just(Node::object(vec![("new".to_owned(), Node::list(Vec::new()))])),
    ]
    .boxed()
}
