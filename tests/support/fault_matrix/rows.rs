//! The rows of the matrix.

use h2::Reason;
use tencent_chat::Effect;
use tencent_chat::ErrorKind::{
    self, HttpStatus, NotSent, Service, Timeout, Transport, UnreadableResponse,
};

use super::Action::{
    AllowNoStreams, Close, Drip, Garbage, GoAway, GoAwayGracefully, GoAwayUnprocessed,
    RejectUnread, Reset, ResetStream, Stall,
};
use super::Certificate::{Expired, Foreign, Untrusted};
use super::Expected::{self, Succeeds};
use super::Fault::{
    self, At, ClientClockBehind, FailsWith, Presents, Refused, Responds, UnknownHost,
};
use super::Moment::{Body, Chunk, Done, Handshake, Head, Open, Wait, Write};
use super::Protocol::{Http2, Plain, Tls};
use super::peer::GOOD;
use super::{PeerResponse, Protocol, Row};
use crate::gzip;

const ALL: &[Protocol] = &[Plain, Tls, Http2];
/// A host name that cannot be resolved fails before TLS, so plain HTTP suffices.
const PLAIN: &[Protocol] = &[Plain];
const IN_TLS: &[Protocol] = &[Tls, Http2];
const HTTP_1: &[Protocol] = &[Plain, Tls];
const HTTP_2: &[Protocol] = &[Http2];

/// Nothing was sent, so every call makes three attempts.
const UNSENT: Expected = fails(NotSent, Effect::None, [3, 3]);
/// The call times out, and its effect is unknown.
const LATE: Expected = fails(Timeout, Effect::Unknown, [3, 1]);
const BROKEN: Expected = fails(Transport, Effect::Unknown, [3, 1]);
const STATUS: Expected = fails(HttpStatus, Effect::Unknown, [1, 1]);
const UNREADABLE: Expected = fails(UnreadableResponse, Effect::Unknown, [1, 1]);
const DONE: Expected = fails(UnreadableResponse, Effect::Done, [1, 1]);

const fn fails(kind: ErrorKind, effect: Effect, attempts: [u32; 2]) -> Expected {
    Expected::Fails { kind, effect, attempts }
}

const fn row(
    step: &'static str,
    what: &'static str,
    protocols: &'static [Protocol],
    fault: Fault,
    expected: Expected,
) -> Row {
    Row { step, what, protocols, fault, expected }
}

