//! The arithmetic of rates: how far apart the times of requests are, how many are reserved at once, and the share of one
//! limiter. Nothing here knows a clock.

use std::time::Duration;

/// A limiter reserves more times only when its last one is nearer than this, so that callers gather.
pub(crate) const GATHER: Duration = Duration::from_millis(30);

/// The blocks of all limiters together reach this far ahead, where the rate is high enough.
const HELD: Duration = Duration::from_millis(245);

/// The policy for an outage begins at the latest this long after the first failure.
const MAX_OUTAGE_DELAY: Duration = Duration::from_millis(275);

/// The most times that are reserved by one request.
const MAX_BLOCK: u64 = 100;

/// The width of a bucket in which the times of an app are counted; the script has the same.
const BUCKET: Duration = Duration::from_millis(10);

/// The rate limits that hold for one endpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Pace {
    /// The rate limit of the endpoint, if it has one.
    pub(crate) per_second: Option<u32>,
    /// The rate limit of the app, if there is one.
    pub(crate) app_per_second: Option<u32>,
    /// A reserved time is used within this time or not at all.
    pub(crate) guard: Duration,
}

impl Pace {
    /// Returns the length in which no more times are reserved than the rate allows: a second and the guard, because a
    /// second of uses is a second and the guard of reserved times.
    pub(crate) fn window(&self) -> Duration {
        Duration::from_secs(1).saturating_add(self.guard)
    }

    /// Returns the distance of two reserved times of the endpoint in microseconds; 0 if it has no rate limit.
    pub(crate) fn spacing_micros(&self) -> u64 {
        let window = micros(self.window());
        self.per_second.map_or(0, |rate| window.div_ceil(u64::from(rate.max(1))))
    }

    /// Returns the number of buckets in a row that a second of uses may come from.
    pub(crate) fn app_buckets(&self) -> u64 {
        micros(self.window()).div_ceil(micros(BUCKET)) + 1
    }

    /// Returns the mean distance of two times at the lower of both rates.
    pub(crate) fn interval(&self) -> Duration {
        let slowest = self.per_second.into_iter().chain(self.app_per_second).min();
        slowest.map_or(Duration::ZERO, |rate| self.window() / rate.max(1))
    }

    /// Returns how many times are reserved by one request, if there are so many limiters: at most a tenth of the rate,
    /// and so few that the blocks of all limiters reach only [`HELD`] ahead.
    pub(crate) fn block(&self, limiters: u32) -> usize {
        let rate = self.per_second.into_iter().chain(self.app_per_second).min().unwrap_or(1);
        let all = micros(self.interval()).max(1).saturating_mul(u64::from(limiters.max(1)));
        let most = u64::from(rate / 10).clamp(1, MAX_BLOCK);
        usize::try_from((micros(HELD) / all).clamp(1, most)).unwrap_or(1)
    }

    /// Returns the time from the first failure to the beginning of an outage: by then the times that the limiters had
    /// reserved have passed.
    pub(crate) fn outage_delay(&self, limiters: u32) -> Duration {
        let block = u32::try_from(self.block(limiters)).unwrap_or(1);
        let held = self.interval().saturating_mul(block).saturating_mul(limiters);
        GATHER.saturating_add(held).min(MAX_OUTAGE_DELAY)
    }

    /// Returns the distance of two requests of one limiter that may use the part `1 / limiters` of the endpoint's rate.
    pub(crate) fn share_interval(&self, limiters: u32) -> Duration {
        share_interval(self.window(), self.per_second, limiters)
    }

    /// Returns the distance of two requests of one limiter that may use the part `1 / limiters` of the app's rate.
    pub(crate) fn app_share_interval(&self, limiters: u32) -> Duration {
        share_interval(self.window(), self.app_per_second, limiters)
    }
}

/// The share is rounded down, so that all shares together are not above the rate. A limiter whose share would be less
/// than one in a second has one in several seconds.
fn share_interval(window: Duration, rate: Option<u32>, limiters: u32) -> Duration {
    let limiters = limiters.max(1);
    let Some(rate) = rate.map(|rate| rate.max(1)) else { return Duration::ZERO };
    match rate / limiters {
        0 => window.saturating_mul(limiters) / rate,
        share => window.div_f64(f64::from(share)),
    }
}

/// Returns a duration in whole microseconds.
pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(rate: u32) -> Pace {
        Pace { per_second: Some(rate), app_per_second: None, guard: Duration::from_millis(20) }
    }

    #[test]
    fn a_window_holds_no_more_times_than_the_rate() {
        for rate in 1..=2000 {
            let pace = pace(rate);
            let window = micros(pace.window());
            assert!(pace.spacing_micros() * u64::from(rate) >= window, "{rate}");
            // Less than a microsecond of each time is lost.
            assert!(pace.spacing_micros() * u64::from(rate) < window + u64::from(rate), "{rate}");
        }
    }

    #[test]
    fn the_shares_of_all_limiters_are_not_above_the_rate() {
        for rate in [1, 3, 7, 100, 200, 1000] {
            for limiters in 1..=250 {
                let interval = pace(rate).share_interval(limiters).as_secs_f64();
                let all = f64::from(limiters) * 1.02 / interval;
                assert!(all <= f64::from(rate) + 1e-6, "{rate} {limiters} {all}");
            }
        }
        let ms = Duration::from_millis;
        assert_eq!(pace(200).share_interval(4), Duration::from_micros(20_400));
        assert_eq!(pace(1).share_interval(10), ms(10_200));
        assert_eq!(Pace { per_second: None, ..pace(1) }.share_interval(10), Duration::ZERO);
    }

    #[test]
    fn blocks_become_smaller_with_more_limiters() {
        let blocks = [0, 1, 2, 4, 10, 100, u32::MAX].map(|limiters| pace(200).block(limiters));
        assert_eq!(blocks, [20, 20, 20, 12, 4, 1, 1]);
        assert_eq!(pace(5).block(1), 1);
        assert_eq!(pace(u32::MAX).block(1), 100);
        let app = Pace { app_per_second: Some(50), ..pace(200) };
        assert_eq!((app.block(1), app.block(4)), (5, 3));
    }

    #[test]
    fn an_outage_begins_when_all_blocks_have_passed() {
        let delay = pace(200).outage_delay(4);
        assert!(delay >= GATHER + Duration::from_micros(5100) * 12 * 4, "{delay:?}");
        // The first request of the share is within 300 ms.
        assert!(delay + pace(200).share_interval(4) < Duration::from_millis(300), "{delay:?}");
        assert_eq!(pace(1).outage_delay(4), MAX_OUTAGE_DELAY);
        assert_eq!(pace(1).outage_delay(u32::MAX), MAX_OUTAGE_DELAY);
    }

    #[test]
    fn buckets_that_a_second_of_uses_may_come_from_hold_the_rate() {
        assert_eq!(pace(200).app_buckets(), 103);
        let buckets = pace(200).app_buckets();
        for rate in [1, 50, 103, 200, 999] {
            let capacity = |bucket: u64| {
                let position = bucket % buckets;
                (position + 1) * rate / buckets - position * rate / buckets
            };
            for start in 0..buckets {
                assert_eq!((start..start + buckets).map(capacity).sum::<u64>(), rate);
            }
        }
    }
}
