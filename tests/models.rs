//! The simulator's models, driven through a life by our own client.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::time::Duration;

use api_core::account::{self, AccountItem, AccountStatus, OnlineState};
use api_core::conversation::{
    self, ContactItem, ContactOptType, ConversationKind, OptType, UpdateGroupType, UpdateType,
    create_contact_group::GroupContactItem,
    mark_contact::MarkItem,
    update_contact_group::{ContactUpdateItem, UpdateGroup},
};
use api_core::friend::{AddType, DeleteType};
use api_core::group::{
    CustomData, GroupInfoFilter, GroupKind, MemberResult, MemberRole, add_group_member,
    create_group, destroy_group, get_group_info, get_group_member_info, get_joined_group_list,
    import_group_member, modify_group_base_info,
};
use api_core::message::{MessageElement, MessageFlagBits, SendMessageControl, SyncFromOldSystem};
use api_core::{
    Client, Endpoint, ErrorCode, ErrorKind, Tag, TagItem, TagValue, friend, message, profile,
};
use api_sim::{Conversation, Fault, Rule, Simulator};
use serde_json::json;
use support::{ManualClock, NOW, client_of, client_with, simulator};

/// A simulator with a user without anything, and a client of it.
async fn newborn() -> (Simulator, Client) {
    let simulator = simulator().await;
    simulator.state().import_user("ann");
    let client = client_of(&simulator.base_url());
    (simulator, client)
}

async fn code_of<R: Endpoint>(client: &Client, request: R) -> Option<ErrorCode> {
    client.call(request).await.err().and_then(|error| error.code())
}

fn create(name: &str, items: Vec<ContactItem>) -> conversation::create_contact_group::Request {
    let group = GroupContactItem::new(name, items);
    conversation::create_contact_group::Request::new("ann", [group])
}

fn update(group: UpdateGroup) -> conversation::update_contact_group::Request {
    conversation::update_contact_group::Request::new("ann", UpdateType::Group, group)
}

fn moved(group: &str, how: ContactOptType, item: ContactItem) -> UpdateGroup {
    UpdateGroup::new(UpdateGroupType::Conversations)
        .old_group_name(group)
        .contact_update_item([ContactUpdateItem::new(how, item)])
}

fn renamed(old: &str, new: &str) -> UpdateGroup {
    UpdateGroup::new(UpdateGroupType::Name).old_group_name(old).new_group_name(new)
}

fn users(range: std::ops::Range<usize>) -> Vec<ContactItem> {
    range.map(|number| ContactItem::with_user(format!("user{number}"))).collect()
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
    let answer = update(renamed("work", "fun")).await.unwrap().update_group_result;
    assert_eq!((answer.group_name.as_str(), answer.old_group_name.as_str()), ("fun", "work"));
    assert_eq!(answer.group_id, 1);

    simulator.state().set_unix_time(NOW + 5);
    let marked = MarkItem::new(OptType::Both, bob.clone()).set_mark([1u32, 4]).custom_mark("dear");
    let cleared = MarkItem::new(OptType::Standard, bob.clone()).clear_mark([4u32]);
    let marks = conversation::mark_contact::Request::new("ann", [marked, cleared]);
    assert!(conversations.mark_contact(marks).await.unwrap().failed_items().is_empty());

    let read = conversation::get_contact_group::Request::new("ann", 0u64);
    let answer =
        serde_json::to_value(conversations.get_contact_group(read).await.unwrap()).unwrap();
    assert_eq!(
        answer,
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
    let answer = conversations.get_contact_group(read).await.unwrap();
    assert_eq!((answer.contact_item.len(), answer.group_item.len()), (1, 0));
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
async fn recent_conversations_come_newest_first_with_the_pinned_ones_on_top() {
    let (simulator, client) = newborn().await;
    for (second, pinned) in [(1, false), (2, true), (3, false), (4, true)] {
        simulator.state().set_unix_time(NOW + second);
        let conversation = Conversation::with_user(format!("user{second}"));
        simulator.state().touch_conversation("ann", conversation, pinned).unwrap();
    }
    let list =
        |flags: u32| conversation::get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, flags);
    let answer = client.call(list(1)).await.unwrap();
    let times: Vec<_> =
        answer.session_item.iter().map(|item| (item.msg_time_secs - NOW, item.top_flag)).collect();
    assert_eq!(times, [(4, true), (2, true), (3, false), (1, false)]);
    let answer = client.call(list(0)).await.unwrap();
    let times: Vec<_> = answer.session_item.iter().map(|item| item.msg_time_secs - NOW).collect();
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
        simulator.state().touch_conversation("ann", conversation, number % 2 == 0).unwrap();
    }
    for flags in [0, 1, 5] {
        let list = conversation::get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, flags);
        let mut items = client.conversation().get_list(list).items();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(item) = items.next().await {
            assert!(seen.insert(item.unwrap().group_id), "none comes twice");
        }
        assert_eq!(seen.len(), 230, "{flags}");
    }
}

