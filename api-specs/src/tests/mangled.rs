//! A body that is not JSON is refused without a panic.

use super::{Maybe, Tree, kinds, read, refusal};
use crate::codec::{from_json, to_json};
use crate::schema::RecordRef;

#[test]
fn text_after_the_object_is_refused() {
    for garbage in ["x", "{}", ",", "}", "\0"] {
        let json = format!("{{}}{garbage}");
        assert_eq!(refusal::<Maybe>(&json), "trailing characters at line 1 column 3", "{garbage}");
    }
}

#[test]
fn a_text_that_is_cut_anywhere_is_refused() {
    let json = to_json(RecordRef::new(&kinds())).unwrap();
    for length in 0..json.len() {
        let told = from_json::<super::Kinds>(&json[..length]).unwrap_err().to_string();
        assert!(told.contains("EOF while parsing"), "{length}: {told}");
    }
}

#[test]
fn a_syntax_error_has_the_path_of_where_it_is() {
    assert_eq!(
        refusal::<Maybe>(r#"{"Items":[{"Name":nul}]}"#),
        "`Items[0].Name`: expected ident at line 1 column 22"
    );
}

#[test]
fn deep_nesting_is_refused_in_a_field_that_would_keep_it() {
    let json = "{\"Children\":[".repeat(100_000);
    let error = read::<Tree>(&json).unwrap_err();
    assert!(error.message().starts_with("is nested deeper than 100"), "{}", error.message());
}

#[test]
fn deep_nesting_is_refused_or_skipped_in_an_unknown_field() {
    let lists = format!("{{\"X\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(read::<Maybe>(&lists).unwrap(), Maybe::new());
    let open = format!("{{\"X\":{}", "{\"Text\":".repeat(100_000));
    assert!(read::<Maybe>(&open).is_err());
}

#[test]
fn deep_nesting_in_a_text_field_is_refused() {
    let json = format!("{{\"Text\":{}", "[".repeat(100_000));
    assert_eq!(
        refusal::<Maybe>(&json),
        "`Text`: expected a string, found a list at line 1 column 9"
    );
}

#[test]
fn broken_utf_8_is_refused() {
    for json in [
        &b"{\"Text\":\"\xff\"}"[..],
        b"{\"Text\":\"\xe7\x94\"}",
        b"{\"\xff\":1}",
        b"\xff",
        b"\xef\xbb\xbf{}",
    ] {
        assert!(from_json::<Maybe>(json).is_err(), "{json:?}");
    }
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    assert!(read::<Maybe>(r#"{"Text":"\ud83e"}"#).is_err());
    assert!(read::<Maybe>(r#"{"Text":"\udd80\ud83e"}"#).is_err());
}

#[test]
fn near_json_is_refused() {
    for json in [
        "",
        " ",
        "{'Text':''}",
        "{Text:1}",
        "{\"Text\":\"a\",}",
        "{\"Small\":01}",
        "{\"Small\":+1}",
        "{\"Small\":NaN}",
        "{\"Names\":[\"a\",]}",
        "{\"Text\" \"a\"}",
        "{\"Text\":\"a\nb\"}",
        "{/**/}",
    ] {
        assert!(read::<Maybe>(json).is_err(), "{json}");
    }
}
