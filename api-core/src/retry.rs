//! When a call is made again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::RetryClass;

/// What a repetition takes out of the budget, and brings back if it succeeds.
const COST: u32 = 5;

/// No wait is longer, whatever is asked for.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A retry waits this much longer where a rate was exceeded.
const SLOWER: Duration = Duration::from_secs(1);

/// What the budget holds: a hundred repetitions.
const BUDGET: u32 = 100 * COST;

/// How often a call is made again, and after which waits.
///
/// A call is retried where that may help and cannot do harm: the attempts so far certainly took no effect, or the endpoint
/// is [idempotent](crate::EndpointSpec::is_idempotent), or the service still
/// [drops copies](crate::EndpointSpec::deduplication) when the retry arrives, even if it takes as long as an attempt may.
/// The numbers that it tells copies by stay the same.
///
/// Before the n-th repetition it waits a random time, up to twice as long each time: between zero and
/// [`first_wait`](Self::first_wait), then twice that, and never longer than [`longest_wait`](Self::longest_wait). Where a
/// rate was exceeded it waits a second more, or as long as the header `Retry-After` of a response asks. If that is beyond
/// the deadline, there is no retry. All calls of a client share a budget of a hundred repetitions, which successes fill up
/// again: in an outage they stop repeating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// No repetitions.
    #[must_use]
    pub const fn none() -> Self {
        Self::new(1)
    }

    /// At most so many attempts, the first one included.
    #[must_use]
    pub const fn new(attempts: u32) -> Self {
        let (first_wait, longest_wait) = (Duration::from_millis(200), Duration::from_secs(5));
        Self { attempts, first_wait, longest_wait }
    }

    /// The longest wait before the first repetition; 200 ms if nothing is said.
    #[must_use]
    pub const fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// The longest of all waits; 5 s if nothing is said.
    #[must_use]
    pub const fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// Returns the wait before the next attempt, if there is one; `asked` is the wait that the response asked for, and
    /// `chance` a random number from 0 to 1.
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

/// Three attempts.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new(3)
    }
}

/// What the calls of a client may repeat between them.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(BUDGET))
    }

    /// Whether a retry can be afforded.
    pub(crate) fn has_some(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= COST
    }

    /// Pays for a retry, if it can be afforded.
    pub(crate) fn spend(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST))
            .is_ok()
    }

    /// Counts a success, after so many attempts.
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
    fn an_exceeded_rate_waits_a_second_more_and_a_new_signature_not_at_all() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.wait(1, RetryClass::Throttled, None, 0.0), Some(Duration::from_secs(1)));
        assert_eq!(policy.wait(1, RetryClass::Unauthenticated, None, 1.0), Some(Duration::ZERO));
    }

    #[test]
    fn a_wait_that_was_asked_for_is_kept_and_spread() {
        let policy = RetryPolicy::default();
        for seconds in [0, 1, 30, u64::MAX] {
            let asked = Duration::from_secs(seconds);
            for retry in [RetryClass::Transient, RetryClass::Throttled] {
                assert_eq!(policy.wait(1, retry, Some(asked), 0.0), Some(asked));
                let spread = asked.saturating_add(policy.first_wait);
                assert_eq!(policy.wait(1, retry, Some(asked), 1.0), Some(spread));
            }
        }
    }

    #[test]
    fn the_budget_is_spent_in_an_outage_and_filled_by_successes() {
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
