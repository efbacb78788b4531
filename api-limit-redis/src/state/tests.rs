//! Tests of the state, with responses that are made up.

use super::*;

const KEY: Key = (1400000000, "v4/a");
const GUARD: Duration = Duration::from_millis(20);
const PACE: Pace = Pace { per_second: Some(200), app_per_second: None, guard: GUARD };

/// The time of Redis at our zero, in microseconds.
const REDIS: u64 = 1_700_000_000_000_000;

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn redis(millis: u64) -> u64 {
    REDIS + millis * 1000
}

struct Fixture {
    state: State,
    driver: u64,
    events: Events,
}

impl Fixture {
    /// A limiter with a driver and callers that wait until 100 s.
    fn with_callers(count: u64, on_outage: OnOutage) -> Self {
        let options = Options {
            app_per_second: None,
            on_outage,
            guard: GUARD,
            processes: Some(4),
            response_timeout: ms(100),
        };
        let mut fixture = Self { state: State::new(options), driver: 0, events: Events::default() };
        for _ in 0..count {
            let ticket = fixture.state.arrive(KEY, PACE, ms(100_000), ms(0)).unwrap();
            let caller = Caller { ticket, deadline: ms(100_000) };
            let polled = fixture.state.poll(KEY, caller, ms(0), Waker::noop(), &mut fixture.events);
            fixture.driver = polled.unwrap_err().unwrap_or(fixture.driver);
        }
        fixture
    }

    fn step(&mut self, now: u64) -> Step {
        self.state.step(KEY, self.driver, ms(now), &mut self.events)
    }

    fn ask(&mut self, now: u64) -> Ask {
        match self.step(now) {
            Step::Send(ask) => ask,
            other => panic!("{other:?}"),
        }
    }

