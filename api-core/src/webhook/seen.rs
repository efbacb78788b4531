//! Recognizes deliveries that arrive again.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Delivery, DeliveryKey};
use crate::clock::{Clock, SystemClock};

/// The deliveries that were seen, in the memory of this process. Clones share them.
///
/// The service may send an event again, if it gets no reply in time and retries are switched on in the console. Claim each
/// delivery before you handle it, and keep the claim when it is handled:
///
/// ```
/// use tencent_chat::webhook::{Delivery, Seen, WebhookResponse};
///
/// async fn handle(seen: Seen, delivery: Delivery) -> Result<WebhookResponse, std::io::Error> {
///     let Some(claim) = seen.claim(&delivery) else {
///         return Ok(WebhookResponse::received());
///     };
///     store(&delivery).await?; // If this fails, the claim is dropped and the delivery counts as new.
///     claim.keep();
///     Ok(WebhookResponse::received())
/// }
/// # async fn store(_: &Delivery) -> Result<(), std::io::Error> { Ok(()) }
/// ```
///
/// A claim that is dropped is given up, because of an error, a panic or a timeout of `WebhookService`: the event counts as new
/// when it arrives again. What the handler did before that is done twice then, so let its last step be the one that counts.
/// An event that arrives while another delivery of it is handled counts as seen. It is lost if that handler then fails. The
/// service repeats an event two seconds later at the earliest, so give handlers less time than that, as `WebhookService` does.
///
/// Another process does not know what this one has seen. If several receive webhooks, put [`Delivery::key`] into a store that
/// they share, or make the handler idempotent. A restart forgets everything.
#[derive(Clone)]
pub struct Seen {
    capacity: usize,
    ttl: Duration,
    clock: Arc<dyn Clock>,
    entries: Arc<Mutex<Entries>>,
}

/// The keys, by the order of their claims.
#[derive(Default)]
struct Entries {
    /// The number of claims that were made.
    claims: u64,
    numbers: BTreeMap<DeliveryKey, u64>,
    by_age: BTreeMap<u64, (DeliveryKey, Duration)>,
}

/// The right to handle a delivery. It is given up when it is dropped.
#[must_use = "a claim that is dropped is given up"]
pub struct Claim {
    entries: Arc<Mutex<Entries>>,
    held: Option<(DeliveryKey, u64)>,
}

impl Seen {
    /// Creates a store of at most `capacity` deliveries, of about 200 bytes each, that forgets each `ttl` after its claim. If it is full, it
    /// forgets the oldest one.
    #[must_use]
    pub fn in_memory(capacity: usize, ttl: Duration) -> Self {
        let entries = Arc::default();
        Self { capacity, ttl, clock: Arc::new(SystemClock), entries }
    }

    /// Sets the clock, for tests; [`SystemClock`] by default.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Claims a delivery. Returns `None` if it is claimed, or was handled before.
    ///
    /// A delivery without a [key](Delivery::key) is always new: webhooks before an action, which need a reply every time, and
    /// events that nothing tells from later ones.
    pub fn claim(&self, delivery: &Delivery) -> Option<Claim> {
        let Some(key) = delivery.key() else {
            return Some(Claim { entries: Arc::clone(&self.entries), held: None });
        };
        let now = self.clock.now();
        let mut entries = lock(&self.entries);
        entries.forget(|_, since| now.saturating_sub(since) >= self.ttl);
        if entries.numbers.contains_key(&key) {
            return None;
        }
        entries.forget(|count, _| count >= self.capacity);
        let number = entries.claims;
        entries.claims += 1;
        if self.capacity > 0 {
            entries.numbers.insert(key, number);
            entries.by_age.insert(number, (key, now));
        }
        Some(Claim { entries: Arc::clone(&self.entries), held: Some((key, number)) })
    }
}

impl Claim {
    /// Keeps the claim, because the delivery was handled.
    pub fn keep(mut self) {
        self.held = None;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some((key, number)) = self.held {
            let mut entries = lock(&self.entries);
            // Another claim of the same delivery may have followed one that was forgotten.
            if entries.by_age.remove(&number).is_some() {
                entries.numbers.remove(&key);
            }
        }
    }
}

impl Entries {
    /// Forgets the oldest while `is_over` holds for the number of keys and the time of the oldest.
    fn forget(&mut self, is_over: impl Fn(usize, Duration) -> bool) {
        while let Some(oldest) = self.by_age.first_entry() {
            let (key, since) = *oldest.get();
            if !is_over(self.numbers.len(), since) {
                return;
            }
            oldest.remove();
            self.numbers.remove(&key);
        }
    }
}

fn lock(entries: &Mutex<Entries>) -> MutexGuard<'_, Entries> {
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("capacity", &self.capacity)
            .field("ttl", &self.ttl)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").finish_non_exhaustive()
    }
}
