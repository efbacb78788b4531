//! Endpoints without a handler: their responses are made from the spec.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::{NOW, simulator};
use tencent_chat::codec::{self, Strictness};
use tencent_chat::{EndpointSpec, Envelope};
use tencent_chat_sim::Simulator;

use super::gateway::{post, query_with};

/// Sends the first sample of the endpoint's page twice, in two seconds because some rate limits are one call per second;
/// both responses have the same type and content.
async fn assert_responds(simulator: &Simulator, spec: &EndpointSpec) {
    let path = spec.path();
    let file = format!("{}/samples/{path}.json", env!("CARGO_MANIFEST_DIR"));
    let samples: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let sample = samples["requests"][0].to_string();
    simulator.state().set_unix_time(NOW);
    let first = post(simulator, path, &query_with(""), sample.clone()).await;
    simulator.state().set_unix_time(NOW + 1);
    let second = post(simulator, path, &query_with(""), sample).await;
    assert_eq!(first, second, "{path}");
    let mut response = spec.empty_response();
    let (body, envelope) = (first.to_string(), &mut Envelope::new());
    let into = response.as_mut();
    let read = codec::read_response_into(body.as_bytes(), into, envelope, Strictness::Strict);
    assert!(read.is_ok(), "{path}: {first}: {read:?}");
}

#[tokio::test]
async fn endpoints_without_a_handler_get_a_response_by_their_spec() {
    let simulator = simulator().await;
    for (spec, is_modelled) in Simulator::endpoints() {
        if !is_modelled {
            assert_responds(&simulator, spec).await;
        }
    }
}

#[test]
fn the_simulator_serves_every_endpoint() {
    let served: BTreeSet<_> = Simulator::endpoints().map(|(spec, _)| spec.path()).collect();
    assert_eq!(served, EndpointSpec::all().map(EndpointSpec::path).collect());
}

#[tokio::test]
async fn a_request_that_does_not_fit_its_spec_is_refused_with_a_code_of_the_endpoint() {
    let simulator = simulator().await;
    let path = "v4/sns/black_list_add";
    let body = |users: usize| json!({"From_Account": "ann", "To_Account": vec!["bob"; users]});
    for (body, code) in [(json!({}), 30001), (body(1001), 30001), (body(1), 0)] {
        let response = post(&simulator, path, &query_with(""), body.to_string()).await;
        assert_eq!(response["ErrorCode"], code, "{response}");
    }
}

#[test]
fn the_simulator_lists_the_endpoints_that_it_models() {
    let (modelled, derived): (Vec<_>, Vec<_>) =
        Simulator::endpoints().partition(|(_, is_modelled)| *is_modelled);
    assert!(modelled.iter().any(|(spec, _)| spec.name() == "delete_contact_group"));
    assert!(derived.iter().any(|(spec, _)| spec.name() == "forbid_illegal_object"));
}
