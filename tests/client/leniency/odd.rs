//! Responses with odd fields: readable fields are read, and an odd field that decides the result is an error.

use serde_json::{Value, json};
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::conversation::get_contact_group;
use tencent_chat::group::{get_group_info, get_group_member_info};
use tencent_chat::message::{MessageElement, admin_get_roam_message, group_message_get_simple};
use tencent_chat::operation::get_app_info;
use tencent_chat::{Client, Detailed, Effect, Error, ErrorKind};

use super::{ManualClock, NOW, builder, client};
use tencent_chat::{HttpResponse, MockTransport};

type History = admin_get_roam_message::Response;

fn history_request() -> admin_get_roam_message::Request {
    admin_get_roam_message::Request::new("user15", "user16", 100u32, 0u64, 9u64)
}

/// A message of the history, changed.
fn message(change: impl FnOnce(&mut Value)) -> Value {
    let mut message = json!({
        "From_Account": "user16", "To_Account": "user15", "MsgSeq": 1, "MsgRandom": 2, "MsgTimeStamp": 3,
        "MsgFlagBits": 0, "IsPeerRead": 0, "MsgKey": "1_2_3",
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}}]
    });
    change(&mut message);
    message
}

fn with_element(element: Value) -> Value {
    message(|message| message["MsgBody"].as_array_mut().unwrap().push(element))
}

fn page(complete: u8, messages: &[Value]) -> String {
    json!({"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "Complete": complete, "MsgCnt": messages.len(),
        "LastMsgTime": 3, "LastMsgKey": format!("{complete}_{}", messages.len()), "MsgList": messages})
    .to_string()
}

/// Reads a body of history in detail.
async fn history(body: impl Into<bytes::Bytes>) -> Detailed<History> {
    let (client, _) = client([body]);
    client.message().admin_get_roam_message(history_request()).detailed().await.unwrap()
}

fn paths<T>(detailed: &Detailed<T>) -> Vec<&str> {
    detailed.details.oddities.iter().map(tencent_chat::Oddity::path).collect()
}

fn elements(detailed: &Detailed<History>) -> &[MessageElement] {
    &detailed.response.msg_list[0].msg_body
}

/// A client that turns each oddity into an error.
fn strict(body: impl Into<bytes::Bytes>) -> Client {
    let script = MockTransport::new([HttpResponse::new(200, body)]);
    builder(&script, &ManualClock::at(NOW)).strict_responses().build().unwrap()
}

#[tokio::test]
async fn an_unknown_element_is_kept_unchanged() {
    let tip = json!({"MsgType": "TIMGroupTipElem", "MsgContent": {"OpType": 1}});
    let detailed = history(page(1, &[with_element(tip.clone())])).await;
    let [MessageElement::Text(text), other @ MessageElement::Other(_)] = elements(&detailed) else {
        panic!("{detailed:?}")
    };
    assert_eq!((text.text.as_str(), serde_json::to_value(other).unwrap()), ("hi", tip));
    assert_eq!(paths(&detailed), [""; 0]);
}

#[tokio::test]
async fn a_text_that_is_an_object_becomes_its_json() {
    let custom = json!({"MsgType": "TIMCustomElem", "MsgContent": {"Data": {"a": 1}, "Desc": "d"}});
    let detailed = history(page(1, &[with_element(custom)])).await;
    let MessageElement::Custom(custom) = &elements(&detailed)[1] else { panic!("{detailed:?}") };
    let printed = serde_json::to_value(custom).unwrap();
    assert_eq!((&printed["Data"], &printed["Desc"]), (&json!("{\"a\":1}"), &json!("d")));
    assert_eq!(paths(&detailed), ["MsgList[0].MsgBody[1].MsgContent.Data"]);
}

#[tokio::test]
async fn elements_are_read_without_the_fields_that_other_clients_omit() {
    let elements = [
        (
            "TIMImageElem",
            json!({"UUID": "1", "ImageFormat": 1, "ImageInfoArray": [{"Type": 1, "Size": 9, "URL": "u",
            "Width": null}]}),
        ),
        ("TIMFileElem", json!({"FileSize": 1, "FileName": "f"})),
        ("TIMVideoFileElem", json!({"VideoUUID": "1", "VideoSize": 9})),
        ("TIMFaceElem", json!({"Data": "d"})),
    ];
    for (kind, content) in elements {
        let element = json!({"MsgType": kind, "MsgContent": content});
        let detailed = history(page(1, &[with_element(element)])).await;
        let read = &self::elements(&detailed)[1];
        assert!(!matches!(read, MessageElement::Other(_)), "{read:?}");
        assert_eq!(read.msg_type(), kind);
    }
}

