//! The difference between the clock of Redis and ours, from the times of requests and responses.

use std::collections::VecDeque;
use std::time::Duration;

use crate::pace::micros;

/// The best measurement is kept for this long.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// Two clocks drift apart by at most one part in this number, unless one is set.
const DRIFT: i64 = 10_000;

/// The number of latest round trips from which the lead follows.
const ROUND_TRIPS: usize = 64;

/// One request and its response. Our times are those of the client's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoundTrip {
    /// The time just before the request was sent.
    pub(crate) sent: Duration,
    /// The time just after the response was received.
    pub(crate) received: Duration,
    /// The time of Redis in between, in microseconds since 1970.
    pub(crate) redis: u64,
}

/// A time in which a request may be sent, by our clock.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub(crate) struct Reservation {
    pub(crate) from: Duration,
    pub(crate) until: Duration,
}

/// Redis' clock minus ours in microseconds lies between `low` and `high`, measured at `at`.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    low: i64,
    high: i64,
    at: Duration,
}

impl Bounds {
    fn of(round_trip: RoundTrip) -> Self {
        let redis = signed(round_trip.redis);
        let low = redis.saturating_sub(signed(micros(round_trip.received)));
        let high = redis.saturating_sub(signed(micros(round_trip.sent)));
        Self { low, high, at: round_trip.received }
    }

    /// Returns the bounds at a later time, when the clocks may have drifted.
    fn at(self, now: Duration) -> Self {
        let drift = signed(micros(now.saturating_sub(self.at))) / DRIFT;
        let (low, high) = (self.low.saturating_sub(drift), self.high.saturating_add(drift));
        Self { low, high, at: now }
    }

    fn width(self) -> i64 {
        self.high.saturating_sub(self.low)
    }

    /// Returns the distance between bounds that do not meet; 0 for those that do.
    fn gap(self, other: Self) -> i64 {
        self.low.saturating_sub(other.high).max(other.low.saturating_sub(self.high)).max(0)
    }
}

/// The best known bounds of the difference, and the latest round trips.
#[derive(Debug, Default)]
pub(crate) struct ClockOffset {
    best: Option<Bounds>,
    round_trips: VecDeque<Duration>,
}

impl ClockOffset {
    /// Adds a measurement. Returns `true` if it shows that one of the clocks was set by more than `tolerance`.
    pub(crate) fn record(&mut self, round_trip: RoundTrip, tolerance: Duration) -> bool {
        if self.round_trips.len() == ROUND_TRIPS {
            self.round_trips.pop_front();
        }
        self.round_trips.push_back(round_trip.received.saturating_sub(round_trip.sent));
        let new = Bounds::of(round_trip);
        let Some(best) = self.best else {
            self.best = Some(new);
            return false;
        };
        let is_old = new.at.saturating_sub(best.at) > KEPT_FOR;
        let best = best.at(new.at);
        let gap = best.gap(new);
        if gap > 0 || is_old || new.width() <= best.width() {
            self.best = Some(new);
        }
        gap > signed(micros(tolerance))
    }

    /// Returns the uncertainty of the difference.
    pub(crate) fn width(&self, now: Duration) -> Option<Duration> {
        let width = self.best?.at(now).width();
        Some(Duration::from_micros(u64::try_from(width).unwrap_or(0)))
    }

    /// Returns the earliest and the latest time that Redis' clock may show now.
    pub(crate) fn redis_time(&self, now: Duration) -> Option<(u64, u64)> {
        let bounds = self.best?.at(now);
        let now = signed(micros(now));
        let positive = |time: i64| u64::try_from(time).unwrap_or(0);
        let (low, high) = (now.saturating_add(bounds.low), now.saturating_add(bounds.high));
        Some((positive(low), positive(high)))
    }

    /// Returns the time by our clock in which a time of Redis may be used: it begins when the time has come for certain,
    /// and ends when the guard may be over. It is empty if the difference is not known well enough.
    pub(crate) fn reservation(&self, redis: u64, guard: Duration, now: Duration) -> Reservation {
        let bounds = self.best.map(|best| best.at(now));
        let (low, high) = bounds.map_or((0, i64::MAX), |bounds| (bounds.low, bounds.high));
        let redis = signed(redis);
        let local = |time: i64| Duration::from_micros(u64::try_from(time).unwrap_or(0));
        let from = local(redis.saturating_sub(low));
        let until = local(redis.saturating_add(signed(micros(guard))).saturating_sub(high));
        Reservation { from, until }
    }

