//! The received requests.

use std::fmt;

use axum::body::Bytes;
use serde_json::Value;
use tencent_chat_specs::codec;
use tencent_chat_specs::{Endpoint, ErrorCode};

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

    pub(crate) fn size(&self) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_shown_without_its_body() {
        let shown = format!("{:?}", ReceivedRequest::new("v4/a", "{\"Text\":\"hi\"}".into(), None));
        assert_eq!(shown, r#"ReceivedRequest { path: "v4/a", body_length: 13, code: None }"#);
    }
}
