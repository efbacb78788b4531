//! Batching: one long list over several calls.

use std::fmt;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::details::Details;
use super::prepared::Prepared;
use super::{Call, CallFuture, PollFn};
use crate::error::Cause;
use crate::rules;
use crate::telemetry::CallSpan;
use crate::{Batched, CallRequest, Error};

impl<R: CallRequest> Call<R> {
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
        let spec = self.request.endpoint();
        let call = match spec.batch() {
            Some(_) => self,
            // An endpoint that is known at run time only.
            None => self.refuse(format!("`{}` has no list that can be split", spec.name())),
        };
        Batching::new(call.keep_details())
    }
}

/// Several calls that send one long list in batches, returned by [`Call::batches`].
///
/// All items are validated before the first call. The indexes of violations are those in the caller's list.
///
/// Awaiting it makes the calls one after the other and joins their responses. Lists, with the results of their items,
/// are concatenated. Any other field keeps its value if all responses agree on it, and becomes `None` otherwise. As a
/// [`Stream`] it yields a [`Batch`] for each call. It ends at the first call that fails, and [`BatchError::resume`]
/// continues it.
///
/// # Errors
///
/// Fails with a [`BatchError`], which keeps the earlier responses and the remaining items.
#[must_use = "the calls are made when it is awaited or polled"]
pub struct Batching<R: Batched> {
    /// The request with the items that are not sent yet; `None` when the calls are over.
    rest: Option<R>,
    prepared: Prepared,
    poll: PollFn<R>,
    pending: Option<CallFuture<R>>,
    /// The indexes of the latest batch in the caller's list.
    range: Range<usize>,
    /// The joined responses so far.
    joined: Option<R::Response>,
    is_valid: bool,
    is_empty_sent: bool,
}

/// The response to one batch, with the items of the batch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Batch<R: Batched> {
    /// The indexes of the items in the caller's list. An index in the response, such as that of a
    /// [`FailedItem`](crate::FailedItem), is relative to the start of this range.
    pub range: Range<usize>,
    /// The items.
    pub items: Vec<R::Item>,
    /// The response.
    pub response: R::Response,
    /// The details of the response.
    pub details: Details,
}

/// The error of a batch, with the items that are left.
///
/// [`resume`](Self::resume) sends the items of `failed` and `unsent`. The [`effect`](Error::effect) of the error tells
/// whether the items of `failed` may have taken effect. To skip them, clear the list of `failed`.
pub struct BatchError<R: Batched> {
    /// The error of the call that failed.
    pub error: Error,
    /// The joined responses of the calls before it; `None` if it was the first, or if the batches were taken from the
    /// stream.
    pub response: Option<R::Response>,
    /// The indexes in the caller's list of the items in `failed`.
    pub range: Range<usize>,
    /// The request of the call that failed. Its list is empty if no call was made, because an item is invalid or the
    /// thread must not block.
    pub failed: R,
    /// The request with the items after those of `failed`. Its list may be empty.
    pub unsent: R,
    prepared: Box<Prepared>,
    poll: PollFn<R>,
}

impl<R: Batched> Batching<R> {
    fn new(call: Call<R>) -> Self {
        let Call { request, prepared, poll } = call;
        Self {
            rest: Some(request),
            prepared,
            poll,
            pending: None,
            range: 0..0,
            joined: None,
            is_valid: false,
            is_empty_sent: false,
        }
    }

    /// Makes the next call and returns its response with its items; `None` after the last batch and after an error.
    ///
    /// # Errors
    ///
    /// Fails with the error of the call and the remaining items.
    pub async fn next(&mut self) -> Option<Result<Batch<R>, BatchError<R>>> {
        poll_fn(|context| self.poll_batch(context)).await
    }

    /// Ends with an error. `failed` is the request of a call that was made, if any.
    fn fail(&mut self, error: Error, failed: Option<R>) -> Option<BatchError<R>> {
        let unsent = self.rest.take()?;
        let failed = failed.unwrap_or_else(|| {
            self.range = self.range.end..self.range.end;
            let mut empty = unsent.clone();
            empty.take_list();
            empty
        });
        let (response, range) = (self.joined.take(), self.range.clone());
        let (prepared, poll) = (Box::new(self.prepared.clone()), self.poll);
        Some(BatchError { error, response, range, failed, unsent, prepared, poll })
    }

    /// Returns `true` if no call is left to make.
    fn is_over(&mut self) -> bool {
        let is_sent = self.is_empty_sent;
        self.pending.is_none() && self.rest.as_mut().is_none_or(|rest| is_sent && is_empty(rest))
    }

    /// Returns the joined responses, once no call is left to make.
    pub(super) fn into_joined(self) -> R::Response {
        self.joined.unwrap_or_else(|| R::empty_response(self.prepared.spec))
    }

    /// Ends with an error that prevents the next call; returns `None` if no call is left to make.
    #[cfg(feature = "blocking")]
    pub(super) fn refuse(&mut self, error: Error) -> Option<BatchError<R>> {
        if self.is_over() {
            return None;
        }
        match self.pending.take().map(CallFuture::into_request) {
            Some(abandoned) => self.fail(error.after(0, crate::Effect::Unknown), Some(abandoned)),
            None => self.fail(error, None),
        }
    }

