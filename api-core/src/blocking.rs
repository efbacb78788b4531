//! Calls from code that is not asynchronous.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;
use crate::{Batch, BatchError, Batched, Batches, Call, Endpoint, Items, Paged};

/// Drives the calls of all clients: one thread beside those that wait.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let refuse = |problem: String| Error::configuration(vec![problem]);
    if Handle::try_current().is_ok() {
        return Err(refuse("a blocking call inside an async runtime: await it instead".to_owned()));
    }
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| refuse(format!("no runtime: {error}")))?;
    Ok(RUNTIME.get_or_init(|| runtime))
}

impl<R: Endpoint> Call<R> {
    /// Makes the call, and waits for the answer. Needs the feature `blocking`.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
    /// # fn example(client: Client) -> Result<(), Error> {
    /// let request = Request::new("user15", ["test0"]);
    /// let answer = client.conversation().delete_contact_group(request).send_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As awaiting it; and of kind [`Configuration`](crate::ErrorKind::Configuration) inside an async runtime, whose thread
    /// it would hold up.
    pub fn send_blocking(self) -> Result<R::Response, Error> {
        runtime()?.block_on(self.into_future())
    }
}

impl<R: Paged> Items<R> {
    /// As [`next`](Self::next), waiting for it. Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`Call::send_blocking`].
    pub fn next_blocking(&mut self) -> Option<Result<R::Item, Error>> {
        match runtime() {
            Ok(runtime) => runtime.block_on(self.next()),
            Err(error) => Some(Err(error)),
        }
    }
}

impl<R: Batched> Batches<R> {
    /// As [`next`](Self::next), waiting for it. Needs the feature `blocking`.
    ///
    /// # Errors
    ///
    /// As [`Call::send_blocking`].
    pub fn next_blocking(&mut self) -> Option<Result<Batch<R>, BatchError<R>>> {
        match runtime() {
            Ok(runtime) => runtime.block_on(self.next()),
            Err(error) => self.refuse(error).map(Err),
        }
    }
}
