//! Long lists that are read over several calls.

use std::fmt::Debug;

use serde_json::{Value, json};
use tencent_chat::message::MessageElement;
use tencent_chat::{Endpoint, ErrorCode, PageItems, Paged, conversation, endpoint, group, message};

use super::json_peer::{bodies, peer};

async fn all<R: Paged>(mut items: PageItems<R>) -> Vec<R::Item>
where
    R::Item: Debug,
{
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    assert!(items.next().await.is_none(), "a stream that has ended stays so");
    all
}

/// A number of a request; 0 if it is absent.
fn number(request: &Value, field: &str) -> u64 {
    request[field].as_u64().unwrap_or(0)
}

#[tokio::test]
async fn recent_conversations_are_paged_by_four_fields() {
    let response = |request: &Value| {
        let page = number(request, "StartIndex");
        let item =
            |n| json!({"Type": 1, "To_Account": format!("user{n}"), "MsgTime": n, "TopFlag": 0});
        json!({"ErrorCode": 0, "SessionItem": [item(2 * page), item(2 * page + 1)],
            "CompleteFlag": u8::from(page == 2), "TimeStamp": 70 + page, "StartIndex": page + 1,
            "TopTimeStamp": 80 + page, "TopStartIndex": 90 + page})
    };
    let (mut peer, client) = peer(response).await;
    let request = conversation::get_list::Request::new("user15", 0u64, 0u64, 0u64, 0u64, 7u32);
    let items = all(client.conversation().get_list(request).items()).await;
    let times: Vec<_> = items.iter().map(|item| item.msg_time_secs).collect();
    assert_eq!(times, [0, 1, 2, 3, 4, 5]);
    let bodies = bodies(&mut peer, 3).await;
    assert_eq!(
        bodies[2],
        json!({"From_Account": "user15", "TimeStamp": 71, "StartIndex": 2, "TopTimeStamp": 81,
            "TopStartIndex": 91, "AssistFlags": 7})
    );
}

#[tokio::test]
async fn contact_groups_are_paged_by_the_next_start_index() {
    let response = |request: &Value| {
        let page = number(request, "StartIndex");
        json!({"ErrorCode": 0, "CompleteFlag": u8::from(page == 40), "NextStartIndex": page + 20,
            "ContactItem": [{"Type": 1, "To_Account": "user16", "Timestamp": page, "StandardMark": "0"}]})
    };
    let (mut peer, client) = peer(response).await;
    let request = conversation::get_contact_group::Request::new("user15", 0u64);
    let items = all(client.conversation().get_contact_group(request).items()).await;
    assert_eq!(items.iter().map(|item| item.timestamp_secs).collect::<Vec<_>>(), [0, 20, 40]);
    bodies(&mut peer, 3).await;
}

fn joined_groups(request: &Value) -> Value {
    let (offset, limit) = (number(request, "Offset"), request["Limit"].as_u64().unwrap_or(5));
    let groups: Vec<_> =
        (offset..5.min(offset + limit)).map(|n| json!({"GroupId": format!("@{n}")})).collect();
    json!({"ErrorCode": 0, "TotalCount": 5, "GroupIdList": groups})
}

#[tokio::test]
async fn joined_groups_are_paged_by_the_number_of_those_read() {
    let (mut peer, client) = peer(joined_groups).await;
    let request = group::get_joined_group_list::Request::new("user15").limit(2u32);
    let items = all(client.group().get_joined_group_list(request).items()).await;
    assert_eq!(items.len(), 5);
    let offsets: Vec<_> =
        bodies(&mut peer, 3).await.iter().map(|body| number(body, "Offset")).collect();
    assert_eq!(offsets, [0, 2, 4]);
}

#[tokio::test]
async fn without_a_limit_all_groups_are_returned_at_once() {
    let (mut peer, client) = peer(joined_groups).await;
    let request = group::get_joined_group_list::Request::new("user15");
    assert_eq!(all(client.group().get_joined_group_list(request).items()).await.len(), 5);
    bodies(&mut peer, 1).await;
}

