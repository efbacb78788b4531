//! Webhooks that are sent on demand.

use serde_json::{Map, Value, json};
use tencent_chat::webhook::WebhookSpec;
use tencent_chat_specs::codec;

use super::*;

#[tokio::test]
async fn every_webhook_can_be_sent_on_demand() {
    let app = silent_app().await;
    let (simulator, _client) = simulator_for(&app).await;
    let mut count = 0;
    for spec in WebhookSpec::all() {
        let json = codec::to_json(spec.empty_event().as_ref()).unwrap();
        let event: Map<String, Value> = serde_json::from_slice(&json).unwrap();
        let sent = simulator.send_webhook_json(spec.command(), event).await.unwrap();
        let expected =
            if spec.is_before() { WebhookOutcome::Allowed } else { WebhookOutcome::Received };
        assert_eq!(*sent.outcome(), expected, "{}", spec.command());
        assert!(!matches!(app.last(), Webhook::Other(_)), "{}", spec.command());
        count += 1;
    }
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
