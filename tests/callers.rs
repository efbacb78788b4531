//! No caller can delay another: callers that are held, dropped or given up, or whose runtime ends, next to one that
//! continues, and rates that hold at the transport in every case. All tests run in tokio's paused time, with a
//! transport that responds by itself.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::future::pending;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use support::{ADMIN, APP, KEY, NOW};
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::conversation::{get_contact_group, get_list};
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat::{
    Acquire, Client, ClientBuilder, Clock, Credentials, Effect, Endpoint, EndpointSpec, Error,
    ErrorKind, HttpRequest, HttpResponse, IssuedUserSig, Limiter, Permit, ProvidedUserSig,
    RateLimiter, Sleep, SystemClock, TransportError, Unlimited, UserSigProvider, message,
};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// The response of the service to any of these calls.
const BODY: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[],"SessionItem":[],
    "CompleteFlag":1,"TimeStamp":0,"StartIndex":0,"TopTimeStamp":0,"TopStartIndex":0,"NextStartIndex":0,
    "ContactItem":[],"MsgTime":1,"MsgKey":"1_2_3"}"#;

fn builder(credentials: Credentials) -> ClientBuilder {
    Client::builder(APP, credentials).base_url("https://example.com").strict_responses()
}

fn key() -> Credentials {
    Credentials::secret_key(ADMIN, KEY)
}

/// The times at which requests were passed to the transport.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Vec<Instant>>>);

impl Sent {
    /// A transport that records the time and responds after `after`.
    fn transport(&self, after: Duration) -> impl tencent_chat::Transport + use<> {
        let sent = self.clone();
        move |_: HttpRequest| {
            sent.0.lock().unwrap().push(Instant::now());
            async move {
                sleep(after).await;
                Ok::<_, TransportError>(HttpResponse::new(200, BODY))
            }
        }
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Asserts that no second has more requests than the rate.
    fn assert_keeps(&self, rate: usize) {
        let sent = self.0.lock().unwrap();
        for some in sent.windows(rate + 1) {
            assert!(some[rate] - some[0] > SECOND, "{} in {:?}", rate + 1, some[rate] - some[0]);
        }
    }
}

fn check() -> account_check::Request {
    account_check::Request::new([AccountItem::new("user15")])
}

fn list() -> get_list::Request {
    get_list::Request::new("user15", 0u64, 0u64, 0u64, 0u64, 7u32)
}

fn send() -> message::send_message::Request {
    message::send_message::Request::new("user16", ["hi"])
}

/// Makes a call `count` times concurrently, and returns each result with its time.
async fn at_once<R: Endpoint<Response: Send> + Clone>(
    client: &Client,
    request: R,
    count: usize,
) -> Vec<(Result<(), Error>, Duration)> {
    let began = Instant::now();
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let call = client.call(request.clone()).into_future();
        calls.spawn(async move { (call.await.map(drop), began.elapsed()) });
    }
    calls.join_all().await
}

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

/// Signs with the app's key after a delay; hangs or panics at the n-th request if told to.
#[derive(Clone)]
struct Vault {
    asked: Arc<AtomicUsize>,
    takes: Duration,
    lasts: u64,
    at_second: Mood,
}

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Signs,
    Hangs,
    Panics,
}

impl Vault {
    fn new(takes: Duration, lasts: u64, at_second: Mood) -> Self {
        Self { asked: Arc::default(), takes, lasts, at_second }
    }

    fn credentials(&self) -> Credentials {
        Credentials::provider(ADMIN, self.clone())
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl UserSigProvider for Vault {
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        let is_second = self.asked.fetch_add(1, Ordering::Relaxed) == 1;
        Box::pin(async move {
            match self.at_second {
                Mood::Hangs if is_second => pending().await,
                Mood::Panics if is_second => panic!("the vault is broken"),
                _ => sleep(self.takes).await,
            }
            let now = virtual_date();
            let user_sig = SecretKey::new(KEY).sign(
                &Subject::new(sdk_app_id, identifier),
                UnixTime::from_secs(now),
                Lifetime::MAX,
            );
            Ok(IssuedUserSig::new(user_sig, UnixTime::from_secs(now + self.lasts)))
        })
    }
}

/// The date, which was [`NOW`] when paused time began.
fn virtual_date() -> u64 {
    NOW + EPOCH.with(|epoch| epoch.elapsed().as_secs())
}

thread_local! {
    /// The time at which this test began.
    static EPOCH: Instant = Instant::now();
}

/// Tokio's time, and a date that advances with it and is this many seconds off.
struct Dated(u64);

impl Clock for Dated {
    fn unix_time(&self) -> u64 {
        virtual_date() + self.0
    }

