//! The pages of a long response.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::call::Detailed;
use crate::codec::{DecodeError, RecordMut, RecordRef, next_page};
use crate::error::Cause;
use crate::{CallFuture, Effect, Error, Paged};

/// The items of a response and of the pages that follow it, made by [`Call::items`](crate::Call::items).
///
/// A [`Stream`]; [`next`](Self::next) does without a crate of stream adapters. It ends after the last page, and after
/// the first error. The next page is asked for when the items of the one before have been taken.
///
/// If a response does not say where the next page begins, its items come first and then an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageItems<R: Paged> {
    calls: PageCalls<R>,
    page: vec::IntoIter<R::Item>,
}

/// The pages of a long response with their details, made by [`Call::pages`](crate::Call::pages).
///
/// A [`Stream`] like [`PageItems`], which yields whole responses.
#[must_use = "a stream does nothing until it is polled"]
pub struct DetailedPages<R: Paged> {
    calls: PageCalls<R>,
}

/// Makes the calls, one for each page.
struct PageCalls<R: Paged> {
    future: CallFuture<R>,
    state: State,
}

enum State {
    /// For the next page.
    Waiting,
    /// For the call of it to be made once more.
    Turned,
    /// For the error to be told that ends the paging.
    Failed(Error),
    Done,
}

impl<R: Paged> PageCalls<R> {
    fn new(future: CallFuture<R>) -> Self {
        Self { future, state: State::Waiting }
    }

    /// Polls for the next response, and steps the page.
    fn poll_response(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<R::Response, Error>>> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Turned => self.future.again(),
            State::Waiting => {}
            State::Failed(error) => return Poll::Ready(Some(Err(error))),
            State::Done => return Poll::Ready(None),
        }
        self.state = State::Waiting;
        let result = ready!(Pin::new(&mut self.future).poll(context));
        self.state = match &result {
            Err(_) => State::Done,
            Ok(response) => match self.turn(response) {
                Ok(true) => State::Turned,
                Ok(false) => State::Done,
                Err(error) => {
                    let error = Error::of_call(R::spec(), Cause::NoNextPage(error));
                    State::Failed(error.after(self.future.attempts(), Effect::Done))
                }
            },
        };
        Poll::Ready(Some(result))
    }

    fn is_over(&self) -> bool {
        matches!(self.state, State::Done)
    }

    fn turn(&mut self, response: &R::Response) -> Result<bool, DecodeError> {
        let Some(pages) = R::spec().pages() else { return Ok(false) };
        let oddities = self.future.take_oddities();
        let request = RecordMut::new(self.future.request_mut());
        next_page(pages, request, RecordRef::new(response), &oddities)
    }
}

impl<R: Paged> PageItems<R> {
    pub(crate) fn new(future: CallFuture<R>) -> Self {
        Self { calls: PageCalls::new(future), page: Vec::new().into_iter() }
    }

    /// The next item; `None` after the last one.
    ///
    /// # Errors
    ///
    /// That of the call that was to bring the item.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Whether all items have been taken, or an error ended them.
    #[cfg(feature = "blocking")]
    pub(crate) fn is_over(&self) -> bool {
        self.page.len() == 0 && self.calls.is_over()
    }
}

impl<R: Paged> DetailedPages<R> {
    pub(crate) fn new(future: CallFuture<R>) -> Self {
        Self { calls: PageCalls::new(future) }
    }

    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    ///
    /// That of the call that was to bring the page.
    pub async fn next(&mut self) -> Option<Result<Detailed<R::Response>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Whether all pages have been taken, or an error ended them.
    #[cfg(feature = "blocking")]
    pub(crate) fn is_over(&self) -> bool {
        self.calls.is_over()
    }
}

// The items are not pinned: they are given away.
impl<R: Paged> Unpin for PageItems<R> {}

impl<R: Paged> Stream for PageItems<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.calls.poll_response(context)) {
                Some(Ok(mut response)) => self.page = R::take_items(&mut response).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paged> Stream for DetailedPages<R> {
    type Item = Result<Detailed<R::Response>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = ready!(self.calls.poll_response(context));
        let detailed = |response| Detailed { response, details: self.calls.future.take_details() };
        Poll::Ready(polled.map(|result| result.map(detailed)))
    }
}

impl<R: Paged> fmt::Debug for PageItems<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems")
            .field("endpoint", &R::spec().name())
            .field("left_of_page", &self.page.len())
            .field("is_last_page", &self.calls.is_over())
            .finish()
    }
}

impl<R: Paged> fmt::Debug for DetailedPages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetailedPages")
            .field("endpoint", &R::spec().name())
            .field("is_last_page", &self.calls.is_over())
            .finish()
    }
}
