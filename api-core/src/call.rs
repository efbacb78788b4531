//! A call, as it is prepared and awaited.

mod exchange;
mod flight;
mod within;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use self::exchange::Exchange;
use self::flight::{Flight, prepare};
use crate::client::Client;
use crate::codec::{Record, RecordMut};
use crate::retry::RetryPolicy;
use crate::{Batched, Batches, Endpoint, EndpointSpec, Error, Items, Paged};

/// A call that was prepared and not yet made: awaiting it makes it.
///
/// `.await`, `tokio::join!` and `tokio::time::timeout` take it as it is. Where a [`Future`] is asked for, as by
/// `tokio::spawn`, `block_on` or a field of a struct, give [`into_future()`](IntoFuture::into_future), an [`Answer`].
///
/// ```no_run
/// # use std::time::Duration;
/// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let request = Request::new("user15", ["test0"]);
/// let answer = client
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
pub struct Call<R> {
    request: R,
    flight: Pin<Box<dyn Flight>>,
}

// The request is not pinned: it is lent out.
impl<R> Unpin for Call<R> {}

/// How a call is made, where it can be said for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) limit_wait: Option<Duration>,
}

impl Settings {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self { timeout, deadline: None, retry: RetryPolicy::default(), limit_wait: None }
    }
}

impl<R> Call<R> {
    /// The items of the answer and of the pages that follow it, as a stream. Each page is a call of its own, made when
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
    pub fn items(self) -> Items<R>
    where
        R: Paged,
    {
        Items::new(self.into_future())
    }

    /// Spreads a list that is too long for one call over several, one after the other. Awaited, they give one answer;
    /// taken as a stream, the answer of each.
    pub fn batches(self) -> Batches<R>
    where
        R: Batched,
    {
        Batches::new(self)
    }

    /// How long to wait for the answer at each attempt, in place of the client's own timeout.
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
    pub fn limit_wait(self, limit_wait: Duration) -> Self {
        self.set(|settings| settings.limit_wait = Some(limit_wait))
    }

    fn set(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        if let Some(exchange) = self.flight.as_mut().exchange_mut() {
            set(&mut exchange.settings);
        }
        self
    }

    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    pub(crate) fn into_request(self) -> R {
        self.request
    }

    /// The same call of another request.
    pub(crate) fn with(&self, request: R) -> Option<Self> {
        let exchange = self.flight.exchange()?.again();
        Some(Self { request, flight: prepare(exchange) })
    }

    /// The same with a path and a body that no spec describes.
    pub(crate) fn raw(mut self, path: String, body: Bytes) -> Self {
        if let Some(exchange) = self.flight.as_mut().exchange_mut() {
            exchange.set_raw(path, body);
        }
        self
    }
}

impl<R: Endpoint> Call<R> {
    pub(crate) fn new(client: &Client, request: R) -> Self {
        Self { request, flight: begin(client, R::spec()) }
    }
}

fn begin(client: &Client, spec: &'static EndpointSpec) -> Pin<Box<dyn Flight>> {
    prepare(Exchange::new(client.clone(), client.settings(), spec))
}

impl<R: Endpoint> IntoFuture for Call<R> {
    type Output = Result<R::Response, Error>;
    type IntoFuture = Answer<R>;

    fn into_future(self) -> Self::IntoFuture {
        Answer { call: self }
    }
}

impl<R: Endpoint + fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .field("settings", &self.flight.exchange().map(|exchange| exchange.settings))
            .finish_non_exhaustive()
    }
}

/// The answer to a [`Call`], to come: a future that borrows nothing.
///
/// ```no_run
/// # use api_core::{Answer, Client, conversation::delete_contact_group::Request};
/// struct Deletion {
///     answer: Answer<Request>,
/// }
///
/// # fn example(client: &Client) -> Deletion {
/// let request = Request::new("user15", ["test0"]);
/// Deletion { answer: client.conversation().delete_contact_group(request).into_future() }
/// # }
/// ```
///
/// Dropping it abandons the call, which may have taken effect. Polled once more after the answer it stays pending.
#[must_use = "an answer comes only to who waits for it"]
pub struct Answer<R> {
    pub(crate) call: Call<R>,
}

impl<R> Answer<R> {
    /// Makes the call once more, when it is over.
    pub(crate) fn again(&mut self) {
        if let Some(exchange) = self.call.flight.as_mut().exchange_mut() {
            *exchange = exchange.again();
        }
    }

    /// The service's time at an answer that came, in seconds since 1970 UTC.
    pub(crate) fn service_time(&self) -> Option<u64> {
        self.call.flight.exchange()?.service_time()
    }

    /// The whole of an answer that came.
    pub(crate) fn raw(&self) -> Option<Result<Value, Error>> {
        Some(self.call.flight.exchange()?.raw_answer())
    }
}

impl<R: Endpoint> Future for Answer<R> {
    type Output = Result<R::Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Call { request, flight } = &mut self.get_mut().call;
        let request = RecordMut::new(request);
        let mut response = <R::Response as Record>::vacant();
        match flight.as_mut().poll(context, request, RecordMut::new(&mut response)) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(response)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<R: Endpoint + fmt::Debug> fmt::Debug for Answer<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("call", &self.call).finish()
    }
}