#[tokio::test]
async fn messages_are_read_although_some_lack_fields() {
    let lacking = message(|message| drop(message.as_object_mut().unwrap().remove("IsPeerRead")));
    let detailed = history(page(1, &[lacking, message(|_| {})])).await;
    assert_eq!(detailed.response.msg_list.len(), 2);
    let detailed = history(r#"{"ErrorCode":0,"Complete":1,"MsgCnt":0}"#).await;
    assert!(detailed.response.msg_list.is_empty());

    let body = json!({"ErrorCode": 0, "GroupId": "@g", "IsFinished": 1, "RspMsgList": [
        {"From_Account": "user16", "MsgSeq": 2, "MsgTimeStamp": 3, "MsgBody": []},
        {"IsPlaceMsg": 1, "MsgSeq": 1, "MsgTimeStamp": 3, "MsgBody": []}]});
    let (client, _) = client([body.to_string()]);
    let request = group_message_get_simple::Request::new("@g", 2u32);
    assert_eq!(client.call(request).await.unwrap().rsp_msg_list.len(), 2);
}

#[tokio::test]
async fn a_number_out_of_range_costs_no_message() {
    for random in [json!(-5), json!(8_912_345_678_901_u64), json!([1]), json!(1.5)] {
        let odd = message(|message| message["MsgRandom"] = random);
        let detailed = history(page(1, &[odd, message(|_| {})])).await;
        assert_eq!(detailed.response.msg_list.len(), 2);
        assert!(paths(&detailed).iter().all(|path| *path == "MsgList[0].MsgRandom"));
    }
}

#[tokio::test]
async fn an_odd_message_ends_no_stream() {
    let odd = [
        message(|message| message["MsgBody"] = json!("none")),
        message(|message| message["MsgBody"][0]["MsgContent"]["Text"] = json!([])),
        json!({"New": 1}),
        message(|message| message["From_Account"] = json!({"a": 1})),
    ];
    let good = message(|_| {});
    let bodies = [
        page(0, &[good.clone(), good.clone()]),
        page(0, &[odd[0].clone(), odd[1].clone(), odd[2].clone(), odd[3].clone()]),
        page(0, &[good.clone(), good.clone(), good.clone()]),
        page(1, &[good]),
    ];
    let (client, script) = client(bodies);
    let mut items = client.message().admin_get_roam_message(history_request()).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, script.requests().len()), (10, 4));
}

