//! The simulator's gateway and constraints, by handwritten requests that the client would refuse to send.

mod nonsense;
mod shown;

use std::time::Duration;

use serde_json::{Value, json};
use support::{ADMIN, APP, KEY, NOW, simulator};
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat_sim::Simulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PATH: &str = "v4/recentcontact/del_contact_group";

fn user_sig(app: u32, identifier: &str, key: &str, issued_at: u64) -> String {
    let subject = Subject::new(app, identifier);
    let hour = Lifetime::new(Duration::from_secs(3600)).unwrap();
    SecretKey::new(key).sign(&subject, UnixTime::from_secs(issued_at), hour).expose().to_owned()
}

/// The query that the service expects, with one parameter replaced.
pub(crate) fn query_with(changed: &str) -> String {
    let user_sig = user_sig(APP, ADMIN, KEY, NOW);
    let pairs = [
        format!("sdkappid={APP}"),
        format!("identifier={ADMIN}"),
        format!("usersig={user_sig}"),
        "random=1".to_owned(),
        "contenttype=json".to_owned(),
    ];
    let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let pairs =
        pairs.map(|pair| if key(&pair) == key(changed) { changed.to_owned() } else { pair });
    pairs.join("&")
}

/// Returns the response to a handwritten request, sent by a client that is not ours.
async fn exchange(simulator: &Simulator, method: &str, target: &str, body: &str) -> Value {
    let address = simulator.base_url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "whatever happens, not {head}");
    serde_json::from_str(body).unwrap()
}

pub(crate) async fn post(simulator: &Simulator, path: &str, query: &str, body: String) -> Value {
    exchange(simulator, "POST", &format!("/{path}?{query}"), &body).await
}

/// Posts a body with a valid query, and returns the code.
pub(crate) async fn code_of_body(simulator: &Simulator, body: impl ToString) -> i64 {
    let response = post(simulator, PATH, &query_with(""), body.to_string()).await;
    assert_eq!(response["ActionStatus"], if response["ErrorCode"] == 0 { "OK" } else { "FAIL" });
    response["ErrorCode"].as_i64().unwrap()
}

/// Posts a valid body with a query of which one parameter is replaced, and returns the code.
async fn code_of_query(simulator: &Simulator, changed: &str) -> i64 {
    let body = json!({"From_Account": "user15", "GroupName": ["test9"]});
    let response = post(simulator, PATH, &query_with(changed), body.to_string()).await;
    response["ErrorCode"].as_i64().unwrap()
}

#[tokio::test]
async fn a_valid_call_gets_the_response_of_the_page() {
    let simulator = simulator().await;
    let body = json!({"From_Account": "user15", "GroupName": ["test0"]});
    assert_eq!(
        post(&simulator, PATH, &query_with(""), body.to_string()).await,
        json!({
            "GroupItem": [{"GroupName": "test0", "GroupId": 1}],
            "ActionStatus": "OK",
            "ErrorCode": 0,
            "ErrorInfo": ""
        })
    );
}

#[tokio::test]
async fn constraints_and_states_have_their_documented_codes() {
    let simulator = simulator().await;
    for (group_names, code) in [
        (json!(["test0", "test1"]), 50002),
        (json!([]), 50002),
        (json!("test0"), 50002),
        (json!(["x".repeat(33)]), 51011),
        (json!(["é".repeat(17)]), 51011),
        (json!(["x".repeat(32)]), 51009),
        (json!(["test0"]), 0),
        (json!(["test0"]), 51009),
    ] {
        let body = json!({"From_Account": "user15", "GroupName": group_names});
        assert_eq!(code_of_body(&simulator, &body).await, code, "{body}");
    }
}

#[tokio::test]
async fn users_are_strings_and_imported() {
    let simulator = simulator().await;
    let names = ["test0"];
    for (body, code) in [
        (json!({"From_Account": "stranger", "GroupName": names}), 50001),
        (json!({"From_Account": 15, "GroupName": names}), 60015),
        (json!({"GroupName": names}), 50002),
        (json!({"From_Account": "user15"}), 50002),
    ] {
        assert_eq!(code_of_body(&simulator, &body).await, code, "{body}");
    }
}

