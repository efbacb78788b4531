//! Accounts, profiles and friends.

use tencent_chat::operation::{get_no_speaking, set_no_speaking};

use super::*;

#[tokio::test]
async fn accounts_have_a_life() {
    let (simulator, client) = newborn().await;
    let accounts = client.account();
    let import = account::account_import::Request::new("bob").nick("Bob").face_url("https://b/b");
    accounts.account_import(import.clone()).await.unwrap();
    accounts.account_import(import.nick("Robert")).await.unwrap();
    assert_eq!(simulator.state().user("bob").unwrap().nick(), "Bob");
    assert_eq!(simulator.state().user("bob").unwrap().face_url(), "https://b/b");
    let import = account::multiaccount_import::Request::new().accounts(["cat", "dan"]);
    assert!(accounts.multiaccount_import(import).await.unwrap().fail_accounts.is_empty());

    let check = ["bob", "cat", "eve"].map(AccountItem::new);
    let check = account::account_check::Request::new(check);
    let response = accounts.account_check(check).await.unwrap();
    let status: Vec<_> = response.result_item.into_iter().map(|item| item.account_status).collect();
    let (there, gone) = (Some(AccountStatus::Imported), Some(AccountStatus::NotImported));
    assert_eq!(status, [there.clone(), there, gone]);

    simulator.state().set_online("bob", "Web", OnlineState::Online).unwrap();
    let query = account::query_online_status::Request::new(["bob", "cat", "eve"]);
    let response = accounts.query_online_status(query.clone()).await.unwrap();
    let states: Vec<_> = response.query_result.iter().map(|user| user.status.clone()).collect();
    assert_eq!(states, [OnlineState::Online, OnlineState::Offline]);
    assert!(response.query_result[0].detail.is_empty(), "it was not requested");
    let detailed = accounts.query_online_status(query.clone().is_need_detail(true)).await.unwrap();
    let detail = &detailed.query_result[0].detail;
    assert_eq!((detail.len(), detail[0].platform.as_str()), (1, "Web"));
    let failed = response.failed_items();
    assert_eq!((failed.len(), failed[0].code), (1, Some(ErrorCode::ACCOUNT_NOT_FOUND)));

    accounts.kick(account::kick::Request::new("bob")).await.unwrap();
    let response = accounts.query_online_status(query).await.unwrap();
    assert_eq!(response.query_result[0].status, OnlineState::Offline);
    let kick = account::kick::Request::new("eve");
    assert_eq!(code_of(&client, kick).await, Some(ErrorCode::ACCOUNT_NOT_FOUND));

    let delete = ["bob", "eve"].map(AccountItem::new);
    let delete = account::account_delete::Request::new(delete);
    let response = accounts.account_delete(delete).await.unwrap();
    let failed: Vec<_> = response.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(failed, ["`ResultItem[1]` of \"eve\" failed with 70107 ACCOUNT_NOT_FOUND"]);
    assert!(simulator.state().user("bob").is_none());
    let query = account::query_online_status::Request::new(["bob", "eve"]);
    assert_eq!(code_of(&client, query).await, Some(ErrorCode::ACCOUNT_NOT_FOUND));
    insta::assert_debug_snapshot!(simulator.state());
}

#[tokio::test]
async fn the_older_call_returns_the_same_online_states() {
    let (simulator, client) = friends().await;
    simulator.state().set_online("bob", "Web", OnlineState::Online).unwrap();
    let query = account::query_state::Request::new(["ann", "bob", "eve"]).is_need_detail(true);
    let users = client.account().query_state(query).await.unwrap().query_result;
    let states: Vec<_> = users.iter().map(|user| (user.to_account.as_str(), &user.state)).collect();
    assert_eq!(states, [("ann", &OnlineState::Offline), ("bob", &OnlineState::Online)]);
    assert_eq!(users[1].detail[0].platform, "Web");
}

#[tokio::test]
async fn accounts_are_imported_together_with_nicknames_and_pictures() {
    let (simulator, client) = newborn().await;
    let request = account::multiaccount_import::Request::new;
    let bob = |nick: &str| [account::ImportedAccount::new("bob").nick(nick).face_url("https://b")];
    for nick in ["Bob", "Robert"] {
        client.call(request().account_list(bob(nick))).await.unwrap();
        assert_eq!(simulator.state().user("bob").unwrap().nick(), nick);
    }
    assert_eq!(simulator.state().user("bob").unwrap().face_url(), "https://b");
    let invalid = Some(ErrorCode::INVALID_ACCOUNT_REQUEST);
    assert_eq!(code_of(&client, request()).await, invalid);
    let both = request().account_list(bob("Bob")).accounts(["cat"]);
    assert_eq!(code_of(&client, both).await, invalid);
}

