//! One-to-one messages.

use super::*;

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
async fn sent_messages_can_be_inspected() {
    let (simulator, client) = friends().await;
    let request = message::send_message::Request::new("bob", ["hello"]).from_account("ann");
    let key = client.message().send_message(request).await.unwrap().msg_key;
    let sent: Vec<_> = simulator.state().messages().cloned().collect();
    let [sent] = &*sent else { panic!("{sent:?}") };
    assert_eq!((sent.from().as_str(), sent.to().as_str()), ("ann", "bob"));
    assert_eq!((sent.body(), sent.key()), (&[MessageElement::from("hello")][..], key.clone()));
    assert!(!sent.is_recalled());
    let withdraw = message::admin_message_withdraw::Request::new("ann", "bob", key);
    client.message().admin_message_withdraw(withdraw).await.unwrap();
    assert!(simulator.state().messages().all(tencent_chat_sim::Message::is_recalled));
}

#[tokio::test]
async fn messages_have_a_life() {
    let (simulator, client) = friends().await;
    let messages = client.message();
    let send = |from: &str, to: &str, text: &str| {
        let request = message::send_message::Request::new(to, [text]).from_account(from);
        request.msg_seq(text.len() as u32).msg_random(u32::from(text.as_bytes()[1]))
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

    simulator.state().mark_read("bob", "ann");
    let request =
        message::admin_get_roam_message::Request::new("ann", "bob", 100u32, 0u64, NOW + 9);
    let read = messages.admin_get_roam_message(request).await.unwrap().msg_list;
    assert_eq!(read.len(), 4);
    for message in read {
        let is_read = message.from_account == "ann";
        assert_eq!(message.is_peer_read, Some(is_read), "Ann has read nothing");
    }
    insta::assert_debug_snapshot!(simulator.state());
}

#[tokio::test]
async fn a_message_for_those_online_is_not_kept() {
    let (simulator, client) = friends().await;
    let request = message::send_message::Request::new("bob", ["now"]).online_only_flag(true);
    client.call(request).await.unwrap();
    let request = message::batch_send_message::Request::new(["bob"], ["now"]);
    client.call(request.online_only_flag(true)).await.unwrap();
    assert_eq!(simulator.state().messages().count(), 0);
}

#[tokio::test]
async fn a_batch_of_messages_reaches_the_existing_users() {
    let (_simulator, client) = friends().await;
    let request =
        message::batch_send_message::Request::new(["bob", "eve"], ["hi"]).from_account("ann");
    let response = client.call(request).await.unwrap();
    let failed: Vec<_> = response.failed_items().iter().map(ToString::to_string).collect();
    assert_eq!(failed, ["`ErrorList[0]` of \"eve\" failed with 70107 ACCOUNT_NOT_FOUND"]);
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

/// The number of messages of the simulator with this text.
fn count_of(simulator: &Simulator, text: &str) -> usize {
    simulator.state().messages().filter(|message| message.body() == [text.into()]).count()
}

#[tokio::test]
async fn messages_of_one_second_are_in_the_order_of_their_numbers() {
    let (simulator, client) = friends().await;
    for (seq, text) in [(3u32, "third"), (1, "first"), (2, "second")] {
        let send = message::send_message::Request::new("bob", [text]).from_account("ann");
        client.call(send.msg_seq(seq)).await.unwrap();
    }
    let state = simulator.state();
    let bodies: Vec<_> = state.messages().map(|message| message.body().to_vec()).collect();
    assert_eq!(bodies, [["first".into()], ["second".into()], ["third".into()]]);
}

#[tokio::test]
async fn a_copy_of_a_message_is_dropped_for_two_minutes() {
    let (simulator, client) = friends().await;
    let send = |from: &str, text: &str, seq: u32| {
        let send = message::send_message::Request::new("bob", [text]).from_account(from);
        client.call(send.msg_seq(seq).msg_random(2u32))
    };
    let first = send("ann", "hi", 1).await.unwrap();
    simulator.state().set_unix_time(NOW + 120);
    let again = send("ann", "hi", 1).await.unwrap();
    assert_eq!((again.msg_key, again.msg_time_secs), (first.msg_key, NOW));
    assert_eq!(count_of(&simulator, "hi"), 1);
    send("ann", "ho", 1).await.unwrap();
    assert_eq!(count_of(&simulator, "ho"), 1, "another content");
    send("ann", "hi", 2).await.unwrap();
    assert_eq!(count_of(&simulator, "hi"), 2, "another number");
    send("cat", "hi", 1).await.unwrap();
    assert_eq!(count_of(&simulator, "hi"), 3, "another sender");
    simulator.state().set_unix_time(NOW + 121);
    send("ann", "hi", 1).await.unwrap();
    assert_eq!(count_of(&simulator, "hi"), 4, "too late");
}

#[tokio::test]
async fn a_copy_of_a_batch_of_messages_is_dropped_for_a_second() {
    let (simulator, client) = friends().await;
    let send = || {
        let send = message::batch_send_message::Request::new(["bob", "cat"], ["hi"]);
        client.call(send.from_account("ann").msg_seq(1u32).msg_random(2u32))
    };
    let first = send().await.unwrap().msg_key;
    simulator.state().set_unix_time(NOW + 1);
    assert_eq!(send().await.unwrap().msg_key, first);
    assert_eq!(count_of(&simulator, "hi"), 2);
    simulator.state().set_unix_time(NOW + 2);
    assert_ne!(send().await.unwrap().msg_key, first);
    assert_eq!(count_of(&simulator, "hi"), 4);
}

#[tokio::test]
async fn an_import_with_the_same_numbers_and_time_is_dropped_whatever_its_text() {
    let (simulator, client) = friends().await;
    let import = |from: &str, to: &str, time: u64, text: &str| {
        let origin = SyncFromOldSystem::History;
        let import = message::import_message::Request::new(origin, from, to, time, [text]);
        client.call(import.msg_seq(1u32).msg_random(2u32))
    };
    for (from, to, text) in [("ann", "bob", "old"), ("ann", "bob", "new"), ("bob", "ann", "back")] {
        import(from, to, NOW - 9, text).await.unwrap();
    }
    assert_eq!(history(&client, "ann", "bob").await, ["ann: old"]);
    import("ann", "bob", NOW - 8, "old").await.unwrap();
    import("ann", "cat", NOW - 9, "old").await.unwrap();
    assert_eq!(count_of(&simulator, "old"), 3, "another time, another receiver");
}

#[tokio::test]
async fn a_copy_of_a_message_to_a_group_is_dropped_for_five_minutes() {
    let (simulator, client) = friends().await;
    let create = create_group::Request::new(GroupKind::Public, "Club").owner_account("ann");
    let club = client.call(create).await.unwrap().group_id;
    let send = |text: &str| {
        let send = message::send_group_message::Request::new(club.clone(), [text]);
        client.call(send.from_account("ann").random(2u32))
    };
    let first = send("hi").await.unwrap();
    simulator.state().set_unix_time(NOW + 300);
    assert_eq!(send("hi").await.unwrap().msg_seq, first.msg_seq);
    assert_ne!(send("ho").await.unwrap().msg_seq, first.msg_seq);
    simulator.state().set_unix_time(NOW + 301);
    assert_ne!(send("hi").await.unwrap().msg_seq, first.msg_seq);
}

#[tokio::test]
async fn a_message_is_deleted_from_one_history_and_its_receipt_sent() {
    let (_simulator, client) = friends().await;
    let send = message::send_message::Request::new("bob", ["hello"]).from_account("ann");
    let key = client.call(send).await.unwrap().msg_key;

    let item = message::c2c_message_read_receipt::ReadMessage::new("ann", "bob", key.clone());
    let receipt =
        |peer: &str| message::c2c_message_read_receipt::Request::new("bob", peer, [item.clone()]);
    assert_eq!(code_of(&client, receipt("cat")).await, Some(ErrorCode::INVALID_MESSAGE_REQUEST));
    client.call(receipt("ann")).await.unwrap();
    let read = message::admin_get_roam_message::Request::new("ann", "bob", 9u32, 0u64, NOW + 9);
    let read = client.call(read).await.unwrap().msg_list;
    assert_eq!(read[0].is_peer_read, Some(true));

    let keys = [key, "1_2".into()];
    let delete = message::delete_c2c_message_ramble::Request::new("bob", "ann", keys);
    let response = client.call(delete).await.unwrap();
    assert_eq!(response.invalid_msg_key_list, ["1_2"]);
    assert_eq!(history(&client, "bob", "ann").await, Vec::<String>::new());
    assert_eq!(history(&client, "ann", "bob").await, ["ann: hello"]);
}
