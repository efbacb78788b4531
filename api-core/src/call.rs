//! Prepared calls and their futures.

mod attempt;
mod batching;
mod detailed;
mod execution;
mod extra;
mod large;
mod outcome;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde_json::Value;

pub use self::batching::{Batch, BatchError, Batching};
pub use self::detailed::{Detailed, DetailedFuture, Details};
use self::execution::{Execution, Finished};
use self::extra::Extra;
use self::outcome::Success;
use crate::client::Client;
use crate::codec::{Oddities, Strictness};
use crate::raw::RawRequest;
use crate::retry::RetryPolicy;
use crate::schema::{Record, RecordMut};
use crate::{Batched, DetailedPages, Endpoint, EndpointSpec, Error, PageItems, Paged};

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
pub struct Call<R: Endpoint> {
    request: R,
    prepared: Prepared,
    poll: PollFn<R>,
}

// The request is never pinned, because it is only lent out.
impl<R: Endpoint> Unpin for Call<R> {}

/// Everything that a call needs besides its request.
#[derive(Clone)]
pub(crate) struct Prepared {
    client: Client,
    spec: &'static EndpointSpec,
    settings: Settings,
    /// The request of a raw call, or the reason why it cannot be sent.
    raw: Option<Box<Result<RawRequest, String>>>,
    /// The fields that were added to the typed request.
    extra: Option<Box<Extra>>,
}

impl Prepared {
    fn new(client: &Client, spec: &'static EndpointSpec) -> Self {
        Self { client: client.clone(), spec, settings: client.settings(), raw: None, extra: None }
    }

    fn path(&self) -> Cow<'static, str> {
        match self.raw.as_deref() {
            Some(Ok(raw)) => raw.path.clone().into(),
            _ => self.spec.path().into(),
        }
    }

    /// Returns the name of the endpoint in spans and metrics. All raw calls share one, because their paths are
    /// arbitrary.
    fn label(&self) -> &'static str {
        if self.raw.is_some() { "raw" } else { self.spec.path() }
    }

    fn is_raw(&self) -> bool {
        self.raw.is_some()
    }
}

/// The settings that each call can override.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limit_timeout: Option<Duration>,
    /// `true` if the constraints of the request are left to the service.
    pub(crate) is_unchecked: bool,
    /// The treatment of values that do not fit the spec.
    pub(crate) strictness: Strictness,
    /// `true` if the details are kept.
    pub(crate) is_detailed: bool,
}

impl Settings {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            deadline: None,
            retry: RetryPolicy::default(),
            rate_limit_timeout: None,
            is_unchecked: false,
            strictness: Strictness::Lenient,
            is_detailed: false,
        }
    }
}

impl<R: Endpoint> Call<R> {
    /// Returns the items of this page and of all later pages as a stream. Each page is a separate call, made when its
    /// first item is requested. The [`timeout`](Self::timeout) and the [`deadline`](Self::deadline) start again for
    /// each page.
    ///
    /// ```no_run
    /// # use tencent_chat::{Client, Error, conversation::get_contact_group::Request};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut conversations =
    ///     client.conversation().get_contact_group(Request::new("user15", 0u64)).items();
    /// while let Some(conversation) = conversations.next().await {
    ///     println!("{:?}", conversation?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> PageItems<R>
    where
        R: Paged,
    {
        PageItems::new(self.into_future())
    }

    /// Returns this page and all later pages with their [`Details`] as a stream of whole responses. Each page is a
    /// separate call, as with [`items`](Self::items).
    ///
    /// ```no_run
    /// # use tencent_chat::{Client, Error, conversation::get_contact_group::Request};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut pages = client.conversation().get_contact_group(Request::new("user15", 0u64)).pages();
    /// while let Some(page) = pages.next().await {
    ///     let page = page?;
    ///     println!("{} items", page.response.contact_item.len());
    ///     for oddity in &page.details.oddities {
    ///         eprintln!("{oddity}");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> DetailedPages<R>
    where
        R: Paged,
    {
        DetailedPages::new(self.keep_details().into_future())
    }

    /// Makes the call and returns its response with the [`Details`]: the envelope, the raw body, its oddities, and the
    /// number of attempts. Set all other options first.
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

    fn keep_details(self) -> Self {
        self.set(|settings| settings.is_detailed = true)
    }

