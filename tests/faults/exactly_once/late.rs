//! Messages sent one after the other by a slow client: the service takes a copy that arrives two minutes later for
//! another message.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use support::{ManualClock, NOW};
use tencent_chat::{Acquire, Clock, EndpointSpec, Limiter, Permit, RetryPolicy, Sleep};
use tencent_chat_sim::Simulator;

use super::actions::{self, Action};
use super::blocks::Block;
use super::{Reported, TIMEOUT, Tally, builder, outage, simulator};

/// A clock that advances the simulator's clock with it.
#[derive(Clone)]
struct Lockstep(ManualClock, Arc<Simulator>);

impl Clock for Lockstep {
    fn unix_time(&self) -> u64 {
        self.0.unix_time()
    }

    fn now(&self) -> Duration {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let sleep = self.0.sleep(duration);
        self.1.state().set_unix_time(self.0.unix_time());
        sleep
    }
}

/// Calls of all kinds, of which a tenth are messages.
const CALLS: u32 = 8000;

/// The attempts that a call may make.
const ATTEMPTS: u32 = 5;

/// A wait that passes at once, because it is shorter than the timeout.
const NAP: Duration = Duration::from_secs(4);

/// A limiter that delays every attempt, from no time at all to more than three minutes.
struct Slow(Lockstep, AtomicU64);

impl Limiter for Slow {
    fn acquire(&self, _: u32, _: &'static EndpointSpec, _: Duration) -> Acquire<'_> {
        let naps = self.1.fetch_add(3, Ordering::Relaxed) % 7 * 8;
        Acquire::waiting(async move {
            for _ in 0..naps {
                self.0.sleep(NAP).await;
            }
            Ok(Permit::unbounded())
        })
    }
}

/// The time at which a message first arrived, by its key.
fn time_of(key: &str) -> u64 {
    key.rsplit('_').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn no_message_arrives_twice_however_slow_the_client_is() {
    let simulator = simulator(|_| {}).await;
    let clock = Lockstep(ManualClock::skipping(NOW, TIMEOUT), Arc::clone(&simulator));
    let prompt = builder(&simulator, clock.clone()).build().unwrap();
    let blocks = Block::all(CALLS);
    for block in &blocks {
        block.prepare(&simulator, &prompt).await;
    }
    let policy = RetryPolicy::new(ATTEMPTS).first_wait(Duration::from_millis(800));
    let slow = Slow(clock.clone(), AtomicU64::new(0));
    let client = builder(&simulator, clock.clone()).retry(policy).limiter(slow).build().unwrap();
    outage::begin(&simulator, 2);
    let is_message = |number: &u32| Action::of(*number) == Action::SendMessage;
    let mut reported = BTreeMap::new();
    let (mut dropped, mut given_up) = (0, 0);
    for number in blocks.iter().flat_map(|block| block.numbers()).filter(is_message) {
        let made = Reported::of(actions::make(&client, number).await);
        match &made {
            Reported::Done(key) => dropped += u32::from(time_of(key) < clock.unix_time()),
            Reported::Maybe(error) => {
                let is_retryable = error.http_status() == Some(502) && error.attempts() < ATTEMPTS;
                given_up += u32::from(is_retryable);
            }
            Reported::NotDone(_) => {}
        }
        reported.insert(number, made);
    }
    simulator.state().clear_rules();
    assert!(dropped > 0 && given_up > 0, "retries within the window, and none beyond it");

    let mut tally = Tally::default();
    for block in blocks {
        let arrived = block.messages(&prompt).await;
        for number in block.numbers().filter(is_message) {
            let is_it = |(name, _): &&(String, String)| *name == actions::name_of(number);
            let effects: Vec<_> =
                arrived.iter().filter(is_it).map(|(_, key)| key.clone()).collect();
            tally.count(number, &reported[&number], &effects);
        }
    }
    assert_eq!(tally.violations, Vec::<String>::new());
    assert!(tally.done > tally.calls / 2 && tally.maybe_done > 0, "{tally:?}");
}
