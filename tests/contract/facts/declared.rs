//! A declaration in the form of facts: plain values that can be compared, and changed by mistake.

use std::collections::BTreeSet;

use tencent_chat::schema::{
    BoolRepr, Constraint, FieldSpec, FieldType, Table, UnionTable, WireValue,
};
use tencent_chat::webhook::WebhookSpec;
use tencent_chat::{EndpointSpec, Page};
use xtask::facts::{Bound, Bounds, Timing};
use xtask::source::Type;

use super::super::Spec;
use super::compare::Side;

/// The facts of an endpoint or webhook, as a declaration has them.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// The time at which a webhook is sent.
    pub(super) webhook: Option<Timing>,
    pub(super) page: Option<u32>,
    pub(super) rate: Option<u32>,
    /// The errors of an endpoint, or the verdicts of the reply to a webhook.
    pub(super) codes: BTreeSet<i64>,
    /// The app's own codes in the reply to a webhook.
    pub(super) own_codes: Option<(u32, u32)>,
    /// The list that is split into batches, and the size of a batch.
    pub(super) batch: Option<(String, u64)>,
    /// It is known in part, so the macro requires that its fields of the response or the event are optional.
    pub(super) is_partial: bool,
    /// The fields of the request, or of the event.
    pub(super) request: Vec<DeclaredField>,
    /// The fields of the response, or of the reply.
    pub(super) response: Vec<DeclaredField>,
}

/// The facts of a field, as a declaration has them.
#[derive(Clone, Debug)]
pub(super) struct DeclaredField {
    /// The place in the JSON tree. A key of the user's own is `{}`.
    pub(super) path: String,
    pub(super) ty: Type,
    pub(super) is_required: bool,
    /// It is the status of its item. If it is missing, the item failed.
    pub(super) is_status: bool,
    pub(super) aliases: Vec<String>,
    pub(super) bounds: Bounds,
    /// The shared structure that it holds. Its members are declared once.
    pub(super) structure: Option<&'static str>,
}

/// A structure that several endpoints share.
#[derive(Clone, Debug)]
pub(super) struct DeclaredStructure {
    pub(super) name: String,
    pub(super) fields: Vec<DeclaredField>,
}

impl Declared {
    pub(super) fn of(spec: Spec) -> Self {
        match spec {
            Spec::Endpoint(spec) => Self::of_endpoint(spec),
            Spec::Webhook(spec) => Self::of_webhook(spec),
        }
    }

    fn of_webhook(spec: &WebhookSpec) -> Self {
        // The service takes no verdict after the action.
        let verdicts = [(0, true), (1, spec.can_forbid()), (2, spec.can_discard())];
        let codes = verdicts.into_iter().filter(|(_, is_taken)| *is_taken && spec.is_before());
        Self {
            webhook: Some(if spec.is_before() { Timing::Before } else { Timing::After }),
            page: number(spec.page()),
            rate: None,
            codes: codes.map(|(code, _)| code).collect(),
            own_codes: spec.own_codes().map(std::ops::RangeInclusive::into_inner),
            batch: None,
            is_partial: spec.is_partial(),
            request: fields(spec.event()),
            response: spec.reply().map(fields).unwrap_or_default(),
        }
    }

    fn of_endpoint(spec: &EndpointSpec) -> Self {
        let batch = spec.batch().map(|list| (list.wire.to_owned(), list.max as u64));
        Self {
            webhook: None,
            page: number(spec.page()),
            own_codes: None,
            rate: spec.rate_per_second(),
            codes: spec.errors().iter().map(|code| i64::from(code.get())).collect(),
            batch,
            is_partial: spec.is_partial(),
            request: fields(spec.request()),
            response: fields(spec.response()),
        }
    }

    /// The sides of the request and of the response, or of the event and of the reply.
    pub(super) fn sides(&self) -> [Side; 2] {
        let sent_by_service = if self.is_partial { Side::PartialResponse } else { Side::Response };
        match self.webhook {
            None => [Side::Request, sent_by_service],
            Some(_) => [sent_by_service, Side::Request],
        }
    }
}

fn number(page: Option<Page>) -> Option<u32> {
    page.map(|page| page.number)
}

/// The shared structures that the declarations use: the union of message elements, its members, and objects.
pub(super) fn structures() -> Vec<DeclaredStructure> {
    let mut found: Vec<DeclaredStructure> = Vec::new();
    let mut add = |name: &str, fields: &dyn Fn() -> Vec<DeclaredField>| {
        if found.iter().all(|structure| structure.name != name) {
            found.push(DeclaredStructure { name: name.to_owned(), fields: fields() });
        }
    };
    for spec in Spec::all() {
        super::super::for_each_table(spec, &mut |_, table| {
            for field in table.fields {
                match super::super::innermost(field.ty) {
                    FieldType::Union(union) => {
                        add("MsgBody", &|| element_fields(union));
                        for member in union.members {
                            add(member.tag, &|| fields((member.table)()));
                        }
                    }
                    FieldType::Object(table) if structure(field.ty).is_some() => {
                        add(table().name, &|| fields(table()));
                    }
                    _ => {}
                }
            }
        });
    }
    found
}

