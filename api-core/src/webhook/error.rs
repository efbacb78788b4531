//! The reasons why a request is not a delivery.

use std::error::Error;
use std::fmt;

use super::Refused;

/// The reason why a [`Receiver`](super::Receiver) refused a request. It repeats nothing of the request but the number of
/// another app.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The method is not `POST`.
    MethodNotAllowed,
    /// The query was not verified, or the body is about another webhook than the query.
    Refused(Refused),
    /// The body is too large.
    BodyTooLarge {
        /// The most bytes that are read.
        limit: usize,
    },
    /// The body did not arrive in time.
    BodyTimeout,
    /// The connection broke before the end of the body.
    BodyBroken,
}

impl ReceiveError {
    /// Returns the HTTP status of the response. The service takes any status but 200 as a failure, and lets the action take
    /// place.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::MethodNotAllowed => 405,
            Self::Refused(refused) => refused.status(),
            Self::BodyTooLarge { .. } => 413,
            Self::BodyTimeout => 408,
            Self::BodyBroken => 400,
        }
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MethodNotAllowed => f.write_str("a webhook is delivered by `POST`"),
            Self::Refused(refused) => refused.fmt(f),
            Self::BodyTooLarge { limit } => write!(f, "the body has more than {limit} bytes"),
            Self::BodyTimeout => f.write_str("the body did not arrive in time"),
            Self::BodyBroken => f.write_str("the body broke off"),
        }
    }
}

impl Error for ReceiveError {}

impl From<Refused> for ReceiveError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}
