//! The readers of pages: any text is read or refused, and what is read keeps the promises of its form.

use serde_json::Value;
use xtask::source::json::Json;
use xtask::source::{Row, read_page};

/// Checks a text: as JSON of a sample and as a page in Markdown.
pub fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok((value, doubts)) = Json::read_tolerant(&text) {
        check_json(&text, &value, &doubts);
    }
    let _ = Json::read_objects(&text);
    match read_page(&text) {
        Ok(source) => {
            assert!(!source.path.is_empty(), "a source has a path");
            check_rows(&source.request);
            check_rows(&source.response);
            for sample in source.request_samples.iter().chain(&source.response_samples) {
                assert!(is_json(sample), "a sample is written as JSON: {sample}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty(), "a refusal says why"),
    }
}

/// Checks that the value is written as JSON, which needs no repair, and that JSON is read as it is.
fn check_json(text: &str, value: &Json, doubts: &[String]) {
    let written = value.to_string();
    assert!(is_json(value), "{text:?} is written as {written}");
    // JSON that is written with indents may be too large.
    if let Ok(read) = Json::read_tolerant(&written) {
        assert_eq!(read, (value.clone(), Vec::new()), "JSON needs no repair");
    }
    if serde_json::from_str::<Value>(text).is_ok() {
        assert_eq!(doubts, Vec::<String>::new(), "JSON is not repaired: {text:?}");
    }
}

fn is_json(value: &Json) -> bool {
    // A number may be out of the range of serde.
    match serde_json::from_str::<Value>(&value.to_string()) {
        Ok(_) => true,
        Err(error) => error.to_string().starts_with("number out of range"),
    }
}

/// A parent that has a row stands before its members.
fn check_rows(rows: &[Row]) {
    for (index, row) in rows.iter().enumerate() {
        let path = row.path.as_str();
        assert!(!path.is_empty(), "a row has a path");
        let member = rows[..index].iter().find(|other| {
            other.path.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']))
        });
        assert_eq!(member, None, "{path} follows its member");
    }
}
