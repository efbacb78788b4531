//! Encoding.

use super::{Item, Kinds, Maybe, Nothing, Tree, item, kinds, made_up, write};

#[test]
fn fields_are_written_in_the_order_of_the_spec() {
    assert_eq!(
        write(&kinds()),
        r#"{"Text":"t","Flag":1,"Signed":-5,"Small":6,"Medium":7,"Large":18446744073709551615,"Names":["a","b"],"Items":[{"Name":"x","Number":1}],"Inner":{"Name":"y","Number":2}}"#
    );
}

#[test]
fn a_field_that_is_none_is_left_out() {
    assert_eq!(write(&Maybe::new()), "{}");
    assert_eq!(
        write(&Maybe::new().small(0).inner(item("", 0))),
        r#"{"Small":0,"Inner":{"Name":"","Number":0}}"#
    );
}

#[test]
fn flags_are_0_and_1() {
    assert_eq!(
        write(&Maybe::new().flag(false).flags([true, false])),
        r#"{"Flag":0,"Flags":[1,0]}"#
    );
    assert_eq!(write(&Maybe::new().flag(true)), r#"{"Flag":1}"#);
}

#[test]
fn lists_hold_any_type() {
    let record = Maybe::new().names(["a"]).numbers([1, 255]).items([item("x", 1)]);
    assert_eq!(
        write(&record),
        r#"{"Names":["a"],"Numbers":[1,255],"Items":[{"Name":"x","Number":1}]}"#
    );
}

#[test]
fn an_empty_list_is_sent() {
    assert_eq!(write(&made_up::Request::new(Vec::<String>::new())), r#"{"Names":[]}"#);
    assert_eq!(write(&Maybe::new().names(Vec::<String>::new())), r#"{"Names":[]}"#);
}

#[test]
fn a_request_is_written_like_an_object() {
    let request = made_up::Request::new(["a"]).note("n");
    assert_eq!(write(&request), r#"{"Names":["a"],"Note":"n"}"#);
}

#[test]
fn an_empty_text_is_sent() {
    assert_eq!(write(&Maybe::new().text("")), r#"{"Text":""}"#);
}

#[test]
fn a_struct_without_fields_is_an_empty_object() {
    assert_eq!(write(&Nothing::new()), "{}");
}

#[test]
fn the_least_and_the_greatest_numbers_are_written_whole() {
    let record = Maybe::new().signed(i64::MIN).small(u8::MAX).large(u64::MAX);
    assert_eq!(
        write(&record),
        r#"{"Signed":-9223372036854775808,"Small":255,"Large":18446744073709551615}"#
    );
}

#[test]
fn texts_are_escaped_where_json_asks_for_it() {
    let record = item("\"\\\n\u{1}用é🦀", 0);
    assert_eq!(write(&record), "{\"Name\":\"\\\"\\\\\\n\\u0001用é🦀\",\"Number\":0}");
}

#[test]
fn an_object_may_hold_itself() {
    let leaf = || Tree::new(Vec::<Tree>::new());
    let tree = Tree::new([leaf(), Tree::new([leaf()])]);
    assert_eq!(write(&tree), r#"{"Children":[{"Children":[]},{"Children":[{"Children":[]}]}]}"#);
}

#[test]
fn a_written_struct_is_read_back() {
    let record = kinds();
    assert_eq!(super::read::<Kinds>(&write(&record)).unwrap(), record);
    let record = item("\"\\\n\u{1}用é🦀\u{2028}", u32::MAX);
    assert_eq!(super::read::<Item>(&write(&record)).unwrap(), record);
}
