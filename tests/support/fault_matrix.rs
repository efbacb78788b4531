//! The faults that can occur in a call, step by step: rows of data, a peer that causes each fault, and the expected
//! result of the call, whichever transport and protocol it uses.

mod http1;
mod http2;
mod peer;
mod rows;
mod run;
pub mod tls;

use std::collections::BTreeSet;

use bytes::Bytes;
use tencent_chat::{Effect, Error, ErrorKind};

pub use rows::ROWS;
pub use run::run;

/// The protocol of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP/1.1 without TLS.
    Plain,
    /// HTTP/1.1 over TLS.
    Tls,
    /// HTTP/2 over TLS, negotiated by ALPN.
    Http2,
}

impl Protocol {
    pub const ALL: [Self; 3] = [Self::Plain, Self::Tls, Self::Http2];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "HTTP/1.1",
            Self::Tls => "HTTP/1.1 in TLS",
            Self::Http2 => "HTTP/2",
        }
    }
}

/// The transport that sends the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportKind {
    Reqwest,
    Hyper,
}

impl TransportKind {
    pub const ALL: [Self; 2] = [Self::Reqwest, Self::Hyper];
}

/// A row of the matrix: one fault at one step.
pub struct Row {
    pub step: &'static str,
    pub what: &'static str,
    /// The protocols over which it can occur.
    pub protocols: &'static [Protocol],
    pub fault: Fault,
    pub expected: Expected,
}

/// The result of a call.
pub struct Outcome {
    pub error: Option<Error>,
    /// The number of requests that reached the peer.
    pub requests: u32,
    /// `true` if a connection was kept for later calls.
    pub is_kept: bool,
    /// The signatures that the peer received.
    pub user_sigs: BTreeSet<String>,
}

/// The expected result of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It succeeds after this many requests.
    Succeeds(u32),
    /// It fails with this error.
    Fails {
        kind: ErrorKind,
        effect: Effect,
        /// The attempts of an idempotent call, and of one that is not idempotent.
        attempts: [u32; 2],
    },
}

#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// The host name does not resolve.
    UnknownHost,
    /// Nobody listens: the connection is refused.
    Refused,
    /// The peer presents a wrong certificate.
    Presents(Certificate),
    /// The peer takes this action at this moment.
    At(Moment, Action),
    /// The peer responds with this response.
    Responds(fn() -> PeerResponse),
    /// The service responds that the call failed, with this code.
    FailsWith(i32),
    /// The client's clock is 30 hours behind the service's, so the service considers the signature expired.
    ClientClockBehind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    Right,
    Expired,
    /// Trusted, but issued for another name.
    Foreign,
    Untrusted,
}

/// The progress of a connection and of the request on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The connection was accepted; TLS has not begun.
    Handshake,
    /// The connection is open; the peer has read nothing of HTTP.
    Open,
    /// The head of the request was read, its large body was not.
    Write,
    /// The request was read.
    Wait,
    /// A part of the response's head was written.
    Head,
    /// The response's head and half of its body were written.
    Body,
    /// The head and half of the body were written, without a length and in chunks.
    Chunk,
    /// The whole response was written.
    Done,
}

/// The action of the peer at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
    /// Keeps silent until the client gives up.
    Stall,
    /// Writes the rest byte by byte, four bytes per second.
    Drip,
    /// Writes bytes that are neither HTTP nor TLS.
    Garbage,
    /// Responds with 413 without having read the request.
    RejectUnread,
    /// HTTP/2: resets the stream with this code.
    ResetStream(h2::Reason),
    /// HTTP/2: sends GOAWAY and abandons the requests in progress.
    GoAway,
    /// HTTP/2: sends GOAWAY and still responds to the requests in progress.
    GoAwayGracefully,
    /// HTTP/2: sends GOAWAY stating that it processed no stream.
    GoAwayUnprocessed,
    /// HTTP/2: allows no stream and keeps silent.
    AllowNoStreams,
}

/// A whole response.
pub struct PeerResponse {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Bytes,
    /// The length that the head states, if it differs from that of the body.
    pub stated_length: Option<usize>,
}

impl PeerResponse {
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.into(), stated_length: None }
    }

    pub fn json(body: &'static str) -> Self {
        Self::new(200, body)
    }

    pub fn stating(self, length: usize) -> Self {
        Self { stated_length: Some(length), ..self }
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.into()));
        self
    }

    pub fn length(&self) -> usize {
        self.stated_length.unwrap_or(self.body.len())
    }
}
