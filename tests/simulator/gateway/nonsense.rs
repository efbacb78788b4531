//! Requests that make no sense: each is refused with the documented code.

use serde_json::{Value, json};
use support::{ADMIN, APP, KEY, NOW};
use tencent_chat::schema::{FieldSpec, FieldType, Meaning};
use tencent_chat::{EndpointSpec, ErrorCode};
use tencent_chat_sim::Simulator;

use super::{post, query_with, simulator, user_sig};

/// The code of the response to a body.
async fn code(simulator: &Simulator, path: &str, body: &Value) -> i64 {
    let response = post(simulator, &format!("v4/{path}"), &query_with(""), body.to_string()).await;
    response["ErrorCode"].as_i64().unwrap()
}

fn text() -> Value {
    json!({"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}})
}

fn custom() -> Value {
    json!({"MsgType": "TIMCustomElem", "MsgContent": {"Data": "x"}})
}

/// The body with changed fields; those that are null are removed.
fn with(body: &Value, changes: Value) -> Value {
    let mut body = body.clone();
    for (key, value) in changes.as_object().unwrap() {
        body[key] = value.clone();
    }
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    body
}

/// Applies each change to the body, and compares the codes.
async fn refuses(path: &str, body: &Value, cases: impl IntoIterator<Item = (Value, i64)>) {
    let simulator = simulator().await;
    assert_eq!(code(&simulator, path, body).await, 0, "{path}: the body itself is right");
    for (changes, wanted) in cases {
        let body = with(body, changes);
        assert_eq!(code(&simulator, path, &body).await, wanted, "{path}: {body}");
    }
}

#[tokio::test]
async fn accounts_have_names() {
    let accounts = "im_open_login_svc/account_import";
    let long = "x".repeat(501);
    let cases = [
        (json!({"UserID": ""}), 70402),
        (json!({"UserID": null}), 70402),
        (json!({"UserID": 15}), 60015),
        (json!({"UserID": "x".repeat(33)}), 70402),
        (json!({"Nick": long}), 40601),
    ];
    refuses(accounts, &json!({"UserID": "ann"}), cases).await;
    let several = "im_open_login_svc/multiaccount_import";
    refuses(several, &json!({"Accounts": ["a"]}), [(json!({"Accounts": ["a", 15]}), 60015)]).await;
    let cases =
        [(json!({"CheckItem": [{"UserID": ""}]}), 70402), (json!({"CheckItem": []}), 70402)];
    refuses("im_open_login_svc/account_check", &json!({"CheckItem": [{"UserID": "a"}]}), cases)
        .await;
}

#[tokio::test]
async fn groups_have_known_kinds_and_configured_fields() {
    let data = |key: &str| json!([{"Key": key, "Value": "red"}]);
    let member = |role: &str| json!([{"Member_Account": "user15", "Role": role}]);
    let cases = [
        (json!({"Type": "public"}), 10004),
        (json!({"Name": ""}), 10004),
        (json!({"Owner_Account": ""}), 10004),
        (json!({"Owner_Account": 15}), 60015),
        (json!({"ApplyJoinOption": "Maybe"}), 10004),
        (json!({"AppDefinedData": data("colour")}), 10004),
        (json!({"MemberList": member("King")}), 10004),
        (json!({"MemberList": member("Owner")}), 10004),
        (json!({"MemberList": member("Admin")}), 0),
    ];
    let body = json!({"Type": "Public", "Name": "Club", "Owner_Account": "user15"});
    refuses("group_open_http_svc/create_group", &body, cases).await;

    let simulator = simulator().await;
    let path = "group_open_http_svc/create_group";
    let body = with(&body, json!({"AppDefinedData": data("colour")}));
    simulator.state().add_custom_field("colour");
    assert_eq!(code(&simulator, path, &body).await, 0);
    for (command, code_of_empty) in [("destroy_group", 10015), ("get_group_info", 10004)] {
        let body = json!({"GroupId": "", "GroupIdList": [""]});
        let path = format!("group_open_http_svc/{command}");
        assert_eq!(code(&simulator, &path, &body).await, code_of_empty, "{path}");
    }
}

#[tokio::test]
async fn messages_have_parts_that_are_known() {
    let (list, two) = (json!([text(), custom()]), json!([custom(), text(), custom()]));
    let cases = [
        (json!({"MsgBody": two}), 90002),
        (json!({"MsgBody": []}), 90002),
        (json!({"MsgBody": text()}), 90007),
        (json!({"MsgBody": [{"MsgType": "TIMNoElem", "MsgContent": {}}]}), 90002),
        (json!({"MsgBody": [{"MsgType": "TIMTextElem"}]}), 90002),
        (json!({"MsgBody": null}), 90002),
        (json!({"To_Account": ""}), 90003),
        (json!({"To_Account": 15}), 90003),
        (json!({"From_Account": ""}), 90048),
        (json!({"MsgRandom": null}), 90005),
        (json!({"MsgRandom": "x"}), 90005),
        (json!({"MsgLifeTime": "x"}), 90044),
        (json!({"MsgLifeTime": 604_801}), 90026),
        (json!({"SyncOtherMachine": 3}), 90031),
    ];
    let body = json!({"To_Account": "user15", "MsgRandom": 1, "MsgBody": list});
    refuses("openim/sendmsg", &body, cases).await;
}

#[tokio::test]
async fn group_messages_are_checked_too() {
    let simulator = simulator().await;
    let group = json!({"Type": "Public", "Name": "Club", "GroupId": "club"});
    assert_eq!(code(&simulator, "group_open_http_svc/create_group", &group).await, 0);
    let body = json!({"GroupId": "club", "Random": 1, "MsgBody": [text()]});
    for (changes, wanted) in [
        (json!({}), 0),
        (json!({"GroupId": ""}), 10015),
        (json!({"Random": null}), 10004),
        (json!({"MsgBody": [custom(), custom()]}), 10004),
        (json!({"From_Account": ""}), 10004),
        (json!({"MsgPriority": "high"}), 10004),
        (json!({"CloudCustomData": "x".repeat(13_000)}), 80002),
    ] {
        let body = with(&body, changes);
        let path = "group_open_http_svc/send_group_msg";
        assert_eq!(code(&simulator, path, &body).await, wanted, "{body}");
    }
}

#[tokio::test]
async fn a_span_does_not_end_before_it_begins() {
    let body = json!({
        "Operator_Account": "user15", "Peer_Account": "user16", "MaxCnt": 1, "MinTime": 5, "MaxTime": 5
    });
    let cases = [(json!({"MinTime": 6}), 90001), (json!({"Peer_Account": ""}), 90003)];
    refuses("openim/admin_getroammsg", &body, cases).await;
}

#[tokio::test]
async fn pushes_have_a_number_and_one_kind_of_condition() {
    let tags = |tags: Value| json!({"Condition": {"TagsOr": tags}});
    let cases = [
        (json!({"MsgRandom": null}), 90005),
        (json!({"MsgBody": [custom(), custom()]}), 90002),
        (json!({"MsgLifeTime": 604_801}), 90026),
        (tags(json!(["a", ""])), 90040),
        (tags(json!(["x".repeat(51)])), 90020),
        (tags(json!(vec!["x"; 11])), 90032),
        (json!({"Condition": {"TagsOr": ["a", "b"], "TagsAnd": ["b"]}}), 90022),
        (json!({"Condition": {"TagsOr": ["a"], "AttrsOr": {"sex": "f"}}}), 90039),
        (tags(json!(["a", "b"])), 0),
    ];
    let body = json!({"MsgRandom": 1, "MsgBody": [text()]});
    refuses("all_member_push/im_push", &body, cases).await;
    let cases = [
        (json!({"MsgRandom": null}), 90005),
        (tags(json!(vec!["x"; 11])), 90032),
        (json!({"Condition": {"TagsOr": ["a"], "AttrsOr": {"sex": "f"}}}), 90039),
        (json!({"MsgBody": null, "OfflinePushInfo": {"Title": "hi"}}), 0),
    ];
    refuses("timpush/push", &body, cases).await;
}

#[tokio::test]
async fn calls_about_tags_and_attributes_have_at_most_100_accounts() {
    let simulator = simulator().await;
    let tags = json!({"UserTags": vec![json!({"To_Account": "user15", "Tags": ["a"]}); 101]});
    let attributes = json!({"UserAttrs": vec![json!({"To_Account": "user15", "Attrs": {}}); 101]});
    let accounts = json!({"To_Account": vec!["user15"; 101]});
    for (path, body) in [
        ("all_member_push/im_add_tag", &tags),
        ("timpush/remove_tag", &tags),
        ("all_member_push/im_set_attr", &attributes),
        ("timpush/get_tag", &accounts),
        ("timpush/clear_all_tags", &accounts),
    ] {
        assert_eq!(code(&simulator, path, body).await, 90018, "{path}");
    }
}

#[tokio::test]
async fn a_push_is_recalled_once_and_within_a_day() {
    let simulator = simulator().await;
    let mut now = NOW;
    let mut tasks = Vec::new();
    for random in [1, 2] {
        simulator.state().set_unix_time(now);
        let body = json!({"MsgRandom": random, "MsgBody": [text()]}).to_string();
        let response = post(&simulator, "v4/timpush/push", &query_with(""), body).await;
        tasks.push(response["TaskId"].clone());
    }
    let info = json!({"Title": "Recalled"});
    let recall = |task: &Value| json!({"TaskId": task, "OfflinePushInfo": info});
    let cases = [
        (1, json!({"TaskId": tasks[0]}), 90053),
        (1, recall(&json!("other")), 90049),
        (1, recall(&tasks[0]), 0),
        (1, recall(&tasks[0]), 90050),
        (24 * 60 * 60, recall(&tasks[1]), 90052),
    ];
    for (later, body, wanted) in cases {
        now += later;
        simulator.state().set_unix_time(now);
        let query = query_with(&format!("usersig={}", user_sig(APP, ADMIN, KEY, now)));
        let response = post(&simulator, "v4/timpush/revoke", &query, body.to_string()).await;
        assert_eq!(response["ErrorCode"], wanted, "{body}");
    }
    let state = simulator.state();
    let recalled: Vec<_> = state.pushes().map(|push| push.is_recalled()).collect();
    assert_eq!(recalled, [true, false]);
    let info = state.pushes().next().unwrap().offline_push_info().unwrap();
    assert_eq!(info.title.as_deref(), Some("Recalled"));
}

#[tokio::test]
async fn profiles_and_friends_have_known_tags_and_values() {
    let item = |tag: &str, value: Value| json!({"ProfileItem": [{"Tag": tag, "Value": value}]});
    let cases = [
        (item("Tag_Profile_Custom_Shoe", json!("42")), 40009),
        (item("Tag_Profile_IM_Shoe", json!("42")), 40009),
        (item("Tag_Profile_IM_Gender", json!("female")), 40605),
        (item("Tag_Profile_IM_AllowType", json!("everybody")), 40605),
        (item("Tag_Profile_IM_Level", json!(-1)), 40605),
        (json!({"ProfileItem": []}), 40001),
        (json!({"From_Account": ""}), 40001),
    ];
    let body = with(&json!({"From_Account": "user15"}), item("Tag_Profile_IM_Nick", json!("x")));
    refuses("profile/portrait_set", &body, cases).await;

    let simulator = simulator().await;
    let body = with(&body, item("Tag_Profile_Custom_Shoe", json!("42")));
    simulator.state().add_custom_field("Tag_Profile_Custom_Shoe");
    assert_eq!(code(&simulator, "profile/portrait_set", &body).await, 0);
    let friends = json!({"From_Account": "user15", "AddFriendItem": [{"To_Account": "user15"}]});
    for (changes, wanted) in [
        (json!({"AddType": "Add_Type_Triple"}), 30001),
        (json!({"AddFriendItem": [{"To_Account": ""}]}), 30001),
        (json!({"AddFriendItem": []}), 30001),
    ] {
        let body = with(&friends, changes);
        assert_eq!(code(&simulator, "sns/friend_add", &body).await, wanted, "{body}");
    }
}

/// Values that a field must not have: empty names and lists, and values that no page lists.
fn nonsense(field: &FieldSpec) -> Vec<Value> {
    let mut wrong = Vec::new();
    if field.required {
        wrong.push(Value::Null);
    }
    match field.ty {
        FieldType::String(meaning) if field.required && meaning != Meaning::Any => {
            wrong.extend([json!(""), json!({"a": 1})]);
        }
        FieldType::List(_) if field.required => wrong.extend([json!([]), json!("x")]),
        FieldType::List(_) => wrong.push(json!("x")),
        FieldType::Enum(_) => wrong.push(json!("made up")),
        FieldType::Integer { .. } => wrong.push(json!("made up")),
        _ => {}
    }
    wrong
}

/// Returns `true` if the endpoint's page lists the code of a refusal, or if it is one of the service's common codes.
fn is_documented(spec: &EndpointSpec, code: i64) -> bool {
    let common = [ErrorCode::USER_ID_NOT_A_STRING, ErrorCode::MALFORMED_JSON];
    let is_it = |known: &ErrorCode| i64::from(known.get()) == code;
    spec.errors().iter().chain(&common).any(is_it)
}

#[tokio::test]
async fn every_endpoint_refuses_fields_that_make_no_sense_with_a_code_of_its_page() {
    let simulator = simulator().await;
    let mut count = 0;
    for (spec, _) in Simulator::endpoints() {
        let file = format!("{}/samples/{}.json", env!("CARGO_MANIFEST_DIR"), spec.path());
        let samples: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let sample = &samples["requests"][0];
        let fields = spec.request().fields.iter();
        for field in fields.filter(|field| field.wire != "nettype") {
            for wrong in nonsense(field) {
                let body = with(sample, json!({field.wire: wrong}));
                let path = spec.path().strip_prefix("v4/").unwrap();
                // Each call is made in another second, because some rate limits are one call per second.
                simulator.state().set_unix_time(NOW + count);
                let code = code(&simulator, path, &body).await;
                assert!(code != 0 && is_documented(spec, code), "{code}: {path}: {body}");
                count += 1;
            }
        }
    }
    assert!(count > 200, "{count}");
}
