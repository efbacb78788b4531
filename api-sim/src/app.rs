//! The app that a simulator serves, as the gateway and the owner of the simulator share it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tencent_chat_specs::user_sig::SecretKey;

use crate::State;

/// Receives one line for each call.
pub(crate) type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// The one app that a simulator serves.
pub(crate) struct App {
    pub(crate) sdk_app_id: u32,
    pub(crate) secret_key: String,
    pub(crate) admin: String,
    pub(crate) log: Option<Log>,
    pub(crate) state: Mutex<State>,
}

impl App {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn key(&self) -> SecretKey {
        SecretKey::new(&*self.secret_key)
    }
}
