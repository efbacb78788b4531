//! Damaged responses are read as far as they are intact, or refused with the path of the damage.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use tencent_chat::codec::{DecodeError, ResponseError, Strictness};
use tencent_chat::schema::{FieldType, Record, Table};
use tencent_chat::{ActionStatus, EndpointSpec, Envelope, ErrorCode};

use super::damage::{damaged, hits, noise, noisy};
use super::node::{Node, Shape};
use super::{hold_all, read_odd, read_response, values};

/// The codes at the top level of a response; `None` for one that is not a code.
fn codes(response: &Node) -> Vec<Option<ErrorCode>> {
    let given = response.members().iter().filter(|(name, _)| name == "ErrorCode");
    given.filter(|(_, value)| *value != Node::null()).map(|(_, value)| code_of(value)).collect()
}

fn code_of(value: &Node) -> Option<ErrorCode> {
    let Node::Raw(raw) = value else { return None };
    let text: String = serde_json::from_str(raw).unwrap_or_else(|_| raw.clone());
    text.trim().parse().ok().map(ErrorCode::new)
}

/// The one failure that a response reports.
fn failure(codes: &[Option<ErrorCode>]) -> Option<ErrorCode> {
    let first = (*codes.first()?)?;
    let is_clear = !first.is_ok() && codes.iter().all(|code| *code == Some(first));
    is_clear.then_some(first)
}

/// Checks that the result of reading a damaged response does not contradict the codes that are left in it.
fn agrees(
    spec: &EndpointSpec,
    codes: &[Option<ErrorCode>],
    read: &Result<(), ResponseError>,
) -> Result<(), TestCaseError> {
    let is_failure = |code: &Option<ErrorCode>| code.is_some_and(|code| !code.is_ok());
    match read {
        _ if spec.response().is_judged_per_item => {}
        Ok(()) => prop_assert!(!codes.iter().any(is_failure), "{codes:?} is read as success"),
        Err(ResponseError::Service(envelope)) => {
            let is_of_status = envelope.action_status == Some(ActionStatus::Fail);
            let is_told = is_of_status || codes.contains(&envelope.error_code);
            prop_assert!(is_told && envelope.is_failure(), "{codes:?} is read as {envelope:?}");
        }
        Err(error) => prop_assert_eq!(failure(codes), None, "{}", error),
    }
    Ok(())
}

type Names = BTreeMap<&'static str, &'static str>;

/// The aliases of fields, each with the first name.
fn other_names(table: &'static Table, seen: &mut Vec<*const Table>, names: &mut Names) {
    // An object may hold itself.
    if seen.contains(&std::ptr::from_ref(table)) {
        return;
    }
    seen.push(table);
    for field in table.fields {
        names.extend(field.words.aliases.iter().map(|alias| (*alias, field.wire)));
        let mut ty = field.ty;
        while let FieldType::List(item) | FieldType::Map(item) = ty {
            ty = *item;
        }
        if let FieldType::Object(table) = ty {
            other_names(table(), seen, names);
        }
    }
}

/// Returns `true` if a path, such as `GroupItem[3].GroupId`, leads to a value of the response.
fn leads(path: &str, node: &Node, names: &BTreeMap<&str, &str>) -> bool {
    if path.is_empty() {
        return true;
    }
    let (shape, members) = match node {
        // A very deep value is raw text.
        Node::Raw(raw) => return raw.starts_with(['[', '{']),
        Node::Many(shape, members) => (shape, members),
    };
    let path = path.strip_prefix('.').filter(|_| *shape == Shape::Object).unwrap_or(path);
    let is_next = |step: &str, member: &Node| {
        path.strip_prefix(step).is_some_and(|rest| leads(rest, member, names))
    };
    members.iter().enumerate().any(|(index, (name, member))| match shape {
        Shape::List => is_next(&format!("[{index}]"), member),
        Shape::Object => {
            let first = names.get(name.as_str());
            is_next(name, member) || first.is_some_and(|first| is_next(first, member))
        }
    })
}

