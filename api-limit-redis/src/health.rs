//! The state of the connection to Redis: since when requests fail, and when the next attempt is made.

use std::time::Duration;

/// The waits between attempts while requests fail.
const BACKOFF: [Duration; 5] = [
    Duration::from_millis(5),
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
];

/// An attempt to connect and to send a request ends within this time.
pub(crate) const LONGEST_ATTEMPT: Duration = Duration::from_secs(2);

/// The record of successes and failures. All times are those of the client's clock.
#[derive(Debug, Default)]
pub(crate) struct Health {
    failing_since: Option<Duration>,
    failures: usize,
    retry_at: Duration,
    /// While requests fail, an attempt is under way until this time at the latest.
    busy_until: Duration,
    is_outage: bool,
}

impl Health {
    /// Returns the time of the first failure after the last success.
    pub(crate) fn failing_since(&self) -> Option<Duration> {
        self.failing_since
    }

    /// Returns the number of failures after the last success.
    pub(crate) fn failures(&self) -> usize {
        self.failures
    }

    /// Returns the earliest time of the next attempt; zero while requests succeed.
    pub(crate) fn retry_at(&self) -> Duration {
        match self.failing_since {
            Some(_) => self.retry_at.max(self.busy_until),
            None => Duration::ZERO,
        }
    }

    /// Notes that an attempt begins. While requests fail there is only one at a time.
    pub(crate) fn begin(&mut self, now: Duration) {
        self.busy_until = now.saturating_add(LONGEST_ATTEMPT);
    }

    /// Notes a failure.
    pub(crate) fn fail(&mut self, now: Duration) {
        self.failing_since.get_or_insert(now);
        let wait = BACKOFF.get(self.failures).or(BACKOFF.last()).copied().unwrap_or_default();
        self.failures = self.failures.saturating_add(1);
        self.retry_at = now.saturating_add(wait);
        self.busy_until = Duration::ZERO;
    }

    /// Notes that an attempt was abandoned, which tells nothing about Redis.
    pub(crate) fn abandon(&mut self) {
        self.busy_until = Duration::ZERO;
    }

    /// Notes a success. Returns `true` if it ends an outage.
    pub(crate) fn succeed(&mut self) -> bool {
        std::mem::take(self).is_outage
    }

    /// Notes that the policy for outages is applied. Returns `true` if it was not before.
    pub(crate) fn begin_outage(&mut self) -> bool {
        !std::mem::replace(&mut self.is_outage, true)
    }

    /// Returns `true` while the policy for outages is applied.
    pub(crate) fn is_outage(&self) -> bool {
        self.is_outage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn attempts_become_rarer_and_a_success_ends_that() {
        let mut health = Health::default();
        let mut waits = Vec::new();
        let mut now = ms(1000);
        for _ in 0..7 {
            health.fail(now);
            waits.push((health.retry_at() - now).as_millis());
            now = health.retry_at();
        }
        assert_eq!(waits, [5, 20, 50, 100, 200, 200, 200]);
        assert_eq!(health.failing_since(), Some(ms(1000)));
        assert!(!health.succeed());
        assert_eq!((health.failing_since(), health.retry_at()), (None, Duration::ZERO));
    }

    #[test]
    fn while_requests_fail_there_is_one_attempt_at_a_time() {
        let mut health = Health::default();
        health.begin(ms(0));
        assert_eq!(health.retry_at(), Duration::ZERO);
        health.fail(ms(1000));
        health.begin(ms(1005));
        assert_eq!(health.retry_at(), ms(3005));
        health.abandon();
        assert_eq!(health.retry_at(), ms(1005));
    }

    #[test]
    fn an_outage_is_counted_once() {
        let mut health = Health::default();
        health.fail(ms(0));
        assert!(health.begin_outage() && !health.begin_outage() && health.is_outage());
        assert!(health.succeed());
        assert!(!health.succeed() && !health.is_outage());
    }
}
