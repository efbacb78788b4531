//! The details of a response besides its fields: for a call, for pages, for batches.

use serde_json::json;
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::conversation::{delete_contact_group, get_contact_group};
use tencent_chat::{ActionStatus, Client, ErrorKind, HttpResponse, MockTransport, RetryPolicy};

use super::{ManualClock, NOW, builder, client};

fn deletion(client: &Client) -> tencent_chat::Call<delete_contact_group::Request> {
    let request = delete_contact_group::Request::new("user15", ["test0"]);
    client.conversation().delete_contact_group(request)
}

#[tokio::test]
async fn a_call_in_detail_has_envelope_body_and_attempts() {
    let body = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"slow today","New":1,
        "GroupItem":[{"GroupId":2,"GroupName":"test0"}]}"#;
    let script = MockTransport::new([HttpResponse::new(429, ""), HttpResponse::new(200, body)]);
    let clock = ManualClock::skipping(NOW, std::time::Duration::MAX);
    let builder = builder(&script, &clock).retry(RetryPolicy::default());
    let detailed = deletion(&builder.build().unwrap()).detailed().await.unwrap();
    assert_eq!(detailed.response.group_item[0].group_name, "test0");
    let details = detailed.details;
    assert_eq!(details.envelope.action_status, Some(ActionStatus::Ok));
    assert_eq!(details.envelope.error_info.as_deref(), Some("slow today"));
    assert_eq!((&details.raw_body[..], details.attempts), (body.as_bytes(), 2));
    assert!(details.oddities.is_empty());
    let printed = format!("{details:?}");
    assert!(printed.contains("body_length") && !printed.contains("test0"), "{printed}");
}

#[tokio::test]
async fn a_call_in_detail_fails_like_any_other() {
    let (client, _) = client([r#"{"ErrorCode":51009}"#]);
    assert_eq!(deletion(&client).detailed().await.unwrap_err().kind(), ErrorKind::Service);
}

#[tokio::test]
async fn a_large_response_has_details_too() {
    let body = format!(r#"{{"ErrorCode":0,"ErrorInfo":"large","New":"{}"}}"#, "n".repeat(300_000));
    let (client, _) = client([body.clone()]);
    let details = deletion(&client).detailed().await.unwrap().details;
    assert_eq!(details.envelope.error_info.as_deref(), Some("large"));
    assert_eq!(details.raw_body, body);
}

fn page(last: u8, items: &[&str]) -> String {
    let item =
        |user: &&str| json!({"Type": 1, "To_Account": user, "Timestamp": 1, "StandardMark": "0"});
    let items: Vec<_> = items.iter().map(item).collect();
    json!({"ErrorCode": 0, "ErrorInfo": items.len().to_string(), "CompleteFlag": last,
        "NextStartIndex": 20 + last, "ContactItem": items})
    .to_string()
}

#[tokio::test]
async fn pages_have_details() {
    let (client, script) = client([page(0, &["a", "b"]), page(1, &["c"])]);
    let request = get_contact_group::Request::new("user15", 0u64);
    let mut pages = client.conversation().get_contact_group(request).pages();
    for (items, body) in [(2, page(0, &["a", "b"])), (1, page(1, &["c"]))] {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(page.response.contact_item.len(), items);
        assert_eq!(page.details.envelope.error_info, Some(items.to_string()));
        assert_eq!((page.details.raw_body.as_ref(), page.details.attempts), (body.as_bytes(), 1));
    }
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert!(script.requests()[1].body().ends_with(br#""StartIndex":20}"#));
}

#[tokio::test]
async fn each_batch_has_its_details() {
    let bodies =
        ["first", "second"].map(|info| format!(r#"{{"ErrorCode":0,"ErrorInfo":"{info}"}}"#));
    let (client, _) = client(bodies.clone());
    let check = account_check::Request::new(vec![AccountItem::new("user15"); 150]);
    let mut batches = client.account().account_check(check).batches();
    for body in bodies {
        let batch = batches.next().await.unwrap().unwrap();
        assert_eq!(batch.details.raw_body, body);
        assert!(body.contains(&batch.details.envelope.error_info.unwrap()));
    }
}

/// A response that repeats the `UserSig` is passed on unchanged, but its details are redacted.
#[tokio::test]
async fn details_are_redacted() {
    use tencent_chat::user_sig::UserSig;
    use tencent_chat::{Credentials, Region, Unlimited};

    let user_sig = "eJwcanary*-_".repeat(10);
    let body = format!(
        r#"{{"ErrorCode":0,"ErrorInfo":"{user_sig}","GroupItem":[{{"GroupId":2,"GroupName":"{user_sig}"}}]}}"#
    );
    let script = MockTransport::new([HttpResponse::new(200, body)]);
    let credentials = Credentials::user_sig(super::ADMIN, UserSig::new(&*user_sig));
    let builder = Client::builder(super::APP, credentials).region(Region::Singapore);
    let client = builder.limiter(Unlimited).transport(script).build().unwrap();
    let detailed = deletion(&client).detailed().await.unwrap();
    assert_eq!(detailed.response.group_item[0].group_name, user_sig);
    let details = detailed.details;
    assert_eq!(details.envelope.error_info.as_deref(), Some("[UserSig]"));
    assert!(String::from_utf8_lossy(&details.raw_body).contains(r#""GroupName":"[UserSig]""#));
    assert!(!format!("{details:?}").contains(&user_sig));
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_have_details_too() {
    let (client, _) =
        client([r#"{"ErrorCode":0}"#.to_owned(), page(1, &["a"]), r#"{"ErrorCode":0}"#.to_owned()]);
    assert_eq!(deletion(&client).detailed().send_blocking().unwrap().details.attempts, 1);
    let request = get_contact_group::Request::new("user15", 0u64);
    let mut pages = client.conversation().get_contact_group(request).pages();
    assert_eq!(pages.next_blocking().unwrap().unwrap().details.raw_body, page(1, &["a"]));
    assert!(pages.next_blocking().is_none());
    let check = account_check::Request::new([AccountItem::new("user15")]);
    let mut batches = client.account().account_check(check).batches();
    assert_eq!(batches.next_blocking().unwrap().unwrap().details.attempts, 1);
}
