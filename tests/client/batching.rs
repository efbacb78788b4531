//! Long lists that are sent by several calls, whose responses are joined.

use serde_json::{Value, json};
use tencent_chat::group::add_group_member::{self, NewMember};
use tencent_chat::{ErrorCode, ErrorKind, account, conversation, message};

use super::json_peer::{bodies, peer, users};

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
