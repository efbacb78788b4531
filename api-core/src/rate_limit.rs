//! Rate limits: calls wait here rather than being refused by the service.

mod queue;

use std::collections::BTreeMap;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pin_project_lite::pin_project;

use self::queue::{AppQueue, Arrival, Released, Ticket};
use crate::clock::Sleep;
use crate::{Clock, EndpointSpec, SystemClock};

/// Decides when a request may be sent: [`RateLimiter`], or one that several processes share.
///
/// A limiter of your own hands out permits that it made, or passes on those of another:
///
/// ```
/// use std::time::Duration;
///
/// use api_core::{Acquire, EndpointSpec, Limiter, LimiterError, RateLimiter};
///
/// /// Leaves a rate to the endpoints that read, and none to the others.
/// struct OnlyReads(RateLimiter);
///
/// impl Limiter for OnlyReads {
///     fn acquire(
///         &self,
///         sdk_app_id: u32,
///         endpoint: &'static EndpointSpec,
///         time_left: Duration,
///     ) -> Acquire<'_> {
///         if endpoint.is_idempotent() {
///             self.0.acquire(sdk_app_id, endpoint, time_left)
///         } else {
///             Acquire::ready(Err(LimiterError::Failed("this service only reads".into())))
///         }
///     }
/// }
/// ```
pub trait Limiter: Send + Sync + 'static {
    /// Asks for a permit to send one request of an app to an endpoint.
    ///
    /// `time_left` is how long the call can wait for it. A limiter that knows that the permit would come later returns
    /// [`LimiterError::TooLate`] at once. Either way the call gives up after that time. Dropping an [`Acquire`] leaves the
    /// queue.
    fn acquire(
        &self,
        sdk_app_id: u32,
        endpoint: &'static EndpointSpec,
        time_left: Duration,
    ) -> Acquire<'_>;
}

/// Why there is no permit. The call fails with it before anything is sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum LimiterError {
    /// The permit would come only after so long, and the call cannot wait that long.
    TooLate(Duration),
    /// The limiter itself failed.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for LimiterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLate(wait) => write!(f, "the next permit would come after {wait:?}"),
            Self::Failed(error) => write!(f, "the limiter failed: {error}"),
        }
    }
}

impl std::error::Error for LimiterError {}

/// A permit, given or still to come: a future that returns it, or why there is none.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Acquire<'a>(Acquiring<'a>);

type Acquired<'a> = Result<Permit<'a>, LimiterError>;

enum Acquiring<'a> {
    Ready(Option<Acquired<'a>>),
    Waiting(Pin<Box<dyn Future<Output = Acquired<'a>> + Send + 'a>>),
}

impl<'a> Acquire<'a> {
    /// A permit that is there at once, or an error.
    pub const fn ready(acquired: Result<Permit<'a>, LimiterError>) -> Self {
        Self(Acquiring::Ready(Some(acquired)))
    }

    /// A permit to wait for.
    pub fn waiting(permit: impl Future<Output = Acquired<'a>> + Send + 'a) -> Self {
        Self(Acquiring::Waiting(Box::pin(permit)))
    }
}

impl<'a> Future for Acquire<'a> {
    type Output = Acquired<'a>;

    /// Stays pending once it has returned.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Acquiring::Ready(acquired) => acquired.take().map_or(Poll::Pending, Poll::Ready),
            Acquiring::Waiting(permit) => permit.as_mut().poll(context),
        }
    }
}

impl fmt::Debug for Acquire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_ready = matches!(self.0, Acquiring::Ready(_));
        f.debug_struct("Acquire").field("is_ready", &is_ready).finish()
    }
}

/// The right to send one request. Dropping it unused gives it to the next caller.
#[must_use = "a permit that is dropped is given back"]
pub struct Permit<'a>(Grant<'a>);

enum Grant<'a> {
    Unbounded,
    Counted(Claim<'a>),
    Checked(Box<dyn FnOnce() -> Result<(), Acquire<'a>> + Send + 'a>),
}

impl<'a> Permit<'a> {
    /// A permit that always holds and that nobody counts.
    pub const fn unbounded() -> Self {
        Self(Grant::Unbounded)
    }

    /// A permit that is counted, or found to hold no longer, when it is used: `at_use` returns another to wait for then.
    pub fn checked(at_use: impl FnOnce() -> Result<(), Acquire<'a>> + Send + 'a) -> Self {
        Self(Grant::Checked(Box::new(at_use)))
    }

