//! Requests: a decoded request satisfies its constraints or names those that it breaks, and it survives encoding and
//! decoding.

use tencent_chat_specs::codec::{self, DecodeError};
use tencent_chat_specs::rules;
use tencent_chat_specs::schema::{AnyRecord, FieldRole};
use tencent_chat_specs::{DynamicRequest, EndpointSpec};

use crate::index;

/// Checks an input: two bytes that select the endpoint, then the request.
pub fn check(input: &[u8]) {
    if let Some((spec, json)) = index::choose(input) {
        check_one(spec, json);
    }
}

fn read(spec: &EndpointSpec, json: &[u8]) -> Result<AnyRecord, DecodeError> {
    let mut request = spec.empty_request();
    codec::from_json_into(json, request.as_mut()).map(|()| request)
}

fn check_one(spec: &'static EndpointSpec, json: &[u8]) {
    match read(spec, json) {
        Ok(request) => check_read(spec, &request),
        Err(error) => assert!(!error.message().is_empty()),
    }
    if let Ok(value) = serde_json::from_slice(json)
        && let Ok(request) = DynamicRequest::from_json(spec, &value)
    {
        let written = serde_json::to_value(&request).expect("what was read can be written");
        let again = DynamicRequest::from_json(spec, &written);
        assert!(again.is_ok(), "{again:?}");
    }
}

fn check_read(spec: &EndpointSpec, request: &AnyRecord) {
    if let Err(violations) = rules::validate_record(request.as_ref()) {
        assert!(!violations.as_slice().is_empty());
        assert!(!violations.to_string().is_empty());
    }
    let json = codec::to_json(request.as_ref()).expect("a decoded request can be encoded");
    let by_serde = serde_json::to_vec(&request.as_ref());
    assert_eq!(json, by_serde.expect("serde and the codec encode the same"));
    let again = read(spec, &json).expect("an encoded request can be decoded");
    let twice = codec::to_json(again.as_ref()).expect("it was encoded before");
    assert_eq!(json, twice);
    if !has_query(spec) {
        assert_eq!(again, *request);
    }
    assert_eq!(request.clone(), *request);
    assert!(!format!("{request:?}").is_empty());
}

/// Returns `true` if a field of the request is sent in the query instead of the JSON.
fn has_query(spec: &EndpointSpec) -> bool {
    spec.request().fields.iter().any(|field| field.words.role == FieldRole::Query)
}
