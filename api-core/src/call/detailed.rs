//! Responses with what the client knows of them beside their fields.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::CallFuture;
use crate::codec::Oddities;
use crate::{Endpoint, Envelope, Error};

/// What a response says beside its fields, and what the client says of it.
///
/// Nothing in it holds the `UserSig`: where a response repeats it, `[UserSig]` stands in its place.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Details {
    /// The envelope, whose `ErrorInfo` the service may fill though the call succeeded.
    pub envelope: Envelope,
    /// The body as it came, decoded from gzip and without a byte order mark.
    pub raw_body: Bytes,
    /// What in the body does not fit the spec. The first 100 are kept.
    pub oddities: Oddities,
    /// How often the request was sent.
    pub attempts: u32,
}

/// Shows of the body its length alone.
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

/// A response with its [`Details`]: from [`Call::detailed`](crate::Call::detailed) and
/// [`Call::pages`](crate::Call::pages).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Detailed<T> {
    /// The response.
    pub response: T,
    /// What is known beside it.
    pub details: Details,
}

/// The response to a call with its details, to come, made by [`Call::detailed`](crate::Call::detailed): a future that
/// borrows nothing.
///
/// Dropping it abandons the call, which may have taken effect. Polled once more after the response it stays pending.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct DetailedFuture<R: Endpoint> {
    future: CallFuture<R>,
}

impl<R: Endpoint> DetailedFuture<R> {
    pub(super) fn new(future: CallFuture<R>) -> Self {
        Self { future }
    }
}

impl<R: Endpoint> Future for DetailedFuture<R> {
    type Output = Result<Detailed<R::Response>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = &mut self.get_mut().future;
        let response = ready!(Pin::new(&mut *future).poll(context))?;
        Poll::Ready(Ok(Detailed { response, details: future.take_details() }))
    }
}

impl<R: Endpoint + fmt::Debug> fmt::Debug for DetailedFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.future.fmt(f)
    }
}
