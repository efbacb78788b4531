//! Responses with their details.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::CallFuture;
use crate::codec::Oddities;
use crate::{Endpoint, Envelope, Error};

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

/// The future of a call that keeps its details, returned by [`Call::detailed`](crate::Call::detailed). It borrows
/// nothing.
///
/// Dropping it abandons the call, which may have taken effect. Polling it after completion returns `Pending` forever.
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
