//! The errors of values that do not fit their fields.

use super::{Item, Kinds, Maybe, made_up, read, refusal};

/// Returns the error of a value of an optional field.
fn told(field: &str, value: &str) -> String {
    refusal::<Maybe>(&format!("{{\"{field}\":{value}}}"))
}

#[test]
fn an_error_names_the_path_through_lists_and_objects() {
    let json = r#"{"Items":[{"Name":"","Number":0},{"Name":"","Number":1},{"Name":"","Number":2},{"Name":"","Number":"x"}]}"#;
    let error = read::<Maybe>(json).unwrap_err();
    let message = "expected an integer, found \"x\" at line 1 column 102";
    assert_eq!(error.path(), "Items[3].Number");
    assert_eq!(error.message(), message);
    assert_eq!(error.to_string(), format!("`Items[3].Number`: {message}"));
}

#[test]
fn an_error_names_the_line() {
    let json = "{\n\"Name\": \"x\",\n\"Number\": \"y\"\n}";
    assert_eq!(
        refusal::<Item>(json),
        "`Number`: expected an integer, found \"y\" at line 3 column 13"
    );
}

#[test]
fn a_number_that_is_too_large_for_its_field_is_refused() {
    let refused = |value| {
        format!("`Small`: the number {value} does not fit the field's type at line 1 column ")
    };
    for value in ["256", "-1", "4294967296", "9223372036854775808", "-9223372036854775808"] {
        let told = told("Small", value);
        assert!(told.starts_with(&refused(value)), "{told}");
    }
}

#[test]
fn a_number_in_text_that_is_too_large_for_its_field_is_refused() {
    assert_eq!(
        told("Small", "\"256\""),
        "`Small`: the number 256 does not fit the field's type at line 1 column 14"
    );
    assert_eq!(
        told("Large", "\"18446744073709551616\""),
        "`Large`: the number 18446744073709551616 does not fit the field's type at line 1 column 31"
    );
    assert_eq!(
        told("Signed", "\"-9223372036854775809\""),
        "`Signed`: the number -9223372036854775809 does not fit the field's type at line 1 column 32"
    );
}

#[test]
fn a_number_beyond_all_types_is_refused() {
    let digits = "9".repeat(60);
    let shown = &digits[..40];
    assert_eq!(
        told("Large", &format!("\"{digits}\"")),
        format!("`Large`: expected an integer, found \"{shown}\" and more at line 1 column 71")
    );
}

