//! Groups, their members and messages.

use super::*;

#[tokio::test]
async fn groups_have_a_life() {
    let (simulator, client) = friends().await;
    for field in ["colour", "size"] {
        simulator.state().add_custom_field(field);
    }
    let groups = client.group();
    let create = create_group::Request::new(GroupKind::Public, "Club")
        .owner_account("ann")
        .max_member_count(3u32)
        .app_defined_data([CustomData::new("colour", "red")])
        .member_list([create_group::InitialMember::new("bob").role(MemberRole::Admin)]);
    let id = groups.create_group(create.clone()).await.unwrap().group_id;
    let taken = create.clone().group_id(id.clone());
    assert_eq!(code_of(&client, taken.clone()).await, Some(ErrorCode::GROUP_ID_TAKEN_BY_OWNER));
    assert_eq!(code_of(&client, taken.owner_account("cat")).await, Some(ErrorCode::GROUP_ID_TAKEN));

    let add = |users: &[&str]| {
        let users: Vec<_> =
            users.iter().map(|user| add_group_member::NewMember::new(*user)).collect();
        add_group_member::Request::new(id.clone(), users)
    };
    let added = groups.add_group_member(add(&["cat", "bob", "eve"])).await.unwrap();
    let results: Vec<_> = added.member_list.iter().map(|member| member.result).collect();
    assert_eq!(results, [MemberResult::Joined, MemberResult::AlreadyMember, MemberResult::Failed]);
    assert_eq!(added.failed_items()[0].path, "MemberList[2]");
    simulator.state().import_user("dan");
    assert_eq!(code_of(&client, add(&["dan"])).await, Some(ErrorCode::GROUP_FULL));

    let modify = modify_group_base_info::Request::new(id.clone())
        .notification("hush")
        .mute_all_member(true)
        .app_defined_data([CustomData::new("colour", ""), CustomData::new("size", "L")]);
    groups.modify_group_base_info(modify).await.unwrap();
    let info = |filter: GroupInfoFilter| {
        get_group_info::Request::new([id.as_str(), "@none"]).response_filter(filter)
    };
    let response = groups.get_group_info(info(GroupInfoFilter::new())).await.unwrap();
    let group = &response.group_info[0];
    assert_eq!((group.notification.as_deref(), group.mute_all_member), (Some("hush"), Some(true)));
    assert_eq!(group.app_defined_data, [CustomData::new("size", "L")]);
    assert_eq!((group.member_num, group.member_list.len()), (Some(3), 3));
    assert_eq!(response.failed_items()[0].code, Some(ErrorCode::GROUP_NOT_FOUND));
    let filter =
        GroupInfoFilter::new().group_base_info_filter(["Name"]).member_info_filter(["Role"]);
    let group = groups.get_group_info(info(filter)).await.unwrap().group_info.remove(0);
    assert_eq!((group.name.as_deref(), group.notification), (Some("Club"), None));
    assert_eq!(
        (&group.member_list[1].role, group.member_list[1].join_time_secs),
        (&Some(MemberRole::Admin), None)
    );

    let joined = get_joined_group_list::Request::new("cat");
    let joined = groups.get_joined_group_list(joined).await.unwrap();
    assert_eq!((joined.total_count, &joined.group_id_list[0].group_id), (1, &id));
    assert_eq!(joined.group_id_list[0].name, None, "only requested fields are returned");

    insta::assert_debug_snapshot!(simulator.state());
    groups.destroy_group(destroy_group::Request::new(id.clone())).await.unwrap();
    let again = destroy_group::Request::new(id);
    assert_eq!(code_of(&client, again).await, Some(ErrorCode::GROUP_NOT_FOUND));
}

