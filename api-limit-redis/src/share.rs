//! The times that a limiter gives itself while Redis cannot be used.

use std::time::Duration;

use crate::clock_offset::Reservation;
use crate::pace::Pace;

/// The policy for outages: Redis cannot be reached, responds with errors or takes longer than the response timeout.
///
/// A limiter applies it when requests have failed for about a quarter of a second, so that all that was reserved before
/// has passed. In the meantime, what is reserved is used, and Redis is tried again.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum OnOutage {
    /// Each limiter uses its share of the rate: the rate divided by the number of limiters that Redis had seen in the
    /// minute before, rounded down, evenly spread. A share of less than one request in a second is one in several
    /// seconds.
    #[default]
    LocalShare,
    /// Calls fail at once and are not sent.
    Refuse,
    /// Each limiter uses the whole rate, as if it were alone. With several limiters the rate is exceeded as many times.
    Alone,
}

/// The pace of a limiter by the policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    /// The first time that it may give itself.
    pub(crate) start: Duration,
    /// Times from this one on are not its own, because Redis distributes them again.
    pub(crate) end: Duration,
    /// The number of limiters that share the rate.
    pub(crate) limiters: u32,
}

impl Share {
    /// Returns the distance from the end of an outage's delay to the first time.
    pub(crate) fn interval(pace: &Pace, limiters: u32) -> Duration {
        pace.share_interval(limiters).max(pace.app_share_interval(limiters))
    }
}

/// The times that a limiter gave itself for one rate limit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OwnTimes {
    next: Duration,
}

impl OwnTimes {
    /// Takes the next time, if it has come, of both the endpoint's rate and the app's. Fails with the time at which it
    /// comes, or `None` if that is not before the end.
    ///
    /// A time is given when it has come and not before, so that endpoints share the rate of the app by their needs. A
    /// limiter that is late keeps to the old spacing only within half of the guard.
    pub(crate) fn take(
        &mut self,
        app: &mut Self,
        pace: &Pace,
        share: &Share,
        now: Duration,
    ) -> Result<Reservation, Option<Duration>> {
        let at = self.next.max(app.next).max(share.start);
        if at >= share.end {
            return Err(None);
        }
        if at > now {
            return Err(Some(at));
        }
        let from = at.max(now.saturating_sub(pace.guard / 2));
        self.next = from.saturating_add(pace.share_interval(share.limiters));
        app.next = from.saturating_add(pace.app_share_interval(share.limiters));
        Ok(Reservation { from, until: from.saturating_add(pace.guard) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    const PACE: Pace =
        Pace { per_second: Some(200), app_per_second: None, guard: Duration::from_millis(20) };

    /// Takes all times that come within five seconds, looking every `pause`.
    fn taken(limiters: u32, pace: &Pace, pause: Duration) -> Vec<Reservation> {
        let share = Share { start: ms(300), end: Duration::MAX, limiters };
        let (mut own, mut app) = (OwnTimes::default(), OwnTimes::default());
        let (mut now, mut taken) = (Duration::ZERO, Vec::new());
        while now < ms(5300) {
            taken.extend(own.take(&mut app, pace, &share, now));
            now += pause;
        }
        taken
    }

    #[test]
    fn a_share_is_used_and_not_exceeded_in_any_window() {
        for pause in [1, 7, 50] {
            let taken = taken(4, &PACE, ms(pause));
            let window = PACE.window();
            let most = taken.iter().map(|first| {
                taken.iter().filter(|other| (first.from..first.from + window).contains(&other.from))
            });
            let most = most.map(Iterator::count).max();
            assert!(most <= Some(50), "{pause} {most:?}");
            assert!(pause > 7 || taken.len() >= 244, "{pause} {}", taken.len());
            assert!(taken[0].from >= ms(300));
        }
    }

    #[test]
    fn the_lower_rate_decides() {
        let pace = Pace { app_per_second: Some(40), ..PACE };
        let taken = taken(4, &pace, ms(1));
        assert!((48..=50).contains(&taken.len()), "{}", taken.len());
    }

    #[test]
    fn no_time_is_taken_from_the_end_on() {
        let share = Share { start: ms(300), end: ms(310), limiters: 4 };
        let (mut own, mut app) = (OwnTimes::default(), OwnTimes::default());
        assert_eq!(own.take(&mut app, &PACE, &share, ms(200)), Err(Some(ms(300))));
        assert!(own.take(&mut app, &PACE, &share, ms(305)).is_ok());
        assert_eq!(own.take(&mut app, &PACE, &share, ms(400)), Err(None));
    }
}