#[test]
fn a_required_member_that_is_missing_is_named() {
    assert_eq!(refusal::<Item>("{}"), "`Name`: is required, but missing");
    assert_eq!(refusal::<Item>(r#"{"Name":"x"}"#), "`Number`: is required, but missing");
}

#[test]
fn a_required_member_that_is_missing_below_is_named() {
    assert_eq!(
        told("Inner", r#"{"Name":"x"}"#),
        "`Inner.Number`: is required, but missing at line 1 column 21"
    );
    assert_eq!(
        told("Items", r#"[{"Name":"x","Number":1},{"Number":1}]"#),
        "`Items[1].Name`: is required, but missing at line 1 column 46"
    );
}

#[test]
fn the_first_of_several_missing_members_is_named() {
    assert_eq!(refusal::<Kinds>(r#"{"Text":"","Small":1}"#), "`Flag`: is required, but missing");
}

#[test]
fn a_text_is_no_list_no_object_and_no_boolean() {
    assert_eq!(told("Text", "[1]"), "`Text`: expected a string, found a list at line 1 column 9");
    assert_eq!(
        told("Text", "{}"),
        "`Text`: expected a string, found an object at line 1 column 10"
    );
    assert_eq!(told("Text", "true"), "`Text`: expected a string, found true at line 1 column 12");
}

#[test]
fn an_integer_is_no_text_no_list_no_object_no_boolean_and_no_fraction() {
    for (value, found) in [
        ("\"x\"", "\"x\""),
        ("\"\"", "\"\""),
        ("\"1.5\"", "\"1.5\""),
        ("\"0x1\"", "\"0x1\""),
        ("[1]", "a list"),
        ("{}", "an object"),
        ("false", "false"),
        ("1.5", "1.5"),
    ] {
        let told = told("Small", value);
        let expected = format!("`Small`: expected an integer, found {found} at line 1 column ");
        assert!(told.starts_with(&expected), "{told}");
    }
}

#[test]
fn a_flag_takes_only_0_and_1() {
    for (value, found) in [
        ("2", "2"),
        ("-1", "-1"),
        ("\"2\"", "\"2\""),
        ("\"true\"", "\"true\""),
        ("\"\"", "\"\""),
        ("0.5", "0.5"),
        ("[]", "a list"),
        ("{}", "an object"),
    ] {
        let told = told("Flag", value);
        let expected = format!("`Flag`: expected 0 or 1, found {found} at line 1 column ");
        assert!(told.starts_with(&expected), "{told}");
    }
}

#[test]
fn a_list_field_takes_only_a_list() {
    for (value, found) in
        [("\"a\"", "\"a\""), ("1", "1"), ("1.5", "1.5"), ("true", "true"), ("{}", "an object")]
    {
        let told = told("Names", value);
        let expected = format!("`Names`: expected a list, found {found} at line 1 column ");
        assert!(told.starts_with(&expected), "{told}");
    }
}

#[test]
fn an_object_field_takes_only_an_object() {
    for (value, found) in
        [("\"a\"", "\"a\""), ("1", "1"), ("1.5", "1.5"), ("true", "true"), ("[]", "a list")]
    {
        let told = told("Inner", value);
        let expected = format!("`Inner`: expected an object, found {found} at line 1 column ");
        assert!(told.starts_with(&expected), "{told}");
    }
}

#[test]
fn a_list_may_not_contain_null() {
    assert_eq!(
        told("Names", r#"["a",null]"#),
        "`Names[1]`: expected a string, found null at line 1 column 18"
    );
    assert_eq!(
        told("Numbers", "[null]"),
        "`Numbers[0]`: expected an integer, found null at line 1 column 16"
    );
    assert_eq!(
        told("Items", "[null]"),
        "`Items[0]`: expected an object, found null at line 1 column 14"
    );
}

#[test]
fn a_long_text_is_shown_up_to_40_characters() {
    let shown = "用".repeat(40);
    let told_of = |text: &str| told("Small", &format!("\"{text}\""));
    let all = format!("`Small`: expected an integer, found \"{shown}\" at line 1 column ");
    assert!(told_of(&shown).starts_with(&all), "{}", told_of(&shown));
    let cut = format!("`Small`: expected an integer, found \"{shown}\" and more at line 1 column ");
    let longer = format!("{shown}x");
    assert!(told_of(&longer).starts_with(&cut), "{}", told_of(&longer));
}

#[test]
fn a_wrong_text_is_shown_with_escapes() {
    assert_eq!(
        told("Small", r#""a\n\"""#),
        "`Small`: expected an integer, found \"a\\n\\\"\" at line 1 column 16"
    );
}

#[test]
fn an_error_at_the_top_has_no_path() {
    let error = read::<Item>("[]").unwrap_err();
    assert_eq!(error.path(), "");
    assert_eq!(error.to_string(), "invalid type: sequence, expected an object at line 1 column 0");
}

#[test]
fn only_an_object_is_a_struct() {
    for json in ["null", "1", "\"x\"", "true", "[]", "[{}]"] {
        assert!(read::<Maybe>(json).is_err(), "{json}");
    }
}

#[test]
fn an_error_in_a_request_has_its_path_too() {
    assert_eq!(
        refusal::<made_up::Request>(r#"{"Names":[{}]}"#),
        "`Names[0]`: expected a string, found an object at line 1 column 12"
    );
}
