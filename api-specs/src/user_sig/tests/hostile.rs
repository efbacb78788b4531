//! Tests of refused `UserSig`s and the reasons.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zlib_rs::DeflateConfig;

use super::{
    APP, ISSUED_AT, KEY, USER, VALID_FOR, at, compressed, deflated, document, escape, key, lasting,
    sign, tampered, verify, wrap,
};
use crate::user_sig::{SecretKey, Subject, VerifyError};

const NOT_BASE64: VerifyError = VerifyError::Malformed("it is not in the base64 for URLs");
const NOT_INFLATED: VerifyError =
    VerifyError::Malformed("it does not inflate, or its document is too long");
const NO_OBJECT: VerifyError = VerifyError::Malformed("it does not contain a JSON object");
const TOO_LONG: VerifyError = VerifyError::Malformed("it is too long");

/// The document of [`USER`] as JSON, padded with spaces to a length.
fn padded(length: usize) -> String {
    let mut json = Value::from(document(&sign(&USER))).to_string();
    json.extend(std::iter::repeat_n(' ', length.saturating_sub(json.len())));
    json
}

#[test]
fn a_changed_identifier_breaks_the_signature() {
    let forged = tampered(&USER, |document| {
        document.insert("TLS.identifier".into(), "administrator".into());
    });
    let subject = Subject::new(APP, "administrator");
    assert_eq!(verify(&forged, &subject), Err(VerifyError::OtherKey));
}

#[test]
fn a_changed_app_breaks_the_signature() {
    let forged = tampered(&USER, |document| {
        document.insert("TLS.sdkappid".into(), 1_400_000_001.into());
    });
    let subject = Subject::new(1_400_000_001, "user15");
    assert_eq!(verify(&forged, &subject), Err(VerifyError::OtherKey));
}

#[test]
fn a_changed_time_breaks_the_signature() {
    let forged = tampered(&USER, |document| {
        document.insert("TLS.time".into(), (ISSUED_AT + 1).into());
    });
    assert_eq!(verify(&forged, &USER), Err(VerifyError::OtherKey));
}

#[test]
fn a_changed_expiry_breaks_the_signature() {
    let forged = tampered(&USER, |document| {
        document.insert("TLS.expire".into(), u64::MAX.into());
    });
    assert_eq!(verify(&forged, &USER), Err(VerifyError::OtherKey));
}

#[test]
fn a_changed_userbuf_breaks_the_signature() {
    let forged = tampered(&USER.with_userbuf(b"one"), |document| {
        document.insert("TLS.userbuf".into(), STANDARD.encode("two").into());
    });
    let subject = USER.with_userbuf(b"two");
    assert_eq!(verify(&forged, &subject), Err(VerifyError::OtherKey));
}

#[test]
fn an_added_userbuf_breaks_the_signature() {
    let forged = tampered(&USER, |document| {
        document.insert("TLS.userbuf".into(), "".into());
    });
    assert_eq!(verify(&forged, &USER.with_userbuf(b"")), Err(VerifyError::OtherKey));
}

#[test]
fn a_removed_userbuf_breaks_the_signature() {
    let forged = tampered(&USER.with_userbuf(b"one"), |document| {
        document.remove("TLS.userbuf");
    });
    assert_eq!(verify(&forged, &USER), Err(VerifyError::OtherKey));
}

#[test]
fn a_signature_that_differs_in_any_bit_is_refused() {
    let sig = document(&sign(&USER))["TLS.sig"].as_str().unwrap().to_owned();
    let bytes = STANDARD.decode(sig).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let forged = tampered(&USER, |document| {
            document.insert("TLS.sig".into(), STANDARD.encode(bytes).into());
        });
        assert_eq!(verify(&forged, &USER), Err(VerifyError::OtherKey), "bit {bit}");
    }
}