    fn sleeps_until(&mut self, now: u64) -> u64 {
        match self.step(now) {
            Step::SleepUntil(until) => u64::try_from(until.as_millis()).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// Responds to a request, `now` by both clocks, with times from `from` on.
    fn respond(&mut self, ask: &Ask, now: u64, clock: u64, from: u64) {
        let times: Vec<_> = (0..ask.callers.len() as u64)
            .map(|i| i64::try_from(redis(from) + i * 5100).unwrap())
            .collect();
        let until = redis(from) + times.len() as u64 * 5100;
        let schedule = Some(Schedule { limiters: 4, until, times });
        let round_trip = RoundTrip { sent: ms(now - 1), received: ms(now), redis: redis(clock) };
        let reply = Reply { redis: redis(clock), schedule };
        let result = Ok((round_trip, reply));
        self.state.finish(ask, result, ms(now), &mut self.events).unwrap();
    }

    fn fail(&mut self, ask: &Ask, now: u64) {
        let result = Err(Failure::Timeout);
        self.state.finish(ask, result, ms(now), &mut self.events).unwrap_err();
    }
}

#[test]
fn callers_are_gathered_into_one_request() {
    let mut fixture = Fixture::with_callers(10, OnOutage::LocalShare);
    let ask = fixture.ask(0);
    assert_eq!((ask.callers.len(), ask.since, ask.known), (10, 0, 0));
    assert_eq!(fixture.sleeps_until(0), 100, "one at a time");
    fixture.respond(&ask, 2, 2, 2);
    assert_eq!(fixture.sleeps_until(3), 7, "the second time");
    let ended = (3..60).find(|now| matches!(fixture.step(*now), Step::End));
    assert_eq!(ended, Some(48), "all have their times");
    assert_eq!(fixture.state.stats().requests, 1);
}

#[test]
fn a_driver_that_was_replaced_ends() {
    let mut fixture = Fixture::with_callers(1, OnOutage::LocalShare);
    fixture.ask(0);
    let late = Caller { ticket: 0, deadline: ms(100_000) };
    let polled = fixture.state.poll(KEY, late, ms(300), Waker::noop(), &mut fixture.events);
    let another = polled.unwrap_err().unwrap();
    assert!(matches!(fixture.step(300), Step::End));
    fixture.driver = another;
    assert_eq!(fixture.ask(300).callers.len(), 1);
}

#[test]
fn an_outage_follows_the_policy_and_ends_with_a_request_that_reserves_nothing() {
    let mut fixture = Fixture::with_callers(30, OnOutage::LocalShare);
    let ask = fixture.ask(0);
    fixture.respond(&ask, 2, 2, 2);
    let ask = fixture.ask(40);
    fixture.fail(&ask, 100);
    // It is tried again without callers, and the share begins when all reserved times are over.
    let mut now = 100;
    while now < 370 {
        now = match fixture.step(now) {
            Step::SleepUntil(until) => u64::try_from(until.as_millis()).unwrap().max(now + 1),
            Step::Send(probe) => {
                assert!(probe.callers.is_empty());
                fixture.fail(&probe, now);
                now
            }
            Step::End => panic!(),
        };
    }
    assert_eq!(fixture.state.stats().outage_permits, 0);
    for now in 370..500 {
        if let Step::Send(probe) = fixture.step(now) {
            fixture.fail(&probe, now);
        }
    }
    let issued = fixture.state.stats().outage_permits;
    assert!((4..=6).contains(&issued), "{issued}");
    assert!(fixture.state.stats().is_outage && fixture.state.stats().outages == 1);
    let mut now = 500;
    let probe = loop {
        match fixture.step(now) {
            Step::Send(probe) => break probe,
            _ => now += 1,
        }
    };
    // Redis hears of the outage, and starts a second later; the share is used until then.
    assert!(probe.since > 0 && probe.since <= redis(100) && probe.known > 0);
    fixture.respond(&probe, now, now, now + 1020);
    assert!(!fixture.state.stats().is_outage);
    let before = fixture.state.stats().outage_permits;
    for later in now..now + 980 {
        assert!(!matches!(fixture.step(later), Step::Send(_)), "{later}");
    }
    assert!(fixture.state.stats().outage_permits > before);
}

#[test]
fn callers_are_refused_in_an_outage_if_that_is_the_policy() {
    let mut fixture = Fixture::with_callers(3, OnOutage::Refuse);
    let ask = fixture.ask(0);
    fixture.fail(&ask, 0);
    let probe = fixture.ask(5);
    fixture.fail(&probe, 280);
    assert!(matches!(fixture.step(280), Step::End));
    let caller = Caller { ticket: 1, deadline: ms(100_000) };
    let polled = fixture.state.poll(KEY, caller, ms(280), Waker::noop(), &mut fixture.events);
    assert_eq!(polled, Ok(Verdict::Refused));
}

#[test]
fn a_clock_that_was_set_is_told_to_redis_once() {
    for clock in [5, 500_000] {
        let mut fixture = Fixture::with_callers(30, OnOutage::LocalShare);
        let ask = fixture.ask(0);
        fixture.respond(&ask, 2, 200_000, 200_000);
        let ask = fixture.ask(40);
        assert!(ask.known > 0 && ask.since == 0);
        // Redis refuses a request whose time it does not accept.
        let round_trip = RoundTrip { sent: ms(40), received: ms(41), redis: redis(clock) };
        let reply = Reply { redis: redis(clock), schedule: None };
        let result = Ok((round_trip, reply));
        fixture.state.finish(&ask, result, ms(41), &mut fixture.events).unwrap();
        let ask = fixture.ask(60);
        assert_eq!((ask.known, ask.since), (0, redis(clock)));
        fixture.respond(&ask, 62, clock + 21, clock + 1041);
        let ask = (62..2000).find_map(|now| match fixture.step(now) {
            Step::Send(ask) => Some(ask),
            _ => None,
        });
        assert_eq!(ask.unwrap().since, 0);
    }
}

#[test]
fn a_slow_redis_is_none() {
    let mut fixture = Fixture::with_callers(1, OnOutage::LocalShare);
    let ask = fixture.ask(0);
    let round_trip = RoundTrip { sent: ms(0), received: ms(25), redis: redis(10) };
    let schedule = Some(Schedule { limiters: 1, until: redis(16), times: vec![] });
    let reply = Reply { redis: redis(10), schedule };
    let finished = fixture.state.finish(&ask, Ok((round_trip, reply)), ms(25), &mut fixture.events);
    assert_eq!(finished, Err(Failure::TooSlow));
}
