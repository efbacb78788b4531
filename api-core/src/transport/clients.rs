//! HTTP clients, each with its own connections.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::{self, Handle};

use crate::clock::Clock;
use crate::error::Source;

/// The number of calls that share a connection of HTTP/2. RFC 9113 advises servers to allow at least 100 streams, and
/// most allow 128.
const STREAMS: usize = 100;

/// The number of clients that are kept although no call uses them: for other runtimes, and for a burst over HTTP/2.
const KEPT: usize = 64;

/// Connections count as dead once calls that were given up have waited for this long in all, and no call got a response
/// over any of the connections.
const SILENT_FOR: Duration = Duration::from_millis(500);

/// Makes a client. The argument is `true` for plain HTTP.
type Make<C> = Box<dyn Fn(bool) -> Result<C, Source> + Send + Sync>;

/// The clients of one transport. Each runtime has its own, because the connections of another one might not be driven.
/// Over HTTP/2 there is one for every 100 concurrent calls, because a client has one such connection.
pub(super) struct Clients<C> {
    make: Make<C>,
    is_http2: bool,
    /// No foreign code runs while they are locked: clients are made and dropped outside of the lock.
    entries: Mutex<Vec<Arc<Entry<C>>>>,
}

struct Entry<C> {
    runtime: Option<runtime::Id>,
    is_plain: bool,
    client: C,
    calls: AtomicUsize,
    responses: AtomicU64,
    silence: Mutex<Silence>,
}

/// The time that calls waited without success since the last response. A time during which several calls waited counts
/// once.
#[derive(Default)]
struct Silence {
    /// The entry's count of responses when the silence began.
    responses: u64,
    waited: Duration,
    until: Duration,
}

/// A client for one call.
pub(super) struct Lease<C> {
    clients: Arc<Clients<C>>,
    entry: Arc<Entry<C>>,
    clock: Arc<dyn Clock>,
    /// The time at which the call began, by the clock.
    began: Duration,
    /// The entry's count of responses when the call began.
    responses: u64,
    is_over: bool,
}

impl<C> Clients<C> {
    /// Makes one client at once, so that a wrong configuration fails here.
    pub(super) fn new(
        is_http2: bool,
        make: impl Fn(bool) -> Result<C, Source> + Send + Sync + 'static,
    ) -> Result<Arc<Self>, Source> {
        make(false)?;
        Ok(Arc::new(Self { make: Box::new(make), is_http2, entries: Mutex::default() }))
    }

    /// Uses this client for all calls.
    pub(super) fn of(client: C) -> Arc<Self>
    where
        C: Clone + Send + Sync + 'static,
    {
        let make = Box::new(move |_| Ok(client.clone()));
        Arc::new(Self { make, is_http2: false, entries: Mutex::default() })
    }

    /// Returns a client for a call of the current runtime.
    pub(super) fn lease(
        self: &Arc<Self>,
        is_plain: bool,
        clock: &Arc<dyn Clock>,
    ) -> Result<Lease<C>, Source> {
        let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
        let found = self.find(&self.entries(), runtime, is_plain);
        let entry = match found {
            Some(entry) => entry,
            None => self.insert(runtime, is_plain, (self.make)(is_plain)?),
        };
        let responses = entry.responses.load(Ordering::Relaxed);
        let (clients, clock, began) = (Arc::clone(self), Arc::clone(clock), clock.now());
        Ok(Lease { clients, entry, clock, began, responses, is_over: false })
    }

    /// Finds an entry with room for another call, and counts the call.
    fn find(
        &self,
        entries: &[Arc<Entry<C>>],
        runtime: Option<runtime::Id>,
        is_plain: bool,
    ) -> Option<Arc<Entry<C>>> {
        let has_room = |entry: &&Arc<Entry<C>>| {
            (entry.runtime, entry.is_plain) == (runtime, is_plain)
                && (!self.is_http2 || entry.calls.load(Ordering::Relaxed) < STREAMS)
        };
        let entry = entries.iter().find(has_room)?;
        entry.calls.fetch_add(1, Ordering::Relaxed);
        Some(Arc::clone(entry))
    }