#[test]
fn a_signature_of_another_length_is_refused() {
    let sig = document(&sign(&USER))["TLS.sig"].as_str().unwrap().to_owned();
    let mut bytes = STANDARD.decode(sig).unwrap();
    bytes.push(0);
    for length in (0..32).chain([33]) {
        let forged = tampered(&USER, |document| {
            document.insert("TLS.sig".into(), STANDARD.encode(&bytes[..length]).into());
        });
        assert_eq!(verify(&forged, &USER), Err(VerifyError::OtherKey), "{length}");
    }
}

#[test]
fn absent_empty_and_other_userbufs_differ() {
    let subjects = [USER, USER.with_userbuf(b""), USER.with_userbuf(b"a"), USER.with_userbuf(b"b")];
    for (i, signed) in subjects.iter().enumerate() {
        for (j, asked) in subjects.iter().enumerate().filter(|(j, _)| i != *j) {
            assert_eq!(verify(&sign(signed), asked), Err(VerifyError::OtherUserbuf), "{i} {j}");
        }
    }
}

#[test]
fn it_is_valid_at_its_last_second_and_not_after() {
    let user_sig = sign(&USER);
    let last = ISSUED_AT + VALID_FOR;
    assert!(key().verify(&user_sig, &USER, at(last)).is_ok());
    assert_eq!(key().verify(&user_sig, &USER, at(last + 1)), Err(VerifyError::Expired));
}

#[test]
fn an_expiry_beyond_all_time_is_never_reached() {
    let user_sig = key().sign(&USER, at(u64::MAX - 1), lasting(u64::MAX));
    let validity = key().verify(user_sig.expose(), &USER, at(u64::MAX)).unwrap();
    assert_eq!(validity.expires_at(), at(u64::MAX));
}

#[test]
fn another_app_is_refused() {
    let other = Subject::new(1_400_000_001, "user15");
    assert_eq!(verify(&sign(&USER), &other), Err(VerifyError::OtherApp));
}

#[test]
fn an_app_is_not_compared_by_its_lower_32_bits_only() {
    let forged = tampered(&USER, |document| {
        document.insert("TLS.sdkappid".into(), (u64::from(APP) + (1 << 32)).into());
    });
    assert_eq!(verify(&forged, &USER), Err(VerifyError::OtherApp));
}

#[test]
fn another_identifier_is_refused() {
    for identifier in ["user1", "user155", "User15", "user15 ", ""] {
        let other = Subject::new(APP, identifier);
        let refused = Err(VerifyError::OtherIdentifier);
        assert_eq!(verify(&sign(&USER), &other), refused, "{identifier:?}");
    }
}

#[test]
fn another_key_is_refused() {
    for other in [String::new(), KEY.to_uppercase(), KEY[1..].to_owned(), format!("{KEY}0")] {
        let refused = SecretKey::new(other).verify(&sign(&USER), &USER, at(ISSUED_AT));
        assert_eq!(refused, Err(VerifyError::OtherKey));
    }
}

#[test]
fn the_first_of_several_reasons_is_returned() {
    let now = at(ISSUED_AT + VALID_FOR + 1);
    let other_key = SecretKey::new("other");
    let user_sig = sign(&USER);
    let refusal = |subject: Subject<'_>| other_key.verify(&user_sig, &subject, now).unwrap_err();
    assert_eq!(refusal(Subject::new(1, "x").with_userbuf(b"x")), VerifyError::OtherApp);
    assert_eq!(refusal(Subject::new(APP, "x").with_userbuf(b"x")), VerifyError::OtherIdentifier);
    assert_eq!(refusal(USER.with_userbuf(b"x")), VerifyError::OtherUserbuf);
    assert_eq!(refusal(USER), VerifyError::Expired);
}

