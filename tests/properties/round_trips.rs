//! Every written value is read back unchanged, on both sides and by serde as by the codec.

use proptest::prelude::*;
use serde_json::Value;
use tencent_chat::codec::{self, EventEnvelope, ResponseError, Strictness};
use tencent_chat::rules;
use tencent_chat::schema::RecordType;
use tencent_chat::webhook::WebhookSpec;
use tencent_chat::{EndpointSpec, Envelope};

use super::node::Node;
use super::values::{self, Response};
use super::{hold, hold_all};

fn value_of(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap()
}

/// Checks that a request can be sent, has the same content when it is sent, and arrives unchanged.
fn request_survives(spec: &EndpointSpec, node: &Node) -> Result<(), TestCaseError> {
    let mut request = spec.empty_request();
    codec::from_json_into(&node.to_json(), request.as_mut())?;
    rules::validate_record(request.as_ref())?;
    survives(request.ty(), node)
}

/// Checks that a struct has the same content as its text, in every way in which it can be written and read.
fn survives(ty: RecordType, node: &Node) -> Result<(), TestCaseError> {
    let mut record = ty.empty();
    codec::from_json_into(&node.to_json(), record.as_mut())?;
    let sent = codec::to_json(record.as_ref())?;
    prop_assert_eq!(value_of(&sent), value_of(&node.to_json()));
    let mut arrived = ty.empty();
    codec::from_json_into(&sent, arrived.as_mut())?;
    prop_assert_eq!(&arrived, &record);
    prop_assert_eq!(codec::to_json(arrived.as_ref())?, &*sent);
    prop_assert_eq!(&record.clone(), &record);

    let value = serde_json::to_value(record.as_ref())?;
    prop_assert_eq!(&value, &value_of(&sent));
    prop_assert_eq!(serde_json::to_vec(&record.as_ref())?, &*sent);
    prop_assert!(rules::unknown_key(&value, ty.table()).is_ok());
    Ok(())
}

/// Checks that the result of a response follows its envelope: the fields, the service's error, or neither.
fn response_survives(spec: &EndpointSpec, response: &Response) -> Result<(), TestCaseError> {
    let mut expected = spec.empty_response();
    codec::from_json_into(&response.fields.to_json(), expected.as_mut())?;
    survives(expected.ty(), &response.fields)?;
    let envelope: Envelope = codec::from_json(&response.envelope.to_json())?;
    let body = response.whole().to_json();
    let sent = codec::write_response(expected.as_ref(), &envelope)?;
    prop_assert_eq!(value_of(&sent), value_of(&body));
    for body in [body, sent.clone()] {
        let (mut response, mut read) = (spec.empty_response(), Envelope::new());
        let into = response.as_mut();
        let read =
            codec::read_response_into(&body, into, &mut read, Strictness::Strict).map(|_| read);
        match (read, envelope.code()) {
            (Ok(read), outcome) => {
                let is_success = envelope.is_success();
                prop_assert!(is_success || spec.response().is_judged_per_item, "{outcome:?}");
                prop_assert_eq!(&response, &expected);
                prop_assert_eq!(&read, &envelope);
                prop_assert_eq!(codec::write_response(response.as_ref(), &read)?, &*sent);
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

/// Checks that an event arrives unchanged with its command.
fn event_survives(spec: &WebhookSpec, node: &Node) -> Result<(), TestCaseError> {
    let mut event = spec.empty_event();
    codec::from_json_into(&node.to_json(), event.as_mut())?;
    survives(event.ty(), node)?;
    let sent = codec::write_event(event.as_ref(), spec.command())?;
    let (mut arrived, mut envelope) = (spec.empty_event(), EventEnvelope::new());
    codec::read_event_into(&sent, arrived.as_mut(), &mut envelope, Strictness::Strict)?;
    prop_assert_eq!(&arrived, &event);
    prop_assert_eq!(envelope.callback_command.as_deref(), Some(spec.command()));
    Ok(())
}

#[test]
fn every_event_and_every_reply_survives_the_round_trip() {
    for spec in WebhookSpec::all() {
        let events = values::part_of_webhook(spec.event());
        hold(spec.command(), &events, |node| event_survives(spec, &node));
        if let Some(reply) = spec.empty_reply() {
            let replies = values::part_of_webhook(reply.ty().table());
            hold(spec.command(), &replies, |node| survives(reply.ty(), &node));
        }
    }
}

#[test]
fn every_request_survives_the_round_trip() {
    hold_all(values::request, |spec, node| request_survives(spec, &node));
}

#[test]
fn every_response_survives_the_round_trip() {
    hold_all(values::response, |spec, response| response_survives(spec, &response));
}
