//! Responses: successes, failures of the service, and unreadable responses.

use super::made_up::Response;
use super::{Nothing, item, read_response};
use crate::codec::{DecodeError, ResponseError, Strictness, read_response_into, write_response};
use crate::schema::{RecordMut, RecordRef};
use crate::{ActionStatus, Envelope, ErrorCode};

fn response(body: &str) -> Result<Response, ResponseError> {
    read_response(body.as_bytes())
}

/// Returns the envelope of a failure of the service.
fn failure(body: &str) -> Envelope {
    match response(body) {
        Err(ResponseError::Service(envelope)) => *envelope,
        other => panic!("{body}: {other:?}"),
    }
}

/// Returns the error of an unreadable response, and `true` if the response says that the call succeeded.
fn unreadable(body: &str) -> (DecodeError, bool) {
    match response(body) {
        Err(ResponseError::Unreadable { error, success_seen }) => (error, success_seen),
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn code_0_is_success() {
    let body = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","Inner":{"Name":"x","Number":1},"Names":["a"]}"#;
    let response = response(body).unwrap();
    assert_eq!(response.inner, item("x", 1));
    assert_eq!(response.names, ["a"]);
    assert_eq!(response.note, None);
}

#[test]
fn the_envelope_may_stand_anywhere_among_the_fields() {
    let body = r#"{"Inner":{"Name":"x","Number":1},"ErrorCode":0,"Names":["a"],"ErrorInfo":"i","ActionStatus":"OK","Note":"n","ErrorDisplay":"d"}"#;
    let mut response = crate::schema::Field::empty();
    let mut envelope = Envelope::new();
    let into = RecordMut::new::<Response>(&mut response);
    read_response_into(body.as_bytes(), into, &mut envelope, Strictness::Strict).unwrap();
    assert_eq!(response.note.as_deref(), Some("n"));
    assert_eq!(envelope.action_status, Some(ActionStatus::Ok));
    assert_eq!(envelope.error_code, Some(ErrorCode::OK));
    assert_eq!(envelope.error_info.as_deref(), Some("i"));
    assert_eq!(envelope.error_display.as_deref(), Some("d"));
}

#[test]
fn the_names_of_the_envelope_may_be_used_below_the_top() {
    let body =
        r#"{"ErrorCode":0,"Inner":{"Name":"x","Number":1,"ErrorCode":7,"ActionStatus":"FAIL"}}"#;
    assert_eq!(response(body).unwrap().inner, item("x", 1));
}

#[test]
fn a_failure_by_status_needs_no_code() {
    for body in [
        r#"{"ActionStatus":"FAIL","ErrorInfo":"x"}"#,
        r#"{"ErrorCode":null,"ErrorInfo":"x","ActionStatus":"FAIL"}"#,
        r#"{"ActionStatus":"FAIL","ErrorCode":0,"ErrorInfo":"x"}"#,
        r#"{"ActionStatus":"FAIL","ErrorCode":{},"ErrorInfo":"x"}"#,
    ] {
        assert_eq!(failure(body).error_info.as_deref(), Some("x"), "{body}");
        let told = response(body).unwrap_err().to_string();
        assert_eq!(told, "the service responded that the call failed, without a code");
    }
}

#[test]
fn success_is_judged_by_the_code_and_not_by_the_status() {
    assert!(read_response::<Nothing>(br#"{"ActionStatus":"SomeError","ErrorCode":0}"#).is_ok());
    let envelope = failure(r#"{"ActionStatus":"OK","ErrorCode":51009}"#);
    assert_eq!(envelope.error_code, Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
}

#[test]
fn the_code_may_come_as_text() {
    assert!(read_response::<Nothing>(br#"{"ErrorCode":"0"}"#).is_ok());
    assert_eq!(failure(r#"{"ErrorCode":"51009"}"#).error_code, Some(ErrorCode::new(51009)));
}

#[test]
fn a_failure_needs_no_fields() {
    let envelope = failure(r#"{"ActionStatus":"FAIL","ErrorCode":51009,"ErrorInfo":"no group"}"#);
    assert_eq!(envelope.action_status, Some(ActionStatus::Fail));
    assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)));
    assert_eq!(envelope.error_info.as_deref(), Some("no group"));
}

#[test]
fn any_code_but_0_is_a_failure() {
    for code in [1, -1, 123_456, i32::MIN, i32::MAX] {
        let envelope = failure(&format!("{{\"ErrorCode\":{code}}}"));
        assert_eq!(envelope.error_code, Some(ErrorCode::new(code)));
    }
}

#[test]
fn a_failure_wins_over_a_later_oddity() {
    for salvage_envelope in
        [r#""Names":5"#, r#""Inner":{"Name":"x"}"#, r#""Inner":{"Number":"x"}"#, r#""Note":[]"#]
    {
        let envelope = failure(&format!("{{\"ErrorCode\":51009,{salvage_envelope}}}"));
        assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)), "{salvage_envelope}");
    }
}

#[test]
fn a_failure_wins_over_an_earlier_oddity() {
    for salvage_envelope in
        [r#""Names":5"#, r#""Inner":{"Name":"x"}"#, r#""Inner":{"Number":"x"}"#, r#""Note":[]"#]
    {
        let envelope =
            failure(&format!("{{{salvage_envelope},\"ErrorCode\":51009,\"ErrorInfo\":\"i\"}}"));
        assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)), "{salvage_envelope}");
        assert_eq!(envelope.error_info.as_deref(), Some("i"), "{salvage_envelope}");
    }
}

#[test]
fn a_failure_wins_over_an_oddity_in_the_rest_of_its_envelope() {
    let envelope = failure(r#"{"ErrorCode":51009,"ErrorInfo":["no group"]}"#);
    assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)));
    let envelope = failure(r#"{"ErrorCode":51009,"ActionStatus":["OK"]}"#);
    assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)));
    assert_eq!(envelope.action_status, None);
}

