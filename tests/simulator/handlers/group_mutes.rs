//! Mutes in groups and topics, and the administrators of live groups.

use tencent_chat::group::{
    LiveGroupOperation, create_topic, forbid_send_message, get_admin_list, get_group_muted_account,
    get_group_shutted_uin, get_topic, modify_admin,
};

use super::*;

/// Creates a group of Ann and Bob.
async fn create(client: &Client, kind: GroupKind, id: &str) {
    let create = create_group::Request::new(kind, "Club")
        .group_id(id)
        .owner_account("ann")
        .support_topic(id == "walks")
        .member_list([create_group::InitialMember::new("bob")]);
    client.call(create).await.unwrap();
}

async fn muted(client: &Client, read: get_group_muted_account::Request) -> Vec<(String, u64)> {
    let muted = client.call(read).await.unwrap().muted_account_list.into_iter();
    muted.map(|member| (member.member_account.into_string(), member.muted_until_secs)).collect()
}

#[tokio::test]
async fn members_are_muted_for_a_time() {
    let (simulator, client) = friends().await;
    create(&client, GroupKind::Public, "club").await;
    let mute = |secs: u32| forbid_send_message::Request::new("club", ["bob"], secs);
    let send = message::send_group_message::Request::new("club", ["hello"]).from_account("bob");
    let read = get_group_muted_account::Request::new("club");
    client.call(mute(60)).await.unwrap();
    assert_eq!(muted(&client, read.clone()).await, [("bob".to_owned(), NOW + 60)]);
    let old = client.call(get_group_shutted_uin::Request::new("club")).await.unwrap();
    assert_eq!(old.shutted_uin_list[0].shutted_until_secs, NOW + 60);
    assert_eq!(code_of(&client, send.clone()).await, Some(ErrorCode::SENDER_MUTED));

    client.call(mute(0)).await.unwrap();
    assert_eq!(code_of(&client, send.clone()).await, None);
    client.call(mute(u32::MAX)).await.unwrap();
    simulator.state().set_unix_time(NOW + 1000);
    assert_eq!(muted(&client, read.clone()).await.len(), 1);
    client.call(mute(60)).await.unwrap();
    simulator.state().set_unix_time(NOW + 1060);
    assert_eq!(muted(&client, read).await, []);

    let strangers = forbid_send_message::Request::new("club", ["bob", "cat"], 60u32);
    assert_eq!(code_of(&client, strangers).await, Some(ErrorCode::INVALID_GROUP_PARAMETER));
    create(&client, GroupKind::Work, "office").await;
    let colleague = forbid_send_message::Request::new("office", ["bob"], 60u32);
    assert_eq!(code_of(&client, colleague).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
}

#[tokio::test]
async fn members_are_muted_in_a_topic() {
    let (_simulator, client) = friends().await;
    create(&client, GroupKind::Community, "walks").await;
    let topic = client.call(create_topic::Request::new("walks", "Hiking")).await.unwrap().topic_id;
    let mute = forbid_send_message::Request::new("walks", ["bob"], 60u32);
    client.call(mute.clone().topic_id(topic.clone())).await.unwrap();
    let read = get_group_muted_account::Request::new("walks");
    assert_eq!(muted(&client, read.clone()).await, [], "only in the topic");
    let read = read.topic_id(topic);
    assert_eq!(muted(&client, read.clone()).await, [("bob".to_owned(), NOW + 60)]);
    let topics = client.call(get_topic::Request::new("walks", "bob")).await.unwrap();
    let own = topics.topic_and_self_info[0].self_info.as_ref().unwrap();
    assert_eq!(own.shut_up_time_secs, Some(60));
    let elsewhere = mute.topic_id("@none");
    assert_eq!(code_of(&client, elsewhere).await, Some(ErrorCode::GROUP_NOT_FOUND));
}

#[tokio::test]
async fn live_groups_have_administrators() {
    let (_simulator, client) = friends().await;
    let live = create_group::Request::new(GroupKind::AvChatRoom, "Live").group_id("live");
    client.call(live).await.unwrap();
    let change = |operation, users: &[&str]| modify_admin::Request::new("live", operation, users);
    for (operation, users) in [
        (LiveGroupOperation::Set, ["bob", "ann"]),
        (LiveGroupOperation::Set, ["cat", "ann"]),
        (LiveGroupOperation::Delete, ["bob", "eve"]),
    ] {
        client.call(change(operation, &users)).await.unwrap();
    }
    let admins = client.call(get_admin_list::Request::new("live")).await.unwrap().admin_list;
    let admins: Vec<_> = admins.into_iter().filter_map(|admin| admin.admin_account).collect();
    assert_eq!(admins, ["ann", "cat"]);

    let many = change(LiveGroupOperation::Set, &["a", "b", "c", "d"]);
    assert_eq!(code_of(&client, many).await, Some(ErrorCode::INVALID_GROUP_PARAMETER));
    create(&client, GroupKind::Public, "club").await;
    let other = modify_admin::Request::new("club", LiveGroupOperation::Set, ["bob"]);
    assert_eq!(code_of(&client, other).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
}