    /// Inserts a client for a call, and evicts unused clients if there are too many. If another call has inserted one
    /// meanwhile, that one is returned.
    fn insert(&self, runtime: Option<runtime::Id>, is_plain: bool, client: C) -> Arc<Entry<C>> {
        let (calls, responses, silence) =
            (AtomicUsize::new(1), AtomicU64::new(0), Mutex::default());
        let entry = Arc::new(Entry { runtime, is_plain, client, calls, responses, silence });
        let mut evicted = Vec::new();
        let mut entries = self.entries();
        let found = self.find(&entries, runtime, is_plain);
        if found.is_none() {
            let is_idle = |entry: &Arc<Entry<C>>| entry.calls.load(Ordering::Relaxed) == 0;
            while entries.len() >= KEPT
                && let Some(oldest) = entries.iter().position(is_idle)
            {
                evicted.push(entries.remove(oldest));
            }
            entries.push(Arc::clone(&entry));
        }
        drop(entries);
        found.unwrap_or(entry)
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Arc<Entry<C>>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Silence {
    /// Counts a call that waited without a response. Returns `true` if the waits were long enough in all.
    fn add(&mut self, responses: u64, began: Duration, now: Duration) -> bool {
        if self.responses != responses {
            *self = Self { responses, ..Self::default() };
        }
        let waited = now.saturating_sub(began.max(self.until));
        self.waited = self.waited.saturating_add(waited);
        self.until = self.until.max(now);
        self.waited >= SILENT_FOR
    }
}

impl<C> Lease<C> {
    pub(super) fn client(&self) -> &C {
        &self.entry.client
    }

    /// Returns `true` if the client speaks HTTP/2.
    #[cfg(feature = "hyper")]
    pub(super) fn is_http2(&self) -> bool {
        self.clients.is_http2 && !self.entry.is_plain
    }

    /// Ends the call. `has_response` is `true` if there was a response.
    pub(super) fn end(mut self, has_response: bool) {
        self.is_over = true;
        if has_response {
            self.entry.responses.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a call that was given up. Returns `true` if the connections count as dead.
    fn is_dead(&self) -> bool {
        let responses = self.entry.responses.load(Ordering::Relaxed);
        if responses != self.responses {
            return false;
        }
        let now = self.clock.now();
        let mut silence = self.entry.silence.lock().unwrap_or_else(PoisonError::into_inner);
        silence.add(responses, self.began, now)
    }
}

impl<C> Drop for Lease<C> {
    fn drop(&mut self) {
        self.entry.calls.fetch_sub(1, Ordering::Relaxed);
        // Over HTTP/2 the connection lives on when a call is given up. Over HTTP/1.1 it closes, but the cause may have
        // hit all idle connections too. If no call got a response for a while, later calls open new connections.
        if !self.is_over && self.is_dead() {
            self.clients.entries().retain(|entry| !Arc::ptr_eq(entry, &self.entry));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{OnceLock, Weak};

    use super::*;
    use crate::SystemClock;

    /// A handle to the clients of a test.
    #[derive(Clone, Default)]
    struct Known(Arc<OnceLock<Weak<Clients<Probe>>>>);

    /// A client that panics if the entries are locked when it is dropped.
    struct Probe(Known);

    impl Known {
        fn clients(&self) -> Option<Arc<Clients<Probe>>> {
            self.0.get()?.upgrade()
        }

        fn assert_unlocked(&self) {
            if let Some(clients) = self.clients() {
                assert!(clients.entries.try_lock().is_ok(), "the entries are locked");
            }
        }
    }

    impl Drop for Probe {
        fn drop(&mut self) {
            self.0.assert_unlocked();
        }
    }

    /// Returns clients of HTTP/2. `meanwhile` runs whenever one of them is made.
    fn clients(meanwhile: impl Fn(&Known) + Send + Sync + 'static) -> Arc<Clients<Probe>> {
        let known = Known::default();
        let probe = known.clone();
        let make = move |_| {
            probe.assert_unlocked();
            meanwhile(&probe);
            Ok(Probe(probe.clone()))
        };
        let clients = Clients::new(true, make).unwrap();
        known.0.set(Arc::downgrade(&clients)).unwrap();
        clients
    }

    fn lease(clients: &Arc<Clients<Probe>>, is_plain: bool) -> Lease<Probe> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        clients.lease(is_plain, &clock).unwrap()
    }

    #[test]
    fn clients_are_made_and_dropped_unlocked_and_the_idle_ones_make_room() {
        let clients = clients(|_| {});
        let leases: Vec<_> = (0..STREAMS * (KEPT + 2)).map(|_| lease(&clients, false)).collect();
        assert_eq!(clients.entries().len(), KEPT + 2, "none is idle");
        for lease in leases {
            lease.end(true);
        }
        lease(&clients, true).end(true);
        assert_eq!(clients.entries().len(), KEPT);
        assert_eq!(clients.entries().iter().filter(|entry| entry.is_plain).count(), 1);
    }

    #[test]
    fn a_client_that_another_call_made_meanwhile_is_taken() {
        let is_nested = AtomicUsize::new(0);
        let clients = clients(move |known| {
            if let Some(clients) = known.clients()
                && is_nested.fetch_add(1, Ordering::Relaxed) == 0
            {
                lease(&clients, false).end(true);
            }
        });
        let lease = lease(&clients, false);
        let entries: Vec<_> = clients.entries().iter().map(Arc::clone).collect();
        assert_eq!(entries.len(), 1);
        assert!(Arc::ptr_eq(&lease.entry, &entries[0]));
        assert_eq!(entries[0].calls.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn calls_in_a_row_add_up_to_silence_calls_at_once_do_not_and_a_response_ends_it() {
        let at = Duration::from_millis;
        assert!(Silence::default().add(0, at(10), at(510)));
        assert!(!Silence::default().add(0, at(10), at(509)));

        let mut silence = Silence::default();
        for _ in 0..20 {
            assert!(!silence.add(0, at(1000), at(1300)), "they waited at the same time");
        }
        // The time between calls does not count.
        assert!(!silence.add(0, at(900_000), at(900_199)));
        assert!(silence.add(0, at(900_200), at(900_201)));

        assert!(!silence.add(1, at(901_000), at(901_300)), "there was a response");
        assert!(silence.add(1, at(901_300), at(901_500)));
        assert!(silence.add(1, at(0), Duration::MAX));
        assert!(silence.add(1, Duration::MAX, at(0)));
    }
}
