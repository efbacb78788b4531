//! Tests of the `UserSig` against the vendor's description rather than against the code, and of what is refused.

mod hostile;
mod layout;
mod wrapped;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::Hmac;
use secrecy::zeroize::ZeroizeOnDrop;
use serde_json::{Map, Value};
use sha2::Sha256;
use zlib_rs::{
    DeflateConfig, InflateConfig, ReturnCode, compress_bound, compress_slice, decompress_slice,
};

use std::time::Duration;

use super::{Lifetime, SecretKey, Subject, TextError, UnixTime, UserSig, Validity, VerifyError};

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const APP: u32 = 1_400_000_000;
const ISSUED_AT: u64 = 1_795_000_000;
const VALID_FOR: u64 = 86_400;

/// The user of most tests.
const USER: Subject<'_> = Subject::new(APP, "user15");

fn key() -> SecretKey {
    SecretKey::new(KEY)
}

/// A moment, in seconds since 1970 UTC.
fn at(secs: u64) -> UnixTime {
    UnixTime::from_secs(secs)
}

/// A lifetime of any number of seconds.
fn lasting(secs: u64) -> Lifetime {
    Lifetime(Duration::from_secs(secs))
}

/// Signs with the key, time and lifetime of most tests.
fn sign(subject: &Subject<'_>) -> String {
    key().sign(subject, at(ISSUED_AT), lasting(VALID_FOR)).expose().to_owned()
}

/// Verifies at the time of issue.
fn verify(user_sig: &str, subject: &Subject<'_>) -> Result<Validity, VerifyError> {
    key().verify(user_sig, subject, at(ISSUED_AT))
}

/// The compressed bytes of a `UserSig`.
fn compressed(user_sig: &str) -> Vec<u8> {
    let base64 = user_sig.replace('*', "+").replace('-', "/").replace('_', "=");
    STANDARD.decode(base64).unwrap()
}

/// A zlib stream.
fn deflated(document: &[u8], config: DeflateConfig) -> Vec<u8> {
    let mut stream = vec![0; compress_bound(document.len())];
    let (stream, code) = compress_slice(&mut stream, document, config);
    assert_eq!(code, ReturnCode::Ok);
    stream.to_vec()
}

/// The content of a zlib stream, up to 256 KiB.
fn inflated(stream: &[u8]) -> Vec<u8> {
    let mut document = vec![0; 256 * 1024];
    let (document, code) = decompress_slice(&mut document, stream, InflateConfig::default());
    assert_eq!(code, ReturnCode::Ok);
    document.to_vec()
}

/// The document in a `UserSig`.
fn document(user_sig: &str) -> Map<String, Value> {
    serde_json::from_slice(&inflated(&compressed(user_sig))).unwrap()
}

/// Writes compressed bytes as a `UserSig`.
fn escape(compressed: &[u8]) -> String {
    STANDARD.encode(compressed).replace('+', "*").replace('/', "-").replace('=', "_")
}

/// Wraps any text as a `UserSig`.
fn wrap(text: &str) -> String {
    escape(&deflated(text.as_bytes(), DeflateConfig::default()))
}

/// An issued `UserSig` whose document was changed while its signature was kept.
fn tampered(subject: &Subject<'_>, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut document = document(&sign(subject));
    change(&mut document);
    wrap(&Value::from(document).to_string())
}

/// The types alone prove this: with another type, or without a feature of the libraries, this does not compile.
#[test]
fn key_signature_and_state_of_the_hash_are_wiped_when_dropped() {
    fn assert_wiped(_: &impl ZeroizeOnDrop) {}
    assert_wiped(&UserSig::new("x").0);
    // An HMAC consists of two such states and the buffer of one, and a key consists of one HMAC.
    assert_wiped(&Sha256::default());
    let SecretKey { keyed, checked: _ } = key();
    let _: Box<Hmac<Sha256>> = keyed;
}
