//! Resilience: retries, rate limits, signatures and the clock, against the simulator in injected time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use support::{ADMIN, APP, KEY, ManualClock, NOW, simulator};
use tencent_chat::conversation::{
    ContactItem, create_contact_group, delete_contact_group, get_contact_group,
};
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime, UserSig};
use tencent_chat::{
    Acquire, Check, Client, ClientBuilder, Clock, Credentials, Effect, Endpoint, EndpointSpec,
    ErrorCode, ErrorKind, HttpResponse, IssuedUserSig, Limiter, LimiterError, MockTransport,
    Permit, ProvidedUserSig, RateLimiter, RetryPolicy, Unlimited, UserSigProvider, account,
    message,
};
use tencent_chat_sim::{Fault, Rule, Simulator};

const TIMEOUT: Duration = Duration::from_secs(5);

/// A wait that passes at once, because it is shorter than the timeout.
const NAP: Duration = Duration::from_secs(4);

const HOUR: Duration = Duration::from_hours(1);

/// A client with a clock on which waits pass at once, except for the wait for a response.
fn builder(simulator: &Simulator, clock: &ManualClock) -> ClientBuilder {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let builder = Client::builder(APP, credentials).base_url(simulator.base_url());
    builder.clock(clock.clone()).timeout(TIMEOUT).strict_responses()
}

async fn start() -> (Simulator, ManualClock, Client) {
    let (simulator, clock) = (simulator().await, ManualClock::skipping(NOW, TIMEOUT));
    let client = builder(&simulator, &clock).build().unwrap();
    (simulator, clock, client)
}

fn read() -> get_contact_group::Request {
    get_contact_group::Request::new("user15", 0u64)
}

/// A call that is not idempotent.
fn create() -> create_contact_group::Request {
    let group = create_contact_group::GroupContactItem::new("new", Vec::<ContactItem>::new());
    create_contact_group::Request::new("user15", [group])
}

#[tokio::test]
async fn transient_failures_are_retried_up_to_the_maximum() {
    let (simulator, clock, client) = start().await;
    for fault in [
        Fault::Status(502),
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::Cut,
        Fault::Code(ErrorCode::CONVERSATION_TIMEOUT),
    ] {
        simulator.state().add_rule(Rule::new(fault.clone()).times(2));
        assert!(client.call(read()).await.is_ok(), "{fault:?}");
        simulator.state().add_rule(Rule::new(fault.clone()).times(3));
        let error = client.call(read()).await.unwrap_err();
        assert_eq!(error.attempts(), 3, "{fault:?}: {error}");
        assert!(error.to_string().contains("; 3 attempts were made"), "{error}");
        simulator.state().add_rule(Rule::new(fault.clone()).times(1));
        let error = client.call(read()).retry(RetryPolicy::none()).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{fault:?}: {error}");
    }
    assert!(clock.waits().iter().all(|wait| *wait <= Duration::from_millis(400)), "full jitter");
}

#[tokio::test]
async fn a_call_that_may_have_taken_effect_is_retried_only_if_that_is_harmless() {
    let (simulator, _clock, client) = start().await;
    assert!(!create_contact_group::Request::spec().is_idempotent());
    for fault in [Fault::Status(502), Fault::ResetAfter, Fault::Cut] {
        simulator.state().add_rule(Rule::new(fault.clone()));
        let error = client.call(create()).await.unwrap_err();
        assert_eq!((error.attempts(), error.effect()), (1, Effect::Unknown), "{fault:?}");
    }
    let refused = ErrorCode::ENDPOINT_RATE_EXCEEDED;
    simulator.state().add_rule(Rule::new(Fault::Code(refused)));
    assert!(client.call(create()).await.is_ok(), "it had no effect");
}

#[tokio::test]
async fn an_exceeded_rate_is_retried_after_a_second() {
    let (simulator, clock, client) = start().await;
    simulator.state().fail_next(ErrorCode::ENDPOINT_RATE_EXCEEDED);
    client.call(read()).await.unwrap();
    let [wait] = clock.waits()[..] else { panic!("{:?}", clock.waits()) };
    assert!(wait >= Duration::from_secs(1), "{wait:?}");
}

