//! Attributes and counters of groups.

use tencent_chat::group::delete_group_attribute::AttributeKey;
use tencent_chat::group::{
    CounterMode, GroupAttribute, GroupCounter, clear_group_attribute, delete_group_attribute,
    delete_group_counter, get_group_attribute, get_group_counter, modify_group_attribute,
    set_group_attribute, update_group_counter,
};

use super::*;

async fn with_group(kind: GroupKind) -> (Simulator, Client) {
    let (simulator, client) = friends().await;
    client.call(create_group::Request::new(kind, "Club").group_id("club")).await.unwrap();
    (simulator, client)
}

async fn attributes(client: &Client) -> Vec<(String, String)> {
    let response = client.call(get_group_attribute::Request::new("club")).await.unwrap();
    let all = response.group_attr_ary.into_iter();
    all.map(|attribute| (attribute.key, attribute.value)).collect()
}

#[tokio::test]
async fn attributes_are_changed_replaced_and_deleted() {
    let (_simulator, client) = with_group(GroupKind::Public).await;
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let item = |(key, value): (String, String)| GroupAttribute::new(key, value);
    let modify =
        |key, value| modify_group_attribute::Request::new("club", [item(pair(key, value))]);
    for (key, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
        client.call(modify(key, value)).await.unwrap();
    }
    assert_eq!(attributes(&client).await, [pair("a", "3"), pair("b", "2")]);
    client.call(set_group_attribute::Request::new("club", [item(pair("c", "4"))])).await.unwrap();
    assert_eq!(attributes(&client).await, [pair("c", "4")]);

    let many = |count: usize, size: usize| {
        let items = (0..count).map(|n| item((n.to_string(), "x".repeat(size))));
        modify_group_attribute::Request::new("club", items.collect::<Vec<_>>())
    };
    assert_eq!(code_of(&client, many(16, 1)).await, Some(ErrorCode::GROUP_ATTRIBUTES_LIMIT));
    assert_eq!(code_of(&client, many(5, 4000)).await, Some(ErrorCode::GROUP_ATTRIBUTES_TOO_LARGE));

    let delete = |key| delete_group_attribute::Request::new("club", [AttributeKey::new(key)]);
    client.call(delete("c")).await.unwrap();
    let again = code_of(&client, delete("c")).await;
    assert_eq!(again, Some(ErrorCode::GROUP_ATTRIBUTE_NOT_FOUND));
    client.call(modify("d", "5")).await.unwrap();
    client.call(clear_group_attribute::Request::new("club")).await.unwrap();
    assert_eq!(attributes(&client).await, []);
    let other = get_group_attribute::Request::new("other");
    assert_eq!(code_of(&client, other).await, Some(ErrorCode::GROUP_NOT_FOUND));
}

#[tokio::test]
async fn counters_are_set_and_counted() {
    let (_simulator, client) = with_group(GroupKind::Public).await;
    let update = |mode, value: i64| {
        update_group_counter::Request::new("club", [GroupCounter::new("likes", value)]).mode(mode)
    };
    for (mode, value, expected) in [
        (CounterMode::Increase, 3, 3),
        (CounterMode::Decrease, 5, -2),
        (CounterMode::Set, i64::MAX, i64::MAX),
        (CounterMode::Increase, 1, i64::MAX),
    ] {
        let response = client.call(update(mode, value)).await.unwrap();
        assert_eq!(response.group_counter, [GroupCounter::new("likes", expected)]);
    }
    let many: Vec<_> = (0..20).map(|n| GroupCounter::new(n.to_string(), n)).collect();
    let many = update_group_counter::Request::new("club", many);
    assert_eq!(code_of(&client, many).await, Some(ErrorCode::GROUP_COUNTERS_LIMIT));

    let get = get_group_counter::Request::new("club");
    let none = get.clone().group_counter_keys(["other"]);
    assert_eq!(client.call(none).await.unwrap().group_counter, []);
    assert_eq!(client.call(get.clone()).await.unwrap().group_counter.len(), 1);
    client.call(delete_group_counter::Request::new("club")).await.unwrap();
    assert_eq!(client.call(get).await.unwrap().group_counter, []);
}

#[tokio::test]
async fn communities_have_no_counters() {
    let (_simulator, client) = with_group(GroupKind::Community).await;
    let get = get_group_counter::Request::new("club");
    assert_eq!(code_of(&client, get).await, Some(ErrorCode::GROUP_PERMISSION_DENIED));
}
