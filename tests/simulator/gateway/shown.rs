//! The simulator's state and its kept requests, as shown to tests.

use serde_json::json;
use support::{KEY, client_of, simulator};
use tencent_chat::account::account_import;
use tencent_chat::group::{GroupKind, create_group};
use tencent_chat::message::{send_group_message, send_message};
use tencent_chat::push::im_push;
use tencent_chat::{ErrorCode, TagItem, friend, profile};
use tencent_chat_sim::{Fault, Rule};

use super::{post, query_with};

#[tokio::test]
async fn the_state_shows_what_was_done_as_types_and_as_json() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    for user in ["ann", "bob"] {
        client.call(account_import::Request::new(user).nick("Nick")).await.unwrap();
    }
    let item = TagItem::new(tencent_chat::Tag::ProfileLevel, 3);
    client.call(profile::portrait_set::Request::new("ann", [item])).await.unwrap();
    let item = friend::friend_add::AddFriendItem::new("bob");
    client.call(friend::friend_add::Request::new("ann", [item])).await.unwrap();
    client.call(send_message::Request::new("bob", ["hi"]).from_account("ann")).await.unwrap();
    let create = create_group::Request::new(GroupKind::Public, "Club").owner_account("ann");
    let id = client.call(create).await.unwrap().group_id;
    let send = send_group_message::Request::new(id.clone(), ["ho"]).from_account("ann");
    client.call(send).await.unwrap();
    client.call(im_push::Request::new(["all"])).await.unwrap();

    let state = simulator.state();
    let ann = state.user("ann").unwrap();
    assert_eq!(ann.profile().count(), 2);
    assert!(ann.friend("bob").count() > 0);
    assert_eq!(state.users().count(), 3);
    let group = state.group(id.as_str()).unwrap();
    assert_eq!((group.kind(), group.name()), (&GroupKind::Public, "Club"));
    assert_eq!(group.members()[0].user(), "ann");
    assert_eq!(group.messages()[0].body(), ["ho".into()]);
    assert_eq!(state.messages().next().unwrap().body(), ["hi".into()]);
    assert_eq!(state.pushes().next().unwrap().body(), ["all".into()]);
    assert_eq!(state.requests().count(), 8);
    let sent = state.requests_of::<send_message::Request>();
    assert_eq!((sent.len(), sent[0].to_account.as_str()), (1, "bob"));

    let json = state.to_json();
    assert_eq!(json["users"]["ann"]["profile"]["Tag_Profile_IM_Nick"], "Nick");
    assert_eq!(json["users"]["ann"]["profile"]["Tag_Profile_IM_Level"], 3);
    assert!(json["users"]["ann"]["friends"]["bob"].is_object());
    assert_eq!(json["users"]["bob"]["conversations"][0]["user"], "ann");
    assert_eq!(json["users"]["user15"]["contact_groups"]["test0"]["id"], 1);
    assert_eq!(json["groups"][id.as_str()]["members"][0]["role"], "Owner");
    let text = json!([{"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}}]);
    assert_eq!(
        (&json["messages"][0]["from"], &json["messages"][0]["body"]),
        (&json!("ann"), &text)
    );
    assert_eq!(json["pushes"][0]["body"][0]["MsgContent"]["Text"], "all");
    let import = json!({
        "path": "v4/im_open_login_svc/account_import",
        "body": {"UserID": "ann", "Nick": "Nick"},
        "code": 0
    });
    assert_eq!(json["requests"][0], import);
}

#[tokio::test]
async fn requests_are_kept_with_their_code_and_without_their_signature() {
    let simulator = simulator().await;
    let path = "v4/im_open_login_svc/kick";
    let body = json!({"UserID": "nobody"}).to_string();
    let faults = [Fault::Code(ErrorCode::new(50004)), Fault::Body(b"[]".to_vec())];
    for fault in faults {
        simulator.state().add_rule(Rule::new(fault));
        post(&simulator, path, &query_with(""), body.clone()).await;
    }
    post(&simulator, path, &query_with(""), body.clone()).await;
    post(&simulator, path, &query_with("usersig=canary"), "no JSON".to_owned()).await;
    let misplaced = format!("{path}%3F{}", query_with("").replace('&', "%26"));
    post(&simulator, &misplaced, "", body).await;
    let mut state = simulator.state();
    let codes: Vec<_> =
        state.requests().map(|request| request.code().map(ErrorCode::get)).collect();
    assert_eq!(codes, [Some(50004), None, Some(70107), Some(70003), Some(60009)]);
    assert!(state.requests().all(|request| request.path() == path));
    let shown = format!("{state:?} {} {:?}", state.to_json(), state.requests().collect::<Vec<_>>());
    let sent = query_with("");
    let user_sig = sent.split('&').find_map(|pair| pair.strip_prefix("usersig=")).unwrap();
    assert!(![user_sig, "canary", KEY].iter().any(|secret| shown.contains(secret)), "{shown}");
    state.clear_requests();
    assert_eq!(state.requests().count(), 0);
}

#[tokio::test]
async fn the_log_can_be_collected_by_a_test() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = std::sync::Arc::clone(&lines);
    let builder = tencent_chat_sim::Simulator::builder();
    let builder = builder.log(move |line| kept.lock().unwrap().push(line.to_owned()));
    let simulator = builder.start().await.unwrap();
    post(&simulator, "v4/a/b", &query_with(""), "{}".to_owned()).await;
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("v4/a/b: 60009"), "{lines:?}");
}
