//! Every written value is read back unchanged, on both sides and by serde as by the codec.

use proptest::prelude::*;
use serde_json::Value;
use tencent_chat::Envelope;
use tencent_chat::codec::{self, ResponseError, Strictness};
use tencent_chat::rules;
use tencent_chat::schema::{RecordMut, RecordRef};

use super::node::Node;
use super::values::{self, Response};
use super::{Plain, hold_all};

fn written<T: Plain>(record: &T) -> Vec<u8> {
    codec::to_json(RecordRef::new(record)).unwrap()
}

fn value_of(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap()
}

/// Checks that the request in a text can be sent, has the same content when it is sent, and arrives unchanged.
pub(crate) fn request_survives<T: Plain>(node: &Node) -> Result<(), TestCaseError> {
    let request: T = codec::from_json(&node.to_json())?;
    rules::validate_record(RecordRef::new(&request))?;
    survives(&request, node)
}

/// Checks that a record has the same content as its text, in every way in which it can be written and read.
fn survives<T: Plain>(record: &T, node: &Node) -> Result<(), TestCaseError> {
    let sent = written(record);
    prop_assert_eq!(value_of(&sent), value_of(&node.to_json()));
    let arrived: T = codec::from_json(&sent)?;
    prop_assert_eq!(&arrived, record);
    prop_assert_eq!(written(&arrived), &*sent);

    let value = serde_json::to_value(record)?;
    prop_assert_eq!(&value, &value_of(&sent));
    prop_assert_eq!(&serde_json::from_value::<T>(value)?, record);
    prop_assert_eq!(serde_json::to_vec(record)?, &*sent);
    prop_assert_eq!(&serde_json::from_slice::<T>(&sent)?, record);
    Ok(())
}

/// Checks that the result of a response follows its envelope: the fields, the service's error, or neither.
pub(crate) fn response_survives<T: Plain>(response: &Response) -> Result<(), TestCaseError> {
    let expected: T = codec::from_json(&response.fields.to_json())?;
    survives(&expected, &response.fields)?;
    let envelope: Envelope = codec::from_json(&response.envelope.to_json())?;
    let body = response.whole().to_json();
    let sent = codec::write_response(RecordRef::new(&expected), &envelope)?;
    prop_assert_eq!(value_of(&sent), value_of(&body));
    for body in [body, sent.clone()] {
        let mut response = T::empty();
        let mut read = Envelope::new();
        let into = RecordMut::new(&mut response);
        let read =
            codec::read_response_into(&body, into, &mut read, Strictness::Strict).map(|_| read);
        match (read, envelope.code()) {
            (Ok(read), outcome) => {
                let is_success = envelope.is_success();
                prop_assert!(is_success || T::table().is_judged_per_item, "{outcome:?}");
                prop_assert_eq!(&response, &expected);
                prop_assert_eq!(&read, &envelope);
                prop_assert_eq!(codec::write_response(RecordRef::new(&response), &read)?, &*sent);
            }
            (Err(ResponseError::Service(read)), _) if envelope.is_failure() => {
                prop_assert_eq!(&*read, &envelope);
            }
            (Err(ResponseError::Unreadable { success_seen: false, .. }), None) => {}
            (Err(error), outcome) => prop_assert!(false, "{outcome:?} becomes {error}"),
        }
    }
    Ok(())
}

#[test]
fn every_request_survives_the_round_trip() {
    hold_all(values::request, |endpoint, node| (endpoint.request_survives)(&node));
}

#[test]
fn every_response_survives_the_round_trip() {
    hold_all(values::response, |endpoint, response| (endpoint.response_survives)(&response));
}
