//! The callers of one limiter that wait for one endpoint, and the times that are reserved for them. It is driven from
//! outside: it knows neither a clock nor Redis.

use std::collections::{BTreeMap, VecDeque};
use std::task::Waker;
use std::time::Duration;

use crate::clock_offset::Reservation;
use crate::pace::{GATHER, Pace};

/// No time is reserved that is further in the future than this.
pub(crate) const AHEAD: Duration = Duration::from_secs(2);

/// The shortest time between two requests, if the first one reserved nothing.
const PAUSE: Duration = Duration::from_millis(10);

/// A caller that cannot wait any longer would have to wait at least so long.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// A caller's position. Earlier callers have smaller ones.
pub(crate) type Ticket = u64;

/// The result of waiting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// A time has come that was reserved.
    Granted(Reservation),
    /// There would be a permit only after this time.
    TooLate(Duration),
    /// There is an outage, and the policy is to refuse.
    Refused,
}

/// A caller for which a time is to be reserved.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Caller {
    pub(crate) ticket: Ticket,
    /// The time until which it waits.
    pub(crate) deadline: Duration,
}

/// The result for one caller of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reserved {
    /// This time is reserved.
    At(Reservation),
    /// A time would be free only then.
    FreeAt(Duration),
}

/// Wakers to be woken, or only dropped, once nothing is locked. Both run foreign code. And what happened to reserved
/// times.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) woken: Vec<Waker>,
    pub(crate) forgotten: Vec<Waker>,
    pub(crate) given_up: u64,
    pub(crate) too_late: u64,
    pub(crate) refused: u64,
}

#[derive(Debug)]
struct Waiter {
    deadline: Duration,
    waker: Waker,
}

/// The queue of one endpoint.
#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) pace: Pace,
    next_ticket: Ticket,
    waiting: BTreeMap<Ticket, Waiter>,
    /// The callers that have their result, but have not been polled since.
    decided: BTreeMap<Ticket, Verdict>,
    /// The times that are reserved and not granted, earliest first.
    reserved: VecDeque<Reservation>,
    /// All times before this are reserved by one limiter or another, as far as is known.
    reserved_until: Duration,
    ask_at: Duration,
}

