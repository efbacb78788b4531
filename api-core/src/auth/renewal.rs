//! One request to a provider, shared by all callers that wait for it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering, fence};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::runtime::{self, Handle};

use super::credentials::{IssuedUserSig, UserSigProvider};
use crate::error::Source;

/// The longest time that a provider may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The result of a renewal.
pub(super) type Renewed = Result<IssuedUserSig, SharedError>;

/// An error that several callers receive.
#[derive(Clone, Debug)]
pub(super) struct SharedError(Arc<dyn std::error::Error + Send + Sync>);

/// A renewal in progress.
///
/// No task owns it: any waiting caller that is polled polls the provider for all of them. It therefore goes on when the
/// caller that began it is dropped or not polled. The provider's future may depend on the runtime in which it was first
/// polled, which may be blocked or gone. Callers of another runtime therefore begin their own renewal.
pub(super) struct Renewal {
    runtime: Option<runtime::Id>,
    began: Duration,
    /// The result, once there is one.
    renewed: OnceLock<Renewed>,
    /// The provider's future, until it completes. Locked only while it is polled. Callers only try the lock.
    asking: Mutex<Option<Asking>>,
    /// Set by a caller that may have found `asking` locked.
    was_missed: AtomicBool,
    waiters: Arc<Waiters>,
}

type Asking = Pin<Box<dyn Future<Output = Result<IssuedUserSig, Source>> + Send>>;

/// The wakers of the waiting callers. The provider holds these and not the renewal, because the renewal holds the
/// provider.
#[derive(Default)]
struct Waiters {
    next: AtomicU64,
    wakers: Mutex<BTreeMap<u64, Waker>>,
}

impl Renewal {
    /// Prepares a renewal. The provider is called when the renewal is first polled.
    pub(super) fn new(
        began: Duration,
        provider: Arc<dyn UserSigProvider>,
        sdk_app_id: u32,
        identifier: String,
    ) -> Arc<Self> {
        let asking: Asking =
            Box::pin(async move { provider.user_sig(sdk_app_id, &identifier).await });
        Arc::new(Self {
            runtime: current_runtime(),
            began,
            renewed: OnceLock::new(),
            asking: Mutex::new(Some(asking)),
            was_missed: AtomicBool::new(false),
            waiters: Arc::default(),
        })
    }

    /// Returns `true` if it belongs to the current runtime.
    pub(super) fn is_at_home(&self) -> bool {
        self.runtime == current_runtime()
    }

    /// Returns the time that is left.
    pub(super) fn time_left(&self, now: Duration) -> Duration {
        TIMEOUT.saturating_sub(now.saturating_sub(self.began))
    }

    /// Returns `true` once the time is over.
    pub(super) fn is_late(&self, now: Duration) -> bool {
        self.time_left(now).is_zero()
    }

    /// Returns a future of the result.
    pub(super) fn wait(self: &Arc<Self>) -> RenewalWait {
        let number = self.waiters.next.fetch_add(1, Ordering::Relaxed);
        RenewalWait { renewal: Arc::clone(self), number }
    }

    /// Returns the result, if there is one. Polls the provider, unless another thread is polling it right now.
    fn poll(&self) -> Option<Renewed> {
        if POLLED.get() == self.id() {
            let error = "the provider calls the client that waits for it";
            return Some(Err(SharedError::from(Source::from(error))));
        }
        // Set before the lock is tried, so that the holder of the lock sees it and wakes this caller for anything it
        // missed.
        self.was_missed.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        let mut asking = match self.asking.try_lock() {
            Ok(asking) => asking,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return self.renewed.get().cloned(),
        };
        self.was_missed.store(false, Ordering::SeqCst);
        let polled = asking.as_mut().map(|asking| self.poll_provider(asking));
        if let Some(Poll::Ready(renewed)) = polled {
            *asking = None;
            let _ = self.renewed.set(renewed);
        }
        drop(asking);
        fence(Ordering::SeqCst);
        let renewed = self.renewed.get().cloned();
        if self.was_missed.swap(false, Ordering::SeqCst) || renewed.is_some() {
            self.waiters.wake_all();
        }
        renewed
    }

    fn poll_provider(&self, asking: &mut Asking) -> Poll<Renewed> {
        let waker = Waker::from(Arc::clone(&self.waiters));
        let outer = POLLED.replace(self.id());
        let polled = catch_unwind(AssertUnwindSafe(|| {
            asking.as_mut().poll(&mut Context::from_waker(&waker))
        }));
        POLLED.set(outer);
        match polled {
            Ok(polled) => polled.map(|issued| issued.and_then(checked).map_err(SharedError::from)),
            Err(_) => Poll::Ready(Err(Source::from("the provider panicked").into())),
        }
    }

    /// Returns an identifier that is unique while the renewal lives.
    fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

thread_local! {
    /// The renewal whose provider this thread polls, or 0.
    static POLLED: Cell<usize> = const { Cell::new(0) };
}

/// Rejects a text that cannot be a `UserSig`, such as one with a line break.
fn checked(issued: IssuedUserSig) -> Result<IssuedUserSig, Source> {
    let checked = issued.user_sig.check();
    checked.map(|()| issued).map_err(|problem| format!("the provider's UserSig {problem}").into())
}

fn current_runtime() -> Option<runtime::Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

impl Waiters {
    fn wake_all(&self) {
        let wakers = std::mem::take(&mut *self.wakers());
        wakers.into_values().for_each(Waker::wake);
    }

    fn wakers(&self) -> MutexGuard<'_, BTreeMap<u64, Waker>> {
        self.wakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes all waiting callers on progress of the provider, because any of them may be the one that is polled.
impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

/// The future of a renewal. Dropping it leaves the renewal to the other callers.
pub(super) struct RenewalWait {
    renewal: Arc<Renewal>,
    number: u64,
}

impl Future for RenewalWait {
    type Output = Renewed;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Renewed> {
        let waker = context.waker().clone();
        // Registered first, so that any progress during the poll wakes it. The old waker is dropped while nothing is
        // locked.
        let old = self.renewal.waiters.wakers().insert(self.number, waker);
        drop(old);
        self.renewal.poll().map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for RenewalWait {
    fn drop(&mut self) {
        let waker = self.renewal.waiters.wakers().remove(&self.number);
        drop(waker);
    }
}

impl From<Source> for SharedError {
    fn from(error: Source) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SharedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