#[test]
fn other_variants_of_base64_are_refused() {
    // Among a few hundred seconds, some signature contains all three characters.
    let user_sig = (0..500)
        .map(|second| {
            key().sign(&USER, at(ISSUED_AT - second), lasting(VALID_FOR)).expose().to_owned()
        })
        .find(|text| ['*', '-', '_'].iter().all(|c| text.contains(*c)))
        .unwrap();
    assert!(verify(&user_sig, &USER).is_ok());
    for (escaped, raw) in [("*", "+"), ("-", "/"), ("_", "=")] {
        assert_eq!(verify(&user_sig.replace(escaped, raw), &USER), Err(NOT_BASE64), "{raw}");
    }
    assert_eq!(verify(user_sig.trim_end_matches('_'), &USER), Err(NOT_BASE64), "unpadded");
    assert_eq!(verify(&format!("{user_sig}____"), &USER), Err(NOT_BASE64), "overpadded");
}

#[test]
fn characters_outside_base64_are_refused_anywhere() {
    let user_sig = sign(&USER);
    for stray in [" ", "\n", "\r\n", "\t", "\0", "%", ".", "é", "用", "\u{feff}"] {
        for at in [0, user_sig.len() / 2, user_sig.len()] {
            let mut broken = user_sig.clone();
            broken.insert_str(at, stray);
            assert_eq!(verify(&broken, &USER), Err(NOT_BASE64), "{stray:?} at {at}");
        }
    }
}

#[test]
fn an_empty_text_is_refused() {
    assert_eq!(verify("", &USER), Err(NOT_INFLATED));
}

#[test]
fn a_text_that_is_cut_anywhere_is_refused() {
    let user_sig = sign(&USER);
    for length in 0..user_sig.len() {
        let refused = verify(&user_sig[..length], &USER).unwrap_err();
        assert!(matches!(refused, VerifyError::Malformed(_)), "{length}: {refused:?}");
    }
}

#[test]
fn a_zlib_stream_that_is_cut_anywhere_is_refused() {
    for level in [0, 6] {
        let json = Value::from(document(&sign(&USER))).to_string();
        let bytes = deflated(json.as_bytes(), DeflateConfig::new(level));
        assert!(verify(&escape(&bytes), &USER).is_ok());
        for length in 0..bytes.len() {
            let refused = verify(&escape(&bytes[..length]), &USER);
            assert_eq!(refused, Err(NOT_INFLATED), "{length} bytes at level {level}");
        }
    }
}

#[test]
fn a_zlib_stream_with_a_wrong_checksum_is_refused() {
    let mut bytes = compressed(&sign(&USER));
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(verify(&escape(&bytes), &USER), Err(NOT_INFLATED));
}

#[test]
fn streams_other_than_zlib_are_refused() {
    let deflate =
        deflated(padded(0).as_bytes(), DeflateConfig { window_bits: -15, ..Default::default() });
    for bytes in [&deflate[..], padded(0).as_bytes(), b"\x1f\x8b\x08\0\0\0\0\0", &[0xff; 100]] {
        assert_eq!(verify(&escape(bytes), &USER), Err(NOT_INFLATED));
    }
}

#[test]
fn a_bomb_of_zeros_is_refused() {
    let zeros = vec![0; 4 * 1024 * 1024];
    let bomb = escape(&deflated(&zeros, DeflateConfig::new(9)));
    assert!(bomb.len() <= 16 * 1024, "short enough to be read");
    assert_eq!(verify(&bomb, &USER), Err(NOT_INFLATED));
}

#[test]
fn a_document_inflates_to_64_kib_and_no_further() {
    assert!(verify(&wrap(&padded(64 * 1024)), &USER).is_ok());
    assert_eq!(verify(&wrap(&padded(64 * 1024 + 1)), &USER), Err(NOT_INFLATED));
}

#[test]
fn a_text_is_read_up_to_16_kib_and_no_further() {
    // Stored, so that the length follows from that of the document; zlib adds 11 bytes.
    let stored = |length: usize| {
        let json = padded(length - 11);
        escape(&deflated(json.as_bytes(), DeflateConfig::new(0)))
    };
    let longest = stored(16 * 1024 / 4 * 3);
    assert_eq!(longest.len(), 16 * 1024);
    assert!(verify(&longest, &USER).is_ok());
    let longer = stored(16 * 1024 / 4 * 3 + 1);
    assert_eq!(verify(&longer, &USER), Err(TOO_LONG));
}