impl Queue {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            next_ticket: 0,
            waiting: BTreeMap::new(),
            decided: BTreeMap::new(),
            reserved: VecDeque::new(),
            reserved_until: Duration::ZERO,
            ask_at: Duration::ZERO,
        }
    }

    /// Adds a caller. Fails with the time that it would have to wait at least, if that is longer than it can.
    pub(crate) fn arrive(
        &mut self,
        now: Duration,
        time_left: Duration,
    ) -> Result<Ticket, Duration> {
        let wait = self.least_wait(now);
        if wait > time_left {
            return Err(wait);
        }
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        Ok(ticket)
    }

    /// Returns the time that another caller would have to wait at least.
    fn least_wait(&self, now: Duration) -> Duration {
        let Some(before) = self.waiting.len().checked_sub(self.reserved.len()) else {
            return Duration::ZERO;
        };
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        let free_at = self.reserved_until.max(now);
        let free_at = free_at.saturating_add(self.pace.interval().saturating_mul(before));
        free_at.saturating_sub(now)
    }

    /// Returns the result for a caller, or lets it wait. If the time that was reserved for it was over before it was
    /// polled, it waits for another, at its position.
    pub(crate) fn poll(
        &mut self,
        caller: Caller,
        now: Duration,
        waker: &Waker,
        events: &mut Events,
    ) -> Option<Verdict> {
        self.grant(now, events);
        match self.decided.remove(&caller.ticket) {
            Some(Verdict::Granted(reservation)) if reservation.until < now => events.given_up += 1,
            Some(verdict) => return Some(verdict),
            None => {}
        }
        let waiter = Waiter { deadline: caller.deadline, waker: waker.clone() };
        let earlier = self.waiting.insert(caller.ticket, waiter);
        events.forgotten.extend(earlier.map(|waiter| waiter.waker));
        self.grant(now, events);
        let verdict = self.decided.remove(&caller.ticket);
        if verdict.is_some() || caller.deadline > now {
            return verdict;
        }
        events.forgotten.extend(self.waiting.remove(&caller.ticket).map(|waiter| waiter.waker));
        events.too_late += 1;
        Some(Verdict::TooLate(self.least_wait(now).max(SHORTEST_WAIT)))
    }

    /// Removes a caller. The time that was reserved for it passes to the next one.
    pub(crate) fn leave(
        &mut self,
        ticket: Ticket,
        unused: Option<Reservation>,
        now: Duration,
        events: &mut Events,
    ) {
        events.forgotten.extend(self.waiting.remove(&ticket).map(|waiter| waiter.waker));
        let decided = match self.decided.remove(&ticket) {
            Some(Verdict::Granted(reservation)) => Some(reservation),
            _ => None,
        };
        unused.into_iter().chain(decided).for_each(|reservation| self.insert(reservation));
        self.grant(now, events);
    }

    /// Grants the times that have come to the first callers.
    pub(crate) fn grant(&mut self, now: Duration, events: &mut Events) {
        while let Some(first) = self.reserved.front().copied() {
            if first.until < now {
                self.reserved.pop_front();
                events.given_up += 1;
            } else if first.from > now {
                return;
            } else {
                let Some((ticket, waiter)) = self.waiting.pop_first() else { return };
                self.reserved.pop_front();
                self.decided.insert(ticket, Verdict::Granted(first));
                events.woken.push(waiter.waker);
            }
        }
    }

    fn insert(&mut self, reservation: Reservation) {
        let index = self.reserved.partition_point(|other| *other <= reservation);
        self.reserved.insert(index, reservation);
    }

    /// Returns the number of callers that wait without a reserved time.
    fn lacking(&self) -> usize {
        self.waiting.len().saturating_sub(self.reserved.len())
    }

    /// Returns the earliest time at which more times should be reserved; `None` if that is not necessary.
    fn asks_at(&self) -> Option<Duration> {
        if self.lacking() == 0 {
            return None;
        }
        let last = self.reserved.back().map_or(Duration::ZERO, |last| last.from);
        Some(self.ask_at.max(last.saturating_sub(GATHER)))
    }

    /// Returns the callers for which times are to be reserved now.
    pub(crate) fn asking(&self, now: Duration, limiters: u32) -> Option<Vec<Caller>> {
        if self.asks_at()? > now {
            return None;
        }
        let lacking = self.waiting.iter().skip(self.reserved.len());
        let callers = lacking
            .map(|(ticket, waiter)| Caller { ticket: *ticket, deadline: waiter.deadline })
            .filter(|caller| caller.deadline > now);
        let callers: Vec<_> = callers.take(self.pace.block(limiters)).collect();
        (!callers.is_empty()).then_some(callers)
    }

    /// Takes what was reserved for callers, some of which may have left.
    pub(crate) fn reserve(
        &mut self,
        callers: &[Caller],
        reserved: impl Iterator<Item = Reserved>,
        reserved_until: Duration,
        now: Duration,
        events: &mut Events,
    ) {
        self.reserved_until = reserved_until;
        self.ask_at = Duration::ZERO;
        for (caller, reserved) in callers.iter().zip(reserved) {
            match reserved {
                Reserved::At(reservation) => self.insert(reservation),
                Reserved::FreeAt(at) if at > caller.deadline => {
                    if let Some(waiter) = self.waiting.remove(&caller.ticket) {
                        let wait = at.saturating_sub(now);
                        self.decided.insert(caller.ticket, Verdict::TooLate(wait));
                        events.too_late += 1;
                        events.woken.push(waiter.waker);
                    }
                }
                Reserved::FreeAt(at) => {
                    let again = at.saturating_sub(AHEAD).max(now.saturating_add(PAUSE));
                    self.ask_at = self.ask_at.max(again);
                }
            }
        }
        self.grant(now, events);
    }

    /// Lets no more times be reserved before `at`.
    pub(crate) fn pause_until(&mut self, at: Duration) {
        self.ask_at = at;
    }

    /// Waits a moment after a request that reserved nothing.
    pub(crate) fn pause(&mut self, now: Duration) {
        self.ask_at = now.saturating_add(PAUSE);
    }

    /// Adds a time that this limiter gave itself, if a caller lacks one.
    pub(crate) fn add_own(&mut self, reservation: Reservation, now: Duration, events: &mut Events) {
        self.insert(reservation);
        self.grant(now, events);
    }

    /// Refuses the callers that lack a reserved time.
    pub(crate) fn refuse(&mut self, events: &mut Events) {
        while self.lacking() > 0 {
            let Some((ticket, waiter)) = self.waiting.pop_last() else { return };
            self.decided.insert(ticket, Verdict::Refused);
            events.refused += 1;
            events.woken.push(waiter.waker);
        }
    }

    /// Returns `true` if no caller waits.
    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Returns `true` if a caller waits without a reserved time.
    pub(crate) fn is_lacking(&self) -> bool {
        self.lacking() > 0
    }

    /// Returns the next time at which there is something to do.
    pub(crate) fn next_event(&self) -> Option<Duration> {
        if self.waiting.is_empty() {
            return None;
        }
        let granted = self.reserved.front().map(|first| first.from);
        granted.into_iter().chain(self.asks_at()).min()
    }

    /// Wakes all callers that wait.
    pub(crate) fn wake_all(&self, events: &mut Events) {
        events.woken.extend(self.waiting.values().map(|waiter| waiter.waker.clone()));
    }
}

#[cfg(test)]
mod tests;
