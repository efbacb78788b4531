//! Bad input gets a status and a reason. A delivery that was verified is kept, whatever its body is.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request};
use http_body::Frame;
use support::{APP, ManualClock, NOW};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{Receiver, Verifier};

use super::reached::{AFTER, BEFORE, Way, event, post, read, receiver, signed, verifier};

/// A body that calls a function for each of its frames.
struct Frames<F>(F);

impl<F> http_body::Body for Frames<F>
where
    F: FnMut() -> Poll<Option<Result<Frame<Bytes>, io::Error>>> + Unpin,
{
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        (self.0)()
    }
}

fn frames(
    next: impl FnMut() -> Poll<Option<Result<Frame<Bytes>, io::Error>>> + Send + Unpin + 'static,
) -> Body {
    Body::new(Frames(next))
}

fn data(chunk: &'static [u8]) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
    Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(chunk)))))
}

/// A body that must not be read.
fn untouched() -> Body {
    frames(|| panic!("the body of a refused request was read"))
}

fn at(seconds: u64) -> String {
    verifier().signed_query(BEFORE, UnixTime::from_secs(seconds))
}

/// A request that is refused, with the status and a part of the reason.
type Case = (&'static str, Request<Body>, u16, &'static str);

pub(crate) fn refused() -> Vec<Case> {
    [by_query(), by_method(), by_body()].into_iter().flatten().collect()
}

fn by_query() -> Vec<Case> {
    let good = signed(BEFORE);
    let without = |name: &str| {
        let kept = good.split('&').filter(|part| !part.starts_with(name));
        kept.collect::<Vec<_>>().join("&")
    };
    let other_app = Verifier::new(APP + 1, support::KEY).unwrap();
    let other_app = other_app.signed_query(BEFORE, UnixTime::from_secs(NOW));
    let other_token = Verifier::new(APP, "other").unwrap();
    let other_token = other_token.signed_query(BEFORE, UnixTime::from_secs(NOW));
    vec![
        ("no query", Request::post("/chat").body(untouched()).unwrap(), 400, "no `SdkAppid`"),
        ("an empty query", post("", untouched()), 400, "no `SdkAppid`"),
        ("a garbled query", post("%&&%ff=%&=;;%00=+", untouched()), 400, "no `SdkAppid`"),
        ("no command", post(&without("CallbackCommand"), untouched()), 400, "no `CallbackCommand`"),
        ("no Sign", post(&without("Sign"), untouched()), 401, "no `Sign`"),
        ("no time", post(&without("RequestTime"), untouched()), 401, "no `RequestTime`"),
        ("other app", post(&other_app, untouched()), 401, "for the app 1400000001"),
        ("other token", post(&other_token, untouched()), 401, "not made with the token"),
        ("stale", post(&at(NOW - 301), untouched()), 401, "signed 301 seconds ago"),
        ("early", post(&at(NOW + 301), untouched()), 401, "signed 301 seconds in the future"),
        ("twice", post(&format!("{good}&Sign=1"), untouched()), 400, "`Sign` twice"),
        (
            "no number",
            post(&good.replace("SdkAppid=1", "SdkAppid=-1"), untouched()),
            400,
            "`SdkAppid` of the query is not a number",
        ),
        (
            "a time that was not signed",
            post(&good.replace("RequestTime=", "RequestTime=%2B"), untouched()),
            400,
            "`RequestTime` of the query is not a number",
        ),
    ]
}

fn by_method() -> Vec<Case> {
    let method = |method: Method| {
        let mut request = post(&signed(BEFORE), untouched());
        *request.method_mut() = method;
        request
    };
    vec![
        ("GET", method(Method::GET), 405, "by `POST`"),
        ("PUT", method(Method::PUT), 405, "by `POST`"),
        ("OPTIONS", method(Method::OPTIONS), 405, "by `POST`"),
    ]
}

fn by_body() -> Vec<Case> {
    let good = signed(BEFORE);
    let large = "x".repeat(10_000_000);
    let mut sent = 0;
    vec![
        ("10 MB", post(&good, large.clone()), 413, "more than 1048576 bytes"),
        (
            "10 MB in chunks",
            post(
                &good,
                frames(move || {
                    sent += 1;
                    if sent <= 10_000 { data(&[b'x'; 1000]) } else { panic!("all of it was read") }
                }),
            ),
            413,
            "more than 1048576 bytes",
        ),
        ("chunks without end", post(&good, frames(|| data(&[b'x'; 1000]))), 413, "more than"),
        ("silence", post(&good, frames(|| Poll::Pending)), 408, "in time"),
        (
            "cut off",
            post(&good, frames(|| Poll::Ready(Some(Err(io::Error::other("reset")))))),
            400,
            "broke off",
        ),
        ("other command", post(&good, event(AFTER)), 400, "command of the body"),
    ]
}

