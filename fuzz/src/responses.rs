//! Responses: any body is decoded or refused, and a decoded response survives encoding and decoding.

use tencent_chat_specs::codec::{self, ResponseError, Strictness};
use tencent_chat_specs::rules;
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::{ActionStatus, Envelope, ErrorCode};

use crate::index::{self, Declared};

/// Checks an input: two bytes that select the endpoint, then the body of the response.
pub fn check(input: &[u8]) {
    if let Some((endpoint, body)) = index::choose(input) {
        (endpoint.response)(body);
    }
}

pub(crate) fn check_one<R: Declared>(body: &[u8]) {
    let strict = codec::read_response::<R>(body, Strictness::Strict);
    match codec::read_response::<R>(body, Strictness::Lenient) {
        Ok((response, oddities)) => {
            check_read(&response);
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

fn check_read<R: Declared>(response: &R) {
    let json = written(response);
    let again = codec::read_response::<R>(&json, Strictness::Lenient);
    let (again, _) = again.expect("an encoded response can be decoded");
    // The JSON is compared, because an empty value of an enumeration is not equal to a named one that is encoded the
    // same.
    assert_eq!(String::from_utf8(written(&again)), String::from_utf8(json));
    for failed in rules::failed_items(response) {
        assert!(!format!("{failed:?}").is_empty());
        assert!(!failed.to_string().is_empty());
    }
    assert!(!format!("{response:?}").is_empty());
}

fn written<R: Declared>(response: &R) -> Vec<u8> {
    let envelope = Envelope::new().action_status(ActionStatus::Ok).error_code(ErrorCode::OK);
    let json = codec::write_response(RecordRef::new(response), &envelope);
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
