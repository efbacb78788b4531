//! Limits kept at home: calls wait here rather than being refused there.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::MutexGuard;

use crate::{Clock, EndpointSpec, SystemClock};

/// The span in which calls are counted.
const WINDOW: Duration = Duration::from_secs(1);

/// What a [`Limiter`] waits for, or why it cannot.
pub type Place<'a> =
    Pin<Box<dyn Future<Output = Result<(), Box<dyn std::error::Error + Send + Sync>>> + Send + 'a>>;

/// Decides when a call may be made: [`RateLimiter`], or one that several processes share.
///
/// Dropping a [`Place`] that was not yet given gives it to the next.
pub trait Limiter: Send + Sync + 'static {
    /// Waits for a place for a call of an app. An error fails the call before anything is sent.
    fn acquire(&self, sdk_app_id: u32, endpoint: &'static EndpointSpec) -> Place<'_>;
}

/// Keeps the documented rate of each endpoint, and one for all calls of an app if there is one: in no second more calls
/// begin than that. First come, first served. Clients that share one (in an [`Arc`]) share its rates.
pub struct RateLimiter {
    clock: Arc<dyn Clock>,
    app_per_second: Option<u32>,
    windows: Mutex<BTreeMap<(u32, &'static str), Window>>,
}

/// When the calls of the last second began, oldest first. Whoever holds it is the first in the queue.
type Window = Arc<tokio::sync::Mutex<VecDeque<Duration>>>;

impl RateLimiter {
    /// Keeps the documented rates.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock))
    }

    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self { clock, app_per_second: None, windows: Mutex::default() }
    }

    /// Takes the time from another clock.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Allows an app so many calls a second, of all endpoints together; 0 counts as 1.
    #[must_use]
    pub fn app_per_second(self, calls: u32) -> Self {
        Self { app_per_second: Some(calls.max(1)), ..self }
    }

    fn window(&self, sdk_app_id: u32, path: &'static str) -> Window {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(windows.entry((sdk_app_id, path)).or_default())
    }

    /// Waits until another call may begin.
    async fn free(&self, begun: &mut VecDeque<Duration>, per_second: u32) {
        loop {
            let now = self.clock.now();
            while begun.front().is_some_and(|first| *first + WINDOW <= now) {
                begun.pop_front();
            }
            match begun.front() {
                Some(first) if begun.len() >= per_second as usize => {
                    self.clock.sleep(*first + WINDOW - now).await;
                }
                _ => return,
            }
        }
    }

    /// Waits until it is this call's turn, and another may begin.
    async fn turn<'a>(
        &self,
        limit: Option<&'a (Window, u32)>,
    ) -> Option<MutexGuard<'a, VecDeque<Duration>>> {
        let (window, per_second) = limit?;
        let mut begun = window.lock().await;
        self.free(&mut begun, *per_second).await;
        Some(begun)
    }

    async fn wait(&self, sdk_app_id: u32, endpoint: &'static EndpointSpec) {
        let own =
            endpoint.rate_per_second().map(|rate| (self.window(sdk_app_id, endpoint.path()), rate));
        let app = self.app_per_second.map(|rate| (self.window(sdk_app_id, ""), rate));
        let mut own = self.turn(own.as_ref()).await;
        let mut app = self.turn(app.as_ref()).await;
        // Both are free, and both are taken at once: who gives up before has taken neither.
        let now = self.clock.now();
        for begun in [&mut own, &mut app].into_iter().flatten() {
            begun.push_back(now);
        }
    }
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter")
            .field("app_per_second", &self.app_per_second)
            .finish_non_exhaustive()
    }
}

impl Limiter for RateLimiter {
    fn acquire(&self, sdk_app_id: u32, endpoint: &'static EndpointSpec) -> Place<'_> {
        Box::pin(async move {
            self.wait(sdk_app_id, endpoint).await;
            Ok(())
        })
    }
}

impl<L: Limiter> Limiter for Arc<L> {
    fn acquire(&self, sdk_app_id: u32, endpoint: &'static EndpointSpec) -> Place<'_> {
        (**self).acquire(sdk_app_id, endpoint)
    }
}

/// Keeps no limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Limiter for Unlimited {
    fn acquire(&self, _sdk_app_id: u32, _endpoint: &'static EndpointSpec) -> Place<'_> {
        Box::pin(std::future::ready(Ok(())))
    }
}

#[cfg(test)]
mod tests;
