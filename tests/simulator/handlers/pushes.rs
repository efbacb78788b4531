//! The tags and attributes by which pushes select users.

use tencent_chat::push::{
    AttributeOwner, Condition, UserAttributeNames, UserAttributes, UserTags, add_tag,
    clear_all_tags, get_attribute, get_attribute_name, get_tag, im_add_tag, im_get_attribute,
    im_get_tag, im_push, im_remove_all_tags, im_remove_attribute, im_remove_tag, im_set_attribute,
    im_set_attribute_name, push, remove_attribute, remove_tag, set_attribute, set_attribute_name,
};

use super::*;

fn added(user: &str, tags: &[&str]) -> add_tag::AddedTags {
    add_tag::AddedTags::new(user, tags)
}

fn shown(items: Vec<UserTags>) -> Vec<String> {
    items.iter().map(|item| format!("{}: {}", item.to_account, item.tags.join(" "))).collect()
}

/// The tags of Ann and Bob, which both services read alike.
async fn tags(client: &Client) -> Vec<String> {
    let read = client.push().get_tag(get_tag::Request::new(["ann", "bob"])).await.unwrap();
    let older = client.push().im_get_tag(im_get_tag::Request::new(["ann", "bob"])).await.unwrap();
    assert_eq!(read.user_tags, older.user_tags);
    shown(read.user_tags)
}

#[tokio::test]
async fn users_have_tags_by_which_a_push_selects_them() {
    let (simulator, client) = friends().await;
    let push = client.push();
    let items = [added("ann", &["gold", "weekly"]), added("zoe", &["gold"])];
    let failed = push.add_tag(add_tag::Request::new(items)).await.unwrap();
    let failed = failed.error_list.iter().map(|item| (item.to_account.as_str(), item.error_code));
    assert_eq!(failed.collect::<Vec<_>>(), [("zoe", ErrorCode::ACCOUNT_NOT_FOUND)]);
    let items = [("bob", "gold"), ("zoe", "gold")];
    let items = items.map(|(user, tag)| im_add_tag::AddedTags::new(user, [tag]));
    push.im_add_tag(im_add_tag::Request::new(items)).await.unwrap();
    assert_eq!(tags(&client).await, ["ann: gold weekly", "bob: gold"]);

    let gold = Condition::new().tags_and(["gold"]);
    push.im_push(im_push::Request::new(["hello"]).condition(gold.clone())).await.unwrap();
    assert_eq!(simulator.state().pushes().next().unwrap().condition(), Some(&gold));

    let replaced = add_tag::Request::new([added("ann", &["monthly"])]).replace(true);
    push.add_tag(replaced).await.unwrap();
    push.add_tag(add_tag::Request::new([added("ann", &["gold", "silver"])])).await.unwrap();
    assert_eq!(tags(&client).await, ["ann: gold monthly silver", "bob: gold"]);
    push.remove_tag(remove_tag::Request::new([UserTags::new("ann", ["gold", "none"])]))
        .await
        .unwrap();
    push.im_remove_tag(im_remove_tag::Request::new([UserTags::new("ann", ["silver"])]))
        .await
        .unwrap();
    assert_eq!(tags(&client).await, ["ann: monthly", "bob: gold"]);
    push.clear_all_tags(clear_all_tags::Request::new(["ann"])).await.unwrap();
    push.im_remove_all_tags(im_remove_all_tags::Request::new(["bob"])).await.unwrap();
    assert_eq!(tags(&client).await, ["ann: ", "bob: "]);
}

#[tokio::test]
async fn accounts_that_do_not_exist_have_no_tags_and_no_attributes() {
    let (_simulator, client) = newborn().await;
    let push = client.push();
    let lists = [
        push.get_tag(get_tag::Request::new(["zoe"])).await.unwrap().error_list,
        push.get_attribute(get_attribute::Request::new(["zoe"])).await.unwrap().error_list,
        push.clear_all_tags(clear_all_tags::Request::new(["zoe"])).await.unwrap().error_list,
        push.remove_tag(remove_tag::Request::new([UserTags::new("zoe", ["gold"])]))
            .await
            .unwrap()
            .error_list,
    ];
    for list in lists {
        assert_eq!(list[0].error_code, ErrorCode::ACCOUNT_NOT_FOUND);
    }
    let read = push.im_get_tag(im_get_tag::Request::new(["ann", "zoe"])).await.unwrap();
    assert_eq!(shown(read.user_tags), ["ann: "]);
}

#[tokio::test]
async fn a_user_gets_ten_tags_by_a_call_and_has_a_hundred() {
    let (_simulator, client) = newborn().await;
    let names: Vec<_> = (0..101).map(|number| format!("tag{number}")).collect();
    let add = |from: usize, to: usize| {
        add_tag::Request::new([add_tag::AddedTags::new("ann", &names[from..to])])
    };
    let invalid = Some(ErrorCode::MALFORMED_MESSAGE_JSON);
    assert_eq!(code_of(&client, add(0, 11)).await, invalid);
    client.push().add_tag(add(0, 100).replace(true)).await.unwrap();
    let failed = client.push().add_tag(add(91, 101)).await.unwrap().error_list;
    assert_eq!(failed[0].error_code, ErrorCode::TOO_MANY_TAGS);
    let older = im_add_tag::AddedTags::new("ann", &names[91..101]);
    assert_eq!(code_of(&client, im_add_tag::Request::new([older])).await, invalid);
    client.push().add_tag(add(90, 100)).await.unwrap();
}

fn named(names: &[(&str, &str)]) -> BTreeMap<String, String> {
    names.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect()
}

