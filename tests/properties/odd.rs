//! Responses with one odd value: whatever it is, the rest is read, and the oddity has its path.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use tencent_chat::codec::{Oddities, ResponseError, Strictness};
use tencent_chat::schema::{FieldSpec, FieldType, Meaning, Record, Table, WireValue};
use tencent_chat::{EndpointSpec, Envelope};

use super::full::full;
use super::{read_odd, specs};

/// A placeholder for the odd value until the text is made.
const HERE: &str = "@here";

/// The damage to a value.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Dropped,
    /// A text that is JSON, or nearly JSON.
    Raw(&'static [u8]),
    /// The value is repeated, the first time as another value.
    Repeated,
    /// The value is nested to this depth.
    Deep(usize),
}

const DAMAGES: &[Damage] = &[
    Damage::Dropped,
    Damage::Raw(b"null"),
    Damage::Raw(b"true"),
    Damage::Raw(b"1"),
    Damage::Raw(b"2.0"),
    Damage::Raw(b"0.5"),
    Damage::Raw(b"-7"),
    Damage::Raw(b"18446744073709551615"),
    Damage::Raw(b"340282366920938463463374607431768211456"),
    Damage::Raw(b"1e300"),
    Damage::Raw(b"1e400"),
    Damage::Raw(b"\"\""),
    Damage::Raw(b"\"odd\""),
    Damage::Raw(b"\"7\""),
    Damage::Raw(b"[]"),
    Damage::Raw(b"[null]"),
    Damage::Raw(b"[{\"b\":1}]"),
    Damage::Raw(b"{}"),
    Damage::Raw(b"{\"a\":[1]}"),
    Damage::Raw(b"\"a\\ud83d\""),
    Damage::Raw(b"\"\\x\""),
    Damage::Raw(b"\"a\xff\""),
    Damage::Raw(b"\"a\nb\""),
    Damage::Repeated,
    Damage::Deep(200),
];

/// The result of reading a response: the response as it is written, the paths of its failed items, and the oddities.
pub(crate) type Read = Result<(Json, Vec<String>, Oddities), ResponseError>;

/// A step to a value: a key, or an index.
type Step = Json;

/// The position of a value in a response.
struct Position {
    /// The path in the text.
    steps: Vec<Step>,
    /// The path by wire names, as oddities have it. For a value that decides the type of a union it ends at the union.
    wire: Vec<Step>,
    ty: FieldType,
    /// The field of the value, unless it is an item.
    field: Option<&'static FieldSpec>,
    /// `true` if it is a field that may be missing.
    may_be_absent: bool,
    is_entry: bool,
    /// The fields of the struct around it; for items, those of the list's struct.
    table: &'static Table,
    /// `true` if it decides the type of the object around it.
    is_of_union: bool,
}

impl Position {
    fn path(&self) -> String {
        path_of(&self.wire)
    }

    /// Returns `true` if the value that arrives instead fits the schema; `None` if only a part of it may not fit.
    fn fits(&self, damage: Damage, came: &Json) -> Option<bool> {
        let is_item = self.field.is_none();
        let raw = match damage {
            Damage::Dropped => return Some(is_item || self.may_be_absent),
            Damage::Repeated => return Some(false),
            Damage::Deep(_) if matches!(self.ty, FieldType::Dynamic { .. }) => return None,
            Damage::Deep(_) => {
                return if matches!(self.ty, FieldType::List(_)) { None } else { Some(false) };
            }
            Damage::Raw(raw) => raw,
        };
        if raw == b"null" {
            let is_any = matches!(self.ty, FieldType::Dynamic { .. });
            let may_be_null = if is_item { self.is_entry || is_any } else { self.may_be_absent };
            return Some(may_be_null);
        }
        if raw == b"1e400" || matches!(raw, [b'"', .., b'"'] if came.is_null()) {
            return Some(false);
        }
        let number = came.as_str().map_or_else(|| integer(came), |text| text.parse().ok());
        Some(match self.ty {
            FieldType::String(_) => came.is_string() || came.is_number(),
            FieldType::Enum(table) if table.has_integers() => {
                number.is_some_and(|number| i64::try_from(number).is_ok())
            }
            FieldType::Enum(_) => came.is_string() || came.is_number(),
            FieldType::Integer { min, max } => {
                number.is_some_and(|number| (i128::from(min)..=i128::from(max)).contains(&number))
            }
            FieldType::Flag => came.is_boolean() || self.is_bool(came, number),
            FieldType::Number => came.is_number() || number.is_some(),
            FieldType::List(_) => {
                return came
                    .as_array()
                    .map_or(Some(false), |items| if items.is_empty() { Some(true) } else { None });
            }
            FieldType::Map(_) | FieldType::Object(_) => {
                return if came.is_object() { None } else { Some(false) };
            }
            FieldType::Union(_) => came.is_object(),
            FieldType::Dynamic { .. } => true,
            other => panic!("add the values that fit {other} here"),
        })
    }

