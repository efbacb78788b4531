//! Calls from threads that may block.

use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::task::coop;

use super::Call;
use super::batching::{Batch, BatchError, Batching};
use super::detailed::DetailedFuture;
use super::details::Detailed;
use super::paging::{DetailedPages, PageItems};
use super::raw::RawCall;
use crate::error::Error;
use crate::{Batched, CallRequest, Paged};

/// Waits for a future on this thread. A separate runtime with one thread drives the connections and timers of all
/// clients.
pub(crate) fn block_on<F: Future>(runtime: &Runtime, future: F) -> F::Output {
    let _entered = runtime.enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Returns the runtime of blocking calls, or an error if this thread must not block.
pub(crate) fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let refused = |problem: String| Error::misuse("could not block", vec![problem]);
    if polls_a_task() {
        let problem = "this thread polls an async task: await the call, or make it within \
                       `tokio::task::spawn_blocking`";
        return Err(refused(problem.to_owned()));
    }
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime =
        runtime.map_err(|error| refused(format!("could not start a runtime: {error}")))?;
    if let Err(late) = RUNTIME.set(runtime) {
        late.shutdown_background();
    }
    RUNTIME.get().ok_or_else(|| refused("could not keep the runtime".to_owned()))
}

/// Returns `true` if a tokio runtime is polling a future on this thread: in a task or within `block_on`, but not in
/// `spawn_blocking`, `block_in_place` or if a runtime is merely entered.
///
/// tokio gives each poll a budget and reports its exhaustion, but gives none to a thread that may block. The budget
/// fits a byte, and the part used here is given back. Within `coop::unconstrained` there is no budget either, and the
/// call blocks the worker.
fn polls_a_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut used = Vec::new();
    let is_used_up = (0..=u8::MAX).any(|_| match coop::poll_proceed(&mut context) {
        Poll::Ready(restore) => {
            used.push(restore);
            false
        }
        Poll::Pending => true,
    });
    // The first one is restored last, because it holds the whole budget.
    while used.pop().is_some() {}
    is_used_up
}

impl<R: CallRequest> Call<R> {
    /// Makes the call and waits for the response. Requires the feature `blocking`.
    ///
    /// It works on every thread that may block, including within `tokio::task::spawn_blocking`, `block_in_place` and
    /// `Runtime::enter()`.
    ///
    /// ```no_run
    /// # use tencent_chat::{Client, Error, conversation::delete_contact_group::Request};
    /// # fn example(client: Client) -> Result<(), Error> {
    /// let request = Request::new("user15", ["test0"]);
    /// let response = client.conversation().delete_contact_group(request).send_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails like awaiting the call, and with kind [`Configuration`](crate::ErrorKind::Configuration) on a thread that
    /// is polling an async task, because it would hold up the task.
    pub fn send_blocking(self) -> Result<R::Response, Error> {
        block_on(runtime()?, self.into_future())
    }
}

impl RawCall {
    /// Makes the call and waits for the response. Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails like [`Call::send_blocking`].
    pub fn send_blocking(self) -> Result<Value, Error> {
        block_on(runtime()?, self.into_future())
    }
}

impl<R: CallRequest> DetailedFuture<R> {
    /// Makes the call and waits for the response. Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails like [`Call::send_blocking`].
    pub fn send_blocking(self) -> Result<Detailed<R::Response>, Error> {
        block_on(runtime()?, self)
    }
}

impl<R: Paged> DetailedPages<R> {
    /// Waits for [`next`](Self::next). Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails like [`Call::send_blocking`].
    pub fn next_blocking(&mut self) -> Option<Result<Detailed<R::Response>, Error>> {
        match runtime() {
            Ok(runtime) => block_on(runtime, self.next()),
            Err(_) if self.is_over() => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<R: Paged> PageItems<R> {
    /// Waits for [`next`](Self::next). Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails like [`Call::send_blocking`].
    pub fn next_blocking(&mut self) -> Option<Result<R::Item, Error>> {
        match runtime() {
            Ok(runtime) => block_on(runtime, self.next()),
            Err(_) if self.is_over() => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<R: Batched> Batching<R> {
    /// Makes the remaining calls, waits for their responses and joins them. Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails with a [`BatchError`], whose error is one of [`Call::send_blocking`].
    pub fn send_blocking(mut self) -> Result<R::Response, BatchError<R>> {
        match runtime().map_err(|error| self.refuse(error)) {
            Ok(runtime) => block_on(runtime, self.into_future()),
            Err(Some(error)) => Err(error),
            Err(None) => Ok(self.into_joined()),
        }
    }

    /// Waits for [`next`](Self::next). Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Fails like [`send_blocking`](Self::send_blocking).
    pub fn next_blocking(&mut self) -> Option<Result<Batch<R>, BatchError<R>>> {
        match runtime() {
            Ok(runtime) => block_on(runtime, self.next()),
            Err(error) => self.refuse(error).map(Err),
        }
    }
}
