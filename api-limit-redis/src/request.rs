//! One request to Redis and its response, as the script `reserve.lua` has them.

use std::time::Duration;

use crate::clock_offset::ClockOffset;
use crate::error::Failure;
use crate::pace::{Pace, micros};
use crate::queue::{AHEAD, Caller};

/// The queue that a request is for: the app, and the path of the endpoint.
pub(crate) type Key = (u32, &'static str);

/// A request that is to be sent.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) key: Key,
    pub(crate) pace: Pace,
    /// The callers for which times are to be reserved. None if the request only finds out whether Redis can be used.
    pub(crate) callers: Vec<Caller>,
    /// The schedule that Redis must have, in microseconds since 1970; 0 if that is not known.
    pub(crate) known: u64,
    /// This limiter has used times that Redis does not know of, since this time of Redis; 0 if it has not.
    pub(crate) since: u64,
}

/// A response.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Reply {
    /// The time of Redis in microseconds since 1970.
    pub(crate) redis: u64,
    /// The result; `None` if Redis did not accept the request, because its clock shows another time than expected.
    pub(crate) schedule: Option<Schedule>,
}

/// The result of an accepted request.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Schedule {
    /// The limiters of the app that were seen in the last minute.
    pub(crate) limiters: u32,
    /// All times before this are reserved.
    pub(crate) until: u64,
    /// For each caller, the reserved time, or the negative time at which one would be free.
    pub(crate) times: Vec<i64>,
}

impl Ask {
    /// Returns the keys of the script. They have the same hash tag, so that a cluster keeps them in one slot.
    pub(crate) fn keys(&self) -> [String; 3] {
        let (app, path) = self.key;
        let key = |name: &str| format!("chat:{{{app}}}:{name}");
        [key(path), key(""), key("limiters")]
    }

    /// Returns the arguments of the script for a request that is sent now and lasts at most `timeout`.
    pub(crate) fn arguments(
        &self,
        id: &str,
        offset: &ClockOffset,
        now: Duration,
        timeout: Duration,
    ) -> Vec<String> {
        let Pace { guard, app_per_second, .. } = self.pace;
        let slack = micros(guard);
        let (earliest, latest) = match offset.redis_time(now) {
            Some((low, high)) => {
                let latest = high.saturating_add(slack).saturating_add(micros(timeout));
                (low.saturating_sub(slack), latest)
            }
            None => (0, u64::MAX),
        };
        let numbers = [
            earliest,
            latest,
            self.pace.spacing_micros(),
            u64::from(app_per_second.unwrap_or(0)),
            self.pace.app_buckets(),
            micros(self.pace.window()),
            micros(offset.lead(guard)),
            micros(AHEAD),
            self.known,
            self.since,
        ];
        let waits = self
            .callers
            .iter()
            .map(|caller| micros(caller.deadline.saturating_sub(now).min(AHEAD)));
        let numbers = numbers.into_iter().chain(waits).map(|number| number.to_string());
        std::iter::once(id.to_owned()).chain(numbers).collect()
    }

    /// Reads a response.
    pub(crate) fn read(&self, response: &[i64]) -> Result<Reply, Failure> {
        let positive = |number: i64| u64::try_from(number).map_err(|_| Failure::Malformed);
        match response {
            [redis] => Ok(Reply { redis: positive(*redis)?, schedule: None }),
            [redis, limiters, until, times @ ..] if times.len() == self.callers.len() => {
                let limiters = u32::try_from(*limiters).map_err(|_| Failure::Malformed)?;
                let schedule = Schedule { limiters, until: positive(*until)?, times: times.into() };
                Ok(Reply { redis: positive(*redis)?, schedule: Some(schedule) })
            }
            _ => Err(Failure::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(callers: usize) -> Ask {
        let caller = Caller { ticket: 1, deadline: Duration::from_secs(1) };
        let pace =
            Pace { per_second: Some(200), app_per_second: None, guard: Duration::from_millis(20) };
        let callers = vec![caller; callers];
        Ask { key: (1400000000, "v4/a"), pace, callers, known: 0, since: 0 }
    }

    #[test]
    fn all_keys_of_an_app_are_in_one_slot_of_a_cluster() {
        let keys = ask(0).keys();
        assert_eq!(
            keys,
            ["v4/a", "", "limiters"].map(|name| format!("chat:{{1400000000}}:{name}"))
        );
    }

    #[test]
    fn only_a_response_of_the_right_form_is_read() {
        let schedule = Schedule { limiters: 4, until: 7, times: vec![5, -9] };
        let reply = Reply { redis: 3, schedule: Some(schedule) };
        assert_eq!(ask(2).read(&[3, 4, 7, 5, -9]), Ok(reply));
        assert_eq!(ask(2).read(&[3]), Ok(Reply { redis: 3, schedule: None }));
        for odd in [&[] as &[_], &[1, 2], &[3, 4, 7, 5], &[3, 4, 7, 5, 6, 7], &[-3, 4, 7, 5, 6]] {
            assert_eq!(ask(2).read(odd), Err(Failure::Malformed), "{odd:?}");
        }
        assert_eq!(ask(0).read(&[3, i64::MAX, 7]), Err(Failure::Malformed));
    }

    #[test]
    fn a_caller_waits_for_no_time_that_is_too_far_ahead() {
        let mut ask = ask(2);
        ask.callers[1].deadline = Duration::from_secs(3600);
        let arguments =
            ask.arguments("id", &ClockOffset::default(), Duration::ZERO, Duration::ZERO);
        assert_eq!(arguments[11..], ["1000000", "2000000"]);
    }
}