#[tokio::test]
async fn a_retried_message_arrives_once() {
    let (simulator, clock, client) = start().await;
    simulator.state().import_user("user16");
    let send = || message::send_message::Request::new("user16", ["hi"]).from_account("user15");
    let first = Rule::new(Fault::ResetAfter);
    simulator.state().add_rule(first);
    let sent = client.call(send()).await.unwrap();
    let read =
        message::admin_get_roam_message::Request::new("user15", "user16", 100u32, 0u64, NOW + 9);
    let messages = client.call(read).await.unwrap().msg_list;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].msg_key, sent.msg_key);

    let patient = RetryPolicy::new(u32::MAX).first_wait(NAP).longest_wait(NAP);
    simulator.state().add_rule(Rule::new(Fault::ResetAfter).times(9));
    client.call(send()).retry(patient).deadline(HOUR).await.unwrap();
    assert_eq!(simulator.state().messages().count(), 2, "the first message and this one");

    simulator.state().add_rule(Rule::new(Fault::Status(502)).for_ever());
    let began = clock.now();
    let error = client.call(send()).retry(patient).deadline(HOUR).await.unwrap_err();
    assert!(error.attempts() > 9 && error.effect() == Effect::Unknown, "{error}");
    let window = message::send_message::Request::spec().deduplication();
    assert_eq!(window, Duration::from_secs(120));
    assert!(clock.now() - began < window, "later the service would take it for another message");
}

/// A limiter that lets a call through, and keeps the next one waiting for two minutes.
struct Jam(ManualClock, AtomicU32);

impl Limiter for Jam {
    fn acquire(&self, _: u32, _: &'static EndpointSpec, _: Duration) -> Acquire<'_> {
        Acquire::waiting(async {
            if self.1.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
                for _ in 0..30 {
                    self.0.sleep(NAP).await;
                }
            }
            Ok(Permit::unbounded())
        })
    }
}

#[tokio::test]
async fn a_message_is_not_retried_after_a_long_wait_for_its_permit() {
    let (simulator, clock, _) = start().await;
    simulator.state().import_user("user16");
    let client = || {
        let jam = Jam(clock.clone(), AtomicU32::new(0));
        builder(&simulator, &clock).limiter(jam).deadline(HOUR).build().unwrap()
    };
    let send = || message::send_message::Request::new("user16", ["hi"]).from_account("user15");
    for fault in [Fault::ResetAfter, Fault::Status(502)] {
        simulator.state().add_rule(Rule::new(fault.clone()));
        let error = client().call(send()).await.unwrap_err();
        assert_eq!((error.attempts(), error.effect()), (1, Effect::Unknown), "{error}");
    }
    simulator.state().fail_next(ErrorCode::ENDPOINT_RATE_EXCEEDED);
    client().call(send()).await.unwrap();
    simulator.state().add_rule(Rule::new(Fault::ResetAfter));
    client().call(read()).await.unwrap();
}

#[tokio::test]
async fn an_earlier_effect_is_reported() {
    let (simulator, _clock, client) = start().await;
    simulator.state().add_rule(Rule::new(Fault::ResetAfter));
    let delete = delete_contact_group::Request::new("user15", ["test0"]);
    let error = client.call(delete).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
    assert_eq!(error.effect(), Effect::Unknown, "the first attempt deleted it");
    assert!(
        error
            .to_string()
            .ends_with("2 attempts were made, and an earlier one may have taken effect"),
        "{error}"
    );
}

#[tokio::test]
async fn one_deadline_holds_for_all_attempts() {
    let (simulator, clock, _) = start().await;
    let patient = RetryPolicy::new(u32::MAX).first_wait(Duration::from_secs(4));
    let client = builder(&simulator, &clock).retry(patient).build().unwrap();
    simulator.state().add_rule(Rule::new(Fault::Status(502)).for_ever());
    let began = clock.now();
    let deadline = Duration::from_secs(20);
    let error = client.call(read()).deadline(deadline).await.unwrap_err();
    assert!(error.attempts() > 2, "{error}");
    assert!(clock.now() - began <= deadline, "{:?}", clock.now() - began);
}

