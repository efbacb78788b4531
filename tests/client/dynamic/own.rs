//! An endpoint of another crate, by description. One of its types holds itself.

use serde_json::{Value, json};
use support::own::{Post, post_thread};
use tencent_chat::codec::{self, Strictness};
use tencent_chat::schema::{FieldType, RecordRef};
use tencent_chat::{DynamicRequest, ErrorKind, rules};

use super::scripted;

fn post(text: &str, replies: &[Value]) -> Value {
    json!({"From_Account": "user15", "Text": text, "Replies": replies})
}

/// A post with a chain of replies below it.
fn chain(depth: usize) -> Value {
    (0..depth).fold(post("deepest", &[]), |inner, _| post("above", &[inner]))
}

#[tokio::test]
async fn it_is_called_like_a_typed_one() {
    let quoting = json!({"From_Account": "user15", "Text": "see", "Replies": [],
        "Quoted": {"1": post("quoted", &[post("reply", &[])])},
        "Corrected": {"From_Account": "user15", "Text": "saw", "Replies": []}});
    let request = json!({"Posts": [chain(3), quoting]});
    let response = json!({"ErrorCode": 0, "Posts": [chain(5)], "IsLast": 1});
    let (mock, client) = scripted([response.clone(), response]);
    let typed: post_thread::Request = codec::from_json(request.to_string().as_bytes()).unwrap();
    let typed = client.call(typed).await.unwrap();
    let dynamic = client.call_dynamic(&post_thread::SPEC, &request).await.unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), serde_json::to_value(&dynamic).unwrap());
    assert_eq!(serde_json::to_value(&dynamic).unwrap()["Posts"][0], chain(5));
    assert_eq!(mock.requests()[0].body(), mock.requests()[1].body());
    assert_eq!(mock.requests()[1].json(), request);
    assert_eq!(format!("{:?}", dynamic.as_record()), format!("{typed:?}"));
}

#[tokio::test]
async fn it_responds_in_pages_and_takes_batches() {
    let page = |text: &str, next: u32| {
        let posts = [post(text, &[])];
        json!({"ErrorCode": 0, "Posts": posts, "Next": next, "IsLast": u32::from(next == 0)})
    };
    let (mock, client) = scripted([page("a", 1), page("b", 0), page("c", 0), page("d", 0)]);
    let request = json!({"Posts": [post("x", &[])]});
    let mut items = client.call_dynamic(&post_thread::SPEC, &request).items();
    let mut texts = Vec::new();
    while let Some(item) = items.next().await {
        texts.push(item.unwrap()["Text"].clone());
    }
    assert_eq!(texts, ["a", "b"]);
    assert_eq!(mock.requests()[1].json()["Start"], 1);
    let request = json!({"Posts": [post("x", &[]), post("y", &[]), post("z", &[])]});
    let joined = client.call_dynamic(&post_thread::SPEC, &request).batches().await.unwrap();
    assert_eq!(serde_json::to_value(&joined).unwrap()["Posts"].as_array().unwrap().len(), 2);
    mock.verify();
}

#[tokio::test]
async fn what_is_wrong_deep_within_is_found() {
    let (mock, client) = scripted([]);
    let deep = post("top", &[post("middle", &[post("", &[])])]);
    let request = json!({"Posts": [deep]});
    let error = client.call_dynamic(&post_thread::SPEC, &request).await.unwrap_err();
    let violations = error.violations().unwrap().as_slice();
    assert_eq!(violations[0].field, "Posts[0].Replies[0].Replies[0].Text");
    let mut deep = post("top", &[post("middle", &[post("text", &[])])]);
    deep["Replies"][0]["Replies"][0]["Txt"] = json!(1);
    let request = json!({"Posts": [deep]});
    let error = client.call_dynamic(&post_thread::SPEC, &request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let path = "`Posts[0].Replies[0].Replies[0].Txt`: is not a field: did you mean `Text`?";
    assert!(error.to_string().contains(path), "{error}");
    assert!(mock.requests().is_empty());
}

#[test]
fn its_type_is_printed_and_its_values_are_compared() {
    let posts = post_thread::SPEC.request().fields[0].ty;
    assert_eq!(posts.to_string(), "list of object Post");
    let FieldType::List(FieldType::Object(table)) = posts else { panic!("{posts}") };
    assert!(format!("{:?}", table()).contains("list of object Post"));
    let read = |json: &Value| codec::from_json::<Post>(json.to_string().as_bytes()).unwrap();
    let (one, other) = (read(&chain(3)), read(&chain(4)));
    let correct = Post::new("user15", "saw", [one.clone()]).corrected(other.clone());
    assert_eq!(correct.corrected.as_deref(), Some(&other));
    assert_eq!(read(&serde_json::to_value(&correct).unwrap()), correct);
    assert!(one == one.clone() && one != other);
    assert_eq!(serde_json::to_value(RecordRef::new(&one)).unwrap(), chain(3));
    let request = json!({"Posts": [chain(3)]});
    let request = DynamicRequest::from_json(&post_thread::SPEC, &request).unwrap();
    assert!(request == request.clone() && request.validate().is_ok());
}

/// Nesting is bounded by the codec, not by the stack.
#[test]
fn it_is_nested_as_deep_as_the_codec_allows() {
    let body = |depth| json!({"ErrorCode": 0, "Posts": [chain(depth)], "IsLast": 1}).to_string();
    let read = |depth: usize, strictness| {
        codec::read_response::<post_thread::Response>(body(depth).as_bytes(), strictness)
    };
    let (response, _) = read(40, Strictness::Strict).unwrap();
    assert!(rules::failed_items(&response).is_empty());
    assert!(read(60, Strictness::Strict).is_err());
    let (response, oddities) = read(60, Strictness::Lenient).unwrap();
    assert_eq!((response.posts.len(), oddities.len()), (1, 1));
}
