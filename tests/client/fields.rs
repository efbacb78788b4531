//! Fields that a spec makes the client add or send elsewhere, and statuses of items that decide over a response.

use serde_json::{Value, json};
use tencent_chat::operation::NetType;
use tencent_chat::{ErrorCode, endpoint, group, message};

use super::json_peer::{bodies, peer, users};

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

/// Does something for the app. It is known in part and there is a better one.
#[endpoint("v4/private/for_app", partial, superseded_by = "v4/private/for_app_better")]
pub mod for_app {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
    }
    pub struct Response {}
}

#[tokio::test]
async fn the_client_fills_in_its_app_id_that_the_caller_left_out() {
    assert!(for_app::SPEC.is_partial());
    assert_eq!(for_app::SPEC.superseded_by(), Some("v4/private/for_app_better"));
    let (mut peer, client) = peer(|_| json!({"ErrorCode": 0})).await;
    client.call(for_app::Request::new()).await.unwrap();
    client.call(for_app::Request::new().sdk_app_id(7u32)).await.unwrap();
    client.call_dynamic(&for_app::SPEC, &json!({})).await.unwrap();
    let bodies = bodies(&mut peer, 3).await;
    let own = json!({"SdkAppId": client.sdk_app_id()});
    assert_eq!(bodies, [own.clone(), json!({"SdkAppId": 7}), own]);
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
            {"ErrorCode": 0, "ErrorInfo": "", "TopicInfo": {"TopicName": "a", "MuteAllMember": "On"}},
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