pub const ROWS: &[Row] = &[
    row("resolve", "no such host", PLAIN, UnknownHost, UNSENT),
    row("connect", "refused", ALL, Refused, UNSENT),
    row("TLS", "certificate expired", IN_TLS, Presents(Expired), UNSENT),
    row("TLS", "certificate for another name", IN_TLS, Presents(Foreign), UNSENT),
    row("TLS", "certificate not trusted", IN_TLS, Presents(Untrusted), UNSENT),
    row("TLS", "garbage", IN_TLS, At(Handshake, Garbage), UNSENT),
    row("TLS", "closed", IN_TLS, At(Handshake, Close), UNSENT),
    row("TLS", "reset", IN_TLS, At(Handshake, Reset), UNSENT),
    row("TLS", "silence", IN_TLS, At(Handshake, Stall), UNSENT),
    row("write", "closed before anything is read", ALL, At(Open, Close), BROKEN),
    row("write", "reset before anything is read", ALL, At(Open, Reset), BROKEN),
    row("write", "silence before anything is read", HTTP_1, At(Open, Stall), LATE),
    row("write", "silence of the whole connection", HTTP_2, At(Open, Stall), BROKEN),
    row("write", "no stream is allowed", HTTP_2, At(Open, AllowNoStreams), LATE),
    row("write", "garbage before anything is read", ALL, At(Open, Garbage), BROKEN),
    row("write", "closed during a large request", ALL, At(Write, Close), BROKEN),
    row("write", "reset during a large request", ALL, At(Write, Reset), BROKEN),
    row("write", "silence during a large request", ALL, At(Write, Stall), LATE),
    row("write", "stream reset during a large request", HTTP_2, At(Write, INTERNAL), BROKEN),
    row("write", "413 during a large request", ALL, At(Write, RejectUnread), STATUS),
    row("wait", "closed", ALL, At(Wait, Close), BROKEN),
    row("wait", "reset", ALL, At(Wait, Reset), BROKEN),
    row("wait", "silence", ALL, At(Wait, Stall), LATE),
    row("wait", "stream reset", HTTP_2, At(Wait, INTERNAL), BROKEN),
    row("wait", "stream refused", HTTP_2, At(Wait, REFUSED), UNSENT),
    row("wait", "GOAWAY before it was processed", HTTP_2, At(Open, GoAwayUnprocessed), UNSENT),
    row("wait", "GOAWAY", HTTP_2, At(Wait, GoAway), BROKEN),
    row("wait", "GOAWAY, then the response", HTTP_2, At(Wait, GoAwayGracefully), Succeeds(1)),
    row("status", "garbage", HTTP_1, At(Wait, Garbage), BROKEN),
    row("status", "302", ALL, Responds(redirect), STATUS),
    row("status", "404", ALL, Responds(not_found), STATUS),
    row("status", "408", ALL, Responds(too_slow), fails(HttpStatus, Effect::Unknown, [3, 1])),
    row("status", "425", ALL, Responds(too_early), fails(HttpStatus, Effect::None, [3, 3])),
    row(
        "status",
        "429 with Retry-After",
        ALL,
        Responds(too_many),
        fails(HttpStatus, Effect::None, [3, 3]),
    ),
    row("status", "502", ALL, Responds(bad_gateway), fails(HttpStatus, Effect::Unknown, [3, 1])),
    row("headers", "closed", HTTP_1, At(Head, Close), BROKEN),
    row("headers", "reset", HTTP_1, At(Head, Reset), BROKEN),
    row("headers", "silence", HTTP_1, At(Head, Stall), LATE),
    row("headers", "byte by byte", HTTP_1, At(Head, Drip), LATE),
    row("headers", "garbage", HTTP_1, At(Head, Garbage), BROKEN),
    row("headers", "1 MiB", ALL, Responds(large_headers), BROKEN),
    row("body", "closed", ALL, At(Body, Close), BROKEN),
    row("body", "reset", ALL, At(Body, Reset), BROKEN),
    row("body", "silence", ALL, At(Body, Stall), LATE),
    row("body", "byte by byte", ALL, At(Body, Drip), LATE),
    row("body", "stream reset", HTTP_2, At(Body, INTERNAL), BROKEN),
    row("body", "GOAWAY", HTTP_2, At(Body, GoAway), BROKEN),
    row("body", "chunks without an end", HTTP_1, At(Chunk, Close), BROKEN),
    row("body", "garbage instead of a chunk", HTTP_1, At(Chunk, Garbage), BROKEN),
    row("body", "shorter than stated", ALL, Responds(too_short), BROKEN),
    row("body", "9 MiB", ALL, Responds(large_body), UNREADABLE),
    row("body", "closed after the response", HTTP_1, At(Done, Close), Succeeds(1)),
    row("decode", "longer than stated", HTTP_1, Responds(too_long), DONE),
    row("decode", "another content type", ALL, Responds(mislabelled), Succeeds(1)),
    row("decode", "unrequested gzip", ALL, Responds(compressed), Succeeds(1)),
    row("decode", "another encoding", ALL, Responds(encoded), UNREADABLE),
    row("decode", "a byte order mark", ALL, Responds(marked), Succeeds(1)),
    row("decode", "not JSON", ALL, Responds(no_json), UNREADABLE),
    row("decode", "JSON of another type", ALL, Responds(other_json), UNREADABLE),
    row("decode", "1 MiB", ALL, Responds(long_text), Succeeds(1)),
    row("decode", "a field of another type", ALL, Responds(other_field), Succeeds(1)),
    row("decode", "a code of another type", ALL, Responds(other_code), UNREADABLE),
    row("decode", "broken UTF-8", ALL, Responds(broken_text), Succeeds(1)),
    row("decode", "empty body", ALL, Responds(empty), UNREADABLE),
    row(
        "code",
        "FAIL without a code",
        ALL,
        Responds(no_code),
        fails(Service, Effect::Unknown, [1, 1]),
    ),
    row("code", "permanent (51009)", ALL, FailsWith(51009), fails(Service, Effect::None, [1, 1])),
    row("code", "transient (10008)", ALL, FailsWith(10008), fails(Service, Effect::None, [3, 3])),
    row(
        "code",
        "transient: failed internally (50004)",
        ALL,
        FailsWith(50004),
        fails(Service, Effect::Unknown, [3, 1]),
    ),
    row(
        "code",
        "transient: timed out (60008)",
        ALL,
        FailsWith(60008),
        fails(Service, Effect::Unknown, [3, 1]),
    ),
    row("code", "throttled (60007)", ALL, FailsWith(60007), fails(Service, Effect::None, [3, 3])),
    row(
        "code",
        "unauthenticated (70001)",
        ALL,
        FailsWith(70001),
        fails(Service, Effect::None, [2, 2]),
    ),
    row(
        "code",
        "unknown (987654)",
        ALL,
        FailsWith(987654),
        fails(Service, Effect::Unknown, [1, 1]),
    ),
    row("code", "client clock 30 hours late (70001)", ALL, ClientClockBehind, Succeeds(2)),
];

