//! Webhooks that are sent on demand.

use serde_json::{Map, Value, json};
use tencent_chat::webhook::{WEBHOOKS, WebhookSpec};
use tencent_chat_specs::codec;

use super::*;

/// Returns the samples of a webhook, or an empty event if there are none.
fn events_of(spec: &WebhookSpec) -> Vec<Map<String, Value>> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/webhooks");
    let file = std::fs::read_to_string(format!("{directory}/{}.json", spec.command()));
    let empty = || codec::to_json(spec.empty_event().as_ref()).unwrap();
    match file {
        Ok(file) => {
            let mut samples: Value = serde_json::from_str(&file).unwrap();
            serde_json::from_value(samples["events"].take()).unwrap()
        }
        Err(_) => vec![serde_json::from_slice(&empty()).unwrap()],
    }
}

/// Whatever the state does not cause, the simulator sends on demand.
#[tokio::test]
async fn every_webhook_can_be_sent_on_demand() {
    let app = silent_app().await;
    let (simulator, _client) = simulator_for(&app).await;
    let mut count = 0;
    for spec in WEBHOOKS.iter().flat_map(|family| family.webhooks) {
        for event in events_of(spec) {
            let sent = simulator.send_webhook_json(spec.command(), event).await.unwrap();
            let expected =
                if spec.is_before() { WebhookOutcome::Allowed } else { WebhookOutcome::Received };
            assert_eq!(*sent.outcome(), expected, "{}", spec.command());
            let received = app.last();
            assert!(!matches!(received, Webhook::Other(_)), "{}: {received:?}", spec.command());
            count += 1;
        }
    }
    assert!(count >= 61, "{count}");
    assert_eq!(app.commands().len(), count);
    assert_eq!(simulator.state().webhooks().count(), count);
}

#[tokio::test]
async fn a_typed_event_and_an_unknown_one_are_sent() {
    let app = silent_app().await;
    let (simulator, _client) = simulator_for(&app).await;
    let mut event = <after_send_message::Event as tencent_chat_specs::schema::Field>::empty();
    event.from_account = "ann".into();
    let sent = simulator.send_webhook(&event).await.unwrap();
    assert_eq!(sent.event::<after_send_message::Event>().unwrap(), event);
    let Webhook::C2cAfterSendMessage(received) = app.last() else { panic!("another webhook") };
    assert_eq!(*received, event);

    let fields = json!({"Mood": "fine"}).as_object().unwrap().clone();
    let sent = simulator.send_webhook_json("New.CallbackOfTomorrow", fields).await.unwrap();
    assert_eq!(sent.json(), json!({"Mood": "fine", "CallbackCommand": "New.CallbackOfTomorrow"}));
    assert!(matches!(app.last(), Webhook::Other(_)));
}

#[tokio::test]
async fn nothing_is_sent_on_demand_without_a_url() {
    let simulator = support::simulator().await;
    let error = simulator.send_webhook_json("State.StateChange", Map::new()).await.unwrap_err();
    assert!(error.to_string().contains("no URL for webhooks"), "{error}");
}