    fn is_bool(&self, came: &Json, number: Option<i128>) -> bool {
        let switch =
            self.field.map_or(tencent_chat::schema::BoolRepr::NUMBERS, |field| field.words.switch);
        [switch.on, switch.off].iter().any(|choice| match choice {
            WireValue::Text(text) => came == text || matches!(number, Some(0 | 1)),
            WireValue::Integer(value) => number == Some((*value).into()),
            WireValue::Bool(_) => matches!(number, Some(0 | 1)),
        })
    }
}

/// The integer value of a number, within the range of all fields.
fn integer(came: &Json) -> Option<i128> {
    let float = || came.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e20);
    came.as_i64()
        .map(i128::from)
        .or(came.as_u64().map(i128::from))
        .or(float().map(|float| float as i128))
}

fn path_of(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Json::String(key) if path.is_empty() => path += key,
            Json::String(key) => path = path + "." + key,
            index => path = format!("{path}[{index}]"),
        }
    }
    path
}

/// Finds the values of an object that its table knows.
fn positions_of(
    object: &Json,
    table: &'static Table,
    at: &Position,
    positions: &mut Vec<Position>,
) {
    for (key, value) in object.as_object().into_iter().flatten() {
        let field = table
            .fields
            .iter()
            .find(|field| field.wire == key || field.words.aliases.contains(&&**key));
        let Some(field) = field else { continue };
        let may_be_absent = !field.required || field.may_be_absent(table.kind);
        let steps = [&*at.steps, &[json!(key)]].concat();
        let wire = [&*at.wire, &[json!(field.wire)]].concat();
        let position = Position {
            steps,
            wire,
            ty: field.ty,
            field: Some(field),
            may_be_absent,
            is_entry: false,
            table,
            is_of_union: false,
        };
        positions_in(value, &position, positions);
        positions.push(position);
    }
}

/// Finds the values in a value.
fn positions_in(value: &Json, at: &Position, positions: &mut Vec<Position>) {
    let step = |step: Step, ty: FieldType| Position {
        steps: [&*at.steps, std::slice::from_ref(&step)].concat(),
        wire: [&*at.wire, &[step]].concat(),
        ty,
        field: None,
        may_be_absent: false,
        is_entry: matches!(at.ty, FieldType::Map(_)),
        table: at.table,
        is_of_union: false,
    };
    match (at.ty, value) {
        (FieldType::Object(table), _) => positions_of(value, table(), at, positions),
        (FieldType::List(ty), Json::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                let position = step(json!(index), *ty);
                positions_in(item, &position, positions);
                positions.push(position);
            }
        }
        (FieldType::Map(ty), Json::Object(entries)) => {
            for (key, entry) in entries {
                let position = step(json!(key), *ty);
                positions_in(entry, &position, positions);
                positions.push(position);
            }
        }
        (FieldType::Union(union), Json::Object(_)) => {
            let member = union.members.iter().find(|member| value[union.tag] == member.tag);
            let Some(member) = member else { return };
            let position = step(json!(union.content), FieldType::Object(member.table));
            positions_in(&value[union.content], &position, positions);
            positions.push(Position { is_of_union: true, ..position });
            positions.push(Position {
                is_of_union: true,
                ..step(json!(union.tag), FieldType::String(Meaning::Any))
            });
        }
        _ => {}
    }
}

fn at<'a>(json: &'a mut Json, steps: &[Step]) -> &'a mut Json {
    steps.iter().fold(json, |json, step| match step {
        Json::String(key) => &mut json[key],
        index => &mut json[usize::try_from(index.as_u64().unwrap()).unwrap()],
    })
}

