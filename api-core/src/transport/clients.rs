//! HTTP clients, each with connections of its own.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::{self, Handle};

use crate::error::Source;

/// So many calls share a connection of HTTP/2. RFC 9113 advises servers to allow at least 100 streams, and most allow 128.
const STREAMS: usize = 100;

/// So many clients are kept though no call uses them: for other runtimes, and for a burst of HTTP/2.
const KEPT: usize = 64;

/// Makes a client; told whether it is for plain HTTP.
type Make<C> = Box<dyn Fn(bool) -> Result<C, Source> + Send + Sync>;

/// Clients of one transport: one a runtime, since the connections of another one may not be driven, and over HTTP/2 one
/// for every 100 calls at once, since a client has one such connection.
pub(super) struct Clients<C> {
    make: Make<C>,
    is_http2: bool,
    entries: Mutex<Vec<Arc<Entry<C>>>>,
}

struct Entry<C> {
    runtime: Option<runtime::Id>,
    is_plain: bool,
    client: C,
    calls: AtomicUsize,
    responses: AtomicU64,
}

/// A client for one call.
pub(super) struct Lease<C> {
    clients: Arc<Clients<C>>,
    entry: Arc<Entry<C>>,
    /// The count of the entry's responses when the call began.
    responses: u64,
    is_over: bool,
}

impl<C> Clients<C> {
    /// Makes one client at once, to know that it can be made.
    pub(super) fn new(
        is_http2: bool,
        make: impl Fn(bool) -> Result<C, Source> + Send + Sync + 'static,
    ) -> Result<Arc<Self>, Source> {
        make(false)?;
        Ok(Arc::new(Self { make: Box::new(make), is_http2, entries: Mutex::default() }))
    }

    /// Knows this client only, whoever calls.
    pub(super) fn of(client: C) -> Arc<Self>
    where
        C: Clone + Send + Sync + 'static,
    {
        let make = Box::new(move |_| Ok(client.clone()));
        Arc::new(Self { make, is_http2: false, entries: Mutex::default() })
    }

    /// A client for a call of the current runtime.
    pub(super) fn lease(self: &Arc<Self>, is_plain: bool) -> Result<Lease<C>, Source> {
        let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
        let mut entries = self.entries();
        let has_room = |entry: &Arc<Entry<C>>| {
            (entry.runtime, entry.is_plain) == (runtime, is_plain)
                && (!self.is_http2 || entry.calls.load(Ordering::Relaxed) < STREAMS)
        };
        let entry = match entries.iter().find(|entry| has_room(entry)) {
            Some(entry) => Arc::clone(entry),
            None => {
                let (calls, responses) = (AtomicUsize::new(0), AtomicU64::new(0));
                let client = (self.make)(is_plain)?;
                if entries.len() >= KEPT {
                    let is_idle = |entry: &Arc<Entry<C>>| entry.calls.load(Ordering::Relaxed) == 0;
                    entries.iter().position(is_idle).map(|oldest| entries.remove(oldest));
                }
                let entry = Arc::new(Entry { runtime, is_plain, client, calls, responses });
                entries.push(Arc::clone(&entry));
                entry
            }
        };
        entry.calls.fetch_add(1, Ordering::Relaxed);
        drop(entries);
        let responses = entry.responses.load(Ordering::Relaxed);
        Ok(Lease { clients: Arc::clone(self), entry, responses, is_over: false })
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Arc<Entry<C>>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C> Lease<C> {
    pub(super) fn client(&self) -> &C {
        &self.entry.client
    }

    /// Returns whether the client speaks HTTP/2.
    #[cfg(feature = "hyper")]
    pub(super) fn is_http2(&self) -> bool {
        self.clients.is_http2 && !self.entry.is_plain
    }

    /// Ends the call, and says whether it brought a response.
    pub(super) fn end(mut self, has_response: bool) {
        self.is_over = true;
        if has_response {
            self.entry.responses.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl<C> Drop for Lease<C> {
    fn drop(&mut self) {
        self.entry.calls.fetch_sub(1, Ordering::Relaxed);
        let is_silent = self.entry.responses.load(Ordering::Relaxed) == self.responses;
        // Over HTTP/2 the connection goes on when a call is given up. Over HTTP/1.1 it closes, but what it died of may have
        // met all that are kept. If nothing came for anyone meanwhile, later calls connect anew.
        if !self.is_over && is_silent {
            self.clients.entries().retain(|entry| !Arc::ptr_eq(entry, &self.entry));
        }
    }
}