    /// Returns how far in the future the first reserved time must be: it would be over before the response is here
    /// where 1 of 20 round trips takes longer than half of the guard.
    pub(crate) fn lead(&self, guard: Duration) -> Duration {
        let mut sorted: Vec<_> = self.round_trips.iter().copied().collect();
        sorted.sort_unstable();
        let late = sorted.get(sorted.len() * 19 / 20).copied().unwrap_or_default();
        if late > guard / 2 { late } else { Duration::ZERO }
    }
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUARD: Duration = Duration::from_millis(20);
    const REDIS_START: u64 = 1_700_000_000_000_000;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Redis' clock shows `REDIS_START` at our zero.
    fn round_trip(sent: u64, redis: u64, received: u64) -> RoundTrip {
        RoundTrip { sent: ms(sent), received: ms(received), redis: REDIS_START + redis * 1000 }
    }

    #[test]
    fn a_reservation_is_within_the_true_time_whatever_the_network_does() {
        for (sent, redis, received) in [(0, 0, 10), (0, 10, 10), (0, 5, 10), (100, 101, 102)] {
            let mut offset = ClockOffset::default();
            assert!(!offset.record(round_trip(sent, redis, received), GUARD));
            let reservation = offset.reservation(REDIS_START + 500_000, GUARD, ms(received));
            assert!(reservation.from >= ms(500), "{reservation:?}");
            assert!(reservation.until <= ms(520), "{reservation:?}");
            let width = reservation.until - reservation.from;
            assert_eq!(width, GUARD - ms(received - sent));
        }
    }

    #[test]
    fn the_narrowest_measurement_is_kept_for_a_minute() {
        let mut offset = ClockOffset::default();
        offset.record(round_trip(0, 1, 2), GUARD);
        offset.record(round_trip(10, 20, 30), GUARD);
        assert_eq!(offset.width(ms(2)), Some(ms(2)));
        offset.record(round_trip(61_000, 61_008, 61_015), GUARD);
        assert_eq!(offset.width(ms(61_015)), Some(ms(15)));
    }

    #[test]
    fn an_old_measurement_is_less_certain() {
        let mut offset = ClockOffset::default();
        offset.record(round_trip(0, 1, 2), GUARD);
        assert_eq!(offset.width(ms(50_002)), Some(ms(12)));
        let (low, high) = offset.redis_time(ms(50_002)).unwrap();
        assert!(low <= REDIS_START + 50_002_000 && REDIS_START + 50_002_000 <= high);
    }

    #[test]
    fn a_clock_that_was_set_is_noticed_and_believed() {
        for set_to in [0, 40_000] {
            let mut offset = ClockOffset::default();
            assert!(!offset.record(round_trip(20_000, 20_001, 20_002), GUARD));
            assert!(offset.record(round_trip(21_000, set_to, 21_002), GUARD));
            assert!(!offset.record(round_trip(21_010, set_to + 10, 21_012), GUARD));
            let reservation = offset.reservation(REDIS_START + set_to * 1000, GUARD, ms(21_012));
            assert!(reservation.from <= ms(21_002) && reservation.until >= ms(21_010));
        }
        let mut offset = ClockOffset::default();
        offset.record(round_trip(20_000, 20_001, 20_002), GUARD);
        assert!(!offset.record(round_trip(21_000, 21_015, 21_002), GUARD), "within the tolerance");
    }

    #[test]
    fn a_lead_is_added_where_responses_are_slow() {
        let mut offset = ClockOffset::default();
        assert_eq!(offset.lead(GUARD), Duration::ZERO);
        offset.record(round_trip(0, 1, 2), GUARD);
        assert_eq!(offset.lead(GUARD), Duration::ZERO);
        for at in 1..20 {
            offset.record(round_trip(at * 100, at * 100 + 1, at * 100 + 12), GUARD);
        }
        assert_eq!(offset.lead(GUARD), ms(12));
        for at in 20..2000 {
            offset.record(round_trip(at * 100, at * 100 + 1, at * 100 + 3), GUARD);
        }
        assert_eq!((offset.lead(GUARD), offset.round_trips.len()), (Duration::ZERO, 64));
    }

    #[test]
    fn absurd_times_of_redis_do_not_panic() {
        for redis in [0, 1, u64::MAX, u64::MAX / 2] {
            let mut offset = ClockOffset::default();
            let trip = RoundTrip { sent: ms(10), received: ms(5), redis };
            offset.record(trip, GUARD);
            offset.record(RoundTrip { redis: u64::MAX - redis, ..trip }, GUARD);
            offset.reservation(redis, GUARD, Duration::MAX);
            offset.redis_time(Duration::MAX);
            offset.width(Duration::MAX);
        }
    }
}
