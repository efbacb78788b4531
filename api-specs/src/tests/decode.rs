//! Values that are read although they are written in another form.

use super::{Item, Kinds, Maybe, Nothing, item, kinds, made_up, maybe, read, refusal};
use crate::conversation::delete_contact_group;

#[test]
fn an_integer_may_come_as_text() {
    assert_eq!(maybe(r#"{"Signed":"-5"}"#).signed, Some(-5));
    assert_eq!(maybe(r#"{"Signed":"-9223372036854775808"}"#).signed, Some(i64::MIN));
    assert_eq!(maybe(r#"{"Small":"255"}"#).small, Some(255));
    assert_eq!(maybe(r#"{"Large":"18446744073709551615"}"#).large, Some(u64::MAX));
    assert_eq!(maybe(r#"{"Numbers":["1",2]}"#).numbers, Some(vec![1, 2]));
}

#[test]
fn an_integer_in_text_may_have_blanks_around_it() {
    assert_eq!(maybe(r#"{"Small":" 7\n"}"#).small, Some(7));
}

#[test]
fn a_text_may_come_as_an_integer() {
    assert_eq!(maybe(r#"{"Text":12}"#).text.unwrap(), "12");
    assert_eq!(maybe(r#"{"Text":-12}"#).text.unwrap(), "-12");
    assert_eq!(maybe(r#"{"Text":18446744073709551615}"#).text.unwrap(), "18446744073709551615");
    assert_eq!(maybe(r#"{"Names":[1,"a"]}"#).names.unwrap(), ["1", "a"]);
}

#[test]
fn a_text_may_come_as_a_fraction() {
    assert_eq!(maybe(r#"{"Text":1.5}"#).text.unwrap(), "1.5");
}

#[test]
fn a_flag_may_come_as_a_number_as_text_or_as_a_boolean() {
    for (json, flag) in [
        ("0", false),
        ("1", true),
        ("\"0\"", false),
        ("\"1\"", true),
        ("true", true),
        ("false", false),
    ] {
        assert_eq!(maybe(&format!("{{\"Flag\":{json}}}")).flag, Some(flag), "{json}");
    }
}

#[test]
fn the_edges_of_each_integer_are_read() {
    assert_eq!(maybe(r#"{"Signed":-9223372036854775808}"#).signed, Some(i64::MIN));
    assert_eq!(maybe(r#"{"Signed":9223372036854775807}"#).signed, Some(i64::MAX));
    assert_eq!(maybe(r#"{"Small":0}"#).small, Some(0));
    assert_eq!(maybe(r#"{"Small":255}"#).small, Some(255));
    assert_eq!(maybe(r#"{"Large":18446744073709551615}"#).large, Some(u64::MAX));
}

#[test]
fn null_means_absent() {
    let json = r#"{"Text":null,"Flag":null,"Small":null,"Names":null,"Items":null,"Inner":null}"#;
    assert_eq!(maybe(json), Maybe::new());
}

#[test]
fn a_required_field_is_not_null() {
    assert_eq!(refusal::<Item>(r#"{"Name":null,"Number":1}"#), "`Name`: is required, but missing");
}

#[test]
fn a_list_that_is_missing_in_an_object_is_empty() {
    let json = r#"{"Text":"","Flag":0,"Signed":0,"Small":0,"Medium":0,"Large":0,"Inner":{"Name":"","Number":0}}"#;
    let read: Kinds = read(json).unwrap();
    assert!(read.names.is_empty() && read.items.is_empty());
}

#[test]
fn a_list_that_is_missing_in_a_response_is_empty() {
    let response: made_up::Response = read(r#"{"Inner":{"Name":"x","Number":1}}"#).unwrap();
    assert!(response.names.is_empty());
}

#[test]
fn a_list_that_is_null_in_a_response_is_empty() {
    let json = r#"{"Inner":{"Name":"x","Number":1},"Names":null}"#;
    assert!(read::<made_up::Response>(json).unwrap().names.is_empty());
}

#[test]
fn a_list_must_be_in_a_request() {
    assert_eq!(refusal::<made_up::Request>("{}"), "`Names`: is required, but missing");
    assert_eq!(
        refusal::<made_up::Request>(r#"{"Names":null}"#),
        "`Names`: is required, but missing"
    );
    assert!(read::<made_up::Request>(r#"{"Names":[]}"#).is_ok());
}

#[test]
fn an_optional_list_that_is_missing_differs_from_an_empty_one() {
    assert_eq!(maybe("{}").names, None);
    assert_eq!(maybe(r#"{"Names":[]}"#).names, Some(Vec::new()));
}

#[test]
fn unknown_fields_are_skipped() {
    let json = r#"{"A":null,"Name":"x","B":[{"Name":[1,{}]}],"Number":1,"name":5,"C":{"Number":"no"},"D":1.5e300,"":""}"#;
    assert_eq!(read::<Item>(json).unwrap(), item("x", 1));
    assert_eq!(read::<Nothing>(json).unwrap(), Nothing::new());
}

#[test]
fn unknown_fields_are_skipped_in_nested_objects() {
    let json = r#"{"Items":[{"A":{"Name":1},"Name":"x","Number":1,"B":[]}]}"#;
    assert_eq!(maybe(json).items, Some(vec![item("x", 1)]));
}

#[test]
fn names_of_fields_are_case_sensitive() {
    assert_eq!(maybe(r#"{"text":"a","TEXT":"b"}"#), Maybe::new());
}

#[test]
fn keys_may_come_in_any_order() {
    let json = r#"{"Inner":{"Number":2,"Name":"y"},"Items":[{"Number":1,"Name":"x"}],"Names":["a","b"],"Large":18446744073709551615,"Medium":7,"Small":6,"Signed":-5,"Flag":1,"Text":"t"}"#;
    assert_eq!(read::<Kinds>(json).unwrap(), kinds());
    let rotated = r#"{"Small":6,"Medium":7,"Large":18446744073709551615,"Names":["a","b"],"Text":"t","Inner":{"Name":"y","Number":2},"Flag":1,"Items":[{"Name":"x","Number":1}],"Signed":-5}"#;
    assert_eq!(read::<Kinds>(rotated).unwrap(), kinds());
}

#[test]
fn keys_and_texts_may_be_escaped() {
    let json = r#"{"\u004eame":"\u7528\ud83e\udd80\/","N\u0075mber":1}"#;
    assert_eq!(read::<Item>(json).unwrap(), item("用🦀/", 1));
}

#[test]
fn blanks_between_tokens_do_not_matter() {
    let json = " \r\n{\t\"Name\" : \"x\" ,\n\"Number\"\n:\n1\n}\n\n";
    assert_eq!(read::<Item>(json).unwrap(), item("x", 1));
}

#[test]
fn a_user_id_is_a_text_on_the_wire() {
    let json = r#"{"From_Account":"user15","GroupName":["a"]}"#;
    let request: delete_contact_group::Request = read(json).unwrap();
    assert_eq!(request, delete_contact_group::Request::new("user15", ["a"]));
    assert_eq!(serde_json::to_string(&request).unwrap(), json);
}

#[test]
fn a_field_comes_once() {
    assert_eq!(
        refusal::<Item>(r#"{"Name":"a","Name":"b","Number":1}"#),
        "`Name`: is repeated at line 1 column 18"
    );
}

#[test]
fn a_field_may_come_again_after_null() {
    let json = r#"{"Name":null,"Name":"b","Number":1}"#;
    assert_eq!(read::<Item>(json).unwrap(), item("b", 1));
}