    /// Splits a list that is too long for one call into batches, which are sent one after the other. Awaiting the
    /// batches returns one joined response. As a stream, they yield each response with its items.
    ///
    /// Every item is validated before the first call is made.
    ///
    /// ```no_run
    /// # use tencent_chat::{Client, Error, account::query_online_status::Request};
    /// # async fn example(client: Client, users: Vec<String>) -> Result<(), Error> {
    /// let query = client.account().query_online_status(Request::new(users)).batches();
    /// if let Err(error) = query.await {
    ///     eprintln!("items {:?} failed: {}; retrying once", error.range, error.error);
    ///     error.resume().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn batches(self) -> Batching<R>
    where
        R: Batched,
    {
        Batching::new(self.keep_details())
    }

    /// Overrides the client's [`timeout`](crate::ClientBuilder::timeout): the longest wait for a response, at each
    /// attempt. With `Duration::ZERO` the call fails without waiting for the response and, if no deadline is set,
    /// without sending the request.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.set(|settings| settings.timeout = timeout)
    }

    /// Overrides the client's [`deadline`](crate::ClientBuilder::deadline): the longest time for the call in all, with
    /// its waits and attempts. With `Duration::ZERO` nothing is sent, and the call fails.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.set(|settings| settings.deadline = Some(deadline))
    }

    /// Overrides the client's [`retry`](crate::ClientBuilder::retry) policy.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        self.set(|settings| settings.retry = retry)
    }

    /// Overrides how long this call may wait for the rate limiter. `Duration::ZERO` fails instead of waiting.
    pub fn rate_limit_timeout(self, rate_limit_timeout: Duration) -> Self {
        self.set(|settings| settings.rate_limit_timeout = Some(rate_limit_timeout))
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
        self.set(|settings| settings.is_unchecked = true)
    }

    fn set(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(&mut self.prepared.settings);
        self
    }

    /// Sends the given request instead of the typed one, or fails with the given problem.
    pub(crate) fn raw(mut self, content: Result<RawRequest, String>) -> Self {
        self.prepared.raw = Some(Box::new(content));
        self
    }
}

impl<R: Endpoint> Call<R> {
    pub(crate) fn new(client: &Client, request: R) -> Self {
        Self { request, prepared: Prepared::new(client, R::spec()), poll: poll_response::<R> }
    }
}

impl<R: Endpoint> IntoFuture for Call<R> {
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

impl<R: Endpoint + fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .field("settings", &self.prepared.settings)
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
pub struct CallFuture<R: Endpoint> {
    request: R,
    execution: Execution,
    poll: PollFn<R>,
}

// The request is never pinned, because it is only lent out.
impl<R: Endpoint> Unpin for CallFuture<R> {}

impl<R: Endpoint> CallFuture<R> {
    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    pub(crate) fn into_request(self) -> R {
        self.request
    }

    /// Prepares the same call again, if it is over.
    pub(crate) fn restart(&mut self) {
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
    pub(crate) fn attempts(&self) -> u32 {
        self.finished().map_or(0, |finished| finished.attempts)
    }

    /// Takes the oddities of the response.
    pub(crate) fn take_oddities(&mut self) -> Oddities {
        let oddities = self.success_mut().and_then(|success| success.oddities.take());
        oddities.map_or_else(Oddities::default, |oddities| *oddities)
    }

    /// Takes the whole response to a raw call that succeeded.
    pub(crate) fn take_raw(&mut self) -> Option<Value> {
        self.success_mut()?.raw.take()
    }

    /// Takes the details of the response, if the call kept them.
    pub(crate) fn take_details(&mut self) -> Details {
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

impl<R: Endpoint> Future for CallFuture<R> {
    type Output = Result<R::Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = self.get_mut();
        (future.poll)(future, context)
    }
}

/// Polls a call of an endpoint. The pointer is created with the call, in the client's method. So the function is
/// compiled with this crate, and not again in each crate that awaits the call.
type PollFn<R> =
    fn(&mut CallFuture<R>, &mut Context<'_>) -> Poll<Result<<R as Endpoint>::Response, Error>>;

/// Creates an empty response, passes it to the argument to be filled, and returns it without its type.
type Fill = fn(&mut dyn FnMut(RecordMut<'_>)) -> Box<dyn Any + Send>;

fn fill_response<R: Endpoint>(fill: &mut dyn FnMut(RecordMut<'_>)) -> Box<dyn Any + Send> {
    let mut response = Box::new(<R::Response as Record>::empty());
    fill(RecordMut::new(&mut *response));
    response
}

fn poll_response<R: Endpoint>(
    future: &mut CallFuture<R>,
    context: &mut Context<'_>,
) -> Poll<Result<R::Response, Error>> {
    let CallFuture { request, execution, .. } = future;
    let mut response = <R::Response as Record>::empty();
    let polled = execution.poll(
        context,
        RecordMut::new(request),
        RecordMut::new(&mut response),
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

impl<R: Endpoint + fmt::Debug> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
