//! Tests of the facts: bounds in texts, and the form of the files.

use super::bounds::in_words;
use super::{Difference, Facts, Known, Need, StructureFacts};
use crate::source::{Code, Kind, Placed, Required, Row, Source, Structure, Type};

/// The bounds as `max_items 5, ..`.
fn bounds(words: &str, ty: &Type) -> String {
    let bounds = in_words(words, ty);
    let bounds: Vec<_> = bounds.iter().map(|(bound, number)| format!("{bound} {number}")).collect();
    bounds.join(", ")
}

fn list_of(ty: Type) -> Type {
    Type::Array(Some(Box::new(ty)))
}

#[test]
fn bounds_of_texts_are_found() {
    for (words, expected) in [
        ("Its length is up to 32 bytes", "max_bytes 32"),
        ("Name (at most <b>1,500</b> bytes)", "max_bytes 1500"),
        ("whose maximum length is 30 bytes; one sign takes 3 bytes", "max_bytes 30"),
        ("with a maximum length of 50 characters", "max_chars 50"),
        ("at least 4 bytes, cannot exceed 8 bytes", "min_bytes 4, max_bytes 8"),
        ("不超过32字节", "max_bytes 32"),
        ("at most 20 a request", ""),
        ("a picture of at most 8 KB", ""),
        ("32 bytes", ""),
    ] {
        assert_eq!(bounds(words, &Type::String), expected, "{words}");
    }
}

#[test]
fn bounds_of_lists_are_found() {
    for (words, expected) in [
        ("A call takes up to 500 users", "max_items 500"),
        ("Only one shop can be opened at a time", "max_items 1"),
        ("one only", "max_items 1"),
        ("No name can exceed 32 bytes. Up to 100 names", "max_items 100"),
        ("at most 100 names of at most 32 bytes", "max_items 100, max_bytes 32"),
        ("Up to 500 users.\nat most 20", "max_items 20"),
        ("up to 500 users, each with up to 10 names", "max_items 500"),
        ("We recommend no more than 100 users", ""),
        ("如果 7 最多 100 个", "max_items 100"),
    ] {
        assert_eq!(bounds(words, &list_of(Type::String)), expected, "{words}");
    }
    assert_eq!(bounds("up to 16 keys of at most 32 bytes", &list_of(Type::Object)), "max_items 16");
}

#[test]
fn bounds_of_integers_are_found() {
    for (words, expected) in [
        ("Count of messages. Set it to 20 or less.", "max 20"),
        ("The maximum value allowed is 100.", "max 100"),
        ("max. period: 7 days (604800 seconds)", "max 604800"),
        ("Start of the query; at most 7 days", ""),
        ("If there are 500 or less members, all come", ""),
        ("1: yes; 0: no", ""),
    ] {
        assert_eq!(bounds(words, &Type::Integer), expected, "{words}");
    }
    assert_eq!(bounds("up to 5", &Type::Object), "");
}

fn row(path: &str, ty: Type, words: &str) -> Row {
    let (required, placed) = (Required::Yes, Placed::Shown);
    Row {
        path: path.to_owned(),
        ty,
        required,
        always: None,
        placed,
        structure: None,
        words: words.to_owned(),
    }
}

fn source() -> Source {
    Source {
        path: "v4/shop/open".to_owned(),
        page: Some(7),
        rate: None,
        is_partial: true,
        request: vec![row("Names", list_of(Type::String), "Secret words, up to 5")],
        response: vec![Row {
            always: Some(true),
            required: Required::Unknown,
            ..row("Size", Type::Number, "up to 5 bytes")
        }],
        codes: vec![Code { number: 7, words: "Secret words".to_owned() }],
        ..Source::default()
    }
}

#[test]
fn facts_have_a_line_a_row_and_no_words_of_the_source() {
    let mut facts = Facts::from_source(&source());
    assert_eq!(facts.known, Known::Part);
    assert_eq!(facts.request[0].required, Some(Need::Yes));
    assert_eq!(facts.response[0].ty(), Type::Number);
    facts.differences.push(Difference {
        at: "request Names".to_owned(),
        fact: "max_items".to_owned(),
        source: "5".to_owned(),
        declared: "6".to_owned(),
        because: "Six pass.".to_owned(),
    });
    let expected = r#"{
  "path": "v4/shop/open",
  "page": 7,
  "rate": null,
  "known": "part",
  "codes": [7],
  "request": [
    {"path": "Names", "type": "Array", "items": "String", "required": "yes", "max_items": 5}
  ],
  "response": [
    {"path": "Size", "type": "Float", "always": true}
  ],
  "differences": [
    {"at": "request Names", "fact": "max_items", "source": "5", "declared": "6", "because": "Six pass."}
  ]
}
"#;
    assert_eq!(facts.to_string(), expected);
    assert_eq!(Facts::read(expected).unwrap(), facts);
}

#[test]
fn a_webhook_says_when_it_is_sent() {
    let facts = Facts::from_source(&Source { kind: Kind::AfterWebhook, ..Source::default() });
    let text = facts.to_string();
    assert!(
        text.contains("\n  \"webhook\": \"after\",\n") && text.contains("\"request\": [],"),
        "{text}"
    );
    assert_eq!(Facts::read(&text).unwrap(), facts);
}

#[test]
fn structures_are_written_and_read() {
    let structure = Structure { name: "MsgBody".to_owned(), fields: source().request };
    let facts = StructureFacts::from_structures(&[structure.clone(), structure]);
    assert_eq!(StructureFacts::read(&facts.to_string()).unwrap(), facts);
}

#[test]
fn a_misspelt_fact_is_refused() {
    let text = Facts::from_source(&source()).to_string();
    for (right, wrong) in
        [("max_items", "max_itmes"), ("\"rate\"", "\"rates\""), ("\"yes\"", "\"maybe\"")]
    {
        assert!(Facts::read(&text.replace(right, wrong)).is_err(), "{wrong}");
    }
}