#[tokio::test]
async fn the_body_is_a_json_object() {
    let simulator = simulator().await;
    for body in ["", "{", "[]", "null", "From_Account=user15"] {
        assert_eq!(code_of_body(&simulator, body).await, 60003, "{body:?}");
    }
}

#[tokio::test]
async fn the_query_is_checked() {
    let simulator = simulator().await;
    let other_user = user_sig(APP, "user15", KEY, NOW);
    let other_app = user_sig(APP + 1, ADMIN, KEY, NOW);
    let other_key = user_sig(APP, ADMIN, "another key", NOW);
    let expired = user_sig(APP, ADMIN, KEY, NOW - 3601);
    let last_second = user_sig(APP, ADMIN, KEY, NOW - 3600);
    for (changed, code) in [
        ("", 51009),
        ("sdkappid=", 60012),
        ("sdkappid=abc", 60006),
        ("sdkappid=1", 70020),
        ("identifier=", 60004),
        ("identifier=user15", 70013),
        ("usersig=", 70002),
        ("usersig=garbage", 70003),
        ("contenttype=xml", 60002),
        ("random=", 60002),
        ("random=4294967296", 60002),
        (&format!("usersig={other_user}"), 70013),
        (&format!("usersig={other_app}"), 70014),
        (&format!("usersig={other_key}"), 70009),
        (&format!("usersig={expired}"), 70001),
        (&format!("usersig={last_second}"), 51009),
    ] {
        assert_eq!(code_of_query(&simulator, changed).await, code, "{changed}");
    }
}

#[tokio::test]
async fn only_the_administrator_may_call() {
    let simulator = simulator().await;
    let user_sig = user_sig(APP, "user15", KEY, NOW);
    let query =
        format!("sdkappid={APP}&identifier=user15&usersig={user_sig}&random=1&contenttype=json");
    assert_eq!(post(&simulator, PATH, &query, "{}".to_owned()).await["ErrorCode"], 60010);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused() {
    let simulator = simulator().await;
    let response =
        post(&simulator, "v4/recentcontact/no_such", &query_with(""), "{}".to_owned()).await;
    assert_eq!(response["ErrorCode"], 60009);
    let target = format!("/{PATH}?{}", query_with(""));
    let response = exchange(&simulator, "GET", &target, "").await;
    assert_eq!(response["ErrorCode"], 60002);
}

#[tokio::test]
async fn constraints_that_our_client_checks_are_checked_by_the_service_too() {
    let simulator = simulator().await;
    let bob = json!({"Type": 1, "To_Account": "bob"});
    let mark = json!({"OptType": 1, "ContactItem": bob, "SetMark": [1]});
    let group = |name: String| json!([{"GroupName": name, "ContactItem": [bob]}]);
    let rename =
        json!({"UpdateGroupType": 1, "OldGroupName": "test0", "NewGroupName": "a".repeat(33)});
    for (command, field, value, code) in [
        ("mark_contact", "MarkItem", json!([]), 51006),
        ("mark_contact", "MarkItem", json!(vec![mark.clone(); 101]), 51006),
        ("mark_contact", "MarkItem", json!(vec![mark; 100]), 0),
        ("create_contact_group", "GroupContactItem", group("é".repeat(17)), 51011),
        ("create_contact_group", "GroupContactItem", group("é".repeat(16)), 0),
        ("update_contact_group", "UpdateGroup", rename, 51011),
    ] {
        let body = json!({"From_Account": "user15", "UpdateType": 1, field: value}).to_string();
        let path = format!("v4/recentcontact/{command}");
        let response = post(&simulator, &path, &query_with(""), body).await;
        assert_eq!(response["ErrorCode"], code, "{command}: {response}");
    }
}
