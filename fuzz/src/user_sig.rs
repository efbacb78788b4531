//! `UserSig`: texts that were not signed are refused, and signed ones are accepted.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::arbitrary::{Arbitrary, Unstructured};
use serde_json::Value;
use tencent_chat_specs::user_sig::{
    Lifetime, Privileges, Room, SecretKey, Subject, UnixTime, UserSig, VerifyError,
};
use zlib_rs::{
    DeflateConfig, InflateConfig, ReturnCode, compress_bound, compress_slice, decompress_slice,
};

/// The key that texts of an input are checked with.
const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

/// The subject that texts of an input are checked for.
const SUBJECT: Subject<'_> = Subject::new(1_400_000_000, "user15");
const NOW: u64 = 1_795_000_000;

/// Checks an input: its first byte selects whether the rest is a text, a compressed document, a document, or data to
/// sign.
pub fn check(input: &[u8]) {
    let Some((kind, rest)) = input.split_first() else { return };
    match kind % 4 {
        0 => check_text(&String::from_utf8_lossy(rest)),
        1 => check_text(&encoded(rest)),
        2 => check_text(&encoded(&deflated(rest))),
        _ => {
            if let Ok(signed) = Signed::arbitrary_take_rest(Unstructured::new(rest)) {
                check_signed(&signed);
                check_private_map(&signed);
            }
        }
    }
}

/// Compresses a document as a zlib stream.
fn deflated(document: &[u8]) -> Vec<u8> {
    let mut stream = vec![0; compress_bound(document.len())];
    let (stream, code) = compress_slice(&mut stream, document, DeflateConfig::best_speed());
    assert_eq!(code, ReturnCode::Ok, "the buffer fits any document");
    stream.to_vec()
}

/// Encodes bytes in the base64 variant of a `UserSig`.
fn encoded(bytes: &[u8]) -> String {
    STANDARD.encode(bytes).replace('+', "*").replace('/', "-").replace('=', "_")
}

fn check_text(text: &str) {
    let key = SecretKey::new(KEY);
    match key.verify(text, &SUBJECT, UnixTime::from_secs(NOW)) {
        Ok(validity) => {
            assert!(validity.expires_at().as_secs() >= NOW);
            // A holder of the key may have signed for longer than `Lifetime` allows.
            let Ok(lifetime) = Lifetime::new(validity.lifetime) else { return };
            let own = key.sign(&SUBJECT, validity.issued_at, lifetime);
            let same = document(&own);
            assert_eq!(document(&UserSig::new(text))["TLS.sig"], same["TLS.sig"], "forged");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Returns the document within a `UserSig`.
fn document(user_sig: &UserSig) -> Value {
    let base64 = user_sig.expose().replace('*', "+").replace('-', "/").replace('_', "=");
    let compressed = STANDARD.decode(base64).expect("it has the base64 variant of a UserSig");
    let mut json = vec![0; 64 * 1024];
    let (json, code) = decompress_slice(&mut json, &compressed, InflateConfig::default());
    assert_eq!(code, ReturnCode::Ok, "it inflates");
    serde_json::from_slice(json).expect("it is JSON")
}

/// Data to sign, and the time of the check.
struct Signed {
    key: String,
    sdk_app_id: u32,
    identifier: String,
    userbuf: Option<Vec<u8>>,
    issued_at: UnixTime,
    lifetime: Lifetime,
    now: UnixTime,
}

/// Returns a valid lifetime.
fn lifetime_of(secs: u64) -> Lifetime {
    let secs = secs % Lifetime::MAX.duration().as_secs() + 1;
    Lifetime::new(Duration::from_secs(secs)).unwrap_or(Lifetime::MAX)
}

impl<'a> Arbitrary<'a> for Signed {
    fn arbitrary(input: &mut Unstructured<'a>) -> libfuzzer_sys::arbitrary::Result<Self> {
        Ok(Self {
            sdk_app_id: input.arbitrary()?,
            issued_at: UnixTime::from_secs(input.arbitrary()?),
            lifetime: lifetime_of(input.arbitrary()?),
            now: UnixTime::from_secs(input.arbitrary()?),
            key: input.arbitrary()?,
            userbuf: input.arbitrary()?,
            identifier: input.arbitrary()?,
        })
    }
}

fn check_signed(signed: &Signed) {
    let Signed { sdk_app_id, identifier, userbuf, issued_at, lifetime, now, .. } = signed;
    let key = SecretKey::new(&*signed.key);
    let mut subject = Subject::new(*sdk_app_id, identifier);
    if let Some(userbuf) = userbuf {
        subject = subject.with_userbuf(userbuf);
    }
    let user_sig = key.sign(&subject, *issued_at, *lifetime);
    let verified = key.verify(user_sig.expose(), &subject, *now);
    match &verified {
        Ok(validity) => {
            assert_eq!((validity.issued_at, validity.lifetime), (*issued_at, lifetime.duration()));
            assert!(*now <= validity.expires_at());
        }
        Err(VerifyError::Expired) => {
            let last = issued_at.as_secs().saturating_add(lifetime.duration().as_secs());
            assert!(now.as_secs() > last);
        }
        Err(error) => panic!("a signed text is refused: {error}"),
    }
    let other = SecretKey::new(format!("{}x", signed.key));
    assert!(other.verify(user_sig.expose(), &subject, *now).is_err());
}

fn check_private_map(signed: &Signed) {
    let Signed { sdk_app_id, identifier, issued_at, lifetime, .. } = signed;
    let key = SecretKey::new(&*signed.key);
    let user = Subject::new(*sdk_app_id, identifier);
    for room in [Room::Number(*sdk_app_id), Room::Name(identifier)] {
        let may = Privileges::JOIN.and(Privileges::SEND_AUDIO);
        let issued = key.sign_private_map(&user, room, may, *issued_at, *lifetime);
        let document = document(&issued);
        let userbuf = document["TLS.userbuf"].as_str().and_then(|text| STANDARD.decode(text).ok());
        let userbuf = userbuf.expect("a PrivateMapKey has a userbuf");
        let subject = user.with_userbuf(&userbuf);
        assert!(key.verify(issued.expose(), &subject, *issued_at).is_ok());
        assert_eq!(key.verify(issued.expose(), &user, *issued_at), Err(VerifyError::OtherUserbuf));
    }
}
