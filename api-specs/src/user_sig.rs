//! `UserSig`, version 2.0: the signature that stands for a user of an app.
//!
//! It is a small document, signed with the app's secret key by HMAC-SHA256, compressed and written in a variant of
//! base64 that needs no escapes in a URL. The client signs its calls with that of an administrator; an app's own
//! server issues them to end users, who log in with them.
//!
//! ```
//! use std::time::Duration;
//!
//! use api_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
//!
//! # fn main() -> Result<(), api_specs::user_sig::LifetimeError> {
//! let key = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
//! let user = Subject::new(1_400_000_000, "user15");
//! let now = UnixTime::from_secs(1_795_000_000);
//! let user_sig = key.sign(&user, now, Lifetime::new(Duration::from_secs(86_400))?);
//! assert!(key.verify(user_sig.expose(), &user, now).is_ok());
//! # Ok(())
//! # }
//! ```
//!
//! Source: page 34385 and the vendor's signing libraries, read on 2026-11-24. Signatures by ECDSA, of apps made
//! before 2019-07-19, are another format.

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

pub use crate::text::TextError;
pub use private_map_key::{Privileges, Room};

use crate::text;
use document::Document;

/// The longest key, in bytes; those of the console have 64.
const MAX_KEY: usize = 256;

/// The longest identifier, in bytes.
const MAX_IDENTIFIER: usize = 32;

/// The secret key of an app. It is wiped from memory when dropped, and printed as `SecretKey(..)`.
///
/// The key itself is not kept, only the state of HMAC that it leads to: a signature then costs two blocks of SHA-256
/// less. Keep one for all signatures.
#[derive(Clone)]
pub struct SecretKey {
    /// On the heap, so that a move leaves no copy behind.
    keyed: Box<Hmac<Sha256>>,
    checked: Result<(), TextError>,
}

/// A signature. Whoever has it is the user it was issued to until it expires, so it is printed as `UserSig(..)`.
#[derive(Clone)]
pub struct UserSig(SecretString);

/// Whom a `UserSig` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    sdk_app_id: u32,
    identifier: &'a str,
    userbuf: Option<&'a [u8]>,
}

/// A moment, in whole seconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

/// For how long a new `UserSig` holds: from a second to [`Lifetime::MAX`].
///
/// The documents advise at least 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lifetime(Duration);

/// A duration that is no [`Lifetime`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifetimeError(());

/// When a `UserSig` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// The moment it was issued.
    pub issued_at: UnixTime,
    /// For how long it holds, in whole seconds. That of another issuer may be longer than [`Lifetime::MAX`].
    pub lifetime: Duration,
}

/// Why a `UserSig` was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It is no `UserSig`, for the reason given.
    Malformed(&'static str),
    /// It was issued for another app.
    OtherApp,
    /// It was issued to another user.
    OtherIdentifier,
    /// It carries another userbuf, or one where there should be none, or none where there should be one.
    OtherUserbuf,
    /// It no longer holds.
    Expired,
    /// It was signed with another key, or changed afterwards.
    OtherKey,
}

impl<'a> Subject<'a> {
    /// The user `identifier` of an app.
    #[must_use]
    pub const fn new(sdk_app_id: u32, identifier: &'a str) -> Self {
        Self { sdk_app_id, identifier, userbuf: None }
    }

    /// The same with data of the app's own, which is signed too.
    #[must_use]
    pub const fn with_userbuf(self, userbuf: &'a [u8]) -> Self {
        Self { userbuf: Some(userbuf), ..self }
    }

    /// Checks the identifier: 1 to 32 bytes, without characters that cannot be seen, and without spaces and quotes at its ends.
    ///
    /// # Errors
    ///
    /// The first problem.
    pub fn check(&self) -> Result<(), TextError> {
        text::check(self.identifier, MAX_IDENTIFIER, text::odd_in_name)
    }

    /// The userbuf as it is written and signed.
    fn userbuf_text(&self) -> Option<String> {
        self.userbuf.map(|userbuf| STANDARD.encode(userbuf))
    }
}

