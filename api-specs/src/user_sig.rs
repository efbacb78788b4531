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
mod subject;
mod validity;
mod verify_error;
mod wrapping;

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

pub use crate::types::text::TextError;

pub use private_map_key::{Privileges, Room};
pub use subject::Subject;
pub use validity::{Lifetime, LifetimeError, UnixTime, Validity};
pub use verify_error::VerifyError;

use crate::types::text;
use document::Document;

/// The longest key, in bytes. The keys of the console have 64.
const MAX_KEY: usize = 256;

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
        let document =
            self.document(subject, Validity { issued_at, lifetime: lifetime.duration() });
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
        let document =
            self.document(subject, Validity { issued_at, lifetime: lifetime.duration() });
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
        line("TLS.time:", digits.format(validity.issued_at.as_secs()));
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

#[cfg(test)]
mod tests;
