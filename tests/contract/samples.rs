//! The samples of the pages: requests and replies that can be written, and responses and events that are read without
//! loss. All keep the constraints of their fields.

use std::fs;

use serde_json::Value;
use tencent_chat::codec::{self, EventEnvelope, Strictness};
use tencent_chat::rules::validate_record;
use tencent_chat::schema::{FieldType, RecordRef, Table};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{Verifier, WEBHOOKS, WebhookSpec};
use tencent_chat::{DynamicRequest, EndpointSpec, Envelope};
use xtask::names::{field_name, module_name, variant_name};

use super::Spec;

/// The sample file of an endpoint, `{"requests": [..], "responses": [..]}`, or of a webhook,
/// `{"events": [..], "replies": [..]}`. Without `replies` the reply is a verdict only.
fn samples(spec: Spec) -> Value {
    let path = format!("{}/samples/{}.json", env!("CARGO_MANIFEST_DIR"), spec.file());
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
        for sample in samples(Spec::Endpoint(spec))["requests"].as_array().unwrap() {
            let request = DynamicRequest::from_json(spec, sample).unwrap();
            request.validate().unwrap();
            assert_eq!(written(request.as_record()), *sample, "{}", spec.path());
        }
    }
}

#[test]
fn the_pages_sample_responses_are_read_without_loss() {
    for spec in EndpointSpec::all() {
        for sample in samples(Spec::Endpoint(spec))["responses"].as_array().unwrap() {
            let mut expected = without_envelope(sample);
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

/// The sample without what every response and reply has.
fn without_envelope(sample: &Value) -> Value {
    let mut sample = sample.clone();
    for field in ["ActionStatus", "ErrorCode", "ErrorInfo", "ErrorDisplay"] {
        sample.as_object_mut().unwrap().remove(field);
    }
    sample
}

#[test]
fn the_pages_sample_events_are_read_without_loss() {
    for spec in WebhookSpec::all() {
        for sample in samples(Spec::Webhook(spec))["events"].as_array().unwrap() {
            let mut expected = sample.clone();
            rename_aliases(&mut expected, spec.event());
            let mut event = spec.empty_event();
            let (body, envelope) = (sample.to_string(), &mut EventEnvelope::new());
            codec::read_event_into(body.as_bytes(), event.as_mut(), envelope, Strictness::Strict)
                .unwrap_or_else(|error| panic!("{}: {error}", spec.command()));
            let mut written = codec::write_event(event.as_ref(), spec.command()).unwrap();
            if envelope.callback_command.is_none() {
                // A push has the command in each of its events.
                written = codec::to_json(event.as_ref()).unwrap();
            }
            let written = serde_json::from_slice(&written).unwrap();
            let is_kept = is_kept(&expected, &written);
            assert!(is_kept, "{}: {expected} is read as {written}", spec.command());
        }
    }
}

#[test]
fn the_pages_sample_replies_can_be_written() {
    for spec in WebhookSpec::all() {
        let samples = samples(Spec::Webhook(spec));
        let replies = samples["replies"].as_array().into_iter().flatten();
        assert_eq!(spec.reply().is_some(), replies.clone().next().is_some(), "{}", spec.command());
        for sample in replies {
            let mut reply = spec.empty_reply().unwrap();
            let (body, envelope) = (sample.to_string(), &mut Envelope::new());
            codec::read_response_into(
                body.as_bytes(),
                reply.as_mut(),
                envelope,
                Strictness::Strict,
            )
            .unwrap();
            validate_record(reply.as_ref()).unwrap();
            assert_eq!(written(reply.as_ref()), without_envelope(sample), "{}", spec.command());
        }
    }
}

/// The family, the module and the variant of a webhook are named after its command.
#[test]
fn every_webhook_is_delivered_as_the_variant_of_its_name() {
    let verifier = Verifier::new(1_400_000_000, "token").unwrap();
    let now = UnixTime::from_secs(1_795_000_000);
    for family in WEBHOOKS {
        for spec in family.webhooks {
            let command = spec.command();
            let (first, _) = command.split_once('.').unwrap();
            let expected = (&*field_name(first), &*module_name(command));
            assert_eq!((family.name, spec.name()), expected, "{command}");
            let body = samples(Spec::Webhook(spec))["events"][0].to_string();
            let query = verifier.signed_query(command, now);
            let delivery = verifier.receive(&query, body.as_bytes(), now).unwrap();
            let webhook = format!("{:?}", delivery.webhook);
            let variant = format!("{}(", variant_name(family.name, spec.name()));
            assert!(webhook.starts_with(&variant), "{webhook}: {variant}");
            assert!(delivery.oddities.is_empty(), "{command}: {:?}", delivery.oddities);
        }
    }
}

/// Renames fields that arrive under an alias to the name that they are written with.
fn rename_aliases(sample: &mut Value, table: &Table) {
    let members = sample.as_object_mut().unwrap();
    for field in table.fields {
        for alias in field.words.aliases {
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
