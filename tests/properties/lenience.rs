//! A careless response or request is read the same as a careful one.

use proptest::prelude::*;
use proptest::sample::select;
use tencent_chat::EndpointSpec;
use tencent_chat::codec::{self, Strictness};
use tencent_chat::schema::{FieldSpec, FieldType, Table, WireValue};

use super::node::{Node, Shape};
use super::{hold_all, read_response, values};

/// The way in which a text departs from the spec, wherever it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Numbers and flags arrive as texts.
    NumbersAsTexts,
    /// Texts that are numbers arrive as numbers.
    TextsAsNumbers,
    /// Flags arrive as `true` and `false`.
    Booleans,
    /// Every object has a field that the spec lacks.
    UnknownFields,
    /// Absent fields arrive as `null`.
    Nulls,
    /// Empty lists are absent.
    MissingLists,
    /// Fields with aliases arrive under the last of them.
    OtherNames,
    /// Fields arrive in reverse order.
    Backwards,
}

const STYLES: &[Style] = &[
    Style::NumbersAsTexts,
    Style::TextsAsNumbers,
    Style::Booleans,
    Style::UnknownFields,
    Style::Nulls,
    Style::MissingLists,
    Style::OtherNames,
    Style::Backwards,
];

fn request_is_read_alike(
    spec: &EndpointSpec,
    plain: &Node,
    loose: &Node,
) -> Result<(), TestCaseError> {
    let read = |node: &Node| {
        let mut request = spec.empty_request();
        codec::from_json_into(&node.to_json(), request.as_mut()).map(|()| request)
    };
    prop_assert_eq!(read(loose)?, read(plain)?);
    Ok(())
}

fn response_is_read_alike(
    spec: &EndpointSpec,
    plain: &Node,
    loose: &Node,
) -> Result<(), TestCaseError> {
    let success = Node::object(vec![("ErrorCode".to_owned(), Node::number(0))]);
    let read = |node: &Node| {
        let body = node.followed_by(&success).to_json();
        read_response(spec, &body, Strictness::Strict).map(|(response, _)| response)
    };
    prop_assert_eq!(read(loose)?, read(plain)?);
    Ok(())
}

/// The same object in another style.
fn loosened(node: &Node, table: &Table, style: Style) -> Node {
    let mut members = Vec::new();
    for field in table.fields {
        let member = node.members().iter().find(|(name, _)| name == field.wire);
        match member {
            Some((_, value)) => members.extend(loose_field(value, field, table, style)),
            None if style == Style::Nulls => members.push((field.wire.to_owned(), Node::null())),
            None => {}
        }
    }
    if style == Style::UnknownFields {
        let unheard = Node::list(vec![Node::null(), Node::object(Vec::new())]);
        members.insert(0, ("Unheard".to_owned(), unheard));
    }
    if style == Style::Backwards {
        members.reverse();
    }
    Node::object(members)
}

fn loose_field(
    value: &Node,
    field: &FieldSpec,
    table: &Table,
    style: Style,
) -> Option<(String, Node)> {
    let may_be_absent = field.required && field.may_be_absent(table.kind);
    if style == Style::MissingLists && may_be_absent && value.members().is_empty() {
        return None;
    }
    let name = match field.words.aliases.last() {
        Some(alias) if style == Style::OtherNames => alias,
        _ => field.wire,
    };
    let is_on = *value == values::choice(field.words.switch.on);
    let value = match field.ty {
        FieldType::Flag if style == Style::Booleans => Node::number(is_on),
        FieldType::Flag if !matches!(field.words.switch.on, WireValue::Integer(_)) => value.clone(),
        ty => loose_value(value, ty, style),
    };
    Some((name.to_owned(), value))
}

fn loose_value(value: &Node, ty: FieldType, style: Style) -> Node {
    match (ty, value) {
        (FieldType::Object(table), _) => loosened(value, table(), style),
        (FieldType::List(item) | FieldType::Map(item), Node::Many(shape, members)) => {
            let loose =
                |(name, value): &(String, Node)| (name.clone(), loose_value(value, *item, style));
            let members = members.iter().map(loose).collect();
            let is_backwards = style == Style::Backwards && *shape == Shape::Object;
            Node::Many(*shape, if is_backwards { reversed(members) } else { members })
        }
        (FieldType::Integer { .. } | FieldType::Flag | FieldType::Number, Node::Raw(raw))
            if style == Style::NumbersAsTexts =>
        {
            Node::text(raw)
        }
        (FieldType::Enum(table), Node::Raw(raw))
            if table.has_integers() && style == Style::NumbersAsTexts =>
        {
            Node::text(raw)
        }
        (FieldType::String(_), Node::Raw(raw)) if style == Style::TextsAsNumbers => {
            let text: String = serde_json::from_str(raw).unwrap();
            let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
            number.map_or(value.clone(), Node::number)
        }
        _ => value.clone(),
    }
}

fn reversed<T>(mut items: Vec<T>) -> Vec<T> {
    items.reverse();
    items
}

#[test]
fn careless_requests_are_read_as_careful_ones() {
    let styled = |spec: &_| (values::request(spec), select(STYLES));
    hold_all(styled, |spec, (plain, style)| {
        let loose = loosened(&plain, spec.request(), style);
        request_is_read_alike(spec, &plain, &loose)
    });
}

#[test]
fn careless_responses_are_read_as_careful_ones() {
    let styled = |spec: &_| (values::response(spec), select(STYLES));
    hold_all(styled, |spec, (response, style)| {
        let plain = response.fields;
        let loose = loosened(&plain, spec.response(), style);
        response_is_read_alike(spec, &plain, &loose)
    });
}
