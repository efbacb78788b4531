//! Faults of webhooks.

use std::time::Duration;

use tencent_chat_sim::{Rule, WebhookFault};
use tokio::time::Instant;

use super::*;

/// Sends three messages, of which only the webhooks after them are sent, and returns the texts in order of arrival.
async fn arrivals(fault: WebhookFault) -> (Vec<String>, Simulator) {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    simulator.state().disable_webhook(&before_send_message::SPEC);
    simulator.state().add_webhook_rule(Rule::new(fault).webhook(&after_send_message::SPEC));
    for text in ["1", "2", "3"] {
        client.call(to_bob(text)).await.unwrap();
    }
    simulator.flush_webhooks().await;
    let deliveries = app.deliveries.lock().unwrap();
    let texts = deliveries.iter().filter_map(|delivery| match &delivery.webhook {
        Webhook::C2cAfterSendMessage(event) => match &event.msg_body[0] {
            MessageElement::Text(text) => Some(text.text.clone()),
            _ => None,
        },
        _ => None,
    });
    (texts.collect(), simulator)
}

#[tokio::test]
async fn a_webhook_is_dropped_repeated_or_overtaken() {
    let (texts, simulator) = arrivals(WebhookFault::Drop).await;
    assert_eq!(texts, ["2", "3"]);
    let outcomes: Vec<_> =
        simulator.state().webhooks().map(|sent| sent.outcome().clone()).collect();
    let (dropped, received) = (WebhookOutcome::Dropped, WebhookOutcome::Received);
    assert_eq!(outcomes, [dropped, received.clone(), received]);
    assert_eq!(arrivals(WebhookFault::Repeat).await.0, ["1", "1", "2", "3"]);
    assert_eq!(arrivals(WebhookFault::Reorder).await.0, ["2", "1", "3"]);
}

#[tokio::test]
async fn the_last_webhook_is_held_until_it_is_flushed() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    simulator.state().disable_webhook(&before_send_message::SPEC);
    simulator.state().add_webhook_rule(Rule::new(WebhookFault::Reorder).for_ever());
    for text in ["1", "2", "3"] {
        client.call(to_bob(text)).await.unwrap();
    }
    simulator.flush_webhooks().await;
    assert_eq!(app.commands().len(), 3, "every one is sent, even if all are to be overtaken");
    simulator.state().clear_webhook_rules();
}

/// The clock is moved by hand, so that nothing but the delay depends on it.
#[tokio::test]
async fn a_delay_holds_the_webhooks_behind_it_too() {
    let app = silent_app().await;
    let patient = builder(&app.url).webhook_timeout(Duration::from_secs(u32::MAX.into()));
    let (simulator, client) = simulator_with(patient).await;
    simulator.state().disable_webhook(&before_send_message::SPEC);
    let hour = Duration::from_secs(3600);
    simulator.state().add_webhook_rule(Rule::new(WebhookFault::Delay(hour)));
    for text in ["1", "2", "3"] {
        client.call(to_bob(text)).await.unwrap();
    }
    assert_eq!(app.commands(), [""; 0]);
    let mut flushed = std::pin::pin!(simulator.flush_webhooks());
    loop {
        tokio::select! {
            biased;
            () = &mut flushed => break,
            () = tokio::task::yield_now() => {}
        }
        tokio::time::pause();
        tokio::time::advance(hour).await;
        tokio::time::resume();
    }
    assert_eq!(app.commands().len(), 3);
}

#[tokio::test]
async fn a_question_can_be_dropped_or_delayed_only() {
    for (fault, asked, outcome) in [
        (WebhookFault::Drop, 0, WebhookOutcome::TimedOut),
        (WebhookFault::Delay(Duration::from_millis(1)), 1, WebhookOutcome::Allowed),
        (WebhookFault::Repeat, 1, WebhookOutcome::Allowed),
        (WebhookFault::Reorder, 1, WebhookOutcome::Allowed),
    ] {
        let app = silent_app().await;
        let (simulator, client) = simulator_for(&app).await;
        simulator.state().disable_webhook(&after_send_message::SPEC);
        simulator.state().add_webhook_rule(Rule::new(fault));
        client.call(to_bob("hello")).await.unwrap();
        assert_eq!(app.commands().len(), asked);
        assert_eq!(*simulator.state().webhooks().next().unwrap().outcome(), outcome);
        assert_eq!(simulator.state().messages().count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_delayed_too_long_times_out() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    let delay = WebhookFault::Delay(Duration::from_secs(3));
    simulator.state().add_webhook_rule(Rule::new(delay).webhook(&before_send_message::SPEC));
    let began = Instant::now();
    client.call(to_bob("hello")).await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 2);
    let state = simulator.state();
    assert_eq!(*state.webhooks().next().unwrap().outcome(), WebhookOutcome::TimedOut);
}

#[tokio::test]
async fn webhooks_end_with_the_simulator() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    let hour = WebhookFault::Delay(Duration::from_secs(3600));
    simulator.state().disable_webhook(&before_send_message::SPEC);
    simulator.state().add_webhook_rule(Rule::new(hour));
    client.call(to_bob("hello")).await.unwrap();
    drop(client);
    simulator.stop().await;
    simulator.flush_webhooks().await;
    assert_eq!(app.commands(), [""; 0]);
}
