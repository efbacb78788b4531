//! The queue of callers that wait for a permit. It has no clock and no lock; callers pass the time.
//!
//! Any caller that is polled lets in as many of the first callers as there is room for, so that nobody waits for a
//! caller that is not polled. A permit counts from the moment it is granted. One that is not used in time is taken
//! back, and its holder is let in again only when it is polled itself.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::task::Waker;
use std::time::Duration;

use crate::EndpointSpec;

/// A permit counts for this long after its use: one second, and the difference in network delay between two requests.
pub(super) const COUNTED_FOR: Duration = Duration::from_millis(1005);

/// A permit is held for this long for a caller that does not use it.
pub(super) const HELD_FOR: Duration = Duration::from_millis(50);

/// A caller's position in the queue. Earlier callers have smaller ones.
pub(super) type Ticket = u64;

/// The result of the arrival of a caller.
pub(super) enum Arrival {
    Granted(Ticket),
    Queued(Ticket),
    /// A permit would be available only after this time.
    TooLate(Duration),
}

/// All callers of one app.
pub(super) struct AppQueue {
    next_ticket: Ticket,
    /// The rate limit of all endpoints together, if there is one.
    window: Option<Window>,
    endpoints: BTreeMap<&'static str, EndpointQueue>,
}

struct EndpointQueue {
    window: Option<Window>,
    waiting: BTreeMap<Ticket, Waiter>,
}

struct Waiter {
    waker: Waker,
    /// The time at which its timer fires.
    wakes_at: Duration,
}

/// Wakers to be woken, or only dropped, once nothing is locked. Both run foreign code.
#[derive(Default)]
pub(super) struct Released {
    pub(super) woken: Vec<Waker>,
    forgotten: Vec<Waker>,
}

impl Released {
    fn forget(&mut self, waiter: Option<Waiter>) {
        self.forgotten.extend(waiter.map(|waiter| waiter.waker));
    }
}

/// The permits that count towards a rate limit.
struct Window {
    per_second: usize,
    /// The times of the uses, oldest first.
    used: VecDeque<Duration>,
    /// Permits that are not used yet and the times of their grants, oldest first.
    granted: VecDeque<(Ticket, Duration)>,
}

impl AppQueue {
    pub(super) fn new(per_second: Option<u32>) -> Self {
        Self { next_ticket: 0, window: per_second.map(Window::new), endpoints: BTreeMap::new() }
    }

    /// Grants a permit if there is room and no earlier caller waits. Otherwise queues the caller, unless a permit would
    /// be available too late, assuming that the earlier callers use theirs.
    pub(super) fn arrive(
        &mut self,
        endpoint: &'static EndpointSpec,
        now: Duration,
        time_left: Duration,
        released: &mut Released,
    ) -> Arrival {
        let path = endpoint.path();
        let ticket = self.next_ticket;
        let queue = self.endpoints.entry(path).or_insert_with(|| EndpointQueue::new(endpoint));
        queue.window.iter_mut().for_each(|window| window.prune(now));
        if self.window.is_some() || !queue.waiting.is_empty() {
            self.prune(path, now);
            self.admit(path, now, ticket, released);
        }
        let app_at = self.app_room_at(path, now, time_left);
        let is_first_of_all = self.window.is_none() || self.is_first(path, ticket, now);
        let queue = self.endpoints.entry(path).or_insert_with(|| EndpointQueue::new(endpoint));
        let room_at = queue.room_at(queue.waiting.len(), now).max(app_at);
        let wait = room_at.saturating_sub(now);
        if wait > time_left {
            return Arrival::TooLate(wait);
        }
        self.next_ticket += 1;
        if wait.is_zero() && queue.waiting.is_empty() && is_first_of_all {
            let windows = queue.window.iter_mut().chain(&mut self.window);
            windows.for_each(|window| window.granted.push_back((ticket, now)));
            return Arrival::Granted(ticket);
        }
        Arrival::Queued(ticket)
    }

    /// Lets in as many callers as there is room for. Returns `None` if the caller then has a permit, or else the
    /// earliest time at which it can get one.
    pub(super) fn poll(
        &mut self,
        endpoint: &'static EndpointSpec,
        ticket: Ticket,
        now: Duration,
        waker: &Waker,
        released: &mut Released,
    ) -> Option<Duration> {
        let path = endpoint.path();
        self.prune(path, now);
        if !self.has_permit(path, ticket) {
            let queue = self.endpoints.get_mut(path)?;
            let waiter = Waiter { waker: waker.clone(), wakes_at: Duration::MAX };
            released.forget(queue.waiting.insert(ticket, waiter));
        }
        let let_in = self.admit(path, now, ticket, released);
        let has_permit = self.has_permit(path, ticket);
        if has_permit && let_in.is_none_or(|first| first > ticket) {
            return None;
        }
        let mut wakes_at = self.wakes_at(path, ticket, now);
        if let_in.is_some() {
            // The callers that were let in might never be polled. This one is, so it checks on them.
            wakes_at = wakes_at.min(now.saturating_add(HELD_FOR));
        }
        if has_permit {
            // It is polled again after the earlier callers.
            released.woken.push(waker.clone());
        } else if let Some(waiter) = self.endpoints.get_mut(path)?.waiting.get_mut(&ticket) {
            waiter.wakes_at = wakes_at;
        }
        Some(wakes_at)
    }