#[tokio::test]
async fn broken_text_is_repaired() {
    let body = |text: &[u8]| {
        let (start, end) = (
            r#"{"ErrorCode":0,"Complete":1,"MsgList":[{"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"#,
            r"}}]}]}",
        );
        [start.as_bytes(), text, end.as_bytes()].concat()
    };
    for (text, mended) in [
        (&br#""hi \ud83d""#[..], "hi \u{fffd}"),
        (b"\"hi \xff\"", "hi \u{fffd}"),
        (b"\"hi \x01\"", "hi \u{1}"),
    ] {
        let detailed = history(body(text)).await;
        let MessageElement::Text(read) = &elements(&detailed)[0] else { panic!("{detailed:?}") };
        assert_eq!(read.text, mended);
        assert!(paths(&detailed).contains(&"MsgList[0].MsgBody[0].MsgContent.Text"));
    }
}

#[tokio::test]
async fn a_flag_with_a_new_value_is_an_oddity() {
    let read = message(|message| message["IsPeerRead"] = json!(2));
    let detailed = history(page(1, &[read])).await;
    assert_eq!(paths(&detailed), ["MsgList[0].IsPeerRead"]);
    let oddity = detailed.details.oddities.iter().next().unwrap();
    assert_eq!((oddity.excerpt(), oddity.expected().is_empty()), ("2", false));

    let body = json!({"ErrorCode": 0, "GroupInfo": [
        {"GroupId": "@g", "ErrorCode": 0, "MuteAllMember": "Partial", "AppDefinedData": {}}]});
    let (client, _) = client([body.to_string()]);
    let request = get_group_info::Request::new(["@g"]);
    let detailed = client.call(request).detailed().await.unwrap();
    let odd = paths(&detailed);
    assert!(
        odd.contains(&"GroupInfo[0].MuteAllMember") && odd.contains(&"GroupInfo[0].AppDefinedData")
    );
    let group = serde_json::to_value(&detailed.response).unwrap()["GroupInfo"][0].take();
    assert_eq!((group.get("MuteAllMember"), &group["GroupId"]), (None, &json!("@g")));
}

#[tokio::test]
async fn a_failure_without_a_code_is_a_service_error() {
    for body in [
        r#"{"ActionStatus":"FAIL","ErrorInfo":"not today"}"#,
        r#"{"ActionStatus":"FAIL","ErrorCode":0,"ErrorInfo":"not today"}"#,
        r#"{"ActionStatus":"FAIL","ErrorCode":0,"ErrorInfo":"not today","MsgList":"odd","Text":"\ud800"}"#,
    ] {
        let (client, _) = client([body]);
        let call = client.message().admin_get_roam_message(history_request());
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Service, None));
        assert_eq!((error.effect(), error.is_retryable()), (Effect::Unknown, false));
        let text = error.to_string();
        assert!(
            text.ends_with("a failure without a code; the service says: \"not today\""),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_failing_code_counts_wherever_it_stands() {
    let body = r#"{"ErrorCode":20003,"Complete":{},"MsgList":[{"MsgSeq":"x"}],"ErrorCode":0,"ErrorInfo":"a"}"#;
    for strict_too in [false, true] {
        let client = if strict_too { strict(body) } else { client([body]).0 };
        let call = client.message().admin_get_roam_message(history_request());
        let error = call.await.unwrap_err();
        assert_eq!(error.code().map(tencent_chat::ErrorCode::get), Some(20003));
    }
}

#[tokio::test]
async fn a_body_without_a_successful_envelope_is_no_success() {
    for body in ["{}", r#"{"MsgList":[]}"#, r#"{"ErrorCode":[],"Complete":1}"#, "[]", "", "null"] {
        let (client, _) = client([body]);
        let error = client.message().admin_get_roam_message(history_request()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.effect()),
            (ErrorKind::UnreadableResponse, Effect::Unknown)
        );
    }
}

#[tokio::test]
async fn an_item_whose_status_cannot_be_read_has_failed() {
    let item =
        |code: Value| json!({"UserID": "user15", "ResultCode": code, "AccountStatus": "Imported"});
    let items = [item(json!(0)), item(json!({})), json!("none"), item(json!("70107"))];
    let body = json!({"ErrorCode": 0, "ResultItem": items}).to_string();
    let (client, _) = client([body]);
    let check = account_check::Request::new(vec![AccountItem::new("user15"); 4]);
    let response = client.account().account_check(check).await.unwrap();
    let failed: Vec<_> =
        response.failed_items().iter().map(|item| item.code.map(|code| code.get())).collect();
    assert_eq!(failed, [None, None, Some(70107)]);
}

/// Returns the error of a strict client for a body of history.
async fn strict_error(body: impl Into<bytes::Bytes>) -> Error {
    let call = strict(body).message().admin_get_roam_message(history_request());
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::UnreadableResponse, Effect::Done));
    error
}

#[tokio::test]
async fn in_strict_mode_an_oddity_is_an_error_with_the_same_path() {
    for (odd, path) in [
        (message(|message| message["IsPeerRead"] = json!(2)), "MsgList[0].IsPeerRead"),
        (message(|message| message["MsgBody"] = json!(2)), "MsgList[0].MsgBody"),
        (json!(1), "MsgList[0]"),
    ] {
        let body = page(1, &[odd]);
        assert_eq!(paths(&history(body.clone()).await), [path]);
        let error = strict_error(body).await;
        assert!(error.decode_error().unwrap().to_string().contains(path), "{error}");
    }
    let call =
        strict(page(1, &[message(|_| {})])).message().admin_get_roam_message(history_request());
    call.await.unwrap();
}

