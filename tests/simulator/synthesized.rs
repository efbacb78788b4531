//! Endpoints without a handler: their responses are made from the spec.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::simulator;
use tencent_chat::Endpoint;
use tencent_chat::codec::{self, Strictness};
use tencent_chat_sim::Simulator;

use super::gateway::{post, query_with};

/// Sends the first sample of the endpoint's page twice; both responses have the same type and content.
async fn assert_responds<R: Endpoint>(simulator: &Simulator) {
    let path = R::spec().path();
    let file = format!("{}/samples/{path}.json", env!("CARGO_MANIFEST_DIR"));
    let samples: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let sample = samples["requests"][0].to_string();
    let first = post(simulator, path, &query_with(""), sample.clone()).await;
    let second = post(simulator, path, &query_with(""), sample).await;
    assert_eq!(first, second, "{path}");
    let response =
        codec::read_response::<R::Response>(first.to_string().as_bytes(), Strictness::Strict);
    assert!(response.is_ok(), "{path}: {first}: {response:?}", response = response.err());
}

macro_rules! all_endpoints {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        async fn every_endpoint_responds(simulator: &Simulator) {
            let models: BTreeSet<_> = Simulator::endpoints()
                .filter_map(|(spec, is_modelled)| is_modelled.then(|| spec.path()))
                .collect();
            $($(
                if !models.contains(tencent_chat_specs::$family::$endpoint::Request::spec().path()) {
                    assert_responds::<tencent_chat_specs::$family::$endpoint::Request>(simulator).await;
                }
            )*)*
        }
    };
}

tencent_chat_specs::for_each_endpoint!(all_endpoints);

#[tokio::test]
async fn endpoints_without_a_handler_get_a_response_by_their_spec() {
    every_endpoint_responds(&simulator().await).await;
}

#[tokio::test]
async fn a_request_that_does_not_fit_its_spec_is_refused_with_a_code_of_the_endpoint() {
    let simulator = simulator().await;
    let path = "v4/all_member_push/im_set_attr";
    let user = json!({"To_Account": "ann", "Attrs": {"sex": "f"}});
    for (body, code) in [
        (json!({}), 90033),
        (json!({"UserAttrs": vec![user.clone(); 101]}), 90018),
        (json!({"UserAttrs": [user]}), 0),
    ] {
        let response = post(&simulator, path, &query_with(""), body.to_string()).await;
        assert_eq!(response["ErrorCode"], code, "{response}");
    }
}

#[test]
fn the_simulator_lists_the_endpoints_that_it_models() {
    let (modelled, derived): (Vec<_>, Vec<_>) =
        Simulator::endpoints().partition(|(_, is_modelled)| *is_modelled);
    assert!(modelled.iter().any(|(spec, _)| spec.name() == "delete_contact_group"));
    assert!(derived.iter().any(|(spec, _)| spec.name() == "im_set_attribute"));
}
