//! Prepared calls and their futures.

mod attempt;
mod batching;
#[cfg(feature = "blocking")]
mod blocking;
mod detailed;
mod details;
mod dynamic;
mod execution;
mod extra;
mod large;
mod outcome;
mod paging;
mod prepared;
mod raw;
mod reading;
mod state;
mod whole;
#[cfg(not(feature = "blocking"))]
mod without_blocking;

use std::any::Any;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde_json::Value;

use self::execution::{Execution, Finished};
use self::prepared::{Prepared, RawRequest};
use self::reading::Success;
use crate::codec::Oddities;
use crate::core::Core;
use crate::options::Options;
use crate::retry::RetryPolicy;
use crate::schema::RecordMut;
use crate::{CallRequest, EndpointSpec, Error};

pub use self::batching::{Batch, BatchError, Batching};
#[cfg(feature = "blocking")]
pub(crate) use self::blocking::{block_on, runtime};
pub use self::detailed::DetailedFuture;
pub use self::details::{Detailed, Details};
pub use self::paging::{DetailedPages, PageItems};
pub use self::raw::{RawCall, RawCallFuture};

/// A prepared call. Nothing is sent until it is awaited.
///
/// `.await`, `tokio::join!` and `tokio::time::timeout` accept it directly. `tokio::spawn`, `block_on` and struct fields
/// need a [`Future`]: pass them [`into_future()`](IntoFuture::into_future), a [`CallFuture`].
///
/// ```no_run
/// # use std::time::Duration;
/// # use tencent_chat::{Client, Error, conversation::delete_contact_group::Request};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let request = Request::new("user15", ["test0"]);
/// let response = client
///     .conversation()
///     .delete_contact_group(request)
///     .timeout(Duration::from_secs(10))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Awaiting the call fails with an [`Error`] of any kind but `Configuration`. Dropping the future abandons the call,
/// which may have taken effect.
#[must_use = "calls do nothing unless awaited"]
pub struct Call<R: CallRequest> {
    request: R,
    prepared: Prepared,
    poll: PollFn<R>,
}

// The request is never pinned, because it is only lent out.
impl<R: CallRequest> Unpin for Call<R> {}

impl<R: CallRequest> Call<R> {
    /// Overrides the client's [`timeout`](crate::ClientBuilder::timeout): the longest wait for a response, at each
    /// attempt. With `Duration::ZERO` the call fails without waiting for the response and, if no deadline is set,
    /// without sending the request.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.set(|options| options.timeout = timeout)
    }

    /// Overrides the client's [`deadline`](crate::ClientBuilder::deadline): the longest time for the call in all, with
    /// its waits and attempts. With `Duration::ZERO` nothing is sent, and the call fails.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.set(|options| options.deadline = Some(deadline))
    }

    /// Overrides the client's [`retry`](crate::ClientBuilder::retry) policy.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        self.set(|options| options.retry = retry)
    }

    /// Overrides how long this call may wait for the rate limiter. `Duration::ZERO` fails instead of waiting.
    pub fn rate_limit_timeout(self, rate_limit_timeout: Duration) -> Self {
        self.set(|options| options.rate_limit_timeout = Some(rate_limit_timeout))
    }

    /// Adds a top-level field that the spec does not declare, such as one that the service has introduced since. A
    /// second value of the same name replaces the first. The request of each page and of each batch has the field.
    ///
    /// The value is sent unchanged. The name must have 1 to 128 bytes and must not be that of a declared field, and a
    /// request has at most 100 extra fields. Otherwise nothing is sent, and awaiting the call fails with
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
    ///
    /// ```no_run
    /// # use tencent_chat::{Client, Error, conversation::delete_contact_group::Request};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let request = Request::new("user15", ["test0"]);
    /// client.conversation().delete_contact_group(request).extra("KeepMarks", 1).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let table = self.prepared.spec.request();
        self.prepared.extra.get_or_insert_default().add(table, name.into(), value.into());
        self
    }

    /// Sends the request without checking constraints, for example because the service has relaxed one since this
    /// version.
    ///
    /// Everything else still holds: the length of [`batches`](Self::batches), the rate limits and the retries follow
    /// the spec. NaN, infinity and invalid [`extra`](Self::extra) fields are still refused.
    pub fn unchecked(self) -> Self {
        self.set(|options| options.is_unchecked = true)
    }

    fn keep_details(self) -> Self {
        self.set(|options| options.is_detailed = true)
    }

    fn set(mut self, set: impl FnOnce(&mut Options)) -> Self {
        set(&mut self.prepared.options);
        self
    }

    /// Sends the given request instead of the typed one.
    fn raw(mut self, request: RawRequest) -> Self {
        self.prepared.raw = Some(Box::new(request));
        self
    }

    /// Sends nothing, and fails with this problem. The first problem is kept.
    fn refuse(mut self, problem: impl Into<Box<str>>) -> Self {
        self.prepared.problem.get_or_insert_with(|| problem.into());
        self
    }
}

