//! Who signs the calls, and the signature that is kept between them.

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use secrecy::zeroize::{Zeroize, ZeroizeOnDrop};
use tokio::runtime::Handle;

use crate::clock::Clock;
use crate::error::Source;
use crate::user_sig::{SecretKey, Subject, UserSig};

/// For how long a signature is issued, in seconds: the documents advise against less than a day.
const LIFETIME: u64 = 24 * 60 * 60;

/// The part of a signature's life, one in so many, that is left when it is renewed.
const RENEWED_AHEAD: u64 = 4;

/// How long to go on with a signature that still holds after a renewal failed, in seconds.
const PAUSE: u64 = 10;

/// How far a clock may be off before it is corrected, in seconds.
const TOLERANCE: i64 = 60;

/// What RFC 3986 leaves as it is.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');

/// An administrator of the app, and how calls are signed in that name.
///
/// `Debug` shows the identifier, never the secret.
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

/// A `UserSig` to come.
pub type ProvidedUserSig<'a> = Pin<
    Box<
        dyn Future<Output = Result<IssuedUserSig, Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'a,
    >,
>;

/// Gets a `UserSig` from where the secret key is, such as a vault or another service.
///
/// It is asked before the first call, again when three quarters of a signature's life are over (by one task, while calls
/// go on with the old one), and when the service says that it expired.
pub trait UserSigProvider: Send + Sync + 'static {
    /// Gets one for an administrator of an app. An error fails the call that waits for it, before anything is sent.
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a>;
}

/// A `UserSig`, and until when it holds.
#[derive(Clone, Debug)]
pub struct IssuedUserSig {
    user_sig: UserSig,
    expires_at: u64,
}

impl IssuedUserSig {
    /// One that holds until `expires_at`, in seconds since 1970 UTC.
    #[must_use]
    pub const fn new(user_sig: UserSig, expires_at: u64) -> Self {
        Self { user_sig, expires_at }
    }
}

impl Credentials {
    /// Signs with the app's secret key: each `UserSig` holds for 24 hours and is renewed 6 hours ahead.
    #[must_use]
    pub fn secret_key(identifier: impl Into<String>, key: impl Into<SecretKey>) -> Self {
        Self { identifier: identifier.into(), secret: Secret::Key(key.into()) }
    }

    /// Uses a `UserSig` that was issued elsewhere, as long as it holds.
    #[must_use]
    pub fn user_sig(identifier: impl Into<String>, user_sig: UserSig) -> Self {
        Self { identifier: identifier.into(), secret: Secret::UserSig(user_sig) }
    }

    /// Asks for each `UserSig` elsewhere.
    #[must_use]
    pub fn provider(identifier: impl Into<String>, provider: impl UserSigProvider) -> Self {
        Self { identifier: identifier.into(), secret: Secret::Provider(Arc::new(provider)) }
    }