#[tokio::test]
async fn the_settings_of_a_group_decide_who_may_invite_and_what_its_members_may_do() {
    let (_simulator, client) = friends().await;
    let create = create_group::Request::new(GroupKind::Community, "Club")
        .invite_join_option(InviteJoinOption::DisableInvite)
        .enable_permission_group(true)
        .default_permissions(7u64);
    let id = client.call(create).await.unwrap().group_id;
    let modify = modify_group_base_info::Request::new(id.clone()).default_permissions(3u64);
    client.call(modify).await.unwrap();
    let info = client.call(get_group_info::Request::new([id])).await.unwrap();
    let group = &info.group_info[0];
    assert_eq!(group.invite_join_option, Some(InviteJoinOption::DisableInvite));
    assert_eq!((group.enable_permission_group, group.default_permissions), (Some(true), Some(3)));
}

#[tokio::test]
async fn members_are_paged_in_both_ways() {
    let (simulator, client) = friends().await;
    for kind in [GroupKind::Public, GroupKind::Community] {
        let create = create_group::Request::new(kind.clone(), "Club").max_member_count(100u32);
        let id = client.call(create).await.unwrap().group_id;
        let names: Vec<_> = (0..7).map(|number| format!("m{number}")).collect();
        names.iter().for_each(|name| simulator.state().import_user(name.as_str()));
        let members: Vec<_> = names.iter().map(import_group_member::ImportedMember::new).collect();
        client.call(import_group_member::Request::new(id.clone(), members)).await.unwrap();
        let read = get_group_member_info::Request::new(id).limit(3u32);
        let read = if kind == GroupKind::Community { read.next("") } else { read };
        let mut items = client.group().get_group_member_info(read).items();
        let mut seen = Vec::new();
        while let Some(member) = items.next().await {
            seen.push(member.unwrap().member_account.into_string());
        }
        assert_eq!(seen, names, "{kind:?}");
    }
}