    /// Returns the time of the next check of a waiting caller: the time at which it gets a permit if half of the
    /// earlier callers leave. It is at most [`COUNTED_FOR`] from now, because more of them may leave.
    fn wakes_at(&self, path: &'static str, ticket: Ticket, now: Duration) -> Duration {
        let Some(queue) = self.endpoints.get(path) else { return now };
        let first = queue.waiting.keys().next().copied().unwrap_or(ticket);
        let before = usize::try_from(ticket.saturating_sub(first)).unwrap_or(usize::MAX);
        let before = before.min(queue.waiting.len()) / 2;
        let app_at = self.window.as_ref().map_or(now, |window| window.room_at(before, now));
        queue.room_at(before, now).max(app_at).min(now.saturating_add(COUNTED_FOR))
    }

    /// Counts the use of a permit. Returns `true` if the permit is still valid.
    pub(super) fn use_permit(
        &mut self,
        endpoint: &'static EndpointSpec,
        ticket: Ticket,
        now: Duration,
    ) -> bool {
        let path = endpoint.path();
        let mut holds = false;
        for window in self.windows(path) {
            window.prune(now);
            holds |= window.revoke(ticket);
        }
        // A holder whose permit was taken back keeps its position.
        holds = holds || self.has_room(path) && self.is_first(path, ticket, now);
        if !holds {
            return false;
        }
        self.windows(path).for_each(|window| window.used.push_back(now));
        true
    }

    /// Removes a caller, and lets in those that it makes room for.
    pub(super) fn leave(
        &mut self,
        endpoint: &'static EndpointSpec,
        ticket: Ticket,
        now: Duration,
        released: &mut Released,
    ) {
        let path = endpoint.path();
        self.windows(path).for_each(|window| {
            window.revoke(ticket);
        });
        if let Some(queue) = self.endpoints.get_mut(path) {
            released.forget(queue.waiting.remove(&ticket));
        }
        self.prune(path, now);
        self.admit(path, now, ticket, released);
    }

    /// Grants permits to the first callers as long as there is room, and wakes all of them but the one that is `polled`
    /// right now. Returns the first of the woken ones.
    fn admit(
        &mut self,
        path: &'static str,
        now: Duration,
        polled: Ticket,
        released: &mut Released,
    ) -> Option<Ticket> {
        let mut let_in = None;
        while let Some((path, ticket)) = self.next(path, now) {
            let queue = self.endpoints.get_mut(path);
            let waiter = queue.and_then(|queue| queue.waiting.remove(&ticket));
            self.grant(path, ticket, now);
            if ticket == polled {
                released.forget(waiter);
            } else {
                let_in.get_or_insert(ticket);
                released.woken.extend(waiter.map(|waiter| waiter.waker));
            }
        }
        // Earlier callers left or did not use their permits, so the first caller may have to check earlier than
        // planned.
        let app_at = self.window.as_ref().map_or(now, |window| window.room_at(0, now));
        for queue in self.affected(path) {
            let at = queue.room_at(0, now).max(app_at);
            if let Some((ticket, first)) = queue.waiting.iter_mut().next()
                && first.wakes_at > at
                && *ticket != polled
            {
                first.wakes_at = at;
                released.woken.push(first.waker.clone());
            }
        }
        let_in
    }

    /// Returns the caller that gets the next permit: the earliest of the first callers of each endpoint with room.
    fn next(&mut self, path: &'static str, now: Duration) -> Option<(&'static str, Ticket)> {
        if self.window.as_ref().is_some_and(|window| !window.has_room()) {
            return None;
        }
        let first = |(path, queue): (&&'static str, &mut EndpointQueue)| {
            let ticket = *queue.waiting.keys().next()?;
            queue.window.iter_mut().for_each(|window| window.prune(now));
            queue.has_room().then_some((*path, ticket))
        };
        if self.window.is_some() {
            return self.endpoints.iter_mut().filter_map(first).min_by_key(|(_, ticket)| *ticket);
        }
        first((&path, self.endpoints.get_mut(path)?))
    }

    /// Returns the queues that a change in the queue of `path` can affect: all, if they share a rate limit.
    fn affected(&mut self, path: &'static str) -> impl Iterator<Item = &mut EndpointQueue> {
        let paths = match self.window {
            Some(_) => (Bound::Unbounded, Bound::Unbounded),
            None => (Bound::Included(path), Bound::Included(path)),
        };
        self.endpoints.range_mut::<&'static str, _>(paths).map(|(_, queue)| queue)
    }

