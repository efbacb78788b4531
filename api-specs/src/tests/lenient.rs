//! Responses that do not fit: values that become empty, values that are kept, and their oddities.

use std::fmt::Write;

use super::made_up::Response;
use super::{item, read_odd, read_response};
use crate::codec::{Oddities, ResponseError};
use crate::conversation::create_contact_group;
use crate::message::{MessageElement, admin_get_roam_message};
use crate::schema::{Field, Record};
use crate::{ErrorCode, object};

/// A list of elements.
#[object]
pub struct Body {
    /// Elements.
    pub body: Vec<MessageElement>,
}

fn success<R: Record + Field>(fields: &str) -> (R, Oddities) {
    let body = format!("{{{fields},\"ErrorCode\":0}}");
    read_odd(&body).unwrap_or_else(|error| panic!("{body}: {error}"))
}

/// Returns the oddities, one per line.
fn told(oddities: &Oddities) -> String {
    oddities.iter().fold(String::new(), |mut told, oddity| {
        writeln!(told, "{oddity}").unwrap();
        told
    })
}

#[test]
fn a_value_that_does_not_fit_is_empty_and_the_rest_is_read() {
    let (response, oddities) = success::<Response>(
        r#""Inner":{"Name":["x"],"Number":-1},"Names":["a",null,{"b":[1,2]},true,"c"],"Note":"n""#,
    );
    let response: Response = response;
    assert_eq!(response.inner, item(r#"["x"]"#, 0));
    assert_eq!(response.names, ["a", r#"{"b":[1,2]}"#, "c"]);
    assert_eq!(response.note.as_deref(), Some("n"));
    assert_eq!(
        told(&oddities),
        "`Inner.Name`: expected a string, found [\"x\"]\n\
         `Inner.Number`: expected an integer from 0 to 4294967295, found -1\n\
         `Names[1]`: expected a string, found null\n\
         `Names[2]`: expected a string, found {\"b\":[1,2]}\n\
         `Names[3]`: expected a string, found true\n"
    );
}

#[test]
fn a_missing_field_is_empty() {
    let (response, oddities) = success::<Response>(r#""Note":null"#);
    assert_eq!(response, Response::new(item("", 0), Vec::<String>::new()));
    assert_eq!(told(&oddities), "`Inner`: expected an object, found nothing\n");
}

#[test]
fn the_last_of_a_repeated_key_counts_wholly() {
    for (twice, inner) in [
        (r#"{"Name":"x","Number":1},"Inner":{"Name":"y"}"#, item("y", 0)),
        (r#"{"Name":"x","Number":1},"Inner":null"#, item("", 0)),
        (r#"5,"Inner":{"Name":"y","Number":2}"#, item("y", 2)),
        (r#"{"Name":"x","Number":1,"Number":{},"Name":"z"}"#, item("z", 0)),
    ] {
        let (response, oddities) = success::<Response>(&format!("\"Inner\":{twice}"));
        assert_eq!(response.inner, inner, "{twice}");
        assert!(!oddities.is_empty());
    }
    let (response, _) = success::<Response>(r#""Note":"a","Note":null,"Inner":null"#);
    assert_eq!(response.note, None);
    let (response, _) = success::<Response>(r#""Names":["a"],"Names":7,"Inner":null"#);
    assert!(response.names.is_empty());
}

#[test]
fn a_code_of_failure_counts_wherever_it_stands() {
    for body in [
        r#"{"ErrorCode":51009,"ErrorCode":0}"#,
        r#"{"ErrorCode":0,"Names":5,"ErrorCode":51009}"#,
        r#"{"ErrorCode":51009,"ErrorCode":null,"ActionStatus":"OK"}"#,
        r#"{"ErrorCode":51009,"ErrorCode":{}}"#,
        "{\"ErrorCode\":51009,\"ErrorCode\":0,\"Note\":\"\\ud800\"}",
    ] {
        match read_odd::<Response>(body) {
            Err(ResponseError::Service(envelope)) => {
                assert_eq!(envelope.error_code, Some(ErrorCode::new(51009)), "{body}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn a_code_that_cannot_be_read_is_no_success() {
    for code in ["\"x\"", "{}", "[0]", "1e400", "0.5", "99999999999", "\"\\ud800\""] {
        for (before, behind) in [("", ",\"ActionStatus\":\"OK\""), ("\"ErrorCode\":0,", "")] {
            let body = format!("{{{before}\"ErrorCode\":{code}{behind}}}");
            match read_odd::<Response>(&body) {
                Err(ResponseError::Unreadable { error, success_seen: false }) => {
                    assert_eq!(error.path(), "ErrorCode", "{body}");
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }
}

#[test]
fn broken_texts_are_mended() {
    for (broken, mended) in [
        (&b"hi \\ud83d"[..], "hi \u{fffd}"),
        (b"\\udd80\\ud83e", "\u{fffd}\u{fffd}"),
        (b"\\ud83e\\udd80 \\x \\u12", "\u{1f980} \u{fffd}x \u{fffd}u12"),
        (b"caf\xc3", "caf\u{fffd}"),
        (b"\xff\xfe", "\u{fffd}\u{fffd}"),
        (b"\xef\xb7\x90t\\ufdd1\xff", "\u{fffd}t\u{fffd}\u{fffd}"),
    ] {
        let inner = br#"{"Name":"x","Number":1}"#;
        let parts = [
            &b"{\"Note\":\""[..],
            broken,
            b"\",\"Inner\":",
            inner,
            b",\"ErrorCode\":0,\"X\":\"\\ud800\"}",
        ];
        let (response, oddities) = read_odd::<Response>(parts.concat()).unwrap();
        assert_eq!(response.note.as_deref(), Some(mended), "{broken:?}");
        assert_eq!(response.inner, item("x", 1));
        assert_eq!(oddities.iter().map(|oddity| oddity.path()).collect::<Vec<_>>(), ["Note"]);
    }
    let (response, oddities) = success::<Response>("\"Note\":\"a\nb\u{1}\",\"Inner\":null");
    assert_eq!(response.note.as_deref(), Some("a\nb\u{1}"));
    assert_eq!(oddities.len(), 2);
}

#[test]
fn a_number_beyond_all_types_is_empty() {
    for number in ["1e400", "-1e400", &"9".repeat(400)] {
        let fields = format!("\"Inner\":{{\"Name\":\"x\",\"Number\":{number}}},\"Note\":{number}");
        let (response, oddities) = success::<Response>(&fields);
        assert_eq!((response.inner, response.note), (item("x", 0), None));
        let paths: Vec<_> = oddities.iter().map(|oddity| oddity.path()).collect();
        assert_eq!(paths, ["Inner.Number", "Note"]);
    }
}

#[test]
fn a_value_that_is_nested_too_deeply_is_empty() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    for (depth, is_whole) in [(99, true), (100, false), (5000, false)] {
        let fields = format!("\"Note\":{},\"Inner\":null,\"Unheard\":{}", deep(depth), deep(9000));
        let (response, _) = success::<Response>(&fields);
        let note = response.note.unwrap();
        assert_eq!(note == deep(depth), is_whole, "{depth}");
        assert!(note.starts_with("[[[") && note.len() <= 202, "{depth}");
    }
    let element = |inner: String| {
        format!(
            r#"{{"MsgType":"TIMRelayElem","MsgContent":{{"MsgList":[{{"MsgBody":[{inner}]}}]}}}}"#
        )
    };
    let text = r#"{"MsgContent":{"Text":"a"},"MsgType":"TIMTextElem"}"#.to_owned();
    let body = (0..200).fold(text, |inner, _| element(inner));
    let (_, oddities) = success::<Body>(&format!("\"Body\":[{body}]"));
    assert_eq!(oddities.len(), 1);
    let path = oddities.iter().next().unwrap().path();
    assert!(path.starts_with("Body[0].MsgContent.MsgList[0].MsgBody[0]."), "{path}");
}

#[test]
fn a_status_that_cannot_be_read_is_a_failure_without_a_code() {
    let group = |items: &str| {
        let group = r#"{"GroupItem":{"GroupName":"a","GroupId":1},"ResultItem":["#;
        success::<create_contact_group::Response>(&format!(
            "\"GroupResultItem\":[{group}{items}]}}]"
        ))
    };
    let with = |code: &str| {
        format!(r#"{{"ContactItem":{{"Type":1,"To_Account":"x"}},"ResultInfo":""{code}}}"#)
    };
    for item in
        ["", ",\"ResultCode\":{}", ",\"ResultCode\":\"x\"", ",\"ResultCode\":null"].map(with)
    {
        let (response, oddities) = group(&item);
        let failed = response.failed_items();
        assert_eq!((failed.len(), failed[0].code), (1, None), "{item}");
        assert_eq!(failed[0].to_string(), "`GroupResultItem[0].ResultItem[0]` of \"x\" failed");
        assert!(response.group_result_item[0].result_item[0].is_failed());
        assert_eq!(
            oddities.iter().next().unwrap().path(),
            "GroupResultItem[0].ResultItem[0].ResultCode"
        );
    }
    for item in ["null", "5", "[]", "\"x\""] {
        let (response, oddities) =
            group(&[&with(",\"ResultCode\":0"), item, &with(",\"ResultCode\":7")].join(","));
        let failed = response.failed_items();
        let failed: Vec<_> = failed.iter().map(|item| (item.path.as_str(), item.code)).collect();
        let code = Some(ErrorCode::new(7));
        let paths = ["GroupResultItem[0].ResultItem[1]", "GroupResultItem[0].ResultItem[2]"];
        assert_eq!(failed, [(paths[0], None), (paths[1], code)], "{item}");
        assert_eq!(oddities.iter().next().unwrap().path(), paths[0]);
    }
}

#[test]
fn an_element_is_typed_if_its_type_is_known_and_its_content_an_object() {
    let (body, oddities) = success::<Body>(
        r#""Body":[{"MsgType":"TIMGroupTipElem","MsgContent":{"OpType":1}},
        {"MsgType":"TIMCustomElem","MsgContent":{"Data":{"a":1}}},
        {"MsgType":"TIMTextElem","MsgContent":"x"},
        {"MsgContent":{"Text":5,"Text":"b"},"MsgType":"TIMTextElem"},
        {"MsgType":"TIMFaceElem","MsgContent":{"Index":"six"}},
        {"MsgType":7,"MsgContent":1},"x",
        {"MsgType":"TIMTextElem","MsgContent":{"Text":"c"},"MsgType":"TIMCustomElem"}]"#,
    );
    let written = serde_json::to_string(&body).unwrap();
    assert_eq!(
        written,
        r#"{"Body":[{"MsgContent":{"OpType":1},"MsgType":"TIMGroupTipElem"},"#.to_owned()
            + r#"{"MsgType":"TIMCustomElem","MsgContent":{"Data":"{\"a\":1}"}},"#
            + r#"{"MsgContent":"x","MsgType":"TIMTextElem"},"#
            + r#"{"MsgType":"TIMTextElem","MsgContent":{"Text":"b"}},"#
            + r#"{"MsgType":"TIMFaceElem","MsgContent":{"Index":0}},"#
            + r#"{"MsgContent":1,"MsgType":7},"#
            + r#"{"MsgType":"TIMCustomElem","MsgContent":{}}]}"#
    );
    let paths: Vec<_> = oddities.iter().map(|oddity| oddity.path()).collect();
    assert_eq!(
        paths,
        [
            "Body[1].MsgContent.Data",
            "Body[2].MsgContent",
            "Body[4].MsgContent.Index",
            "Body[6]",
            "Body[7].MsgType",
        ]
    );
}

#[test]
fn the_first_hundred_oddities_are_kept_and_the_rest_counted() {
    let names = vec!["null"; 250].join(",");
    let (response, oddities) = success::<Response>(&format!("\"Inner\":null,\"Names\":[{names}]"));
    assert!(response.names.is_empty());
    assert_eq!((oddities.len(), oddities.iter().count()), (251, 100));
}

#[test]
fn an_excerpt_is_short() {
    let long = "\"".to_owned() + &"x".repeat(500) + "\"";
    for value in [&long, &format!("[{long}]"), &format!("{{{long}:1}}"), &vec!["1"; 500].join("")] {
        let (_, oddities) =
            success::<Response>(&format!("\"Inner\":{{\"Name\":\"\",\"Number\":{value}}}"));
        let oddity = oddities.iter().next().unwrap();
        assert!((1..=41).contains(&oddity.excerpt().chars().count()), "{oddity}");
    }
}

#[test]
fn a_response_that_takes_too_much_memory_is_no_oddity() {
    let groups = "{},".repeat(100_000);
    let body = |envelope: &str| format!("{{{envelope},\"MsgList\":[{groups}{{}}]}}");
    for (envelope, seen) in [("\"ErrorCode\":0", true), ("\"ErrorInfo\":\"\"", false)] {
        match read_odd::<admin_get_roam_message::Response>(body(envelope)) {
            Err(ResponseError::TooLarge { success_seen }) => assert_eq!(success_seen, seen),
            other => panic!("{:?}", other.map(|(_, oddities)| oddities.len())),
        }
    }
    match read_odd::<admin_get_roam_message::Response>(body("\"ErrorCode\":70402")) {
        Err(ResponseError::Service(envelope)) => {
            assert_eq!(envelope.error_code.unwrap().get(), 70402);
        }
        other => panic!("{:?}", other.map(|(_, oddities)| oddities.len())),
    }
}

#[test]
fn many_short_messages_take_no_more_memory_than_they_may() {
    let message =
        r#"{"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"a"}}]},"#.repeat(20_000);
    let body = format!("{{\"ErrorCode\":0,\"MsgList\":[{message}{{}}]}}");
    let (response, _) = read_odd::<admin_get_roam_message::Response>(body).unwrap();
    assert_eq!(response.msg_list.len(), 20_001);
}

#[test]
fn in_strict_mode_the_first_oddity_is_an_error_at_its_path() {
    let body = br#"{"ErrorCode":0,"Inner":{"Name":"x","Number":1},"Names":["a",{}],"Note":7}"#;
    match read_response::<Response>(body) {
        Err(ResponseError::Unreadable { error, success_seen: true }) => {
            assert_eq!(error.path(), "Names[1]");
        }
        other => panic!("{other:?}"),
    }
}

/// The form that `serde_json` gives numbers if another crate turns on its feature `arbitrary_precision`.
#[test]
fn a_number_may_come_in_disguise() {
    let disguised = |digits: &str| format!("{{\"$serde_json::private::Number\":\"{digits}\"}}");
    let half = disguised("0.5");
    let element = format!(
        r#"{{"MsgType":"TIMLocationElem","MsgContent":{{"Latitude":{half},"Longitude":-1}}}}"#
    );
    let (body, oddities) = success::<Body>(&format!("\"Body\":[{element},{half}]"));
    assert_eq!(body.body, [MessageElement::from(crate::message::LocationElement::new(0.5, -1.0))]);
    assert_eq!(oddities.iter().map(|oddity| oddity.path()).collect::<Vec<_>>(), ["Body[1]"]);
    for (number, read, odd) in [("3.0", 3, 0), ("0.5", 0, 1), ("1e400", 0, 1), ("9e300", 0, 1)] {
        let inner = format!("{{\"Name\":{},\"Number\":{}}}", half, disguised(number));
        let (response, oddities) = success::<Response>(&format!("\"Inner\":{inner}"));
        assert_eq!((response.inner, oddities.len()), (item("0.5", read), odd), "{number}");
    }
    for odd in ["{}", "[1]", "\"x\"", "\"\",\"a\":{}", "1"] {
        let odd = format!("{{\"$serde_json::private::Number\":{odd}}}");
        let fields = format!("\"Inner\":{odd},\"Names\":[{odd}],\"Note\":{odd}");
        let (response, _) = success::<Response>(&fields);
        assert_eq!(response.inner, item("", 0));
        success::<Body>(&format!("\"Body\":[{odd},{element}]"));
    }
    let (response, oddities) = success::<Response>(&format!("\"Inner\":{half},\"Names\":{half}"));
    assert_eq!((response.inner, response.names.len(), oddities.len()), (item("", 0), 0, 2));
}
