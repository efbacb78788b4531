//! Rate limits: calls wait here instead of being rejected by the service.

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
use crate::error::Rounded;
use crate::{Clock, EndpointSpec, SystemClock};

/// Decides when a request may be sent: [`RateLimiter`], or your own, such as one that several processes share.
///
/// Your own limiter returns permits that it made, or passes on those of another limiter:
///
/// ```
/// use std::time::Duration;
///
/// use tencent_chat::{Acquire, EndpointSpec, Limiter, LimiterError, RateLimiter};
///
/// /// Limits the rate of the endpoints that read, and rejects calls of the others.
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
    /// `time_left` is the longest time that the call can wait. A limiter that knows that the permit would be available
    /// later returns [`LimiterError::TooLate`] at once. In any case the call gives up after that time. Dropping an
    /// [`Acquire`] leaves the queue.
    fn acquire(
        &self,
        sdk_app_id: u32,
        endpoint: &'static EndpointSpec,
        time_left: Duration,
    ) -> Acquire<'_>;
}

/// The reason why there is no permit. The call fails with it, and the attempt is not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum LimiterError {
    /// The permit would be available only after this time, which is longer than the call can wait.
    TooLate(Duration),
    /// The limiter itself failed.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for LimiterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLate(wait) => {
                write!(f, "the next permit would be available after {}", Rounded(*wait))
            }
            Self::Failed(error) => write!(f, "the limiter failed: {error}"),
        }
    }
}

impl std::error::Error for LimiterError {}

/// A future that returns a permit, or the reason why there is none.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Acquire<'a>(Acquiring<'a>);

type Acquired<'a> = Result<Permit<'a>, LimiterError>;

enum Acquiring<'a> {
    Ready(Option<Acquired<'a>>),
    Waiting(Pin<Box<dyn Future<Output = Acquired<'a>> + Send + 'a>>),
}

impl<'a> Acquire<'a> {
    /// Creates one that returns a permit or an error at once.
    pub const fn ready(acquired: Result<Permit<'a>, LimiterError>) -> Self {
        Self(Acquiring::Ready(Some(acquired)))
    }

    /// Creates one that waits for a permit.
    pub fn waiting(permit: impl Future<Output = Acquired<'a>> + Send + 'a) -> Self {
        Self(Acquiring::Waiting(Box::pin(permit)))
    }
}

impl<'a> Future for Acquire<'a> {
    type Output = Acquired<'a>;

    /// Stays pending after it has returned its output.
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

/// The right to send one request. Dropping it unused passes it to the next caller.
#[must_use = "a permit that is dropped passes to the next caller"]
pub struct Permit<'a>(Grant<'a>);

enum Grant<'a> {
    Unbounded,
    Counted(Claim<'a>),
    Checked(Box<dyn FnOnce() -> Result<(), Acquire<'a>> + Send + 'a>),
}

impl<'a> Permit<'a> {
    /// Creates a permit that never expires and is not counted.
    pub const fn unbounded() -> Self {
        Self(Grant::Unbounded)
    }

    /// Creates a permit that is counted, or found to have expired, when it is used. If it has expired, `at_use` returns
    /// another one to wait for.
    pub fn checked(at_use: impl FnOnce() -> Result<(), Acquire<'a>> + Send + 'a) -> Self {
        Self(Grant::Checked(Box::new(at_use)))
    }

    /// Uses the permit for a request that is sent right now.
    ///
    /// # Errors
    ///
    /// Fails with another permit to wait for if this one has expired, because too much time has passed since it was
    /// granted. The caller keeps its position in the queue.
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

/// Keeps the documented rate limit of each endpoint, and optionally one for all calls of an app: no more requests than
/// that are sent in any second. Callers are served in the order of arrival. Clients that share a limiter (in an
/// [`Arc`]) share its rate limits.
///
/// After an idle second the whole rate may be used at once. A permit counts for 1.005 s after its use, so that the rate
/// limit also holds at the service, whose seconds begin at other moments. A permit that is not used within 50 ms passes
/// to the next caller, so that a call that is not polled delays no other.
pub struct RateLimiter {
    clock: Arc<dyn Clock>,
    app_per_second: Option<u32>,
    apps: Mutex<BTreeMap<u32, AppQueue>>,
}

impl RateLimiter {
    /// Creates a limiter that keeps the documented rate limits.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock))
    }

    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self { clock, app_per_second: None, apps: Mutex::default() }
    }

    /// Sets the clock; [`SystemClock`] by default.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets the rate limit of an app in requests per second, over all endpoints together; 0 counts as 1. By default
    /// there is none.
    #[must_use]
    pub fn app_per_second(self, calls: u32) -> Self {
        Self { app_per_second: Some(calls.max(1)), ..self }
    }

    /// Changes the queue of an app at the present time, and then wakes the callers that were let in, while nothing is
    /// locked.
    fn with_queue<T>(
        &self,
        sdk_app_id: u32,
        change: impl FnOnce(&mut AppQueue, Duration, &mut Released) -> T,
    ) -> T {
        let mut released = Released::default();
        let mut apps = self.lock();
        let queue = apps.entry(sdk_app_id).or_insert_with(|| AppQueue::new(self.app_per_second));
        // Read within the lock, so that times of use never decrease.
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
        // The use removed it from the queue, and it holds nothing but references.
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
    /// Waits in the queue. The timer fires at the earliest time at which the caller can get a permit. Other callers may
    /// let it in before.
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
        let (now, wakes_at) = claim.limiter.with_queue(claim.sdk_app_id, |queue, now, released| {
            (now, queue.poll(claim.endpoint, claim.ticket, now, context.waker(), released))
        });
        let Some(at) = wakes_at else { return Poll::Ready(Ok(Permit(Grant::Counted(claim)))) };
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

/// A limiter without rate limits.
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