/// The tag and the content of a union, which are no fields of a table. Content that does not fit is kept, so neither is
/// required.
fn element_fields(union: &UnionTable) -> Vec<DeclaredField> {
    let field = |name: &str, ty| DeclaredField {
        path: name.to_owned(),
        ty,
        is_required: false,
        is_status: false,
        aliases: Vec::new(),
        bounds: Bounds::new(),
        structure: None,
    };
    vec![field(union.tag, Type::String), field(union.content, Type::Object)]
}

fn fields(table: &'static Table) -> Vec<DeclaredField> {
    let mut fields = Vec::new();
    add_fields("", table, &mut Vec::new(), &mut fields);
    fields
}

/// Adds the fields of a struct, and those of the objects in it. An object that holds itself is added once.
fn add_fields(
    prefix: &str,
    table: &'static Table,
    around: &mut Vec<&'static str>,
    to: &mut Vec<DeclaredField>,
) {
    if around.contains(&table.name) {
        return;
    }
    around.push(table.name);
    for field in table.fields {
        let path = format!("{prefix}{}", field.wire);
        let structure = structure(field.ty);
        to.push(DeclaredField {
            path: path.clone(),
            ty: wire_type(field.ty, field.words.switch),
            is_required: field.required,
            is_status: field.is_status(),
            aliases: field.words.aliases.iter().map(|alias| format!("{prefix}{alias}")).collect(),
            bounds: bounds(field.ty, field.words.constraints),
            structure,
        });
        if structure.is_none() {
            add_members(path, field, around, to);
        }
    }
    around.pop();
}

/// Adds the entries of a map, and the fields of an object.
fn add_members(
    mut path: String,
    field: &FieldSpec,
    around: &mut Vec<&'static str>,
    to: &mut Vec<DeclaredField>,
) {
    let mut ty = field.ty;
    loop {
        match ty {
            FieldType::List(item) => {
                path.push_str("[]");
                ty = *item;
            }
            FieldType::Map(value) => {
                path.push_str(".{}");
                ty = *value;
                to.push(DeclaredField {
                    path: path.clone(),
                    ty: wire_type(ty, field.words.switch),
                    is_required: true,
                    is_status: false,
                    aliases: Vec::new(),
                    bounds: bounds_of_each(field.words.constraints),
                    structure: None,
                });
            }
            FieldType::Object(table) => {
                return add_fields(&format!("{path}."), table(), around, to);
            }
            _ => return,
        }
    }
}

/// Returns the name of the shared structure that a field holds.
fn structure(ty: FieldType) -> Option<&'static str> {
    match super::super::innermost(ty) {
        FieldType::Union(_) => Some("MsgBody"),
        FieldType::Object(table) if table().name == "OfflinePushInfo" => Some("OfflinePushInfo"),
        _ => None,
    }
}

/// Returns the type on the wire: flags and enumerations are integers or texts.
fn wire_type(ty: FieldType, switch: BoolRepr) -> Type {
    match ty {
        FieldType::String(_) => Type::String,
        FieldType::Integer { .. } => Type::Integer,
        FieldType::Flag => match switch.on {
            WireValue::Integer(_) => Type::Integer,
            WireValue::Text(_) => Type::String,
            WireValue::Bool(_) => Type::Boolean,
        },
        FieldType::Enum(table) if table.has_integers() => Type::Integer,
        FieldType::Enum(_) => Type::String,
        FieldType::Number => Type::Number,
        FieldType::List(item) => Type::Array(Some(Box::new(wire_type(*item, switch)))),
        FieldType::Map(_) | FieldType::Object(_) | FieldType::Union(_) => Type::Object,
        FieldType::Dynamic { types, .. } => {
            Type::Any(types.iter().map(|ty| wire_type(*ty, switch)).collect())
        }
        other => panic!("{other}: say which type it is on the wire"),
    }
}

/// Returns the bounds of a field, and of the items of a list. Those of the values of a map are elsewhere.
fn bounds(ty: FieldType, constraints: &[Constraint]) -> Bounds {
    let mut bounds = own_bounds(constraints);
    if !matches!(ty, FieldType::Map(_)) {
        bounds.extend(bounds_of_each(constraints));
    }
    bounds
}

/// Returns the bounds of the items of a list, or of the values of a map.
fn bounds_of_each(constraints: &[Constraint]) -> Bounds {
    let each = constraints.iter().filter_map(|constraint| match constraint {
        Constraint::Each(each) => Some(own_bounds(each)),
        _ => None,
    });
    each.flatten().collect()
}

fn own_bounds(constraints: &[Constraint]) -> Bounds {
    let mut bounds = Bounds::new();
    for constraint in constraints {
        let ([min, max], range) = match constraint {
            Constraint::Items(range) => ([Bound::MinItems, Bound::MaxItems], range),
            Constraint::Bytes(range) => ([Bound::MinBytes, Bound::MaxBytes], range),
            Constraint::Chars(range) => ([Bound::MinChars, Bound::MaxChars], range),
            Constraint::Range(range) => ([Bound::Min, Bound::Max], range),
            _ => continue,
        };
        bounds.extend(range.min.map(|number| (min, number)));
        bounds.extend(range.max.map(|number| (max, number)));
    }
    bounds
}
