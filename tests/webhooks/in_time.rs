//! A `WebhookService` replies in time, whatever its handler does.

use std::convert::Infallible;
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use http::Request;
use http_body::Frame;
use support::{APP, KEY};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{
    Delivery, Fallback, Receiver, Verifier, WebhookResponse, WebhookService,
};
use tencent_chat::{Clock, SystemClock};
use tokio::time::{Instant, Sleep};
use tower_service::Service;

use super::reached::{AFTER, BEFORE, event, post, read};

const ALLOWED: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;
const FORBIDDEN: &str = r#"{"ActionStatus":"OK","ErrorCode":1,"ErrorInfo":"later"}"#;

fn verifier() -> Verifier {
    Verifier::new(APP, KEY).unwrap()
}

/// A request that is signed by the system's date; the time for timeouts is tokio's, and paused.
fn request(command: &str) -> Request<Body> {
    let now = UnixTime::from_secs(SystemClock.unix_time());
    post(&verifier().signed_query(command, now), event(command))
}

/// A body that arrives late.
struct Slow {
    arrives: Pin<Box<Sleep>>,
    event: Option<String>,
}

impl http_body::Body for Slow {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        ready!(self.arrives.as_mut().poll(context));
        Poll::Ready(self.event.take().map(|event| Ok(Frame::data(event.into()))))
    }
}

async fn call<H, F>(service: WebhookService<H>, request: Request<Body>) -> (u16, String)
where
    H: Fn(Delivery) -> F + Send + Sync + 'static,
    F: Future<Output = WebhookResponse> + Send + 'static,
{
    let mut service = service;
    read(service.call(request).await.unwrap().into_response()).await
}

fn forbid() -> Fallback {
    Fallback::Forbid("later".to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_late_gets_the_fallback() {
    for (fallback, command, status, reply) in [
        (Fallback::Allow, BEFORE, 200, ALLOWED),
        (forbid(), BEFORE, 200, FORBIDDEN),
        (forbid(), "Made.Up", 200, FORBIDDEN),
        (Fallback::Allow, "Made.Up", 200, ALLOWED),
        (forbid(), AFTER, 503, "the handler did not finish"),
        (Fallback::Allow, AFTER, 503, "the handler did not finish"),
    ] {
        let service = WebhookService::new(verifier(), |_| pending()).fallback(fallback);
        let began = Instant::now();
        assert_eq!(call(service, request(command)).await, (status, reply.to_owned()), "{command}");
        assert_eq!(began.elapsed(), Duration::from_millis(1700));
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_ready_in_time_replies() {
    let service = WebhookService::new(verifier(), |delivery| async move {
        tokio::time::sleep(Duration::from_millis(400)).await;
        delivery.forbid("no").unwrap()
    });
    let service = service.timeout(Duration::from_millis(500));
    let (status, reply) = call(service.clone(), request(BEFORE)).await;
    assert_eq!((status, reply.contains("no")), (200, true), "{reply}");
    let service = service.timeout(Duration::from_millis(300)).fallback(forbid());
    assert_eq!(call(service, request(BEFORE)).await, (200, FORBIDDEN.to_owned()));
}

#[tokio::test(start_paused = true)]
async fn the_time_for_the_body_counts() {
    let mut request = request(BEFORE);
    let arrives = Box::pin(tokio::time::sleep(Duration::from_millis(1500)));
    *request.body_mut() = Body::new(Slow { arrives, event: Some(event(BEFORE)) });
    let service = WebhookService::new(verifier(), |_| pending());
    let began = Instant::now();
    assert_eq!(call(service, request).await, (200, ALLOWED.to_owned()));
    assert_eq!(began.elapsed(), Duration::from_millis(1700));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_gets_the_fallback() {
    let service = WebhookService::new(verifier(), |_| async { panic!("on purpose") });
    let reply = call(service.fallback(forbid()), request(BEFORE)).await;
    assert_eq!(reply, (200, FORBIDDEN.to_owned()));

    // It panics before it returns a future.
    let service = WebhookService::new(verifier(), |delivery: Delivery| {
        assert!(delivery.command.is_empty(), "on purpose");
        std::future::ready(WebhookResponse::received())
    });
    let reply = call(service.fallback(forbid()), request(BEFORE)).await;
    assert_eq!(reply, (200, FORBIDDEN.to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_late_is_dropped() {
    struct Dropped(Arc<AtomicBool>);

    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    let is_dropped = Arc::<AtomicBool>::default();
    let flag = Arc::clone(&is_dropped);
    let service = WebhookService::new(Receiver::new(verifier()), move |_| {
        let dropped = Dropped(Arc::clone(&flag));
        async move {
            let _dropped = dropped;
            pending().await
        }
    });
    call(service, request(AFTER)).await;
    assert!(is_dropped.load(Ordering::Relaxed));
}
