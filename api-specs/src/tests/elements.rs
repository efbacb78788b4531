//! Tests of the elements on the page and of unknown ones.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::codec;
use crate::message::{FaceElement, MessageElement, RelayedMessage};
use crate::schema::{RecordRef, Union};

fn read(value: &Value) -> MessageElement {
    serde_json::from_str(&value.to_string()).unwrap()
}

fn samples() -> Vec<(&'static str, Value)> {
    vec![
        ("Text", json!({"Text": "hello world"})),
        (
            "Location",
            json!({"Desc": "someinfo", "Latitude": 29.340656774469956, "Longitude": 116.77497920478824}),
        ),
        ("Face", json!({"Index": 1, "Data": "content"})),
        (
            "Custom",
            json!({"Data": "message", "Desc": "notification", "Ext": "url", "Sound": "dingdong.aiff"}),
        ),
        (
            "Sound",
            json!({"Url": "https://a.example/1", "UUID": "1053D4", "Size": 62351, "Second": 1, "Download_Flag": 2}),
        ),
        ("Sound", json!({"UUID": "305c0201", "Size": 62351, "Second": 1})),
        (
            "Image",
            json!({"UUID": "1853095_D6", "ImageFormat": 1, "ImageInfoArray": [
                {"Type": 1, "Size": 1853095, "Width": 2448, "Height": 3264, "URL": "http://xxx/0"},
                {"Type": 3, "Size": 12535, "Width": 0, "Height": 0, "URL": "http://xxx/198"}
            ]}),
        ),
        (
            "File",
            json!({"Url": "https://a.example/2", "UUID": "1053D4", "FileSize": 1773552, "FileName": "file:///trim.MOV", "Download_Flag": 2}),
        ),
        ("File", json!({"UUID": "305c02010", "FileSize": 1773552, "FileName": "trim.MOV"})),
        (
            "VideoFile",
            json!({"VideoUrl": "https://a.example/3", "VideoUUID": "5da3", "VideoSize": 1194603, "VideoSecond": 5,
                "VideoFormat": "mp4", "VideoDownloadFlag": 2, "ThumbUrl": "https://a.example/4", "ThumbUUID": "6eda",
                "ThumbSize": 13907, "ThumbWidth": 720, "ThumbHeight": 1280, "ThumbFormat": "JPG", "ThumbDownloadFlag": 2}),
        ),
        (
            "VideoFile",
            json!({"VideoUUID": "1400_d", "VideoSize": 1194603, "VideoSecond": 5, "VideoFormat": "mp4",
                "ThumbUUID": "1400_e", "ThumbSize": 13907, "ThumbWidth": 720, "ThumbHeight": 1280, "ThumbFormat": "JPG"}),
        ),
        (
            "Relay",
            json!({"Title": "Group chat history", "MsgNum": 1, "CompatibleText": "Please upgrade.",
                "AbstractList": ["A: What?"], "MsgList": [{"From_Account": "A", "GroupId": "group1", "MsgSeq": 85,
                    "MsgRandom": 3998651049u32, "MsgTimeStamp": 1664437702,
                    "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "What?"}}]}]}),
        ),
    ]
}

#[test]
fn the_pages_elements_round_trip_in_either_order() {
    for (kind, content) in samples() {
        let msg_type = format!("TIM{kind}Elem");
        let element = json!({"MsgType": msg_type, "MsgContent": content});
        let read_element = read(&element);
        assert!(!matches!(read_element, MessageElement::Other(_)), "{element}");
        assert_eq!(read_element.msg_type(), msg_type);
        assert_eq!(serde_json::to_value(&read_element).unwrap(), element);
        let type_last = format!(r#"{{"MsgContent": {content}, "MsgType": "{msg_type}"}}"#);
        assert_eq!(serde_json::from_str::<MessageElement>(&type_last).unwrap(), read_element);
    }
}

#[test]
fn every_member_has_a_sample() {
    let tags: BTreeSet<_> = samples().iter().map(|(kind, _)| format!("TIM{kind}Elem")).collect();
    let members = MessageElement::from("").table().members;
    assert_eq!(tags, members.iter().map(|member| member.tag.to_owned()).collect());
}

#[test]
fn the_codec_writes_an_element_as_serde_does() {
    let other = ("New", json!({"Deep": [1, {"a": null}]}));
    for (kind, content) in samples().into_iter().chain([other]) {
        let element = json!({"MsgType": format!("TIM{kind}Elem"), "MsgContent": content});
        let message = RelayedMessage::new([read(&element)]);
        let written = codec::to_json(RecordRef::new(&message)).unwrap();
        assert_eq!(written, serde_json::to_vec(&message).unwrap());
        let written: Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(written["MsgBody"], json!([element]));
    }
}

#[test]
fn elements_of_other_types_are_kept_unchanged() {
    for element in [
        json!({"MsgType": "TIMNewElem", "MsgContent": {"Deep": [1, {"a": null}]}, "Other": 2}),
        json!({"Before": true, "MsgType": "TIMNewElem", "MsgContent": "text"}),
        json!({"MsgType": "TIMTextElem"}),
        json!({"MsgContent": {"Text": "of no type"}}),
        json!({}),
    ] {
        let read_element = read(&element);
        assert!(matches!(read_element, MessageElement::Other(_)));
        assert_eq!(serde_json::to_value(&read_element).unwrap(), element);
    }
    // The order of the keys is irrelevant.
    let text = r#"{"MsgType": "TIMTextElem", "Text": "without a content"}"#;
    let read_element: MessageElement = serde_json::from_str(text).unwrap();
    let expected = json!({"MsgType": "TIMTextElem", "Text": "without a content"});
    assert_eq!(serde_json::to_value(&read_element).unwrap(), expected);
    assert_eq!(read(&json!({"MsgType": "TIMNewElem"})).msg_type(), "TIMNewElem");
    assert_eq!(read(&json!({})).msg_type(), "");
}

#[test]
fn unknown_keys_of_a_known_element_are_skipped() {
    let element = json!({"MsgType": "TIMTextElem", "MsgContent": {"Text": "a", "New": 1}, "Z": 1});
    assert_eq!(read(&element), MessageElement::from("a"));
}

#[test]
fn a_content_that_does_not_fit_is_refused_by_name() {
    let element = json!({"MsgType": "TIMFaceElem", "MsgContent": {"Index": "six"}});
    for text in [
        element.to_string(),
        r#"{"MsgContent": {"Index": "six"}, "MsgType": "TIMFaceElem"}"#.to_owned(),
    ] {
        let error = serde_json::from_str::<MessageElement>(&text).unwrap_err().to_string();
        assert!(
            error.contains("`MsgContent.Index`: expected an integer, found \"six\""),
            "{error}"
        );
    }
}

#[test]
fn texts_and_contents_become_elements() {
    let elements: [MessageElement; 3] =
        ["a".into(), String::from("b").into(), FaceElement::new(6).data("c").into()];
    assert_eq!(
        elements.map(|element| element.msg_type().to_owned()),
        ["TIMTextElem", "TIMTextElem", "TIMFaceElem"]
    );
}

/// A duplicate key shows the difference: it is refused when read in place, but lost in a value that was stored first.
#[test]
fn only_a_content_before_its_type_is_stored_first() {
    let content = r#"{"Text": "a", "Text": "b"}"#;
    let in_place = format!(r#"{{"MsgType": "TIMTextElem", "MsgContent": {content}}}"#);
    let error = serde_json::from_str::<MessageElement>(&in_place).unwrap_err().to_string();
    assert!(error.contains("is repeated"), "{error}");
    let content_first = format!(r#"{{"MsgContent": {content}, "MsgType": "TIMTextElem"}}"#);
    let read = serde_json::from_str::<MessageElement>(&content_first).unwrap();
    assert_eq!(read, MessageElement::from("b"));
}
