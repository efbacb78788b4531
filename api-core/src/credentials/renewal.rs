//! Asking a provider for a signature, once for all who wait for it.

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

use super::{IssuedUserSig, UserSigProvider};
use crate::error::Source;

/// How long a provider may take, whoever waits for it.
const LIMIT: Duration = Duration::from_secs(10);

/// What a renewal came to.
pub(super) type Renewed = Result<IssuedUserSig, SharedError>;

/// An error that several callers get.
#[derive(Clone, Debug)]
pub(super) struct SharedError(Arc<dyn std::error::Error + Send + Sync>);

/// A question to a provider, under way.
///
/// No task owns it: whoever waits for it and is polled, polls the provider for all. So it goes on when the caller that
/// began it is dropped, or held without being polled. What the provider waits for may belong to the runtime that it was
/// first polled in, which may stand still or end: callers in another runtime ask for themselves.
pub(super) struct Renewal {
    runtime: Option<runtime::Id>,
    began: Duration,
    /// What it came to.
    renewed: OnceLock<Renewed>,
    /// The provider, until it is through. Locked while it is polled and no longer, and only ever tried.
    asking: Mutex<Option<Asking>>,
    /// Whether somebody may have found it locked.
    was_missed: AtomicBool,
    waiters: Arc<Waiters>,
}

type Asking = Pin<Box<dyn Future<Output = Result<IssuedUserSig, Source>> + Send>>;

/// Who is to be woken when there is progress. The provider holds this, and not the renewal, which holds the provider.
#[derive(Default)]
struct Waiters {
    next: AtomicU64,
    wakers: Mutex<BTreeMap<u64, Waker>>,
}

impl Renewal {
    /// Prepares to ask; the provider is called when this is first waited for.
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

    /// Whether it belongs to the runtime of whoever asks.
    pub(super) fn is_at_home(&self) -> bool {
        self.runtime == current_runtime()
    }

    /// How long it may still take.
    pub(super) fn time_left(&self, now: Duration) -> Duration {
        LIMIT.saturating_sub(now.saturating_sub(self.began))
    }

    /// Whether it has taken too long.
    pub(super) fn is_late(&self, now: Duration) -> bool {
        self.time_left(now).is_zero()
    }

    /// Waits for what it comes to.
    pub(super) fn wait(self: &Arc<Self>) -> RenewalWait {
        let number = self.waiters.next.fetch_add(1, Ordering::Relaxed);
        RenewalWait { renewal: Arc::clone(self), number }
    }

    /// What it came to, if it is over; polls the provider if nobody else does so right now.
    fn poll(&self) -> Option<Renewed> {
        if POLLED.get() == self.id() {
            let error = "the provider calls the client that waits for it";
            return Some(Err(SharedError::from(Source::from(error))));
        }
        // Said before it is tried, so that whoever holds it hears of it, and wakes this one for whatever it missed.
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
            Ok(polled) => polled.map_err(SharedError::from),
            Err(_) => Poll::Ready(Err(Source::from("the provider panicked").into())),
        }
    }

    /// Which renewal it is, while it lives.
    fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

thread_local! {
    /// The renewal whose provider this thread polls; 0 if none.
    static POLLED: Cell<usize> = const { Cell::new(0) };
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

/// The provider's progress is of interest to all who wait: any of them may be the one that is polled.
impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

/// Waits for a renewal. Dropping it leaves the renewal to the others.
pub(super) struct RenewalWait {
    renewal: Arc<Renewal>,
    number: u64,
}

impl Future for RenewalWait {
    type Output = Renewed;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Renewed> {
        let waker = context.waker().clone();
        // Registered first, so that whatever happens during the poll wakes it. The old one is dropped with nothing locked.
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