    fn grant(&mut self, path: &'static str, ticket: Ticket, now: Duration) {
        self.windows(path).for_each(|window| window.granted.push_back((ticket, now)));
    }

    fn prune(&mut self, path: &'static str, now: Duration) {
        self.windows(path).for_each(|window| window.prune(now));
    }

    /// Returns the rate limits that a call of an endpoint counts towards.
    fn windows(&mut self, path: &'static str) -> impl Iterator<Item = &mut Window> {
        let own = self.endpoints.get_mut(path).and_then(|queue| queue.window.as_mut());
        own.into_iter().chain(&mut self.window)
    }

    fn has_permit(&mut self, path: &'static str, ticket: Ticket) -> bool {
        let granted =
            |window: &mut Window| window.granted.iter().any(|(other, _)| *other == ticket);
        self.windows(path).next().is_some_and(granted)
    }

    fn has_room(&mut self, path: &'static str) -> bool {
        self.windows(path).all(|window| window.has_room())
    }

    /// Returns `true` if no waiting caller has to be let in before.
    fn is_first(&mut self, path: &'static str, ticket: Ticket, now: Duration) -> bool {
        self.affected(path).all(|queue| {
            let is_later = queue.waiting.keys().next().is_none_or(|first| *first > ticket);
            queue.window.iter_mut().for_each(|window| window.prune(now));
            is_later || !queue.has_room()
        })
    }

    /// Returns the earliest time at which the app's rate limit has room for a caller that arrives now. Earlier callers
    /// of its endpoint come first, and those that other endpoints let in within the caller's time.
    fn app_room_at(&mut self, path: &'static str, now: Duration, time_left: Duration) -> Duration {
        let Some(window) = &mut self.window else { return now };
        window.prune(now);
        let rounds = time_left.as_millis() / COUNTED_FOR.as_millis();
        let rounds = usize::try_from(rounds).unwrap_or(usize::MAX);
        let before = self.endpoints.iter_mut().map(|(other, queue)| {
            queue.window.iter_mut().for_each(|window| window.prune(now));
            let let_in = if *other == path { usize::MAX } else { queue.let_in(rounds) };
            queue.waiting.len().min(let_in)
        });
        window.room_at(before.sum(), now)
    }
}

impl EndpointQueue {
    fn new(endpoint: &'static EndpointSpec) -> Self {
        Self { window: endpoint.rate_per_second().map(Window::new), waiting: BTreeMap::new() }
    }

    fn has_room(&self) -> bool {
        self.window.as_ref().is_none_or(Window::has_room)
    }

    /// Returns the largest number of callers that it can let in, now and in this number of rounds.
    fn let_in(&self, rounds: usize) -> usize {
        let let_in = |window: &Window| {
            window.room().saturating_add(window.per_second.saturating_mul(rounds))
        };
        self.window.as_ref().map_or(usize::MAX, let_in)
    }

    fn room_at(&self, position: usize, now: Duration) -> Duration {
        self.window.as_ref().map_or(now, |window| window.room_at(position, now))
    }
}

impl Window {
    fn new(per_second: u32) -> Self {
        let per_second = usize::try_from(per_second.max(1)).unwrap_or(usize::MAX);
        Self { per_second, used: VecDeque::new(), granted: VecDeque::new() }
    }

    /// Removes the permits that no longer count.
    fn prune(&mut self, now: Duration) {
        while self.used.front().is_some_and(|used| used.saturating_add(COUNTED_FOR) <= now) {
            self.used.pop_front();
        }
        while self.granted.front().is_some_and(|(_, at)| at.saturating_add(HELD_FOR) <= now) {
            self.granted.pop_front();
        }
    }

    /// Takes back an unused permit. Returns `true` if there was one.
    fn revoke(&mut self, ticket: Ticket) -> bool {
        let index = self.granted.iter().position(|(other, _)| *other == ticket);
        index.and_then(|index| self.granted.remove(index)).is_some()
    }

    fn room(&self) -> usize {
        self.per_second.saturating_sub(self.used.len() + self.granted.len())
    }

    fn has_room(&self) -> bool {
        self.room() > 0
    }

    /// Returns the earliest time at which there can be room for a caller with `position` callers before it.
    fn room_at(&self, position: usize, now: Duration) -> Duration {
        let Some(behind) = position.checked_sub(self.room()) else { return now };
        // Each permit that expires makes room for one caller. Callers beyond the last permit wait for those that are
        // granted then.
        let rounds = u32::try_from(behind / self.per_second + 1).unwrap_or(u32::MAX);
        let since = self.used.get(behind % self.per_second).copied().unwrap_or(now);
        let expires = since.saturating_add(COUNTED_FOR.saturating_mul(rounds));
        let lapses = self.granted.get(behind).map(|(_, at)| at.saturating_add(HELD_FOR));
        lapses.map_or(expires, |lapses| lapses.min(expires)).max(now)
    }
}
