//! Callers that leave, and runtimes that end.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use tencent_chat::{Client, Credentials, Limiter, LimiterError};
use tencent_chat_limit_redis::RedisLimiter;
use tencent_chat_sim::Simulator;

use super::server::RedisServer;
use super::worker::{endpoint, permit};
use super::{PATIENCE, ends, uses};

const APP: u32 = 1400000000;

#[tokio::test]
async fn a_client_uses_the_limiter() {
    let server = RedisServer::start();
    let simulator = Simulator::start().await.unwrap();
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .limiter(limiter.clone())
        .build()
        .unwrap();
    let request = tencent_chat::conversation::delete_contact_group::Request::new("a", ["b"]);
    let error = client.conversation().delete_contact_group(request).await.unwrap_err();
    assert!(error.code().is_some(), "{error}");
    assert!(limiter.stats().permits >= 1, "{limiter:?}");
}

#[tokio::test]
async fn callers_may_leave_at_each_stage() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    // Before the first poll.
    drop(limiter.acquire(APP, endpoint(), PATIENCE));
    // While the request is under way, alone and with others behind.
    for _ in 0..30 {
        let mut acquire = pin!(limiter.acquire(APP, endpoint(), PATIENCE));
        assert!(acquire.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    // While its time has not come.
    let crowd = uses(&limiter, 40);
    let hasty = tokio::time::timeout(Duration::from_millis(30), uses(&limiter, 1));
    let _ = tokio::join!(crowd, hasty);
    // With a permit, unused.
    for _ in 0..30 {
        drop(ends(limiter.acquire(APP, endpoint(), PATIENCE)).await.unwrap());
    }
    // With a permit that has expired, and while it waits for another.
    let permit = ends(limiter.acquire(APP, endpoint(), PATIENCE)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(30)).await;
    drop(permit.use_now().unwrap_err());
    let permit = ends(limiter.acquire(APP, endpoint(), PATIENCE)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(30)).await;
    ends(permit.use_now().unwrap_err()).await.unwrap().use_now().unwrap();
    uses(&limiter, 10).await;
    assert_eq!((limiter.stats().failures, limiter.stats().given_up >= 2), (0, true));
}

#[tokio::test]
async fn a_call_that_is_not_polled_stops_no_other() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    let mut idle: Vec<_> =
        (0..20).map(|_| Box::pin(limiter.acquire(APP, endpoint(), PATIENCE))).collect();
    for acquire in &mut idle {
        assert!(acquire.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    uses(&limiter, 40).await;
    for acquire in idle {
        drop(ends(acquire).await.unwrap());
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_runtime_that_ends_or_rests_stops_no_caller_of_another() {
    let server = RedisServer::start();
    let (first, second) = (runtime(), runtime());
    let limiter = first.block_on(RedisLimiter::connect(server.url())).unwrap();
    // The connection and the driver belong to the first runtime, which does not run any more.
    first.block_on(async {
        let mut acquire = pin!(limiter.acquire(APP, endpoint(), PATIENCE));
        assert!(acquire.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        tokio::task::yield_now().await;
    });
    second.block_on(uses(&limiter, 30));
    first.block_on(uses(&limiter, 30));
    let crowd = Arc::new(limiter.clone());
    let other = std::thread::spawn(move || {
        second.block_on(uses(&crowd, 100));
    });
    // It ends in the middle, with callers that wait.
    let hasty =
        async { tokio::time::timeout(Duration::from_millis(50), uses(&limiter, 100)).await };
    let _ = first.block_on(hasty);
    drop(first);
    other.join().unwrap();
    runtime().block_on(uses(&limiter, 30));
}

#[test]
fn without_a_runtime_a_call_fails() {
    let server = RedisServer::start();
    let limiter = runtime().block_on(RedisLimiter::connect(server.url())).unwrap();
    let mut acquire = pin!(permit(&limiter, endpoint(), PATIENCE));
    let polled = acquire.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let std::task::Poll::Ready(Err(LimiterError::Failed(error))) = polled else {
        panic!("{polled:?}")
    };
    assert_eq!(error.to_string(), "a shared rate limiter needs a tokio runtime");
}

#[tokio::test]
async fn nothing_is_left_running_when_nobody_waits() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    uses(&limiter, 10).await;
    drop(limiter);
    let ended = async {
        // One task may belong to this test's runtime itself.
        while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    };
    ends(ended).await;
    let clients = server.command("CLIENT LIST").unwrap();
    assert_eq!(clients.matches("id=").count(), 1, "{clients}");
}