#[tokio::test]
async fn an_outage_is_not_amplified() {
    let (simulator, _clock, client) = start().await;
    simulator.state().add_rule(Rule::new(Fault::Status(503)).for_ever());
    let mut attempts = 0;
    for _ in 0..150 {
        attempts += client.call(read()).await.unwrap_err().attempts();
    }
    assert_eq!(attempts, 150 + 100, "the budget is a hundred retries");
}

#[tokio::test]
async fn the_client_keeps_the_documented_rate() {
    let rate = get_contact_group::Request::spec().rate_per_second().unwrap();
    for is_skipping in [false, true] {
        let skipped = if is_skipping { TIMEOUT } else { Duration::ZERO };
        let clock = ManualClock::skipping(NOW, skipped);
        let simulator = simulator().await;
        let client = builder(&simulator, &clock).build().unwrap();
        for _ in 0..rate {
            client.call(read()).await.unwrap();
        }
        simulator.state().set_unix_time(NOW + 2);
        let began = clock.now();
        let error = client.call(read()).rate_limit_timeout(Duration::ZERO).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 0));
        assert_eq!((error.is_retryable(), error.effect()), (true, Effect::None));
        assert_eq!(clock.now(), began, "the call did not wait");
        if is_skipping {
            client.call(read()).await.unwrap();
            assert_eq!(clock.now() - began, Duration::from_millis(1005));
        } else {
            clock.advance(Duration::from_millis(1005));
            client.call(read()).rate_limit_timeout(Duration::ZERO).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_rate_limit_for_the_app_holds_for_all_clients_that_share_it() {
    let (simulator, clock) = (simulator().await, ManualClock::at(NOW));
    let limiter = Arc::new(RateLimiter::new().clock(clock.clone()).app_per_second(2));
    let build = || builder(&simulator, &clock).limiter(Arc::clone(&limiter)).build().unwrap();
    let (one, other) = (build(), build());
    one.call(read()).await.unwrap();
    other.call(create()).await.unwrap();
    let error = one.call(read()).rate_limit_timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    let free = builder(&simulator, &clock).limiter(Unlimited).build().unwrap();
    free.call(read()).await.unwrap();
}

#[tokio::test]
async fn a_retry_without_a_permit_returns_the_previous_error() {
    let (simulator, clock) = (simulator().await, ManualClock::at(NOW));
    let limiter = RateLimiter::new().clock(clock.clone()).app_per_second(1);
    let at_once = RetryPolicy::new(3).first_wait(Duration::ZERO);
    let builder = builder(&simulator, &clock).limiter(limiter).retry(at_once);
    let client = builder.timeout(Duration::MAX).rate_limit_timeout(Duration::ZERO).build().unwrap();
    simulator.state().add_rule(Rule::new(Fault::Status(502)));
    let error = client.call(read()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::HttpStatus, 1), "{error}");
    assert_eq!(error.effect(), Effect::Unknown);
}

#[tokio::test]
async fn a_limiter_that_fails_fails_the_call_before_anything_is_sent() {
    struct Broken;

    impl Limiter for Broken {
        fn acquire(&self, _: u32, endpoint: &'static EndpointSpec, _: Duration) -> Acquire<'_> {
            let error = format!("no permit for {}", endpoint.name());
            Acquire::ready(Err(LimiterError::Failed(error.into())))
        }
    }

    let (simulator, clock, _) = start().await;
    let client = builder(&simulator, &clock).limiter(Broken).build().unwrap();
    let error = client.call(read()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 0));
    assert!(error.to_string().ends_with("no permit for get_contact_group"), "{error}");
}

