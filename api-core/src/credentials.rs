//! The credentials that sign calls, and the cached signature.

mod renewal;
mod skew;

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use secrecy::zeroize::{Zeroize, ZeroizeOnDrop};
use tokio::runtime::Handle;

use self::renewal::{Renewal, SharedError};
use self::skew::Skew;
use crate::call::Timeout;
use crate::clock::Clock;
use crate::error::Source;
use crate::hosts::{BaseUrl, Host, Hosts};
use crate::user_sig::{Lifetime, SecretKey, Subject, UnixTime, UserSig};

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

/// A new signature is used for this long even if it seems expired, because the local date may be wrong. The response of
/// the service then tells.
const FRESH: Duration = Duration::from_secs(2);

/// All characters but the unreserved ones of RFC 3986 and `*`.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');

/// An administrator of the app, with the secret that signs its calls.
///
/// `Debug` shows the identifier and never the secret.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) identifier: String,
    pub(crate) secret: Secret,
}

#[derive(Clone)]
pub(crate) enum Secret {
    Key(SecretKey),
    UserSig(UserSig),
    Provider(Arc<dyn UserSigProvider>),
}

/// The future of [`UserSigProvider::user_sig`].
pub type ProvidedUserSig<'a> = Pin<
    Box<
        dyn Future<Output = Result<IssuedUserSig, Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'a,
    >,
>;

/// Gets a `UserSig` from where the secret key is kept, such as a vault or another service.
///
/// The provider is called before the first call, when three quarters of a signature's lifetime are over (calls go on
/// with the old one meanwhile), and when the service reports a signature as expired. All calls that wait share one
/// request to the provider. After an error or a panic it is not called again for one second, or for ten seconds while
/// the old signature is still valid. If it takes more than ten seconds, it is given up and called again.
///
/// Any of the waiting calls may poll the future. Calls of another runtime request their own `UserSig`.
pub trait UserSigProvider: Send + Sync + 'static {
    /// Gets a `UserSig` for an administrator of an app. An error fails the calls that wait for it, and their requests
    /// are not sent.
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a>;
}

/// A `UserSig` and its expiry.
#[derive(Clone, Debug)]
pub struct IssuedUserSig {
    user_sig: UserSig,
    expires_at: UnixTime,
}

impl IssuedUserSig {
    /// Creates one that is valid until `expires_at`.
    #[must_use]
    pub const fn new(user_sig: UserSig, expires_at: UnixTime) -> Self {
        Self { user_sig, expires_at }
    }
}

impl Credentials {
    /// Signs with the app's secret key. Each `UserSig` is valid for 24 hours and is renewed 6 hours before it expires.
    #[must_use]
    pub fn secret_key(identifier: impl Into<String>, key: impl Into<SecretKey>) -> Self {
        Self { identifier: identifier.into(), secret: Secret::Key(key.into()) }
    }

    /// Uses a `UserSig` that was issued elsewhere. It is never renewed.
    #[must_use]
    pub fn user_sig(identifier: impl Into<String>, user_sig: UserSig) -> Self {
        Self { identifier: identifier.into(), secret: Secret::UserSig(user_sig) }
    }

    /// Gets each `UserSig` from a provider.
    #[must_use]
    pub fn provider(identifier: impl Into<String>, provider: impl UserSigProvider) -> Self {
        Self { identifier: identifier.into(), secret: Secret::Provider(Arc::new(provider)) }
    }

    /// Returns the credentials of another administrator; `None` if only a `UserSig` is known, because it belongs to one
    /// identifier.
    pub(crate) fn for_identifier(&self, identifier: String) -> Option<Self> {
        let secret = self.secret.clone();
        (!matches!(secret, Secret::UserSig(_))).then_some(Self { identifier, secret })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

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

/// The parts of a request that are computed once per signature, not once per call.
pub(crate) struct SignedUrl {
    hosts: Arc<Hosts>,
    /// The base URL, with the query that all calls have.
    url: ParsedUrl,
    /// The URL at the second host, built on first use.
    second_url: OnceLock<ParsedUrl>,
    /// The `UserSig`, which is redacted in texts of the service.
    pub(crate) user_sig: UserSig,
    renew_at: u64,
    expires_at: u64,
    /// The time at which it was signed or received, by the client's clock.
    obtained_at: Duration,
}

/// A URL that contains a `UserSig`. It is wiped when dropped.
struct ParsedUrl(Option<Url>);

impl SignedUrl {
    fn holds(&self, unix_time: u64, now: Duration) -> bool {
        unix_time < self.expires_at || self.is_fresh(now)
    }

    fn is_due(&self, unix_time: u64, now: Duration) -> bool {
        unix_time >= self.renew_at && !self.is_fresh(now)
    }

    fn is_fresh(&self, now: Duration) -> bool {
        now < self.obtained_at.saturating_add(FRESH)
    }

    pub(crate) fn base(&self, host: Host) -> &BaseUrl {
        self.hosts.base(host)
    }

    pub(crate) fn url(&self, host: Host) -> &Url {
        let url = match host {
            Host::First => &self.url,
            Host::Second => self.second_url.get_or_init(|| {
                let mut url = self.base(host).url().clone();
                url.set_query(self.url(Host::First).query());
                ParsedUrl(Some(url))
            }),
        };
        url.0.as_ref().unwrap_or(self.base(host).url())
    }
}

impl ZeroizeOnDrop for ParsedUrl {}

impl Drop for ParsedUrl {
    fn drop(&mut self) {
        if let Some(url) = self.0.take() {
            String::from(url).zeroize();
        }
    }
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
        let mut sdk_app_id = itoa::Buffer::new();
        let query = [
            "sdkappid=",
            sdk_app_id.format(self.sdk_app_id),
            "&identifier=",
            &utf8_percent_encode(&self.credentials.identifier, ESCAPED).to_string(),
            "&usersig=",
            &utf8_percent_encode(user_sig.expose(), ESCAPED).to_string(),
            "&contenttype=json",
        ];
        let mut query = query.concat();
        let mut url = self.hosts.base(Host::First).url().clone();
        url.set_query(Some(&query));
        query.zeroize();
        let (hosts, url) = (Arc::clone(&self.hosts), ParsedUrl(Some(url)));
        let second_url = OnceLock::new();
        SignedUrl { hosts, url, second_url, user_sig, renew_at, expires_at, obtained_at }
    }
}

#[cfg(test)]
mod tests;