    /// The same for another administrator; none where only a `UserSig` is there, which stands for one.
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

/// Makes signatures and keeps the latest.
pub(crate) struct Signer {
    base: Arc<Base>,
    sdk_app_id: u32,
    credentials: Credentials,
    kept: Mutex<Option<Arc<Signature>>>,
    /// Held by the one who asks a provider.
    renewing: Arc<tokio::sync::Mutex<()>>,
    /// When a provider that failed is asked again, though the signature still holds.
    paused_until: AtomicU64,
    /// How many seconds the service's clock is ahead of ours.
    ahead: AtomicI64,
}

/// What is worked out once a signature, not once a call.
pub(crate) struct Signature {
    base: Arc<Base>,
    /// The base URL, with the query that all calls have.
    url: SignedUrl,
    /// To be scrubbed from what the service says.
    pub(crate) user_sig: UserSig,
    renew_at: u64,
    expires_at: u64,
}

/// Where calls go.
pub(crate) struct Base {
    url: Url,
    #[cfg(feature = "hyper")]
    authority: http::Uri,
}

/// A URL with a `UserSig` in it, wiped when dropped.
struct SignedUrl(Option<Url>);

impl Base {
    pub(crate) fn new(url: Url) -> Result<Self, String> {
        Ok(Self {
            #[cfg(feature = "hyper")]
            authority: http::Uri::try_from(url.as_str())
                .map_err(|error| format!("the base URL is none: {error}"))?,
            url,
        })
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

impl Signature {
    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    pub(crate) fn url(&self) -> &Url {
        self.url.0.as_ref().unwrap_or(&self.base.url)
    }

    /// Scheme, host and port, with some path.
    #[cfg(feature = "hyper")]
    pub(crate) fn authority(&self) -> &http::Uri {
        &self.base.authority
    }
}

impl ZeroizeOnDrop for SignedUrl {}

impl Drop for SignedUrl {
    fn drop(&mut self) {
        if let Some(url) = self.0.take() {
            String::from(url).zeroize();
        }
    }
}

impl Signer {
    pub(crate) fn new(base: Arc<Base>, sdk_app_id: u32, credentials: Credentials) -> Self {
        Self {
            base,
            sdk_app_id,
            credentials,
            kept: Mutex::new(None),
            renewing: Arc::default(),
            paused_until: AtomicU64::new(0),
            ahead: AtomicI64::new(0),
        }
    }

    /// The same for other credentials.
    pub(crate) fn with(&self, credentials: Credentials) -> Self {
        Self::new(Arc::clone(&self.base), self.sdk_app_id, credentials)
    }

    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    pub(crate) fn sdk_app_id(&self) -> u32 {
        self.sdk_app_id
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The signature to use now.
    pub(crate) async fn signature(
        self: &Arc<Self>,
        clock: &dyn Clock,
    ) -> Result<Arc<Signature>, Source> {
        let now = clock.unix_time().saturating_add_signed(self.ahead.load(Ordering::Relaxed));
        match self.at_hand(now) {
            Some(signature) => Ok(signature),
            // Boxed, since every call would have room for it.
            None => Box::pin(self.provided(now)).await,
        }
    }

    /// The signature that needs no waiting for. A key signs within microseconds; while a provider is asked, calls go on
    /// with the old signature as long as it holds.
    fn at_hand(self: &Arc<Self>, now: u64) -> Option<Arc<Signature>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let old = kept.as_ref().filter(|kept| now < kept.expires_at).map(Arc::clone);
        if old.as_ref().is_some_and(|old| now < old.renew_at) {
            return old;
        }
        if let Some(signature) = self.sign(now) {
            return Some(Arc::clone(kept.insert(Arc::new(signature))));
        }
        drop(kept);
        if old.is_some() {
            self.renew_aside(now);
        }
        old
    }

    /// The signature of the provider, which one call asks and the others wait for.
    async fn provided(&self, now: u64) -> Result<Arc<Signature>, Source> {
        let _turn = self.renewing.lock().await;
        match self.fresh(now) {
            Some(signature) => Ok(signature),
            None => self.ask(now).await,
        }
    }

    /// Whether there can be another signature than this one.
    pub(crate) fn can_renew(&self) -> bool {
        !matches!(self.credentials.secret, Secret::UserSig(_))
    }

    /// Makes the next call sign anew, unless another has seen to it; `date` is the service's time.
    pub(crate) fn reject(&self, rejected: &Arc<Signature>, date: Option<u64>, clock: &dyn Clock) {
        if let Some(date) = date {
            let ahead = i64::try_from(i128::from(date) - i128::from(clock.unix_time()));
            let ahead = ahead.ok().filter(|ahead| ahead.abs() > TOLERANCE).unwrap_or(0);
            self.ahead.store(ahead, Ordering::Relaxed);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, rejected)) {
            *kept = None;
        }
    }

    fn fresh(&self, now: u64) -> Option<Arc<Signature>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|signature| now < signature.renew_at).cloned()
    }

    /// Asks the provider in a task of its own, which outlives the call; one at a time.
    fn renew_aside(self: &Arc<Self>, now: u64) {
        let is_paused = now < self.paused_until.load(Ordering::Relaxed);
        let turn = Arc::clone(&self.renewing).try_lock_owned();
        if let (false, Ok(turn), Ok(runtime)) = (is_paused, turn, Handle::try_current()) {
            let signer = Arc::clone(self);
            runtime.spawn(async move {
                if signer.fresh(now).is_none() && signer.ask(now).await.is_err() {
                    signer.paused_until.store(now.saturating_add(PAUSE), Ordering::Relaxed);
                }
                drop(turn);
            });
        }
    }

    /// Asks the provider. Whoever calls this has the turn.
    async fn ask(&self, now: u64) -> Result<Arc<Signature>, Source> {
        let Credentials { identifier, secret } = &self.credentials;
        let Secret::Provider(provider) = secret else { return Err("no provider".into()) };
        let IssuedUserSig { user_sig, expires_at } =
            provider.user_sig(self.sdk_app_id, identifier).await?;
        let renew_at = expires_at - expires_at.saturating_sub(now) / RENEWED_AHEAD;
        let signature = Arc::new(self.signature_of(user_sig, renew_at, expires_at));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(kept.insert(signature)))
    }

    /// Signs at once, where there is no provider to ask.
    fn sign(&self, now: u64) -> Option<Signature> {
        let Credentials { identifier, secret } = &self.credentials;
        match secret {
            Secret::Key(key) => {
                let subject = Subject::new(self.sdk_app_id, identifier);
                let (user_sig, expires_at) =
                    (key.sign(&subject, now, LIFETIME), now.saturating_add(LIFETIME));
                let renew_at = expires_at - LIFETIME / RENEWED_AHEAD;
                Some(self.signature_of(user_sig, renew_at, expires_at))
            }
            Secret::UserSig(user_sig) => {
                Some(self.signature_of(user_sig.clone(), u64::MAX, u64::MAX))
            }
            Secret::Provider(_) => None,
        }
    }

    fn signature_of(&self, user_sig: UserSig, renew_at: u64, expires_at: u64) -> Signature {
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
        let mut url = self.base.url.clone();
        url.set_query(Some(&query));
        query.zeroize();
        let (base, url) = (Arc::clone(&self.base), SignedUrl(Some(url)));
        Signature { base, url, user_sig, renew_at, expires_at }
    }
}

#[cfg(test)]
mod tests;
