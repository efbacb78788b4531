//! The signer of a client: it signs calls and caches the latest signature.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;

use super::credentials::{Credentials, IssuedUserSig, Secret, UserSigProvider};
use super::renewal::{Renewal, SharedError};
use super::signed_url::SignedUrl;
use super::skew::Skew;
use crate::clock::{Clock, Timeout};
use crate::error::Source;
use crate::transport::Hosts;
use crate::user_sig::{Lifetime, Subject, UnixTime, UserSig};

/// The lifetime of a signature. The documents advise against less than a day.
const LIFETIME: Lifetime = match Lifetime::new(Duration::from_secs(24 * 60 * 60)) {
    Ok(day) => day,
    Err(_) => Lifetime::MAX,
};

/// A signature is renewed when this part of its lifetime is left: one fourth.
const RENEWED_AHEAD: u64 = 4;

/// The pauses after a failure of the provider: while the old signature is still valid, and while there is none.
const PAUSE_AHEAD: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_secs(1);

/// Signs calls and caches the latest signature.
pub(crate) struct Signer {
    hosts: Arc<Hosts>,
    sdk_app_id: u32,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    skew: Arc<Skew>,
    kept: Mutex<Kept>,
}

/// The state of a signer. Times are those of the client's clock.
#[derive(Default)]
struct Kept {
    signature: Option<Arc<SignedUrl>>,
    /// The renewals in progress, at most one per runtime.
    renewals: Vec<Arc<Renewal>>,
    /// The last error of the provider, and its time.
    failure: Option<(SharedError, Duration)>,
    /// The time at which the service last rejected a signature of the provider.
    rejected_at: Option<Duration>,
}

/// The source of the next signature.
enum Next {
    Ready(Arc<SignedUrl>),
    Failed(SharedError),
    Renewal(Arc<Renewal>),
}

impl Signer {
    pub(crate) fn new(
        hosts: Arc<Hosts>,
        sdk_app_id: u32,
        credentials: Credentials,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (skew, kept) = (Arc::default(), Mutex::default());
        Self { hosts, sdk_app_id, credentials, clock, skew, kept }
    }

    /// Returns a signer with other credentials, and the same hosts, clock and skew.
    pub(crate) fn with(&self, credentials: Credentials) -> Self {
        Self {
            hosts: Arc::clone(&self.hosts),
            sdk_app_id: self.sdk_app_id,
            credentials,
            clock: Arc::clone(&self.clock),
            skew: Arc::clone(&self.skew),
            kept: Mutex::default(),
        }
    }

