//! Several calls in place of one whose list is too long.

use std::fmt;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{Call, CallFuture, Details, PollFn, Prepared};
use crate::codec::{self, Record};
use crate::error::Cause;
use crate::telemetry::CallSpan;
use crate::{Batched, Error};

/// Several calls in place of one whose list is too long, made by [`Call::batches`].
///
/// Before the first call, all items are validated; the indexes of the violations are those of the caller's list.
///
/// Awaited, it makes the calls one after the other and joins their responses: lists one behind the other with the
/// results of their items, other fields if the responses agree on them and `None` if not. Taken as a [`Stream`], it
/// yields a [`Batch`] for each call. It ends at the first call that fails, and [`BatchError::resume`] continues it.
///
/// # Errors
///
/// A [`BatchError`], which keeps what was done before and what is left.
#[must_use = "the calls are made when it is awaited or polled"]
pub struct Batching<R: Batched> {
    /// The request with the items that were not sent yet; gone when the calls are over.
    rest: Option<R>,
    prepared: Prepared,
    poll: PollFn<R>,
    pending: Option<CallFuture<R>>,
    /// The items of the latest batch, by their indexes in the caller's list.
    range: Range<usize>,
    /// The responses before a failure, joined.
    joined: Option<R::Response>,
    is_valid: bool,
    is_empty_sent: bool,
}

/// The response to one of several calls, and the items that it is for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Batch<R: Batched> {
    /// The indexes of the items in the caller's list. An index within the response, as that of a
    /// [`FailedItem`](crate::FailedItem), counts from the start of this range.
    pub range: Range<usize>,
    /// The items.
    pub items: Vec<R::Item>,
    /// The response.
    pub response: R::Response,
    /// What is known beside the response.
    pub details: Details,
}

/// An error that ended several calls before all items were sent.
///
/// [`resume`](Self::resume) sends the items of `failed` and `unsent`. Whether those of `failed` have taken effect is what
/// the error's [`effect`](Error::effect) says: clear the list of `failed` to leave them out.
pub struct BatchError<R: Batched> {
    /// The error of the call that failed.
    pub error: Error,
    /// The responses of the calls before it, joined; `None` if it was the first, or if the batches were taken as a
    /// stream.
    pub response: Option<R::Response>,
    /// The indexes in the caller's list of the items in `failed`.
    pub range: Range<usize>,
    /// The request of the call that failed. Its list is empty if no call was made: an item is not valid, or the thread must
    /// not block.
    pub failed: R,
    /// The request with the items after those of `failed`, maybe none.
    pub unsent: R,
    prepared: Box<Prepared>,
    poll: PollFn<R>,
}

impl<R: Batched> Batching<R> {
    pub(super) fn new(call: Call<R>) -> Self {
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

    /// Returns the response of the next call, with the items that it is for; `None` after the last one and after an error.
    ///
    /// # Errors
    ///
    /// That of the call, with what is left.
    pub async fn next(&mut self) -> Option<Result<Batch<R>, BatchError<R>>> {
        poll_fn(|context| self.poll_batch(context)).await
    }

    /// Ends with an error. Only a call that was made has a request.
    fn fail(&mut self, error: Error, failed: Option<R>) -> Option<BatchError<R>> {
        let unsent = self.rest.take()?;
        let failed = failed.unwrap_or_else(|| {
            self.range = self.range.end..self.range.end;
            let mut nothing = unsent.clone();
            nothing.take_list();
            nothing
        });
        let (response, range) = (self.joined.take(), self.range.clone());
        let (prepared, poll) = (Box::new(self.prepared.clone()), self.poll);
        Some(BatchError { error, response, range, failed, unsent, prepared, poll })
    }

    /// Whether no call is left to be made.
    fn is_over(&mut self) -> bool {
        let is_sent = self.is_empty_sent;
        self.pending.is_none() && self.rest.as_mut().is_none_or(|rest| is_sent && is_empty(rest))
    }

    /// The joined responses, when no call is left to be made.
    pub(crate) fn into_joined(self) -> R::Response {
        self.joined.unwrap_or_else(Record::empty)
    }

    /// Ends with an error that keeps the next call from being made here; `None` if none is left to be made.
    #[cfg(feature = "blocking")]
    pub(crate) fn refuse(&mut self, error: Error) -> Option<BatchError<R>> {
        if self.is_over() {
            return None;
        }
        match self.pending.take().map(CallFuture::into_request) {
            Some(abandoned) => self.fail(error.after(0, crate::Effect::Unknown), Some(abandoned)),
            None => self.fail(error, None),
        }
    }

    /// Begins the next call; `None` if no items are left. An empty list is sent once, for the service to judge.
    fn begin(&mut self) -> Option<Result<CallFuture<R>, Error>> {
        if self.is_over() {
            return None;
        }
        let rest = self.rest.as_mut()?;
        if !self.is_valid {
            if !self.prepared.settings.is_unchecked
                && let Err(violations) = codec::validate_batches(rest, R::LIST, self.range.end)
            {
                let error = Error::of_call(self.prepared.spec, Cause::Invalid(violations));
                CallSpan::new(self.prepared.label()).over(0, Some(&error), Default::default);
                return Some(Err(error));
            }
            self.is_valid = true;
        }
        self.is_empty_sent = true;
        let mut batch = rest.take_list();
        let later = batch.split_off(batch.len().min(R::MAX));
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

/// Returns whether the list that is spread has no items.
fn is_empty<R: Batched>(request: &mut R) -> bool {
    let list = request.take_list();
    let is_empty = list.is_empty();
    request.set_list(list);
    is_empty
}

impl<R: Batched> BatchError<R> {
    /// Continues with the items of `failed` and then those of `unsent`. Awaited, it joins the responses to those before.
    ///
    /// The other fields are those of `unsent`. Both can be changed before. The indexes of the items in `unsent` stay those
    /// in the caller's list.
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
            // What ended before it came to an item still has its one call to make, even of an empty list.
            is_empty_sent: range.end > 0,
        }
    }
}

// Neither items nor responses are pinned: they are given away.
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
            .field("endpoint", &R::spec().name())
            .field("items_a_call", &R::MAX)
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

/// `Display` tells the error of the call, so `source` is always `None`.
impl<R: Batched> std::error::Error for BatchError<R> {}

impl<R: Batched> From<BatchError<R>> for Error {
    fn from(error: BatchError<R>) -> Self {
        error.error
    }
}
