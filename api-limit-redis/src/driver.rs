//! The task that reserves and grants times for the callers of one endpoint. It ends when nobody waits.

use std::pin::Pin;
use std::sync::Arc;

use tencent_chat::{Clock, SystemClock};
use tokio::runtime::Handle;

use crate::request::Key;
use crate::shared::Shared;
use crate::state::Step;

type Attempt = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Starts the driver with this number in the present runtime. Callers of other runtimes may depend on it; if its runtime
/// ends, or does not run it, one of them starts another.
pub(crate) fn start(shared: &Arc<Shared>, key: Key, id: u64) {
    let driver = Driver { shared: Arc::clone(shared), key, id };
    match Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn(driver.run())),
        // Dropping it makes the callers look for another one.
        Err(_) => drop(driver),
    }
}

struct Driver {
    shared: Arc<Shared>,
    key: Key,
    id: u64,
}

impl Driver {
    async fn run(self) {
        let Some(notify) = self.shared.with(|state, _, _| state.notify(self.key)) else { return };
        let mut attempt: Option<Attempt> = None;
        loop {
            let step =
                self.shared.with(|state, now, events| state.step(self.key, self.id, now, events));
            let until = match step {
                Step::End => return,
                Step::Send(ask) => {
                    attempt = Some(Box::pin(Arc::clone(&self.shared).attempt(ask)));
                    continue;
                }
                Step::SleepUntil(until) => until,
            };
            let wait = until.saturating_sub(SystemClock.now());
            tokio::select! {
                biased;
                () = ended(&mut attempt) => attempt = None,
                () = notify.notified() => {}
                () = SystemClock.sleep(wait) => {}
            }
        }
    }
}

impl Drop for Driver {
    /// Does nothing after a driver has ended by itself.
    fn drop(&mut self) {
        self.shared.with(|state, _, events| state.lose_driver(self.key, self.id, events));
    }
}

async fn ended(attempt: &mut Option<Attempt>) {
    match attempt {
        Some(attempt) => attempt.await,
        None => std::future::pending().await,
    }
}
