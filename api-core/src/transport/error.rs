//! The error of a transport, which tells whether the request was sent.

use std::fmt;

/// An error of a transport. Its text becomes part of the call's error and must not contain the URL.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// There was no connection: the request was not sent, and will not be.
    NotSent(Box<dyn std::error::Error + Send + Sync>),
    /// The peer stated, by means of the protocol, that it did not process the request.
    NotProcessed(Box<dyn std::error::Error + Send + Sync>),
    /// The connection broke later: the request may have taken effect.
    Broken(Box<dyn std::error::Error + Send + Sync>),
    /// The body of the response is larger than [`HttpRequest::max_response_bytes`](crate::HttpRequest::max_response_bytes).
    TooLarge,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => write!(f, "could not connect: {error}"),
            Self::NotProcessed(error) => write!(f, "the request was not processed: {error}"),
            Self::Broken(error) => write!(f, "the connection broke: {error}"),
            Self::TooLarge => f.write_str("the response is larger than the client accepts"),
        }
    }
}

impl std::error::Error for TransportError {}

impl TransportError {
    /// Converts an error of an HTTP library that occurred before a response.
    pub(super) fn before_response(
        error: impl std::error::Error + Send + Sync + 'static,
        is_connect: bool,
    ) -> Self {
        if is_connect {
            return Self::NotSent(error.into());
        }
        match refusal(&error) {
            Some(refusal) => Self::NotProcessed(refusal.into()),
            None => Self::Broken(error.into()),
        }
    }
}

/// Returns an error text if the peer stated, over HTTP/2, that it did not process the request. The peer's own text is
/// left out.
fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    let mut errors = std::iter::successors(Some(error), |error| error.source());
    let error = errors.find_map(|error| error.downcast_ref::<h2::Error>())?;
    if error.is_remote() && error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM) {
        Some("the peer refused the stream (HTTP/2 REFUSED_STREAM)")
    } else if error.is_remote() && error.is_go_away() {
        // h2 returns this error only for streams beyond the last one that the peer processed.
        Some("the peer closed the connection before it processed the request (HTTP/2 GOAWAY)")
    } else {
        None
    }
}
