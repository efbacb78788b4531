//! Conversations, their groups and marks.

use super::*;

pub(super) fn create(
    name: &str,
    items: Vec<ContactItem>,
) -> conversation::create_contact_group::Request {
    let group = GroupContactItem::new(name, items);
    conversation::create_contact_group::Request::new("ann", [group])
}

pub(super) fn update(group: UpdateGroup) -> conversation::update_contact_group::Request {
    conversation::update_contact_group::Request::new("ann", UpdateType::Group, group)
}

pub(super) fn moved(group: &str, how: ContactOptType, item: ContactItem) -> UpdateGroup {
    UpdateGroup::new(UpdateGroupType::Conversations)
        .old_group_name(group)
        .contact_update_item([ContactUpdateItem::new(how, item)])
}

pub(super) fn renamed(old: &str, new: &str) -> UpdateGroup {
    UpdateGroup::new(UpdateGroupType::Name).old_group_name(old).new_group_name(new)
}

#[tokio::test]
async fn groups_and_marks_have_a_life() {
    let (simulator, client) = newborn().await;
    let conversations = client.conversation();
    let bob = ContactItem::with_user("bob");
    let club = ContactItem::with_group("@club");

    let created = conversations.create_contact_group(create("work", vec![bob.clone()])).await;
    let created = created.unwrap();
    assert_eq!(created.group_result_item[0].group_item.group_id, 1);
    assert!(created.failed_items().is_empty());

    let update = |group| conversations.update_contact_group(update(group));
    update(moved("work", ContactOptType::Add, club.clone())).await.unwrap();
    update(moved("work", ContactOptType::Delete, bob.clone())).await.unwrap();
    let response = update(renamed("work", "fun")).await.unwrap().update_group_result;
    assert_eq!((response.group_name.as_str(), response.old_group_name.as_str()), ("fun", "work"));
    assert_eq!(response.group_id, 1);

    simulator.state().set_unix_time(NOW + 5);
    let marked = MarkItem::new(OptType::Both, bob.clone()).set_mark([1u32, 4]).custom_mark("dear");
    let cleared = MarkItem::new(OptType::Standard, bob.clone()).clear_mark([4u32]);
    let marks = conversation::mark_contact::Request::new("ann", [marked, cleared]);
    assert!(conversations.mark_contact(marks).await.unwrap().failed_items().is_empty());

    let read = conversation::get_contact_group::Request::new("ann", 0u64);
    let response =
        serde_json::to_value(conversations.get_contact_group(read).await.unwrap()).unwrap();
    assert_eq!(
        response,
        json!({
            "ContactItem": [
                {"Type": 1, "To_Account": "bob", "Timestamp": NOW + 5, "StandardMark": "01",
                    "CustomMark": "dear", "ContactGroupId": []},
                {"Type": 2, "ToGroupId": "@club", "Timestamp": NOW, "StandardMark": "0",
                    "ContactGroupId": [1]},
            ],
            "GroupItem": [{"GroupName": "fun", "GroupId": 1}],
            "CompleteFlag": 1,
            "NextStartIndex": 0,
        })
    );

    let wanted = [club, ContactItem::with_user("stranger")];
    let search = conversation::search_contact_group::Request::new("ann", wanted);
    let found = conversations.search_contact_group(search).await.unwrap();
    assert_eq!(found.contact_result_item.len(), 1);
    assert_eq!(found.group_item[0].group_name, "fun");

    let delete = conversation::delete_contact_group::Request::new("ann", ["fun"]);
    conversations.delete_contact_group(delete).await.unwrap();
    let read = conversation::get_contact_group::Request::new("ann", 0u64);
    let response = conversations.get_contact_group(read).await.unwrap();
    assert_eq!((response.contact_item.len(), response.group_item.len()), (1, 0));
    insta::assert_debug_snapshot!(simulator.state());
}

#[tokio::test]
async fn marked_conversations_are_paged() {
    let (_simulator, client) = newborn().await;
    for (name, range) in [("a", 0..100), ("b", 100..200), ("c", 200..250)] {
        client.call(create(name, users(range))).await.unwrap();
    }
    let read = conversation::get_contact_group::Request::new("ann", 0u64);
    let mut items = client.conversation().get_contact_group(read).items();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(item) = items.next().await {
        seen.insert(item.unwrap().to_account);
    }
    assert_eq!(seen.len(), 250);
}

