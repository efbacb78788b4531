//! The credentials that users give to a client, and the providers of `UserSig`s that they plug in.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use crate::user_sig::{SecretKey, Subject, UnixTime, UserSig};

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
    pub(super) user_sig: UserSig,
    pub(super) expires_at: UnixTime,
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

/// Returns the problem with an identifier that cannot be that of an administrator.
pub(crate) fn bad_identifier(identifier: &str) -> Option<String> {
    let checked = Subject::new(0, identifier).check();
    checked.err().map(|problem| format!("the identifier {problem}"))
}
