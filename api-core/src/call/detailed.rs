//! Calls that return their details.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::details::Detailed;
use super::{Call, CallFuture};
use crate::{CallRequest, Error};

impl<R: CallRequest> Call<R> {
    /// Makes the call and returns its response with the [`Details`](crate::Details): the envelope, the raw body, its
    /// oddities, and the number of attempts. Set all other options first.
    ///
    /// ```no_run
    /// # use tencent_chat::{Client, Error, conversation::delete_contact_group::Request};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let request = Request::new("user15", ["test0"]);
    /// let detailed = client.conversation().delete_contact_group(request).detailed().await?;
    /// println!("{:?} said {:?}", detailed.response, detailed.details.envelope.error_info);
    /// # Ok(())
    /// # }
    /// ```
    pub fn detailed(self) -> DetailedFuture<R> {
        DetailedFuture::new(self.keep_details().into_future())
    }
}

/// The future of a call that keeps its details, returned by [`Call::detailed`](crate::Call::detailed). It borrows
/// nothing.
///
/// Dropping it abandons the call, which may have taken effect. Polling it after completion returns `Pending` forever.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct DetailedFuture<R: CallRequest> {
    future: CallFuture<R>,
}

impl<R: CallRequest> DetailedFuture<R> {
    fn new(future: CallFuture<R>) -> Self {
        Self { future }
    }
}

impl<R: CallRequest> Future for DetailedFuture<R> {
    type Output = Result<Detailed<R::Response>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = &mut self.get_mut().future;
        let response = ready!(Pin::new(&mut *future).poll(context))?;
        Poll::Ready(Ok(Detailed { response, details: future.take_details() }))
    }
}

impl<R: CallRequest + fmt::Debug> fmt::Debug for DetailedFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.future.fmt(f)
    }
}
