//! Tests of the reader of the catalogue, on files of our own making.

use super::{read_catalogue, read_structures};
use crate::source::{Json, Kind, Required, Type, read};

const ENDPOINT: &str = r#"{
    "path": "v4/shop/open",
    "title": "Opening",
    "category": "shop",
    "doc_id": 1234,
    "source": "docs",
    "max_calls_per_second": 200,
    "summary": "Opens.",
    "request": [
        {"name": "Shop_Account", "type": "String", "required": "yes", "path": "Shop_Account", "description": "The shop"},
        {"name": "Hours", "type": "String", "sample_type": "Array", "items": "Integer", "required": "no", "path": "Hours",
         "description": "Up to 24", "limit": "at most 12", "limit_from": "page-2025"},
        {"name": "MsgBody", "type": "Array", "items": "Object", "required": "conditional", "path": "MsgBody",
         "description": "", "ref": "messages.json#MsgBody"},
        {"name": "MsgType", "type": "String", "required": "yes", "path": "MsgBody[].MsgType", "description": ""}
    ],
    "response": [
        {"name": "ActionStatus", "type": "String", "path": "ActionStatus", "description": "", "always": true},
        {"name": "Item", "type": "Object", "path": "Item", "description": "", "always": true},
        {"name": "ErrorCode", "type": "Integer", "path": "Item.ErrorCode", "description": "", "always": null}
    ],
    "errors": [{"code": 10001, "description": "Closed"}, {"code": 10002, "description": "", "origin": "page-2025"}],
    "request_samples": [{"title": "Sample", "json": {"b": 1, "a": 1.0}}],
    "response_samples": [],
    "query_parameters": [{"name": "door", "description": "Which"}],
    "notes": [],
    "newer_pages": [{"url": "", "read": "in part"}]
}"#;

