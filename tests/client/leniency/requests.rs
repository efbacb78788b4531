//! Requests with fields that the spec does not declare, and with values that it does not allow.

use serde_json::json;
use tencent_chat::account::{AccountItem, ImportedAccount, account_check, multiaccount_import};
use tencent_chat::conversation::{delete_contact_group, get_contact_group};
use tencent_chat::message::{MessageElement, TextElement, send_message};
use tencent_chat::{Call, Error, ErrorKind, operation};

use super::client;

const GOOD: &str = r#"{"ErrorCode":0}"#;

fn deletion(client: &tencent_chat::Client) -> Call<delete_contact_group::Request> {
    let request = delete_contact_group::Request::new("user15", ["test0"]);
    client.conversation().delete_contact_group(request)
}

/// Asserts that a call was refused before anything was sent; returns the text.
fn is_refused(error: &Error) -> String {
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    assert!(error.violations().is_none());
    error.to_string()
}

#[tokio::test]
async fn extra_fields_follow_the_declared_ones() {
    let (client, script) = client([GOOD; 2]);
    let call = deletion(&client).extra("Flag", 1).extra("New", json!({"A": [1]})).extra("Flag", 2);
    call.await.unwrap();
    let sent = script.requests()[0].body().clone();
    assert_eq!(sent, r#"{"From_Account":"user15","GroupName":["test0"],"Flag":2,"New":{"A":[1]}}"#);
    // This request declares no field.
    client.call(operation::get_ip_list::Request::new()).extra("A\"b", "c").await.unwrap();
    assert_eq!(*script.requests()[1].body(), r#"{"A\"b":"c"}"#);
}

#[tokio::test]
async fn invalid_extra_fields_are_refused() {
    let (client, script) = client([GOOD; 1]);
    let refusal = async |name: &str| {
        let error = deletion(&client).extra(name, 1).extra("New", 1).await.unwrap_err();
        is_refused(&error)
    };
    let declared = refusal("GroupName").await;
    assert!(declared.ends_with(
        "the extra field \"GroupName\" is declared: set `group_name`; the request was not sent"
    ));
    assert!(refusal("").await.contains("the name of an extra field is empty"));
    assert!(refusal(&"n".repeat(129)).await.contains("129 bytes, allowed is at most 128"));
    let many = (0..101).fold(deletion(&client), |call, n| call.extra(format!("New{n}"), n));
    assert!(is_refused(&many.await.unwrap_err()).contains("more than 100 extra fields"));
    assert!(script.requests().is_empty());
    let enough =
        (0..1000).fold(deletion(&client), |call, n| call.extra(format!("N{}", n % 100), n));
    enough.extra("n".repeat(100), 1).await.unwrap_err();
    let enough =
        (0..1000).fold(deletion(&client), |call, n| call.extra(format!("N{}", n % 100), n));
    enough.await.unwrap();
}

/// A parameter of the query is declared too, as is a number that the client draws.
#[tokio::test]
async fn fields_that_the_client_fills_are_declared() {
    let (client, _) = client([GOOD; 0]);
    let text = MessageElement::Text(TextElement::new("hi"));
    let send = send_message::Request::new("user15", [text]);
    let error = client.call(send).extra("MsgRandom", 1).await.unwrap_err();
    assert!(is_refused(&error).contains("is declared: set `msg_random`"));
}

#[tokio::test]
async fn each_page_and_each_batch_has_the_extra_fields() {
    let page = |last: u8| {
        json!({"ErrorCode": 0, "CompleteFlag": last, "NextStartIndex": 20, "ContactItem":
            [{"Type": 1, "To_Account": "user16", "Timestamp": 1, "StandardMark": "0"}]})
    };
    let imported = json!({"ErrorCode": 0, "ResultItem": []});
    let bodies = [page(0), page(1), imported.clone(), imported];
    let (client, script) = client(bodies.map(|body| body.to_string()));
    let request = get_contact_group::Request::new("user15", 0u64);
    let mut items = client.conversation().get_contact_group(request).extra("New", 1).items();
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.is_none());
    let check = account_check::Request::new(vec![AccountItem::new("user15"); 150]);
    client.account().account_check(check).extra("New", 1).batches().await.unwrap();
    assert_eq!(script.requests().len(), 4);
    for request in script.requests() {
        assert_eq!(request.json()["New"], 1);
    }
}

#[tokio::test]
async fn an_unchecked_call_is_sent_whatever_constraints_it_breaks() {
    let (client, script) = client([GOOD; 3]);
    let request = || delete_contact_group::Request::new("user15", ["a", "b", "c"]);
    let call = || client.conversation().delete_contact_group(request());
    assert_eq!(call().await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    call().unchecked().await.unwrap();
    // Extra fields that are declared stay refused.
    is_refused(&call().unchecked().extra("GroupName", 1).await.unwrap_err());
    let import = || {
        let mut accounts = vec![ImportedAccount::new("user"); 101];
        accounts[100] = ImportedAccount::new("u".repeat(33));
        let request = multiaccount_import::Request::new().account_list(accounts);
        client.account().multiaccount_import(request)
    };
    assert_eq!(import().batches().await.unwrap_err().error.kind(), ErrorKind::InvalidRequest);
    import().unchecked().batches().await.unwrap();
    assert_eq!(script.requests().len(), 3);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_take_extra_fields_too() {
    let (client, script) = client([GOOD; 2]);
    let request = delete_contact_group::Request::new("user15", ["a", "b"]);
    let call = client.conversation().delete_contact_group(request).unchecked().extra("New", 1);
    call.send_blocking().unwrap();
    let check = account_check::Request::new([AccountItem::new("")]);
    let check = client.account().account_check(check).unchecked().extra("New", 1);
    check.batches().send_blocking().unwrap();
    assert!(script.requests().iter().all(|request| request.body().ends_with(br#","New":1}"#)));
}
