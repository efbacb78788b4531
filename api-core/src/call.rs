//! A call, as it is prepared and awaited.

mod exchange;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use http::HeaderValue;

use self::exchange::{Made, exchange};
use crate::client::Client;
use crate::codec::{Record, RecordMut};
use crate::retry::RetryPolicy;
use crate::{Batched, Batches, Endpoint, Error, Items, Paged};

pub(crate) use self::exchange::Exchange;

/// A call that was prepared and not yet made: awaiting it makes it.
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
    client: Client,
    request: R,
    settings: Settings,
}

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
    pub(crate) fn new(client: Client, request: R) -> Self {
        let settings = client.settings();
        Self { client, request, settings }
    }

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
        Items::new(self)
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
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long it may take in all, with its waits and attempts, in place of the client's own deadline.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Some(deadline);
        self
    }

    /// How often it is made again where that can do no harm, in place of the client's own policy.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// How long it may wait for a place within the limits, in place of what the client was told. At zero it fails at
    /// once.
    pub fn limit_wait(mut self, limit_wait: Duration) -> Self {
        self.settings.limit_wait = Some(limit_wait);
        self
    }
}

impl<R: Endpoint> Call<R> {
    /// Makes the call, and gives the request back.
    pub(crate) async fn make(self) -> (Self, Result<R::Response, Error>) {
        let (call, result, _) = self.probe().await;
        (call, result)
    }

    /// As [`Call::make`], with the header `Date` of the answer.
    pub(crate) async fn probe(mut self) -> (Self, Result<R::Response, Error>, Option<HeaderValue>) {
        let mut response = <R::Response as Record>::vacant();
        let mut date = None;
        let made = self.exchange(&mut response, Some(&mut date)).await;
        (self, made.map(|()| response), date)
    }

    /// All attempts.
    fn exchange<'a>(
        &'a mut self,
        response: &'a mut R::Response,
        date: Option<&'a mut Option<HeaderValue>>,
    ) -> Made<'a> {
        let request = RecordMut::new(&mut self.request);
        exchange(&self.client, R::spec(), request, response, self.settings, date)
    }

    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    pub(crate) fn into_request(self) -> R {
        self.request
    }

    /// The same call of another request.
    pub(crate) fn with(&self, request: R) -> Self {
        Self { client: self.client.clone(), request, settings: self.settings }
    }
}

impl<R: Endpoint> IntoFuture for Call<R> {
    type Output = Result<R::Response, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(answer(self))
    }
}

async fn answer<R: Endpoint>(mut call: Call<R>) -> Result<R::Response, Error> {
    let mut response = <R::Response as Record>::vacant();
    match call.exchange(&mut response, None).await {
        Ok(()) => Ok(response),
        Err(error) => Err(error),
    }
}

impl<R: Endpoint + fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
