//! The retry policy and the budget of retries.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::RetryClass;

/// The cost of a retry, which is refunded if the retry succeeds.
const COST: u32 = 5;

/// The upper bound of [`RetryPolicy::longest_wait`], whatever is set.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The extra wait before a retry if a rate limit was exceeded.
const SLOWER: Duration = Duration::from_secs(1);

/// The size of the budget: a hundred retries.
const BUDGET: u32 = 100 * COST;

/// The number of attempts of a call, and the waits between them.
///
/// A call is retried if a retry may help and is safe. It is safe in three cases:
///
/// - The attempts so far had no effect.
/// - The endpoint is [idempotent](crate::EndpointSpec::is_idempotent).
/// - The service [drops copies](crate::EndpointSpec::deduplication), and still does so when the retry arrives, even if
///   that takes the whole timeout of an attempt. The numbers by which it recognizes copies stay the same.
///
/// The wait is a random backoff plus a fixed part. The backoff before the first retry is at most
/// [`first_wait`](Self::first_wait); the bound doubles with each retry, up to [`longest_wait`](Self::longest_wait). The
/// fixed part is `Retry-After` if the response has it, else 1 s if a rate limit was exceeded, else nothing. There is no
/// retry if the wait would pass the deadline.
///
/// A call refused for its `UserSig` is retried once, at once, with a new one, unless the `UserSig` is fixed.
///
/// All calls of a client share a budget of a hundred retries. Successes refill it, and an outage uses it up, so that
/// retries stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// Returns a policy without retries.
    #[must_use]
    pub const fn none() -> Self {
        Self::new(1)
    }

    /// Returns a policy of at most `attempts` attempts, including the first one. 0 counts as 1.
    #[must_use]
    pub const fn new(attempts: u32) -> Self {
        let (first_wait, longest_wait) = (Duration::from_millis(200), Duration::from_secs(5));
        Self { attempts, first_wait, longest_wait }
    }

    /// Sets the upper bound of the random backoff before the first retry; 200 ms by default. `Retry-After` and the
    /// extra second for throttling come on top.
    #[must_use]
    pub const fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// Sets the upper bound of the random backoff before any retry; 5 s by default. `Retry-After` and the extra second
    /// for throttling come on top. More than a day counts as a day.
    #[must_use]
    pub const fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// Returns the wait before the next attempt; `None` if there is none. `asked` is the wait that the response asks
    /// for, and `chance` a random number from 0 to 1.
    pub(crate) fn wait(
        self,
        attempts: u32,
        retry: RetryClass,
        asked: Option<Duration>,
        chance: f64,
    ) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let longest = self.first_wait.saturating_mul(1 << (attempts.max(1) - 1).min(16));
        let jitter = longest.min(self.longest_wait).min(DAY).mul_f64(chance);
        match retry {
            RetryClass::Transient => Some(asked.unwrap_or_default().saturating_add(jitter)),
            RetryClass::Throttled => Some(asked.unwrap_or(SLOWER).saturating_add(jitter)),
            RetryClass::Unauthenticated => Some(Duration::ZERO),
            _ => None,
        }
    }
}

/// By default a call has three attempts.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new(3)
    }
}

/// The budget of retries that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(BUDGET))
    }

    /// Returns `true` if the budget covers a retry.
    pub(crate) fn has_some(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= COST
    }

    /// Pays for a retry. Returns `false` if the budget does not cover it.
    pub(crate) fn spend(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST))
            .is_ok()
    }

    /// Refills the budget after a success, which took `attempts` attempts.
    pub(crate) fn fill(&self, attempts: u32) {
        if attempts == 1 && self.0.load(Ordering::Relaxed) == BUDGET {
            return;
        }
        let gain = if attempts > 1 { COST } else { 1 };
        let add = |left: u32| Some((left + gain).min(BUDGET));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let policy = RetryPolicy::new(9).longest_wait(Duration::from_millis(1500));
        let waits: Vec<_> = (1..=6)
            .map(|attempts| {
                policy.wait(attempts, RetryClass::Transient, None, 1.0).unwrap().as_millis()
            })
            .collect();
        assert_eq!(waits, [200, 400, 800, 1500, 1500, 1500]);
        assert_eq!(
            policy.wait(1, RetryClass::Transient, None, 0.0),
            Some(Duration::ZERO),
            "full jitter"
        );
        assert_eq!(policy.wait(9, RetryClass::Transient, None, 0.5), None);
        assert_eq!(policy.wait(1, RetryClass::Permanent, None, 0.5), None);
        assert_eq!(RetryPolicy::none().wait(1, RetryClass::Transient, None, 0.5), None);
        assert_eq!(
            RetryPolicy::new(u32::MAX).wait(99, RetryClass::Transient, None, 0.0),
            Some(Duration::ZERO)
        );
    }

    #[test]
    fn a_throttled_call_waits_a_second_more_and_an_unauthenticated_one_does_not_wait() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.wait(1, RetryClass::Throttled, None, 0.0), Some(Duration::from_secs(1)));
        assert_eq!(policy.wait(1, RetryClass::Unauthenticated, None, 1.0), Some(Duration::ZERO));
    }

    #[test]
    fn a_retry_waits_as_long_as_asked_plus_jitter() {
        let policy = RetryPolicy::default();
        for seconds in [0, 1, 30, u64::MAX] {
            let asked = Duration::from_secs(seconds);
            for retry in [RetryClass::Transient, RetryClass::Throttled] {
                assert_eq!(policy.wait(1, retry, Some(asked), 0.0), Some(asked));
                let longest = asked.saturating_add(policy.first_wait);
                assert_eq!(policy.wait(1, retry, Some(asked), 1.0), Some(longest));
            }
        }
    }

    #[test]
    fn an_outage_spends_the_budget_and_successes_refill_it() {
        let budget = Budget::new();
        assert_eq!((0..200).filter(|_| budget.spend()).count(), 100);
        (0..4).for_each(|_| budget.fill(1));
        assert!(!budget.spend());
        budget.fill(1);
        assert!(budget.spend() && !budget.spend());
        budget.fill(2);
        assert!(budget.spend());
        (0..10_000).for_each(|_| budget.fill(1));
        assert_eq!((0..200).filter(|_| budget.spend()).count(), 100, "it holds no more");
    }
}