fn members(request: &Value) -> Value {
    let offset = match &request["Next"] {
        Value::String(next) => next.parse().unwrap_or(0),
        _ => number(request, "Offset"),
    };
    let members: Vec<_> = (offset..3.min(offset + 2))
        .map(|n| json!({"Member_Account": format!("user{n}")}))
        .collect();
    let mut response = json!({"ErrorCode": 0, "MemberNum": 3, "MemberList": members});
    if request["Next"].is_string() {
        response["Next"] =
            json!(if offset + 2 < 3 { (offset + 2).to_string() } else { String::new() });
    }
    response
}

#[tokio::test]
async fn members_are_paged_by_offset_or_by_next() {
    let (mut peer, client) = peer(members).await;
    let request = group::get_group_member_info::Request::new("@group").limit(2u32);
    let by_offset = all(client.group().get_group_member_info(request.clone()).items()).await;
    let first = bodies(&mut peer, 2).await;
    assert_eq!((number(&first[1], "Offset"), first[1].get("Next")), (2, None));
    let by_next = all(client.group().get_group_member_info(request.next("")).items()).await;
    let second = bodies(&mut peer, 2).await;
    assert_eq!((&second[0]["Next"], &second[1]["Next"]), (&json!(""), &json!("2")));
    assert_eq!(second[1].get("Offset"), None);
    assert_eq!((by_offset.len(), &by_offset), (3, &by_next));
}