#[tokio::test]
async fn a_clock_that_is_hours_late_is_corrected_by_the_response() {
    let (simulator, clock, client) = start().await;
    simulator.state().set_unix_time(NOW + 30 * 3600);
    client.call(read()).await.unwrap();
    client.call(read()).retry(RetryPolicy::none()).await.unwrap();
    assert_eq!(clock.unix_time(), NOW, "the clock is as wrong as before");

    let user_sig =
        SecretKey::new(KEY).sign(&Subject::new(APP, ADMIN), UnixTime::from_secs(NOW), lasting(60));
    let fixed = Client::builder(APP, Credentials::user_sig(ADMIN, user_sig));
    let fixed = fixed.base_url(simulator.base_url()).clock(clock).build().unwrap();
    let error = fixed.call(read()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_SIG_EXPIRED));
    assert_eq!(error.attempts(), 1, "the client cannot sign another");
    assert!(!error.is_retryable());
    simulator.state().set_unix_time(NOW);
    for code in [ErrorCode::MESSAGE_USER_SIG_EXPIRED, ErrorCode::USER_SIG_EXPIRED] {
        simulator.state().add_rule(Rule::new(Fault::Code(code)).times(3));
        assert!(!fixed.call(read()).await.unwrap_err().is_retryable(), "{code}");
        let error = client.call(read()).await.unwrap_err();
        assert_eq!((error.attempts(), error.is_retryable()), (2, true), "{code}");
        simulator.state().clear_rules();
    }
}

fn lasting(secs: u64) -> Lifetime {
    Lifetime::new(Duration::from_secs(secs)).unwrap()
}

/// A provider that signs for anyone, unless it is closed.
struct Vault(bool);

impl UserSigProvider for Vault {
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        Box::pin(async move {
            if self.0 {
                return Err("the vault is closed".into());
            }
            tokio::task::yield_now().await;
            let subject = Subject::new(sdk_app_id, identifier);
            let now = UnixTime::from_secs(NOW);
            let user_sig = SecretKey::new(KEY).sign(&subject, now, lasting(3600));
            Ok(IssuedUserSig::new(user_sig, UnixTime::from_secs(NOW + 3600)))
        })
    }
}

#[tokio::test]
async fn signatures_come_from_a_provider() {
    let (simulator, clock, _) = start().await;
    let client = |is_shut| {
        let credentials = Credentials::provider(ADMIN, Vault(is_shut));
        let builder = Client::builder(APP, credentials).base_url(simulator.base_url());
        builder.clock(clock.clone()).strict_responses().build().unwrap()
    };
    client(false).call(read()).await.unwrap();
    let error = client(true).call(read()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
    assert!(error.to_string().ends_with("the vault is closed"), "{error}");
}

#[tokio::test]
async fn one_client_calls_as_several_users() {
    let (simulator, _clock, client) = start().await;
    let user = client.as_user("user15").unwrap();
    let error = user.call(read()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::ADMIN_REQUIRED), "signed as user15");
    client.call(read()).await.unwrap();
    assert_eq!(client.as_user(" x").unwrap_err().kind(), ErrorKind::Configuration);
    let credentials = Credentials::user_sig(ADMIN, UserSig::new("x"));
    let fixed = Client::builder(APP, credentials).base_url(simulator.base_url()).build().unwrap();
    assert!(fixed.as_user("user15").unwrap_err().to_string().contains("one identifier only"));
}

/// A limiter that keeps its callers waiting, so that they can leave during the wait.
struct Hesitant(RateLimiter);

impl Limiter for Hesitant {
    fn acquire(
        &self,
        sdk_app_id: u32,
        endpoint: &'static EndpointSpec,
        time_left: Duration,
    ) -> Acquire<'_> {
        Acquire::waiting(async move {
            tokio::task::yield_now().await;
            let permit = self.0.acquire(sdk_app_id, endpoint, time_left).await?;
            tokio::task::yield_now().await;
            Ok(permit)
        })
    }
}