    pub(crate) fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    pub(crate) fn sdk_app_id(&self) -> u32 {
        self.sdk_app_id
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Returns the signature to use now.
    pub(crate) async fn signature(self: &Arc<Self>) -> Result<Arc<SignedUrl>, Source> {
        match self.next() {
            Next::Ready(signature) => Ok(signature),
            // Boxed, because every call would otherwise reserve its size.
            next => Box::pin(self.fetch(next)).await,
        }
    }

    /// Waits for the provider. If it does not respond in time, it is called again. The call's own deadline ends this.
    async fn fetch(self: &Arc<Self>, mut next: Next) -> Result<Arc<SignedUrl>, Source> {
        loop {
            match next {
                Next::Ready(signature) => return Ok(signature),
                Next::Failed(error) => return Err(error.into()),
                Next::Renewal(renewal) => self.follow(&renewal).await,
            }
            next = self.next();
            if let Next::Renewal(_) = next {
                // On a clock whose sleeps end at once, the call would otherwise never check its deadline.
                tokio::task::yield_now().await;
            }
        }
    }

    /// Returns the source of the next signature. A key signs within microseconds. While a provider is called, calls use
    /// the old signature as long as it is valid.
    fn next(self: &Arc<Self>) -> Next {
        let (unix_time, now) = (self.skew.correct(self.clock.unix_time()), self.clock.now());
        // Dropped after the lock is released, because a provider's destructor may do anything.
        let late: Vec<_>;
        let mut kept = self.kept();
        let old = kept.signature.as_ref().filter(|kept| kept.holds(unix_time, now)).cloned();
        if let Some(old) = &old
            && !old.is_due(unix_time, now)
        {
            return Next::Ready(Arc::clone(old));
        }
        let provider = match self.sign(unix_time, now) {
            Ok(signature) => {
                return Next::Ready(Arc::clone(kept.signature.insert(Arc::new(signature))));
            }
            Err(provider) => Arc::clone(provider),
        };
        late = kept.renewals.extract_if(.., |renewal| renewal.is_late(now)).collect();
        let _ = &late;
        let under_way = kept.renewals.iter().find(|renewal| renewal.is_at_home()).cloned();
        let pause = if old.is_some() { PAUSE_AHEAD } else { PAUSE };
        let failure = kept.failure.as_ref().filter(|(_, at)| now < at.saturating_add(pause));
        match (old, under_way, failure) {
            (Some(old), Some(_), _) | (Some(old), None, Some(_)) => Next::Ready(old),
            (None, Some(renewal), _) => Next::Renewal(renewal),
            (None, None, Some((error, _))) => Next::Failed(error.clone()),
            (old, None, None) => {
                let identifier = self.credentials.identifier.clone();
                let renewal = Renewal::new(now, provider, self.sdk_app_id, identifier);
                kept.renewals.push(Arc::clone(&renewal));
                drop(kept);
                match old {
                    Some(old) => {
                        self.refresh_in_background(renewal);
                        Next::Ready(old)
                    }
                    None => Next::Renewal(renewal),
                }
            }
        }
    }

    /// Drives a renewal to its end and stores the result. Gives it up after its timeout.
    async fn follow(&self, renewal: &Arc<Renewal>) {
        let left = || renewal.time_left(self.clock.now());
        let renewed = Timeout::new(&*self.clock, left, renewal.wait()).await;
        let now = self.clock.now();
        let mut kept = self.kept();
        let Some(index) = kept.renewals.iter().position(|other| Arc::ptr_eq(other, renewal)) else {
            // Another caller has stored the result.
            return;
        };
        kept.renewals.swap_remove(index);
        match renewed {
            Ok(Ok(IssuedUserSig { user_sig, expires_at })) => {
                let expires_at = expires_at.as_secs();
                let unix_time = self.skew.correct(self.clock.unix_time());
                let renew_at = expires_at - expires_at.saturating_sub(unix_time) / RENEWED_AHEAD;
                let signature = self.signature_of(user_sig, renew_at, expires_at, now);
                kept.signature = Some(Arc::new(signature));
                kept.failure = None;
            }
            Ok(Err(error)) => kept.failure = Some((error, now)),
            // It timed out. The next call that needs a signature begins another renewal.
            Err(_) => {}
        }
    }

    /// Drives a renewal in a separate task, while calls go on. If the task is never polled, the next call that needs
    /// the signature drives the renewal.
    fn refresh_in_background(self: &Arc<Self>, renewal: Arc<Renewal>) {
        if let Ok(runtime) = Handle::try_current() {
            let signer = Arc::clone(self);
            runtime.spawn(async move { signer.follow(&renewal).await });
        }
    }

    /// Signs for an end user. Returns `None` without a key.
    pub(crate) fn sign_for(&self, user: &Subject<'_>, lifetime: Lifetime) -> Option<UserSig> {
        let Secret::Key(key) = &self.credentials.secret else { return None };
        let now = UnixTime::from_secs(self.skew.correct(self.clock.unix_time()));
        Some(key.sign(user, now, lifetime))
    }

    /// Returns `true` if another signature can be obtained.
    pub(crate) fn can_renew(&self) -> bool {
        !matches!(self.credentials.secret, Secret::UserSig(_))
    }

    /// Learns the service's date, in seconds since 1970 UTC, from a response to a request with this signature. A date
    /// at which the signature would have expired is ignored, because the service accepted the signature.
    pub(crate) fn learn(&self, accepted: &SignedUrl, service_time: u64) {
        if service_time < accepted.expires_at {
            self.skew.learn(self.clock.unix_time(), service_time);
        }
    }

    /// Discards a rejected signature, unless it has already been replaced. A signature of a provider is discarded at
    /// most once a second.
    pub(crate) fn invalidate(&self, rejected: &Arc<SignedUrl>, service_time: Option<u64>) {
        if let Some(service_time) = service_time {
            self.skew.set(self.clock.unix_time(), service_time);
        }
        let now = self.clock.now();
        let mut kept = self.kept();
        let is_current = kept.signature.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, rejected));
        let is_paused = kept.rejected_at.is_some_and(|at| now < at.saturating_add(PAUSE));
        let is_provided = matches!(self.credentials.secret, Secret::Provider(_));
        if is_current && !(is_provided && is_paused) {
            kept.signature = None;
            kept.rejected_at = Some(now);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Signs at once, or returns the provider to call.
    fn sign(&self, unix_time: u64, now: Duration) -> Result<SignedUrl, &Arc<dyn UserSigProvider>> {
        let Credentials { identifier, secret } = &self.credentials;
        match secret {
            Secret::Key(key) => {
                let subject = Subject::new(self.sdk_app_id, identifier);
                let user_sig = key.sign(&subject, UnixTime::from_secs(unix_time), LIFETIME);
                let lifetime = LIFETIME.duration().as_secs();
                let expires_at = unix_time.saturating_add(lifetime);
                let renew_at = expires_at - lifetime / RENEWED_AHEAD;
                Ok(self.signature_of(user_sig, renew_at, expires_at, now))
            }
            Secret::UserSig(user_sig) => {
                Ok(self.signature_of(user_sig.clone(), u64::MAX, u64::MAX, now))
            }
            Secret::Provider(provider) => Err(provider),
        }
    }

    fn signature_of(
        &self,
        user_sig: UserSig,
        renew_at: u64,
        expires_at: u64,
        obtained_at: Duration,
    ) -> SignedUrl {
        let (hosts, identifier) = (Arc::clone(&self.hosts), &self.credentials.identifier);
        let app = self.sdk_app_id;
        SignedUrl::new(hosts, app, identifier, user_sig, renew_at, expires_at, obtained_at)
    }
}

#[cfg(test)]
mod tests;
