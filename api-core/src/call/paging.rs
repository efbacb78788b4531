//! Streams over the pages of a list.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::details::Detailed;
use super::{Call, CallFuture};
use crate::codec::DecodeError;
use crate::error::Cause;
use crate::rules::next_page;
use crate::{CallRequest, Effect, Error, Paged};

impl<R: CallRequest> Call<R> {
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
        PageItems::new(self.must_be_paged().into_future())
    }

    /// Returns this page and all later pages with their [`Details`](crate::Details) as a stream of whole responses.
    /// Each page is a separate call, as with [`items`](Self::items).
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
        DetailedPages::new(self.must_be_paged().keep_details().into_future())
    }

    /// Refuses an endpoint that is known at run time only and does not respond in pages.
    fn must_be_paged(self) -> Self {
        let spec = self.request.endpoint();
        match spec.pages() {
            Some(_) => self,
            None => self.refuse(format!("`{}` does not respond in pages", spec.name())),
        }
    }
}

/// A [`Stream`] of the items of all pages, returned by [`Call::items`](crate::Call::items).
///
/// [`next`](Self::next) needs no crate of stream adapters. The stream ends after the last page and after the first
/// error. The next page is requested when all items of the page before have been taken.
///
/// If a response lacks the cursor of the next page, the stream yields its items first and then an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageItems<R: Paged> {
    calls: PageCalls<R>,
    page: vec::IntoIter<R::Item>,
}

/// A [`Stream`] of all pages with their details, returned by [`Call::pages`](crate::Call::pages).
///
/// It ends like [`PageItems`], but yields whole responses.
#[must_use = "a stream does nothing until it is polled"]
pub struct DetailedPages<R: Paged> {
    calls: PageCalls<R>,
}

/// The calls of all pages, one for each page.
struct PageCalls<R: Paged> {
    future: CallFuture<R>,
    state: State,
}

enum State {
    /// The call for a page is pending.
    Waiting,
    /// The request is set to the next page, whose call has yet to be made.
    Advanced,
    /// This error ended the paging and has yet to be returned.
    Failed(Error),
    Done,
}

impl<R: Paged> PageCalls<R> {
    fn new(future: CallFuture<R>) -> Self {
        Self { future, state: State::Waiting }
    }

    /// Polls for the next response, and sets the request to the page after it.
    fn poll_response(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<R::Response, Error>>> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Advanced => self.future.restart(),
            State::Waiting => {}
            State::Failed(error) => return Poll::Ready(Some(Err(error))),
            State::Done => return Poll::Ready(None),
        }
        self.state = State::Waiting;
        let mut result = ready!(Pin::new(&mut self.future).poll(context));
        self.state = match &mut result {
            Err(_) => State::Done,
            Ok(response) => match self.advance(response) {
                Ok(true) => State::Advanced,
                Ok(false) => State::Done,
                Err(error) => {
                    let error =
                        Error::of_call(self.future.request.endpoint(), Cause::NoNextPage(error));
                    State::Failed(error.after(self.future.attempts(), Effect::Done))
                }
            },
        };
        Poll::Ready(Some(result))
    }

    fn is_over(&self) -> bool {
        matches!(self.state, State::Done)
    }

    fn advance(&mut self, response: &mut R::Response) -> Result<bool, DecodeError> {
        let Some(pages) = self.future.request.endpoint().pages() else { return Ok(false) };
        let oddities = self.future.take_oddities();
        let request = self.future.request_mut().record_mut();
        next_page(pages, request, R::response_mut(response).as_ref(), &oddities)
    }
}

impl<R: Paged> PageItems<R> {
    fn new(future: CallFuture<R>) -> Self {
        Self { calls: PageCalls::new(future), page: Vec::new().into_iter() }
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails with the error of the call for the page.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns `true` if all items have been taken or an error ended the stream.
    #[cfg(feature = "blocking")]
    pub(super) fn is_over(&self) -> bool {
        self.page.len() == 0 && self.calls.is_over()
    }
}

impl<R: Paged> DetailedPages<R> {
    fn new(future: CallFuture<R>) -> Self {
        Self { calls: PageCalls::new(future) }
    }

    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails with the error of the call for the page.
    pub async fn next(&mut self) -> Option<Result<Detailed<R::Response>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns `true` if all pages have been taken or an error ended the stream.
    #[cfg(feature = "blocking")]
    pub(super) fn is_over(&self) -> bool {
        self.calls.is_over()
    }
}

// The items are never pinned, because they are handed out.
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
            .field("endpoint", &self.calls.future.request.endpoint().name())
            .field("items_left_of_page", &self.page.len())
            .field("is_last_page", &self.calls.is_over())
            .finish()
    }
}

impl<R: Paged> fmt::Debug for DetailedPages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetailedPages")
            .field("endpoint", &self.calls.future.request.endpoint().name())
            .field("is_last_page", &self.calls.is_over())
            .finish()
    }
}
