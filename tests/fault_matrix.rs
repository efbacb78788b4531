//! What can go wrong with a call, step by step: rows of data, a peer that makes each happen, and what must become of the
//! call, whichever transport and protocol it takes.

#![allow(dead_code, unused_imports, reason = "each test uses a part")]

mod http1;
mod http2;
mod peer;
mod rows;
mod run;
pub(crate) mod tls;

use std::collections::BTreeSet;

use api_core::{Effect, Error, ErrorKind};
use bytes::Bytes;

pub(crate) use rows::ROWS;
pub(crate) use run::run;

/// What a call travels by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// HTTP/1.1 in the plain.
    Plain,
    /// HTTP/1.1 in TLS.
    Tls,
    /// HTTP/2 in TLS, agreed upon by ALPN.
    Http2,
}

impl Protocol {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Tls, Self::Http2];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "HTTP/1.1",
            Self::Tls => "HTTP/1.1 in TLS",
            Self::Http2 => "HTTP/2",
        }
    }
}

/// What takes it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    Reqwest,
    Hyper,
}

impl Over {
    pub(crate) const ALL: [Self; 2] = [Self::Reqwest, Self::Hyper];
}

/// A row of the matrix: one thing that goes wrong at one step.
pub(crate) struct Row {
    pub(crate) step: &'static str,
    pub(crate) what: &'static str,
    /// Where it can occur.
    pub(crate) protocols: &'static [Protocol],
    pub(crate) fault: Fault,
    pub(crate) expected: Expected,
}

/// What became of the call.
pub(crate) struct Outcome {
    pub(crate) error: Option<Error>,
    /// How many requests reached the peer.
    pub(crate) requests: u32,
    /// Whether a connection was kept for later calls.
    pub(crate) is_kept: bool,
    /// The signatures that the peer saw.
    pub(crate) user_sigs: BTreeSet<String>,
}

/// What must become of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// It succeeds, after so many requests.
    Works(u32),
    /// It fails in this way.
    Fails {
        kind: ErrorKind,
        effect: Effect,
        /// Of a call that is idempotent, and of one that is not.
        attempts: [u32; 2],
    },
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// The name of the host does not resolve.
    NoName,
    /// Nobody listens.
    Refused,
    /// The peer shows another certificate than it should.
    Shows(Certificate),
    /// At this moment the peer does that.
    At(Moment, Action),
    /// The peer responds with that.
    Responses(fn() -> PeerResponse),
    /// The service says that the call failed, with this code.
    Says(i32),
    /// The service's clock is 30 hours ahead: it takes our signature for one that has expired.
    LateClock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certificate {
    Right,
    Expired,
    /// Trusted, but for another name.
    Foreign,
    Untrusted,
}

/// How far a connection and the request on it have got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The connection was accepted, and TLS has not begun.
    Handshake,
    /// The connection stands, and the peer has read nothing of HTTP.
    Open,
    /// The head of the request was read, its large body was not.
    Write,
    /// The request was read.
    Wait,
    /// A part of the response's head was written.
    Head,
    /// The response's head and half its body were written.
    Body,
    /// The same, without a length and in chunks.
    Chunk,
    /// The whole response was written.
    Done,
}

/// What the peer does then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
    /// Keeps silent until the client has given up.
    Stall,
    /// Writes what is missing byte by byte, four in a second.
    Drip,
    /// Writes what is no HTTP, nor TLS.
    Garbage,
    /// Responses 413 without having read the request.
    TurnAway,
    /// Resets the stream, of HTTP/2, with this code.
    ResetStream(h2::Reason),
    /// Says that it goes, of HTTP/2, and gives up what is in flight.
    GoAway,
    /// Says that it goes, and responses what is in flight.
    Retire,
    /// Says that it goes, of HTTP/2, and that it processed no stream.
    Disown,
    /// Lets the client open no stream, of HTTP/2, and keeps silent.
    NoStreams,
}

/// A whole response.
pub(crate) struct PeerResponse {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// The length that the head states, if it is not that of the body.
    pub(crate) stated_length: Option<usize>,
}

impl PeerResponse {
    pub(crate) fn new(status: u16, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.into(), stated_length: None }
    }

    pub(crate) fn json(body: &'static str) -> Self {
        Self::new(200, body)
    }

    pub(crate) fn stating(self, length: usize) -> Self {
        Self { stated_length: Some(length), ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn length(&self) -> usize {
        self.stated_length.unwrap_or(self.body.len())
    }
}