/// The text of a response of which one value is damaged; `None` if it cannot be damaged so.
fn damaged(response: &Json, position: &Position, damage: Damage, order: Order) -> Option<Vec<u8>> {
    let mut response = response.clone();
    let (last, before) = position.steps.split_last()?;
    if matches!(damage, Damage::Dropped) {
        match (at(&mut response, before), last) {
            (Json::Object(fields), Json::String(key)) => drop(fields.remove(key)),
            // A shorter list is another list.
            _ => return None,
        }
        return Some(text_of(&response, order).into_bytes());
    }
    let value = std::mem::replace(at(&mut response, &position.steps), json!(HERE));
    let raw = match (damage, last) {
        (Damage::Raw(raw), _) => raw.to_vec(),
        (Damage::Repeated, Json::String(key)) if !position.is_entry && !position.is_of_union => {
            format!("true,{}:{value}", json!(key)).into_bytes()
        }
        (Damage::Deep(depth), _) => ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes(),
        _ => return None,
    };
    let text = text_of(&response, order);
    let (head, tail) = text.split_once(&json!(HERE).to_string())?;
    Some([head.as_bytes(), &raw, tail.as_bytes()].concat())
}

/// The position of the tag of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    TagFirst,
    /// The content is buffered until the tag arrives.
    ContentFirst,
}

/// The text of JSON, in this order.
fn text_of(json: &Json, order: Order) -> String {
    match json {
        Json::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            let is_first = |key: &str| key == "MsgType" && order == Order::TagFirst;
            fields.sort_by_key(|(key, _)| (!is_first(key), (*key).clone()));
            let field = |(key, value)| format!("{}:{}", json!(key), text_of(value, order));
            format!("{{{}}}", fields.into_iter().map(field).collect::<Vec<_>>().join(","))
        }
        Json::Array(items) => {
            let items = items.iter().map(|item| text_of(item, order));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        json => json.to_string(),
    }
}

/// Returns `true` if two values are equal except at the end of these steps.
fn are_alike(whole: &Json, odd: &Json, steps: &[Step]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    match (whole, odd, step) {
        (Json::Object(whole), Json::Object(odd), Json::String(key)) => {
            fn others<'a>(
                fields: &'a Map<String, Json>,
                key: &str,
            ) -> impl Iterator<Item = (&'a String, &'a Json)> {
                fields.iter().filter(move |(name, _)| *name != key)
            }
            let inner = match (whole.get(key), odd.get(key)) {
                (Some(whole), Some(odd)) => are_alike(whole, odd, rest),
                _ => rest.is_empty(),
            };
            others(whole, key).eq(others(odd, key)) && inner
        }
        (Json::Array(whole), Json::Array(odd), step) => {
            let index = usize::try_from(step.as_u64().unwrap()).unwrap();
            let (before, behind) = (&whole[..index], &whole[index + 1..]);
            let is_left_out = rest.is_empty() && [before, behind].concat() == *odd;
            is_left_out
                || (whole.len() == odd.len()
                    && are_alike(&whole[index], &odd[index], rest)
                    && (before, behind) == (&odd[..index], &odd[index + 1..]))
        }
        _ => false,
    }
}

