//! The second host of a region.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::fault_matrix::Protocol;
use support::{ADMIN, APP, KEY, ManualClock, NOW};
use tencent_chat::{
    Client, Credentials, ErrorKind, HttpRequest, HttpResponse, Region, ReqwestTransport,
    RetryPolicy, TransportError, Unlimited,
};

use super::chaos::{Chaos, Conduct};
use super::tell;

const FIRST: &str = "adminapisgp.im.qcloud.com";
const SECOND: &str = "adminapisgp.my-imcloud.com";

/// The hosts that fail, and the hosts that were called.
#[derive(Clone, Default)]
struct World {
    failing: Arc<Mutex<Vec<&'static str>>>,
    called: Arc<Mutex<Vec<String>>>,
}

impl World {
    fn fail(&self, hosts: &[&'static str]) {
        *self.failing.lock().unwrap() = hosts.to_vec();
    }

    fn called(&self) -> Vec<String> {
        std::mem::take(&mut self.called.lock().unwrap())
    }

    fn respond(
        &self,
        request: &HttpRequest,
        failure: fn() -> TransportError,
    ) -> Result<HttpResponse, TransportError> {
        let url = request.expose_url();
        assert!(url.contains("/v4/made_up/tell?sdkappid=1400000000&identifier=administrator&"));
        let host = url.trim_start_matches("https://").split('/').next().unwrap().to_owned();
        let is_failing = self.failing.lock().unwrap().contains(&&*host);
        self.called.lock().unwrap().push(host);
        if is_failing { Err(failure()) } else { Ok(HttpResponse::new(200, r#"{"ErrorCode":0}"#)) }
    }
}

fn client(
    world: &World,
    clock: &ManualClock,
    region: Region,
    failure: fn() -> TransportError,
) -> Client {
    let world = world.clone();
    Client::builder(APP, Credentials::secret_key(ADMIN, KEY))
        .region(region)
        .clock(clock.clone())
        .limiter(Unlimited)
        .strict_responses()
        .retry(RetryPolicy::new(3).first_wait(Duration::ZERO))
        .transport(move |request: HttpRequest| {
            let response = world.respond(&request, failure);
            async move { response }
        })
        .build()
        .unwrap()
}

fn unreachable() -> TransportError {
    TransportError::NotSent("no such host".into())
}

#[tokio::test]
async fn an_unreachable_host_is_replaced_by_the_second_and_retried_later() {
    let (world, clock) = (World::default(), ManualClock::at(NOW));
    let client = client(&world, &clock, Region::Singapore, unreachable);
    let call = async || client.call(tell::Request::new()).await.map(|_| ());
    world.fail(&[FIRST]);
    call().await.expect("the retry goes to the second host");
    assert_eq!(world.called(), [FIRST, SECOND]);
    call().await.unwrap();
    clock.advance(Duration::from_secs(59));
    call().await.unwrap();
    assert_eq!(world.called(), [SECOND, SECOND], "no attempt is lost meanwhile");
    clock.advance(Duration::from_secs(1));
    call().await.unwrap();
    call().await.unwrap();
    assert_eq!(world.called(), [FIRST, SECOND, SECOND], "it is still unreachable");
    world.fail(&[]);
    clock.advance(Duration::from_secs(60));
    call().await.unwrap();
    call().await.unwrap();
    assert_eq!(world.called(), [FIRST, FIRST], "it is back");
}

#[tokio::test]
async fn if_neither_host_is_reachable_both_are_tried_and_the_error_names_the_last() {
    let (world, clock) = (World::default(), ManualClock::at(NOW));
    let client = client(&world, &clock, Region::Singapore, unreachable);
    world.fail(&[FIRST, SECOND]);
    let error = client.call(tell::Request::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotSent, 3));
    assert_eq!(world.called(), [FIRST, SECOND, FIRST]);
    assert!(error.to_string().contains("https://adminapisgp.im.qcloud.com"), "{error}");
}

#[tokio::test]
async fn a_request_that_was_sent_is_not_sent_to_another_host() {
    let failures: [fn() -> TransportError; 2] = [
        || TransportError::Broken("cut".into()),
        || TransportError::NotProcessed("refused".into()),
    ];
    for failure in failures {
        let (world, clock) = (World::default(), ManualClock::at(NOW));
        let client = client(&world, &clock, Region::Singapore, failure);
        world.fail(&[FIRST]);
        client.call(tell::Request::new()).await.map(|_| ()).unwrap_err();
        assert!(world.called().iter().all(|host| host == FIRST));
    }
}

/// An attempt fails although the host has responded to another meanwhile, so the host was not the cause.
#[tokio::test]
async fn a_failure_that_is_older_than_the_last_response_does_not_switch() {
    let (fail, failed) = tokio::sync::oneshot::channel::<()>();
    let (failed, called) = (Mutex::new(Some(failed)), Arc::new(Mutex::new(Vec::new())));
    let (clock, noted) = (ManualClock::at(NOW), Arc::clone(&called));
    let client = Client::builder(APP, Credentials::secret_key(ADMIN, KEY))
        .region(Region::Singapore)
        .clock(clock.clone())
        .limiter(Unlimited)
        .retry(RetryPolicy::none())
        .transport(move |request: HttpRequest| {
            let url = request.expose_url();
            let host = url.trim_start_matches("https://").split('/').next().unwrap().to_owned();
            noted.lock().unwrap().push(host);
            let failed = failed.lock().unwrap().take();
            async move {
                match failed {
                    Some(failed) => {
                        Err(failed.await.map_or_else(|_| unreachable(), |()| unreachable()))
                    }
                    None => Ok(HttpResponse::new(200, r#"{"ErrorCode":0}"#)),
                }
            }
        })
        .build()
        .unwrap();
    let call = || client.call(tell::Request::new()).into_future();
    let early = tokio::spawn(call());
    while called.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_secs(1));
    call().await.unwrap();
    fail.send(()).unwrap();
    assert_eq!(early.await.unwrap().unwrap_err().kind(), ErrorKind::NotSent);
    call().await.unwrap();
    assert_eq!(*called.lock().unwrap(), [FIRST; 3]);
}

/// Makes two calls, which are both for the first host although neither is sent.
async fn assert_stays_with_the_first(client: &Client) {
    for _ in 0..2 {
        let error = client.call(tell::Request::new()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotSent, 1), "{error}");
        assert!(error.to_string().contains(FIRST), "{error}");
    }
}

/// A transport that cannot build a client has not sent anything to the host.
#[tokio::test]
async fn a_transport_that_fails_by_itself_does_not_switch() {
    let made = AtomicUsize::new(0);
    let transport = ReqwestTransport::configured(move |builder| {
        let is_first = made.fetch_add(1, Ordering::SeqCst) == 0;
        if is_first { builder } else { builder.user_agent("line\nbreak") }
    });
    let client = Client::builder(APP, Credentials::secret_key(ADMIN, KEY))
        .region(Region::Singapore)
        .retry(RetryPolicy::none())
        .transport(transport.unwrap())
        .build()
        .unwrap();
    assert_stays_with_the_first(&client).await;
}

/// The peer accepts connections and does nothing else. It stands for both hosts, by a proxy, and the call's own timeout
/// is shorter than the connect timeout.
#[tokio::test]
async fn a_timeout_of_the_call_does_not_switch() {
    let chaos = Chaos::start(Protocol::Plain, |_| Conduct::Mute).await;
    let proxy = chaos.url.clone();
    let transport = ReqwestTransport::configured(move |builder| {
        builder.proxy(reqwest::Proxy::https(&proxy).unwrap())
    });
    let client = Client::builder(APP, Credentials::secret_key(ADMIN, KEY))
        .region(Region::Singapore)
        .limiter(Unlimited)
        .retry(RetryPolicy::none())
        .timeout(Duration::from_millis(50))
        .transport(transport.unwrap())
        .build()
        .unwrap();
    assert_stays_with_the_first(&client).await;
}

#[tokio::test]
async fn a_region_without_a_second_host_stays_with_its_first() {
    let (world, clock) = (World::default(), ManualClock::at(NOW));
    for region in [Region::Tokyo, Region::Riyadh] {
        let client = client(&world, &clock, region, unreachable);
        world.fail(&[region.host()]);
        client.call(tell::Request::new()).await.map(|_| ()).unwrap_err();
        assert_eq!(world.called(), [region.host(); 3]);
    }
}

/// Clients of other administrators share the state of the hosts.
#[tokio::test]
async fn each_signature_has_a_url_of_the_second_host() {
    let (world, clock) = (World::default(), ManualClock::at(NOW));
    let client = client(&world, &clock, Region::China, unreachable);
    world.fail(&[Region::China.host()]);
    client.call(tell::Request::new()).await.unwrap();
    let other = client.as_user(ADMIN).unwrap();
    other.call(tell::Request::new()).await.unwrap();
    let backup = Region::China.backup_host().unwrap();
    assert_eq!(world.called(), [Region::China.host(), backup, backup]);
}
