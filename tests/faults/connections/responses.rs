//! Unusual responses of proxies and servers.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use support::{ADMIN, APP, KEY, ManualClock, NOW, gzip};
use tencent_chat::{
    Client, Credentials, Effect, Endpoint, Error, ErrorKind, HttpResponse, MockTransport, Region,
    Unlimited,
};

use super::{ask, tell};

const GOOD: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

/// Shorter waits pass at once.
const DEADLINE: Duration = Duration::from_secs(15);

/// Makes a call that gets these responses; returns its result, the attempts and the waits between them.
async fn call<R: Endpoint>(
    request: R,
    responses: impl IntoIterator<Item = HttpResponse>,
) -> (Result<R::Response, Error>, usize, Vec<Duration>) {
    let clock = ManualClock::skipping(NOW, DEADLINE);
    let script = MockTransport::new(responses);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let builder = builder.region(Region::Singapore).limiter(Unlimited).strict_responses();
    let builder = builder.clock(clock.clone());
    let client = builder.transport(script.clone()).build().unwrap();
    let result = client.call(request).await;
    (result, script.requests().len(), clock.waits())
}

fn good() -> HttpResponse {
    HttpResponse::new(200, GOOD)
}

fn after(status: u16, retry_after: &'static str) -> HttpResponse {
    HttpResponse::new(status, "").retry_after(HeaderValue::from_static(retry_after))
}

fn seconds(wait: Duration) -> u64 {
    assert!(wait.subsec_millis() <= 400, "{wait:?}: the rest is jitter");
    wait.as_secs()
}

#[tokio::test]
async fn status_429_is_retried_after_the_requested_time() {
    for (retry_after, waited) in [("1", 1), ("3", 3), ("0", 0), ("nonsense", 1), ("-5", 1)] {
        let (result, attempts, waits) =
            call(tell::Request::new(), [after(429, retry_after), good()]).await;
        result.unwrap();
        assert_eq!((attempts, seconds(waits[0])), (2, waited), "{retry_after}");
    }
    // NOW is Wed, 18 Nov 2026 11:06:40 GMT.
    for (date, waited) in [("11:06:42", 2), ("11:06:40", 0), ("10:00:00", 0)] {
        let date = HeaderValue::from_str(&format!("Wed, 18 Nov 2026 {date} GMT")).unwrap();
        let response = HttpResponse::new(503, "").retry_after(date);
        let (result, attempts, waits) = call(ask::Request::new(), [response, good()]).await;
        result.unwrap();
        assert_eq!((attempts, seconds(waits[0])), (2, waited));
    }
}

/// A date is relative to the clock of the sender.
#[tokio::test]
async fn a_date_is_judged_by_the_date_of_the_response() {
    let at = |time: &str| HeaderValue::from_str(&format!("Wed, 18 Nov 2026 {time} GMT")).unwrap();
    let response = HttpResponse::new(429, "").retry_after(at("15:00:03")).date(at("15:00:00"));
    let (result, _, waits) = call(tell::Request::new(), [response, good()]).await;
    result.unwrap();
    assert_eq!(seconds(waits[0]), 3);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_skipped() {
    for retry_after in ["3600", "18446744073709551615", "99999999999999999999999"] {
        let (result, attempts, waits) = call(tell::Request::new(), [after(429, retry_after)]).await;
        let error = result.unwrap_err();
        assert_eq!((error.kind(), attempts, waits.len()), (ErrorKind::HttpStatus, 1, 0));
        assert_eq!((error.http_status(), error.effect()), (Some(429), Effect::None));
        assert!(error.is_retryable());
        assert!(error.to_string().contains("had no effect"), "{error}");
    }
}

#[tokio::test]
async fn the_effect_that_a_status_implies_decides_if_it_is_retried() {
    for (status, effect, idempotent, other) in [
        (408, Effect::Unknown, 3, 1),
        (425, Effect::None, 3, 3),
        (429, Effect::None, 3, 3),
        (503, Effect::Unknown, 3, 1),
        (400, Effect::Unknown, 1, 1),
    ] {
        let responses = || std::iter::repeat_n(HttpResponse::new(status, ""), 3);
        let (result, attempts, _) = call(ask::Request::new(), responses()).await;
        assert_eq!((result.unwrap_err().effect(), attempts), (effect, idempotent), "{status}");
        let (result, attempts, _) = call(tell::Request::new(), responses()).await;
        assert_eq!((result.unwrap_err().effect(), attempts), (effect, other), "{status}");
    }
}

#[tokio::test]
async fn unrequested_gzip_is_decoded() {
    let encoded = |body: Bytes| {
        HttpResponse::new(200, body).content_encoding(HeaderValue::from_static("gzip"))
    };
    for response in [encoded(gzip(GOOD)), HttpResponse::new(200, gzip(GOOD)), encoded(GOOD.into())]
    {
        call(tell::Request::new(), [response]).await.0.unwrap();
    }
    let cut = gzip(GOOD);
    let error = call(tell::Request::new(), [encoded(cut.slice(..20))]).await.0.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::UnreadableResponse, Effect::Unknown));
    assert!(error.to_string().contains("20 bytes (gzip encoding)"), "{error}");
}

#[tokio::test]
async fn a_gzip_bomb_is_cut_off() {
    let bomb = gzip(&" ".repeat(9 * 1024 * 1024));
    assert!(bomb.len() < 100_000);
    let error = call(tell::Request::new(), [HttpResponse::new(200, bomb)]).await.0.unwrap_err();
    assert!(error.to_string().contains("larger than 8 MiB"), "{error}");
}

#[tokio::test]
async fn another_encoding_is_named() {
    let brotli = HttpResponse::new(200, &b"\x8b\x00\x80{}\x03"[..])
        .content_type(HeaderValue::from_static("application/json"))
        .content_encoding(HeaderValue::from_static("br"));
    let error = call(tell::Request::new(), [brotli]).await.0.unwrap_err();
    assert!(error.to_string().contains("(application/json, br encoding)"), "{error}");
}

#[tokio::test]
async fn a_byte_order_mark_is_skipped() {
    let marked = ["\u{feff}", GOOD].concat();
    for body in [Bytes::from(marked.clone()), gzip(&marked)] {
        call(tell::Request::new(), [HttpResponse::new(200, body)]).await.0.unwrap();
    }
    let twice = ["\u{feff}\u{feff}", GOOD].concat();
    let error = call(tell::Request::new(), [HttpResponse::new(200, twice)]).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
}