#[test]
fn an_endpoint_is_read() {
    let source = read_catalogue(ENDPOINT).unwrap();
    assert_eq!((source.path.as_str(), source.kind), ("v4/shop/open", Kind::Endpoint));
    assert_eq!((source.page, source.rate, source.is_partial), (Some(1234), Some(200), false));
    let rows = |rows: &[crate::source::Row]| {
        let row = |row: &crate::source::Row| format!("{} {} {:?}", row.path, row.ty, row.required);
        rows.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(
        rows(&source.request),
        ["Shop_Account String Yes", "Hours Array No", "MsgBody Array Unknown", "door Any Unknown"]
    );
    assert_eq!(rows(&source.response), ["Item Object Unknown", "Item.ErrorCode Integer Unknown"]);
    assert_eq!(source.codes.iter().map(|code| code.number).collect::<Vec<_>>(), [10001, 10002]);
}

#[test]
fn what_the_samples_and_newer_pages_show_wins() {
    let source = read_catalogue(ENDPOINT).unwrap();
    let hours = &source.request[1];
    assert_eq!(hours.ty, Type::Array(Some(Box::new(Type::Integer))));
    assert_eq!(hours.words, "Up to 24\nat most 12");
}

#[test]
fn a_structure_that_is_described_elsewhere_has_no_members() {
    let source = read_catalogue(ENDPOINT).unwrap();
    assert_eq!(source.request[2].structure.as_deref(), Some("MsgBody"));
    assert!(source.request.iter().all(|row| !row.path.contains("MsgType")));
}

#[test]
fn samples_keep_their_order_and_lose_their_title() {
    let source = read_catalogue(ENDPOINT).unwrap();
    let Json::Object(members) = &source.request_samples[0] else { panic!("{source:?}") };
    let expected = [("b", "1"), ("a", "1.0")]
        .map(|(key, number)| (key.to_owned(), Json::Number(number.to_owned())));
    assert_eq!(members[..], expected);
}

#[test]
fn an_endpoint_that_only_an_sdk_knows_is_partial() {
    let sdk = ENDPOINT.replace(r#""source": "docs""#, r#""source": "doocs""#);
    assert!(read_catalogue(&sdk).unwrap().is_partial);
    let page = sdk.replace(r#""read": "in part""#, r#""read": "whole""#);
    assert!(!read_catalogue(&page).unwrap().is_partial);
}

#[test]
fn a_webhook_is_an_event_without_its_command_and_a_reply_without_the_envelope() {
    let file = r#"{
        "command": "Shop.CallbackBeforeOpen", "category": "Shop", "timing": "before", "doc_id": null, "source": "docs",
        "request": [
            {"name": "CallbackCommand", "type": "String", "path": "CallbackCommand", "description": ""},
            {"name": "MsgBody", "type": "Array", "path": "MsgBody", "description": ""}
        ],
        "response": [
            {"name": "ErrorInfo", "type": "String", "required": "Mandatory", "path": "ErrorInfo", "description": ""},
            {"name": "Door", "type": "String", "required": "Mandatory", "path": "Door", "description": ""},
            {"name": "Key", "type": "String", "required": "Optional", "path": "Key", "description": ""}
        ],
        "request_samples": [{"CallbackCommand": "Shop.CallbackBeforeOpen"}], "response_samples": []
    }"#;
    let source = read_catalogue(file).unwrap();
    assert_eq!((source.kind, source.page), (Kind::BeforeWebhook, None));
    assert_eq!(source.request.len(), 1);
    assert_eq!(source.request[0].structure.as_deref(), Some("MsgBody"));
    let reply: Vec<_> =
        source.response.iter().map(|row| (row.path.as_str(), row.required)).collect();
    assert_eq!(reply, [("Door", Required::Yes), ("Key", Required::No)]);
    assert!(source.request_samples[0].get("CallbackCommand").is_some());
}

#[test]
fn the_samples_of_an_event_show_what_is_always_there() {
    let file = r#"{
        "command": "Shop.CallbackAfterSale", "timing": "after", "source": "docs",
        "request": [
            {"name": "Sale", "type": "Array", "path": "Sale", "description": ""},
            {"name": "Price", "type": "Integer", "path": "Sale[].Price", "description": ""},
            {"name": "Gift", "type": "Array", "path": "Sale[].Gift", "description": ""},
            {"name": "Door", "type": "String", "path": "Door", "description": ""}
        ],
        "response": [],
        "request_samples": [{"Sale": [{"Price": 1}, {"Price": 2, "Gift": ["sweets"]}]}]
    }"#;
    let event = read_catalogue(file).unwrap().request;
    let always: Vec<_> = event.iter().map(|row| row.always).collect();
    assert_eq!(always, [Some(true), Some(true), Some(false), None]);
    assert_eq!(event[0].ty, Type::Array(Some(Box::new(Type::Object))));
    assert_eq!(event[2].ty, Type::Array(Some(Box::new(Type::String))));
}

#[test]
fn a_file_of_another_form_is_refused_by_name_and_with_advice() {
    for text in ["", "{", "[1]", "{}", r#"{"openapi": "3.1.0"}"#, "# A page"] {
        let error = read("some.json", text).unwrap_err().to_string();
        assert!(error.starts_with("some.json: ") && error.contains("give "), "{error}");
    }
    let long = format!("{{{}}}", " ".repeat(10_000_000));
    let error = read("some.json", &long).unwrap_err().to_string();
    assert!(error.contains("10000002 bytes") && error.contains("give "), "{error}");
    let nameless = ENDPOINT.replace(r#""path": "v4/shop/open","#, "");
    let error = read("some.json", &nameless).unwrap_err().to_string();
    assert!(error.contains("complete it"), "{error}");
}

#[test]
fn a_number_of_a_structure_has_a_fraction_if_a_sample_shows_one() {
    let file = r#"{
        "MsgBody": {"element_fields": [{"name": "MsgType", "type": "String", "path": "MsgType", "required": "yes"}]},
        "elements": [{
            "msg_type": "TIMPlaceElem",
            "fields": [
                {"name": "Height", "type": "Number", "path": "Height"},
                {"name": "Floor", "type": "Number", "path": "Floor"}
            ],
            "samples": [{"title": "", "json": {"MsgContent": {"Height": 1.5, "Floor": 2}}}]
        }],
        "OfflinePushInfo": {"fields": []}
    }"#;
    let structures = read_structures(file).unwrap();
    let names: Vec<_> = structures.iter().map(|structure| structure.name.as_str()).collect();
    assert_eq!(names, ["MsgBody", "TIMPlaceElem", "OfflinePushInfo"]);
    assert_eq!(structures[1].fields[0].ty, Type::Number);
    assert_eq!(structures[1].fields[1].ty, Type::Integer);
}
