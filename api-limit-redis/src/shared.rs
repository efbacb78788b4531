//! The part of a limiter that its callers and drivers share: the state behind a lock, and the connection.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use redis::Client;
use tencent_chat::{Clock, SystemClock};

use crate::clock_offset::RoundTrip;
use crate::connection::{self, Connection};
use crate::error::Failure;
use crate::queue::Events;
use crate::request::{Ask, Reply};
use crate::state::State;
use crate::stats::Stats;

/// The shared part of a limiter.
pub(crate) struct Shared {
    client: Client,
    /// The name of this limiter in Redis.
    id: String,
    state: Mutex<State>,
    link: Mutex<Option<Link>>,
}

/// A connection, and a number that tells it from those before.
#[derive(Clone)]
struct Link {
    number: u64,
    connection: Connection,
}

impl Shared {
    pub(crate) fn new(client: Client, state: State) -> Self {
        let id = format!("{:016x}", fastrand::u64(..));
        Self { client, id, state: Mutex::new(state), link: Mutex::default() }
    }

    /// Changes the state at the present time, and then wakes callers, while nothing is locked.
    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut State, Duration, &mut Events) -> T) -> T {
        let mut events = Events::default();
        let mut state = lock(&self.state);
        // Read within the lock, so that times never decrease.
        let changed = change(&mut state, SystemClock.now(), &mut events);
        let stats = state.stats();
        stats.given_up += events.given_up;
        stats.too_late += events.too_late;
        stats.refused += events.refused;
        drop(state);
        events.woken.drain(..).for_each(Waker::wake);
        changed
    }

    pub(crate) fn stats(&self) -> Stats {
        *lock(&self.state).stats()
    }

    /// Connects, unless there is a connection.
    pub(crate) async fn connect(&self) -> Result<(), Failure> {
        self.link().await.map(drop)
    }

    async fn link(&self) -> Result<Link, Failure> {
        let link = lock(&self.link).clone();
        if let Some(link) = link {
            return Ok(link);
        }
        let (connection, round_trips) = connection::connect(&self.client).await?;
        self.with(|state, _, _| round_trips.into_iter().for_each(|trip| state.measure(trip)));
        let link = Link { number: fastrand::u64(..), connection };
        *lock(&self.link) = Some(link.clone());
        Ok(link)
    }

    /// Sends a request, and takes its result.
    pub(crate) async fn attempt(self: Arc<Self>, ask: Ask) {
        let result = self.send(&ask).await;
        let finished = self.with(|state, now, events| {
            let was_outage = state.stats().is_outage;
            (was_outage, state.finish(&ask, result, now, events))
        });
        match finished {
            (_, Ok(true)) => tracing::info!("Redis can be used again; rate limits are shared"),
            (_, Ok(false)) => {}
            (true, Err(failure)) => tracing::debug!("Redis cannot be used: {failure}"),
            (false, Err(failure)) => tracing::warn!("Redis cannot be used: {failure}"),
        }
    }

    async fn send(&self, ask: &Ask) -> Result<(RoundTrip, Reply), Failure> {
        let mut link = self.link().await?;
        let (arguments, sent, timeout) = self.with(|state, now, _| {
            let timeout = state.options().response_timeout;
            (ask.arguments(&self.id, state.offset(), now, timeout), now, timeout)
        });
        let keys = ask.keys();
        let response = patiently(timeout, link.connection.reserve(&keys, &arguments)).await;
        let received = SystemClock.now();
        let reply = response.and_then(|response| ask.read(&response));
        // After one slow response the next one may be in time, and connecting takes longer.
        let is_first_timeout = matches!(reply, Err(Failure::Timeout))
            && self.with(|state, _, _| state.failures() == 0);
        if reply.is_err() && !is_first_timeout {
            let mut current = lock(&self.link);
            let is_current = current.as_ref().is_some_and(|other| other.number == link.number);
            let closed = if is_current { current.take() } else { None };
            drop(current);
            drop(closed);
        }
        let reply = reply?;
        Ok((RoundTrip { sent, received, redis: reply.redis }, reply))
    }
}

/// Waits for a response until the timeout. If it has been received by then, but this process was too busy to read it,
/// it is still taken.
async fn patiently<T>(
    timeout: Duration,
    response: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let mut response = std::pin::pin!(response);
    tokio::select! {
        biased;
        response = &mut response => return response,
        () = SystemClock.sleep(timeout) => {}
    }
    let grace = async {
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        response = &mut response => response,
        () = grace => Err(Failure::Timeout),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