    fn now(&self) -> Duration {
        SystemClock.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_or_panics_once_stops_no_later_call() {
    EPOCH.with(|_| {});
    for mood in [Mood::Hangs, Mood::Panics] {
        let (sent, vault) = (Sent::default(), Vault::new(SECOND / 10, 100, mood));
        let client = builder(vault.credentials()).clock(Dated(0));
        let client = client.transport(sent.transport(Duration::ZERO)).build().unwrap();
        for _ in 0..300 {
            client.call(list()).await.unwrap();
            sleep(SECOND).await;
        }
        assert!((4..=7).contains(&vault.asked()), "{} times in 300 s", vault.asked());
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_always_hangs_fails_calls_by_their_deadline() {
    let hanging = |_: u32| pending::<()>();
    struct Hangs<F>(F);
    impl<F: Fn(u32) -> R + Send + Sync + 'static, R: Future<Output = ()> + Send + 'static>
        UserSigProvider for Hangs<F>
    {
        fn user_sig<'a>(&'a self, sdk_app_id: u32, _: &'a str) -> ProvidedUserSig<'a> {
            Box::pin(async move {
                self.0(sdk_app_id).await;
                Err("unreachable".into())
            })
        }
    }
    let client = builder(Credentials::provider(ADMIN, Hangs(hanging)));
    let client = client.transport(Sent::default().transport(Duration::ZERO)).build().unwrap();
    let began = Instant::now();
    let error = client.call(list()).deadline(4 * SECOND).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Credentials, Effect::None));
    assert_eq!(began.elapsed(), 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn no_permit_is_held_while_a_provider_is_slow() {
    let (sent, vault) = (Sent::default(), Vault::new(8 * SECOND, 3600, Mood::Signs));
    let client = builder(vault.credentials()).clock(Dated(0)).deadline(60 * SECOND);
    let client = client.transport(sent.transport(Duration::ZERO)).build().unwrap();
    let results = at_once(&client, check(), 900).await;
    assert!(results.iter().all(|(made, _)| made.is_ok()));
    assert_eq!((sent.count(), vault.asked()), (900, 1));
    sent.assert_keeps(100);
}

#[tokio::test(start_paused = true)]
async fn a_date_that_is_hours_off_is_learnt_from_any_response() {
    EPOCH.with(|_| {});
    for off in [7200, 0] {
        let vault = Vault::new(SECOND / 10, 3600, Mood::Signs);
        let dated = |_: HttpRequest| async {
            let date = std::time::UNIX_EPOCH + Duration::from_secs(virtual_date());
            let date = httpdate::fmt_http_date(date).parse().unwrap();
            Ok::<_, TransportError>(HttpResponse::new(200, BODY).date(date))
        };
        let client = builder(vault.credentials()).clock(Dated(off)).transport(dated);
        let client = client.build().unwrap();
        let results = at_once(&client, check(), 400).await;
        assert!(results.iter().all(|(made, _)| made.is_ok()), "{off}");
        sleep(10 * SECOND).await;
        client.call(check()).await.unwrap();
        assert_eq!(vault.asked(), 1, "{off}");
    }
}

/// A clock that has reached its end.
struct End;

impl Clock for End {
    fn unix_time(&self) -> u64 {
        u64::MAX
    }

    fn now(&self) -> Duration {
        Duration::MAX
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_clock_at_its_end_causes_no_panic() {
    for after in [false, true] {
        let transport = move |_: HttpRequest| async move {
            tokio::task::yield_now().await;
            if after { Ok(HttpResponse::new(502, "")) } else { Ok(HttpResponse::new(200, BODY)) }
        };
        let vault = Vault::new(Duration::ZERO, 3600, Mood::Signs);
        for credentials in [key(), vault.credentials()] {
            let client = builder(credentials).clock(End).transport(transport).build().unwrap();
            for _ in 0..300 {
                let _ = client.call(check()).await;
                let _ = client.call(send()).deadline(Duration::MAX).await;
            }
        }
    }
}

/// Polls a future once, as a holder that then does something else would.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
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
async fn an_expired_deadline_is_not_blamed_on_the_rate_limit() {
    let vault = Vault::new(SECOND, 3600, Mood::Signs);
    let sent = Sent::default();
    let client = builder(vault.credentials()).clock(Dated(0)).limiter(Unlimited);
    let client = client.transport(sent.transport(Duration::ZERO)).build().unwrap();
    let error = client.call(check()).deadline(Duration::ZERO).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0), "{error}");
    client.call(check()).await.unwrap();
    let error = client.call(check()).deadline(Duration::ZERO).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Timeout, Effect::None), "{error}");
    assert_eq!((error.attempts(), sent.count()), (0, 1));
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

/// Calls the client that waits for it.
#[derive(Clone, Default)]
struct Circle(Arc<Mutex<Option<Client>>>);

impl UserSigProvider for Circle {
    fn user_sig<'a>(&'a self, _: u32, _: &'a str) -> ProvidedUserSig<'a> {
        Box::pin(async {
            let client = self.0.lock().unwrap().clone().unwrap();
            client.call(check()).await?;
            Err("unreachable".into())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_calls_its_own_client_gets_an_error() {
    let circle = Circle::default();
    let client = builder(Credentials::provider(ADMIN, circle.clone()));
    let client = client.transport(Sent::default().transport(Duration::ZERO)).build().unwrap();
    *circle.0.lock().unwrap() = Some(client.clone());
    let error = client.call(check()).await.unwrap_err();
    assert!(error.to_string().contains("the provider calls the client that waits for it"));
    circle.0.lock().unwrap().take();
}

/// Hangs at first, and then calls its client from the destructor of the future that it awaited.
#[derive(Clone, Default)]
struct CallsWhenDropped(Circle, Arc<AtomicUsize>);

struct OnDrop(Circle);

impl Drop for OnDrop {
    fn drop(&mut self) {
        if let Some(client) = self.0.0.lock().unwrap().clone() {
            drop(poll(Box::pin(client.call(check()).into_future()).as_mut()));
        }
    }
}

impl UserSigProvider for CallsWhenDropped {
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        let is_first = self.1.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            let _on_drop = is_first.then(|| OnDrop(self.0.clone()));
            if is_first {
                pending::<()>().await;
            }
            let subject = Subject::new(sdk_app_id, identifier);
            let now = UnixTime::from_secs(NOW);
            let user_sig = SecretKey::new(KEY).sign(&subject, now, Lifetime::MAX);
            Ok(IssuedUserSig::new(user_sig, UnixTime::from_secs(u64::MAX)))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn foreign_destructors_run_without_a_lock() {
    let provider = CallsWhenDropped::default();
    let client = builder(Credentials::provider(ADMIN, provider.clone()));
    let client = client.transport(Sent::default().transport(Duration::ZERO)).build().unwrap();
    *provider.0.0.lock().unwrap() = Some(client.clone());
    assert!(timeout(SECOND, client.call(check()).into_future()).await.is_err());
    sleep(60 * SECOND).await;
    client.call(check()).await.unwrap();
    provider.0.0.lock().unwrap().take();
}

/// Runs in real time on several threads: a caller that finds the renewal locked must be notified of its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_waiter_is_notified_of_the_end_of_a_renewal() {
    for _ in 0..150 {
        let vault = Vault::new(Duration::from_millis(2), 3600, Mood::Signs);
        let client = builder(vault.credentials()).limiter(Unlimited);
        let client = client.transport(Sent::default().transport(Duration::ZERO)).build().unwrap();
        let mut calls = JoinSet::new();
        for _ in 0..64 {
            calls.spawn(client.call(check()).deadline(5 * SECOND).into_future());
        }
        assert!(calls.join_all().await.into_iter().all(|made| made.is_ok()));
    }
}