/// Every code of the service that a call can bring about. The others are failures of the service itself (50004, 50005,
/// 51007), or hang on what is not modelled: 50003 on the front door, which answers 60010, 51012 on pinning, for which
/// there is no endpoint, 51013 on the edition.
#[tokio::test]
async fn every_code_with_an_honest_cause_is_provoked() {
    let (_simulator, client) = newborn().await;
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
    let answer = client.call(marks).await.unwrap();
    assert_eq!(answer.failed_items()[0].code, Some(ErrorCode::GROUPED_CONVERSATIONS_LIMIT));
}

#[tokio::test]
async fn an_item_that_makes_no_sense_fails_alone() {
    let (_simulator, client) = newborn().await;
    let items = vec![ContactItem::with_user("bob"), ContactItem::new(ConversationKind::C2c)];
    let answer = client.call(create("work", items)).await.unwrap();
    let failed: Vec<_> = answer.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(
        failed,
        ["`GroupResultItem[0].ResultItem[1]` failed with 50002 INVALID_CONVERSATION_REQUEST"]
    );
    let mark = MarkItem::new(OptType::Standard, ContactItem::with_user("bob")).set_mark([64u32]);
    let marks = conversation::mark_contact::Request::new("ann", [mark]);
    assert_eq!(client.call(marks).await.unwrap().failed_items().len(), 1);
}

#[tokio::test]
async fn accounts_have_a_life() {
    let (simulator, client) = newborn().await;
    let accounts = client.account();
    let import = account::account_import::Request::new("bob").nick("Bob").face_url("https://b/b");
    accounts.account_import(import.clone()).await.unwrap();
    accounts.account_import(import.nick("Robert")).await.unwrap();
    assert_eq!(simulator.state().user("bob").unwrap().nick(), "Bob");
    assert_eq!(simulator.state().user("bob").unwrap().face_url(), "https://b/b");
    let import = account::multiaccount_import::Request::new(["cat", "dan"]);
    assert!(accounts.multiaccount_import(import).await.unwrap().fail_accounts.is_empty());

    let check = ["bob", "cat", "eve"].map(AccountItem::new);
    let check = account::account_check::Request::new(check);
    let answer = accounts.account_check(check).await.unwrap();
    let status: Vec<_> = answer.result_item.into_iter().map(|item| item.account_status).collect();
    let (there, gone) = (Some(AccountStatus::Imported), Some(AccountStatus::NotImported));
    assert_eq!(status, [there.clone(), there, gone]);

    simulator.state().set_online("bob", OnlineState::Online).unwrap();
    let query = account::query_online_status::Request::new(["bob", "cat", "eve"]);
    let answer = accounts.query_online_status(query.clone()).await.unwrap();
    let states: Vec<_> = answer.query_result.iter().map(|user| user.state.clone()).collect();
    assert_eq!(states, [OnlineState::Online, OnlineState::Offline]);
    let failed = answer.failed_items();
    assert_eq!((failed.len(), failed[0].code), (1, Some(ErrorCode::ACCOUNT_NOT_FOUND)));

    accounts.kick(account::kick::Request::new("bob")).await.unwrap();
    let answer = accounts.query_online_status(query).await.unwrap();
    assert_eq!(answer.query_result[0].state, OnlineState::Offline);
    let kick = account::kick::Request::new("eve");
    assert_eq!(code_of(&client, kick).await, Some(ErrorCode::ACCOUNT_NOT_FOUND));

    let delete = ["bob", "eve"].map(AccountItem::new);
    let delete = account::account_delete::Request::new(delete);
    let answer = accounts.account_delete(delete).await.unwrap();
    let failed: Vec<_> = answer.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(failed, ["`ResultItem[1]` failed with 70107 ACCOUNT_NOT_FOUND"]);
    assert!(simulator.state().user("bob").is_none());
    let query = account::query_online_status::Request::new(["bob", "eve"]);
    assert_eq!(code_of(&client, query).await, Some(ErrorCode::ACCOUNT_NOT_FOUND));
}

