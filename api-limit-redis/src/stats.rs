//! The figures of a limiter.

use std::time::Duration;

/// The figures of a limiter since it was created. All numbers only grow, except that `is_outage` is the present state.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Stats {
    /// The permits that were used.
    pub permits: u64,
    /// Those of them that the policy for outages issued.
    pub outage_permits: u64,
    /// The time that the callers of all used permits waited for them, added up.
    pub waited: Duration,
    /// The callers that were refused because their permit would have come too late.
    pub too_late: u64,
    /// The callers that were refused because of an outage.
    pub refused: u64,
    /// The reserved times that nobody used in time, so that part of the rate was lost.
    pub given_up: u64,
    /// The requests to Redis, the failed ones included.
    pub requests: u64,
    /// The failed requests to Redis.
    pub failures: u64,
    /// The outages: times in which the policy for outages was applied.
    pub outages: u64,
    /// `true` while the policy for outages is applied.
    pub is_outage: bool,
}