#[tokio::test(start_paused = true)]
async fn bad_requests_are_refused_with_a_reason() {
    for way in Way::ALL {
        for (what, request, status, reason) in refused() {
            let is_wrong_method = status == 405;
            let response = way.respond(receiver(), request).await;
            let allow = response.headers().get("allow").cloned();
            assert_eq!(allow.is_some_and(|allow| allow == "POST"), is_wrong_method, "{what}");
            let (found, body) = read(response).await;
            assert_eq!(found, status, "{way:?}, {what}: {body}");
            assert!(body.contains(reason), "{way:?}, {what}: {body}");
        }
    }
}

/// Frames that are always ready do not keep the time from passing.
#[tokio::test]
async fn empty_frames_without_end_are_cut_off() {
    for way in Way::ALL {
        let clock = ManualClock::skipping(NOW, Duration::from_secs(10));
        let receiver = Receiver::new(verifier()).clock(clock);
        let request = post(&signed(BEFORE), frames(|| data(&[])));
        assert_eq!(read(way.respond(receiver, request).await).await.0, 408);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_verified_is_kept() {
    let nested = format!(r#"{{"MsgBody":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let deep = "[".repeat(500_000);
    for (what, command, body, found) in [
        ("a good one", BEFORE, event(BEFORE).into_bytes(), "0 oddities"),
        ("no command in the body", BEFORE, b"{}".to_vec(), "7 oddities"),
        ("an odd value", BEFORE, event(BEFORE).replace(":1,", ":[],").into(), "1 oddities"),
        ("no JSON", BEFORE, b"hello".to_vec(), "unreadable"),
        ("no body", BEFORE, Vec::new(), "unreadable"),
        ("a list", BEFORE, b"[{}]".to_vec(), "unreadable"),
        ("no UTF-8", BEFORE, b"{\"From_Account\":\"\xff\xfe\"}".to_vec(), "7 oddities"),
        ("nested deeply", BEFORE, nested.into_bytes(), "8 oddities"),
        ("only brackets", BEFORE, deep.into_bytes(), "unreadable"),
        ("an unknown command", "Made.Up", br#"{"CallbackCommand":"Made.Up"}"#.to_vec(), "unknown"),
        ("an unknown command and no JSON", "Made.Up", b"hello".to_vec(), "unreadable"),
        ("a command that is no name", "\u{0}\u{202e}\n", b"{}".to_vec(), "unknown"),
    ] {
        for way in Way::ALL {
            let request = post(&signed(command), body.clone());
            let (status, reply) = read(way.respond(receiver(), request).await).await;
            assert_eq!(status, 200, "{way:?}, {what}: {reply}");
            let expected =
                format!(r#"{{"ActionStatus":"OK","ErrorCode":1,"ErrorInfo":"{found}"}}"#);
            assert_eq!(reply, expected, "{way:?}, {what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_may_come_in_pieces_up_to_the_limit() {
    let event = event(BEFORE);
    let limit = event.len();
    for (limit, status) in [(limit, 200), (limit - 1, 413)] {
        let mut left = event.clone().into_bytes();
        let pieces = frames(move || {
            let piece: Vec<u8> = left.drain(..left.len().min(7)).collect();
            Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece.into()))))
        });
        let receiver = receiver().max_body_bytes(limit);
        let response = Way::Tower.respond(receiver, post(&signed(BEFORE), pieces)).await;
        assert_eq!(response.status().as_u16(), status);
    }
}

#[tokio::test(start_paused = true)]
async fn trailers_are_ignored() {
    let mut parts =
        vec![Frame::trailers(http::HeaderMap::new()), Frame::data(Bytes::from(event(BEFORE)))];
    let body = frames(move || Poll::Ready(parts.pop().map(Ok)));
    let (status, reply) =
        read(Way::Axum.respond(receiver(), post(&signed(BEFORE), body)).await).await;
    assert_eq!(status, 200);
    assert!(reply.contains("0 oddities"), "{reply}");
}
