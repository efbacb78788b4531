//! `UserSig`, version 2.0: the signature that authenticates a user of an app.
//!
//! A `UserSig` is a small document, signed with the app's secret key by HMAC-SHA256, compressed, and encoded in a
//! variant of base64 that needs no escapes in a URL. The client signs its calls with the `UserSig` of an administrator.
//! An app's own server issues them to end users, who log in with them.
//!
//! ```
//! use std::time::Duration;
//!
//! use tencent_chat_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
//!
//! # fn main() -> Result<(), tencent_chat_specs::user_sig::LifetimeError> {
//! let key = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
//! let user = Subject::new(1_400_000_000, "user15");
//! let now = UnixTime::from_secs(1_795_000_000);
//! let user_sig = key.sign(&user, now, Lifetime::new(Duration::from_secs(86_400))?);
//! assert!(key.verify(user_sig.expose(), &user, now).is_ok());
//! # Ok(())
//! # }
//! ```
//!
//! Source: page 34385 and the vendor's signing libraries, read on 2026-11-24. Apps created before 2019-07-19 use ECDSA
//! signatures, which have another format.

mod document;
mod private_map_key;
mod wrapping;

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

pub use crate::types::text::TextError;

pub use private_map_key::{Privileges, Room};

use crate::types::text;
use document::Document;

/// The longest key, in bytes. The keys of the console have 64.
const MAX_KEY: usize = 256;

/// The longest identifier, in bytes.
const MAX_IDENTIFIER: usize = 32;

/// The secret key of an app. It is wiped from memory when dropped, and printed as `SecretKey(..)`.
///
/// The key itself is not kept, only the HMAC state that follows from it. That saves two blocks of SHA-256 per
/// signature. Keep one `SecretKey` for all signatures.
#[derive(Clone)]
pub struct SecretKey {
    /// On the heap, so that a move leaves no copy behind.
    keyed: Box<Hmac<Sha256>>,
    checked: Result<(), TextError>,
}

/// A signature. Whoever holds it can act as its user until it expires, so it is printed as `UserSig(..)`.
#[derive(Clone)]
pub struct UserSig(SecretString);

/// The user whom a `UserSig` authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    sdk_app_id: u32,
    identifier: &'a str,
    userbuf: Option<&'a [u8]>,
}

/// A moment, in whole seconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

/// The lifetime of a new `UserSig`: from one second to [`Lifetime::MAX`].
///
/// The documents advise at least 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lifetime(Duration);

/// The error for a duration that is not a [`Lifetime`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifetimeError(());

/// The period in which a `UserSig` is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// The moment it was issued.
    pub issued_at: UnixTime,
    /// The lifetime, in whole seconds. If another issuer chose it, it may be longer than [`Lifetime::MAX`].
    pub lifetime: Duration,
}

/// The reason why a `UserSig` was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is not a `UserSig`, for the given reason.
    Malformed(&'static str),
    /// It was issued for another app.
    OtherApp,
    /// It was issued to another user.
    OtherIdentifier,
    /// It carries another userbuf, an unexpected one, or none although one is expected.
    OtherUserbuf,
    /// It has expired.
    Expired,
    /// It was signed with another key, or changed afterwards.
    OtherKey,
}

impl<'a> Subject<'a> {
    /// Creates the subject for the user `identifier` of an app.
    #[must_use]
    pub const fn new(sdk_app_id: u32, identifier: &'a str) -> Self {
        Self { sdk_app_id, identifier, userbuf: None }
    }

    /// Adds the app's own data, which is signed too.
    #[must_use]
    pub const fn with_userbuf(self, userbuf: &'a [u8]) -> Self {
        Self { userbuf: Some(userbuf), ..self }
    }

    /// Checks the identifier: 1 to 32 bytes, without invisible characters, and without spaces and quotes at its ends.
    ///
    /// # Errors
    ///
    /// Fails with the first problem.
    pub fn check(&self) -> Result<(), TextError> {
        text::check(self.identifier, MAX_IDENTIFIER, text::odd_in_name)
    }

    /// Returns the userbuf as it is written and signed.
    fn userbuf_text(&self) -> Option<String> {
        self.userbuf.map(|userbuf| STANDARD.encode(userbuf))
    }
}