#[tokio::test]
async fn failures_come_as_they_were_asked_for() {
    let (simulator, client) = newborn().await;
    let read = || conversation::get_contact_group::Request::new("ann", 0u64);
    let only = "v4/recentcontact/get_contact_group";
    let fail = |rule: Rule| simulator.state().add_rule(rule);

    fail(Rule::new(Fault::Code(ErrorCode::CONVERSATION_INTERNAL_ERROR)).path(only));
    assert_eq!(code_of(&client, create("work", Vec::new())).await, None, "another endpoint");
    let error = client.call(read()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CONVERSATION_INTERNAL_ERROR));
    assert_eq!(code_of(&client, read()).await, None, "once");

    fail(Rule::new(Fault::Status(502)));
    let error = client.call(read()).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::HttpStatus, Some(502)));

    fail(Rule::new(Fault::Body(b"<html>".to_vec())));
    let error = client.call(read()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.raw_body()),
        (ErrorKind::UnreadableAnswer, Some(&b"<html>"[..]))
    );

    fail(Rule::new(Fault::Cut).every(3).for_ever());
    let mut kinds = Vec::new();
    for _ in 0..6 {
        kinds.push(client.call(read()).await.err().map(|error| error.kind()));
    }
    let cut = Some(ErrorKind::Transport);
    assert_eq!(kinds, [None, None, cut, None, None, cut]);
    simulator.state().clear_rules();
}

#[tokio::test]
async fn a_call_whose_answer_is_cut_has_taken_effect() {
    let (simulator, client) = newborn().await;
    simulator.state().add_rule(Rule::new(Fault::Cut));
    let error = client.call(create("work", users(0..1))).await.unwrap_err();
    assert!(error.may_have_taken_effect());
    assert_eq!(simulator.state().user("ann").unwrap().contact_groups().count(), 1);
}

