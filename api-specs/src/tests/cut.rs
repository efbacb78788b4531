//! Responses that are cut, for example because a connection broke.

use super::made_up::Response;
use super::read_response;
use crate::ErrorCode;
use crate::codec::ResponseError;

/// Reads a failing response cut at every length. The result is the failure with its own code, or unknown.
fn cut_failure(body: &str, code: i32) {
    for length in 0..body.len() {
        let cut = &body[..length];
        match read_response::<Response>(cut.as_bytes()) {
            Err(ResponseError::Service(envelope)) => {
                assert_eq!(envelope.error_code, Some(ErrorCode::new(code)), "{cut}");
            }
            Err(ResponseError::Unreadable { success_seen, .. }) => assert!(!success_seen, "{cut}"),
            other => panic!("{cut}: {other:?}"),
        }
    }
    let whole = read_response::<Response>(body.as_bytes());
    assert!(matches!(whole, Err(ResponseError::Service(_))), "{body}");
}

#[test]
fn a_failure_that_is_cut_never_has_another_code() {
    cut_failure(
        r#"{"ActionStatus":"FAIL","ErrorCode":51009,"ErrorInfo":"group 17 not found"}"#,
        51009,
    );
}

#[test]
fn a_failure_with_its_code_first_never_has_another_when_cut() {
    cut_failure(r#"{"ErrorCode":51009,"ActionStatus":"FAIL","ErrorInfo":"17"}"#, 51009);
}

#[test]
fn a_failure_with_its_code_last_never_has_another_when_cut() {
    cut_failure(r#"{"ErrorInfo":"17","ActionStatus":"FAIL","ErrorCode":51009}"#, 51009);
    cut_failure("{\"ErrorInfo\":\"17\",\"ErrorCode\" : 51009\n}\n", 51009);
}

#[test]
fn a_failure_with_its_code_in_text_never_has_another_when_cut() {
    cut_failure(r#"{"ErrorCode":"51009","ErrorInfo":"17"}"#, 51009);
}

#[test]
fn a_failure_with_a_negative_code_never_has_another_when_cut() {
    cut_failure(r#"{"ErrorCode":-51009,"ErrorInfo":"17"}"#, -51009);
}

#[test]
fn a_failure_after_an_oddity_never_has_another_code_when_cut() {
    cut_failure(r#"{"Names":5,"Inner":{},"ErrorCode":51009,"ErrorInfo":"17"}"#, 51009);
}

#[test]
fn a_failure_among_fields_never_has_another_code_when_cut() {
    cut_failure(
        r#"{"Inner":{"Name":"x","Number":12},"ErrorCode":60008,"Names":["1","2"],"X":[1,2]}"#,
        60008,
    );
}

#[test]
fn a_failure_is_reported_as_soon_as_its_code_has_ended() {
    for body in [
        r#"{"ErrorCode":51009,"#,
        r#"{"ErrorCode":51009,"ErrorInfo":"gro"#,
        r#"{"ErrorCode":51009 "#,
    ] {
        match read_response::<Response>(body.as_bytes()) {
            Err(ResponseError::Service(envelope)) => {
                assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)));
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn a_success_that_is_cut_is_unreadable() {
    for body in [
        r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","Inner":{"Name":"x","Number":12},"Names":["a"]}"#,
        r#"{"Inner":{"Name":"x","Number":12},"Names":["a"],"Note":"n","ErrorInfo":"","ErrorCode":0}"#,
    ] {
        assert!(read_response::<Response>(body.as_bytes()).is_ok());
        for length in 0..body.len() {
            let cut = &body[..length];
            let response = read_response::<Response>(cut.as_bytes());
            assert!(
                matches!(response, Err(ResponseError::Unreadable { .. })),
                "{cut}: {response:?}"
            );
        }
    }
}

#[test]
fn a_success_that_is_cut_after_its_code_was_seen() {
    let body = br#"{"ErrorCode":0,"Inner":{"Name":"x","#;
    match read_response::<Response>(body) {
        Err(ResponseError::Unreadable { success_seen, .. }) => assert!(success_seen),
        other => panic!("{other:?}"),
    }
}
