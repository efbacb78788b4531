//! Tests of the queue, under a time that is given.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Wake;

use super::*;

const PACE: Pace =
    Pace { per_second: Some(200), app_per_second: None, guard: Duration::from_millis(20) };

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Counts how often it is woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A queue and what happened to it.
struct Fixture {
    queue: Queue,
    events: Events,
    woken: Arc<Woken>,
}

impl Fixture {
    fn new() -> Self {
        Self { queue: Queue::new(PACE), events: Events::default(), woken: Arc::default() }
    }

    /// Adds a caller that waits until 10 s.
    fn arrive(&mut self, now: u64) -> Caller {
        let ticket = self.queue.arrive(ms(now), ms(10_000)).unwrap();
        let caller = Caller { ticket, deadline: ms(10_000) };
        assert_eq!(self.poll(caller, now), None);
        caller
    }

    fn poll(&mut self, caller: Caller, now: u64) -> Option<Verdict> {
        let waker = Waker::from(Arc::clone(&self.woken));
        self.queue.poll(caller, ms(now), &waker, &mut self.events)
    }

    fn leave(&mut self, caller: Caller, unused: Option<Reservation>, now: u64) {
        self.queue.leave(caller.ticket, unused, ms(now), &mut self.events);
    }

    fn reserve(&mut self, callers: &[Caller], reserved: &[Reserved], until: u64, now: u64) {
        let reserved = reserved.iter().copied();
        self.queue.reserve(callers, reserved, ms(until), ms(now), &mut self.events);
    }

    fn grant(&mut self, now: u64) -> usize {
        self.queue.grant(ms(now), &mut self.events);
        let woken = self.events.woken.len();
        self.events.woken.drain(..).for_each(Waker::wake);
        woken
    }
}

fn at(from: u64) -> Reservation {
    Reservation { from: ms(from), until: ms(from + 20) }
}

#[test]
fn times_go_to_callers_in_the_order_of_arrival() {
    let mut fixture = Fixture::new();
    let callers = [0, 0, 0].map(|now| fixture.arrive(now));
    assert_eq!(fixture.queue.asking(ms(0), 1).unwrap(), callers);
    fixture.reserve(&callers, &[105, 100, 110].map(|from| Reserved::At(at(from))), 115, 5);
    assert_eq!(fixture.queue.next_event(), Some(ms(100)));
    assert_eq!(fixture.grant(99), 0);
    assert_eq!(fixture.grant(107), 2);
    assert_eq!(fixture.poll(callers[0], 107), Some(Verdict::Granted(at(100))));
    assert_eq!(fixture.poll(callers[1], 107), Some(Verdict::Granted(at(105))));
    assert_eq!(fixture.poll(callers[2], 107), None);
}

#[test]
fn a_caller_that_leaves_passes_its_time_to_the_next() {
    let mut fixture = Fixture::new();
    let callers = [0, 0, 0].map(|now| fixture.arrive(now));
    fixture.reserve(&callers[..1], &[Reserved::At(at(100))], 105, 5);
    fixture.grant(100);
    // The first has a time and was not polled; the second gets it, polls it and drops it; the third uses it.
    fixture.leave(callers[0], None, 101);
    assert_eq!(fixture.poll(callers[1], 102), Some(Verdict::Granted(at(100))));
    fixture.leave(callers[1], Some(at(100)), 103);
    assert_eq!(fixture.poll(callers[2], 104), Some(Verdict::Granted(at(100))));
    assert!(fixture.queue.is_idle());
}

#[test]
fn a_time_that_was_reserved_for_a_caller_that_left_is_there_for_a_later_one() {
    let mut fixture = Fixture::new();
    let caller = fixture.arrive(0);
    let callers = fixture.queue.asking(ms(0), 1).unwrap();
    fixture.leave(caller, None, 1);
    fixture.reserve(&callers, &[Reserved::At(at(5))], 10, 5);
    let ticket = fixture.queue.arrive(ms(6), Duration::ZERO).unwrap();
    let caller = Caller { ticket, deadline: ms(6) };
    assert_eq!(fixture.poll(caller, 6), Some(Verdict::Granted(at(5))));
}

#[test]
fn a_time_that_nobody_polls_is_lost_and_delays_no_other() {
    let mut fixture = Fixture::new();
    let callers = [0, 0].map(|now| fixture.arrive(now));
    fixture.reserve(&callers, &[100, 105].map(|from| Reserved::At(at(from))), 110, 5);
    fixture.grant(105);
    assert_eq!(fixture.poll(callers[1], 106), Some(Verdict::Granted(at(105))));
    // Until it is polled, nothing is asked for the first one.
    assert!(fixture.queue.is_idle() && fixture.queue.asking(ms(200), 1).is_none());
    let third = fixture.arrive(200);
    assert_eq!(fixture.poll(callers[0], 201), None);
    assert_eq!(fixture.events.given_up, 1);
    assert_eq!(fixture.queue.asking(ms(201), 1).unwrap(), [callers[0], third]);
}