impl SecretKey {
    /// Takes a key as the console shows it. Its characters are the key; they are not decoded.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        let key = Zeroizing::new(key.into());
        Self {
            keyed: Box::new(keyed(&key)),
            checked: text::check(&key, MAX_KEY, text::odd_in_secret),
        }
    }

    /// Checks that the text can be a key: 1 to 256 printable ASCII characters, without white space and quotes. Pasted
    /// keys and keys from files often have a stray line break, quote or byte order mark.
    ///
    /// # Errors
    ///
    /// Fails with the first problem. The error does not contain the key.
    pub const fn check(&self) -> Result<(), TextError> {
        self.checked
    }

    /// Issues a `UserSig` that is valid from `issued_at` on.
    ///
    /// The `UserSig` is compressed, because the one of a call travels in its URL. The same arguments give the same
    /// text.
    ///
    /// # Limits
    ///
    /// This function does not call [`SecretKey::check`] and [`Subject::check`]. [`SecretKey::verify`] accepts a
    /// `UserSig` of up to 16 KiB, with a document of up to 64 KiB; the service has its own limits. The first signature
    /// of a thread allocates some 260 KiB for compression, which are kept until the thread ends. They still contain the
    /// last document and its signature, but not the key. [`SecretKey::sign_stored`] leaves nothing behind.
    #[must_use]
    pub fn sign(&self, subject: &Subject<'_>, issued_at: UnixTime, lifetime: Lifetime) -> UserSig {
        let document = self.document(subject, Validity { issued_at, lifetime: lifetime.0 });
        UserSig::new(wrapping::write(&wrapping::compress(&document)))
    }

    /// Issues a `UserSig` without compression. This is several times as fast, but the text is about a quarter longer
    /// (240 characters instead of 188 in the example).
    ///
    /// It is meant for servers that issue signatures to many end users. [`SecretKey::verify`] accepts both forms, as
    /// any reader of zlib does, because a zlib stream may consist of stored blocks. The vendor's own library for Go
    /// writes this form by default, so the service should accept it; that was not tried.
    ///
    /// # Limits
    ///
    /// The limits of [`SecretKey::sign`] apply, but no memory is kept. Of the 16 KiB, 12 are left for the document.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// use tencent_chat_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
    ///
    /// # fn main() -> Result<(), tencent_chat_specs::user_sig::LifetimeError> {
    /// let key = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
    /// let user = Subject::new(1_400_000_000, "user15");
    /// let (now, day) = (UnixTime::from_secs(1_795_000_000), Lifetime::new(Duration::from_secs(86_400))?);
    /// let stored = key.sign_stored(&user, now, day);
    /// assert!(key.verify(stored.expose(), &user, now).is_ok());
    /// assert_eq!(stored.expose().len(), 240);
    /// assert_eq!(key.sign(&user, now, day).expose().len(), 188);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn sign_stored(
        &self,
        subject: &Subject<'_>,
        issued_at: UnixTime,
        lifetime: Lifetime,
    ) -> UserSig {
        let document = self.document(subject, Validity { issued_at, lifetime: lifetime.0 });
        UserSig::new(wrapping::write(&wrapping::store(&document)))
    }

    /// Checks that a `UserSig` was issued to `subject` with this key and is valid at `now`.
    ///
    /// Time and memory are bounded for any text. The signature is compared in constant time.
    ///
    /// # Errors
    ///
    /// Fails with the first variant of [`VerifyError`] that applies, in their order.
    pub fn verify(
        &self,
        user_sig: &str,
        subject: &Subject<'_>,
        now: UnixTime,
    ) -> Result<Validity, VerifyError> {
        let document = Document::parse(user_sig)?;
        if document.sdk_app_id != u64::from(subject.sdk_app_id) {
            return Err(VerifyError::OtherApp);
        }
        if document.identifier != subject.identifier {
            return Err(VerifyError::OtherIdentifier);
        }
        if document.userbuf.as_deref() != subject.userbuf {
            return Err(VerifyError::OtherUserbuf);
        }
        let validity = document.validity;
        if now > validity.expires_at() {
            return Err(VerifyError::Expired);
        }
        let userbuf = subject.userbuf_text();
        let signed = self.mac(subject, userbuf.as_deref(), validity).verify_slice(&document.sig);
        signed.map(|()| validity).map_err(|_| VerifyError::OtherKey)
    }

    /// Returns the signed document.
    fn document(&self, subject: &Subject<'_>, validity: Validity) -> Zeroizing<Vec<u8>> {
        let userbuf = subject.userbuf_text();
        let sig = self.mac(subject, userbuf.as_deref(), validity).finalize();
        document::write(subject, userbuf.as_deref(), validity, sig.as_bytes())
    }

    /// Returns the HMAC of the signed text.
    fn mac(
        &self,
        subject: &Subject<'_>,
        userbuf: Option<&str>,
        validity: Validity,
    ) -> Hmac<Sha256> {
        let mut mac = (*self.keyed).clone();
        let mut line = |name: &str, value: &str| {
            for part in [name, value, "\n"] {
                mac.update(part.as_bytes());
            }
        };
        let mut digits = itoa::Buffer::new();
        line("TLS.identifier:", subject.identifier);
        line("TLS.sdkappid:", digits.format(subject.sdk_app_id));
        line("TLS.time:", digits.format(validity.issued_at.0));
        line("TLS.expire:", digits.format(validity.lifetime.as_secs()));
        if let Some(userbuf) = userbuf {
            line("TLS.userbuf:", userbuf);
        }
        mac
    }
}

