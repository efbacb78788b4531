//! Deliveries that arrive again are recognized.

use std::future::pending;
use std::time::Duration;

use axum::response::IntoResponse;
use support::{ManualClock, NOW};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{Delivery, Seen, WebhookResponse, WebhookService};
use tower_service::Service;

use super::reached::{AFTER, BEFORE, event, post, read, receiver, signed, verifier};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn delivery(command: &str, body: &str) -> Delivery {
    let now = UnixTime::from_secs(NOW);
    verifier().receive(&signed(command), body, now).unwrap()
}

/// A delivery that the number of its message tells from others.
fn sent(number: u32) -> Delivery {
    delivery(AFTER, &format!(r#"{{"MsgKey":"{number}"}}"#))
}

fn handle(seen: &Seen, delivery: &Delivery) -> bool {
    let claim = seen.claim(delivery);
    let is_new = claim.is_some();
    claim.into_iter().for_each(|claim| claim.keep());
    is_new
}

#[test]
fn a_delivery_is_new_once() {
    let seen = Seen::in_memory(10, HOUR);
    assert!(handle(&seen, &sent(1)) && handle(&seen, &sent(2)));
    assert!(!handle(&seen, &sent(1)) && !handle(&seen.clone(), &sent(2)));
}

#[test]
fn what_needs_a_reply_or_cannot_be_told_apart_is_always_new() {
    let seen = Seen::in_memory(10, HOUR);
    for delivery in [delivery(BEFORE, &event(BEFORE)), delivery(AFTER, "{}")] {
        assert!(handle(&seen, &delivery) && handle(&seen, &delivery));
    }
}

#[test]
fn a_claim_that_is_dropped_is_given_up() {
    let seen = Seen::in_memory(10, HOUR);
    let claim = seen.claim(&sent(1));
    assert!(claim.is_some() && seen.claim(&sent(1)).is_none(), "it is being handled");
    drop(claim);
    assert!(handle(&seen, &sent(1)) && !handle(&seen, &sent(1)));
}

#[test]
fn it_is_forgotten_after_its_time() {
    let clock = ManualClock::at(NOW);
    let seen = Seen::in_memory(10, HOUR).clock(clock.clone());
    assert!(handle(&seen, &sent(1)));
    clock.advance(HOUR / 2);
    assert!(handle(&seen, &sent(2)) && !handle(&seen, &sent(1)));
    clock.advance(HOUR / 2);
    assert!(handle(&seen, &sent(1)) && !handle(&seen, &sent(2)));
}

#[test]
fn the_oldest_is_forgotten_when_it_is_full() {
    let seen = Seen::in_memory(3, HOUR);
    assert!((1..=4).all(|number| handle(&seen, &sent(number))));
    assert!((2..=4).all(|number| !handle(&seen, &sent(number))));
    assert!(handle(&seen, &sent(1)), "it was the oldest");
    let nothing = Seen::in_memory(0, HOUR);
    assert!(handle(&nothing, &sent(1)) && handle(&nothing, &sent(1)));
}

#[test]
fn a_claim_that_was_forgotten_does_not_give_up_a_later_one() {
    let seen = Seen::in_memory(1, HOUR);
    let first = seen.claim(&sent(1));
    assert!(handle(&seen, &sent(2)), "the first is forgotten");
    let again = seen.claim(&sent(1));
    drop(first);
    assert!(again.is_some() && seen.claim(&sent(1)).is_none());
    assert_eq!(format!("{seen:?}"), "Seen { capacity: 1, ttl: 3600s, .. }");
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_late_leaves_no_claim() {
    let seen = Seen::in_memory(10, HOUR);
    let handler = {
        let seen = seen.clone();
        move |delivery: Delivery| {
            let seen = seen.clone();
            async move {
                let claim = seen.claim(&delivery).unwrap();
                pending::<()>().await;
                claim.keep();
                WebhookResponse::received()
            }
        }
    };
    let mut service = WebhookService::new(receiver(), handler);
    let response = service.call(post(&signed(AFTER), event(AFTER))).await.unwrap();
    assert_eq!(read(response.into_response()).await.0, 503);
    assert!(handle(&seen, &delivery(AFTER, &event(AFTER))), "it counts as new");
}