#[tokio::test]
async fn recent_conversations_are_listed_newest_first_with_the_pinned_ones_on_top() {
    let (simulator, client) = newborn().await;
    for (second, pinned) in [(1, false), (2, true), (3, false), (4, true)] {
        simulator.state().set_unix_time(NOW + second);
        let conversation = Conversation::with_user(format!("user{second}"));
        simulator.state().touch_conversation("ann", conversation, pinned).unwrap();
    }
    let list =
        |flags: u32| conversation::get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, flags);
    let response = client.call(list(1)).await.unwrap();
    let times: Vec<_> = response
        .session_item
        .iter()
        .map(|item| (item.msg_time_secs - NOW, item.top_flag))
        .collect();
    assert_eq!(times, [(4, true), (2, true), (3, false), (1, false)]);
    let response = client.call(list(0)).await.unwrap();
    let times: Vec<_> = response.session_item.iter().map(|item| item.msg_time_secs - NOW).collect();
    assert_eq!(times, [4, 3, 2, 1]);
    let delete = conversation::delete::Request::new("ann", ConversationKind::C2c);
    client.call(delete.to_account("user4")).await.unwrap();
    assert_eq!(client.call(list(0)).await.unwrap().session_item.len(), 3);
}

#[tokio::test]
async fn many_recent_conversations_are_paged() {
    let (simulator, client) = newborn().await;
    for number in 0..230 {
        let conversation = Conversation::with_group(format!("@{number}"));
        simulator.state().touch_conversation("ann", conversation, number % 5 == 0).unwrap();
    }
    for flags in [0, 1, 5] {
        let list = conversation::get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, flags);
        let mut items = client.conversation().get_list(list).items();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(item) = items.next().await {
            assert!(seen.insert(item.unwrap().group_id), "none is returned twice");
        }
        assert_eq!(seen.len(), 230, "{flags}");
    }
}

/// Provokes every code of the service that has an honest cause. No endpoint pins, so that is done by the handle. The
/// other codes are failures of the service itself (50004, 50005, 51007), and 50003, to which the gateway responds with
/// 60010.
#[tokio::test]
async fn every_code_with_an_honest_cause_is_provoked() {
    let (simulator, client) = newborn().await;
    let client = &client;
    let stranger = conversation::get_contact_group::Request::new("stranger", 0u64);
    assert_eq!(code_of(client, stranger).await, Some(ErrorCode::USER_NOT_IMPORTED));
    let nameless = conversation::delete::Request::new("ann", ConversationKind::Group);
    assert_eq!(code_of(client, nameless).await, Some(ErrorCode::INVALID_CONVERSATION_REQUEST));
    let delete = conversation::delete_contact_group::Request::new("ann", ["none"]);
    assert_eq!(code_of(client, delete).await, Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
    assert_eq!(
        code_of(client, update(renamed("none", "new"))).await,
        Some(ErrorCode::CONTACT_GROUP_NOT_FOUND)
    );
    for group in 0..10 {
        let create = create(&format!("group{group}"), users(group * 100..group * 100 + 100));
        assert_eq!(code_of(client, create).await, None, "{group}");
    }
    let one_more = create("one more", users(2000..2001));
    assert_eq!(code_of(client, one_more).await, Some(ErrorCode::GROUPED_CONVERSATIONS_LIMIT));
    for group in 10..20 {
        assert_eq!(code_of(client, create(&format!("group{group}"), Vec::new())).await, None);
    }
    let one_more = create("one more", Vec::new());
    assert_eq!(code_of(client, one_more).await, Some(ErrorCode::CONTACT_GROUPS_LIMIT));
    let mark = MarkItem::new(OptType::Standard, ContactItem::with_user("new")).set_mark([1u32]);
    let marks = conversation::mark_contact::Request::new("ann", [mark]);
    let response = client.call(marks).await.unwrap();
    assert_eq!(response.failed_items()[0].code, Some(ErrorCode::GROUPED_CONVERSATIONS_LIMIT));

    let pin = |number: usize| {
        let conversation = Conversation::with_user(format!("user{number}"));
        simulator.state().touch_conversation("ann", conversation, true)
    };
    (0..50).for_each(|number| pin(number).unwrap());
    assert_eq!(pin(0), Ok(()), "it is pinned already");
    assert_eq!(pin(50), Err(ErrorCode::PINNED_CONVERSATIONS_LIMIT));

    simulator.state().use_basic_edition();
    const BASIC: Option<ErrorCode> = Some(ErrorCode::EDITION_REQUIRED);
    assert_eq!(code_of(client, create("group0", Vec::new())).await, BASIC);
    assert_eq!(code_of(client, update(renamed("group0", "new"))).await, BASIC);
    let delete = conversation::delete_contact_group::Request::new("ann", ["group0"]);
    assert_eq!(code_of(client, delete).await, BASIC);
    let bob = ContactItem::with_user("user1");
    let marks = [
        MarkItem::new(OptType::Standard, bob.clone()).clear_mark([1u32]),
        MarkItem::new(OptType::Custom, bob).custom_mark(""),
    ];
    let marks = conversation::mark_contact::Request::new("ann", marks);
    let response = client.call(marks).await.unwrap();
    let failed: Vec<_> = response.failed_items().iter().map(|item| item.code).collect();
    assert_eq!(failed, [BASIC]);
}

#[tokio::test]
async fn the_list_has_the_marks_and_groups_of_its_conversations() {
    let (simulator, client) = newborn().await;
    let bob = ContactItem::with_user("bob");
    simulator.state().touch_conversation("ann", Conversation::with_user("bob"), false).unwrap();
    simulator.state().touch_conversation("ann", Conversation::with_user("cat"), false).unwrap();
    client.call(create("work", vec![bob.clone()])).await.unwrap();
    let mark = MarkItem::new(OptType::Both, bob).set_mark([1u32]).custom_mark("dear");
    client.call(conversation::mark_contact::Request::new("ann", [mark])).await.unwrap();
    let list = conversation::get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, 63u32);
    let items = client.call(list).await.unwrap().session_item;
    let of = |user: &str| {
        items
            .iter()
            .find(|item| item.to_account.as_ref().is_some_and(|peer| *peer == user))
            .unwrap()
    };
    let (bob, cat) = (of("bob"), of("cat"));
    assert_eq!(
        (bob.standard_mark.as_deref(), bob.custom_mark.as_deref()),
        (Some("01"), Some("dear"))
    );
    assert_eq!((&bob.contact_group_id[..], &cat.contact_group_id[..]), (&[1][..], &[][..]));
    assert_eq!((&cat.standard_mark, &cat.custom_mark), (&None, &None));
}

