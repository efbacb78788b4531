//! Limits kept at home: calls wait here rather than being refused there.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::MutexGuard;

use crate::{Clock, EndpointSpec, SystemClock};

/// The span in which calls are counted.
const WINDOW: Duration = Duration::from_secs(1);

/// A place within the limits, given or still to come: awaiting it gives it, or says why there is none.
#[must_use = "a place is taken when it is awaited"]
pub struct Place<'a>(Option<Pin<Box<dyn Future<Output = Taken> + Send + 'a>>>);

type Taken = Result<(), Box<dyn std::error::Error + Send + Sync>>;

impl<'a> Place<'a> {
    /// One that is given.
    pub const fn given() -> Self {
        Self(None)
    }

    /// One to wait for.
    pub fn to_come(place: impl Future<Output = Taken> + Send + 'a) -> Self {
        Self(Some(Box::pin(place)))
    }
}

impl Future for Place<'_> {
    type Output = Taken;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Taken> {
        match &mut self.0 {
            Some(place) => place.as_mut().poll(context),
            None => Poll::Ready(Ok(())),
        }
    }
}

impl fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place").field("is_given", &self.0.is_none()).finish()
    }
}

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

/// So many calls a second, counted there.
struct Limit {
    window: Window,
    per_second: u32,
}

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

    /// The limits that a call has to keep: that of the endpoint and that of the app.
    fn limits(&self, sdk_app_id: u32, endpoint: &'static EndpointSpec) -> [Option<Limit>; 2] {
        let limit = |path, rate: Option<u32>| {
            rate.map(|per_second| Limit { window: self.window(sdk_app_id, path), per_second })
        };
        [limit(endpoint.path(), endpoint.rate_per_second()), limit("", self.app_per_second)]
    }

    /// Takes a place at once, if one is free and nobody waits for it: whoever waits holds the window or queues for it.
    fn take(&self, limits: &[Option<Limit>; 2]) -> bool {
        let mut windows = [None, None];
        for (window, limit) in windows.iter_mut().zip(limits) {
            let Some(limit) = limit else { continue };
            let Ok(begun) = limit.window.try_lock() else { return false };
            *window = Some((begun, limit.per_second));
        }
        let now = self.clock.now();
        let mut limited = windows.iter_mut().flatten();
        if limited.any(|(begun, per_second)| until_free(begun, *per_second, now).is_some()) {
            return false;
        }
        windows
            .iter_mut()
            .flatten()
            .for_each(|(begun, _): &mut (MutexGuard<'_, _>, u32)| begun.push_back(now));
        true
    }

    /// Waits until it is this call's turn, and another may begin.
    async fn turn<'a>(
        &self,
        limit: Option<&'a Limit>,
    ) -> Option<MutexGuard<'a, VecDeque<Duration>>> {
        let Limit { window, per_second } = limit?;
        let mut begun = window.lock().await;
        while let Some(wait) = until_free(&mut begun, *per_second, self.clock.now()) {
            self.clock.sleep(wait).await;
        }
        Some(begun)
    }

    async fn wait(&self, [own, app]: [Option<Limit>; 2]) {
        let mut own = self.turn(own.as_ref()).await;
        let mut app = self.turn(app.as_ref()).await;
        // Both are free, and both are taken at once: who gives up before has taken neither.
        let now = self.clock.now();
        for begun in [&mut own, &mut app].into_iter().flatten() {
            begun.push_back(now);
        }
    }
}

/// How long until another call may begin; none if it may now.
fn until_free(begun: &mut VecDeque<Duration>, per_second: u32, now: Duration) -> Option<Duration> {
    while begun.front().is_some_and(|first| *first + WINDOW <= now) {
        begun.pop_front();
    }
    let first = begun.front()?;
    (begun.len() >= per_second as usize).then(|| *first + WINDOW - now)
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
        let limits = self.limits(sdk_app_id, endpoint);
        if self.take(&limits) {
            return Place::given();
        }
        Place::to_come(async move {
            self.wait(limits).await;
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
        Place::given()
    }
}

#[cfg(test)]
mod tests;
