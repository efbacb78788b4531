//! Requests: a decoded request satisfies its constraints or names those that it breaks, and it survives encoding and
//! decoding.

use tencent_chat_specs::{codec, rules};
use tencent_chat_specs::schema::RecordRef;

use crate::index::{self, Declared};

/// Checks an input: two bytes that select the endpoint, then the request.
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
            assert_eq!(by_serde.expect("serde and the codec decode the same"), request);
            check_read(&request);
        }
        Err(error) => {
            assert!(!error.message().is_empty());
            assert!(by_serde.is_err(), "serde decodes what the codec refuses: {error}");
        }
    }
}

fn check_read<R: Declared>(request: &R) {
    if let Err(violations) = rules::validate(request) {
        assert!(!violations.as_slice().is_empty());
        assert!(!violations.to_string().is_empty());
    }
    let json = codec::to_json(RecordRef::new(request)).expect("a decoded request can be encoded");
    assert_eq!(json, serde_json::to_vec(request).expect("serde and the codec encode the same"));
    let again = codec::from_json::<R>(&json).expect("an encoded request can be decoded");
    let twice = codec::to_json(RecordRef::new(&again)).expect("it was encoded before");
    assert_eq!(json, twice);
    if !index::has_query::<R>() {
        assert_eq!(again, *request);
    }
    assert!(!format!("{request:?}").is_empty());
}
