//! The details of a response. They stand apart from the futures that return them, because they are made by reading it.

use std::fmt;

use bytes::Bytes;

use crate::Envelope;
use crate::codec::Oddities;

/// The details of a response besides its fields.
///
/// They never contain the `UserSig` of the call. If the response repeats it, it is replaced by `[UserSig]`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Details {
    /// The envelope. The service may set its `ErrorInfo` even if the call succeeded.
    pub envelope: Envelope,
    /// The body as received, but decoded from gzip and without a byte order mark.
    pub raw_body: Bytes,
    /// The values of the body that do not fit the spec. Only the first 100 are kept.
    pub oddities: Oddities,
    /// The number of attempts.
    pub attempts: u32,
}

/// Shows the length of the body instead of the body.
impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details")
            .field("envelope", &self.envelope)
            .field("body_length", &self.raw_body.len())
            .field("oddities", &self.oddities)
            .field("attempts", &self.attempts)
            .finish()
    }
}

/// A response with its [`Details`], returned by [`Call::detailed`](crate::Call::detailed) and
/// [`Call::pages`](crate::Call::pages).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Detailed<T> {
    /// The response.
    pub response: T,
    /// The details of the response.
    pub details: Details,
}
