//! Everything that a limiter knows, and what it does next. It is driven from outside: it knows neither a clock nor Redis.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Waker;
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock_offset::{ClockOffset, Reservation, RoundTrip};
use crate::error::Failure;
use crate::health::Health;
use crate::pace::{GATHER, Pace};
use crate::queue::{Caller, Events, Queue, Reserved, Ticket, Verdict};
use crate::request::{Ask, Key, Reply, Schedule};
use crate::share::{OnOutage, OwnTimes, Share};
use crate::stats::Stats;

/// The number of limiters that are assumed before Redis has been reached.
const ASSUMED_LIMITERS: u32 = 10;

/// The number of limiters is remembered for this long; by Redis too.
const REMEMBERED: Duration = Duration::from_secs(60);

/// A driver looks at its queue at least this often.
const LONGEST_SLEEP: Duration = Duration::from_millis(100);

/// A driver that has not looked at its queue for this long is replaced, because its runtime may have stopped.
const DRIVER_LOST: Duration = Duration::from_millis(250);

/// The choices of the user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) app_per_second: Option<u32>,
    pub(crate) on_outage: OnOutage,
    pub(crate) guard: Duration,
    pub(crate) processes: Option<u32>,
    pub(crate) response_timeout: Duration,
}

/// The next action of a driver.
#[derive(Debug)]
pub(crate) enum Step {
    Send(Ask),
    SleepUntil(Duration),
    End,
}

/// The state of a limiter.
#[derive(Debug)]
pub(crate) struct State {
    options: Options,
    health: Health,
    offset: ClockOffset,
    /// The number of times that the clock of Redis was set, and its time after the last.
    clock_sets: u64,
    clock_set_at: u64,
    drivers: u64,
    apps: BTreeMap<u32, App>,
    stats: Stats,
}

#[derive(Debug, Default)]
struct App {
    /// The largest number of limiters that Redis has seen lately, and the time of that response. A Redis that has lost
    /// its data has seen less.
    limiters: Option<(u32, Duration)>,
    own: OwnTimes,
    endpoints: BTreeMap<&'static str, Endpoint>,
}

#[derive(Debug)]
struct Endpoint {
    queue: Queue,
    own: OwnTimes,
    /// The beginning of the outage in which own times were used, and the last of them.
    own_since: Option<(Duration, Duration)>,
    /// The time from which on Redis distributes the times again.
    own_end: Duration,
    /// The schedule of Redis after the latest response, in microseconds since 1970.
    known: u64,
    clock_sets: u64,
    is_sending: bool,
    driver: Option<Driver>,
    notify: Arc<Notify>,
}

#[derive(Clone, Copy, Debug)]
struct Driver {
    id: u64,
    seen_at: Duration,
}

