//! The table of codes, and codes as fields.

use std::collections::BTreeSet;

use crate::{CodeKind, Envelope, ErrorCode, RetryClass};

#[test]
fn the_table_is_in_order_of_number() {
    let table = ErrorCode::table();
    assert!(table.is_sorted_by(|first, second| first.last < second.code));
    assert!(table.iter().all(|info| info.code <= info.last));
}

#[test]
fn every_code_of_the_table_is_found_by_its_number() {
    for info in ErrorCode::table() {
        assert_eq!(ErrorCode::new(info.code.get()).info(), Some(info));
        assert_eq!(ErrorCode::new(info.last.get()).info(), Some(info));
    }
}

#[test]
fn the_codes_of_the_apps_own_webhooks_are_ranges() {
    for (range, first, last) in [
        (ErrorCode::GROUP_WEBHOOK_CODES, 10100, 10200),
        (ErrorCode::FRIEND_WEBHOOK_CODES, 38000, 39000),
        (ErrorCode::MESSAGE_WEBHOOK_CODES, 120_001, 130_000),
    ] {
        assert_eq!((range.start().get(), range.end().get()), (first, last));
        for number in [first, first + 1, last - 1, last] {
            let code = ErrorCode::new(number);
            let info = code.info().unwrap();
            assert!(
                range.contains(&code) && (info.code, info.last) == (*range.start(), *range.end())
            );
            assert_eq!((info.kind, info.retry), (CodeKind::Webhook, RetryClass::Permanent));
        }
        for number in [first - 1, last + 1] {
            assert_ne!(
                ErrorCode::new(number).info().map(|info| info.kind),
                Some(CodeKind::Webhook)
            );
        }
    }
    assert_eq!(ErrorCode::new(120_777).to_string(), "120777 MESSAGE_WEBHOOK_CODES");
}

/// A retry after these codes may double an effect, unless the call is idempotent. Such a code must leave the effect unknown.
#[test]
fn a_code_that_allows_a_retry_is_of_an_internal_failure() {
    for info in ErrorCode::table().iter().filter(|info| info.retry == RetryClass::Transient) {
        let is_inside = matches!(info.kind, CodeKind::Internal | CodeKind::Timeout);
        // The service refuses a request that it could not verify, and asks for a retry.
        assert!(is_inside || info.code == 10008, "{info:?}");
    }
    let of_class = |retry| ErrorCode::table().iter().filter(move |info| info.retry == retry);
    assert!(of_class(RetryClass::Throttled).all(|info| info.kind == CodeKind::Rate));
    assert!(of_class(RetryClass::Unauthenticated).all(|info| info.kind == CodeKind::Signature));
}

#[test]
fn every_name_is_unique() {
    let names: BTreeSet<&str> = ErrorCode::table().iter().map(|info| info.name).collect();
    assert_eq!(names.len(), ErrorCode::table().len());
}

#[test]
fn success_is_not_in_the_table() {
    assert!(ErrorCode::table().iter().all(|info| !info.code.is_ok()));
}

#[test]
fn every_meaning_is_a_sentence_without_a_full_stop() {
    for info in ErrorCode::table() {
        let is_bare = !info.meaning.is_empty() && info.meaning.trim() == info.meaning;
        assert!(is_bare && !info.meaning.ends_with('.'), "{info:?}");
    }
}

/// Returns the variants of `CodeKind`, read from its source.
fn kinds() -> BTreeSet<&'static str> {
    let (_, rest) = include_str!("../codes/code.rs").split_once("pub enum CodeKind {").unwrap();
    let (body, _) = rest.split_once("\n}").unwrap();
    let lines = body.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.filter_map(|line| line.strip_suffix(',')).collect()
}

#[test]
fn every_kind_has_a_code() {
    let used: BTreeSet<_> =
        ErrorCode::table().iter().map(|info| format!("{:?}", info.kind)).collect();
    assert_eq!(kinds().len(), 13);
    assert_eq!(used.iter().map(String::as_str).collect::<BTreeSet<_>>(), kinds());
}

#[test]
fn a_user_who_does_not_exist_is_not_found() {
    let is_of_user = |meaning: &str| {
        let names = ["account", "user", "sender", "Account`"];
        let absences = ["not exist", "not imported", "not been imported", "there is no account"];
        names.iter().any(|name| meaning.contains(name))
            && absences.iter().any(|absence| meaning.contains(absence))
    };
    let codes: Vec<_> = ErrorCode::table().iter().filter(|info| is_of_user(info.meaning)).collect();
    let numbers: Vec<_> = codes.iter().map(|info| info.code.get()).collect();
    assert_eq!(
        numbers,
        [10019, 20003, 30003, 31804, 40003, 50001, 70107, 90003, 90008, 90012, 90048]
    );
    for info in codes {
        assert_eq!(info.kind, CodeKind::NotFound, "{info:?}");
    }
}

#[test]
fn a_rate_that_is_exceeded_asks_for_a_longer_wait() {
    for code in [60007, 60011, 60018, 60019] {
        let info = ErrorCode::new(code).info().unwrap();
        assert_eq!((info.kind, info.retry), (CodeKind::Rate, RetryClass::Throttled), "{code}");
    }
}

#[test]
fn a_timeout_of_the_gateway_allows_a_retry() {
    for code in [60008, 60014] {
        let info = ErrorCode::new(code).info().unwrap();
        assert_eq!((info.kind, info.retry), (CodeKind::Timeout, RetryClass::Transient), "{code}");
    }
}

#[test]
fn an_unknown_code_is_a_valid_code() {
    for number in [131_072, -1, i32::MIN, i32::MAX] {
        let code = ErrorCode::new(number);
        assert_eq!(code.info(), None);
        assert_eq!(code.get(), number);
        assert!(!code.is_ok());
    }
}

#[test]
fn a_code_is_printed_with_its_name_where_it_has_one() {
    assert_eq!(ErrorCode::new(51009).to_string(), "51009 CONTACT_GROUP_NOT_FOUND");
    assert_eq!(ErrorCode::new(-123_456).to_string(), "-123456");
    assert_eq!(ErrorCode::OK.to_string(), "0");
    let code = ErrorCode::new(51009);
    assert_eq!(format!("{code:?}"), "ErrorCode(51009 CONTACT_GROUP_NOT_FOUND)");
}

#[test]
fn a_code_is_a_number_on_the_wire() {
    let envelope = Envelope::new().error_code(ErrorCode::new(-7));
    assert_eq!(serde_json::to_string(&envelope).unwrap(), r#"{"ErrorCode":-7}"#);
    let read: Envelope = serde_json::from_str(r#"{"ErrorCode":"2147483647"}"#).unwrap();
    assert_eq!(read.error_code, Some(ErrorCode::new(i32::MAX)));
}
