//! The traits that the Rust API Guidelines require of public types, and conversions of values.

#![expect(clippy::disallowed_types, reason = "the types are to be keys of a `HashSet`")]

use std::borrow::Borrow;
use std::collections::HashSet;
use std::fmt::{Debug, Display};
use std::hash::{BuildHasher, BuildHasherDefault, Hash};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::group::{GroupInfoFilter, create_group};
use crate::message::{LocationElement, MessageElement, send_message};
use crate::{
    ActionStatus, CodeInfo, CodeKind, Envelope, ErrorCode, GroupId, MsgKey, Page,
    ParseErrorCodeError, PermissionGroupId, RetryClass, Tag, TagItem, TagValue, TopicId,
    UnknownName, UserId, open_enum,
};

/// One of the numbers.
#[open_enum]
pub enum Weight {
    /// Light.
    Light = 1,
    /// Heavy.
    Heavy = 2,
}

/// Accepts any type with the traits of a public type.
trait Common: Clone + Debug + Eq + Hash + Send + Sync + Unpin + 'static {}
impl<T: Clone + Debug + Eq + Hash + Send + Sync + Unpin + 'static> Common for T {}

/// Accepts any type with the traits of a type that may be stored.
trait Stored: Common + Serialize + DeserializeOwned {}
impl<T: Common + Serialize + DeserializeOwned> Stored for T {}

fn assert_common<T: Common>() {}
fn assert_record<T: Stored>() {}
fn assert_value<T: Stored + Display + FromStr>() {}
fn assert_word<T: Stored + Display + FromStr + AsRef<str> + Into<String> + From<String>>() {}
fn assert_id<T>()
where
    T: Stored + Display + FromStr + Ord + Default + AsRef<str> + Borrow<str>,
    T: Into<String> + From<String> + for<'a> From<&'a str>,
{
}

#[test]
fn the_types_have_the_common_traits() {
    assert_id::<UserId>();
    assert_id::<GroupId>();
    assert_id::<TopicId>();
    assert_id::<PermissionGroupId>();
    assert_id::<MsgKey>();
    assert_value::<ErrorCode>();
    assert_value::<CodeKind>();
    assert_value::<RetryClass>();
    assert_word::<ActionStatus>();
    assert_word::<Tag>();
    assert_value::<Weight>();
    assert_record::<Envelope>();
    assert_record::<TagItem>();
    assert_record::<TagValue>();
    assert_record::<MessageElement>();
    assert_record::<send_message::Request>();
    assert_record::<create_group::Request>();
    assert_record::<create_group::Response>();
    assert_common::<CodeInfo>();
    assert_common::<Page>();
    assert_common::<UnknownName>();
    assert_common::<ParseErrorCodeError>();
}

/// Checks that `FromStr` and serde read the form that `Display` and serde write.
fn round_trip<T>(value: &T, text: &str, json: &str)
where
    T: Debug + PartialEq + Display + FromStr<Err: Debug> + Serialize + DeserializeOwned,
{
    assert_eq!(value.to_string(), text);
    assert_eq!(&text.parse::<T>().unwrap(), value);
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value);
    assert_eq!(&serde_json::from_reader::<_, T>(json.as_bytes()).unwrap(), value, "owned");
}

