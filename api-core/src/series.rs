//! Series of calls: the pages of a long answer, and the batches of a long request.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::codec::{Record, RecordMut, RecordRef, turn_page};
use crate::{Answer, Batched, Call, Endpoint, Error, Paged};

/// A call that was made, and what came back.
type Made<R> = (Answer<R>, Result<<R as Endpoint>::Response, Error>);

/// The items of an answer and of the pages that follow it, made by [`Call::items`].
///
/// A [`Stream`]; [`next`](Self::next) does without a crate of stream adapters. It ends after the last page, and after
/// the first error. The next page is asked for when the items of the one before have been taken.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<R: Paged> {
    answer: Answer<R>,
    state: State,
    page: vec::IntoIter<R::Item>,
}

enum State {
    /// For the next page.
    Waiting,
    /// For the call of it to be made once more.
    Turned,
    Done,
}

impl<R: Paged> Items<R> {
    pub(crate) fn new(answer: Answer<R>) -> Self {
        Self { answer, state: State::Waiting, page: Vec::new().into_iter() }
    }

    /// The next item; `None` after the last one.
    ///
    /// # Errors
    ///
    /// That of the call that was to bring the item.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Takes the items of an answer, and turns the page.
    fn take(&mut self, mut answer: R::Response) {
        let request = RecordMut::new(self.answer.request_mut());
        let pages = R::spec().pages();
        let is_turned =
            pages.is_some_and(|pages| turn_page(pages, request, RecordRef::new(&answer)));
        self.page = R::take_items(&mut answer).into_iter();
        self.state = if is_turned { State::Turned } else { State::Done };
    }
}

// The items are not pinned: they are given away.
impl<R: Paged> Unpin for Items<R> {}

impl<R: Paged> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match self.state {
                State::Turned => {
                    self.answer.again();
                    self.state = State::Waiting;
                }
                State::Waiting => match ready!(Pin::new(&mut self.answer).poll(context)) {
                    Ok(answer) => self.take(answer),
                    Err(error) => {
                        self.state = State::Done;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paged> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("endpoint", &R::spec().name())
            .field("left_of_page", &self.page.len())
            .field("is_last_page", &matches!(self.state, State::Done))
            .finish()
    }
}

/// Several calls in place of one whose list is too long, made by [`Call::batches`].
///
/// Awaited, it makes the calls one after the other and joins their answers: lists one behind the other with the
/// results of their items, other fields if the answers agree on them and `None` if not. Taken as a [`Stream`], it
/// gives the answer of each call. It stops at the first call that fails.
///
/// # Errors
///
/// Awaited, a [`BatchError`], which keeps what was done before.
#[must_use = "the calls are made when it is awaited or polled"]
pub struct Batches<R: Batched> {
    /// A call with the items that were not sent yet.
    rest: Option<Call<R>>,
    pending: Option<Answer<R>>,
    is_first: bool,
}

/// A series of batches that came to an end before its time.
pub struct BatchError<R: Batched> {
    /// Why the last call failed.
    pub error: Error,
    /// The answers of the calls before it, joined; none if it was the first.
    pub answer: Option<R::Response>,
    /// The request of the call that failed. Whether it has taken effect is what the error tells.
    pub failed: R,
    /// What was not sent: the request with the items that are left, maybe none.
    pub unsent: R,
}

impl<R: Batched> Batches<R> {
    pub(crate) fn new(call: Call<R>) -> Self {
        Self { rest: Some(call), pending: None, is_first: true }
    }

    /// The answer of the next call; `None` after the last one.
    ///
    /// # Errors
    ///
    /// That of the call.
    pub async fn next(&mut self) -> Option<Result<R::Response, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The call for the next batch. An empty list is sent once, for the service to judge.
    fn next_call(&mut self) -> Option<Call<R>> {
        let rest = self.rest.as_mut()?;
        let items = rest.request_mut().items_mut();
        if items.is_empty() && !self.is_first {
            return None;
        }
        self.is_first = false;
        let later = items.split_off(items.len().min(R::MAX));
        let batch = std::mem::take(items);
        let mut request = rest.request_mut().clone();
        *request.items_mut() = batch;
        *rest.request_mut().items_mut() = later;
        Some(rest.with(request))
    }

    fn poll_call(&mut self, context: &mut Context<'_>) -> Poll<Option<Made<R>>> {
        if self.pending.is_none() {
            self.pending = self.next_call().map(Call::into_future);
        }
        let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
        let result = ready!(Pin::new(pending).poll(context));
        Poll::Ready(self.pending.take().map(|answer| (answer, result)))
    }

    async fn join(mut self) -> Result<R::Response, BatchError<R>> {
        let mut joined = None;
        loop {
            let done = poll_fn(|context| self.poll_call(context)).await;
            match (done, joined.as_mut()) {
                (Some((_, Ok(answer))), Some(joined)) => R::join(joined, answer),
                (Some((_, Ok(answer))), None) => joined = Some(answer),
                (Some((answer, Err(error))), _) => {
                    let failed = answer.into_request();
                    let mut nothing = failed.clone();
                    nothing.items_mut().clear();
                    let unsent = self.rest.take().map_or(nothing, Call::into_request);
                    return Err(BatchError { error, answer: joined, failed, unsent });
                }
                (None, _) => return Ok(joined.unwrap_or_else(Record::vacant)),
            }
        }
    }
}

impl<R: Batched> Stream for Batches<R> {
    type Item = Result<R::Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let result = ready!(self.poll_call(context)).map(|(_, result)| result);
        if matches!(result, Some(Err(_))) {
            self.rest = None;
        }
        Poll::Ready(result)
    }
}

impl<R: Batched> IntoFuture for Batches<R> {
    type Output = Result<R::Response, BatchError<R>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.join())
    }
}

impl<R: Batched> fmt::Debug for Batches<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("endpoint", &R::spec().name())
            .field("items_a_call", &R::MAX)
            .finish_non_exhaustive()
    }
}

impl<R: Batched> fmt::Display for BatchError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = if self.answer.is_some() { "a later" } else { "the first" };
        write!(f, "{before} batch failed: {}", self.error)
    }
}

impl<R: Batched> fmt::Debug for BatchError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchError")
            .field("error", &self.error)
            .field("has_answer", &self.answer.is_some())
            .finish_non_exhaustive()
    }
}

impl<R: Batched> std::error::Error for BatchError<R> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl<R: Batched> From<BatchError<R>> for Error {
    fn from(error: BatchError<R>) -> Self {
        error.error
    }
}