/// The attributes of Ann, which both services read alike.
async fn attributes(client: &Client) -> BTreeMap<String, String> {
    let read = client.push().get_attribute(get_attribute::Request::new(["ann"])).await.unwrap();
    let older = im_get_attribute::Request::new(["ann"]);
    let older = client.push().im_get_attribute(older).await.unwrap();
    assert_eq!(read.user_attrs, older.user_attrs);
    read.user_attrs[0].attrs.clone()
}

#[tokio::test]
async fn attributes_are_named_set_and_deleted() {
    let (_simulator, client) = newborn().await;
    let push = client.push();
    let of_ann = |names: &[(&str, &str)]| [UserAttributes::new("ann", named(names))];
    let unnamed = set_attribute::Request::new(of_ann(&[("sex", "f")]));
    assert_eq!(code_of(&client, unnamed.clone()).await, Some(ErrorCode::INVALID_ATTRIBUTE));

    let names = named(&[("0", "sex"), ("1", "city")]);
    push.im_set_attribute_name(im_set_attribute_name::Request::new(names)).await.unwrap();
    push.set_attribute(unnamed).await.unwrap();
    let city = im_set_attribute::Request::new(of_ann(&[("city", "Sydney")]));
    push.im_set_attribute(city).await.unwrap();
    assert_eq!(attributes(&client).await, named(&[("city", "Sydney"), ("sex", "f")]));

    let renamed = set_attribute_name::Request::new(named(&[("1", "town")]));
    push.set_attribute_name(renamed).await.unwrap();
    assert_eq!(attributes(&client).await, named(&[("sex", "f"), ("town", "Sydney")]));
    let read = push.get_attribute_name(get_attribute_name::Request::new()).await.unwrap();
    assert_eq!(read.attr_names, named(&[("0", "sex"), ("1", "town")]));
    assert_eq!(read.attr_types["1"], AttributeOwner::User);

    let of_ann = |name: &str| [UserAttributeNames::new("ann", [name])];
    push.remove_attribute(remove_attribute::Request::new(of_ann("sex"))).await.unwrap();
    let city = im_remove_attribute::Request::new(of_ann("city"));
    assert_eq!(code_of(&client, city).await, Some(ErrorCode::INVALID_ATTRIBUTE));
    push.im_remove_attribute(im_remove_attribute::Request::new(of_ann("town"))).await.unwrap();
    assert!(attributes(&client).await.is_empty());
}

#[tokio::test]
async fn names_of_attributes_are_numbered_and_differ_and_keep_their_owner() {
    let (_simulator, client) = newborn().await;
    let name = |names: &[(&str, &str)], owners: &[(&str, AttributeOwner)]| {
        let owners = owners.iter().map(|(key, owner)| ((*key).to_owned(), *owner));
        let owners: BTreeMap<_, _> = owners.collect();
        set_attribute_name::Request::new(named(names)).attr_types(owners)
    };
    let (user, device) = (AttributeOwner::User, AttributeOwner::Device);
    assert_eq!(code_of(&client, name(&[("0", "os")], &[("0", device)])).await, None);
    assert_eq!(code_of(&client, name(&[("0", "system")], &[])).await, None);
    let wrong = [
        name(&[("10", "city")], &[]),
        name(&[("1", "system")], &[]),
        name(&[("1", "city")], &[("2", user)]),
        name(&[("0", "os")], &[("0", user)]),
    ];
    for request in wrong {
        assert_eq!(code_of(&client, request).await, Some(ErrorCode::INVALID_ATTRIBUTE));
    }
    let read = client.push().get_attribute_name(get_attribute_name::Request::new()).await.unwrap();
    assert_eq!(read.attr_names, named(&[("0", "system")]));
    assert_eq!(read.attr_types["0"], device);
}

#[tokio::test]
async fn a_push_selects_users_by_tags_or_by_attributes() {
    let (simulator, client) = friends().await;
    let items =
        [added("ann", &["gold", "weekly"]), added("bob", &["gold"]), added("cat", &["new"])];
    client.push().add_tag(add_tag::Request::new(items)).await.unwrap();
    let names = set_attribute_name::Request::new(named(&[("0", "sex"), ("1", "city")]));
    client.push().set_attribute_name(names).await.unwrap();
    let sydney = [("city", "Sydney"), ("sex", "f")];
    let attributes = [
        UserAttributes::new("ann", named(&sydney)),
        UserAttributes::new("bob", named(&[("city", "Sydney"), ("sex", "m")])),
    ];
    client.push().set_attribute(set_attribute::Request::new(attributes)).await.unwrap();

    let condition = Condition::new;
    for (selected, condition) in [
        (vec!["ann", "bob", "cat", "user15"], None),
        (vec!["ann", "bob"], Some(condition().tags_and(["gold"]))),
        (vec!["ann"], Some(condition().tags_and(["gold", "weekly"]))),
        (vec!["ann", "cat"], Some(condition().tags_or(["weekly", "new"]))),
        (vec!["ann"], Some(condition().tags_and(["gold"]).tags_or(["weekly", "new"]))),
        (vec![], Some(condition().tags_or(["none"]))),
        (vec!["ann"], Some(condition().attrs_and(named(&sydney)))),
        (vec!["ann", "bob"], Some(condition().attrs_or(named(&sydney)))),
        (vec![], Some(condition().attrs_or(named(&[("town", "Sydney")])))),
    ] {
        let mut request = push::Request::new().msg_body(["hello"]);
        request.condition = condition;
        client.push().push(request).await.unwrap();
        let state = simulator.state();
        let push = state.pushes().last().unwrap();
        assert_eq!(state.recipients(push).collect::<Vec<_>>(), selected, "{:?}", push.condition());
    }
}
