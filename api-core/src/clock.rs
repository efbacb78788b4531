//! The clock of a client.

mod timeout;

use std::fmt;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use pin_project_lite::pin_project;

pub(crate) use self::timeout::Timeout;

/// The system clock begins this long before its first use, because a runtime with paused time may have stopped its
/// clock before that.
const HEAD_START: Duration = Duration::from_secs(24 * 60 * 60);

pin_project! {
    /// A sleep that has begun, to be awaited.
    pub struct Sleep {
        #[pin]
        wait: Wait,
    }
}

pin_project! {
    #[project = WaitProjection]
    enum Wait {
        Timer { #[pin] timer: tokio::time::Sleep },
        Other { other: Pin<Box<dyn Future<Output = ()> + Send>> },
    }
}

impl Sleep {
    /// Creates a sleep that ends when `wait` does.
    pub fn new(wait: impl Future<Output = ()> + Send + 'static) -> Self {
        Self { wait: Wait::Other { other: Box::pin(wait) } }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match self.project().wait.project() {
            WaitProjection::Timer { timer } => timer.poll(context),
            WaitProjection::Other { other } => other.as_mut().poll(context),
        }
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep").finish_non_exhaustive()
    }
}

/// The clock that drives signatures, timeouts, waits and rate limits; [`SystemClock`] by default.
///
/// [`now`](Self::now) and [`sleep`](Self::sleep) must use the same time: after a sleep of one second, `now` has
/// advanced by one second.
pub trait Clock: Send + Sync + 'static {
    /// Returns the seconds since 1970 UTC.
    fn unix_time(&self) -> u64;

    /// Returns the time since a fixed moment of the clock's choice. It never decreases.
    fn now(&self) -> Duration;

    /// Returns a future that completes after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The system's date, and tokio's time. In a runtime with paused time, `now` stands still and advances with `sleep`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "only this clock asks the system")]
    fn unix_time(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    #[expect(clippy::disallowed_methods, reason = "only this clock asks the system")]
    fn now(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(|| {
            let now = Instant::now();
            now.checked_sub(HEAD_START).unwrap_or(now)
        });
        tokio::time::Instant::now().into_std().saturating_duration_since(*START)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep { wait: Wait::Timer { timer: tokio::time::sleep(duration) } }
    }
}