    /// Begins the next call; returns `None` if no items are left. An empty list is sent once, because the service
    /// decides whether it is valid.
    fn begin(&mut self) -> Option<Result<CallFuture<R>, Error>> {
        if self.is_over() {
            return None;
        }
        let rest = self.rest.as_mut()?;
        let list = self.prepared.spec.batch();
        if !self.is_valid {
            if let Some(list) = list
                && !self.prepared.options.is_unchecked
                && self.prepared.problem.is_none()
                && let Err(violations) =
                    rules::validate_batches(rest.record(), list.wire, self.range.end)
            {
                let error = Error::of_call(self.prepared.spec, Cause::Invalid(violations));
                CallSpan::new(self.prepared.label()).over(0, Some(&error), Default::default);
                return Some(Err(error));
            }
            self.is_valid = true;
        }
        self.is_empty_sent = true;
        let mut batch = rest.take_list();
        let max = list.map_or(usize::MAX, |list| list.max);
        let later = batch.split_off(batch.len().min(max));
        self.range = self.range.end..self.range.end + batch.len();
        let mut request = rest.clone();
        request.set_list(batch);
        rest.set_list(later);
        Some(Ok(Call { request, prepared: self.prepared.clone(), poll: self.poll }.into_future()))
    }

    fn poll_batch(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Batch<R>, BatchError<R>>>> {
        let pending = match self.pending.take().map(Ok).or_else(|| self.begin()) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(self.fail(error, None).map(Err)),
            Some(Ok(pending)) => self.pending.insert(pending),
        };
        let result = ready!(Pin::new(&mut *pending).poll(context));
        let details = pending.take_details();
        let Some(mut request) = self.pending.take().map(CallFuture::into_request) else {
            return Poll::Ready(None);
        };
        match result {
            Ok(response) => {
                let (range, items) = (self.range.clone(), request.take_list());
                Poll::Ready(Some(Ok(Batch { range, items, response, details })))
            }
            Err(error) => Poll::Ready(self.fail(error, Some(request)).map(Err)),
        }
    }

    async fn join(mut self) -> Result<R::Response, BatchError<R>> {
        while let Some(batch) = self.next().await {
            let response = batch?.response;
            match self.joined.as_mut() {
                Some(joined) => R::join(joined, response),
                None => self.joined = Some(response),
            }
        }
        Ok(self.into_joined())
    }
}

/// Returns `true` if the list of the request is empty.
fn is_empty<R: Batched>(request: &mut R) -> bool {
    let list = request.take_list();
    let is_empty = list.is_empty();
    request.set_list(list);
    is_empty
}

impl<R: Batched> BatchError<R> {
    /// Continues with the items of `failed`, followed by those of `unsent`. Awaiting it joins the new responses to the
    /// earlier ones.
    ///
    /// All other fields are taken from `unsent`. Both requests can be changed first. The items of `unsent` keep their
    /// indexes in the caller's list.
    pub fn resume(self) -> Batching<R> {
        let Self { response, range, mut failed, mut unsent, prepared, poll, .. } = self;
        let mut items = failed.take_list();
        let start = range.end.saturating_sub(items.len());
        items.extend(unsent.take_list());
        unsent.set_list(items);
        Batching {
            rest: Some(unsent),
            prepared: *prepared,
            poll,
            pending: None,
            range: start..start,
            joined: response,
            is_valid: false,
            // If no item was sent before the error, one call is still due, even of an empty list.
            is_empty_sent: range.end > 0,
        }
    }
}

// Items and responses are never pinned, because they are handed out.
impl<R: Batched> Unpin for Batching<R> {}

impl<R: Batched> Stream for Batching<R> {
    type Item = Result<Batch<R>, BatchError<R>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_batch(context)
    }
}

impl<R: Batched> IntoFuture for Batching<R> {
    type Output = Result<R::Response, BatchError<R>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.join())
    }
}

impl<R: Batched> fmt::Debug for Batching<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batching")
            .field("endpoint", &self.prepared.spec.name())
            .field("batch", &self.prepared.spec.batch())
            .finish_non_exhaustive()
    }
}

impl<R: Batched> fmt::Display for BatchError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.range.start, self.range.end.checked_sub(1)) {
            (first, Some(last)) if first < last => write!(f, "items {first} to {last}: ")?,
            (first, Some(last)) if first == last => write!(f, "item {first}: ")?,
            _ => {}
        }
        self.error.fmt(f)
    }
}

impl<R: Batched> fmt::Debug for BatchError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchError")
            .field("error", &self.error)
            .field("range", &self.range)
            .field("has_response", &self.response.is_some())
            .finish_non_exhaustive()
    }
}

/// `source` always returns `None`, because `Display` includes the error of the call.
impl<R: Batched> std::error::Error for BatchError<R> {}

impl<R: Batched> From<BatchError<R>> for Error {
    fn from(error: BatchError<R>) -> Self {
        error.error
    }
}
