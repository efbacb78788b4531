//! Tests of the tolerant reader.

use super::*;

/// Reads a text and writes the value on one line, followed by the number of repairs.
fn compact(text: &str) -> String {
    let (value, doubts) = Json::read_tolerant(text).unwrap();
    let lines: Vec<_> = value.to_string().lines().map(|line| line.trim().to_owned()).collect();
    format!("{} {}", lines.concat(), doubts.len())
}

#[test]
fn json_needs_no_repair() {
    for text in [
        r#"{"b": 1,"a": [true,false,null,-1.5e+3],"b": "é\u4e2d\ud83d\ude00\n\/"}"#,
        "[]",
        "{}",
        "0",
        r#""text""#,
    ] {
        let (value, doubts) = Json::read_tolerant(text).unwrap();
        assert_eq!(doubts, Vec::<String>::new(), "{text}");
        let strict: serde_json::Value = serde_json::from_str(text).unwrap();
        let written: serde_json::Value = serde_json::from_str(&value.to_string()).unwrap();
        assert_eq!(written, strict, "{text}");
    }
}

#[test]
fn keys_keep_their_order() {
    let (value, _) = Json::read_tolerant(r#"{"z": 1, "a": 2, "m": 3}"#).unwrap();
    let Json::Object(members) = value else { panic!("it is an object") };
    assert_eq!(members.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["z", "a", "m"]);
}

#[test]
fn comments_are_no_repairs() {
    assert_eq!(
        compact("{ // one\n\"a\": 1, /* two\n */ \"b\": \"//\" // three"),
        r#"{"a": 1,"b": "//"} 1"#
    );
    assert_eq!(compact("/**/ [1, // 2,\n3]"), "[1,3] 0");
}

#[test]
fn what_is_no_json_is_repaired() {
    for (text, expected) in [
        // Commas, colons and brackets.
        ("{\"a\": 1,}", r#"{"a": 1} 1"#),
        ("{\"a\": 1\n\"b\": 2}", r#"{"a": 1,"b": 2} 1"#),
        ("[1 2,,3]", "[1,2,3] 2"),
        ("{\"a\" 1, \"b\"}", r#"{"a": 1,"b": null} 3"#),
        ("{\"a\": , \"b\": 2}", r#"{"a": null,"b": 2} 1"#),
        ("{\"a\": [1, {\"b\": 2}", r#"{"a": [1,{"b": 2}]} 2"#),
        ("{\"a\": [1}", r#"{"a": [1]} 1"#),
        ("[{\"a\": 1]", r#"[{"a": 1}] 1"#),
        ("{\"a\": {}\n\"b\": 1}}", r#"{"a": {"b": 1}} 1"#),
        ("{\"a\": {}\n\"b\": 1}", r#"{"a": {},"b": 1} 1"#),
        // Signs of Chinese texts.
        ("{“a”：“b”，\"c\": 1}", r#"{"a": "b","c": 1} 4"#),
        // Ellipses.
        ("[{\"a\": 1}, ...]", r#"[{"a": 1}] 1"#),
        ("[{\"a\": 1}, {...}, { …… }]", r#"[{"a": 1}] 2"#),
        ("{\"a\": 1, ...}", r#"{"a": 1} 1"#),
        // Texts.
        ("{a: b, 'd': 'e'}", r#"{"a": "b","d": "e"} 4"#),
        ("{\"a\": String // the name\n}", r#"{"a": "String"} 1"#),
        ("{\"a\": \"say \"hi\" to\", \"b\": 1}", r#"{"a": "say \"hi\" to","b": 1} 2"#),
        ("{\"a\": \"b,\n\"c\": 1}", r#"{"a": "b","c": 1} 3"#),
        ("{\"a\": \"\\d \\ud800 \\u12\"}", "{\"a\": \"\\\\d \u{fffd} \\\\u12\"} 2"),
        ("[True, NULL, 0x1F, 007]", r#"[true,null,"0x1F","007"] 4"#),
        // Text that is neither key nor value.
        ("{\"a\": \"b\" the name, \"c\": 1 (one)\n}", r#"{"a": "b","c": 1} 3"#),
        ("{\"a\": 1, // a comment\n that goes on\n\"b\": 2}", r#"{"a": 1,"b": 2} 3"#),
        ("{\"a\": 1} and so on", r#"{"a": 1} 1"#),
    ] {
        assert_eq!(compact(text), expected, "{text}");
    }
}

#[test]
fn remarks_of_the_page_are_in_no_broken_sample() {
    for (text, expected) in [
        ("{\"a\": \"b, // SECRET remark\n\"c\": 1}", r#"{"a": "b","c": 1}"#),
        ("{\"a\": \"b SECRET remark\n}", r#"{"a": "b"}"#),
        ("{\"a\": \"秘密的说明\n}", r#"{"a": ""}"#),
        ("{\"a\": b SECRET remark\n}", r#"{"a": "b"}"#),
        ("{\"a\": 1 SECRET remark\n}", r#"{"a": 1}"#),
        ("{\"a\": \"b\" \"the SECRET remark\"\n}", r#"{"a": "b"}"#),
        ("{\"a\": 1 /* SECRET", r#"{"a": 1}"#),
    ] {
        let (value, doubts) = Json::read_tolerant(text).unwrap();
        let value = value.to_string().replace("\n", "").replace("  ", "");
        assert_eq!(value, expected, "{text}");
        assert_eq!(doubts.last().map(String::as_str), Some(BROKEN), "{text}: {doubts:?}");
    }
    let (_, doubts) = Json::read_tolerant("{a: b // a remark\n}").unwrap();
    assert!(!doubts.iter().any(|doubt| doubt == BROKEN), "{doubts:?}");
}

#[test]
fn a_repair_names_its_line() {
    let (_, doubts) = Json::read_tolerant("{\n\"a\": 1\n\"b\": 2,\n}").unwrap();
    assert_eq!(
        doubts,
        ["line 3: a comma is missing", "line 4: the comma before a closing bracket is left out"]
    );
}

#[test]
fn objects_are_read_one_after_the_other() {
    let (objects, doubts) =
        Json::read_objects("POST it\n{\"a\": 1}\n// then\n{\"b\": 2}, {\"c\": 3}").unwrap();
    assert_eq!(objects.len(), 3);
    assert_eq!(doubts, ["line 1: text between the values is left out"]);
}

#[test]
fn nothing_can_be_read_from_nothing() {
    for text in ["", " \n", "// a comment", "\u{feff}"] {
        let error = Json::read_tolerant(text).unwrap_err().to_string();
        assert!(error.contains("empty"), "{error}");
    }
}

#[test]
fn depth_has_a_limit() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::read_tolerant(&nested(MAX_DEPTH)).is_ok());
    for text in [nested(MAX_DEPTH + 1), "{\"a\":".repeat(50_000)] {
        let error = Json::read_tolerant(&text).unwrap_err().to_string();
        assert!(error.contains("nests deeper than 128"), "{error}");
    }
}

#[test]
fn large_texts_are_refused() {
    let error = Json::read_tolerant(&"x".repeat(10_000_000)).unwrap_err().to_string();
    assert!(error.contains("10000000 bytes"), "{error}");
}

#[test]
fn garbage_ends_with_few_doubts() {
    for part in
        ["a", "\"", "\"a ", "{", "}", ",", "[,", "\\", ":", "a,", "\"a\" b ", "...", "#\n", "中"]
    {
        let text = format!("[{}", part.repeat(100_000 / part.len()));
        if let Ok((_, doubts)) = Json::read_tolerant(&text) {
            assert!(doubts.len() <= MAX_DOUBTS + 1, "{part}: {}", doubts.len());
        }
    }
}