impl State {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            health: Health::default(),
            offset: ClockOffset::default(),
            clock_sets: 0,
            clock_set_at: 0,
            drivers: 0,
            apps: BTreeMap::new(),
            stats: Stats::default(),
        }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn offset(&self) -> &ClockOffset {
        &self.offset
    }

    pub(crate) fn failures(&self) -> usize {
        self.health.failures()
    }

    /// Returns the figures, with those of a change.
    pub(crate) fn stats(&mut self) -> &mut Stats {
        self.stats.is_outage = self.health.is_outage();
        &mut self.stats
    }

    /// Adds a caller. Fails with the time that it would have to wait at least, if that is longer than it can.
    pub(crate) fn arrive(
        &mut self,
        key: Key,
        pace: Pace,
        time_left: Duration,
        now: Duration,
    ) -> Result<Ticket, Duration> {
        let clock_sets = self.clock_sets;
        let app = self.apps.entry(key.0).or_default();
        let endpoint = app.endpoints.entry(key.1).or_insert_with(|| Endpoint {
            queue: Queue::new(pace),
            own: OwnTimes::default(),
            own_since: None,
            own_end: Duration::ZERO,
            known: 0,
            clock_sets,
            is_sending: false,
            driver: None,
            notify: Arc::default(),
        });
        endpoint.queue.pace = pace;
        endpoint.queue.arrive(now, time_left).inspect_err(|_| self.stats.too_late += 1)
    }

    /// Returns the result for a caller, or lets it wait. A waiting caller may find that there is no driver; then it gets
    /// the number of the one that it is to start.
    pub(crate) fn poll(
        &mut self,
        key: Key,
        caller: Caller,
        now: Duration,
        waker: &Waker,
        events: &mut Events,
    ) -> Result<Verdict, Option<u64>> {
        let Some(endpoint) = endpoint_of(&mut self.apps, key) else { return Err(None) };
        if let Some(verdict) = endpoint.queue.poll(caller, now, waker, events) {
            return Ok(verdict);
        }
        if endpoint.driver.is_some_and(|driver| driver.seen_at.saturating_add(DRIVER_LOST) > now) {
            if endpoint.queue.is_lacking() {
                endpoint.notify.notify_one();
            }
            return Err(None);
        }
        self.drivers += 1;
        endpoint.driver = Some(Driver { id: self.drivers, seen_at: now });
        endpoint.is_sending = false;
        Err(Some(self.drivers))
    }

    /// Removes a caller.
    pub(crate) fn leave(
        &mut self,
        key: Key,
        ticket: Ticket,
        unused: Option<Reservation>,
        now: Duration,
        events: &mut Events,
    ) {
        if let Some(endpoint) = endpoint_of(&mut self.apps, key) {
            endpoint.queue.leave(ticket, unused, now, events);
        }
    }

    /// Returns what wakes the driver of a queue.
    pub(crate) fn notify(&mut self, key: Key) -> Option<Arc<Notify>> {
        endpoint_of(&mut self.apps, key).map(|endpoint| Arc::clone(&endpoint.notify))
    }

    /// Returns the next action of a driver.
    pub(crate) fn step(
        &mut self,
        key: Key,
        driver: u64,
        now: Duration,
        events: &mut Events,
    ) -> Step {
        let limiters = self.limiters(key.0);
        let Some(app) = self.apps.get_mut(&key.0) else { return Step::End };
        let Some(endpoint) = app.endpoints.get_mut(key.1) else { return Step::End };
        if endpoint.driver.is_none_or(|other| other.id != driver) {
            return Step::End;
        }
        endpoint.queue.grant(now, events);
        let share = endpoint.share(&self.options, &self.health, limiters, now);
        let own_at = match share {
            Some(_) if endpoint.queue.is_idle() => None,
            Some(Policy::Refuse) => {
                endpoint.queue.refuse(events);
                None
            }
            Some(Policy::Share(share)) => {
                let issued = endpoint.use_own(&mut app.own, &share, &self.health, now, events);
                self.stats.outage_permits += issued.0;
                issued.1
            }
            Some(Policy::From(at)) => Some(at),
            None => None,
        };
        let is_outage = matches!(share, Some(Policy::Refuse | Policy::Share(_)));
        if is_outage && self.health.failing_since().is_some() && self.health.begin_outage() {
            self.stats.outages += 1;
        }
        let retry_at = self.health.retry_at();
        let may_send = !endpoint.is_sending && retry_at <= now;
        if may_send && let Some(ask) = endpoint.ask(key, &self.health, limiters, now) {
            endpoint.is_sending = true;
            endpoint.driver = Some(Driver { id: driver, seen_at: now });
            self.stats.requests += 1;
            return Step::Send(self.announced(ask, now));
        }
        if endpoint.queue.is_idle() && !endpoint.is_sending {
            endpoint.driver = None;
            return Step::End;
        }
        endpoint.driver = Some(Driver { id: driver, seen_at: now });
        let retry_at = (!endpoint.is_sending && retry_at > now).then_some(retry_at);
        let next = endpoint.queue.next_event().filter(|at| *at > now);
        let events = own_at.into_iter().chain(retry_at).chain(next);
        Step::SleepUntil(events.fold(now.saturating_add(LONGEST_SLEEP), Duration::min))
    }

    /// Adds to a request what Redis has to know about the past of this limiter.
    fn announced(&mut self, mut ask: Ask, now: Duration) -> Ask {
        self.health.begin(now);
        let Some(endpoint) = endpoint_of(&mut self.apps, ask.key) else { return ask };
        if endpoint.clock_sets != self.clock_sets {
            ask.since = self.clock_set_at.max(1);
        } else {
            ask.known = endpoint.known;
            let began = endpoint.own_began(now);
            let redis = |began: Duration| self.offset.redis_time(began).map_or(1, |(low, _)| low);
            ask.since = began.map_or(0, |began| redis(began).max(1));
        }
        ask
    }

    /// Takes a measurement of Redis' clock.
    pub(crate) fn measure(&mut self, round_trip: RoundTrip) {
        if self.offset.record(round_trip, self.options.guard) {
            self.clock_sets += 1;
            self.clock_set_at = round_trip.redis;
        }
    }

    /// Takes the result of a request. Returns `true` if it ends an outage, or the reason of a failure.
    pub(crate) fn finish(
        &mut self,
        ask: &Ask,
        result: Result<(RoundTrip, Reply), Failure>,
        now: Duration,
        events: &mut Events,
    ) -> Result<bool, Failure> {
        let result = result.and_then(|(round_trip, reply)| {
            self.measure(round_trip);
            let is_certain = self.offset.width(now).is_some_and(|width| width < self.options.guard);
            if is_certain { Ok(reply) } else { Err(Failure::TooSlow) }
        });
        if let Some(endpoint) = endpoint_of(&mut self.apps, ask.key) {
            endpoint.is_sending = false;
        }
        match result {
            Ok(reply) => {
                if let Some(schedule) = reply.schedule {
                    self.apply(ask, &schedule, now, events);
                } else if let Some(endpoint) = endpoint_of(&mut self.apps, ask.key) {
                    endpoint.queue.pause(now);
                }
                Ok(self.health.succeed())
            }
            Err(failure) => {
                self.stats.failures += 1;
                self.health.fail(now);
                Err(failure)
            }
        }
    }

    fn apply(&mut self, ask: &Ask, schedule: &Schedule, now: Duration, events: &mut Events) {
        let (offset, guard) = (&self.offset, self.options.guard);
        let Some(app) = self.apps.get_mut(&ask.key.0) else { return };
        let kept = app
            .limiters
            .filter(|(seen, at)| *seen > schedule.limiters && at.saturating_add(REMEMBERED) > now);
        app.limiters = kept.or(Some((schedule.limiters, now)));
        let Some(endpoint) = app.endpoints.get_mut(ask.key.1) else { return };
        let at = |redis: u64| offset.reservation(redis, guard, now);
        let times = schedule.times.iter().map(|time| match u64::try_from(*time) {
            Ok(time) => Reserved::At(at(time)),
            Err(_) => Reserved::FreeAt(at(time.unsigned_abs()).from),
        });
        let until = at(schedule.until).from;
        endpoint.queue.reserve(&ask.callers, times, until, now, events);
        endpoint.known = schedule.until;
        if ask.since > 0 {
            if endpoint.own_began(now).is_some() {
                let limiters = app.limiters.map_or(1, |(seen, _)| seen);
                let share = Share::interval(&ask.pace, limiters);
                endpoint.own_end = until.saturating_sub(share);
            }
            endpoint.own_since = None;
            endpoint.clock_sets = self.clock_sets;
        }
        if ask.callers.is_empty() {
            endpoint.queue.pause_until(until.saturating_sub(GATHER));
        }
    }

    /// Notes that a driver ended before its time, because its runtime did. The callers are woken to start another.
    pub(crate) fn lose_driver(&mut self, key: Key, driver: u64, events: &mut Events) {
        let Some(endpoint) = endpoint_of(&mut self.apps, key) else { return };
        if endpoint.driver.is_some_and(|other| other.id == driver) {
            endpoint.driver = None;
            endpoint.is_sending = false;
            endpoint.queue.wake_all(events);
            self.health.abandon();
        }
    }

    fn limiters(&self, app: u32) -> u32 {
        let seen = self.apps.get(&app).and_then(|app| app.limiters);
        let least = self.options.processes;
        match seen {
            Some((seen, _)) => seen.max(least.unwrap_or(1)),
            None => least.unwrap_or(ASSUMED_LIMITERS),
        }
    }
}

