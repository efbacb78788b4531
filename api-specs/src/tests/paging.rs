//! Paging: a value that decides about the next page is read, or it is an error.

use super::read_odd;
use crate::group::{get_group_member_info, get_joined_group_list};
use crate::message::{admin_get_roam_message, group_message_get_simple};
use crate::rules::next_page;
use crate::schema::{RecordMut, RecordRef};
use crate::{Endpoint, endpoint};

/// Pages with cursors that are wider in the response.
#[endpoint("v4/made_up/narrow", crate = "crate")]
#[pages("Items", cursor("First"), cursor("Second"))]
pub mod narrow {
    pub struct Request {
        pub first: u8,
        pub second: u8,
    }

    pub struct Response {
        pub first: u64,
        pub second: u64,
        pub items: Vec<String>,
    }
}

/// Pages with two lists.
#[endpoint("v4/made_up/pairs", crate = "crate")]
#[pages("Ones", "Twos", offset("Offset", limit = "Limit"), descending("Seq", of = "Number"))]
pub mod pairs {
    pub struct Request {
        pub offset: Option<u32>,
        pub limit: Option<u32>,
        pub seq: Option<u32>,
    }

    pub struct Response {
        pub ones: Vec<Part>,
        pub twos: Vec<Part>,
    }

    pub struct Part {
        pub number: u32,
    }
}

/// Goes to the next page. Returns `true` if there is one, or the field that cannot be read.
fn go_on<R: Endpoint>(request: &mut R, body: &str) -> Result<bool, String> {
    let (response, oddities) = read_odd::<R::Response>(body).unwrap();
    let pages = R::spec().pages().unwrap();
    let is_next = next_page(pages, RecordMut::new(request), RecordRef::new(&response), &oddities);
    is_next.map_err(|error| error.path().to_owned())
}