#[tokio::test]
async fn roaming_messages_are_paged_by_key_and_time() {
    let response = |request: &Value| {
        let last = request["LastMsgKey"].as_str().unwrap_or("9").parse::<u64>().unwrap() - 1;
        let key = last.to_string();
        json!({"ErrorCode": 0, "Complete": u8::from(last == 6), "MsgCnt": 1, "LastMsgTime": 100 + last,
            "LastMsgKey": key, "MsgList": [{"From_Account": "user15", "To_Account": "user16", "MsgSeq": last,
            "MsgRandom": 1, "MsgTimeStamp": 100 + last, "MsgFlagBits": 0, "IsPeerRead": 0, "MsgKey": key,
            "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}}]}]})
    };
    let (mut peer, client) = peer(response).await;
    let request =
        message::admin_get_roam_message::Request::new("user15", "user16", 1u32, 0u64, 200u64);
    let items = all(client.message().admin_get_roam_message(request).items()).await;
    assert_eq!(items.iter().map(|item| item.msg_seq).collect::<Vec<_>>(), [8, 7, 6]);
    assert_eq!(items[0].msg_body, [MessageElement::from("hi")]);
    let bodies = bodies(&mut peer, 3).await;
    assert_eq!((number(&bodies[0], "MaxTime"), bodies[0].get("LastMsgKey")), (200, None));
    assert_eq!((number(&bodies[2], "MaxTime"), &bodies[2]["LastMsgKey"]), (107, &json!("7")));
}

#[tokio::test]
async fn messages_of_groups_are_paged_in_descending_order_of_their_numbers() {
    let response = |request: &Value| {
        let top = request["ReqMsgSeq"].as_u64().unwrap_or(5);
        let messages: Vec<_> = (1..=top)
            .rev()
            .take(2)
            .map(|n| json!({"From_Account": "user15", "IsPlaceMsg": 1, "MsgSeq": n, "MsgTimeStamp": n}))
            .collect();
        json!({"ErrorCode": 0, "GroupId": "@group", "IsFinished": 1, "RspMsgList": messages})
    };
    let (mut peer, client) = peer(response).await;
    let request = message::group_message_get_simple::Request::new("@group", 2u32);
    let items = all(client.message().group_message_get_simple(request).items()).await;
    assert_eq!(items.iter().map(|item| item.msg_seq).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    bodies(&mut peer, 3).await;
}

#[tokio::test]
async fn members_with_and_without_a_receipt_are_paged_by_one_call() {
    use message::get_group_message_receipt_detail::{Item, ReadMember, Request, UnreadMember};
    let response = |request: &Value| {
        let (next, is_last) = match request["Cursor"].as_str() {
            Some("") => ("1", 0),
            _ => ("0", 1),
        };
        let mut response =
            json!({"ErrorCode": 0, "Cursor": next, "IsFinished": is_last, "MsgSeq": 1});
        let user = format!("user{next}");
        match number(request, "Filter") {
            0 => response["ReadList"] = json!([{"Read_Account": user}]),
            _ => response["UnreadList"] = json!([{"Unread_Account": user}]),
        }
        response
    };
    let read = ["user1", "user0"].map(|user| Item::ReadList(ReadMember::new(user)));
    let unread = ["user1", "user0"].map(|user| Item::UnreadList(UnreadMember::new(user)));
    for (filter, expected) in
        [(message::ReadReceiptFilter::Read, read), (message::ReadReceiptFilter::Unread, unread)]
    {
        let (mut peer, client) = peer(response).await;
        let request = Request::new("@group", filter, "", 200u32).msg_seq(1u64);
        let json = serde_json::to_value(&request).unwrap();
        let call = client.message().get_group_message_receipt_detail(request);
        assert_eq!(all(call.items()).await, expected);
        assert_eq!(bodies(&mut peer, 2).await[1]["Cursor"], "1");
        let dynamic = client.call_dynamic(Request::spec(), &json).items();
        let expected = expected.map(|item| match item {
            Item::ReadList(member) => json!({"ReadList": member}),
            Item::UnreadList(member) => json!({"UnreadList": member}),
        });
        assert_eq!(all(dynamic).await, expected);
    }
}

#[tokio::test]
async fn a_service_that_repeats_its_page_is_not_asked_forever() {
    let response = |_: &Value| {
        json!({"ErrorCode": 0, "CompleteFlag": 0, "NextStartIndex": 0,
            "ContactItem": [{"Type": 1, "Timestamp": 1, "StandardMark": "0"}]})
    };
    let (mut peer, client) = peer(response).await;
    let request = conversation::get_contact_group::Request::new("user15", 0u64);
    let mut items = client.conversation().get_contact_group(request).items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("could not request the next page"), "{error}");
    assert!(items.next().await.is_none());
    bodies(&mut peer, 1).await;
}

/// Its pages end when the next cursor is 0; another number next to it may be 0.
#[endpoint("v4/private/list")]
#[pages("Names", cursor("StartIndex"), cursor("Version"))]
pub mod list {
    pub struct Request {
        /// The cursor of the page.
        pub start_index: Option<u32>,
        /// The state of the list.
        pub version: Option<u32>,
    }

    pub struct Response {
        /// Names.
        pub names: Vec<String>,
        /// The cursor of the next page.
        pub start_index: u32,
        /// The state of the list.
        pub version: u32,
    }
}

#[tokio::test]
async fn a_stream_ends_when_the_next_cursor_is_zero() {
    let response = |request: &Value| match number(request, "StartIndex") {
        0 => json!({"ErrorCode": 0, "Names": ["a"], "StartIndex": 2, "Version": 0}),
        _ => json!({"ErrorCode": 0, "Names": ["b"], "StartIndex": 0, "Version": 7}),
    };
    let (mut peer, client) = peer(response).await;
    assert_eq!(all(client.call(list::Request::new()).items()).await, ["a", "b"]);
    bodies(&mut peer, 2).await;
}

#[tokio::test]
async fn a_stream_ends_with_the_first_error() {
    let response = |request: &Value| match number(request, "StartIndex") {
        0 => json!({"ErrorCode": 0, "CompleteFlag": 0, "NextStartIndex": 1,
            "ContactItem": [{"Type": 1, "Timestamp": 1, "StandardMark": "0"}]}),
        _ => json!({"ErrorCode": 50004, "ErrorInfo": "inside"}),
    };
    let (mut peer, client) = peer(response).await;
    let request = conversation::get_contact_group::Request::new("user15", 0u64);
    let mut items = client.conversation().get_contact_group(request).items();
    assert!(peer.is_untouched(), "no page is requested before the first item");
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CONVERSATION_INTERNAL_ERROR));
    assert!(items.next().await.is_none());
    bodies(&mut peer, 2).await;
}