#[test]
fn a_failure_wins_over_garbage_after_it() {
    let envelope = failure(r#"{"ErrorCode":51009} 7"#);
    assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)));
}

#[test]
fn a_failure_wins_over_a_text_that_was_cut_within_a_character() {
    for text in [&b"caf\xc3"[..], b"\xe7\x94", b"\xff", b"\\ud83e"] {
        for (before, behind) in [("", r#","ErrorCode":51009"#), (r#""ErrorCode":51009,"#, "")] {
            let body = [
                b"{",
                before.as_bytes(),
                b"\"ErrorInfo\":\"",
                text,
                b"\"",
                behind.as_bytes(),
                b"}",
            ];
            match read_response::<Response>(&body.concat()) {
                Err(ResponseError::Service(envelope)) => {
                    assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)));
                }
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_failure_wins_over_an_earlier_value_that_cannot_be_kept() {
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    for value in ["1e999", "-1e999", &deep] {
        for field in ["ErrorInfo", "ErrorDisplay", "ActionStatus", "Names", "Unheard"] {
            let envelope = failure(&format!("{{\"{field}\":{value},\"ErrorCode\":51009}}"));
            assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)), "{field}: {value}");
        }
    }
}

#[test]
fn status_ok_without_a_code_is_success() {
    let body = r#"{"ActionStatus":"OK","Inner":{"Name":"x","Number":1}}"#;
    assert!(response(body).is_ok());
    assert!(read_response::<Nothing>(br#"{"ActionStatus":"OK","ErrorCode":null}"#).is_ok());
}

#[test]
fn neither_code_nor_status_ok_is_unreadable() {
    for body in [
        "{}",
        r#"{"ActionStatus":"ok"}"#,
        r#"{"ActionStatus":null,"ErrorCode":null}"#,
        r#"{"Inner":{"Name":"x","Number":1}}"#,
        r#"{"errorcode":0}"#,
    ] {
        let (error, success_seen) = unreadable(body);
        let told = "neither an `ErrorCode` nor the `ActionStatus` \"OK\" is present";
        assert_eq!((error.to_string().as_str(), success_seen), (told, false), "{body}");
    }
}

#[test]
fn a_success_needs_no_error_info() {
    let body = r#"{"ErrorCode":0,"Inner":{"Name":"x","Number":1}}"#;
    assert_eq!(response(body).unwrap().inner, item("x", 1));
}

#[test]
fn a_success_with_an_oddity_is_unreadable() {
    let (error, success_seen) = unreadable(r#"{"ErrorCode":0,"Names":5}"#);
    assert_eq!(error.to_string(), "`Names`: expected a list, found 5 at line 1 column 24");
    assert!(success_seen);
    let (error, success_seen) = unreadable(r#"{"Names":5,"ErrorCode":0}"#);
    assert_eq!(error.to_string(), "`Names`: expected a list, found 5 at line 1 column 10");
    assert!(success_seen);
}

#[test]
fn a_success_by_status_with_an_oddity_is_unreadable() {
    let (error, success_seen) = unreadable(r#"{"Names":5,"ActionStatus":"OK"}"#);
    assert_eq!(error.path(), "Names");
    assert!(success_seen);
}

#[test]
fn a_success_without_a_required_field_is_unreadable() {
    let (error, success_seen) = unreadable(r#"{"ActionStatus":"OK","ErrorCode":0,"Names":[]}"#);
    assert_eq!(error.to_string(), "`Inner`: is required, but missing");
    assert!(success_seen);
}

#[test]
fn a_code_that_does_not_fit_is_no_success() {
    for code in ["\"x\"", "\"\"", "true", "[]", "{}", "0.5", "2147483648", "\"99999999999\""] {
        let (error, success_seen) = unreadable(&format!("{{\"ErrorCode\":{code}}}"));
        assert_eq!((error.path(), success_seen), ("ErrorCode", false), "{code}");
        let (_, success_seen) =
            unreadable(&format!("{{\"ActionStatus\":\"OK\",\"ErrorCode\":{code}}}"));
        assert!(!success_seen, "{code}");
    }
}

#[test]
fn a_status_that_does_not_fit_is_no_success() {
    for status in ["true", "[]", "{}"] {
        let (error, success_seen) = unreadable(&format!("{{\"ActionStatus\":{status}}}"));
        assert_eq!((error.path(), success_seen), ("ActionStatus", false), "{status}");
    }
}

#[test]
fn a_body_that_is_not_an_object_is_unreadable() {
    for body in [
        "",
        " ",
        "null",
        "0",
        "[]",
        "[{\"ErrorCode\":0}]",
        "\"OK\"",
        "<html>502 Bad Gateway</html>",
        "\u{feff}{}",
    ] {
        let (_, success_seen) = unreadable(body);
        assert!(!success_seen, "{body}");
    }
}

#[test]
fn a_written_response_is_read_back() {
    let response = Response::new(item("x", 1), ["a", "b"]).note("n");
    let envelope = Envelope::new().action_status(ActionStatus::Ok).error_code(ErrorCode::OK);
    let body = write_response(RecordRef::new(&response), &envelope).unwrap();
    assert_eq!(read_response::<Response>(&body).unwrap(), response);
}

#[test]
fn a_response_is_written_with_its_own_fields_first() {
    let envelope = Envelope::new()
        .action_status(ActionStatus::Ok)
        .error_code(ErrorCode::OK)
        .error_info("")
        .error_display("");
    let body = write_response(RecordRef::new(&item("x", 1)), &envelope).unwrap();
    assert_eq!(
        String::from_utf8(body).unwrap(),
        r#"{"Name":"x","Number":1,"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ErrorDisplay":""}"#
    );
}

#[test]
fn a_failure_that_is_written_is_read_back() {
    let envelope = Envelope::new()
        .action_status(ActionStatus::SomeError)
        .error_code(ErrorCode::CONTACT_GROUP_NOT_FOUND)
        .error_info("no group");
    let body = write_response(RecordRef::new(&Nothing::new()), &envelope).unwrap();
    match read_response::<Response>(&body) {
        Err(ResponseError::Service(read)) => assert_eq!(*read, envelope),
        other => panic!("{other:?}"),
    }
}

#[test]
fn failures_are_displayed() {
    let told = |body| response(body).unwrap_err().to_string();
    assert_eq!(
        told(r#"{"ErrorCode":51009}"#),
        "the service responded 51009 CONTACT_GROUP_NOT_FOUND"
    );
    assert_eq!(
        told(r#"{"ErrorCode":0}"#),
        "the response cannot be read: `Inner`: is required, but missing"
    );
}
