//! The received requests.

use std::collections::VecDeque;
use std::fmt;

use axum::body::Bytes;
use serde_json::Value;
use tencent_chat_specs::codec;
use tencent_chat_specs::{Endpoint, ErrorCode};

/// The number of requests that are kept.
const MAX: usize = 1_000;

/// The number of bytes that their paths and bodies may have together.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A received request, and the code of its response. The query, which holds the `UserSig`, is not kept. `Debug` does
/// not show the body.
#[derive(Clone)]
pub struct ReceivedRequest {
    path: String,
    body: Bytes,
    code: Option<ErrorCode>,
}

impl ReceivedRequest {
    pub(crate) fn new(path: &str, body: Bytes, code: Option<ErrorCode>) -> Self {
        Self { path: path.to_owned(), body, code }
    }

    /// Returns the path, such as `v4/openim/sendmsg`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the body as received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as JSON; `null` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the request as the endpoint's type; `None` if it was for another endpoint, or does not fit this one.
    #[must_use]
    pub fn typed<R: Endpoint>(&self) -> Option<R> {
        if self.path == R::spec().path() { codec::from_json(&self.body).ok() } else { None }
    }

    /// Returns the code of the response, even if a fault then lost the response. `None` if a fault prevented the
    /// response, or replaced it with one without a code.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.code
    }

    fn size(&self) -> usize {
        self.path.len() + self.body.len()
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("path", &self.path)
            .field("body_length", &self.body.len())
            .field("code", &self.code)
            .finish()
    }
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    last: VecDeque<ReceivedRequest>,
    bytes: usize,
}

impl Requests {
    pub(crate) fn keep(&mut self, request: ReceivedRequest) {
        self.bytes += request.size();
        self.last.push_back(request);
        while self.last.len() > MAX || self.bytes > MAX_BYTES {
            let Some(oldest) = self.last.pop_front() else { break };
            self.bytes -= oldest.size();
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &ReceivedRequest> {
        self.last.iter()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(count: usize, length: usize) -> (usize, usize) {
        let mut requests = Requests::default();
        for _ in 0..count {
            requests.keep(ReceivedRequest::new("v4/a", vec![b' '; length].into(), None));
        }
        (requests.iter().count(), requests.bytes)
    }

    #[test]
    fn requests_are_bounded_by_number_and_size() {
        assert_eq!(kept(1_001, 6), (1_000, 10_000));
        assert_eq!(kept(20, 1024 * 1024).0, 15);
        assert_eq!(kept(1, 17 * 1024 * 1024), (0, 0));
    }

    #[test]
    fn a_request_is_shown_without_its_body() {
        let shown = format!("{:?}", ReceivedRequest::new("v4/a", "{\"Text\":\"hi\"}".into(), None));
        assert_eq!(shown, r#"ReceivedRequest { path: "v4/a", body_length: 13, code: None }"#);
    }
}
