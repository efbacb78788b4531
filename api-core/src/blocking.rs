//! Calls from threads that may block.

use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::task::coop;

use crate::error::Error;
use crate::{
    Batch, BatchError, Batched, Batching, Call, Client, Detailed, DetailedFuture, DetailedPages,
    Diagnosis, Endpoint, PageItems, Paged, RawCall,
};

/// Waits for a future on this thread. Connections and timers are driven by a runtime of our own, which has one thread for all
/// clients.
fn block_on<F: Future>(runtime: &Runtime, future: F) -> F::Output {
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

/// The runtime of blocking calls, unless this thread must not block.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let refuse = |problem: String| Error::misuse("could not block", vec![problem]);
    if polls_a_task() {
        let problem = "this thread polls an async task: await the call, or make it within \
                       `tokio::task::spawn_blocking`";
        return Err(refuse(problem.to_owned()));
    }
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| refuse(format!("could not start a runtime: {error}")))?;
    if let Err(late) = RUNTIME.set(runtime) {
        late.shutdown_background();
    }
    RUNTIME.get().ok_or_else(|| refuse("could not keep the runtime".to_owned()))
}

/// Returns `true` if a runtime of tokio polls a future on this thread right now: in a task or within `block_on`, but not in
/// `spawn_blocking`, `block_in_place` or where a runtime is merely entered.
///
/// tokio gives each poll a budget, and says when it is used up; where a thread may block there is none. It fits a byte. What
/// is used of it here is given back. Within `coop::unconstrained` it cannot be told, and the call blocks the worker.
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
    // The first one, which knows the whole budget, has the last word.
    while used.pop().is_some() {}
    is_used_up
}

impl<R: Endpoint> Call<R> {
    /// Makes the call and waits for the response. Needs the feature `blocking`.
    ///
    /// It works on every thread that may block: also within `tokio::task::spawn_blocking`, `block_in_place` and
    /// `Runtime::enter()`.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
    /// # fn example(client: Client) -> Result<(), Error> {
    /// let request = Request::new("user15", ["test0"]);
    /// let response = client.conversation().delete_contact_group(request).send_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As awaiting it; and of kind [`Configuration`](crate::ErrorKind::Configuration) where an async task is polled, whose
    /// thread it would hold up.
    pub fn send_blocking(self) -> Result<R::Response, Error> {
        block_on(runtime()?, self.into_future())
    }
}

impl RawCall {
    /// Makes the call and waits for the response. Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`Call::send_blocking`].
    pub fn send_blocking(self) -> Result<Value, Error> {
        block_on(runtime()?, self.into_future())
    }
}

impl Client {
    /// Waits for [`diagnose`](Self::diagnose). Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration) where an async task is polled, whose thread it would hold
    /// up.
    pub fn diagnose_blocking(&self) -> Result<Diagnosis, Error> {
        Ok(block_on(runtime()?, self.diagnose()))
    }
}

impl<R: Endpoint> DetailedFuture<R> {
    /// Makes the call and waits for the response. Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`Call::send_blocking`].
    pub fn send_blocking(self) -> Result<Detailed<R::Response>, Error> {
        block_on(runtime()?, self)
    }
}

impl<R: Paged> DetailedPages<R> {
    /// Waits for [`next`](Self::next). Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`Call::send_blocking`].
    pub fn next_blocking(&mut self) -> Option<Result<Detailed<R::Response>, Error>> {
        match runtime() {
            Ok(runtime) => block_on(runtime, self.next()),
            Err(_) if self.is_over() => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<R: Paged> PageItems<R> {
    /// Waits for [`next`](Self::next). Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`Call::send_blocking`].
    pub fn next_blocking(&mut self) -> Option<Result<R::Item, Error>> {
        match runtime() {
            Ok(runtime) => block_on(runtime, self.next()),
            Err(_) if self.is_over() => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<R: Batched> Batching<R> {
    /// Makes the calls that are left, waits for the responses and joins them. Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// A [`BatchError`] with an error as that of [`Call::send_blocking`].
    pub fn send_blocking(mut self) -> Result<R::Response, BatchError<R>> {
        match runtime().map_err(|error| self.refuse(error)) {
            Ok(runtime) => block_on(runtime, self.into_future()),
            Err(Some(error)) => Err(error),
            Err(None) => Ok(self.into_joined()),
        }
    }

    /// Waits for [`next`](Self::next). Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`send_blocking`](Self::send_blocking).
    pub fn next_blocking(&mut self) -> Option<Result<Batch<R>, BatchError<R>>> {
        match runtime() {
            Ok(runtime) => block_on(runtime, self.next()),
            Err(error) => self.refuse(error).map(Err),
        }
    }
}
