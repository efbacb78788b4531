//! Copying between structs, and joining the responses of batches.

#![expect(unreachable_pub, reason = "a spec is public, wherever it stands")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::shapes::Shapes;
use super::{Item, Kinds, Maybe, item, kinds, maybe, read};
use crate::account::{multiaccount_import, query_online_status};
use crate::codec::from_json_into;
use crate::endpoint::{Batched, CallRequest};
use crate::group::{GroupInfoFilter, GroupKind, create_group, get_group_info};
use crate::message::{batch_send_message, modify_c2c_message, send_message};
use crate::rules::{join, merge};
use crate::schema::{Field, Record, RecordMut, RecordRef, RecordType};
use crate::{Tag, TagItem, TagValue, UserId, endpoint, object};

/// Fields with names of other structs, but of other types.
#[object]
pub struct Others {
    /// A list for a text.
    pub text: Option<Vec<String>>,
    /// A number for a flag.
    pub flag: Option<u32>,
    /// A larger number for a small one.
    pub small: Option<i64>,
    /// Larger numbers for small ones.
    pub numbers: Option<Vec<i64>>,
    /// A text for a list.
    pub names: Option<String>,
    /// A text for an object.
    pub inner: Option<String>,
    /// Larger numbers for small ones, in a map.
    pub counts: Option<BTreeMap<String, i64>>,
    /// Texts for any JSON.
    pub anything: Option<Vec<String>>,
    /// A list for a map.
    pub items: Option<Vec<Item>>,
}

/// Takes a list in batches, and responds with everything that can be joined.
#[endpoint("v4/test/batches")]
#[batch("Names")]
pub mod batches {
    pub struct Request {
        /// Names.
        #[wire(items(max = 2))]
        pub names: Vec<String>,
    }

    pub struct Response {
        /// A list.
        pub names: Vec<String>,
        /// A map.
        pub counts: Option<BTreeMap<String, u32>>,
        /// A list that may be missing.
        pub numbers: Option<Vec<u8>>,
        /// A text.
        pub note: Option<String>,
        /// An object.
        pub inner: Option<Item>,
    }
}

fn merged<Into: Record>(from: &impl Record, mut into: Into) -> Into {
    merge(RecordRef::new(from), RecordMut::new(&mut into));
    into
}

fn copy<R: Record + Field>(from: &R) -> R {
    merged(from, R::empty())
}

/// A message of two known parts, one of them within the other, and two unknown ones.
const MESSAGE: &str = r#"{
    "From_Account": "a", "To_Account": "b", "MsgRandom": 7, "SyncOtherMachine": 2,
    "MsgBody": [
        {"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}},
        {"MsgType": "TIMRelayElem", "MsgContent": {"Title": "t", "MsgList": [
            {"MsgBody": [{"MsgType": "TIMLocationElem",
                          "MsgContent": {"Desc": "d", "Latitude": 1.5, "Longitude": -2.25}}]}
        ]}},
        {"MsgType": "TIMNewElem", "MsgContent": {"A": [1, null]}, "More": 1},
        {"MsgContent": "of no type"}
    ]
}"#;

const SHAPES: &str = r#"{"State": 1, "Mute": "On", "Sync": 2, "Degrees": 0.5, "Counts": {"a": 1},
    "Items": {"x": {"Name": "n", "Number": 2}}, "Anything": {"a": [true]}, "All": [null, "b"]}"#;

#[test]
fn every_kind_of_field_is_copied() {
    assert_eq!(copy(&kinds()), kinds());
    let whole = merged(&kinds(), Maybe::new());
    assert_eq!(copy(&whole), whole);
    let shapes: Shapes = read(SHAPES).unwrap();
    assert_eq!(copy(&shapes), shapes);
    let message: send_message::Request = read(MESSAGE).unwrap();
    assert_eq!(message.msg_body.len(), 4);
    assert_eq!(copy(&message), message);
}

#[test]
fn a_value_of_several_types_is_copied_as_it_is() {
    let null = TagValue::Other(serde_json::Value::Null);
    for value in [TagValue::from("t"), 5.into(), ["a", "b"].into(), null] {
        let full = TagItem::new(Tag::Other("Tag_Profile_Custom_A".to_owned()), value);
        let other = TagItem::new(Tag::ProfileNick, ["c", "d", "e"]);
        assert_eq!(merged(&full, other), full);
    }
}

