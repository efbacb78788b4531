//! Callers that are held without being polled, that leave, or whose runtime ends or stands still.

use std::pin::Pin;
use std::time::Duration;

use tencent_chat::conversation::get_contact_group;
use tencent_chat::{Client, RateLimiter};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{SECOND, Sent, at_once, builder, check, key, list, poll};

/// A client limited to two calls per second to all endpoints.
fn narrow(sent: &Sent) -> Client {
    let limiter = RateLimiter::new().app_per_second(2);
    builder(key()).transport(sent.transport(Duration::ZERO)).limiter(limiter).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_held_in_a_select_does_not_stop_one_that_is_awaited() {
    let sent = Sent::default();
    let client = narrow(&sent);
    at_once(&client, check(), 2).await;
    let mut held = client.call(check()).into_future();
    tokio::select! {
        _ = &mut held => panic!("there is no permit yet"),
        () = sleep(SECOND / 4) => {
            let other = client.call(list()).into_future();
            timeout(3 * SECOND, other).await.unwrap().unwrap();
        }
    }
    held.await.unwrap();
    // Reversed: the held call is first in the queue and gets its permit, and is then not polled.
    let mut held = client.call(check()).into_future();
    assert!(timeout(SECOND / 4, &mut held).await.is_err());
    timeout(3 * SECOND, client.call(list()).into_future()).await.unwrap().unwrap();
    timeout(3 * SECOND, client.call(check()).into_future()).await.unwrap().unwrap();
    held.await.unwrap();
    sent.assert_keeps(2);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_kept_after_a_timeout_stops_nobody() {
    let sent = Sent::default();
    let client = narrow(&sent);
    at_once(&client, check(), 2).await;
    let mut items = client.call(get_contact_group::Request::new("user15", 0u64)).items();
    assert!(timeout(SECOND / 4, items.next()).await.is_err());
    for _ in 0..10 {
        timeout(3 * SECOND, client.call(list()).into_future()).await.unwrap().unwrap();
    }
    assert!(items.next().await.is_none(), "it continues and is empty");
    sent.assert_keeps(2);
}

#[tokio::test(start_paused = true)]
async fn callers_that_leave_while_they_wait_give_up_their_permit() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(SECOND / 10)).build().unwrap();
    let mut calls = JoinSet::new();
    for number in 0..900 {
        let call = client.call(check()).into_future();
        let patience = Duration::from_millis(if number % 3 == 0 { number * 7 } else { 60_000 });
        calls.spawn(async move { timeout(patience, call).await.is_ok_and(|made| made.is_ok()) });
    }
    let done = calls.join_all().await.into_iter().filter(|done| *done).count();
    assert!(done >= 600, "{done}");
    sent.assert_keeps(100);
    let began = Instant::now();
    assert!(at_once(&client, check(), 100).await.iter().all(|(made, _)| made.is_ok()));
    assert!(began.elapsed() < 2 * SECOND, "callers that left hold nothing");
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

#[test]
fn a_runtime_that_ends_or_stands_still_stops_no_other() {
    for is_kept in [true, false] {
        let sent = Sent::default();
        let client = narrow(&sent);
        let first = runtime();
        first.block_on(async {
            at_once(&client, check(), 2).await;
            for _ in 0..100 {
                tokio::spawn(client.call(check()).into_future());
            }
            // They wait in the queue and are never polled again.
            tokio::task::yield_now().await;
        });
        let kept = is_kept.then_some(first);
        runtime().block_on(async {
            for _ in 0..10 {
                sleep(SECOND).await;
                client.call(list()).deadline(30 * SECOND).await.unwrap();
            }
        });
        drop(kept);
    }
}

/// Calls that were begun and are no longer polled.
fn held(client: &Client, count: usize) -> Vec<Pin<Box<impl Future + use<>>>> {
    let call = || Box::pin(client.call(check()).deadline(60 * SECOND).into_future());
    let mut held: Vec<_> = (0..count).map(|_| call()).collect();
    held.iter_mut().for_each(|call| drop(poll(call.as_mut())));
    held
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_held_do_not_lock_an_endpoint() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(Duration::ZERO)).build().unwrap();
    let held = held(&client, 1700);
    let mut refused = 0;
    for _ in 0..600 {
        sleep(SECOND).await;
        refused += u32::from(client.call(check()).await.is_err());
    }
    assert!(refused <= 3, "{refused} refused in ten minutes");
    // Besides the call that was refused for lack of time, even one that does not wait gets a permit.
    client.call(check()).rate_limit_timeout(Duration::ZERO).await.unwrap();
    drop(held);
    sent.assert_keeps(100);
}

#[tokio::test(start_paused = true)]
async fn calls_behind_a_held_one_are_woken_when_others_leave() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(Duration::ZERO)).build().unwrap();
    at_once(&client, check(), 100).await;
    let began = Instant::now();
    let (_held, leaving) = (held(&client, 1), held(&client, 1300));
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        calls.spawn(client.call(check()).into_future());
    }
    sleep(SECOND / 2).await;
    drop(leaving);
    assert!(calls.join_all().await.into_iter().all(|made| made.is_ok()));
    assert!(began.elapsed() < 2 * SECOND, "{:?}", began.elapsed());
}