/// Checks all properties of one damaged response.
fn hold(
    spec: &EndpointSpec,
    (whole, response): (&Json, &Json),
    position: &Position,
    (damage, order): (Damage, Order),
) {
    let Some(body) = damaged(response, position, damage, order) else { return };
    let path = position.path();
    let shown = || format!("{} {path} {damage:?}: {}", spec.path(), String::from_utf8_lossy(&body));
    let (odd, failed, oddities) = match read_odd(spec, &body, Strictness::Lenient) {
        Ok(read) => read,
        Err(error) => panic!("{}: {error}", shown()),
    };
    // An odd tag or content changes the whole of the union.
    let changed = &position.wire[..position.wire.len() - usize::from(position.is_of_union)];
    assert!(are_alike(whole, &odd, changed), "{} becomes {odd} from {whole}", shown());
    let mut paths: Vec<_> = oddities.iter().map(|oddity| oddity.path()).collect();
    // A repeated value may be odd at its first occurrence, too.
    paths.dedup();
    let came = match damage {
        Damage::Raw(raw) => serde_json::from_slice(raw).unwrap_or_default(),
        _ => Json::Null,
    };
    let fits = if position.is_of_union { None } else { position.fits(damage, &came) };
    // In buffered content, values that are nested too deeply and repeated values are dropped before their path is
    // known.
    let is_aside = order == Order::ContentFirst && path.contains(".MsgContent");
    let is_gone = is_aside && matches!(damage, Damage::Deep(_) | Damage::Repeated);
    if is_gone {
        return;
    }
    match fits {
        Some(true) => assert!(paths.is_empty(), "{} is odd at {paths:?}", shown()),
        Some(false) => assert_eq!(paths, [&*path], "{}", shown()),
        None => assert!(
            paths.iter().all(|odd| odd.starts_with(&path)),
            "{} is odd at {paths:?}",
            shown()
        ),
    }
    for oddity in &oddities {
        assert!(oddity.excerpt().chars().count() <= 41, "{}: {oddity}", shown());
    }
    match (read_odd(spec, &body, Strictness::Strict), paths.first()) {
        (Ok(_), None) => {}
        (Err(ResponseError::Unreadable { error, success_seen: true }), Some(path)) => {
            assert_eq!(error.path(), *path, "{}: {error}", shown());
        }
        (read, _) => panic!("{}: strict, it is {read:?}, lenient odd at {paths:?}", shown()),
    }
    let is_status = position.field.is_some_and(FieldSpec::is_status);
    let is_judged = is_item_with_status(position);
    if fits == Some(false) && (is_status || is_judged) && !matches!(damage, Damage::Repeated) {
        let item = &position.wire[..position.wire.len() - usize::from(is_status)];
        assert!(failed.contains(&path_of(item)), "{}: failed are {failed:?}", shown());
    }
}

/// Returns `true` if it is an item of a list whose items have a status.
fn is_item_with_status(position: &Position) -> bool {
    let is_item = position.field.is_none() && !position.is_entry && !position.is_of_union;
    is_item
        && matches!(position.ty, FieldType::Object(table) if table().fields.iter().any(FieldSpec::is_status))
}

/// Damages every value of a response in every way.
fn damage_all(spec: &EndpointSpec, response: &Json, is_wanted: &mut dyn FnMut(&Position) -> bool) {
    let table = spec.response();
    let mut positions = Vec::new();
    let top = Position {
        steps: Vec::new(),
        wire: Vec::new(),
        ty: FieldType::Object(Envelope::table),
        field: None,
        may_be_absent: false,
        is_entry: false,
        table,
        is_of_union: false,
    };
    positions_of(response, table, &top, &mut positions);
    let read = read_odd(spec, response.to_string().as_bytes(), Strictness::Strict);
    let (whole, ..) = read.unwrap_or_else(|error| panic!("{}: {error}", spec.path()));
    for position in positions.iter().filter(|position| is_wanted(position)) {
        for damage in DAMAGES {
            hold(spec, (&whole, response), position, (*damage, Order::TagFirst));
            if position.path().contains(".MsgContent") {
                hold(spec, (&whole, response), position, (*damage, Order::ContentFirst));
            }
        }
    }
}

#[test]
fn whatever_is_odd_in_a_sample_the_rest_is_read() {
    for spec in EndpointSpec::all() {
        let path = spec.path();
        let file = format!("{}/samples/{path}.json", env!("CARGO_MANIFEST_DIR"));
        let samples: Json = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        // Items of one list are alike: each of their fields is damaged in one of them.
        let mut seen = BTreeSet::new();
        for response in samples["responses"].as_array().unwrap() {
            damage_all(spec, response, &mut |place| {
                let names = place.wire.iter().map(|step| step.as_str().map(str::to_owned));
                seen.insert(names.collect::<Vec<_>>())
            });
        }
    }
}

#[test]
fn whatever_is_odd_in_a_full_response_the_rest_is_read() {
    let mut seen = BTreeSet::new();
    for spec in specs() {
        let mut response = full(spec.response());
        response["ErrorCode"] = json!(0);
        // An object that several endpoints have is damaged in one of them.
        damage_all(spec, &response, &mut |position| {
            let last = position.wire.last().filter(|last| last.is_string());
            let key = last.map_or(position.path(), ToString::to_string);
            seen.insert((position.table as *const Table as usize, key))
        });
    }
}