#[test]
fn texts_and_json_are_read_as_they_are_written() {
    round_trip(&UserId::new("user15"), "user15", r#""user15""#);
    round_trip(&GroupId::new("@TGS#1\"é"), "@TGS#1\"é", r#""@TGS#1\"é""#);
    round_trip(&ErrorCode::CONTACT_GROUP_NOT_FOUND, "51009 CONTACT_GROUP_NOT_FOUND", "51009");
    round_trip(&ErrorCode::new(120_001), "120001 MESSAGE_WEBHOOK_CODES", "120001");
    round_trip(&ErrorCode::new(-10_001), "-10001 SESSION_KEY_EXPIRED", "-10001");
    round_trip(&ErrorCode::new(i32::MIN), "-2147483648", "-2147483648");
    round_trip(&ErrorCode::OK, "0", "0");
    round_trip(&ActionStatus::Fail, "FAIL", r#""FAIL""#);
    round_trip(&ActionStatus::Other("Maybe".to_owned()), "Maybe", r#""Maybe""#);
    round_trip(&Weight::Heavy, "2", "2");
    round_trip(&Weight::Other(-7), "-7", "-7");
    for kind in CodeKind::ALL {
        round_trip(kind, &format!("{kind:?}"), &format!("\"{kind:?}\""));
    }
    for retry in RetryClass::ALL {
        round_trip(retry, retry.name(), &format!("\"{retry:?}\""));
    }
}

#[test]
fn a_code_is_read_from_its_number_or_its_name() {
    for (text, code) in [
        ("51009", Some(51009)),
        ("CONTACT_GROUP_NOT_FOUND", Some(51009)),
        ("123", Some(123)),
        ("51009 TOO_MANY_REQUESTS", None),
        ("131072 ANYTHING", None),
        ("51009 ", None),
        (" 51009", None),
        ("MESSAGE_WEBHOOK_CODES", None),
        ("2147483648", None),
        ("", None),
    ] {
        assert_eq!(text.parse().ok(), code.map(ErrorCode::new), "{text:?}");
    }
}

#[test]
fn the_error_of_an_unknown_name_lists_the_known_ones() {
    let error = "secret".parse::<RetryClass>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no such name; the names are Permanent, Transient, Throttled, Unauthenticated"
    );
    assert!(serde_json::from_str::<CodeKind>("\"Nothing\"").is_err());
}

#[test]
fn an_id_is_found_by_its_text() {
    let ids: HashSet<UserId> = ["a", "b"].map(UserId::from).into();
    assert!(ids.contains("a") && !ids.contains("c"));
    assert_eq!(String::from(UserId::new("a")), "a");
    assert_eq!(String::from(ActionStatus::Fail), "FAIL");
    assert_eq!(ActionStatus::from("OK".to_owned()), ActionStatus::Ok);
    assert_eq!(i64::from(Weight::Heavy), 2);
    assert_eq!(format!("{:>4}|{:4}|", UserId::new("a"), Weight::Light), "   a|   1|");
}

#[test]
fn objects_of_optional_fields_alone_have_a_default() {
    assert_eq!(GroupInfoFilter::default(), GroupInfoFilter::new());
    assert_eq!(Envelope::default(), Envelope::new());
}

fn hash_of(value: &impl Hash) -> u64 {
    BuildHasherDefault::<std::hash::DefaultHasher>::default().hash_one(value)
}

#[test]
fn structs_are_equal_if_all_their_fields_are() {
    let place = |latitude| {
        let body: [MessageElement; 2] = ["hi".into(), LocationElement::new(latitude, 1.0).into()];
        send_message::Request::new("b", body)
    };
    let request = place(f64::NAN).from_account("a").msg_random(7_u32);
    assert_eq!(request, request.clone(), "also where a number is none");
    assert_eq!(hash_of(&request), hash_of(&request.clone()));
    assert_ne!(place(1.0), place(2.0));
    for other in [
        place(f64::NAN).from_account("c").msg_random(7_u32),
        place(f64::NAN).from_account("a"),
        place(0.0).from_account("a").msg_random(7_u32),
    ] {
        assert_ne!(request, other);
        assert_ne!(hash_of(&request), hash_of(&other));
    }
}

#[test]
fn structs_differ_by_lists_and_by_present_fields() {
    let with = |tags: &[&str]| GroupInfoFilter::new().group_base_info_filter(tags);
    let filters = [
        GroupInfoFilter::new(),
        with(&[]),
        with(&["a"]),
        with(&["b"]),
        with(&["a", "b"]),
        with(&["ab"]),
        GroupInfoFilter::new().member_info_filter(["a"]),
    ];
    let hashes: HashSet<u64> = filters.iter().map(hash_of).collect();
    assert_eq!(hashes.len(), filters.len());
    for (index, first) in filters.iter().enumerate() {
        for (other, second) in filters.iter().enumerate() {
            assert_eq!(first == second, index == other, "{first:?} and {second:?}");
        }
    }
    let set: HashSet<GroupInfoFilter> = filters.clone().into();
    assert!(filters.iter().all(|filter| set.contains(filter)));
}