#[test]
fn a_time_that_is_over_is_given_up() {
    let mut fixture = Fixture::new();
    let callers = [0, 0].map(|now| fixture.arrive(now));
    fixture.reserve(&callers, &[100, 105].map(|from| Reserved::At(at(from))), 110, 5);
    assert_eq!(fixture.grant(121), 1);
    assert_eq!(fixture.events.given_up, 1);
    assert_eq!(fixture.poll(callers[0], 121), Some(Verdict::Granted(at(105))));
    assert_eq!(fixture.queue.asking(ms(121), 1).unwrap(), callers[1..]);
}

#[test]
fn no_more_is_asked_for_until_the_last_time_is_near() {
    let mut fixture = Fixture::new();
    let callers: Vec<_> = (0..30).map(|_| fixture.arrive(0)).collect();
    let first = fixture.queue.asking(ms(0), 4).unwrap();
    assert_eq!(first, callers[..12]);
    let reserved: Vec<_> = (0..12).map(|i| Reserved::At(at(100 + i * 5))).collect();
    fixture.reserve(&first, &reserved, 160, 1);
    assert_eq!(fixture.queue.asking(ms(124), 4), None);
    assert_eq!(fixture.queue.asking(ms(125), 4).unwrap(), callers[12..24]);
}

#[test]
fn a_caller_is_refused_as_soon_as_its_time_is_known_to_be_too_late() {
    let mut fixture = Fixture::new();
    let ticket = fixture.queue.arrive(ms(0), ms(100)).unwrap();
    let hasty = Caller { ticket, deadline: ms(100) };
    assert_eq!(fixture.poll(hasty, 0), None);
    let patient = fixture.arrive(0);
    fixture.reserve(
        &[hasty, patient],
        &[Reserved::FreeAt(ms(1000)), Reserved::At(at(1000))],
        1005,
        10,
    );
    assert_eq!(fixture.poll(hasty, 10), Some(Verdict::TooLate(ms(990))));
    // 95 ms are left until the schedule is free, so another one need not even ask.
    assert_eq!(fixture.queue.arrive(ms(910), ms(94)), Err(ms(95)));
    assert!(fixture.queue.arrive(ms(910), ms(95)).is_ok());
    assert_eq!(fixture.events.too_late, 1);
}

#[test]
fn a_caller_gives_up_at_its_deadline() {
    let mut fixture = Fixture::new();
    let ticket = fixture.queue.arrive(ms(0), ms(100)).unwrap();
    let caller = Caller { ticket, deadline: ms(100) };
    assert_eq!(fixture.poll(caller, 99), None);
    assert_eq!(fixture.poll(caller, 100), Some(Verdict::TooLate(ms(1))));
    assert!(fixture.queue.is_idle());
}

#[test]
fn a_time_too_far_ahead_is_asked_for_again() {
    let mut fixture = Fixture::new();
    let caller = fixture.arrive(0);
    fixture.reserve(&[caller], &[Reserved::FreeAt(ms(5000))], 5000, 10);
    assert_eq!(fixture.queue.asking(ms(2999), 1), None);
    assert_eq!(fixture.queue.asking(ms(3000), 1).unwrap(), [caller]);
    fixture.reserve(&[caller], &[Reserved::FreeAt(ms(5001))], 5001, 3005);
    assert_eq!(fixture.queue.asking(ms(3010), 1), None, "not at once");
    assert!(fixture.queue.asking(ms(3015), 1).is_some());
}

#[test]
fn an_outage_refuses_only_callers_without_a_time() {
    let mut fixture = Fixture::new();
    let callers = [0, 0, 0].map(|now| fixture.arrive(now));
    fixture.reserve(&callers[..1], &[Reserved::At(at(100))], 105, 5);
    fixture.queue.refuse(&mut fixture.events);
    assert_eq!(fixture.poll(callers[0], 100), Some(Verdict::Granted(at(100))));
    assert_eq!(fixture.poll(callers[1], 6), Some(Verdict::Refused));
    assert_eq!(fixture.poll(callers[2], 6), Some(Verdict::Refused));
}

#[test]
fn callers_are_woken_once_they_have_a_result() {
    let mut fixture = Fixture::new();
    let callers: Vec<_> = (0..100).map(|_| fixture.arrive(0)).collect();
    fixture.reserve(&callers[..1], &[Reserved::At(at(5))], 10, 5);
    fixture.grant(5);
    assert_eq!(fixture.woken.0.load(Ordering::Relaxed), 1);
}
