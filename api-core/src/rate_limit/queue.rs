//! Who waits for a permit, and who gets the next one. It knows no clock and no lock: it is told the time.
//!
//! Any caller that is polled lets in as many of the first as there is room for, so that nobody waits for one that is not
//! polled. A permit counts from when it is given; one that is not used in time is taken back, and its holder is let in
//! again only when it is polled itself.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::task::Waker;
use std::time::Duration;

use crate::EndpointSpec;

/// How long a permit counts after its use: a second, and what the way to the service may differ from one request to the
/// next.
pub(super) const COUNTED_FOR: Duration = Duration::from_millis(1005);

/// How long a permit is held for a caller that does not use it.
pub(super) const HELD_FOR: Duration = Duration::from_millis(50);

/// A caller's place in the queue: the smaller, the earlier it came.
pub(super) type Ticket = u64;

/// What becomes of a caller that comes.
pub(super) enum Arrival {
    Granted(Ticket),
    Queued(Ticket),
    /// Its turn would come after so long.
    TooLate(Duration),
}

/// All callers of one app.
pub(super) struct AppQueue {
    next_ticket: Ticket,
    /// The rate of all endpoints together, if there is one.
    window: Option<Window>,
    endpoints: BTreeMap<&'static str, EndpointQueue>,
}

struct EndpointQueue {
    window: Option<Window>,
    waiting: BTreeMap<Ticket, Waiter>,
}

struct Waiter {
    waker: Waker,
    /// When its timer fires.
    wakes_at: Duration,
}

/// Wakers to be woken, or only dropped, when nothing is locked any more: both run code of others.
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

/// The permits that count towards a rate.
struct Window {
    per_second: usize,
    /// When permits were used, the oldest first.
    used: VecDeque<Duration>,
    /// Permits that are not used yet and when they were given, the oldest first.
    granted: VecDeque<(Ticket, Duration)>,
}

impl AppQueue {
    pub(super) fn new(per_second: Option<u32>) -> Self {
        Self { next_ticket: 0, window: per_second.map(Window::new), endpoints: BTreeMap::new() }
    }

    /// Gives a caller a permit if there is room and nobody came before it; otherwise a place in the queue, unless its
    /// turn would come too late, as far as those before it use their permits.
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

    /// Lets in as many as there is room for. Returns nothing if the caller has a permit then, or else when its turn can
    /// come at the earliest.
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
            // Whoever was let in may not be polled. This one is, so it looks after them.
            wakes_at = wakes_at.min(now.saturating_add(HELD_FOR));
        }
        if has_permit {
            // It is polled again behind those that came before it.
            released.woken.push(waker.clone());
        } else if let Some(waiter) = self.endpoints.get_mut(path)?.waiting.get_mut(&ticket) {
            waiter.wakes_at = wakes_at;
        }
        Some(wakes_at)
    }

    /// When a caller that waits looks again: when its turn comes if half of those before it leave, and within a second or
    /// so, since more may leave.
    fn wakes_at(&self, path: &'static str, ticket: Ticket, now: Duration) -> Duration {
        let Some(queue) = self.endpoints.get(path) else { return now };
        let first = queue.waiting.keys().next().copied().unwrap_or(ticket);
        let before = usize::try_from(ticket.saturating_sub(first)).unwrap_or(usize::MAX);
        let before = before.min(queue.waiting.len()) / 2;
        let app_at = self.window.as_ref().map_or(now, |window| window.room_at(before, now));
        queue.room_at(before, now).max(app_at).min(now.saturating_add(COUNTED_FOR))
    }

    /// Counts the use of a permit; says whether it still holds.
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
        // The holder of one that was taken back stays the first.
        holds = holds || self.has_room(path) && self.is_first(path, ticket, now);
        if !holds {
            return false;
        }
        self.windows(path).for_each(|window| window.used.push_back(now));
        true
    }

    /// Forgets a caller, and lets in whoever that makes room for.
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

    /// Gives permits to the first as long as there is room, and wakes all of them but the one that is `polled` right now.
    /// Returns the first of these others.
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
        // Those before it left, or did not use their permits: the first may have to look earlier than it thought.
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

    /// Who gets the next permit: of the first at each endpoint with room, the one that came first.
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

    /// The queues in which something may change when something changes in that of `path`: all, if they share a rate.
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

    /// What a call of an endpoint counts towards.
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

    /// Whether nobody waits who would have to be let in before.
    fn is_first(&mut self, path: &'static str, ticket: Ticket, now: Duration) -> bool {
        self.affected(path).all(|queue| {
            let is_later = queue.waiting.keys().next().is_none_or(|first| *first > ticket);
            queue.window.iter_mut().for_each(|window| window.prune(now));
            is_later || !queue.has_room()
        })
    }

    /// When the app's own rate has room at the earliest for a caller that comes now: after those of its endpoint, and
    /// after those of others that their endpoints let in within the time that it has.
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

    /// How many it can let in at the most: now, and in so many rounds.
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

    /// Drops what counts no longer.
    fn prune(&mut self, now: Duration) {
        while self.used.front().is_some_and(|used| used.saturating_add(COUNTED_FOR) <= now) {
            self.used.pop_front();
        }
        while self.granted.front().is_some_and(|(_, at)| at.saturating_add(HELD_FOR) <= now) {
            self.granted.pop_front();
        }
    }

    /// Takes back a permit that was not used; says whether there was one.
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

    /// The earliest moment at which there can be room for a caller that has so many before it.
    fn room_at(&self, position: usize, now: Duration) -> Duration {
        let Some(behind) = position.checked_sub(self.room()) else { return now };
        // Each permit that expires makes room for one; those behind the last wait for the ones that are given then.
        let rounds = u32::try_from(behind / self.per_second + 1).unwrap_or(u32::MAX);
        let since = self.used.get(behind % self.per_second).copied().unwrap_or(now);
        let expires = since.saturating_add(COUNTED_FOR.saturating_mul(rounds));
        let lapses = self.granted.get(behind).map(|(_, at)| at.saturating_add(HELD_FOR));
        lapses.map_or(expires, |lapses| lapses.min(expires)).max(now)
    }
}
