//! Issuing and checking a `UserSig`, compared with unoptimized code that uses the same libraries: `cargo bench -p
//! api-benches --bench user_sig`. With `--peer stored --times 20000`, or `compressed`, it signs that many times in each
//! of five rounds and prints the microseconds of the fastest round, for `peers/user_sig.sh`.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its tables")]

mod measure;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use measure::{argument, compare, head, thread_time, used};
use serde_json::{Value, json};
use sha2::Sha256;
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use zlib_rs::{
    DeflateConfig, InflateConfig, ReturnCode, compress_bound, compress_slice, decompress_slice,
};

const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const APP: u32 = 1_400_000_000;
const USER: Subject<'_> = Subject::new(APP, "user15");
const NOW: u64 = 1_795_000_000;
const DAY: u64 = 86_400;

/// The longest text that is checked, in bytes.
const MAX_LENGTH: usize = 16 * 1024;

/// The handwritten code.
mod by_hand {
    use super::*;

    pub(super) fn sign(identifier: &str) -> String {
        let mut document = json!({
            "TLS.ver": "2.0",
            "TLS.identifier": identifier,
            "TLS.sdkappid": APP,
            "TLS.time": NOW,
            "TLS.expire": DAY,
        });
        document["TLS.sig"] =
            STANDARD.encode(mac(identifier, NOW, DAY).finalize().into_bytes()).into();
        escape(&deflate(document.to_string().as_bytes(), DeflateConfig::default()))
    }

    pub(super) fn verify(user_sig: &str, identifier: &str) -> bool {
        let base64 = user_sig.replace('*', "+").replace('-', "/").replace('_', "=");
        let Ok(stream) = STANDARD.decode(base64) else { return false };
        let mut json = vec![0; 64 * 1024];
        let (json, code) = decompress_slice(&mut json, &stream, InflateConfig::default());
        if code != ReturnCode::Ok {
            return false;
        }
        let Ok(document) = serde_json::from_slice::<Value>(json) else { return false };
        let number = |name: &str| document[name].as_u64().unwrap_or_default();
        let (time, expire) = (number("TLS.time"), number("TLS.expire"));
        let sig = STANDARD.decode(document["TLS.sig"].as_str().unwrap_or_default());
        document["TLS.identifier"] == identifier
            && number("TLS.sdkappid") == u64::from(APP)
            && NOW <= time.saturating_add(expire)
            && sig.is_ok_and(|sig| mac(identifier, time, expire).verify_slice(&sig).is_ok())
    }

    fn mac(identifier: &str, time: u64, expire: u64) -> Hmac<Sha256> {
        let text = format!(
            "TLS.identifier:{identifier}\nTLS.sdkappid:{APP}\nTLS.time:{time}\nTLS.expire:{expire}\n"
        );
        let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        mac
    }

    pub(super) fn deflate(document: &[u8], config: DeflateConfig) -> Vec<u8> {
        let mut stream = vec![0; compress_bound(document.len())];
        let (stream, code) = compress_slice(&mut stream, document, config);
        assert_eq!(code, ReturnCode::Ok);
        stream.to_vec()
    }

    pub(super) fn escape(stream: &[u8]) -> String {
        STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_")
    }
}

fn at(secs: u64) -> UnixTime {
    UnixTime::from_secs(secs)
}

fn day() -> Lifetime {
    Lifetime::new(Duration::from_secs(DAY)).unwrap()
}

fn sign(key: &SecretKey) {
    head("Issuing");
    compare(
        "sign",
        2000,
        &mut [
            ("by hand", &mut || used(by_hand::sign("user15"))),
            ("compressed", &mut || used(key.sign(&USER, at(NOW), day()))),
            ("stored", &mut || used(key.sign_stored(&USER, at(NOW), day()))),
        ],
    );
}

fn verify(key: &SecretKey) {
    head("Checking a valid `UserSig`");
    for (what, user_sig) in [
        ("compressed", key.sign(&USER, at(NOW), day())),
        ("stored", key.sign_stored(&USER, at(NOW), day())),
    ] {
        let text = user_sig.expose();
        assert!(by_hand::verify(text, "user15"));
        compare(
            what,
            2000,
            &mut [
                ("by hand", &mut || assert!(by_hand::verify(text, "user15"))),
                ("ours", &mut || used(key.verify(text, &USER, at(NOW)).unwrap())),
            ],
        );
    }
}

/// Texts that cost the parts of the check the most, of the greatest length that is checked, and one that is longer.
fn hostile() -> [(&'static str, String); 4] {
    let longest = |document: &[u8]| {
        by_hand::escape(&by_hand::deflate(document, DeflateConfig::best_compression()))
    };
    let bomb = longest(&vec![0; 12 * 1024 * 1024]);
    assert!((MAX_LENGTH - 1024..=MAX_LENGTH).contains(&bomb.len()), "{}", bomb.len());
    let keys: Vec<_> = (0..5000).map(|number| format!("\"{number}\":1")).collect();
    let keys = longest(format!("{{{}}}", keys.join(",")).as_bytes());
    assert!((MAX_LENGTH - 2048..=MAX_LENGTH).contains(&keys.len()), "{}", keys.len());
    [
        ("a bomb", bomb),
        ("many keys", keys),
        ("garbage", "garbage_".repeat(MAX_LENGTH / 8)),
        ("too long", "A".repeat(1024 * 1024)),
    ]
}

fn refuse(key: &SecretKey) {
    head("Refusing hostile texts");
    for (what, text) in hostile() {
        compare(
            what,
            20,
            &mut [
                ("by hand", &mut || assert!(!by_hand::verify(&text, "user15"))),
                ("ours", &mut || used(key.verify(&text, &USER, at(NOW)).unwrap_err())),
            ],
        );
    }
}

/// Prints the figure for the script that measures the vendor's libraries.
fn peer(key: &SecretKey, kind: &str) {
    let times = argument("--times").and_then(|times| times.parse().ok()).unwrap_or(20_000_u32);
    let round = |_| {
        let began = thread_time();
        for second in 0..u64::from(times) {
            match kind {
                "stored" => used(key.sign_stored(&USER, at(NOW + second), day())),
                _ => used(key.sign(&USER, at(NOW + second), day())),
            }
        }
        thread_time() - began
    };
    let fastest = (0..5).map(round).min().unwrap();
    println!("{:.2}", fastest.as_secs_f64() * 1e6 / f64::from(times));
}

fn main() {
    let key = SecretKey::new(KEY);
    if let Some(kind) = argument("--peer") {
        return peer(&key, &kind);
    }
    sign(&key);
    verify(&key);
    refuse(&key);
}
