//! The types that constructors and setters take.

use super::{Item, Maybe, item, made_up};
use crate::{ErrorCode, IntoField, UserId};

#[test]
fn a_text_is_taken_from_any_kind_of_string() {
    let owned = "a".to_owned();
    assert_eq!(Item::new("a", 1u32), Item::new(&owned, 1u32));
    assert_eq!(Item::new("a", 1u32), Item::new(owned, 1u32));
}

#[test]
fn a_list_is_taken_from_arrays_vectors_and_slices() {
    let names = ["a".to_owned(), "b".to_owned()];
    let expected = made_up::Request::new(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(made_up::Request::new(["a", "b"]), expected);
    assert_eq!(made_up::Request::new(vec!["a", "b"]), expected);
    assert_eq!(made_up::Request::new(&["a", "b"][..]), expected);
    assert_eq!(made_up::Request::new(&names[..]), expected);
    assert_eq!(made_up::Request::new([&names[0], &names[1]]), expected);
    assert_eq!(made_up::Request::new(names), expected);
}

#[test]
fn a_list_of_objects_is_taken_from_arrays_vectors_and_slices() {
    let expected = Some(vec![item("x", 1)]);
    assert_eq!(Maybe::new().items([item("x", 1)]).items, expected);
    assert_eq!(Maybe::new().items(vec![item("x", 1)]).items, expected);
    assert_eq!(Maybe::new().items(&[item("x", 1)][..]).items, expected);
}

#[test]
fn a_setter_makes_its_field_present_and_the_last_one_counts() {
    let record = Maybe::new().text("a").small(1).text("b").inner(item("x", 1));
    assert_eq!(record.text.as_deref(), Some("b"));
    assert_eq!(record.small, Some(1));
    assert_eq!(record.inner, Some(item("x", 1)));
    assert_eq!(record.flag, None);
}

#[test]
fn a_user_id_is_taken_from_strings_and_itself() {
    let id = UserId::new("user15");
    let from = |id: UserId| id;
    assert_eq!(from("user15".into_field()), id);
    assert_eq!(from("user15".to_owned().into_field()), id);
    assert_eq!(from(id.clone().into_field()), id);
    let list: Vec<UserId> = ["user15"].into_field();
    assert_eq!(list, [id]);
}

#[test]
fn a_code_is_taken_from_itself() {
    let code: ErrorCode = ErrorCode::ADMIN_REQUIRED.into_field();
    assert_eq!(code, ErrorCode::ADMIN_REQUIRED);
}