fn keyed(key: &str) -> Hmac<Sha256> {
    Hmac::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length")
}

impl UserSig {
    /// Takes a signature that was issued elsewhere.
    #[must_use]
    pub fn new(user_sig: impl Into<String>) -> Self {
        Self(SecretString::from(user_sig.into()))
    }

    /// Checks that the text can be a `UserSig`: up to 16 KiB of printable ASCII, without white space and quotes.
    ///
    /// # Errors
    ///
    /// Fails with the first problem. The error does not contain the `UserSig`.
    pub fn check(&self) -> Result<(), TextError> {
        text::check(self.expose(), wrapping::MAX_LENGTH, text::odd_in_secret)
    }

    /// Returns the signature itself, which must be kept secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl UnixTime {
    /// Creates the moment that is `secs` seconds after 1970 UTC.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs)
    }

    /// Returns the seconds since 1970 UTC.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }
}

impl Lifetime {
    /// 180 days. This bound is our own, because the pages that were read give none.
    pub const MAX: Self = Self(Duration::from_secs(180 * 24 * 60 * 60));

    /// Creates a lifetime from a duration. Fractions of a second are cut off.
    ///
    /// # Errors
    ///
    /// Fails if the duration is shorter than a second, or longer than [`Lifetime::MAX`].
    pub const fn new(lifetime: Duration) -> Result<Self, LifetimeError> {
        match lifetime.as_secs() {
            secs if secs > 0 && secs <= Self::MAX.0.as_secs() => {
                Ok(Self(Duration::from_secs(secs)))
            }
            _ => Err(LifetimeError(())),
        }
    }

    /// Returns the duration.
    #[must_use]
    pub const fn duration(self) -> Duration {
        self.0
    }
}

impl TryFrom<Duration> for Lifetime {
    type Error = LifetimeError;

    fn try_from(lifetime: Duration) -> Result<Self, LifetimeError> {
        Self::new(lifetime)
    }
}

impl fmt::Display for LifetimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lifetime of a UserSig must be at least one second and at most 180 days")
    }
}

impl std::error::Error for LifetimeError {}

impl Validity {
    /// Returns the last second at which the `UserSig` is valid.
    #[must_use]
    pub const fn expires_at(self) -> UnixTime {
        UnixTime(self.issued_at.0.saturating_add(self.lifetime.as_secs()))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

impl fmt::Debug for UserSig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserSig(..)")
    }
}

impl From<&str> for SecretKey {
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}

impl From<String> for SecretKey {
    fn from(key: String) -> Self {
        Self::new(key)
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(reason) => write!(f, "the UserSig is malformed: {reason}"),
            Self::OtherApp => f.write_str("the UserSig was issued for another SDKAppID"),
            Self::OtherIdentifier => f.write_str("the UserSig was issued to another identifier"),
            Self::OtherUserbuf => f.write_str("the UserSig carries another userbuf"),
            Self::Expired => f.write_str("the UserSig has expired"),
            Self::OtherKey => f.write_str("the UserSig was not signed with this key"),
        }
    }
}

impl std::error::Error for VerifyError {}

#[cfg(test)]
mod tests;