const INTERNAL: super::Action = ResetStream(Reason::INTERNAL_ERROR);
const REFUSED: super::Action = ResetStream(Reason::REFUSED_STREAM);

fn redirect() -> PeerResponse {
    PeerResponse::new(302, "").header("location", "http://127.0.0.1:1/")
}

fn not_found() -> PeerResponse {
    PeerResponse::new(404, "<html>not here</html>").header("content-type", "text/html")
}

fn too_slow() -> PeerResponse {
    PeerResponse::new(408, "")
}

fn too_early() -> PeerResponse {
    PeerResponse::new(425, "")
}

fn too_many() -> PeerResponse {
    PeerResponse::new(429, "slow down").header("retry-after", "1")
}

fn compressed() -> PeerResponse {
    PeerResponse::new(200, gzip(GOOD)).header("content-encoding", "gzip")
}

fn encoded() -> PeerResponse {
    PeerResponse::new(200, &b"\x8b\x00\x80{}\x03"[..]).header("content-encoding", "br")
}

fn marked() -> PeerResponse {
    PeerResponse::new(200, ["\u{feff}", GOOD].concat())
}

fn bad_gateway() -> PeerResponse {
    PeerResponse::new(502, "no upstream")
}

fn large_headers() -> PeerResponse {
    PeerResponse::json(r#"{"ErrorCode":0}"#).header("x-large", "x".repeat(1024 * 1024))
}

fn too_short() -> PeerResponse {
    PeerResponse::json(r#"{"ErrorCode":0,"Te"#).stating(1000)
}

fn too_long() -> PeerResponse {
    PeerResponse::json(r#"{"ErrorCode":0,"Text":"well"}"#).stating(16)
}

fn large_body() -> PeerResponse {
    PeerResponse::new(200, vec![b' '; 9 * 1024 * 1024])
}

fn mislabelled() -> PeerResponse {
    PeerResponse::json(r#"{"ErrorCode":0}"#).header("content-type", "image/png")
}

fn no_json() -> PeerResponse {
    PeerResponse::json("<html>Oops</html>")
}

fn other_json() -> PeerResponse {
    PeerResponse::json(r#"["ErrorCode",0]"#)
}

fn other_field() -> PeerResponse {
    PeerResponse::json(r#"{"ErrorCode":0,"Text":[7]}"#)
}

fn long_text() -> PeerResponse {
    let text = "w".repeat(1024 * 1024);
    PeerResponse::new(200, format!(r#"{{"ErrorCode":0,"Text":"{text}"}}"#))
}

fn other_code() -> PeerResponse {
    PeerResponse::json(r#"{"ErrorCode":{},"Text":"well"}"#)
}

fn no_code() -> PeerResponse {
    PeerResponse::json(r#"{"ActionStatus":"FAIL","ErrorInfo":"no code"}"#)
}

fn broken_text() -> PeerResponse {
    PeerResponse::new(200, &b"{\"ErrorCode\":0,\"Text\":\"w\xffll\"}"[..])
}

fn empty() -> PeerResponse {
    PeerResponse::json("")
}
