//! JSON that is no request is refused before anything is sent.

use serde_json::{Value, json};
use tencent_chat::conversation::{create_contact_group, delete_contact_group, get_contact_group};
use tencent_chat::message::send_message;
use tencent_chat::{Effect, EndpointSpec, Error, ErrorKind, account, operation};

use super::scripted;

/// Asserts that nothing was sent, and returns the error's text.
async fn refusal(spec: &'static EndpointSpec, request: Value) -> String {
    let (mock, client) = scripted([]);
    let error = client.call_dynamic(spec, &request).await.unwrap_err();
    is_refused(&error);
    assert!(mock.requests().is_empty());
    error.to_string()
}

fn is_refused(error: &Error) {
    assert_eq!((error.kind(), error.effect()), (ErrorKind::InvalidRequest, Effect::None));
    assert_eq!(error.attempts(), 0);
}

#[tokio::test]
async fn an_unknown_key_is_refused_with_a_suggestion() {
    let request = json!({"From_Acount": "user15", "GroupName": ["test0"]});
    let told = refusal(&delete_contact_group::SPEC, request).await;
    assert!(told.contains("`From_Acount`: is not a field: did you mean `From_Account`?"), "{told}");
    let request = json!({"From_Account": "user15", "GroupName": ["test0"], "Zzz": 1});
    let told = refusal(&delete_contact_group::SPEC, request).await;
    assert!(told.contains("`Zzz`: is not a field;"), "{told}");
}

#[tokio::test]
async fn an_unknown_key_within_an_object_is_refused() {
    let request = json!({"From_Account": "user15", "GroupContactItem": [{"GroupName": "test0",
        "ContactItem": [{"Type": 1, "To_Acount": "user16"}]}]});
    let told = refusal(&create_contact_group::SPEC, request).await;
    let path = "`GroupContactItem[0].ContactItem[0].To_Acount`: is not a field";
    assert!(told.contains(path) && told.contains("did you mean `To_Account`?"), "{told}");
}

fn message(element: &Value) -> Value {
    json!({"To_Account": "user16", "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}},
        element]})
}

#[tokio::test]
async fn an_unknown_key_of_a_message_element_is_refused() {
    let element = json!({"MsgType": "TIMTextElem", "MsgContent": {"Txt": "hi"}});
    let told = refusal(&send_message::SPEC, message(&element)).await;
    let path = "`MsgBody[1].MsgContent.Txt`: is not a field: did you mean `Text`?";
    assert!(told.contains(path), "{told}");
    let element = json!({"MsgType": "TIMTextElem", "MsgContents": {"Text": "hi"}});
    let told = refusal(&send_message::SPEC, message(&element)).await;
    assert!(told.contains("`MsgBody[1].MsgContents`: is not a field"), "{told}");
}

/// A union keeps what it does not know.
#[tokio::test]
async fn a_message_element_of_an_unknown_type_is_sent() {
    let element = json!({"MsgType": "TIMNewElem", "MsgContent": {"Any": [1]}});
    let (mock, client) = scripted([json!({"ErrorCode": 0, "MsgTime": 1, "MsgKey": "k"})]);
    client.call_dynamic(&send_message::SPEC, &message(&element)).await.unwrap();
    assert_eq!(mock.requests()[0].json()["MsgBody"][1], element);
}

#[tokio::test]
async fn a_missing_field_and_a_value_of_another_type_are_refused() {
    let told = refusal(&delete_contact_group::SPEC, json!({"GroupName": ["test0"]})).await;
    assert!(told.contains("`From_Account`: is required, but missing"), "{told}");
    let request = json!({"From_Account": "user15", "GroupName": "test0"});
    let told = refusal(&delete_contact_group::SPEC, request).await;
    assert!(told.contains("`GroupName`: expected a list, found \"test0\""), "{told}");
    for request in [json!(null), json!([]), json!("text")] {
        let told = refusal(&delete_contact_group::SPEC, request).await;
        assert!(told.contains("expected an object"), "{told}");
    }
}

#[tokio::test]
async fn a_broken_constraint_is_told_with_its_path_and_bound() {
    let request = json!({"From_Account": "user15", "GroupContactItem": [
        {"GroupName": "x".repeat(33), "ContactItem": []}]});
    let (mock, client) = scripted([]);
    let error = client.call_dynamic(&create_contact_group::SPEC, &request).await.unwrap_err();
    is_refused(&error);
    let violations = error.violations().unwrap().as_slice();
    assert_eq!(violations[0].field, "GroupContactItem[0].GroupName");
    assert!(error.to_string().contains("has 33 bytes, allowed is at most 32"), "{error}");
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn streams_and_batches_of_endpoints_without_them_are_errors() {
    let (mock, client) = scripted([]);
    for spec in EndpointSpec::all() {
        let call = || client.call_dynamic(spec, &json!({}));
        if spec.pages().is_none() {
            let mut items = call().items();
            is_refused(&items.next().await.unwrap().unwrap_err());
            assert!(items.next().await.is_none());
            let mut pages = call().pages();
            is_refused(&pages.next().await.unwrap().unwrap_err());
            assert!(pages.next().await.is_none());
        }
        if spec.batch().is_none() {
            is_refused(&call().batches().await.unwrap_err().error);
            let mut batches = call().batches();
            is_refused(&batches.next().await.unwrap().unwrap_err().error);
            assert!(batches.next().await.is_none());
        }
    }
    let request = json!({});
    let error = client.call_dynamic(&operation::get_ip_list::SPEC, &request).items().next().await;
    let error = error.unwrap().unwrap_err().to_string();
    assert!(error.contains("`get_ip_list` does not respond in pages"), "{error}");
    let error = client.call_dynamic(&operation::get_ip_list::SPEC, &request).batches().await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("`get_ip_list` has no list that can be split"), "{error}");
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn streams_and_batches_refuse_what_cannot_be_read() {
    let (mock, client) = scripted([]);
    let request = json!({"From_Account": "user15", "StartIndx": 0});
    let mut items = client.call_dynamic(&get_contact_group::SPEC, &request).items();
    let error = items.next().await.unwrap().unwrap_err();
    is_refused(&error);
    assert!(error.to_string().contains("did you mean `StartIndex`?"), "{error}");
    let request = json!({"CheckItems": []});
    let error = client.call_dynamic(&account::account_check::SPEC, &request).batches().await;
    let error = error.unwrap_err().error;
    is_refused(&error);
    assert!(error.to_string().contains("did you mean `CheckItem`?"), "{error}");
    assert!(mock.requests().is_empty());
}
