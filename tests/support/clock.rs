//! A clock that is advanced by hand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tencent_chat::{Clock, Sleep};
use tokio::sync::oneshot;

/// A clock that stands still until it is advanced.
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<Time>>);

struct Time {
    now: Duration,
    sleepers: Vec<(Duration, oneshot::Sender<()>)>,
    /// Shorter waits pass at once.
    skipped: Duration,
    waits: Vec<Duration>,
}

impl ManualClock {
    pub fn at(unix_time: u64) -> Self {
        let now = Duration::from_secs(unix_time);
        let skipped = Duration::ZERO;
        Self(Arc::new(Mutex::new(Time { now, sleepers: Vec::new(), skipped, waits: Vec::new() })))
    }

    /// A clock on which waits shorter than `skipped` pass at once.
    pub fn skipping(unix_time: u64, skipped: Duration) -> Self {
        let clock = Self::at(unix_time);
        clock.time().skipped = skipped;
        clock
    }

    /// The waits that passed at once.
    pub fn waits(&self) -> Vec<Duration> {
        self.time().waits.clone()
    }

    /// Wakes the sleepers whose time has come.
    pub fn advance(&self, by: Duration) {
        let mut time = self.time();
        time.now += by;
        let now = time.now;
        for (_, wake) in time.sleepers.extract_if(.., |(until, _)| *until <= now) {
            drop(wake);
        }
    }

    /// Lets time pass until the next sleeper wakes, but at most `at_most`. Returns `true` if one woke.
    pub fn pass(&self, at_most: Duration) -> bool {
        let mut time = self.time();
        time.sleepers.retain(|(_, wake)| !wake.is_closed());
        let next = time.sleepers.iter().map(|(until, _)| until.saturating_sub(time.now)).min();
        drop(time);
        self.advance(next.unwrap_or(at_most).min(at_most));
        next.is_some_and(|next| next <= at_most)
    }

    fn time(&self) -> MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn unix_time(&self) -> u64 {
        self.time().now.as_secs()
    }

    fn now(&self) -> Duration {
        self.time().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (wake, woken) = oneshot::channel();
        let mut time = self.time();
        if duration < time.skipped {
            time.now += duration;
            time.waits.push(duration);
            return Sleep::new(std::future::ready(()));
        }
        let until = time.now.saturating_add(duration);
        time.sleepers.push((until, wake));
        Sleep::new(async move { drop(woken.await) })
    }
}