impl<R: CallRequest> Call<R> {
    pub(crate) fn new(core: &Core, request: R) -> Self {
        let prepared = Prepared::new(core, request.endpoint());
        Self { request, prepared, poll: poll_response::<R> }
    }
}

impl<R: CallRequest> IntoFuture for Call<R> {
    type Output = Result<R::Response, Error>;
    type IntoFuture = CallFuture<R>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture {
            request: self.request,
            execution: Execution::Idle(self.prepared),
            poll: self.poll,
        }
    }
}

impl<R: CallRequest + fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &self.request.endpoint().name())
            .field("request", &self.request)
            .field("options", &self.prepared.options)
            .finish_non_exhaustive()
    }
}

/// The future of a [`Call`]. It borrows nothing.
///
/// ```no_run
/// # use tencent_chat::{CallFuture, Client, conversation::delete_contact_group::Request};
/// struct Deletion {
///     response: CallFuture<Request>,
/// }
///
/// # fn example(client: &Client) -> Deletion {
/// let request = Request::new("user15", ["test0"]);
/// Deletion { response: client.conversation().delete_contact_group(request).into_future() }
/// # }
/// ```
///
/// Dropping it abandons the call, which may have taken effect. Polling it after completion returns `Pending` forever.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct CallFuture<R: CallRequest> {
    request: R,
    execution: Execution,
    poll: PollFn<R>,
}

// The request is never pinned, because it is only lent out.
impl<R: CallRequest> Unpin for CallFuture<R> {}

impl<R: CallRequest> CallFuture<R> {
    fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    fn into_request(self) -> R {
        self.request
    }

    /// Prepares the same call again, if it is over.
    fn restart(&mut self) {
        self.execution = match mem::replace(&mut self.execution, Execution::Over(None)) {
            Execution::Over(Some(finished)) => Execution::Idle(finished.prepared),
            other => other,
        };
    }

    /// Returns the service's time in the last response, in seconds since 1970 UTC.
    pub(crate) fn service_time(&self) -> Option<u64> {
        self.finished()?.service_time
    }

    /// Returns the number of attempts; 0 until the call is over.
    fn attempts(&self) -> u32 {
        self.finished().map_or(0, |finished| finished.attempts)
    }

    /// Takes the oddities of the response.
    fn take_oddities(&mut self) -> Oddities {
        let oddities = self.success_mut().and_then(|success| success.oddities.take());
        oddities.map_or_else(Oddities::default, |oddities| *oddities)
    }

    /// Takes the whole response to a raw call that succeeded.
    fn take_raw(&mut self) -> Option<Value> {
        self.success_mut()?.raw.take()
    }

    /// Takes the details of the response, if the call kept them.
    fn take_details(&mut self) -> Details {
        let attempts = self.attempts();
        let details = self.success_mut().and_then(|success| success.details.take());
        let details = details.map(|details| *details).unwrap_or_default();
        Details { attempts, ..details }
    }

    fn success_mut(&mut self) -> Option<&mut Success> {
        match &mut self.execution {
            Execution::Over(Some(finished)) => Some(&mut finished.success),
            _ => None,
        }
    }

    fn finished(&self) -> Option<&Finished> {
        match &self.execution {
            Execution::Over(finished) => finished.as_ref(),
            Execution::Idle(_) | Execution::Running(_) => None,
        }
    }
}

impl<R: CallRequest> Future for CallFuture<R> {
    type Output = Result<R::Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = self.get_mut();
        (future.poll)(future, context)
    }
}

/// Polls a call of an endpoint. The pointer is created with the call, in the client's method. So the function is
/// compiled with this crate, and not again in each crate that awaits the call.
type PollFn<R> =
    fn(&mut CallFuture<R>, &mut Context<'_>) -> Poll<Result<<R as CallRequest>::Response, Error>>;

fn fill_response<R: CallRequest>(
    spec: &'static EndpointSpec,
    fill: &mut dyn FnMut(RecordMut<'_>),
) -> Box<dyn Any + Send> {
    let mut response = Box::new(R::empty_response(spec));
    fill(R::response_mut(&mut response));
    response
}

fn poll_response<R: CallRequest>(
    future: &mut CallFuture<R>,
    context: &mut Context<'_>,
) -> Poll<Result<R::Response, Error>> {
    let CallFuture { request, execution, .. } = future;
    let mut response = R::empty_response(request.endpoint());
    let polled = execution.poll(
        context,
        request.record_mut(),
        R::response_mut(&mut response),
        fill_response::<R>,
    );
    match polled {
        Poll::Ready(Ok(None)) => Poll::Ready(Ok(response)),
        Poll::Ready(Ok(Some(large))) => {
            Poll::Ready(Ok(large.downcast().map_or(response, |large| *large)))
        }
        Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        Poll::Pending => Poll::Pending,
    }
}

impl<R: CallRequest + fmt::Debug> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture")
            .field("endpoint", &self.request.endpoint().name())
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