#[tokio::test]
async fn an_invalid_item_fails_alone() {
    let (_simulator, client) = newborn().await;
    let items = vec![ContactItem::with_user("bob"), ContactItem::new(ConversationKind::C2c)];
    let response = client.call(create("work", items)).await.unwrap();
    let failed: Vec<_> = response.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(
        failed,
        ["`GroupResultItem[0].ResultItem[1]` failed with 50002 INVALID_CONVERSATION_REQUEST"]
    );
    let mark = MarkItem::new(OptType::Standard, ContactItem::with_user("bob")).set_mark([64u32]);
    let marks = conversation::mark_contact::Request::new("ann", [mark]);
    assert_eq!(client.call(marks).await.unwrap().failed_items().len(), 1);
}

#[tokio::test]
async fn messages_are_unread_until_the_user_reads_them() {
    let (simulator, client) = friends().await;
    for text in ["one", "two"] {
        let request = message::send_message::Request::new("bob", [text]).from_account("ann");
        client.call(request).await.unwrap();
    }
    let request = conversation::get_c2c_unread_message_count::Request::new("bob");
    let all = client.call(request.clone()).await.unwrap();
    assert_eq!((all.all_c2c_unread_msg_num, all.c2c_unread_msg_num_list.len()), (Some(2), 0));
    let some = request.clone().peer_account(["ann", "eve"]);
    let response = client.call(some).await.unwrap();
    assert_eq!(response.c2c_unread_msg_num_list[0].c2c_unread_msg_num, 2);
    assert_eq!(response.error_list[0].error_code, ErrorCode::ACCOUNT_NOT_FOUND);
    simulator.state().mark_read("bob", "ann");
    assert_eq!(client.call(request).await.unwrap().all_c2c_unread_msg_num, Some(0));
    let request = conversation::get_c2c_unread_message_count::Request::new("eve");
    assert_eq!(code_of(&client, request).await, Some(ErrorCode::TO_ACCOUNT_MISSING));
}
