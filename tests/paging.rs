//! Calls that belong together: pages that are followed, batches that are joined; and the fields that a spec makes the
//! client add.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fmt::Debug;

use serde_json::{Value, json};
use support::{Peer, Reply, client_of};
use tencent_chat::group::add_group_member::{self, NewMember};
use tencent_chat::message::MessageElement;
use tencent_chat::operation::NetType;
use tencent_chat::{
    Client, ErrorCode, ErrorKind, PageItems, Paged, account, conversation, endpoint, group, message,
};

/// A peer that responds to each request body by `response`, and a client of it.
async fn peer(response: impl Fn(&Value) -> Value + Send + 'static) -> (Peer, Client) {
    let peer =
        Peer::start_with(move |request| Reply::json(&response(&body_of(request)).to_string()));
    let peer = peer.await;
    let client = client_of(&peer.url);
    (peer, client)
}

fn body_of(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

async fn bodies(peer: &mut Peer, count: usize) -> Vec<Value> {
    let mut bodies = Vec::new();
    for _ in 0..count {
        bodies.push(body_of(&peer.request().await));
    }
    assert!(peer.is_untouched(), "there was another call");
    bodies
}

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

fn users(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("user{number}")).collect()
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
#[endpoint("v4/private/list", pages("Names", cursor("StartIndex"), cursor("Version")))]
pub mod list {
    pub struct Request {
        /// The cursor of the page.
        #[wire("StartIndex")]
        pub start_index: Option<u32>,
        /// The state of the list.
        #[wire("Version")]
        pub version: Option<u32>,
    }

    pub struct Response {
        /// Names.
        #[wire("Names")]
        pub names: Vec<String>,
        /// The cursor of the next page.
        #[wire("StartIndex")]
        pub start_index: u32,
        /// The state of the list.
        #[wire("Version")]
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

fn checked(request: &Value) -> Value {
    let result = |item: &Value| {
        let user = item["UserID"].as_str().unwrap();
        let code = if user.ends_with("42") { 70107 } else { 0 };
        json!({"UserID": user, "ResultCode": code, "ResultInfo": ""})
    };
    let results: Vec<_> = request["CheckItem"].as_array().unwrap().iter().map(result).collect();
    json!({"ErrorCode": 0, "ResultItem": results})
}

fn check_of(count: usize) -> account::account_check::Request {
    let items = users(0..count).into_iter().map(account::AccountItem::new);
    account::account_check::Request::new(items.collect::<Vec<_>>())
}

#[tokio::test]
async fn batches_are_split_at_the_bound_and_joined_in_order() {
    let (mut peer, client) = peer(checked).await;
    let response = client.account().account_check(check_of(250)).batches().await.unwrap();
    let users: Vec<_> = response.result_item.iter().map(|item| item.user_id.as_str()).collect();
    assert_eq!(users, self::users(0..250));
    let failed: Vec<_> = response.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(
        failed,
        [
            "`ResultItem[42]` of \"user42\" failed with 70107 ACCOUNT_NOT_FOUND",
            "`ResultItem[142]` of \"user142\" failed with 70107 ACCOUNT_NOT_FOUND",
            "`ResultItem[242]` of \"user242\" failed with 70107 ACCOUNT_NOT_FOUND"
        ]
    );
    let sizes: Vec<_> = bodies(&mut peer, 3)
        .await
        .iter()
        .map(|body| body["CheckItem"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[tokio::test]
async fn batches_keep_the_strictest_bound_where_editions_of_a_page_differ() {
    let (mut peer, client) = peer(|_| json!({"ErrorCode": 0})).await;
    let members: Vec<_> = users(0..50).into_iter().map(NewMember::new).collect();
    let request = add_group_member::Request::new("@group", members);
    client.call(request.clone()).await.unwrap();
    client.call(request).batches().await.unwrap();
    let bodies = bodies(&mut peer, 4).await;
    let sizes = bodies.iter().map(|body| body["MemberList"].as_array().unwrap().len());
    assert_eq!(sizes.collect::<Vec<_>>(), [50, 20, 20, 10]);
}

#[tokio::test]
async fn a_request_without_its_optional_list_is_sent_once_unchanged() {
    let (mut peer, client) = peer(imported).await;
    let request = account::multiaccount_import::Request::new().accounts(["user0", "user1"]);
    client.call(request).batches().await.unwrap();
    assert_eq!(bodies(&mut peer, 1).await[0], json!({"Accounts": ["user0", "user1"]}));
}

#[tokio::test]
async fn a_single_call_refuses_lists_that_batches_accept() {
    let (mut peer, client) = peer(checked).await;
    let error = client.account().account_check(check_of(101)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("`CheckItem` has 101 items, allowed is at most 100"));
    assert!(peer.is_untouched());
}

#[tokio::test]
async fn an_empty_list_is_sent_once_for_the_service_to_validate() {
    let (mut peer, client) = peer(checked).await;
    let response = client.account().account_check(check_of(0)).batches().await.unwrap();
    assert!(response.result_item.is_empty());
    bodies(&mut peer, 1).await;
}

#[tokio::test]
async fn a_failed_batch_keeps_the_results_and_the_unsent_items() {
    let response = |request: &Value| match &request["CheckItem"][0]["UserID"] {
        Value::String(user) if user == "user100" => json!({"ErrorCode": 70500}),
        _ => checked(request),
    };
    let (mut peer, client) = peer(response).await;
    let error = client.account().account_check(check_of(250)).batches().await.unwrap_err();
    assert_eq!(error.error.code(), Some(ErrorCode::ACCOUNT_INTERNAL_ERROR));
    assert_eq!(error.response.as_ref().unwrap().result_item.len(), 100);
    assert_eq!(error.failed.check_item[0].user_id, "user100");
    assert_eq!((error.failed.check_item.len(), error.unsent.check_item.len()), (100, 50));
    assert!(error.to_string().starts_with("items 100 to 199: account_check ("), "{error}");
    bodies(&mut peer, 2).await;
    let error: tencent_chat::Error = error.into();
    assert_eq!(error.kind(), ErrorKind::Service);
}

fn import_of(count: usize, wrong: &[usize]) -> account::multiaccount_import::Request {
    let mut accounts = users(0..count);
    wrong.iter().for_each(|index| accounts[*index] = "x".repeat(33));
    let accounts: Vec<_> = accounts.into_iter().map(account::ImportedAccount::new).collect();
    account::multiaccount_import::Request::new().account_list(accounts)
}

fn imported(_: &Value) -> Value {
    json!({"ErrorCode": 0})
}

#[tokio::test]
async fn every_item_is_validated_before_the_first_call() {
    let (mut peer, client) = peer(imported).await;
    let import = client.account().multiaccount_import(import_of(1000, &[7, 950])).batches();
    let mut error = import.await.unwrap_err();
    assert_eq!((error.error.kind(), error.range.clone()), (ErrorKind::InvalidRequest, 0..0));
    let violations = error.error.violations().unwrap().as_slice();
    let fields: Vec<_> = violations.iter().map(|violation| &*violation.field).collect();
    assert_eq!(fields, ["AccountList[7].UserID", "AccountList[950].UserID"]);
    assert!(error.to_string().starts_with("multiaccount_import ("), "{error}");
    assert!(peer.is_untouched() && error.failed.account_list.is_none());
    error.unsent = import_of(1000, &[]);
    error.resume().await.unwrap();
    assert_eq!(bodies(&mut peer, 10).await[9]["AccountList"][99]["UserID"], "user999");
}

#[tokio::test]
async fn fields_besides_the_list_and_within_its_items_are_validated_too() {
    let (mut peer, client) = peer(checked).await;
    let message = || message::batch_send_message::Request::new(users(0..501), ["hi"]);
    let request = message().msg_life_time_secs(604_801u32);
    let mut batches = client.message().batch_send_message(request).batches();
    let error = batches.next().await.unwrap().err().unwrap();
    assert!(error.to_string().contains("`MsgLifeTime` is 604801"), "{error}");
    assert!(batches.next().await.is_none());
    let contact = conversation::ContactItem::with_user("user16");
    let item = |mark: String| {
        let item = conversation::mark_contact::MarkItem::new(
            conversation::OptType::Custom,
            contact.clone(),
        );
        item.custom_mark(mark)
    };
    let mut items = vec![item(String::new()); 250];
    items[249] = item("x".repeat(257));
    let request = conversation::mark_contact::Request::new("user15", items);
    let error = client.conversation().mark_contact(request).batches().await.err().unwrap();
    assert!(error.to_string().contains("`MarkItem[249].CustomMark` has 257 bytes"), "{error}");
    assert!(peer.is_untouched());
}

#[tokio::test]
async fn batches_continue_after_a_failure() {
    let seconds = std::sync::atomic::AtomicU32::new(0);
    let response = move |request: &Value| {
        let is_second = request["CheckItem"][0]["UserID"] == "user100";
        let is_early = || seconds.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 2;
        if is_second && is_early() { json!({"ErrorCode": 70500}) } else { checked(request) }
    };
    let (mut peer, client) = peer(response).await;
    let error = client.account().account_check(check_of(250)).batches().await.unwrap_err();
    assert_eq!(error.range, 100..200);
    let error = error.resume().await.unwrap_err();
    assert_eq!(error.range, 100..200);
    let joined = error.resume().await.unwrap();
    assert_eq!(joined.result_item.len(), 250);
    let firsts: Vec<_> = bodies(&mut peer, 5).await;
    let firsts: Vec<_> = firsts.iter().map(|body| body["CheckItem"][0]["UserID"].clone()).collect();
    assert_eq!(firsts, ["user0", "user100", "user100", "user100", "user200"]);
}

#[tokio::test]
async fn an_empty_list_whose_call_failed_is_sent_again() {
    let calls = std::sync::atomic::AtomicU32::new(0);
    let response = move |request: &Value| {
        let is_first = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
        if is_first { json!({"ErrorCode": 70500}) } else { checked(request) }
    };
    let (mut peer, client) = peer(response).await;
    let error = client.account().account_check(check_of(0)).batches().await.unwrap_err();
    assert_eq!((error.range.clone(), error.failed.check_item.len()), (0..0, 0));
    let mut batches = error.resume();
    assert_eq!(batches.next().await.unwrap().unwrap().range, 0..0);
    assert!(batches.next().await.is_none());
    bodies(&mut peer, 2).await;
}

#[tokio::test]
async fn a_list_whose_items_were_all_done_is_not_sent_empty() {
    let (mut peer, client) = peer(|_| json!({"ErrorCode": 70500})).await;
    let mut error = client.account().account_check(check_of(100)).batches().await.unwrap_err();
    assert_eq!(error.range, 0..100);
    error.failed.check_item.clear();
    assert!(error.resume().await.unwrap().result_item.is_empty());
    bodies(&mut peer, 1).await;
}

#[tokio::test]
async fn a_batch_that_took_effect_is_left_out_and_unsent_items_keep_their_indexes() {
    let response = |request: &Value| match &request["AccountList"][0]["UserID"] {
        Value::String(user) if user == "user100" => json!({"ErrorCode": 70500}),
        _ => json!({"ErrorCode": 0}),
    };
    let (mut peer, client) = peer(response).await;
    let mut batches = client.account().multiaccount_import(import_of(350, &[])).batches();
    assert_eq!(batches.next().await.unwrap().unwrap().range, 0..100);
    let mut error = batches.next().await.unwrap().err().unwrap();
    assert!(batches.next().await.is_none(), "batches end with an error");
    error.failed.account_list = None;
    error.unsent.account_list.as_mut().unwrap()[3].user_id = "x".repeat(33).into();
    let mut error = error.resume().await.err().unwrap();
    assert!(error.to_string().contains("`AccountList[203].UserID`"), "{error}");
    error.unsent.account_list.as_mut().unwrap()[3].user_id = "user203".into();
    let mut batches = error.resume();
    let batch = batches.next().await.unwrap().unwrap();
    assert_eq!((batch.range, batch.items[3].user_id.as_str()), (200..300, "user203"));
    assert_eq!(batches.next().await.unwrap().unwrap().range, 300..350);
    assert!(batches.next().await.is_none());
    bodies(&mut peer, 4).await;
}

#[tokio::test]
async fn batches_taken_one_by_one_keep_their_differences() {
    let response = |request: &Value| {
        let first = request["To_Account"][0].as_str().unwrap();
        let failed = json!([{"To_Account": first, "ErrorCode": 70107}]);
        json!({"ActionStatus": "SomeError", "ErrorCode": 0, "ErrorList": failed, "MsgKey": first})
    };
    let (mut peer, client) = peer(response).await;
    let request = message::batch_send_message::Request::new(users(0..501), ["hi"]);
    let mut batches = client.message().batch_send_message(request.clone()).batches();
    let first = batches.next().await.unwrap().unwrap();
    let second = batches.next().await.unwrap().unwrap();
    assert!(batches.next().await.is_none());
    assert_eq!((first.range, second.range), (0..500, 500..501));
    assert_eq!((first.items.len(), first.items[499].as_str()), (500, "user499"));
    assert_eq!(second.items, ["user500"]);
    assert_eq!(
        (first.response.msg_key.unwrap(), second.response.msg_key.unwrap()),
        ("user0".into(), "user500".into())
    );
    bodies(&mut peer, 2).await;
    let joined = client.message().batch_send_message(request).batches().await.unwrap();
    assert_eq!((&joined.msg_key, joined.failed_items().len()), (&None, 2));
}

#[tokio::test]
async fn the_client_draws_the_random_number_that_the_caller_left_out() {
    let response = |_: &Value| json!({"ErrorCode": 0, "MsgTime": 1, "MsgKey": "1_2_3"});
    let (mut peer, client) = peer(response).await;
    let request = message::send_message::Request::new("user16", ["hi"]);
    client.message().send_message(request.clone()).await.unwrap();
    client.message().send_message(request.msg_random(7u32)).await.unwrap();
    let bodies = bodies(&mut peer, 2).await;
    assert!(bodies[0]["MsgRandom"].as_u64().is_some_and(|random| u32::try_from(random).is_ok()));
    assert_eq!(bodies[1]["MsgRandom"], 7);
}

#[tokio::test]
async fn a_parameter_of_the_query_is_not_in_the_body() {
    let response = |_: &Value| json!({"ErrorCode": 0, "IPList": ["127.0.0.2"]});
    let (mut peer, client) = peer(response).await;
    let request = tencent_chat::operation::get_ip_list::Request::new();
    client.operation().get_ip_list(request.clone()).await.unwrap();
    client.operation().get_ip_list(request.nettype(NetType::WebInside)).await.unwrap();
    let plain = peer.request().await;
    assert!(!plain.contains("nettype"), "{plain}");
    let asked = peer.request().await;
    assert!(asked.lines().next().unwrap().contains("&nettype=3&random="), "{asked}");
    assert!(asked.ends_with("\r\n\r\n{}"), "{asked}");
}

#[tokio::test]
async fn a_response_judged_per_item_succeeds_whatever_its_own_code_says() {
    let response = |request: &Value| match request["TopicIdList"].as_array().map_or(0, Vec::len) {
        0 => json!({"ActionStatus": "FAIL", "ErrorCode": 10010, "ErrorInfo": "no such group"}),
        _ => json!({"ActionStatus": "FAIL", "ErrorCode": 10010, "TopicAndSelfInfo": [
            {"ErrorCode": 0, "TopicInfo": {"TopicName": "a", "MuteAllMember": "On"}},
            {"ErrorCode": 110003, "ErrorInfo": "deleted"}]}),
    };
    let (_peer, client) = peer(response).await;
    let request = group::get_topic::Request::new("@group", "user15");
    let error = client.group().get_topic(request.clone()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GROUP_NOT_FOUND));
    let response = client.group().get_topic(request.topic_id_list(["@a", "@b"])).await.unwrap();
    let topic = response.topic_and_self_info[0].topic_info.as_ref().unwrap();
    assert_eq!(topic.mute_all_member, Some(true));
    let failed: Vec<_> = response.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(failed, ["`TopicAndSelfInfo[1]` failed with 110003 TOPIC_DELETED"]);
}

#[tokio::test]
async fn if_0_means_failed_an_item_fails_without_a_code() {
    let response = |_: &Value| {
        json!({"ErrorCode": 0, "MemberList": [
            {"Member_Account": "user1", "Result": 1}, {"Member_Account": "user2", "Result": 0},
            {"Member_Account": "user3", "Result": 2}, {"Member_Account": "user4", "Result": 99}]})
    };
    let (_peer, client) = peer(response).await;
    let members = users(1..5).into_iter().map(group::add_group_member::NewMember::new);
    let request = group::add_group_member::Request::new("@group", members.collect::<Vec<_>>());
    let response = client.group().add_group_member(request).await.unwrap();
    let failed: Vec<_> = response.member_list.iter().map(group::MemberOutcome::is_failed).collect();
    assert_eq!(failed, [false, true, false, false]);
    let failed = response.failed_items();
    assert_eq!((failed.len(), failed[0].code), (1, None));
    assert_eq!(failed[0].to_string(), "`MemberList[1]` of \"user2\" failed");
}