#[test]
fn a_copy_of_any_record_is_equal_to_it() {
    fn check<R: Record + Field>(json: &str) {
        let mut original = RecordType::of::<R>().empty();
        from_json_into(json.as_bytes(), original.as_mut()).unwrap();
        let mut copy = original.clone();
        assert_eq!(copy, original);
        let written = |record: RecordRef<'_>| serde_json::to_string(&record).unwrap();
        assert_eq!(written(copy.as_ref()), written(original.as_ref()));
        copy.as_mut().clear();
        assert_ne!(copy, original, "they share nothing");
    }
    check::<Kinds>(&serde_json::to_string(&kinds()).unwrap());
    check::<Shapes>(SHAPES);
    check::<send_message::Request>(MESSAGE);
}

#[test]
fn fields_go_by_their_wire_names() {
    let whole = merged(&kinds(), Maybe::new());
    assert_eq!(
        (whole.text.as_deref(), whole.flag, whole.signed),
        (Some("t"), Some(true), Some(-5))
    );
    assert_eq!(
        (whole.small, whole.large, &whole.inner),
        (Some(6), Some(u64::MAX), &Some(item("y", 2)))
    );
    assert_eq!(whole.items, Some(vec![item("x", 1)]));
    assert_eq!((whole.numbers, whole.flags), (None, None), "`Kinds` has no such fields");
    let request = create_group::Request::new(GroupKind::Other("New".to_owned()), "n")
        .owner_account("a")
        .max_member_count(5_u32)
        .default_permissions(6_u64);
    let group = merged(&request, get_group_info::GroupInfo::empty());
    assert_eq!(group.kind, Some(GroupKind::Other("New".to_owned())));
    assert_eq!((group.name.as_deref(), group.owner_account), (Some("n"), Some(UserId::new("a"))));
    assert_eq!((group.max_member_num, group.default_permissions), (None, Some(6)));
}

#[test]
fn a_field_that_is_absent_leaves_the_other_as_it_is() {
    assert_eq!(merged(&Maybe::new(), kinds()), kinds());
    let changed = merged(&Maybe::new().text("new").flag(false), kinds());
    assert_eq!((changed.text.as_str(), changed.flag, changed.small), ("new", false, 6));
    let body: send_message::Request = read(MESSAGE).unwrap();
    let change = modify_c2c_message::Request::empty().cloud_custom_data("c");
    let changed = merged(&change, body.clone());
    assert_eq!(changed.msg_body, body.msg_body);
    assert_eq!((changed.cloud_custom_data.as_deref(), changed.msg_random), (Some("c"), Some(7)));
}