#[tokio::test]
async fn messages_of_groups_have_a_life() {
    let (simulator, client) = friends().await;
    let create = |kind| create_group::Request::new(kind, "Club").owner_account("ann");
    let club = client.call(create(GroupKind::Meeting)).await.unwrap().group_id;
    let member = add_group_member::NewMember::new("bob");
    client.call(add_group_member::Request::new(club.clone(), [member])).await.unwrap();
    let send = |from: &str, text: &str| {
        message::send_group_message::Request::new(club.clone(), [text])
            .from_account(from)
            .random(7u32)
            .cloud_custom_data("own")
    };
    for number in 1..=5u64 {
        let sent = client.call(send("bob", &number.to_string())).await.unwrap();
        assert_eq!((sent.msg_seq, sent.msg_drop_reason.as_deref()), (number, Some("")));
    }
    client.call(send("ann", "now").online_only_flag(true)).await.unwrap();
    let read = message::group_message_get_simple::Request::new(club.clone(), 2u32);
    let mut items = client.message().group_message_get_simple(read).items();
    let mut seen = Vec::new();
    while let Some(message) = items.next().await {
        let message = message.unwrap();
        assert_eq!(message.cloud_custom_data.as_deref(), Some("own"));
        seen.push(message.msg_seq);
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
    let mute = modify_group_base_info::Request::new(club.clone()).mute_all_member(true);
    client.call(mute).await.unwrap();
    assert_eq!(code_of(&client, send("bob", "6")).await, Some(ErrorCode::SENDER_MUTED));
    assert_eq!(code_of(&client, send("ann", "6")).await, None);
    let conversations: Vec<_> =
        simulator.state().user("bob").unwrap().conversations().cloned().collect();
    assert_eq!(conversations, [Conversation::with_group(club)]);
    insta::assert_debug_snapshot!(simulator.state());

    let live = client.call(create(GroupKind::AvChatRoom)).await.unwrap().group_id;
    let read = message::group_message_get_simple::Request::new(live.clone(), 2u32);
    assert_eq!(code_of(&client, read).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
    let member = add_group_member::NewMember::new("bob");
    let add = add_group_member::Request::new(live, [member]);
    assert_eq!(code_of(&client, add).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
}

/// A group of Ann in which Ann sent `1` and Bob `2` and `3`.
async fn club_with_messages(client: &Client) -> GroupId {
    let create = create_group::Request::new(GroupKind::Meeting, "Club").owner_account("ann");
    let club = client.call(create).await.unwrap().group_id;
    for (from, text) in [("ann", "1"), ("bob", "2"), ("bob", "3")] {
        let send = message::send_group_message::Request::new(club.clone(), [text]);
        client.call(send.from_account(from)).await.unwrap();
    }
    club
}

/// The history of a group, newest first, with the recalled messages.
async fn history(client: &Client, club: &GroupId) -> Vec<String> {
    let read = message::group_message_get_simple::Request::new(club.clone(), 20u32);
    let read = client.call(read.with_recalled_msg(true)).await.unwrap();
    let text = |message: message::group_message_get_simple::GroupMessage| {
        let seq = message.msg_seq;
        match (message.is_place_msg, &*message.msg_body) {
            (Some(PlaceKind::Recalled), []) => format!("{seq} recalled"),
            (_, [MessageElement::Text(element)]) => format!("{seq} {}", element.text),
            other => panic!("{other:?}"),
        }
    };
    read.rsp_msg_list.into_iter().map(text).collect()
}

#[tokio::test]
async fn messages_of_groups_are_changed_and_recalled() {
    let (_simulator, client) = friends().await;
    let club = club_with_messages(&client).await;
    let modify = |seq: u64| message::modify_group_message::Request::new(club.clone(), seq);
    client.call(modify(1).msg_body(["one"])).await.unwrap();
    client.call(modify(1).cloud_custom_data("own")).await.unwrap();
    assert_eq!(code_of(&client, modify(9)).await, Some(ErrorCode::INVALID_MESSAGE_REQUEST));
    assert_eq!(history(&client, &club).await, ["3 3", "2 2", "1 one"]);

    let seqs = [2u64, 9].map(MsgSeqItem::new);
    let recall = message::group_message_recall::Request::new(club.clone(), seqs);
    for _ in 0..2 {
        let response = client.call(recall.clone()).await.unwrap();
        let failed: Vec<_> = response.failed_items().iter().map(|item| item.code).collect();
        assert_eq!(failed, [Some(ErrorCode::GROUP_MESSAGE_NOT_FOUND)]);
        assert_eq!(history(&client, &club).await, ["3 3", "2 recalled", "1 one"]);
    }
    let read = message::group_message_get_simple::Request::new(club.clone(), 20u32);
    assert_eq!(client.call(read).await.unwrap().rsp_msg_list.len(), 2);

    let delete = message::delete_group_message_by_sender::Request::new(club.clone(), "bob");
    client.call(delete).await.unwrap();
    assert_eq!(history(&client, &club).await, ["3 recalled", "2 recalled", "1 one"]);
}

#[tokio::test]
async fn messages_of_groups_are_pinned() {
    let (_simulator, client) = friends().await;
    let club = club_with_messages(&client).await;
    let pin = |seq: u64| message::pin_message::Request::new(club.clone(), seq);
    for seq in [1, 3, 1] {
        client.call(pin(seq).pinner_account("ann")).await.unwrap();
    }
    assert_eq!(code_of(&client, pin(9)).await, Some(ErrorCode::INVALID_GROUP_PARAMETER));
    let pinned = async || {
        let get = message::get_pinned_messages::Request::new(club.clone());
        let pinned = client.call(get).await.unwrap().pinned_msg_list.into_iter();
        pinned.map(|pin| (pin.msg_seq.unwrap(), pin.pinner_account.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(pinned().await, [(1, "ann".into()), (3, "ann".into())]);
    let unpin = message::unpin_message::Request::new(club.clone(), 1u64);
    client.call(unpin.clone()).await.unwrap();
    assert_eq!(code_of(&client, unpin).await, Some(ErrorCode::INVALID_GROUP_PARAMETER));
    assert_eq!(pinned().await, [(3, "ann".into())]);
}