    /// Uses it for a request that is sent right now.
    ///
    /// # Errors
    ///
    /// Returns another one to wait for if it holds no longer, since too much time went by since it was given. The caller
    /// keeps its place in the queue.
    pub fn use_now(self) -> Result<(), Acquire<'a>> {
        match self.0 {
            Grant::Unbounded => Ok(()),
            Grant::Counted(claim) => claim.use_now(),
            Grant::Checked(at_use) => at_use(),
        }
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

/// Keeps the documented rate of each endpoint, and one for all calls of an app if there is one: in no second more requests
/// are sent than that. First come, first served. Clients that share one (in an [`Arc`]) share its rates.
///
/// After an idle second the whole rate may go at once. A permit counts for 1.005 s after its use, so that the rate also
/// holds at the service, whose seconds begin elsewhere. One that is not used within 50 ms goes to the next caller, so that
/// a call that is not polled delays no other.
pub struct RateLimiter {
    clock: Arc<dyn Clock>,
    app_per_second: Option<u32>,
    apps: Mutex<BTreeMap<u32, AppQueue>>,
}

impl RateLimiter {
    /// Keeps the documented rates.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock))
    }

    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self { clock, app_per_second: None, apps: Mutex::default() }
    }

    /// Takes the time from another clock.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Allows an app so many requests a second, of all endpoints together; 0 counts as 1.
    #[must_use]
    pub fn app_per_second(self, calls: u32) -> Self {
        Self { app_per_second: Some(calls.max(1)), ..self }
    }

    /// Changes the queue of an app at the present time, and wakes whoever it let in, with nothing locked.
    fn with_queue<T>(
        &self,
        sdk_app_id: u32,
        change: impl FnOnce(&mut AppQueue, Duration, &mut Released) -> T,
    ) -> T {
        let mut released = Released::default();
        let mut apps = self.lock();
        let queue = apps.entry(sdk_app_id).or_insert_with(|| AppQueue::new(self.app_per_second));
        // Read within the lock, so that times of use go up.
        let changed = change(queue, self.clock.now(), &mut released);
        drop(apps);
        released.woken.drain(..).for_each(Waker::wake);
        changed
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, AppQueue>> {
        self.apps.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn acquire(
        &self,
        sdk_app_id: u32,
        endpoint: &'static EndpointSpec,
        time_left: Duration,
    ) -> Acquire<'_> {
        if endpoint.rate_per_second().is_none() && self.app_per_second.is_none() {
            return Acquire::ready(Ok(Permit::unbounded()));
        }
        let arrival = self.with_queue(sdk_app_id, |queue, now, released| {
            queue.arrive(endpoint, now, time_left, released)
        });
        let claim = |ticket| Claim { limiter: self, sdk_app_id, endpoint, ticket };
        match arrival {
            Arrival::Granted(ticket) => Acquire::ready(Ok(Permit(Grant::Counted(claim(ticket))))),
            Arrival::Queued(ticket) => claim(ticket).wait(),
            Arrival::TooLate(wait) => Acquire::ready(Err(LimiterError::TooLate(wait))),
        }
    }
}

impl<L: Limiter + ?Sized> Limiter for Arc<L> {
    fn acquire(
        &self,
        sdk_app_id: u32,
        endpoint: &'static EndpointSpec,
        time_left: Duration,
    ) -> Acquire<'_> {
        (**self).acquire(sdk_app_id, endpoint, time_left)
    }
}

/// A caller of a [`RateLimiter`], from its arrival to the use of its permit. Dropping it leaves the queue.
struct Claim<'a> {
    limiter: &'a RateLimiter,
    sdk_app_id: u32,
    endpoint: &'static EndpointSpec,
    ticket: Ticket,
}

impl<'a> Claim<'a> {
    fn wait(self) -> Acquire<'a> {
        Acquire(Acquiring::Waiting(Box::pin(Waiting {
            claim: Some(self),
            wakes_at: Duration::ZERO,
            timer: None,
        })))
    }

    fn use_now(self) -> Result<(), Acquire<'a>> {
        let holds = self.limiter.with_queue(self.sdk_app_id, |queue, now, _| {
            queue.use_permit(self.endpoint, self.ticket, now)
        });
        if !holds {
            return Err(self.wait());
        }
        // It left the queue with the use, and holds nothing but references.
        mem::forget(self);
        Ok(())
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.limiter.with_queue(self.sdk_app_id, |queue, now, released| {
            queue.leave(self.endpoint, self.ticket, now, released);
        });
    }
}

pin_project! {
    /// Waits in the queue. Its timer fires when its turn can come at the earliest; until then others may let it in.
    struct Waiting<'a> {
        claim: Option<Claim<'a>>,
        wakes_at: Duration,
        #[pin]
        timer: Option<Sleep>,
    }
}

impl<'a> Future for Waiting<'a> {
    type Output = Acquired<'a>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let Some(claim) = this.claim.take() else { return Poll::Pending };
        let (now, turn) = claim.limiter.with_queue(claim.sdk_app_id, |queue, now, released| {
            (now, queue.poll(claim.endpoint, claim.ticket, now, context.waker(), released))
        });
        let Some(at) = turn else { return Poll::Ready(Ok(Permit(Grant::Counted(claim)))) };
        let claim = this.claim.insert(claim);
        if *this.wakes_at != at || this.timer.is_none() {
            *this.wakes_at = at;
            this.timer.set(Some(claim.limiter.clock.sleep(at.saturating_sub(now))));
        }
        if let Some(timer) = this.timer.as_mut().as_pin_mut()
            && timer.poll(context).is_ready()
        {
            this.timer.set(None);
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

/// Keeps no rate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Limiter for Unlimited {
    fn acquire(
        &self,
        _sdk_app_id: u32,
        _endpoint: &'static EndpointSpec,
        _time_left: Duration,
    ) -> Acquire<'_> {
        Acquire::ready(Ok(Permit::unbounded()))
    }
}

#[cfg(test)]
mod tests;