/// The policy as it is now.
#[derive(Clone, Copy, Debug)]
enum Policy {
    Refuse,
    Share(Share),
    /// It begins then.
    From(Duration),
}

impl Endpoint {
    /// Returns the policy for outages if requests fail, or if an outage has ended and Redis' times have not begun.
    fn share(
        &self,
        options: &Options,
        health: &Health,
        limiters: u32,
        now: Duration,
    ) -> Option<Policy> {
        let pace = &self.queue.pace;
        let sharing = if options.on_outage == OnOutage::Alone { 1 } else { limiters };
        let Some(since) = health.failing_since() else {
            let (start, end) = (Duration::ZERO, self.own_end);
            let share = Share { start, end, limiters: sharing };
            return (end > now).then_some(Policy::Share(share));
        };
        let begins = since.saturating_add(pace.outage_delay(limiters));
        if begins > now {
            return Some(Policy::From(begins));
        }
        if options.on_outage == OnOutage::Refuse {
            return Some(Policy::Refuse);
        }
        let start = begins.saturating_add(Share::interval(pace, sharing));
        Some(Policy::Share(Share { start, end: Duration::MAX, limiters: sharing }))
    }

    /// Gives times to the callers that lack one. Returns their number, and the time of the next.
    fn use_own(
        &mut self,
        app: &mut OwnTimes,
        share: &Share,
        health: &Health,
        now: Duration,
        events: &mut Events,
    ) -> (u64, Option<Duration>) {
        let mut issued = 0;
        while self.queue.is_lacking() {
            match self.own.take(app, &self.queue.pace, share, now) {
                Ok(reservation) => {
                    issued += 1;
                    if let Some(failing) = health.failing_since() {
                        let since = self.own_since.map_or(failing, |(since, _)| since);
                        self.own_since = Some((since, now));
                    }
                    self.queue.add_own(reservation, now, events);
                }
                Err(at) => return (issued, at),
            }
        }
        (issued, None)
    }

    /// Returns the beginning of an outage in which own times were used that still count.
    fn own_began(&self, now: Duration) -> Option<Duration> {
        let (since, last) = self.own_since?;
        let counts = last.saturating_add(self.queue.pace.window()) > now;
        counts.then_some(since)
    }

    /// Returns the request that is to be sent now. If there is doubt whether Redis can be used, or own times were used,
    /// it reserves nothing.
    fn ask(&self, key: Key, health: &Health, limiters: u32, now: Duration) -> Option<Ask> {
        let pace = self.queue.pace;
        let is_probe = health.failing_since().is_some()
            || self.own_began(now).is_some() && !self.queue.is_idle();
        let callers = if is_probe { Vec::new() } else { self.queue.asking(now, limiters)? };
        Some(Ask { key, pace, callers, known: 0, since: 0 })
    }
}

fn endpoint_of(apps: &mut BTreeMap<u32, App>, key: Key) -> Option<&mut Endpoint> {
    apps.get_mut(&key.0)?.endpoints.get_mut(key.1)
}

#[cfg(test)]
mod tests;
