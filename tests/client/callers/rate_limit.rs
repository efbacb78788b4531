//! The rate limit: calls that would get their permit too late fail at once, and the rate holds.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tencent_chat::{
    Acquire, Effect, EndpointSpec, ErrorKind, HttpRequest, HttpResponse, Limiter, Permit,
    RateLimiter, TransportError,
};
use tokio::time::{Instant, sleep};

use super::{BODY, SECOND, Sent, at_once, builder, check, key, list, send};

#[tokio::test(start_paused = true)]
async fn a_call_whose_permit_would_come_too_late_is_limited_and_not_sent() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(Duration::ZERO)).deadline(2 * SECOND);
    let results = at_once(&client.build().unwrap(), send(), 700).await;
    let (done, failed): (Vec<_>, Vec<_>) = results.iter().partition(|(made, _)| made.is_ok());
    assert_eq!((done.len(), failed.len(), sent.count()), (400, 300, 400));
    for (made, at) in failed {
        let error = made.as_ref().unwrap_err();
        assert_eq!(
            (error.kind(), error.effect()),
            (ErrorKind::RateLimited, Effect::None),
            "{error}"
        );
        assert_eq!((error.attempts(), *at), (0, Duration::ZERO), "it failed at once");
        assert!(error.to_string().ends_with("the request was not sent"), "{error}");
    }
    sent.assert_keeps(200);
}

#[tokio::test(start_paused = true)]
async fn of_2500_concurrent_calls_those_that_would_be_late_fail_at_once() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(Duration::from_millis(30)));
    let results = at_once(&client.build().unwrap(), check(), 2500).await;
    let failed = results.iter().filter(|(made, _)| made.is_err());
    assert_eq!(failed.clone().count(), 1000);
    assert!(failed.clone().all(|(_, at)| at.is_zero()), "the queue was 25 s deep from the start");
    sent.assert_keeps(100);
}

#[tokio::test(start_paused = true)]
async fn a_call_with_its_own_rate_limit_timeout_fails_at_once_too() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(Duration::ZERO)).build().unwrap();
    assert!(at_once(&client, check(), 100).await.iter().all(|(made, _)| made.is_ok()));
    let began = Instant::now();
    let hurried = client.call(check()).rate_limit_timeout(SECOND / 2).await.unwrap_err();
    assert_eq!((hurried.kind(), began.elapsed()), (ErrorKind::RateLimited, Duration::ZERO));
    client.call(check()).rate_limit_timeout(2 * SECOND).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_client_follows_paused_time() {
    let sent = Sent::default();
    let client = builder(key()).transport(sent.transport(Duration::ZERO)).build().unwrap();
    let began = Instant::now();
    for _ in 0..201 {
        client.call(list()).await.unwrap();
    }
    let waited = began.elapsed();
    assert!(waited >= SECOND && waited < SECOND + SECOND / 50, "{waited:?}");

    let silent = builder(key()).transport(|_: HttpRequest| pending()).build().unwrap();
    let began = Instant::now();
    let error = silent.call(list()).timeout(60 * SECOND).deadline(15 * SECOND).await.unwrap_err();
    assert_eq!((error.kind(), began.elapsed()), (ErrorKind::Timeout, 15 * SECOND));
    let began = Instant::now();
    let error = silent.call(list()).deadline(12 * SECOND).await.unwrap_err();
    assert!(error.attempts() >= 2, "{error}");
    assert!(began.elapsed() <= 12 * SECOND, "waits and attempts together: {:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_rate_for_the_app_rejects_late_callers_at_once_too() {
    let sent = Sent::default();
    let limiter = RateLimiter::new().app_per_second(100);
    let client = builder(key()).transport(sent.transport(Duration::ZERO)).limiter(limiter);
    let client = client.build().unwrap();
    let (checks, lists) =
        tokio::join!(at_once(&client, check(), 1500), at_once(&client, list(), 1500));
    let failed = checks.iter().chain(&lists).filter(|(made, _)| made.is_err());
    assert_eq!(failed.clone().count(), 1500);
    assert!(failed.clone().all(|(_, at)| at.is_zero()));
    sent.assert_keeps(100);
}

/// A limiter whose permits are no longer valid when they are used, each after this wait.
struct Stale(Duration);

fn stale<'a>(wait: Duration) -> Acquire<'a> {
    let permit = move || Permit::checked(move || Err(stale(wait)));
    match wait.is_zero() {
        true => Acquire::ready(Ok(permit())),
        false => Acquire::waiting(async move {
            sleep(wait).await;
            Ok(permit())
        }),
    }
}

impl Limiter for Stale {
    fn acquire(&self, _: u32, _: &'static EndpointSpec, _: Duration) -> Acquire<'_> {
        stale(self.0)
    }
}

#[tokio::test]
async fn permits_that_are_never_valid_end_with_the_wait() {
    let client = |wait| {
        let builder = builder(key()).transport(Sent::default().transport(Duration::ZERO));
        builder.limiter(Stale(wait)).build().unwrap()
    };
    let began = Instant::now();
    let error = client(Duration::ZERO).call(check()).deadline(SECOND / 10).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::RateLimited, Effect::None));
    assert!(began.elapsed() < SECOND, "{:?}", began.elapsed());
    tokio::time::pause();
    let began = Instant::now();
    let slow = client(2 * SECOND / 5).call(check()).rate_limit_timeout(SECOND / 2).await;
    assert_eq!(slow.unwrap_err().kind(), ErrorKind::RateLimited);
    assert!(began.elapsed() < SECOND, "the wait is one for all permits: {:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn retries_that_are_not_sent_cost_nothing() {
    let is_up = Arc::new(AtomicBool::new(false));
    let transport = move |_: HttpRequest| {
        let status = if is_up.load(Ordering::Relaxed) { 200 } else { 502 };
        async move { Ok::<_, TransportError>(HttpResponse::new(status, BODY)) }
    };
    let limiter = RateLimiter::new().app_per_second(1);
    let client = builder(key()).transport(transport).limiter(limiter).build().unwrap();
    for _ in 0..120 {
        let error = client.call(list()).rate_limit_timeout(Duration::ZERO).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::HttpStatus, 1));
        sleep(2 * SECOND).await;
    }
    assert_eq!(client.call(list()).await.unwrap_err().attempts(), 3);
}
