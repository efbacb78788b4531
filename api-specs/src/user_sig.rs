//! `UserSig`, version 2.0: the signature that stands for a user of an app.
//!
//! It is a small document, signed with the app's secret key by HMAC-SHA256, compressed and written in a variant of
//! base64 that needs no escapes in a URL. The client signs its calls with that of an administrator; an app's own
//! server issues them to end users, who log in with them.
//!
//! ```
//! use api_specs::user_sig::{SecretKey, Subject};
//!
//! let key = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
//! let user = Subject::new(1_400_000_000, "user15");
//! let now = 1_795_000_000;
//! let user_sig = key.sign(&user, now, 86_400);
//! assert!(key.verify(user_sig.expose(), &user, now + 60).is_ok());
//! ```
//!
//! Source: page 34385 and the vendor's signing libraries, read on 2026-11-24. Signatures by ECDSA, of apps made
//! before 2019-07-19, are another format.

mod document;
mod private_map_key;
mod wrapping;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

pub use private_map_key::{Privileges, Room};

use document::Document;

/// The secret key of an app. It is wiped from memory when dropped, and printed as `SecretKey(..)`.
///
/// The key itself is not kept, only the state of HMAC that it leads to: a signature then costs two blocks of SHA-256
/// less. Keep one for all signatures.
#[derive(Clone)]
pub struct SecretKey {
    /// On the heap, so that a move leaves no copy behind.
    keyed: Box<Hmac<Sha256>>,
    checked: Result<(), &'static str>,
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

/// When a `UserSig` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validity {
    /// When it was issued, in seconds since 1970 UTC.
    pub issued_at: u64,
    /// For how long it holds, in seconds.
    pub valid_for: u64,
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
        Self { keyed: Box::new(keyed(&key)), checked: check_key(&key) }
    }

    /// Refuses what cannot be a key: an empty one, or one with white space around it, as a file's last line break.
    ///
    /// # Errors
    ///
    /// What is wrong, without the key.
    pub const fn check(&self) -> Result<(), &'static str> {
        self.checked
    }

    /// Issues a `UserSig` that holds from `issued_at`, in seconds since 1970 UTC, for `valid_for` seconds.
    ///
    /// It is compressed, for the `UserSig` of a call travels in its URL. The same arguments give the same text.
    ///
    /// # Limits
    ///
    /// Nothing is checked here. [`SecretKey::verify`] takes a `UserSig` of up to 16 KiB, with a document of up to
    /// 64 KiB; the service has limits of its own. The first signature of a thread sets some 260 KiB aside to compress
    /// in, which are kept until the thread ends. The last document stays in them, so its signature does too, though not
    /// the key; [`SecretKey::sign_stored`] leaves nothing.
    #[must_use]
    pub fn sign(&self, subject: &Subject<'_>, issued_at: u64, valid_for: u64) -> UserSig {
        let document = self.document(subject, Validity { issued_at, valid_for });
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
    /// use api_specs::user_sig::{SecretKey, Subject};
    ///
    /// let key = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
    /// let user = Subject::new(1_400_000_000, "user15");
    /// let now = 1_795_000_000;
    /// let stored = key.sign_stored(&user, now, 86_400);
    /// assert!(key.verify(stored.expose(), &user, now + 60).is_ok());
    /// assert_eq!(stored.expose().len(), 240);
    /// assert_eq!(key.sign(&user, now, 86_400).expose().len(), 188);
    /// ```
    #[must_use]
    pub fn sign_stored(&self, subject: &Subject<'_>, issued_at: u64, valid_for: u64) -> UserSig {
        let document = self.document(subject, Validity { issued_at, valid_for });
        UserSig::new(wrapping::write(&wrapping::store(&document)))
    }

    /// Checks that a `UserSig` was issued to `subject` with this key and holds at `now`, in seconds since 1970 UTC.
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
        now: u64,
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
        line("TLS.time:", digits.format(validity.issued_at));
        line("TLS.expire:", digits.format(validity.valid_for));
        if let Some(userbuf) = userbuf {
            line("TLS.userbuf:", userbuf);
        }
        mac
    }
}

fn keyed(key: &str) -> Hmac<Sha256> {
    Hmac::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length")
}

fn check_key(key: &str) -> Result<(), &'static str> {
    if key.is_empty() {
        return Err("the secret key is empty");
    }
    if key.trim() == key { Ok(()) } else { Err("the secret key has white space around it") }
}

impl UserSig {
    /// Takes a signature that was issued elsewhere.
    #[must_use]
    pub fn new(user_sig: impl Into<String>) -> Self {
        Self(SecretString::from(user_sig.into()))
    }

    /// The signature itself, for the one who may have it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl Validity {
    /// The last second at which it holds, since 1970 UTC.
    #[must_use]
    pub const fn expires_at(self) -> u64 {
        self.issued_at.saturating_add(self.valid_for)
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