#[tokio::test]
async fn profiles_are_written_and_read_by_tag() {
    let (simulator, client) = friends().await;
    let set = |item: TagItem| profile::portrait_set::Request::new("ann", [item]);
    let custom = Tag::from("Tag_Profile_Custom_Test");
    simulator.state().add_custom_field(custom.as_str());
    client.call(set(TagItem::new(Tag::ProfileNick, "Ann"))).await.unwrap();
    client.call(set(TagItem::new(Tag::ProfileBirthDay, 20_000_101))).await.unwrap();
    client.call(set(TagItem::new(custom.clone(), "x"))).await.unwrap();
    assert_eq!(simulator.state().user("ann").unwrap().nick(), "Ann");
    let tags = [Tag::ProfileBirthDay, custom, Tag::ProfileNick, Tag::ProfileGender];
    let response =
        client.call(profile::portrait_get::Request::new(["ann", "eve"], tags)).await.unwrap();
    let said: Vec<_> =
        response.user_profile_item[0].profile_item.iter().map(|item| item.value.clone()).collect();
    assert_eq!(said, [TagValue::from(20_000_101), "x".into(), "Ann".into()]);
    assert_eq!(response.fail_account, ["eve"]);
    assert_eq!(response.failed_items()[0].code, Some(ErrorCode::PROFILE_ACCOUNT_NOT_FOUND));
    for (item, code) in [
        (TagItem::new(Tag::ProfileNick, 1), ErrorCode::INVALID_PROFILE_VALUE_TYPE),
        (TagItem::new(Tag::ProfileLevel, "high"), ErrorCode::INVALID_PROFILE_VALUE_TYPE),
        (TagItem::new(Tag::ProfileNick, "x".repeat(501)), ErrorCode::PROFILE_VALUE_TOO_LONG),
        (TagItem::new(Tag::from("Tag_Profile_IM_Shoe"), "x"), ErrorCode::PROFILE_TAG_NOT_FOUND),
    ] {
        assert_eq!(code_of(&client, set(item)).await, Some(code));
    }
    insta::assert_debug_snapshot!(simulator.state());
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
    let response = client.call(get).await.unwrap();
    let said: Vec<_> =
        response.info_item[0].sns_profile_item.iter().map(|item| item.value.clone()).collect();
    assert_eq!(said, [TagValue::from("dear"), ["work", "club"].into()]);

    let delete = friend::friend_delete::Request::new("ann", ["bob", "eve"]);
    let response = client.call(delete.delete_type(DeleteType::Both)).await.unwrap();
    assert_eq!(response.failed_items()[0].code, Some(ErrorCode::NOT_A_FRIEND));
    assert_eq!((names("ann"), names("bob")), (vec!["cat".into(), "dan".into()], vec![]));
    insta::assert_debug_snapshot!(simulator.state());
}

#[tokio::test]
async fn all_friends_are_read_in_pages_and_deleted() {
    let (simulator, client) = friends().await;
    let names: Vec<_> = (0..150).map(|n| format!("friend{n:03}")).collect();
    names.iter().for_each(|name| simulator.state().import_user(name.as_str()));
    let items: Vec<_> = names.iter().map(friend::friend_add::AddFriendItem::new).collect();
    client.call(friend::friend_add::Request::new("ann", items)).await.unwrap();

    let get = friend::friend_get::Request::new("ann", 0u64);
    let first = client.call(get.clone()).await.unwrap();
    assert_eq!((first.friend_num, first.complete_flag), (150, false));
    assert_eq!(first.user_data_item[0].value_item[0].tag, Tag::FriendAddTime);
    let mut pages = client.friend().friend_get(get.clone()).items();
    for name in &names {
        assert_eq!(pages.next().await.unwrap().unwrap().to_account, name.as_str());
    }
    assert!(pages.next().await.is_none());

    let other = || simulator.state().user("friend000").unwrap().friends().count();
    let both = friend::friend_delete_all::Request::new("ann").delete_type(DeleteType::Both);
    assert_eq!(other(), 1);
    client.call(both).await.unwrap();
    assert_eq!((client.call(get).await.unwrap().friend_num, other()), (0, 0));
}

#[tokio::test]
async fn users_are_muted_in_all_conversations_for_a_time() {
    let (simulator, client) = friends().await;
    let club = create_group::Request::new(GroupKind::Public, "Club").group_id("club");
    client.call(club.owner_account("ann")).await.unwrap();
    let mute = |user: &str| set_no_speaking::Request::new(user);
    let left = async |user: &str| {
        let left = client.call(get_no_speaking::Request::new(user)).await.unwrap();
        (left.c2c_msg_nospeaking_time_secs, left.groupmsg_nospeaking_time_secs)
    };
    let to_bob = message::send_message::Request::new("bob", ["hello"]);
    let to_all = message::batch_send_message::Request::new(["bob", "cat"], ["hello"]);
    let to_club = message::send_group_message::Request::new("club", ["hello"]);
    let codes = async || {
        let to_bob = code_of(&client, to_bob.clone().from_account("ann")).await;
        let to_all = code_of(&client, to_all.clone().from_account("ann")).await;
        [to_bob, to_all, code_of(&client, to_club.clone().from_account("ann")).await]
    };
    assert_eq!((left("ann").await, codes().await), ((0, 0), [None; 3]));

    client.call(mute("ann").c2c_msg_nospeaking_time_secs(60u64)).await.unwrap();
    let muted = Some(ErrorCode::MESSAGE_SENDER_MUTED);
    assert_eq!((left("ann").await, codes().await), ((60, 0), [muted, muted, None]));
    assert_eq!(
        code_of(&client, to_bob.clone().from_account("cat")).await,
        None,
        "she is not muted"
    );
    let for_ever = u64::from(u32::MAX);
    client.call(mute("ann").groupmsg_nospeaking_time_secs(for_ever)).await.unwrap();
    simulator.state().set_unix_time(NOW + 60);
    let muted = Some(ErrorCode::SENDER_MUTED);
    assert_eq!((left("ann").await, codes().await), ((0, for_ever), [None, None, muted]));
    client.call(mute("ann").groupmsg_nospeaking_time_secs(0u64)).await.unwrap();
    assert_eq!((left("ann").await, codes().await), ((0, 0), [None; 3]));

    assert_eq!(code_of(&client, mute("ann")).await, Some(ErrorCode::MUTE_TIME_MISSING));
    let stranger = mute("eve").c2c_msg_nospeaking_time_secs(60u64);
    assert_eq!(code_of(&client, stranger).await, Some(ErrorCode::INVALID_SET_ACCOUNT));
    let stranger = get_no_speaking::Request::new("eve");
    assert_eq!(code_of(&client, stranger).await, Some(ErrorCode::INVALID_GET_ACCOUNT));
}
