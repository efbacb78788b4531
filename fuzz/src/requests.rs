//! Requests: what is read keeps its constraints or says which it breaks, and can be written and read again.

use api_specs::codec::{self, RecordRef};

use crate::index::{self, Declared};

/// Two bytes choose the endpoint, the rest is the request.
pub fn check(input: &[u8]) {
    if let Some((endpoint, json)) = index::choose(input) {
        (endpoint.request)(json);
    }
}

pub(crate) fn check_one<R: Declared>(json: &[u8]) {
    let read = codec::from_json::<R>(json);
    let by_serde = serde_json::from_slice::<R>(json);
    match read {
        Ok(request) => {
            assert_eq!(by_serde.expect("both ways read the same"), request);
            check_read(&request);
        }
        Err(error) => {
            assert!(!error.message().is_empty());
            assert!(by_serde.is_err(), "one way reads what the other refuses: {error}");
        }
    }
}

fn check_read<R: Declared>(request: &R) {
    if let Err(violations) = codec::validate(request) {
        assert!(!violations.as_slice().is_empty());
        assert!(!violations.to_string().is_empty());
    }
    let json = codec::to_json(RecordRef::new(request)).expect("what was read can be written");
    assert_eq!(json, serde_json::to_vec(request).expect("both ways write the same"));
    let again = codec::from_json::<R>(&json).expect("what was written can be read");
    let twice = codec::to_json(RecordRef::new(&again)).expect("it was written before");
    assert_eq!(json, twice);
    if !index::has_query::<R>() {
        assert_eq!(again, *request);
    }
    assert!(!format!("{request:?}").is_empty());
}
