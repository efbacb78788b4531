//! Tests of issued `UserSig`s: their layout, and that they are accepted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use std::time::Duration;

use super::{
    APP, ISSUED_AT, KEY, Lifetime, TextError, USER, VALID_FOR, at, compressed, document, key,
    lasting, sign, verify,
};
use crate::user_sig::{SecretKey, Subject, UserSig};

/// The HMAC of a text, in base64.
fn signature_of(text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn a_document_without_userbuf_has_six_keys() {
    let mut document = document(&sign(&USER));
    assert!(document.remove("TLS.sig").unwrap().is_string());
    let rest = json!({
        "TLS.ver": "2.0",
        "TLS.identifier": "user15",
        "TLS.sdkappid": 1_400_000_000,
        "TLS.time": 1_795_000_000,
        "TLS.expire": 86_400,
    });
    assert_eq!(serde_json::Value::from(document), rest);
}

#[test]
fn a_document_with_userbuf_has_it_in_base64_as_a_seventh_key() {
    let mut document = document(&sign(&USER.with_userbuf(b"room 7?\xff")));
    assert!(document.remove("TLS.sig").unwrap().is_string());
    let rest = json!({
        "TLS.ver": "2.0",
        "TLS.identifier": "user15",
        "TLS.sdkappid": 1_400_000_000,
        "TLS.time": 1_795_000_000,
        "TLS.expire": 86_400,
        "TLS.userbuf": "cm9vbSA3P/8=",
    });
    assert_eq!(serde_json::Value::from(document), rest);
}

#[test]
fn four_lines_are_signed_without_userbuf() {
    let text =
        "TLS.identifier:user15\nTLS.sdkappid:1400000000\nTLS.time:1795000000\nTLS.expire:86400\n";
    assert_eq!(document(&sign(&USER))["TLS.sig"], signature_of(text));
}

#[test]
fn a_fifth_line_is_signed_with_a_userbuf() {
    let text = "TLS.identifier:user15\nTLS.sdkappid:1400000000\nTLS.time:1795000000\nTLS.expire:86400\nTLS.userbuf:cm9vbSA3P/8=\n";
    let user_sig = sign(&USER.with_userbuf(b"room 7?\xff"));
    assert_eq!(document(&user_sig)["TLS.sig"], signature_of(text));
}

#[test]
fn a_fifth_line_is_signed_with_an_empty_userbuf() {
    let text = "TLS.identifier:user15\nTLS.sdkappid:1400000000\nTLS.time:1795000000\nTLS.expire:86400\nTLS.userbuf:\n";
    let document = document(&sign(&USER.with_userbuf(b"")));
    assert_eq!(document["TLS.userbuf"], "");
    assert_eq!(document["TLS.sig"], signature_of(text));
}

// The literals of the next two tests come from Python's hmac, base64 and zlib.
#[test]
fn other_implementations_sign_the_same() {
    let sig = "D3RNoay3HyrUMiLUuLGKUpSpEaORcYSbqzAfHUh80+c=";
    assert_eq!(document(&sign(&USER))["TLS.sig"], sig);
    let sig = "M4qcg9T8ogIsci3xkmOM/krPr7WYGR2vpQSQSfnp3xI=";
    assert_eq!(document(&sign(&USER.with_userbuf(b"room 7?\xff")))["TLS.sig"], sig);
}

#[test]
fn signatures_of_other_implementations_are_accepted() {
    let issued = "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkSotTiwxNYXLFKdmJBQWZKUAZQxMDKIDKpVYUZBalAmUszEzggiWZuSAhQ3NLUxTFxZnpINNdjIP88hMrjT0qi0J9M31CS33cvUMLggtcE-2DkiODkwqrHNM8QjMsDLSTbZVqASZPMls_";
    let validity = verify(issued, &USER).unwrap();
    assert_eq!(
        (validity.issued_at, validity.lifetime),
        (at(ISSUED_AT), lasting(VALID_FOR).duration())
    );
    let with_userbuf = "eNqrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkSotTiwxNYXLFKdmJBQWZKUAZQxMDKIDKpVYUZBalAmUszEzggiWZuSAhQ3NLUxTFIGOTStNANiTnWpYlBTsaB*hb2MLtyUwHSfmaFCanW4ZY5Kd7FidnGldk5-r76mcXBRSZh0e6BxmVFQQGBwan5RUYV3jaKtUCAKD9O5Q_";
    assert!(verify(with_userbuf, &USER.with_userbuf(b"room 7?\xff")).is_ok());
}

#[test]
fn a_user_sig_is_a_zlib_stream_in_base64_that_needs_no_escape_in_a_url() {
    for second in 0..100 {
        let user_sig = key().sign(&USER, at(ISSUED_AT + second), lasting(VALID_FOR));
        let text = user_sig.expose();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"*-_".contains(&byte);
        assert!(text.bytes().all(is_plain), "{text}");
        let bytes = compressed(text);
        assert_eq!(bytes[0], 0x78, "deflate with a window of 32 KiB");
        assert_eq!(u16::from_be_bytes([bytes[0], bytes[1]]) % 31, 0, "the check of the header");
    }
}

#[test]
fn signing_twice_gives_the_same() {
    assert_eq!(sign(&USER), sign(&USER));
}

#[test]
fn verifying_returns_the_signed_validity() {
    let user_sig = key().sign(&USER, at(17), lasting(4));
    let validity = key().verify(user_sig.expose(), &USER, at(18)).unwrap();
    assert_eq!(
        (validity.issued_at, validity.lifetime.as_secs(), validity.expires_at()),
        (at(17), 4, at(21))
    );
}

#[test]
fn any_identifier_is_kept() {
    for identifier in [
        "",
        "用户十五",
        "пользователь",
        "🦀",
        "a\"b\\c",
        "a\nTLS.sdkappid:1",
        "é",
        "e\u{301}",
        "\0",
    ] {
        let subject = Subject::new(APP, identifier);
        let user_sig = sign(&subject);
        assert_eq!(document(&user_sig)["TLS.identifier"], identifier);
        assert!(verify(&user_sig, &subject).is_ok(), "{identifier:?}");
    }
}

#[test]
fn a_unicode_identifier_is_signed_as_utf_8() {
    let text =
        "TLS.identifier:用户\nTLS.sdkappid:1400000000\nTLS.time:1795000000\nTLS.expire:86400\n";
    assert_eq!(document(&sign(&Subject::new(APP, "用户")))["TLS.sig"], signature_of(text));
}

#[test]
fn any_userbuf_is_kept() {
    let all_bytes: Vec<u8> = (0..=u8::MAX).collect();
    for userbuf in [&b""[..], b"\0", b"ab", b"abc", b"abcd", &all_bytes] {
        let subject = USER.with_userbuf(userbuf);
        assert!(verify(&sign(&subject), &subject).is_ok(), "{userbuf:?}");
    }
}

#[test]
fn the_largest_numbers_are_kept() {
    let subject = Subject::new(u32::MAX, "user15");
    let user_sig = key().sign(&subject, at(u64::MAX), lasting(u64::MAX));
    let document = document(user_sig.expose());
    assert_eq!(document["TLS.sdkappid"], u32::MAX);
    assert_eq!(document["TLS.time"], u64::MAX);
    assert_eq!(document["TLS.expire"], u64::MAX);
    assert!(key().verify(user_sig.expose(), &subject, at(u64::MAX)).is_ok());
}

#[test]
fn a_key_may_have_any_length() {
    for length in [0, 1, 63, 64, 65, 1000] {
        let key = SecretKey::new("k".repeat(length));
        let user_sig = key.sign(&USER, at(ISSUED_AT), lasting(VALID_FOR));
        assert!(key.verify(user_sig.expose(), &USER, at(ISSUED_AT)).is_ok(), "{length}");
    }
}

#[test]
fn an_invalid_key_is_refused_and_its_character_named() {
    let checked = |key: &str| SecretKey::new(key).check();
    assert_eq!(checked(KEY), Ok(()));
    assert_eq!(checked(""), Err(TextError::Empty));
    assert_eq!(checked(&"k".repeat(257)), Err(TextError::TooLong { bytes: 257, max: 256 }));
    for (key, c) in [
        (" key", ' '),
        ("key\n", '\n'),
        ("a key", ' '),
        ("\u{feff}key", '\u{feff}'),
        ("\"key\"", '"'),
        ("key\u{200b}", '\u{200b}'),
        ("ke\u{0}y", '\u{0}'),
        ("schlüssel", 'ü'),
    ] {
        let error = checked(key).unwrap_err();
        assert_eq!(error, TextError::Character(c));
        assert_eq!(error.to_string(), format!("has the character U+{:04X}", u32::from(c)));
    }
    assert_eq!(UserSig::new("eJw*\r").check(), Err(TextError::Character('\r')));
    assert_eq!(UserSig::new(sign(&USER)).check(), Ok(()));
}

#[test]
fn an_identifier_has_up_to_32_visible_bytes() {
    let checked = |identifier: &str| Subject::new(APP, identifier).check();
    assert_eq!(checked("@TIM#管理员"), Ok(()));
    assert_eq!(checked(&"u".repeat(32)), Ok(()));
    assert_eq!(checked(&"u".repeat(33)), Err(TextError::TooLong { bytes: 33, max: 32 }));
    for (identifier, c) in [("\u{feff}admin", '\u{feff}'), ("admin\n", '\n'), ("'admin'", '\'')] {
        assert_eq!(checked(identifier), Err(TextError::Character(c)));
    }
}

#[test]
fn no_lifetime_is_longer_than_180_days() {
    let days = |days: u64| Duration::from_secs(days * 86_400);
    assert_eq!(Lifetime::new(days(180)), Ok(Lifetime::MAX));
    assert_eq!(Lifetime::new(Duration::from_millis(1999)).unwrap().duration().as_secs(), 1);
    let half_a_second = Duration::from_millis(500);
    for wrong in [Duration::ZERO, half_a_second, days(180) + Duration::from_secs(1), Duration::MAX]
    {
        assert!(Lifetime::try_from(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn keys_and_signatures_are_not_printed() {
    assert_eq!(format!("{:?} {:#?}", key(), key()), "SecretKey(..) SecretKey(..)");
    let user_sig = UserSig::new(sign(&USER));
    assert_eq!(format!("{user_sig:?} {user_sig:#?}"), "UserSig(..) UserSig(..)");
}
