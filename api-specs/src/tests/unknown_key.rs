//! Keys that no field has, in JSON written by people.

use serde_json::{Value as Json, json};

use super::shapes::Shapes;
use super::{Kinds, Tree};
use crate::message::send_message;
use crate::rules::unknown_key;
use crate::schema::{Field, Record};

fn error<R: Record + Field>(json: &Json) -> Option<String> {
    unknown_key(json, R::table()).err().map(|error| error.to_string())
}

#[track_caller]
fn assert_error<R: Record + Field>(json: &Json, expected: &str) {
    assert_eq!(error::<R>(json).as_deref(), Some(expected), "{json}");
}

#[track_caller]
fn assert_known<R: Record + Field>(json: &Json) {
    assert_eq!(error::<R>(json), None, "{json}");
}

fn message(parts: &Json) -> Json {
    json!({"To_Account": "a", "MsgBody": parts})
}

#[test]
fn a_key_is_found_at_the_top() {
    assert_error::<Kinds>(
        &json!({"Text": "t", "Txt": 1}),
        "`Txt`: is not a field: did you mean `Text`?",
    );
    assert_error::<Kinds>(&json!({"text": 1}), "`text`: is not a field: did you mean `Text`?");
    assert_error::<Kinds>(&json!({"Larg": 1}), "`Larg`: is not a field: did you mean `Large`?");
}

#[test]
fn a_key_is_found_in_an_object_a_list_and_a_map() {
    assert_error::<Kinds>(
        &json!({"Inner": {"Name": "a", "Numbr": 1}}),
        "`Inner.Numbr`: is not a field: did you mean `Number`?",
    );
    assert_error::<Kinds>(
        &json!({"Items": [{"Name": "a"}, {"Nam": "b"}]}),
        "`Items[1].Nam`: is not a field: did you mean `Name`?",
    );
    assert_error::<Shapes>(
        &json!({"Items": {"a": {"Name": "a"}, "b c": {"Nmae": 1}}}),
        "`Items.b c.Nmae`: is not a field: did you mean `Name`?",
    );
    assert_error::<Tree>(
        &json!({"Children": [{"Children": []}, {"Children": [{"Childern": []}]}]}),
        "`Children[1].Children[0].Childern`: is not a field: did you mean `Children`?",
    );
}

#[test]
fn a_key_is_found_in_the_content_of_a_union_and_beside_its_tag() {
    assert_error::<send_message::Request>(
        &message(&json!([
            {"MsgType": "TIMTextElem", "MsgContent": {"Text": "hi"}},
            {"MsgType": "TIMTextElem", "MsgContent": {"Txt": "hi"}}
        ])),
        "`MsgBody[1].MsgContent.Txt`: is not a field: did you mean `Text`?",
    );
    assert_error::<send_message::Request>(
        &message(&json!([{"MsgType": "TIMTextElem", "MsgContnt": {"Text": "hi"}}])),
        "`MsgBody[0].MsgContnt`: is not a field: did you mean `MsgContent`?",
    );
    assert_error::<send_message::Request>(
        &message(&json!([{"MsgTyp": "TIMTextElem", "MsgContent": {"Text": "hi"}}])),
        "`MsgBody[0].MsgTyp`: is not a field: did you mean `MsgType`?",
    );
    assert_error::<send_message::Request>(
        &message(&json!([{"MsgType": "TIMRelayElem", "MsgContent": {"MsgList": [
            {"MsgBody": [{"MsgType": "TIMFaceElem", "MsgContent": {"Indx": 1}}]}
        ]}}])),
        "`MsgBody[0].MsgContent.MsgList[0].MsgBody[0].MsgContent.Indx`: is not a field: \
         did you mean `Index`?",
    );
}

#[test]
fn what_is_kept_as_it_is_may_have_any_key() {
    assert_known::<send_message::Request>(&message(&json!([
        {"MsgType": "TIMNewElem", "MsgContent": {"Txt": 1}, "More": 2}
    ])));
    assert_known::<Shapes>(&json!({"Anything": {"Zebra": {"Nmae": 1}}, "All": [{"Nmae": 1}]}));
    assert_known::<Shapes>(&json!({"Counts": {"Zebra": 1, "any": 2}}));
}

#[test]
fn every_name_of_a_field_is_known() {
    for name in ["State", "Status", "Stat"] {
        assert_known::<Shapes>(&json!({name: 7}));
    }
    assert_error::<Shapes>(&json!({"Stats": 7}), "`Stats`: is not a field: did you mean `State`?");
}

#[test]
fn values_are_left_to_the_codec() {
    for json in [json!(null), json!([]), json!("Txt"), json!({})] {
        assert_known::<Kinds>(&json);
    }
    let misfits = json!({"Items": {"Nam": 1}, "Inner": [{"Nam": 1}], "Names": [{"Nam": 1}]});
    assert_known::<Kinds>(&misfits);
}

#[test]
fn only_a_similar_name_is_suggested() {
    for key in ["Zebra", "X", "Количество", "a_key_that_goes_on_and_on"] {
        assert_error::<Kinds>(&json!({key: 1}), &format!("`{key}`: is not a field"));
    }
    let key = "k".repeat(1_000);
    let shown = format!("`{}…`: is not a field", &key[..100]);
    assert_error::<Kinds>(&json!({key: 1}), &shown);
}