/// Polls a call `n` times and gives it up, for every `n` until the call completes. Everything that the call
/// took must be returned: the permit, the right to renew, the connection.
#[tokio::test]
async fn a_call_may_be_given_up_at_any_point() {
    let (simulator, clock, _) = start().await;
    let limiter = Hesitant(RateLimiter::new().clock(clock.clone()).app_per_second(100));
    let credentials = Credentials::provider(ADMIN, Vault(false));
    let builder = Client::builder(APP, credentials).base_url(simulator.base_url());
    let client = builder.clock(clock.clone()).limiter(limiter).strict_responses().build().unwrap();
    let mut given_up = 0;
    for polls in 1.. {
        simulator.state().add_rule(Rule::new(Fault::Status(502)));
        let check = account::account_check::Request::new([account::AccountItem::new("user15")]);
        let mut call = client.call(check).into_future();
        let mut left = polls;
        let done = std::future::poll_fn(|context| {
            left -= 1;
            match std::pin::Pin::new(&mut call).poll(context) {
                std::task::Poll::Ready(result) => std::task::Poll::Ready(Some(result)),
                std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
                std::task::Poll::Pending => std::task::Poll::Pending,
            }
        });
        let done = done.await;
        drop(call);
        simulator.state().clear_rules();
        client.call(read()).await.unwrap();
        match done {
            Some(result) => {
                result.unwrap();
                break;
            }
            None => given_up += 1,
        }
        clock.advance(Duration::from_secs(1));
        let now = clock.unix_time();
        simulator.state().set_unix_time(now.min(NOW + 3000));
    }
    assert!(given_up >= 6, "{given_up} points to give up at");
}

#[tokio::test]
async fn a_diagnosis_names_the_cause() {
    let simulator = simulator().await;
    let found = async |app: u32, identifier: &str, key: &str, url: String, now: u64| {
        let builder = Client::builder(app, Credentials::secret_key(identifier, key)).base_url(url);
        let builder = builder.clock(ManualClock::at(now)).retry(RetryPolicy::none());
        builder.build().unwrap().diagnose().await
    };
    let url = || simulator.base_url();
    let right = found(APP, ADMIN, KEY, url(), NOW).await;
    assert!(right.is_ok(), "{right}");
    assert_eq!(right.to_string(), "host: ok\nclock: ok\napp: ok\nidentifier: ok\nkey: ok\n");
    for (check, findings) in [
        (
            found(APP + 1, ADMIN, KEY, url(), NOW).await,
            ["ok", "ok", "failed", "skipped", "skipped"],
        ),
        (found(APP, "user15", KEY, url(), NOW).await, ["ok", "ok", "ok", "failed", "ok"]),
        (found(APP, ADMIN, "other", url(), NOW).await, ["ok", "ok", "ok", "skipped", "failed"]),
        (found(APP, ADMIN, KEY, url(), NOW + 9999).await, ["ok", "failed", "ok", "ok", "ok"]),
        (
            found(APP, ADMIN, KEY, "http://127.0.0.1:1".into(), NOW).await,
            ["failed", "skipped", "skipped", "skipped", "skipped"],
        ),
    ] {
        let found = [&check.host, &check.clock, &check.app, &check.identifier, &check.key];
        let found = found.map(|finding| match finding {
            Check::Ok => "ok",
            Check::Failed(_) => "failed",
            Check::Skipped => "skipped",
        });
        assert_eq!(found, findings, "{check}");
        assert!(!check.is_ok());
    }
    let late = found(APP, ADMIN, KEY, url(), NOW + 9999).await;
    assert!(
        late.to_string().contains("clock: failed, it is 9999 s ahead of the clock of the service")
    );
}

#[tokio::test]
async fn a_diagnosis_blames_the_subject_of_the_code() {
    let lines = async |code: ErrorCode| {
        let script = MockTransport::new(vec![HttpResponse::failure(code); 3]);
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
        let builder = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
        let client = builder.retry(RetryPolicy::none()).transport(script).build().unwrap();
        let told = client.diagnose().await.to_string();
        let word = |line: &str| line.split([',', '\n']).next().unwrap_or_default().to_owned();
        told.lines().map(word).collect::<Vec<_>>().join(" ")
    };
    let app = "host: ok clock: skipped app: failed identifier: skipped key: skipped";
    for code in [
        ErrorCode::PLAN_EXPIRED,
        ErrorCode::ENDPOINT_RATE_EXCEEDED,
        ErrorCode::APP_RATE_EXCEEDED,
        ErrorCode::EDITION_REQUIRED,
        ErrorCode::APP_NOT_FOUND,
        ErrorCode::from(999_999),
    ] {
        assert_eq!(lines(code).await, app, "{code}");
    }
    let host = "host: failed clock: skipped app: skipped identifier: skipped key: skipped";
    assert_eq!(lines(ErrorCode::ACCOUNT_INTERNAL_ERROR).await, host);
}
