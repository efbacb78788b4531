//! Changed members, new owners, topics and imports of groups.

use tencent_chat::group::{
    MemberState, MessageFlag, change_group_owner, create_topic, destroy_topic,
    get_specified_group_member_info, get_topic, import_group, import_topic,
    modify_group_member_info, modify_topic,
};

use super::*;

async fn club(client: &Client) {
    let create = create_group::Request::new(GroupKind::Public, "Club")
        .group_id("club")
        .owner_account("ann")
        .member_list([create_group::InitialMember::new("bob")]);
    client.call(create).await.unwrap();
}

async fn member(client: &Client, user: &str) -> MemberState {
    let read = get_specified_group_member_info::Request::new("club", [user, "nobody"]);
    let mut members = client.call(read).await.unwrap().member_list;
    assert_eq!(members.len(), 1);
    members.remove(0)
}

#[tokio::test]
async fn members_of_groups_are_changed() {
    let (simulator, client) = friends().await;
    simulator.state().add_custom_field("colour");
    club(&client).await;
    let modify = |user: &str| modify_group_member_info::Request::new("club", user);
    let change = modify("bob")
        .role(MemberRole::Admin)
        .name_card("Bobby")
        .msg_flag(MessageFlag::Discard)
        .mute_time_secs(60u32)
        .app_member_defined_data([CustomData::new("colour", "red")]);
    client.call(change).await.unwrap();
    let bob = member(&client, "bob").await;
    assert_eq!((bob.role, bob.name_card.as_deref()), (Some(MemberRole::Admin), Some("Bobby")));
    assert_eq!((bob.msg_flag, bob.mute_until_secs), (Some(MessageFlag::Discard), Some(NOW + 60)));
    assert_eq!(bob.app_member_defined_data, [CustomData::new("colour", "red")]);

    let send = message::send_group_message::Request::new("club", ["hello"]).from_account("bob");
    assert_eq!(code_of(&client, send.clone()).await, Some(ErrorCode::SENDER_MUTED));
    client.call(modify("bob").mute_time_secs(0u32)).await.unwrap();
    assert_eq!(code_of(&client, send).await, None);
    assert_eq!(member(&client, "bob").await.name_card.as_deref(), Some("Bobby"));
    for refused in [modify("cat"), modify("ann").role(MemberRole::Member)] {
        assert_eq!(code_of(&client, refused).await, Some(ErrorCode::INVALID_GROUP_PARAMETER));
    }
}

#[tokio::test]
async fn groups_get_new_owners() {
    let (simulator, client) = friends().await;
    club(&client).await;
    let change = |user: &str| change_group_owner::Request::new("club", user);
    client.call(change("bob")).await.unwrap();
    assert_eq!(member(&client, "ann").await.role, Some(MemberRole::Member));
    assert_eq!(member(&client, "bob").await.role, Some(MemberRole::Owner));
    let owner = simulator.state().group("club").and_then(|group| group.owner()).cloned();
    assert_eq!(owner, Some("bob".into()));
    assert_eq!(code_of(&client, change("cat")).await, Some(ErrorCode::INVALID_GROUP_PARAMETER));
}

#[tokio::test]
async fn groups_and_topics_are_imported() {
    let (_simulator, client) = friends().await;
    let import = import_group::Request::new(GroupKind::Community, "Old club")
        .group_id("old")
        .owner_account("ann")
        .support_topic(true)
        .create_time_secs(5u64);
    client.call(import.clone()).await.unwrap();
    assert_eq!(code_of(&client, import).await, Some(ErrorCode::GROUP_ID_TAKEN));
    let live = import_group::Request::new(GroupKind::AvChatRoom, "Live");
    assert_eq!(code_of(&client, live).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
    let old =
        client.call(get_group_info::Request::new(["old"])).await.unwrap().group_info.remove(0);
    assert_eq!((old.create_time_secs, old.max_member_num), (Some(5), Some(2000)));
    assert_eq!(old.owner_account, Some("ann".into()));

    let import = import_topic::Request::new("old", "Hiking").topic_id("@hiking");
    client.call(import.clone().create_time_secs(7u64)).await.unwrap();
    assert_eq!(code_of(&client, import).await, Some(ErrorCode::GROUP_ID_TAKEN));
    let topics = client.call(get_topic::Request::new("old", "ann")).await.unwrap();
    let topic = topics.topic_and_self_info[0].topic_info.as_ref().unwrap();
    assert_eq!((topic.topic_name.as_deref(), topic.create_time_secs), (Some("Hiking"), Some(7)));
}

#[tokio::test]
async fn topics_have_a_life() {
    let (_simulator, client) = friends().await;
    let group = create_group::Request::new(GroupKind::Community, "Club").group_id("club");
    client.call(group.clone()).await.unwrap();
    let create =
        |group: &str| create_topic::Request::new(group, "Hiking").introduction("fresh air");
    assert_eq!(code_of(&client, create("club")).await, Some(ErrorCode::TOPICS_UNSUPPORTED));
    let group = group.group_id("walks").owner_account("ann").support_topic(true);
    client.call(group).await.unwrap();
    let topic = client.call(create("walks")).await.unwrap().topic_id;
    let taken = create("walks").topic_id(topic.clone());
    assert_eq!(code_of(&client, taken).await, Some(ErrorCode::GROUP_ID_TAKEN_BY_OWNER));

    let modify = modify_topic::Request::new("walks", topic.clone()).mute_all_member(true);
    client.call(modify.topic_name("Running")).await.unwrap();
    let read = get_topic::Request::new("walks", "ann");
    let topics = client.call(read.clone()).await.unwrap().topic_and_self_info;
    let info = topics[0].topic_info.as_ref().unwrap();
    assert_eq!((info.topic_name.as_deref(), info.mute_all_member), (Some("Running"), Some(true)));
    assert_eq!(
        (info.introduction.as_deref(), &info.topic_id),
        (Some("fresh air"), &Some(topic.clone()))
    );
    let own = topics[0].self_info.as_ref().unwrap();
    assert_eq!(own.msg_flag, Some(MessageFlag::AcceptAndNotify));

    let destroy = destroy_topic::Request::new("walks", [topic.clone()]);
    for failed in [0, 1] {
        let response = client.call(destroy.clone()).await.unwrap();
        assert_eq!(response.failed_items().len(), failed);
    }
    assert_eq!(client.call(read.clone()).await.unwrap().topic_and_self_info, []);
    let gone = client.call(read.topic_id_list([topic.clone()])).await.unwrap();
    assert_eq!(gone.failed_items()[0].code, Some(ErrorCode::TOPIC_DELETED));
    let modify = modify_topic::Request::new("walks", topic);
    assert_eq!(code_of(&client, modify).await, Some(ErrorCode::GROUP_NOT_FOUND));
}