/// Returns `true` if an error names a value of the response, or one that is missing in a value of it.
fn is_placed(spec: &EndpointSpec, error: &DecodeError, response: &Node) -> bool {
    let mut names = Names::new();
    other_names(spec.response(), &mut Vec::new(), &mut names);
    let parent = error.path().rsplit_once('.').map_or("", |(parent, _)| parent);
    let is_missing = error.message().starts_with("is required, but missing");
    leads(if is_missing { parent } else { error.path() }, response, &names)
}

fn hold_damaged(spec: &EndpointSpec, response: &Node) -> Result<(), TestCaseError> {
    let lenient = read_odd(spec, &response.to_json(), Strictness::Lenient).map(drop);
    agrees(spec, &codes(response), &lenient)?;
    let read = read_response(spec, &response.to_json(), Strictness::Strict).map(drop);
    agrees(spec, &codes(response), &read)?;
    if let Err(ResponseError::Unreadable { error, .. }) = &read {
        prop_assert!(is_placed(spec, error, response), "{error}: {response}");
    }
    Ok(())
}

#[test]
fn a_damaged_response_is_read_as_far_as_possible_or_refused_with_the_path() {
    let values = |spec: &_| (values::response(spec), hits());
    hold_all(values, |spec, (response, hits)| {
        hold_damaged(spec, &damaged(&response.whole(), &hits))
    });
}

#[test]
fn a_failure_is_reported_whatever_happened_to_the_rest() {
    let code = Node::object(vec![("ErrorCode".to_owned(), Node::number(51009))]);
    let values = |spec: &_| (values::response(spec), hits(), any::<bool>());
    hold_all(values, move |spec, (response, hits, is_first)| {
        let (mut fields, envelope) = (response.fields.clone(), response.envelope.members());
        let info = envelope.iter().filter(|(name, _)| name != "ErrorCode").cloned().collect();
        fields = damaged(&fields.followed_by(&Node::object(info)), &hits);
        let whole = if is_first { code.followed_by(&fields) } else { fields.followed_by(&code) };
        hold_damaged(spec, &whole)
    });
}

/// The code in a text that is read with all its encoding errors replaced; empty if it is not JSON.
fn code_of_text(body: &[u8]) -> Vec<Option<ErrorCode>> {
    let text = String::from_utf8_lossy(body);
    let Ok(Value::Object(object)) = serde_json::from_str::<Value>(&text) else { return Vec::new() };
    let code = object.get("ErrorCode").filter(|code| !code.is_null());
    code.map(|code| code_of(&Node::Raw(code.to_string()))).into_iter().collect()
}

#[test]
fn noise_hides_no_failure_and_makes_no_success() {
    let values = |spec: &_| (values::response(spec), noise());
    hold_all(values, |spec, (response, noise)| {
        let body = noisy(response.whole().to_json(), &noise);
        let lenient = read_odd(spec, &body, Strictness::Lenient).map(drop);
        let read = read_response(spec, &body, Strictness::Strict).map(drop);
        let codes = code_of_text(&body);
        if let Ok(()) = &lenient {
            agrees(spec, &codes, &lenient)?;
        }
        match &read {
            Err(ResponseError::Unreadable { error, .. }) => {
                let first = error.path().split(['.', '[']).next().unwrap_or_default();
                let mut fields = spec.response().fields.iter().chain(Envelope::table().fields);
                let is_known = first.is_empty() || fields.any(|field| field.wire == first);
                prop_assert!(is_known, "{}", error);
                agrees(spec, &codes, &read)
            }
            // If the body is not JSON, the code may be read where it stands before the noise.
            Err(ResponseError::Service(_)) if codes.is_empty() => Ok(()),
            _ => agrees(spec, &codes, &read),
        }
    });
}

#[test]
fn a_failure_is_reported_however_early_the_rest_is_cut() {
    let values = |spec: &_| (values::response(spec), any::<Index>());
    hold_all(values, |spec, (response, end)| {
        let code = r#"{"ErrorCode":51009,"#;
        let fields = response.fields.to_string();
        let body = format!("{code}{}", &fields[1..]).into_bytes();
        let cut = &body[..code.len() + end.index(body.len() - code.len())];
        let read = read_response(spec, cut, Strictness::Strict).map(drop);
        let is_told = matches!(&read, Err(ResponseError::Service(envelope))
            if envelope.error_code == Some(ErrorCode::new(51009)));
        prop_assert!(is_told, "{read:?}");
        Ok(())
    });
}
