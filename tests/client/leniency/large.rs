//! Large responses are bounded, read while the runtime continues, and read within the deadline.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::mpsc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use support::gzip;
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::{
    Call, Client, Effect, Error, ErrorKind, HttpRequest, HttpResponse, MockTransport,
};
use tokio::runtime::{Builder, Runtime};

use super::{ADMIN, APP, KEY, ManualClock, NOW, builder, client};

const MIB: usize = 1 << 20;

/// A response of `count` accounts.
fn accounts(count: usize) -> String {
    let item = r#"{"UserID":"user15","ResultCode":0,"ResultInfo":"","AccountStatus":"Imported"},"#;
    let items = item.repeat(count);
    let items = items.trim_end_matches(',');
    format!(r#"{{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[{items}]}}"#)
}

fn check(client: &Client) -> Call<account_check::Request> {
    client.account().account_check(account_check::Request::new([AccountItem::new("user15")]))
}

fn is_too_large(error: &Error, text: &str) {
    assert_eq!((error.kind(), error.effect()), (ErrorKind::UnreadableResponse, Effect::Unknown));
    assert!(error.to_string().contains(text), "{error}");
}

/// A runtime that has one thread for blocking work, which is held until the sender is dropped.
fn held() -> (Runtime, mpsc::Sender<()>) {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().max_blocking_threads(1).build().unwrap();
    let (release, held) = mpsc::channel::<()>();
    runtime.spawn_blocking(move || held.recv());
    (runtime, release)
}

#[tokio::test]
async fn responses_are_bounded_by_the_builder_and_by_8_mib_by_default() {
    let (bounded, _) = client([" ".repeat(8 * MIB), " ".repeat(8 * MIB + 1)]);
    let error = check(&bounded).await.unwrap_err();
    assert!(!error.to_string().contains("larger"), "{error}");
    is_too_large(&check(&bounded).await.unwrap_err(), "larger than 8 MiB");

    let body = accounts(100);
    let max = body.len();
    let script = |body: Bytes| MockTransport::new([HttpResponse::new(200, body)]);
    let at_most = |max: usize, body: Bytes| {
        builder(&script(body), &ManualClock::at(NOW)).max_response_bytes(max).build().unwrap()
    };
    check(&at_most(max, body.clone().into())).await.unwrap();
    check(&at_most(max, gzip(&body))).await.unwrap();
    let text = format!("larger than {} bytes", max - 1);
    is_too_large(&check(&at_most(max - 1, body.clone().into())).await.unwrap_err(), &text);
    is_too_large(&check(&at_most(max - 1, gzip(&body))).await.unwrap_err(), &text);
}

#[tokio::test]
async fn a_transport_is_given_the_bound() {
    let builder = Client::builder(APP, tencent_chat::Credentials::secret_key(ADMIN, KEY));
    let builder = builder.region(tencent_chat::Region::Singapore).max_response_bytes(2000);
    let client = builder.transport(async |request: HttpRequest| {
        assert_eq!(request.max_response_bytes(), 2000);
        Err(tencent_chat::TransportError::TooLarge)
    });
    is_too_large(&check(&client.build().unwrap()).await.unwrap_err(), "larger than 2000 bytes");
}

#[test]
fn the_bound_of_responses_is_bounded() {
    let build = |max| {
        builder(&MockTransport::default(), &ManualClock::at(NOW)).max_response_bytes(max).build()
    };
    for max in [0, 1023, 256 * MIB + 1, usize::MAX] {
        let error = build(max).unwrap_err();
        assert!(error.to_string().contains("1 KiB to 256 MiB are allowed"), "{error}");
    }
    assert!(build(1024).is_ok() && build(256 * MIB).is_ok());
}

/// The one thread for blocking work is held, so a call that reads elsewhere finishes first.
#[test]
fn tasks_go_on_while_a_large_response_is_read() {
    let (runtime, release) = held();
    let large = accounts(10_000);
    assert!(large.len() > 512 * 1024);
    for body in [gzip(&large), large.into()] {
        let (client, _) = client([body]);
        let mut call = pin!(check(&client).into_future());
        runtime.block_on(async {
            for _ in 0..100 {
                assert!(poll_once(call.as_mut()).await.is_pending());
                tokio::task::yield_now().await;
            }
        });
    }
    drop(release);
    let (client, _) = client([accounts(10_000)]);
    assert_eq!(runtime.block_on(check(&client).into_future()).unwrap().result_item.len(), 10_000);
}

async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

#[test]
fn the_deadline_holds_while_a_large_response_is_read() {
    let (runtime, _release) = held();
    let clock = ManualClock::at(NOW);
    let script = MockTransport::new([HttpResponse::new(200, accounts(10_000))]);
    let client = builder(&script, &clock).build().unwrap();
    let mut call = pin!(check(&client).deadline(Duration::from_secs(3)).into_future());
    let error = runtime.block_on(async {
        assert!(poll_once(call.as_mut()).await.is_pending());
        clock.advance(Duration::from_secs(3));
        call.await.unwrap_err()
    });
    assert_eq!(
        (error.kind(), error.effect(), error.attempts()),
        (ErrorKind::Timeout, Effect::Unknown, 1)
    );
    assert!(error.to_string().contains("the response was not read within 3s"), "{error}");
}

#[test]
fn a_large_response_is_read_though_its_runtime_shuts_down() {
    let (runtime, release) = held();
    let (client, _) = client([accounts(10_000)]);
    let mut call = Box::pin(check(&client).into_future());
    assert!(runtime.block_on(poll_once(call.as_mut())).is_pending());
    runtime.shutdown_background();
    drop(release);
    let other = Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(other.block_on(call).unwrap().result_item.len(), 10_000);
}

/// An executor other than tokio's has no other thread for reading.
#[test]
fn a_large_response_is_read_without_a_runtime() {
    let (client, _) = client([accounts(10_000)]);
    let mut call = pin!(check(&client).into_future());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let Poll::Ready(response) = call.as_mut().poll(&mut context) else { panic!("it waits") };
    assert_eq!(response.unwrap().result_item.len(), 10_000);
}

#[test]
fn a_call_that_is_dropped_leaves_nothing_to_read() {
    let (runtime, release) = held();
    let (client, _) = client([accounts(10_000)]);
    let mut call = Box::pin(check(&client).into_future());
    assert!(runtime.block_on(poll_once(call.as_mut())).is_pending());
    drop(call);
    drop(release);
    drop(runtime);
    // The client that is left is the only owner of its parts.
    drop(client);
}
