//! The offset of the client's date, learnt from the service's.

use std::sync::atomic::{AtomicI64, Ordering};

/// The offset that is not corrected, in seconds.
const TOLERANCE: u64 = 60;

/// The plausible dates of a service, in seconds since 1970 UTC: from 2020 to 2106. Other dates are ignored.
const PLAUSIBLE: std::ops::Range<u64> = 1_577_836_800..4_294_967_296;

/// The longest time by which the service's date may be ahead of the client's, in seconds. A signature has the corrected
/// date, and would stay valid for as much longer. A client's date that is implausible may be behind by any time,
/// because its clock was never set.
const MOST_AHEAD: u64 = 7 * 24 * 60 * 60;

/// The number of seconds by which the service's date is ahead of the client's.
///
/// One response may have a wrong date, from a cache or a proxy. Two responses that agree are believed. A correction
/// ends in the same way: once the client's date is set right, the next two responses remove it.
#[derive(Debug, Default)]
pub(super) struct Skew {
    ahead: AtomicI64,
    /// The offset that the last response showed.
    last: AtomicI64,
}

impl Skew {
    /// Returns the service's date.
    pub(super) fn correct(&self, unix_time: u64) -> u64 {
        unix_time.saturating_add_signed(self.ahead.load(Ordering::Relaxed))
    }

    /// Takes note of the date of a response.
    pub(super) fn learn(&self, unix_time: u64, service_time: u64) {
        let Some(seen) = seen(unix_time, service_time) else { return };
        let (ahead, last) = (self.ahead.load(Ordering::Relaxed), self.last.load(Ordering::Relaxed));
        if seen.abs_diff(ahead) > TOLERANCE && seen.abs_diff(last) <= TOLERANCE {
            self.ahead.store(seen, Ordering::Relaxed);
        }
        // Written only when it changes, because all calls share it.
        if seen.abs_diff(last) > TOLERANCE {
            self.last.store(seen, Ordering::Relaxed);
        }
    }

    /// Takes the date of a response that rejects a signature for its date. It is believed at once.
    pub(super) fn set(&self, unix_time: u64, service_time: u64) {
        if let Some(seen) = seen(unix_time, service_time) {
            self.ahead.store(seen, Ordering::Relaxed);
            self.last.store(seen, Ordering::Relaxed);
        }
    }
}

/// Returns the offset that a response shows; `None` if its date is implausible.
fn seen(unix_time: u64, service_time: u64) -> Option<i64> {
    let is_too_far =
        PLAUSIBLE.contains(&unix_time) && service_time.saturating_sub(unix_time) > MOST_AHEAD;
    if !PLAUSIBLE.contains(&service_time) || is_too_far {
        return None;
    }
    if service_time.abs_diff(unix_time) <= TOLERANCE {
        return Some(0);
    }
    i64::try_from(i128::from(service_time) - i128::from(unix_time)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000;

    #[test]
    fn two_responses_that_agree_correct_the_date_and_two_end_the_correction() {
        let (skew, late) = (Skew::default(), NOW - 7200);
        skew.learn(late, NOW);
        assert_eq!(skew.correct(late), late, "one response is not believed");
        skew.learn(late, NOW + 1);
        assert_eq!(skew.correct(late), NOW + 1);
        skew.learn(NOW, NOW);
        assert_eq!(skew.correct(NOW), NOW + 7201);
        skew.learn(NOW, NOW);
        assert_eq!(skew.correct(NOW), NOW);
    }

    #[test]
    fn odd_dates_between_good_ones_change_nothing() {
        let skew = Skew::default();
        for odd in [NOW - 86_400, NOW + 10_000_000, NOW + 86_400] {
            skew.learn(NOW, odd);
            skew.learn(NOW, NOW);
        }
        assert_eq!(skew.correct(NOW), NOW);
    }

    #[test]
    fn implausible_dates_are_ignored() {
        let skew = Skew::default();
        for date in [0, 1_000_000_000, NOW + 30 * 86_400, 253_402_300_799, u64::MAX] {
            skew.set(NOW, date);
            skew.learn(NOW, date);
            skew.learn(NOW, date);
        }
        assert_eq!(skew.correct(NOW), NOW);
        skew.set(u64::MAX, NOW);
        skew.set(0, NOW);
        assert_eq!(skew.correct(0), NOW, "a clock without a battery");
    }
}
