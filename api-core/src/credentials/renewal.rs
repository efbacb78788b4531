//! Asking a provider for a signature, once for all who wait for it.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
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
    /// Locked while the provider is polled and no longer, and only ever tried.
    progress: Mutex<Progress>,
    /// Whether somebody may have found it locked.
    was_missed: AtomicBool,
    waiters: Arc<Waiters>,
}

enum Progress {
    Asking(Pin<Box<dyn Future<Output = Result<IssuedUserSig, Source>> + Send>>),
    Over(Renewed),
}

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
        let asking = Box::pin(async move { provider.user_sig(sdk_app_id, &identifier).await });
        Arc::new(Self {
            runtime: current_runtime(),
            began,
            progress: Mutex::new(Progress::Asking(asking)),
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
        // Said before it is tried, so that whoever holds it hears of it, and wakes this one for whatever it missed.
        self.was_missed.store(true, Ordering::SeqCst);
        let mut progress = match self.progress.try_lock() {
            Ok(progress) => progress,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        self.was_missed.store(false, Ordering::SeqCst);
        let asking = match &mut *progress {
            Progress::Over(renewed) => return Some(renewed.clone()),
            Progress::Asking(asking) => asking,
        };
        let waker = Waker::from(Arc::clone(&self.waiters));
        let mut context = Context::from_waker(&waker);
        let polled = catch_unwind(AssertUnwindSafe(|| asking.as_mut().poll(&mut context)));
        let renewed = match polled {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(issued)) => Some(issued.map_err(SharedError::from)),
            Err(_) => Some(Err(SharedError::from(Source::from("the provider panicked")))),
        };
        if let Some(renewed) = &renewed {
            *progress = Progress::Over(renewed.clone());
        }
        drop(progress);
        if self.was_missed.swap(false, Ordering::SeqCst) || renewed.is_some() {
            self.waiters.wake_all();
        }
        renewed
    }
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
        // Registered first, so that whatever happens during the poll wakes it.
        self.renewal.waiters.wakers().insert(self.number, waker);
        self.renewal.poll().map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for RenewalWait {
    fn drop(&mut self) {
        self.renewal.waiters.wakers().remove(&self.number);
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
