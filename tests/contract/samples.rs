//! The samples of the pages: requests that can be written, and responses that are read without loss. Both keep the
//! constraints of their fields.

use std::fs;

use serde_json::Value;
use tencent_chat::codec::{self, Strictness};
use tencent_chat::rules::validate_record;
use tencent_chat::schema::{FieldType, RecordRef, Table};
use tencent_chat::{DynamicRequest, EndpointSpec, Envelope};

/// The sample file of an endpoint: `{"requests": [..], "responses": [..]}`.
fn samples(spec: &EndpointSpec) -> Value {
    let path = format!("{}/samples/{}.json", env!("CARGO_MANIFEST_DIR"), spec.path());
    let text = fs::read_to_string(&path);
    let text = text.unwrap_or_else(|error| panic!("{path}: {error}: put the page's samples there"));
    serde_json::from_str(&text).unwrap()
}

fn written(record: RecordRef<'_>) -> Value {
    serde_json::from_slice(&codec::to_json(record).unwrap()).unwrap()
}

#[test]
fn the_pages_sample_requests_can_be_written() {
    for spec in EndpointSpec::all() {
        for sample in samples(spec)["requests"].as_array().unwrap() {
            let request = DynamicRequest::from_json(spec, sample).unwrap();
            request.validate().unwrap();
            assert_eq!(written(request.as_record()), *sample, "{}", spec.path());
        }
    }
}

#[test]
fn the_pages_sample_responses_are_read_without_loss() {
    for spec in EndpointSpec::all() {
        for sample in samples(spec)["responses"].as_array().unwrap() {
            let mut expected = sample.clone();
            for field in ["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"] {
                expected.as_object_mut().unwrap().remove(field);
            }
            rename_aliases(&mut expected, spec.response());
            let mut response = spec.empty_response();
            let body = sample.to_string();
            let (body, envelope) = (body.as_bytes(), &mut Envelope::new());
            codec::read_response_into(body, response.as_mut(), envelope, Strictness::Strict)
                .unwrap();
            validate_record(response.as_ref()).unwrap();
            let written = written(response.as_ref());
            let is_kept = is_kept(&expected, &written);
            assert!(is_kept, "{}: {expected} is read as {written}", spec.path());
        }
    }
}

/// Renames fields that arrive under an alias to the name that they are written with.
fn rename_aliases(sample: &mut Value, table: &Table) {
    let members = sample.as_object_mut().unwrap();
    for field in table.fields {
        for alias in field.aliases {
            if let Some(value) = members.remove(*alias) {
                members.insert(field.wire.to_owned(), value);
            }
        }
        match (members.get_mut(field.wire), field.ty) {
            (Some(object), FieldType::Object(table)) => rename_aliases(object, table()),
            (Some(Value::Array(items)), FieldType::List(FieldType::Object(table))) => {
                items.iter_mut().for_each(|item| rename_aliases(item, table()));
            }
            _ => {}
        }
    }
}

/// Returns `true` if `read` equals `sample`, except for lists that the sample lacks, which are empty, and numbers that
/// the sample has as texts.
fn is_kept(sample: &Value, read: &Value) -> bool {
    match (sample, read) {
        (Value::Object(sample), Value::Object(read)) => {
            let is_added = |key: &String| !sample.contains_key(key);
            let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
            sample.iter().all(|(key, value)| is_kept(value, read.get(key).unwrap_or(&Value::Null)))
                && read.iter().all(|(key, value)| !is_added(key) || is_empty(value))
        }
        (Value::Array(sample), Value::Array(read)) => {
            sample.len() == read.len() && sample.iter().zip(read).all(|(a, b)| is_kept(a, b))
        }
        (Value::String(text), Value::Number(number)) => *text == number.to_string(),
        (sample, read) => sample == read,
    }
}
