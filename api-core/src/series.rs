//! The pages of a long answer.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::codec::{Oddities, RecordMut, RecordRef, turn_page};
use crate::{Answer, Error, Paged};

/// The items of an answer and of the pages that follow it, made by [`Call::items`](crate::Call::items).
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
        let oddities = Oddities::default();
        let is_turned = pages.is_some_and(|pages| {
            turn_page(pages, request, RecordRef::new(&answer), &oddities).unwrap_or(false)
        });
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