#[tokio::test]
async fn a_stream_that_lost_its_cursor_yields_the_page_and_then_an_error() {
    let item = json!({"Type": 1, "To_Account": "user16", "Timestamp": 1, "StandardMark": "0"});
    let body = |last: Value, next: Value| json!({"ErrorCode": 0, "CompleteFlag": last, "NextStartIndex": next, "ContactItem": [item, item]});
    for (last, next, field) in
        [(json!(0), json!({}), "NextStartIndex"), (json!([]), json!(20), "CompleteFlag")]
    {
        let (client, script) = client([body(last, next).to_string()]);
        let request = get_contact_group::Request::new("user15", 0u64);
        let mut items = client.conversation().get_contact_group(request).items();
        assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::UnreadableResponse, Effect::Done));
        assert_eq!((error.attempts(), script.requests().len()), (1, 1));
        assert!(error.to_string().contains(field), "{error}");
        assert!(items.next().await.is_none());
    }
}

#[tokio::test]
async fn a_cursor_that_is_not_new_ends_a_stream_with_an_error() {
    let item = json!({"Type": 1, "To_Account": "user16", "Timestamp": 1, "StandardMark": "0"});
    let body = |next: u8| {
        json!({"ErrorCode": 0, "CompleteFlag": 0, "NextStartIndex": next, "ContactItem": [item]})
            .to_string()
    };
    let (client, script) = client([body(20), body(20)]);
    let request = get_contact_group::Request::new("user15", 0u64);
    let mut items = client.conversation().get_contact_group(request).items();
    assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), script.requests().len()), (ErrorKind::UnreadableResponse, 2));
    assert!(error.to_string().contains("NextStartIndex"), "{error}");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn pages_lose_their_cursor_like_items() {
    let member = json!({"Member_Account": "user15"});
    let body = json!({"ErrorCode": 0, "MemberNum": "many", "MemberList": [member, member]});
    let (client, _) = client([body.to_string()]);
    let request = get_group_member_info::Request::new("@g").limit(2u32);
    let mut pages = client.call(request).pages();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.response.member_list.len(), paths(&page)), (2, vec!["MemberNum"]));
    assert!(pages.next().await.unwrap().unwrap_err().to_string().contains("MemberNum"));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_response_that_takes_too_much_memory_is_an_error() {
    let body = format!(r#"{{"ErrorCode":0,"Result":[{}{{}}]}}"#, "{},".repeat(100_000));
    let (client, _) = client([body]);
    let error = client.call(get_app_info::Request::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::UnreadableResponse, Effect::Done));
    assert!(error.to_string().contains("more memory than 32 times its size plus 1 MiB"), "{error}");
    assert!(error.to_string().ends_with("the service reported success"), "{error}");
}

#[tokio::test]
async fn raw_calls_are_bounded_and_repaired_too() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let bodies = [
        r#"{"ErrorCode":0,"Text":"hi \ud83d","New":[1,2.5,null,true],"A":1,"A":{"b":2}}"#
            .to_owned(),
        format!(r#"{{"ErrorCode":0,"Deep":{},"Beyond":{}}}"#, nested(90), nested(200)),
        r#"{"ErrorCode":51009,"Text":"\ud83d","ErrorCode":0}"#.to_owned(),
        format!(r#"{{"ErrorCode":0,"New":[{}1]}}"#, r#"{"":0},"#.repeat(50_000)),
        r#"{"ErrorCode":0,"New":1}, {"a":1}"#.to_owned(),
        "null".to_owned(),
    ];
    let (client, _) = client(bodies);
    let call = async || client.call_raw("v4/a/b", &json!({})).await;
    let response = call().await.unwrap();
    assert_eq!(
        response,
        json!({"ErrorCode": 0, "Text": "hi \u{fffd}", "New": [1, 2.5, null, true], "A": {"b": 2}})
    );
    let response = call().await.unwrap();
    assert!(response["Deep"].to_string().contains('1'), "{response}");
    assert!(!response["Beyond"].to_string().contains('1'), "{response}");
    assert_eq!(call().await.unwrap_err().kind(), ErrorKind::Service);
    let error = call().await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::UnreadableResponse, Effect::Done));
    assert!(error.to_string().contains("32 times its size plus 1 MiB"), "{error}");
    for _ in 0..2 {
        assert_eq!(call().await.unwrap_err().kind(), ErrorKind::UnreadableResponse);
    }
}
