//! The app that a simulator serves, as the gateway and the owner of the simulator share it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use tencent_chat_specs::user_sig::SecretKey;

use crate::State;
use crate::webhooks::Sender;

/// Receives one line for each call.
pub(crate) type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// The time between two looks at a locked state.
const PAUSE: Duration = Duration::from_millis(1);

/// The one app that a simulator serves.
pub(crate) struct App {
    pub(crate) sdk_app_id: u32,
    pub(crate) secret_key: String,
    pub(crate) admin: String,
    pub(crate) log: Option<Log>,
    /// The sender of webhooks; `None` if there is no URL.
    pub(crate) webhooks: Option<Sender>,
    pub(crate) state: Mutex<State>,
}

impl App {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the state is not locked. Returns `false` if it still is after 250 ms, because its holder may be waiting
    /// for the caller.
    pub(crate) async fn is_unlocked(&self) -> bool {
        for _ in 0..250 {
            if !self.is_locked() {
                return true;
            }
            tokio::time::sleep(PAUSE).await;
        }
        false
    }

    /// Waits until the state is not locked.
    pub(crate) async fn unlocked(&self) {
        while self.is_locked() {
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn is_locked(&self) -> bool {
        matches!(self.state.try_lock(), Err(TryLockError::WouldBlock))
    }

    pub(crate) fn key(&self) -> SecretKey {
        SecretKey::new(&*self.secret_key)
    }
}
