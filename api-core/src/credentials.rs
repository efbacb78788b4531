//! Who signs the calls, and the signature that is kept between them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::user_sig::{SecretKey, Subject, UserSig};

/// For how long a signature is issued, in seconds: the documents advise against less than a day.
const LIFETIME: u64 = 24 * 60 * 60;

/// How long before it expires a signature is renewed, in seconds.
const RENEWED_AHEAD: u64 = LIFETIME / 4;

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
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

/// Makes signatures and keeps the latest.
pub(crate) struct Signer {
    sdk_app_id: u32,
    credentials: Credentials,
    kept: Mutex<Option<Arc<Signature>>>,
}

/// What is worked out once a signature, not once a call.
pub(crate) struct Signature {
    /// The query of a call up to its random number.
    pub(crate) query: String,
    /// To be scrubbed from what the service says.
    pub(crate) user_sig: UserSig,
    renew_at: u64,
}

impl Signer {
    pub(crate) fn new(sdk_app_id: u32, credentials: Credentials) -> Self {
        Self { sdk_app_id, credentials, kept: Mutex::new(None) }
    }

    /// The signature to use at `now`, in seconds since 1970 UTC. Callers that come while one renews it wait the
    /// few microseconds that it takes, so that it is renewed once.
    pub(crate) fn signature(&self, now: u64) -> Arc<Signature> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(signature) if now < signature.renew_at => Arc::clone(signature),
            _ => Arc::clone(kept.insert(Arc::new(self.sign(now)))),
        }
    }

    fn sign(&self, now: u64) -> Signature {
        let Credentials { identifier, secret } = &self.credentials;
        let (user_sig, renew_at) = match secret {
            Secret::Key(key) => {
                let subject = Subject::new(self.sdk_app_id, identifier);
                (key.sign(&subject, now, LIFETIME), now + LIFETIME - RENEWED_AHEAD)
            }
            Secret::UserSig(user_sig) => (user_sig.clone(), u64::MAX),
        };
        let query = format!(
            "sdkappid={}&identifier={}&usersig={}&contenttype=json&random=",
            self.sdk_app_id,
            utf8_percent_encode(identifier, ESCAPED),
            utf8_percent_encode(user_sig.expose(), ESCAPED),
        );
        Signature { query, user_sig, renew_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000;

    fn signer() -> Signer {
        Signer::new(1_400_000_000, Credentials::secret_key("admin", "canary-key"))
    }

    #[test]
    fn a_signature_is_kept_until_it_is_renewed_ahead_of_expiry() {
        let signer = signer();
        let first = signer.signature(NOW);
        assert!(Arc::ptr_eq(&first, &signer.signature(NOW + LIFETIME - RENEWED_AHEAD - 1)));
        let second = signer.signature(NOW + LIFETIME - RENEWED_AHEAD);
        assert!(!Arc::ptr_eq(&first, &second));
        let subject = Subject::new(1_400_000_000, "admin");
        let key = SecretKey::new("canary-key");
        assert!(
            key.verify(second.user_sig.expose(), &subject, NOW + 2 * LIFETIME - RENEWED_AHEAD)
                .is_ok()
        );
    }

    #[test]
    fn concurrent_callers_renew_once() {
        let signer = signer();
        let first = signer.signature(NOW);
        let later = NOW + LIFETIME;
        let barrier = std::sync::Barrier::new(8);
        let renewed: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        signer.signature(later)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(!Arc::ptr_eq(&first, &renewed[0]));
        assert!(renewed.iter().all(|signature| Arc::ptr_eq(signature, &renewed[0])));
    }

    #[test]
    fn a_fixed_signature_is_used_as_it_is() {
        let user_sig = UserSig::new("eJw*-_");
        let signer = Signer::new(1, Credentials::user_sig("admin", user_sig));
        let first = signer.signature(NOW);
        assert!(Arc::ptr_eq(&first, &signer.signature(u64::MAX - 1)));
        assert!(first.query.contains("&usersig=eJw*-_&"), "{}", first.query);
    }

    #[test]
    fn the_identifier_is_escaped_in_the_query() {
        let signer = Signer::new(1, Credentials::secret_key("a&b=ü", "key"));
        let query = &signer.signature(NOW).query;
        assert!(query.starts_with("sdkappid=1&identifier=a%26b%3D%C3%BC&usersig="), "escaped");
        assert!(query.ends_with("&contenttype=json&random="), "ready for the random number");
    }

    #[test]
    fn debug_shows_no_secret() {
        let credentials = Credentials::secret_key("admin", "canary-key");
        assert_eq!(format!("{credentials:?}"), "Credentials { identifier: \"admin\", .. }");
    }
}
