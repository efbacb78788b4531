//! The `Serialize` and `Deserialize` of declared structs.

use serde_json::{from_str, from_value, json, to_string, to_value};

use super::{Item, Kinds, Maybe, item, kinds};

#[test]
fn a_struct_becomes_a_value() {
    assert_eq!(
        to_value(kinds()).unwrap(),
        json!({
            "Text": "t",
            "Flag": 1,
            "Signed": -5,
            "Small": 6,
            "Medium": 7,
            "Large": u64::MAX,
            "Names": ["a", "b"],
            "Items": [{ "Name": "x", "Number": 1 }],
            "Inner": { "Name": "y", "Number": 2 },
        })
    );
}

#[test]
fn a_struct_comes_back_from_a_value() {
    assert_eq!(from_value::<Kinds>(to_value(kinds()).unwrap()).unwrap(), kinds());
    assert_eq!(from_value::<Maybe>(json!({ "Text": null })).unwrap(), Maybe::new());
}

#[test]
fn a_struct_becomes_text_and_comes_back() {
    let text = to_string(&kinds()).unwrap();
    assert_eq!(from_str::<Kinds>(&text).unwrap(), kinds());
}

#[test]
fn a_struct_may_stand_in_another_type() {
    type Other = (Option<Kinds>, Vec<Item>, Option<Item>);
    let other: Other = (Some(kinds()), vec![item("x", 1), item("y", 2)], None);
    assert_eq!(from_str::<Other>(&to_string(&other).unwrap()).unwrap(), other);
    assert_eq!(from_value::<Other>(to_value(&other).unwrap()).unwrap(), other);
}

#[test]
fn a_value_is_read_as_leniently_as_a_text() {
    let value = json!({ "Text": 5, "Flag": true, "Signed": "-5", "Small": null, "Other": {} });
    let read: Maybe = from_value(value).unwrap();
    assert_eq!(read, Maybe::new().text("5").flag(true).signed(-5));
}

#[test]
fn an_error_in_a_text_has_path_and_line_once() {
    let json = r#"{"Items":[{"Name":"x","Number":"y"}]}"#;
    let told = from_str::<Maybe>(json).unwrap_err().to_string();
    assert_eq!(told, "`Items[0].Number`: expected an integer, found \"y\" at line 1 column 34");
}

#[test]
fn an_error_in_a_value_has_its_path_once() {
    let value = json!({ "Items": [{ "Name": "x", "Number": "y" }] });
    let told = from_value::<Maybe>(value).unwrap_err().to_string();
    assert_eq!(told, "`Items[0].Number`: expected an integer, found \"y\"");
}

#[test]
fn a_missing_field_is_an_error() {
    let told = from_value::<Item>(json!({ "Name": "x" })).unwrap_err().to_string();
    assert_eq!(told, "`Number`: is required, but missing");
}

#[test]
fn null_is_no_struct() {
    let told = from_value::<Item>(json!(null)).unwrap_err().to_string();
    assert_eq!(told, "expected an object, found null");
}
