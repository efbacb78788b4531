//! Providers of a `UserSig` that hang, panic, are slow or call their own client, and clocks that are wrong.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::{ADMIN, KEY, NOW};
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat::{
    Client, Clock, Credentials, Effect, ErrorKind, HttpRequest, HttpResponse, IssuedUserSig,
    ProvidedUserSig, Sleep, SystemClock, TransportError, Unlimited, UserSigProvider,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{BODY, SECOND, Sent, at_once, builder, check, key, list, poll, send};

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