impl SecretKey {
    /// Takes a key as the console shows it: its characters are the key, they are not decoded.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        let key = Zeroizing::new(key.into());
        Self {
            keyed: Box::new(keyed(&key)),
            checked: text::check(&key, MAX_KEY, text::odd_in_secret),
        }
    }

    /// Checks that it can be a key: 1 to 256 printable ASCII characters, without white space and quotes. Keys that were
    /// pasted or read from a file often have a line break, a quote or a byte order mark too many.
    ///
    /// # Errors
    ///
    /// The first problem, without the key.
    pub const fn check(&self) -> Result<(), TextError> {
        self.checked
    }

    /// Issues a `UserSig` that holds from `issued_at` on.
    ///
    /// It is compressed, for the `UserSig` of a call travels in its URL. The same arguments give the same text.
    ///
    /// # Limits
    ///
    /// [`SecretKey::check`] and [`Subject::check`] are not called here. [`SecretKey::verify`] takes a `UserSig` of up to 16 KiB, with a document of up to
    /// 64 KiB; the service has limits of its own. The first signature of a thread sets some 260 KiB aside to compress
    /// in, which are kept until the thread ends. The last document stays in them, so its signature does too, though not
    /// the key; [`SecretKey::sign_stored`] leaves nothing.
    #[must_use]
    pub fn sign(&self, subject: &Subject<'_>, issued_at: UnixTime, lifetime: Lifetime) -> UserSig {
        let document = self.document(subject, Validity { issued_at, lifetime: lifetime.0 });
        UserSig::new(wrapping::write(&wrapping::compress(&document)))
    }

    /// The same without compression: several times as fast, and about a quarter longer (240 characters instead of 188
    /// for the one of the example).
    ///
    /// It is meant for servers that issue them to many end users. [`SecretKey::verify`] takes both, as whatever reads zlib
    /// does, for the blocks of a stream may be stored. That the service does follows from the vendor's own library for
    /// Go, which writes the same unless told otherwise; it was not tried.
    ///
    /// # Limits
    ///
    /// Those of [`SecretKey::sign`], but nothing is set aside. Of the 16 KiB, 12 are left for the document.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// use api_specs::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
    ///
    /// # fn main() -> Result<(), api_specs::user_sig::LifetimeError> {
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

    /// Checks that a `UserSig` was issued to `subject` with this key and holds at `now`.
    ///
    /// Time and memory are bounded for any text; the signature is compared in constant time.
    ///
    /// # Errors
    ///
    /// The first of the reasons of [`VerifyError`], in their order, that applies.
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

    /// The signed document.
    fn document(&self, subject: &Subject<'_>, validity: Validity) -> Zeroizing<Vec<u8>> {
        let userbuf = subject.userbuf_text();
        let sig = self.mac(subject, userbuf.as_deref(), validity).finalize();
        document::write(subject, userbuf.as_deref(), validity, sig.as_bytes())
    }

    /// The signed text, run through the key.
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

    /// Checks that it can be one: up to 16 KiB of printable ASCII, without white space and quotes.
    ///
    /// # Errors
    ///
    /// The first problem, without the `UserSig`.
    pub fn check(&self) -> Result<(), TextError> {
        text::check(self.expose(), wrapping::MAX_LENGTH, text::odd_in_secret)
    }

    /// The signature itself, for the one who may have it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl UnixTime {
    /// So many seconds since 1970 UTC.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs)
    }

    /// Seconds since 1970 UTC.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }
}

impl Lifetime {
    /// 180 days, a bound of our own: the pages that were read give none.
    pub const MAX: Self = Self(Duration::from_secs(180 * 24 * 60 * 60));

    /// Takes a duration; what is left of a second is cut off.
    ///
    /// # Errors
    ///
    /// It is shorter than a second, or longer than [`Lifetime::MAX`].
    pub const fn new(lifetime: Duration) -> Result<Self, LifetimeError> {
        match lifetime.as_secs() {
            secs if secs > 0 && secs <= Self::MAX.0.as_secs() => {
                Ok(Self(Duration::from_secs(secs)))
            }
            _ => Err(LifetimeError(())),
        }
    }

    /// The duration.
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
        f.write_str("a UserSig holds for at least a second and at most 180 days")
    }
}

impl std::error::Error for LifetimeError {}

impl Validity {
    /// The last second at which it holds.
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