#[test]
fn objects_are_merged_and_lists_and_maps_are_replaced() {
    let request = |filter| get_group_info::Request::new(["a", "b"]).response_filter(filter);
    let base = GroupInfoFilter::new().group_base_info_filter(["Name"]);
    let members = GroupInfoFilter::new().member_info_filter(["Role", "JoinTime"]);
    let both = merged(&request(members.clone()), request(base.clone()));
    let expected = base.member_info_filter(["Role", "JoinTime"]);
    assert_eq!(both, request(expected), "{members:?}");
    let one = get_group_info::Request::new(["c"]);
    assert_eq!(merged(&one, both).group_id_list, ["c"]);
    let few: Shapes = read(r#"{"Counts": {"b": 2}}"#).unwrap();
    let many: Shapes = read(r#"{"Counts": {"a": 1, "c": 3}}"#).unwrap();
    assert_eq!(merged(&few, many), few);
}

#[test]
fn items_and_entries_that_do_not_fit_are_left_out() {
    let numbers = Others::new().numbers([1, 256, -1, 255]);
    assert_eq!(merged(&numbers, Maybe::new()).numbers, Some(vec![1, 255]));
    let counts = Others::new().counts([("a", 1), ("b", -1), ("c", 3)]);
    let shapes = merged(&counts, read::<Shapes>(r#"{"Counts": {"b": 5}}"#).unwrap());
    let expected = [("a".to_owned(), 1), ("c".to_owned(), 3)];
    assert_eq!(shapes.counts, Some(expected.into()));
}

#[test]
fn a_list_becomes_any_json() {
    let list = Others::new().anything(["a", "b"]);
    let any: Shapes = read(r#"{"Anything": ["a", "b"]}"#).unwrap();
    assert_eq!(merged(&list, Shapes::new()), any);
}

#[test]
fn a_field_that_does_not_take_the_value_stays_as_it_is() {
    let misfits = [
        Others::new().text(["a"]),
        Others::new().flag(1_u32),
        Others::new().small(256),
        Others::new().small(-1),
        Others::new().names("a"),
        Others::new().inner("a"),
    ];
    for misfit in &misfits {
        assert_eq!(merged(misfit, kinds()), kinds(), "{misfit:?}");
        assert_eq!(merged(misfit, Maybe::new()), Maybe::new(), "{misfit:?}");
        let full = merged(&kinds(), maybe(r#"{"Numbers": [1], "Flags": [1]}"#));
        assert_eq!(merged(misfit, full.clone()), full, "{misfit:?}");
    }
    let list_for_map = Others::new().items([item("x", 1)]);
    assert_eq!(merged(&list_for_map, Shapes::new()), Shapes::new());
}

/// Checks that the two ways to join responses agree.
fn assert_joined_alike<R>(first: &str, next: &str) -> R::Response
where
    R: Batched + CallRequest<Response: Record + Field + PartialEq + Debug>,
{
    let first: R::Response = read(first).unwrap();
    let next: R::Response = read(next).unwrap();
    let (mut typed, mut joined) = (first.clone(), first);
    R::join(&mut typed, next.clone());
    join(RecordRef::new(&next), RecordMut::new(&mut joined));
    assert_eq!(joined, typed);
    joined
}

#[test]
fn responses_are_joined_as_the_typed_ones_are() {
    let failed = |user: &str, key: &str| {
        format!(
            r#"{{"ErrorList": [{{"To_Account": "{user}", "ErrorCode": 70107}}], "MsgKey": {key}}}"#
        )
    };
    type SendToMany = batch_send_message::Request;
    let sent = assert_joined_alike::<SendToMany>(&failed("a", r#""k""#), &failed("b", r#""l""#));
    assert_eq!((sent.error_list.len(), sent.msg_key), (2, None), "the keys differ");
    let sent = assert_joined_alike::<SendToMany>(&failed("a", r#""k""#), &failed("b", r#""k""#));
    assert!(sent.msg_key.is_some(), "the keys agree");
    for (one, other) in [(r#""k""#, "null"), ("null", r#""k""#), ("null", "null")] {
        let sent = assert_joined_alike::<SendToMany>(&failed("a", one), &failed("b", other));
        assert_eq!(sent.msg_key, None);
    }
    type Import = multiaccount_import::Request;
    let lists = (r#"{"FailAccounts": ["a", "b"]}"#, r#"{"FailAccounts": ["c", "a"]}"#);
    let imported = assert_joined_alike::<Import>(lists.0, lists.1);
    assert_eq!(imported.fail_accounts, ["a", "b", "c", "a"]);
    assert_joined_alike::<Import>("{}", lists.1);
    assert_joined_alike::<Import>(lists.0, "{}");
    let online = r#"{"QueryResult": [{"To_Account": "a", "Status": "Online",
        "Detail": [{"Platform": "Web", "Status": "Online"}]}]}"#;
    assert_joined_alike::<query_online_status::Request>(online, online);
    let group = r#"{"GroupInfo": [{"GroupId": "g", "ErrorCode": 0, "ErrorInfo": "", "MuteAllMember": "On",
        "MemberList": [{"Member_Account": "a", "Role": "Admin"}]}]}"#;
    let groups = assert_joined_alike::<get_group_info::Request>(group, group);
    assert_eq!(groups.group_info[0], groups.group_info[1]);
}

#[test]
fn fields_of_every_kind_are_joined() {
    type Joined = batches::Request;
    let full = r#"{"Names": ["a"], "Counts": {"a": 1, "b": 2}, "Numbers": [1], "Note": "n",
        "Inner": {"Name": "x", "Number": 1}}"#;
    let same = assert_joined_alike::<Joined>(full, full);
    assert_eq!((same.names.len(), same.counts.map(|counts| counts.len())), (2, Some(2)));
    assert_eq!((same.numbers, same.inner), (Some(vec![1]), Some(item("x", 1))), "they agree");
    let other = r#"{"Names": [], "Counts": {"b": 3, "c": 4}, "Numbers": [2], "Note": "m",
        "Inner": {"Name": "x", "Number": 2}}"#;
    let joined = assert_joined_alike::<Joined>(full, other);
    assert_eq!(joined, batches::Response::new(["a"]), "they disagree");
    assert_joined_alike::<Joined>(full, "{}");
    assert_joined_alike::<Joined>("{}", full);
}
