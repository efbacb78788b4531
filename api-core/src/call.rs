//! A call, as it is prepared and awaited.

mod attempt;
mod batching;
mod detailed;
mod execution;
mod extra;
mod large;
mod outcome;
mod timeout;

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
pub(crate) use self::timeout::Timeout;
use crate::client::Client;
use crate::codec::{Oddities, Record, RecordMut, Strictness};
use crate::raw::RawRequest;
use crate::retry::RetryPolicy;
use crate::{Batched, DetailedPages, Endpoint, EndpointSpec, Error, PageItems, Paged};

/// A call that was prepared and not yet made: awaiting it makes it.
///
/// `.await`, `tokio::join!` and `tokio::time::timeout` take it as it is. Where a [`Future`] is asked for, as by
/// `tokio::spawn`, `block_on` or a field of a struct, give [`into_future()`](IntoFuture::into_future), an [`CallFuture`].
///
/// ```no_run
/// # use std::time::Duration;
/// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
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
/// Awaiting it gives an [`Error`] of any kind but `Configuration`. Dropping the future abandons the call; it may have
/// taken effect.
#[must_use = "a call is made when it is awaited"]
pub struct Call<R: Endpoint> {
    request: R,
    prepared: Prepared,
    poll: PollFn<R>,
}

// The request is not pinned: it is lent out.
impl<R: Endpoint> Unpin for Call<R> {}

/// What a call needs beside its request.
#[derive(Clone)]
pub(crate) struct Prepared {
    client: Client,
    spec: &'static EndpointSpec,
    settings: Settings,
    /// The request of a raw call, or why there is none.
    raw: Option<Box<Result<RawRequest, String>>>,
    /// The fields that were added to a typed request.
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

    /// The endpoint as spans and metrics name it: one name for all raw calls, because anything can be their path.
    fn label(&self) -> &'static str {
        if self.raw.is_some() { "raw" } else { self.spec.path() }
    }

    fn is_raw(&self) -> bool {
        self.raw.is_some()
    }
}

/// How a call is made, where it can be said for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limit_timeout: Option<Duration>,
    /// Whether the constraints of the request are left to the service.
    pub(crate) is_unchecked: bool,
    /// What becomes of values that do not fit.
    pub(crate) strictness: Strictness,
    /// Whether the details are kept.
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
    /// The items of the response and of the pages that follow it, as a stream. Each page is a call of its own, made when
    /// its first item is asked for; the [`timeout`](Self::timeout) counts anew for each.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::get_contact_group::Request};
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

    /// The response and the pages that follow it, as a stream of whole pages with their details. Like
    /// [`items`](Self::items), each page is a call of its own.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::get_contact_group::Request};
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

    /// Makes the call and returns its response with the [`Details`]: the envelope, the raw body, what in it does not fit the
    /// spec, and the number of attempts. Set everything else before.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
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

    /// Spreads a list that is too long for one call over several calls, one after the other. Awaited, they give one
    /// joined response; taken as a stream, each response with the items that it is for.
    ///
    /// Every item is validated before the first call is made.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, account::query_online_status::Request};
    /// # async fn example(client: Client, users: Vec<String>) -> Result<(), Error> {
    /// let query = client.account().query_online_status(Request::new(users)).batches();
    /// if let Err(error) = query.await {
    ///     eprintln!("items {:?} failed: {}; trying once more", error.range, error.error);
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

    /// How long to wait for the response at each attempt, in place of the client's own timeout.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.set(|settings| settings.timeout = timeout)
    }

    /// How long it may take in all, with its waits and attempts, in place of the client's own deadline.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.set(|settings| settings.deadline = Some(deadline))
    }

    /// How often it is made again where that can do no harm, in place of the client's own policy.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        self.set(|settings| settings.retry = retry)
    }

    /// How long it may wait for a place within the limits, in place of what the client was told. At zero it fails at
    /// once.
    pub fn rate_limit_timeout(self, rate_limit_timeout: Duration) -> Self {
        self.set(|settings| settings.rate_limit_timeout = Some(rate_limit_timeout))
    }

    /// Adds a field to the top of the request, which the spec does not declare: for what the service takes since. Called
    /// again with the same name it replaces the value. The request of each page and of each batch has the field.
    ///
    /// A call with a field that the spec declares, an empty name, a name of more than 128 bytes or more than 100 extra
    /// fields is not sent: awaiting it fails with [`InvalidRequest`](crate::ErrorKind::InvalidRequest). The value is sent as
    /// it is.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
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

    /// Sends the request whatever constraints of its fields it breaks: for a constraint that the service has widened since.
    ///
    /// The rest stays: [`batches`](Self::batches) are as long as the spec says, a number that JSON cannot write and an
    /// [`extra`](Self::extra) field that is declared are refused, and rate limits and retries are those of the spec.
    pub fn unchecked(self) -> Self {
        self.set(|settings| settings.is_unchecked = true)
    }

    fn set(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(&mut self.prepared.settings);
        self
    }

    /// Sends this instead of what the spec describes, or fails with a problem.
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

/// The response to a [`Call`], to come: a future that borrows nothing.
///
/// ```no_run
/// # use api_core::{CallFuture, Client, conversation::delete_contact_group::Request};
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
/// Dropping it abandons the call, which may have taken effect. Polled once more after the response it stays pending.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct CallFuture<R: Endpoint> {
    request: R,
    execution: Execution,
    poll: PollFn<R>,
}

// The request is not pinned: it is lent out.
impl<R: Endpoint> Unpin for CallFuture<R> {}

impl<R: Endpoint> CallFuture<R> {
    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    pub(crate) fn into_request(self) -> R {
        self.request
    }

    /// Makes the call once more, when it is over.
    pub(crate) fn again(&mut self) {
        self.execution = match mem::replace(&mut self.execution, Execution::Over(None)) {
            Execution::Over(Some(finished)) => Execution::Idle(finished.prepared),
            other => other,
        };
    }

    /// The service's time at a response that came, in seconds since 1970 UTC.
    pub(crate) fn service_time(&self) -> Option<u64> {
        self.finished()?.service_time
    }

    /// How often the request was sent, when the call is over.
    pub(crate) fn attempts(&self) -> u32 {
        self.finished().map_or(0, |finished| finished.attempts)
    }

    /// What in the response does not fit; taken once.
    pub(crate) fn take_oddities(&mut self) -> Oddities {
        let oddities = self.success_mut().and_then(|success| success.oddities.take());
        oddities.map_or_else(Oddities::default, |oddities| *oddities)
    }

    /// The whole response to a raw call that succeeded; taken once.
    pub(crate) fn take_raw(&mut self) -> Option<Value> {
        self.success_mut()?.raw.take()
    }

    /// The details of a response, if the call was to keep them; taken once.
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

/// Polls a call of an endpoint. A pointer to it is made where the call is, in the client's method: so it is compiled with
/// this crate, and not again in each crate that awaits the call.
type PollFn<R> =
    fn(&mut CallFuture<R>, &mut Context<'_>) -> Poll<Result<<R as Endpoint>::Response, Error>>;

/// Makes an empty response, has it filled, and returns it without its type.
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
        f.debug_struct("Response")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