#[tokio::test]
async fn an_answer_may_come_too_late() {
    let simulator = simulator().await;
    let clock = ManualClock::at(NOW);
    let client = client_with(&simulator.base_url(), clock.clone());
    simulator.state().add_rule(Rule::new(Fault::Delay(Duration::from_hours(1))));
    let kick = account::kick::Request::new("user15");
    let mut call = std::pin::pin!(client.call(kick).into_future());
    let mut waited = false;
    let result = std::future::poll_fn(|context| {
        let polled = call.as_mut().poll(context);
        if polled.is_pending() && !std::mem::replace(&mut waited, true) {
            clock.advance(Duration::from_secs(6));
        }
        polled
    });
    assert_eq!(result.await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn more_calls_than_the_rate_allows_are_refused_until_the_next_second() {
    let (simulator, client) = newborn().await;
    let check = || account::account_check::Request::new([AccountItem::new("ann")]);
    for number in 0..100 {
        assert_eq!(code_of(&client, check()).await, None, "{number}");
    }
    assert_eq!(code_of(&client, check()).await, Some(ErrorCode::ENDPOINT_RATE_EXCEEDED));
    let kick = account::kick::Request::new("ann");
    assert_eq!(code_of(&client, kick).await, None, "each endpoint has its own");
    simulator.state().set_unix_time(NOW + 1);
    assert_eq!(code_of(&client, check()).await, None);
}

/// A simulator with Ann, Bob and Cat, and a client of it.
async fn friends() -> (Simulator, Client) {
    let (simulator, client) = newborn().await;
    for user in ["bob", "cat"] {
        simulator.state().import_user(user);
    }
    (simulator, client)
}

async fn history(client: &Client, user: &str, peer: &str) -> Vec<String> {
    let request = message::admin_get_roam_message::Request::new(user, peer, 2u32, 0u64, NOW + 100);
    let mut messages = client.message().admin_get_roam_message(request).items();
    let mut texts = Vec::new();
    while let Some(message) = messages.next().await {
        let message = message.unwrap();
        let recalled =
            if message.msg_flag_bits == MessageFlagBits::Recalled { " (recalled)" } else { "" };
        for element in message.msg_body {
            let MessageElement::Text(element) = element else { panic!("{element:?}") };
            texts.push(format!("{}: {}{recalled}", message.from_account, element.text));
        }
    }
    texts.sort();
    texts
}

#[tokio::test]
async fn messages_have_a_life() {
    let (simulator, client) = friends().await;
    let messages = client.message();
    let send = |from: &str, to: &str, text: &str| {
        message::send_message::Request::new(to, [text]).from_account(from)
    };
    let mut keys = Vec::new();
    for (second, text) in ["one", "two", "three"].into_iter().enumerate() {
        simulator.state().set_unix_time(NOW + second as u64);
        keys.push(messages.send_message(send("ann", "bob", text)).await.unwrap().msg_key);
    }
    messages.send_message(send("bob", "ann", "four")).await.unwrap();
    messages.send_message(send("ann", "bob", "gone").msg_life_time_secs(0u32)).await.unwrap();
    let hidden = send("ann", "bob", "hidden").sync_other_machine(false);
    messages
        .send_message(hidden.send_msg_control([SendMessageControl::NoLastMessage]))
        .await
        .unwrap();
    let all = ["ann: one", "ann: three", "ann: two", "bob: four"];
    assert_eq!(history(&client, "ann", "bob").await, all);
    assert_eq!(
        history(&client, "bob", "ann").await,
        ["ann: hidden", "ann: one", "ann: three", "ann: two", "bob: four"]
    );

    let withdraw = || message::admin_message_withdraw::Request::new("ann", "bob", keys[0].clone());
    messages.admin_message_withdraw(withdraw()).await.unwrap();
    let again = messages.admin_message_withdraw(withdraw()).await.unwrap_err();
    assert_eq!(again.code(), Some(ErrorCode::MESSAGE_ALREADY_RECALLED));
    let modify = message::modify_c2c_message::Request::new("ann", "bob", keys[1].clone());
    messages.modify_c2c_message(modify.msg_body(["2"])).await.unwrap();
    assert_eq!(
        history(&client, "ann", "bob").await,
        ["ann: 2", "ann: one (recalled)", "ann: three", "bob: four"]
    );

    let import = message::import_message::Request::new(
        SyncFromOldSystem::History,
        "cat",
        "ann",
        NOW - 5,
        ["old"],
    )
    .msg_seq(1u32)
    .msg_random(2u32);
    messages.import_message(import.clone()).await.unwrap();
    messages.import_message(import).await.unwrap();
    assert_eq!(history(&client, "ann", "cat").await, ["cat: old"]);

    let list = conversation::get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, 0u32);
    let recent = client.call(list).await.unwrap().session_item;
    let peers: Vec<_> = recent.iter().filter_map(|item| item.to_account.as_ref()).collect();
    assert_eq!(peers, ["bob", "cat"]);
}

#[tokio::test]
async fn a_batch_of_messages_reaches_those_who_are_there() {
    let (_simulator, client) = friends().await;
    let request =
        message::batch_send_message::Request::new(["bob", "eve"], ["hi"]).from_account("ann");
    let answer = client.call(request).await.unwrap();
    let failed: Vec<_> = answer.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(failed, ["`ErrorList[0]` failed with 70107 ACCOUNT_NOT_FOUND"]);
    assert_eq!(history(&client, "bob", "ann").await, ["ann: hi"]);
    let request = message::batch_send_message::Request::new(["eve"], ["hi"]);
    assert_eq!(code_of(&client, request).await, Some(ErrorCode::TO_ACCOUNT_NOT_FOUND));
    let huge = message::send_message::Request::new("bob", ["x".repeat(12 * 1024)]);
    assert_eq!(code_of(&client, huge).await, Some(ErrorCode::MESSAGE_JSON_TOO_LARGE));
    let empty = message::send_message::Request::new("bob", Vec::<MessageElement>::new());
    assert_eq!(code_of(&client, empty).await, Some(ErrorCode::INVALID_MSG_BODY));
    let gone = message::admin_message_withdraw::Request::new("ann", "bob", "1_2_3");
    assert_eq!(code_of(&client, gone).await, Some(ErrorCode::MESSAGE_NOT_FOUND));
}

#[tokio::test]
async fn profiles_are_written_and_read_by_tag() {
    let (simulator, client) = friends().await;
    let set = |item: TagItem| profile::portrait_set::Request::new("ann", [item]);
    let custom = Tag::from("Tag_Profile_Custom_Test");
    client.call(set(TagItem::new(Tag::ProfileNick, "Ann"))).await.unwrap();
    client.call(set(TagItem::new(Tag::ProfileBirthDay, 20_000_101))).await.unwrap();
    client.call(set(TagItem::new(custom.clone(), "x"))).await.unwrap();
    assert_eq!(simulator.state().user("ann").unwrap().nick(), "Ann");
    let tags = [Tag::ProfileBirthDay, custom, Tag::ProfileNick, Tag::ProfileGender];
    let answer =
        client.call(profile::portrait_get::Request::new(["ann", "eve"], tags)).await.unwrap();
    let said: Vec<_> =
        answer.user_profile_item[0].profile_item.iter().map(|item| item.value.clone()).collect();
    assert_eq!(said, [TagValue::from(20_000_101), "x".into(), "Ann".into()]);
    assert_eq!(answer.fail_account, ["eve"]);
    assert_eq!(answer.failed_items()[0].code, Some(ErrorCode::PROFILE_ACCOUNT_NOT_FOUND));
    for (item, code) in [
        (TagItem::new(Tag::ProfileNick, 1), ErrorCode::INVALID_PROFILE_VALUE_TYPE),
        (TagItem::new(Tag::ProfileLevel, "high"), ErrorCode::INVALID_PROFILE_VALUE_TYPE),
        (TagItem::new(Tag::ProfileNick, "x".repeat(501)), ErrorCode::PROFILE_VALUE_TOO_LONG),
        (TagItem::new(Tag::from("Tag_Profile_IM_Shoe"), "x"), ErrorCode::PROFILE_TAG_NOT_FOUND),
    ] {
        assert_eq!(code_of(&client, set(item)).await, Some(code));
    }
}

#[tokio::test]
async fn friendships_have_a_life() {
    let (simulator, client) = friends().await;
    let names = |user: &str| -> Vec<String> {
        let state = simulator.state();
        let friends = state.user(user).unwrap().friends().map(ToString::to_string);
        friends.collect()
    };
    let add = |friend: &str| {
        let item = friend::friend_add::AddFriendItem::new(friend).remark("dear").group_name("club");
        friend::friend_add::Request::new("ann", [item])
    };
    assert!(client.call(add("bob")).await.unwrap().failed_items().is_empty());
    client.call(add("cat").add_type(AddType::Single)).await.unwrap();
    assert_eq!(
        (names("ann"), names("bob"), names("cat")),
        (vec!["bob".into(), "cat".into()], vec!["ann".into()], vec![])
    );
    let eve = client.call(add("eve")).await.unwrap();
    assert_eq!(eve.failed_items()[0].code, Some(ErrorCode::FRIEND_ACCOUNT_NOT_FOUND));

    simulator.state().import_user("dan");
    let deny = TagItem::new(Tag::ProfileAllowType, "AllowType_Type_DenyAny");
    client.call(profile::portrait_set::Request::new("dan", [deny])).await.unwrap();
    let refused = client.call(add("dan")).await.unwrap();
    assert_eq!(refused.failed_items()[0].code, Some(ErrorCode::FRIENDING_REFUSED));
    assert!(client.call(add("dan").force_add_flags(true)).await.unwrap().failed_items().is_empty());

    let change = TagItem::new(Tag::FriendGroup, ["work", "club"]);
    let change = friend::friend_update::UpdateItem::new("bob", [change]);
    let stranger = friend::friend_update::UpdateItem::new("eve", Vec::<TagItem>::new());
    let update = friend::friend_update::Request::new("ann", [change, stranger]);
    assert_eq!(client.call(update).await.unwrap().fail_account, ["eve"]);
    let tags = [Tag::FriendRemark, Tag::FriendGroup, Tag::ProfileNick];
    let get = friend::friend_get_list::Request::new("ann", ["bob"], tags);
    let answer = client.call(get).await.unwrap();
    let said: Vec<_> =
        answer.info_item[0].sns_profile_item.iter().map(|item| item.value.clone()).collect();
    assert_eq!(said, [TagValue::from("dear"), ["work", "club"].into()]);

    let delete = friend::friend_delete::Request::new("ann", ["bob", "eve"]);
    let answer = client.call(delete.delete_type(DeleteType::Both)).await.unwrap();
    assert_eq!(answer.failed_items()[0].code, Some(ErrorCode::NOT_A_FRIEND));
    assert_eq!((names("ann"), names("bob")), (vec!["cat".into(), "dan".into()], vec![]));
}

#[tokio::test]
async fn groups_have_a_life() {
    let (simulator, client) = friends().await;
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
    let answer = groups.get_group_info(info(GroupInfoFilter::new())).await.unwrap();
    let group = &answer.group_info[0];
    assert_eq!((group.notification.as_deref(), group.mute_all_member), (Some("hush"), Some(true)));
    assert_eq!(group.app_defined_data, [CustomData::new("size", "L")]);
    assert_eq!((group.member_num, group.member_list.len()), (Some(3), 3));
    assert_eq!(answer.failed_items()[0].code, Some(ErrorCode::GROUP_NOT_FOUND));
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
    assert_eq!(joined.group_id_list[0].name, None, "only what is asked for");

    groups.destroy_group(destroy_group::Request::new(id.clone())).await.unwrap();
    let again = destroy_group::Request::new(id);
    assert_eq!(code_of(&client, again).await, Some(ErrorCode::GROUP_NOT_FOUND));
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
    let (_simulator, client) = friends().await;
    let create = |kind| create_group::Request::new(kind, "Club").owner_account("ann");
    let club = client.call(create(GroupKind::Meeting)).await.unwrap().group_id;
    let member = add_group_member::NewMember::new("bob");
    client.call(add_group_member::Request::new(club.clone(), [member])).await.unwrap();
    let send = |from: &str, text: &str| {
        message::send_group_message::Request::new(club.clone(), [text]).from_account(from)
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
        seen.push(message.unwrap().msg_seq);
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
    let mute = modify_group_base_info::Request::new(club.clone()).mute_all_member(true);
    client.call(mute).await.unwrap();
    assert_eq!(code_of(&client, send("bob", "6")).await, Some(ErrorCode::SENDER_MUTED));
    assert_eq!(code_of(&client, send("ann", "6")).await, None);

    let live = client.call(create(GroupKind::AvChatRoom)).await.unwrap().group_id;
    let read = message::group_message_get_simple::Request::new(live.clone(), 2u32);
    assert_eq!(code_of(&client, read).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
    let member = add_group_member::NewMember::new("bob");
    let add = add_group_member::Request::new(live, [member]);
    assert_eq!(code_of(&client, add).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
}
