//! Responses: whatever comes is read or refused, and what is read can be written and read again.

use api_specs::codec::{self, ResponseError, RecordRef, Strictness};
use api_specs::{ActionStatus, Envelope, ErrorCode};

use crate::index::{self, Declared};

/// Two bytes choose the endpoint, the rest is the response.
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
                assert!(oddities.is_empty(), "strict, it is read in spite of {oddities:?}");
                assert_eq!(read, response);
            }
        }
        Err(error) => {
            assert!(strict.is_err(), "strict, it is read in spite of {error}");
            check_refused(&error);
        }
    }
}

fn check_read<R: Declared>(response: &R) {
    let json = written(response);
    let again = codec::read_response::<R>(&json, Strictness::Lenient);
    let (again, _) = again.expect("what was written can be read");
    // An enumeration that is empty is no named value of it, even if it is written like one.
    assert_eq!(String::from_utf8(written(&again)), String::from_utf8(json));
    for failed in codec::failed_items(response) {
        assert!(!format!("{failed:?}").is_empty());
        assert!(!failed.to_string().is_empty());
    }
    assert!(!format!("{response:?}").is_empty());
}

fn written<R: Declared>(response: &R) -> Vec<u8> {
    let envelope = Envelope::new().action_status(ActionStatus::Ok).error_code(ErrorCode::OK);
    let json = codec::write_response(RecordRef::new(response), &envelope);
    json.expect("what was read can be written")
}

fn check_refused(error: &ResponseError) {
    match error {
        ResponseError::Service(envelope) => assert!(envelope.is_failure(), "{envelope:?}"),
        ResponseError::Unreadable { error, .. } => assert!(!error.message().is_empty()),
        ResponseError::TooLarge { .. } => {}
    }
    assert!(!error.to_string().is_empty());
}
