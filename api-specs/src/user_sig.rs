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

mod private_map_key;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use sha2::Sha256;

pub use private_map_key::{Privileges, Room};

/// The longest `UserSig` that is looked at, in bytes. Real ones have some 200 to 400.
const MAX_LENGTH: usize = 16 * 1024;

/// The longest document that a `UserSig` may inflate to, in bytes.
const MAX_DOCUMENT: usize = 64 * 1024;

/// How hard to compress: the default of zlib.
const COMPRESSION: u8 = 6;

/// The secret key of an app. It is wiped from memory when dropped, and printed as `SecretKey(..)`.
#[derive(Clone)]
pub struct SecretKey(SecretString);

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
}

impl SecretKey {
    /// Takes a key as the console shows it: its characters are the key, they are not decoded.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self(SecretString::from(key.into()))
    }

    /// Refuses what cannot be a key: an empty one, or one with white space around it, as a file's last line break.
    ///
    /// # Errors
    ///
    /// What is wrong, without the key.
    pub fn check(&self) -> Result<(), &'static str> {
        let key = self.0.expose_secret();
        if key.is_empty() {
            return Err("the secret key is empty");
        }
        if key.trim() == key { Ok(()) } else { Err("the secret key has white space around it") }
    }

    /// Issues a `UserSig` that holds from `issued_at`, in seconds since 1970 UTC, for `valid_for` seconds.
    #[must_use]
    pub fn sign(&self, subject: &Subject<'_>, issued_at: u64, valid_for: u64) -> UserSig {
        let validity = Validity { issued_at, valid_for };
        let sig = STANDARD.encode(self.mac(subject, validity).finalize().into_bytes());
        let mut document = json!({
            "TLS.ver": "2.0",
            "TLS.identifier": subject.identifier,
            "TLS.sdkappid": subject.sdk_app_id,
            "TLS.expire": valid_for,
            "TLS.time": issued_at,
            "TLS.sig": sig,
        });
        if let Some(userbuf) = subject.userbuf {
            document["TLS.userbuf"] = STANDARD.encode(userbuf).into();
        }
        UserSig::new(wrap(document.to_string().as_bytes()))
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
        let signed = self.mac(subject, validity).verify_slice(&document.sig);
        signed.map(|()| validity).map_err(|_| VerifyError::OtherKey)
    }

    /// The signed text, run through the key.
    fn mac(&self, subject: &Subject<'_>, validity: Validity) -> Hmac<Sha256> {
        let key = self.0.expose_secret().as_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        let mut line = |name: &str, value: &str| {
            for part in ["TLS.", name, ":", value, "\n"] {
                mac.update(part.as_bytes());
            }
        };
        line("identifier", subject.identifier);
        line("sdkappid", &subject.sdk_app_id.to_string());
        line("time", &validity.issued_at.to_string());
        line("expire", &validity.valid_for.to_string());
        if let Some(userbuf) = subject.userbuf {
            line("userbuf", &STANDARD.encode(userbuf));
        }
        mac
    }
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

/// What a `UserSig` says, not yet believed.
struct Document {
    sdk_app_id: u64,
    identifier: String,
    userbuf: Option<Vec<u8>>,
    validity: Validity,
    sig: Vec<u8>,
}

impl Document {
    fn parse(user_sig: &str) -> Result<Self, VerifyError> {
        use VerifyError::Malformed;

        let json = unwrap(user_sig)?;
        let document: Map<String, Value> =
            serde_json::from_slice(&json).map_err(|_| Malformed("it holds no JSON object"))?;
        let text = |key: &str| document.get(key).and_then(Value::as_str);
        let number = |key: &str| document.get(key).and_then(Value::as_u64);
        let bytes = |text: &str| STANDARD.decode(text).ok();
        if text("TLS.ver") != Some("2.0") {
            return Err(Malformed("`TLS.ver` is not \"2.0\""));
        }
        let userbuf = match document.get("TLS.userbuf") {
            None => None,
            Some(value) => {
                let userbuf = value.as_str().and_then(bytes);
                Some(userbuf.ok_or(Malformed("`TLS.userbuf` is not base64"))?)
            }
        };
        let validity = Validity {
            issued_at: number("TLS.time").ok_or(Malformed("`TLS.time` is not a number"))?,
            valid_for: number("TLS.expire").ok_or(Malformed("`TLS.expire` is not a number"))?,
        };
        let identifier = text("TLS.identifier").ok_or(Malformed("`TLS.identifier` is not text"))?;
        Ok(Self {
            sdk_app_id: number("TLS.sdkappid")
                .ok_or(Malformed("`TLS.sdkappid` is not a number"))?,
            identifier: identifier.to_owned(),
            userbuf,
            validity,
            sig: text("TLS.sig").and_then(bytes).ok_or(Malformed("`TLS.sig` is not base64"))?,
        })
    }
}

/// Compresses a document and writes it in the URL's base64.
fn wrap(document: &[u8]) -> String {
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(document, COMPRESSION);
    let escape = |c| match c {
        '+' => '*',
        '/' => '-',
        '=' => '_',
        other => other,
    };
    STANDARD.encode(compressed).chars().map(escape).collect()
}

/// The other way round, for text from outside.
fn unwrap(user_sig: &str) -> Result<Vec<u8>, VerifyError> {
    if user_sig.len() > MAX_LENGTH {
        return Err(VerifyError::Malformed("it is too long"));
    }
    let unescape = |byte| match byte {
        b'*' => Ok(b'+'),
        b'-' => Ok(b'/'),
        b'_' => Ok(b'='),
        b'+' | b'/' | b'=' => Err(VerifyError::Malformed("it is not in the URL's base64")),
        other => Ok(other),
    };
    let base64 = user_sig.bytes().map(unescape).collect::<Result<Vec<u8>, _>>()?;
    let compressed = STANDARD
        .decode(base64)
        .map_err(|_| VerifyError::Malformed("it is not in the URL's base64"))?;
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&compressed, MAX_DOCUMENT)
        .map_err(|_| VerifyError::Malformed("it does not inflate, or to more than it may"))
}

#[cfg(test)]
mod tests;