#[test]
fn any_level_of_compression_is_accepted() {
    let json = padded(0);
    for level in 0..=9 {
        let bytes = deflated(json.as_bytes(), DeflateConfig::new(level));
        assert!(verify(&escape(&bytes), &USER).is_ok(), "level {level}");
    }
}

#[test]
fn stored_blocks_are_accepted() {
    let json = padded(0);
    let bytes = deflated(json.as_bytes(), DeflateConfig::new(0));
    let is_stored = bytes.windows(json.len()).any(|window| window == json.as_bytes());
    assert!(is_stored, "as the vendor's Go library does by default");
    assert!(verify(&escape(&bytes), &USER).is_ok());
}

#[test]
fn json_other_than_an_object_is_refused() {
    for text in ["", "{", "[]", "null", "1", "\"TLS.ver\"", "{}{}", "{'TLS.ver':'2.0'}", "TLS.ver"]
    {
        assert_eq!(verify(&wrap(text), &USER), Err(NO_OBJECT), "{text:?}");
    }
}

#[test]
fn json_that_nests_deeply_is_refused() {
    let nested = format!("{{\"x\":{}", "[".repeat(60_000));
    assert_eq!(verify(&wrap(&nested), &USER), Err(NO_OBJECT));
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let bytes = deflated(b"{\"TLS.ver\":\"\xff\"}", DeflateConfig::default());
    assert_eq!(verify(&escape(&bytes), &USER), Err(NO_OBJECT));
}

/// The reason if a key is missing or has another type.
const REASONS: [(&str, &str); 6] = [
    ("TLS.ver", "`TLS.ver` is not \"2.0\""),
    ("TLS.identifier", "`TLS.identifier` is not text"),
    ("TLS.sdkappid", "`TLS.sdkappid` is not a number"),
    ("TLS.expire", "`TLS.expire` is not a number"),
    ("TLS.time", "`TLS.time` is not a number"),
    ("TLS.sig", "`TLS.sig` is not base64"),
];

#[test]
fn every_key_must_be_present() {
    for (name, reason) in REASONS {
        let forged = tampered(&USER, |document| {
            document.remove(name);
        });
        assert_eq!(verify(&forged, &USER), Err(VerifyError::Malformed(reason)));
    }
}

#[test]
fn every_key_must_have_its_type() {
    for (name, reason) in REASONS {
        let is_number = reason.ends_with("a number");
        let misfit = if is_number { json!("1795000000") } else { json!(2.0) };
        for value in [misfit, json!(null), json!(true), json!([]), json!({}), json!(-1)] {
            let forged = tampered(&USER, |document| {
                document.insert(name.into(), value.clone());
            });
            let refused = Err(VerifyError::Malformed(reason));
            assert_eq!(verify(&forged, &USER), refused, "{value}");
        }
    }
}

#[test]
fn numbers_have_no_fraction_and_fit_64_bits() {
    for name in ["TLS.sdkappid", "TLS.expire", "TLS.time"] {
        for number in ["86400.0", "8.64e4", "18446744073709551616"] {
            let forged = tampered(&USER, |document| {
                document.insert(name.into(), serde_json::from_str(number).unwrap());
            });
            let refused = verify(&forged, &USER).unwrap_err();
            assert!(matches!(refused, VerifyError::Malformed(_)), "{name} {number}");
        }
    }
}

#[test]
fn a_userbuf_is_base64_text() {
    for value in [json!("a"), json!("*_"), json!(null), json!(1), json!([])] {
        let forged = tampered(&USER, |document| {
            document.insert("TLS.userbuf".into(), value.clone());
        });
        let refused = Err(VerifyError::Malformed("`TLS.userbuf` is not base64"));
        assert_eq!(verify(&forged, &USER), refused, "{value}");
    }
}