#[test]
fn an_offset_counts_the_items_as_received() {
    for (items, offset) in [
        (r#"{"GroupId":"a"},{"GroupId":"b"}"#, 2),
        (r#"{"GroupId":"a"},null,5"#, 3),
        ("null", 1),
        (r#"{},{"GroupId":[]}"#, 2),
    ] {
        let mut request = get_joined_group_list::Request::new("user").limit(2_u32);
        let body = format!("{{\"ErrorCode\":0,\"TotalCount\":300,\"GroupIdList\":[{items}]}}");
        assert_eq!(go_on(&mut request, &body), Ok(true), "{items}");
        assert_eq!(request.offset, Some(offset), "{items}");
    }
}

#[test]
fn a_cursor_that_is_not_new_is_an_error() {
    let follow = |next: &str, body: &str| {
        go_on(&mut get_group_member_info::Request::new("g").next(next), body)
    };
    let body = |next: &str, items: &str| {
        format!("{{\"ErrorCode\":0,\"MemberNum\":9,\"Next\":{next},\"MemberList\":[{items}]}}")
    };
    let item = "{\"Member_Account\":\"a\"}";
    assert_eq!(follow("a", &body("\"b\"", item)), Ok(true));
    assert_eq!(follow("a", &body("\"a\"", item)), Err("Next".to_owned()));
    for (next, items) in [("\"\"", item), ("null", item), ("\"a\"", "")] {
        assert_eq!(follow("a", &body(next, items)), Ok(false), "{next} {items}");
    }
}

#[test]
fn numbers_that_do_not_descend_are_an_error() {
    let follow = |seq: u64| {
        let mut request = group_message_get_simple::Request::new("g", 20_u32).req_msg_seq(9_u64);
        let body = format!(
            "{{\"ErrorCode\":0,\"GroupId\":\"g\",\"IsFinished\":1,\"RspMsgList\":[{{\"MsgSeq\":{seq}}}]}}"
        );
        go_on(&mut request, &body).map(|is_next| (is_next, request.req_msg_seq))
    };
    assert_eq!(follow(9), Ok((true, Some(8))));
    assert_eq!(follow(1), Ok((false, Some(9))));
    for seq in [10, 11, 99] {
        assert_eq!(follow(seq), Err("RspMsgList[].MsgSeq".to_owned()), "{seq}");
    }
}

#[test]
fn a_cursor_that_does_not_fit_the_request_is_an_error() {
    let mut request = narrow::Request::new(0_u8, 0_u8);
    let body = r#"{"ErrorCode":0,"First":1,"Second":256,"Items":["a"]}"#;
    assert_eq!(go_on(&mut request, body), Err("Second".to_owned()));
}

#[test]
fn a_total_that_cannot_be_read_is_an_error() {
    for total in ["\"x\"", "{}", "-1", "1e400"] {
        let body = format!(
            "{{\"ErrorCode\":0,\"TotalCount\":{total},\"GroupIdList\":[{{\"GroupId\":\"a\"}}]}}"
        );
        let request = get_joined_group_list::Request::new("user");
        let mut limited = request.clone().limit(1_u32);
        assert_eq!(go_on(&mut limited, &body), Err("TotalCount".to_owned()), "{total}");
        // Without a limit, one page has all items.
        assert_eq!(go_on(&mut request.clone(), &body), Ok(false), "{total}");
    }
}

#[test]
fn a_cursor_or_a_last_flag_that_cannot_be_read_is_an_error() {
    let roam = |complete: &str, time: &str, key: &str, list: &str| {
        let mut request =
            admin_get_roam_message::Request::new("a", "b", 10_u32, 1000_u64, 9000_u64);
        let body = format!(
            r#"{{"ErrorCode":0,"Complete":{complete},"MsgCnt":1,"LastMsgTime":{time},"LastMsgKey":{key},"MsgList":{list}}}"#
        );
        go_on(&mut request, &body).map(|is_turned| (is_turned, request.max_time_secs))
    };
    let fail = |field: &str| Err(field.to_owned());
    assert_eq!(roam("0", "5000", "\"k\"", "[{}]"), Ok((true, 5000)));
    assert_eq!(roam("{}", "5000", "\"k\"", "[{}]"), fail("Complete"));
    assert_eq!(roam("2", "5000", "\"k\"", "[{}]"), fail("Complete"));
    assert_eq!(roam("0", "\"x\"", "\"k\"", "[{}]"), fail("LastMsgTime"));
    assert_eq!(roam("0", "5000", "true", "[{}]"), fail("LastMsgKey"));
    assert_eq!(roam("0", "5000", "\"k\"", "5"), fail("MsgList"));
    // Nothing follows the last page, whatever its cursor is.
    assert_eq!(roam("1", "{}", "{}", "5"), Ok((false, 9000)));
}

#[test]
fn a_cursor_that_the_request_sets_overrides_the_offset() {
    let body = r#"{"ErrorCode":0,"MemberNum":{},"Next":[],"MemberList":[{"Member_Account":"a"}]}"#;
    let request = get_group_member_info::Request::new("@g");
    assert_eq!(go_on(&mut request.clone().limit(1_u32), body), Err("MemberNum".to_owned()));
    let body = body.replace("[]", "true");
    assert_eq!(go_on(&mut request.next(""), &body), Err("Next".to_owned()));
}

#[test]
fn the_smallest_of_numbers_that_cannot_be_read_is_an_error() {
    for (items, expected) in [
        (r#"{"MsgSeq":9},{"MsgSeq":7}"#, Ok(true)),
        (r#"{"MsgSeq":9},null,{"MsgSeq":7}"#, Ok(true)),
        (r#"{"MsgSeq":9},{"MsgSeq":"x"}"#, Err("RspMsgList[].MsgSeq".to_owned())),
        ("null", Err("RspMsgList[].MsgSeq".to_owned())),
        ("", Ok(false)),
    ] {
        let mut request = group_message_get_simple::Request::new("@g", 20_u32);
        let body = format!(
            "{{\"ErrorCode\":0,\"GroupId\":\"@g\",\"IsFinished\":1,\"RspMsgList\":[{items}]}}"
        );
        assert_eq!(go_on(&mut request, &body), expected, "{items}");
        assert_eq!(request.req_msg_seq, expected.is_ok_and(|has_next| has_next).then_some(6));
    }
}

#[test]
fn all_lists_of_a_page_count() {
    let follow = |request: &mut pairs::Request, ones: &str, twos: &str| {
        go_on(request, &format!(r#"{{"ErrorCode":0,"Ones":{ones},"Twos":{twos}}}"#))
    };
    for (ones, twos, offset, seq) in [
        (r#"[{"Number":9}]"#, r#"[{"Number":7},{"Number":8}]"#, 3, Some(6)),
        (r#"[{"Number":5}]"#, "[]", 1, Some(4)),
        ("null", r#"[{"Number":1}]"#, 1, None),
    ] {
        let mut request = pairs::Request::new().limit(5_u32);
        assert_eq!(follow(&mut request, ones, twos), Ok(true), "{ones} {twos}");
        assert_eq!((request.offset, request.seq), (Some(offset), seq), "{ones} {twos}");
    }
    let mut request = pairs::Request::new().limit(5_u32);
    assert_eq!(follow(&mut request, "[]", "[]"), Ok(false));
    let one = r#"[{"Number":9}]"#;
    assert_eq!(follow(&mut request, one, "7"), Err("Twos".to_owned()));
    assert_eq!(follow(&mut request, one, "[7]"), Err("Twos[].Number".to_owned()));
    assert_eq!(follow(&mut request, r#"[{"Number":"x"}]"#, one), Err("Ones[].Number".to_owned()));
    assert_eq!(
        pairs::SPEC.pages().unwrap().to_string(),
        "pages of `Ones` and `Twos`: `Offset` counts the items read, if `Limit` is set, `Seq` below the smallest `Number`"
    );
}
