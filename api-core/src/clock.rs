//! Time, as the client sees it.

use std::pin::Pin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A wait that has begun.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The clock that drives signatures and timeouts; [`SystemClock`] unless a test brings its own.
pub trait Clock: Send + Sync + 'static {
    /// Seconds since 1970 UTC.
    fn unix_time(&self) -> u64;

    /// Waits.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The system's time and tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    fn unix_time(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}