#[test]
fn a_signature_is_plain_base64() {
    for sig in ["a", "!", "D3RNoay3HyrUMiLUuLGKUpSpEaORcYSbqzAfHUh80*c_"] {
        let forged = tampered(&USER, |document| {
            document.insert("TLS.sig".into(), sig.into());
        });
        let refused = Err(VerifyError::Malformed("`TLS.sig` is not base64"));
        assert_eq!(verify(&forged, &USER), refused, "{sig}");
    }
}

#[test]
fn other_versions_are_refused() {
    for version in ["", "1.0", "2", "2.00", "2.0 ", "3.0"] {
        let forged = tampered(&USER, |document| {
            document.insert("TLS.ver".into(), version.into());
        });
        let refused = Err(VerifyError::Malformed("`TLS.ver` is not \"2.0\""));
        assert_eq!(verify(&forged, &USER), refused, "{version:?}");
    }
}

#[test]
fn unknown_keys_change_nothing() {
    let extended = tampered(&USER, |document| {
        document.insert("TLS.other".into(), json!([1, {}]));
    });
    assert!(verify(&extended, &USER).is_ok());
}

#[test]
fn the_last_of_several_fields_with_one_name_counts() {
    let json = padded(0);
    let (first, last) = (r#"{"TLS.time":1,"#, r#","TLS.time":1}"#);
    assert!(verify(&wrap(&json.replacen('{', first, 1)), &USER).is_ok());
    let forged = json.trim_end_matches('}').to_owned() + last;
    assert_eq!(verify(&wrap(&forged), &USER), Err(VerifyError::Expired));
}

#[test]
fn invalid_json_is_refused_in_unknown_keys_too() {
    let json = padded(0);
    for (broken, name) in [("[1,]", "x"), ("tru", "x"), ("1", "\\x"), ("\"\t\"", "x")] {
        let text = json.replacen('{', &format!("{{\"{name}\":{broken},"), 1);
        assert_eq!(verify(&wrap(&text), &USER), Err(NO_OBJECT), "{text}");
    }
    let mut bytes = json.replacen('{', "{\"x\":\"?\",", 1).into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xff;
    let not_utf_8 = escape(&deflated(&bytes, DeflateConfig::default()));
    assert_eq!(verify(&not_utf_8, &USER), Err(NO_OBJECT));
}

#[test]
fn reasons_show_neither_signature_nor_key() {
    let issued = sign(&USER);
    let sig = document(&issued)["TLS.sig"].as_str().unwrap().to_owned();
    let now = ISSUED_AT;
    let refused = [
        (verify(&format!("{issued}!"), &USER), NOT_BASE64),
        (verify(&issued, &Subject::new(1, "user15")), VerifyError::OtherApp),
        (verify(&issued, &Subject::new(APP, "x")), VerifyError::OtherIdentifier),
        (verify(&issued, &USER.with_userbuf(b"x")), VerifyError::OtherUserbuf),
        (key().verify(&issued, &USER, at(now + VALID_FOR + 1)), VerifyError::Expired),
        (SecretKey::new("x").verify(&issued, &USER, at(now)), VerifyError::OtherKey),
    ];
    for (refused, expected) in refused {
        let error = refused.unwrap_err();
        assert_eq!(error, expected);
        let text = format!("{error} {error:?}");
        for secret in [&issued[..20], &sig[..8], &KEY[..8]] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn reasons_are_displayed_as_text() {
    let shown = |error: VerifyError| error.to_string();
    assert_eq!(shown(TOO_LONG), "the UserSig is malformed: it is too long");
    assert_eq!(shown(VerifyError::OtherApp), "the UserSig was issued for another SDKAppID");
    assert_eq!(shown(VerifyError::OtherIdentifier), "the UserSig was issued to another identifier");
    assert_eq!(shown(VerifyError::OtherUserbuf), "the UserSig carries another userbuf");
    assert_eq!(shown(VerifyError::Expired), "the UserSig has expired");
    assert_eq!(shown(VerifyError::OtherKey), "the UserSig was not signed with this key");
}
