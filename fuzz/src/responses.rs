//! Responses: any body is decoded or refused, and a decoded response survives encoding and decoding.

use tencent_chat_specs::codec::{self, Oddities, ResponseError, Strictness};
use tencent_chat_specs::rules;
use tencent_chat_specs::schema::AnyRecord;
use tencent_chat_specs::{ActionStatus, EndpointSpec, Envelope, ErrorCode};

use crate::index;

/// Checks an input: two bytes that select the endpoint, then the body of the response.
pub fn check(input: &[u8]) {
    if let Some((spec, body)) = index::choose(input) {
        check_one(spec, body);
    }
}

fn read(
    spec: &EndpointSpec,
    body: &[u8],
    strictness: Strictness,
) -> Result<(AnyRecord, Oddities), ResponseError> {
    let (mut response, mut envelope) = (spec.empty_response(), Envelope::new());
    let into = response.as_mut();
    let oddities = codec::read_response_into(body, into, &mut envelope, strictness)?;
    Ok((response, oddities))
}

fn check_one(spec: &EndpointSpec, body: &[u8]) {
    let strict = read(spec, body, Strictness::Strict);
    match read(spec, body, Strictness::Lenient) {
        Ok((response, oddities)) => {
            check_read(spec, &response);
            assert!(oddities.iter().count() == oddities.len().min(100));
            for oddity in &oddities {
                assert!(oddity.excerpt().chars().count() <= 41, "{oddity}");
            }
            if let Ok((read, _)) = strict {
                assert!(oddities.is_empty(), "strict decoding accepts {oddities:?}");
                assert_eq!(read, response);
            }
        }
        Err(error) => {
            assert!(
                strict.is_err(),
                "strict decoding accepts what lenient decoding refuses: {error}"
            );
            check_refused(&error);
        }
    }
}

fn check_read(spec: &EndpointSpec, response: &AnyRecord) {
    let json = written(response);
    let again = read(spec, &json, Strictness::Lenient);
    let (again, _) = again.expect("an encoded response can be decoded");
    // The JSON is compared, because an empty value of an enumeration is not equal to a named one that is encoded the
    // same.
    assert_eq!(String::from_utf8(written(&again)), String::from_utf8(json));
    for failed in rules::failed_items_of(response.as_ref()) {
        assert!(!format!("{failed:?}").is_empty());
        assert!(!failed.to_string().is_empty());
    }
    assert!(!format!("{response:?}").is_empty());
}

fn written(response: &AnyRecord) -> Vec<u8> {
    let envelope = Envelope::new().action_status(ActionStatus::Ok).error_code(ErrorCode::OK);
    let json = codec::write_response(response.as_ref(), &envelope);
    json.expect("a decoded response can be encoded")
}

fn check_refused(error: &ResponseError) {
    match error {
        ResponseError::Service(envelope) => assert!(envelope.is_failure(), "{envelope:?}"),
        ResponseError::Unreadable { error, .. } => assert!(!error.message().is_empty()),
        ResponseError::TooLarge { .. } => {}
    }
    assert!(!error.to_string().is_empty());
}
