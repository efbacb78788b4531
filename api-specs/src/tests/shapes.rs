//! Fields that need more than a type: aliases, words for flags, maps, numbers with fractions, JSON of any type, statuses,
//! and fields outside the body.

#![expect(unreachable_pub, unnameable_types, reason = "a spec is public, wherever it stands")]

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{item, read, read_response, refusal, write};
use crate::codec::{ResponseError, to_json};
use crate::rules::{failed_items, validate};
use crate::schema::{Field, FieldMut, FieldRole, FieldType, RecordMut, RecordRef, Value, Visitor};
use crate::{ErrorCode, IntoField, endpoint, object, open_enum};

/// Any JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Anything(Json);

impl Field for Anything {
    const TYPE: FieldType = FieldType::Dynamic { name: "anything", example: "[1]", types: &[] };

    fn empty() -> Self {
        Self(Json::Null)
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Dynamic(&self.0));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Dynamic(&mut self.0)
    }
}

impl IntoField<Anything> for Json {
    fn into_field(self) -> Anything {
        Anything(self)
    }
}

/// A struct with a field of every such kind.
#[object]
pub struct Shapes {
    /// A state of two names.
    #[wire(alias("Status", "Stat"))]
    pub state: Option<u32>,
    /// A flag by words.
    #[wire(flag(on = "On", off = "Off"))]
    pub mute: Option<bool>,
    /// A flag by other numbers.
    #[wire(flag(on = 1, off = 2))]
    pub sync: Option<bool>,
    /// A boolean.
    #[wire(flag(on = true, off = false))]
    pub asc: Option<bool>,
    /// Any number.
    pub degrees: Option<f64>,
    /// A map of numbers.
    #[wire(items(max = 2), each(range(max = 9)))]
    pub counts: Option<BTreeMap<String, u32>>,
    /// A map of objects.
    pub items: Option<BTreeMap<String, super::Item>>,
    /// Any JSON.
    pub anything: Option<Anything>,
    /// A list of any JSON.
    pub all: Option<Vec<Anything>>,
}

/// The status of an item.
#[open_enum]
pub enum Fate {
    /// The item failed.
    Failed = 0,
    /// The item succeeded.
    Done = 1,
}

/// An item with a status.
#[object]
pub struct Judged {
    /// The status.
    #[wire(status(failed = 0))]
    pub result: Fate,
}

/// Does something.
#[endpoint("v4/service/made_up", per_item)]
pub mod made_up {
    pub struct Request {
        /// Identifies copies.
        #[wire(random)]
        pub random: Option<u32>,
        /// Orders messages within one second.
        #[wire(sequence)]
        pub seq: Option<u32>,
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u64>,
        /// The shard.
        #[wire("which", query)]
        pub which: Option<String>,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<Judged>,
    }
}

#[test]
fn a_field_may_come_under_any_of_its_names() {
    for name in ["State", "Status", "Stat"] {
        let shapes: Shapes = read(&format!(r#"{{"{name}": 7}}"#)).unwrap();
        assert_eq!(write(&shapes), r#"{"State":7}"#);
    }
}

#[test]
fn the_first_of_two_names_in_one_object_counts() {
    let shapes: Shapes = read(r#"{"Status": 1, "State": 2}"#).unwrap();
    assert_eq!(shapes.state, Some(1));
    let shapes: Shapes = read(r#"{"Status": null, "State": 2}"#).unwrap();
    assert_eq!(shapes.state, Some(2));
    // A name that is left out does not change which name counts.
    let error = read::<Shapes>(r#"{"State": 1, "Status": 2, "State": 3}"#).unwrap_err();
    assert_eq!(error.path(), "State");
    assert!(error.message().starts_with("is repeated"));
}

#[test]
fn a_flag_is_written_in_the_documents_words() {
    let shapes = Shapes::new().mute(true).sync(false).asc(true);
    assert_eq!(write(&shapes), r#"{"Mute":"On","Sync":2,"Asc":true}"#);
    assert_eq!(serde_json::to_string(&shapes).unwrap(), write(&shapes));
    assert_eq!(read::<Shapes>(&write(&shapes)).unwrap(), shapes);
}

#[test]
fn a_flag_is_read_from_words_numbers_and_booleans() {
    for (json, mute) in [
        (r#""On""#, true),
        (r#""Off""#, false),
        ("1", true),
        ("0", false),
        (r#""1""#, true),
        ("true", true),
    ] {
        let shapes: Shapes = read(&format!(r#"{{"Mute": {json}}}"#)).unwrap();
        assert_eq!(shapes.mute, Some(mute), "{json}");
    }
    for (json, sync) in [("1", true), ("2", false), (r#""2""#, false), ("false", false)] {
        let shapes: Shapes = read(&format!(r#"{{"Sync": {json}}}"#)).unwrap();
        assert_eq!(shapes.sync, Some(sync), "{json}");
    }
    for (json, asc) in [("true", true), ("false", false), ("1", true), (r#""0""#, false)] {
        let shapes: Shapes = read(&format!(r#"{{"Asc": {json}}}"#)).unwrap();
        assert_eq!(shapes.asc, Some(asc), "{json}");
    }
    assert!(
        refusal::<Shapes>(r#"{"Asc": 2}"#).starts_with("`Asc`: expected false or true, found 2")
    );
    assert!(
        refusal::<Shapes>(r#"{"Mute": "Perhaps"}"#)
            .starts_with("`Mute`: expected \"Off\" or \"On\", found \"Perhaps\"")
    );
    assert!(
        refusal::<Shapes>(r#"{"Mute": 2}"#)
            .starts_with("`Mute`: expected \"Off\" or \"On\", found 2")
    );
    assert!(refusal::<Shapes>(r#"{"Sync": 0}"#).starts_with("`Sync`: expected 2 or 1, found 0"));
}

#[test]
fn a_number_may_have_a_fraction_and_be_a_text() {
    for (json, degrees) in [("29.5", 29.5), ("-3", -3.0), (r#""29.5""#, 29.5)] {
        let shapes: Shapes = read(&format!(r#"{{"Degrees": {json}}}"#)).unwrap();
        assert_eq!(shapes.degrees, Some(degrees), "{json}");
    }
    assert_eq!(
        write(&Shapes::new().degrees(29.340656774469956)),
        r#"{"Degrees":29.340656774469956}"#
    );
    assert!(
        refusal::<Shapes>(r#"{"Degrees": "north"}"#)
            .starts_with("`Degrees`: expected a number, found \"north\"")
    );
}

#[test]
fn a_number_with_a_fraction_is_read_to_its_last_digit() {
    for degrees in [94.958_862_831_581_03, -14.542_752_334_415_923, 8.744_039_259_463_78e-191] {
        let json = format!(r#"{{"Degrees":{degrees:?}}}"#);
        assert_eq!(read::<Shapes>(&json).unwrap().degrees, Some(degrees), "{json}");
        assert_eq!(write(&Shapes::new().degrees(degrees)), json);
    }
}

#[test]
fn a_number_that_json_cannot_hold_is_not_written() {
    for (number, shown) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let error = to_json(RecordRef::new(&Shapes::new().degrees(number))).unwrap_err();
        let told = format!("the request cannot be written as JSON: {shown} is not a JSON number");
        assert_eq!(error.to_string(), told);
    }
}

#[test]
fn a_text_that_is_not_a_json_number_is_not_a_number() {
    for text in ["NaN", "inf", "-infinity", "1e999"] {
        let told = refusal::<Shapes>(&format!(r#"{{"Degrees": "{text}"}}"#));
        assert!(told.starts_with("`Degrees`: expected a number, found "), "{told}");
    }
}

#[test]
fn a_map_has_keys_of_the_user() {
    let shapes: Shapes = read(r#"{"Counts": {"b": "2", "a": 1, "none": null}}"#).unwrap();
    assert_eq!(write(&shapes), r#"{"Counts":{"a":1,"b":2}}"#);
    assert_eq!(shapes, Shapes::new().counts([("a", 1u32), ("b", 2u32)]));
    assert!(format!("{shapes:?}").contains(r#"counts: {"a": 1, "b": 2}"#));
    let shapes = Shapes::new().items([("x", item("y", 1))]);
    assert_eq!(read::<Shapes>(&write(&shapes)).unwrap(), shapes);
}

#[test]
fn an_error_in_a_map_names_the_key() {
    assert!(
        refusal::<Shapes>(r#"{"Counts": {"a": 1, "b": []}}"#)
            .starts_with("`Counts.b`: expected an integer, found a list")
    );
    assert!(
        refusal::<Shapes>(r#"{"Counts": 1}"#).starts_with("`Counts`: expected an object, found 1")
    );
    let shapes = Shapes::new().counts([("a", 10u32), ("b", 1), ("c", 2)]);
    let violations = validate(&shapes).unwrap_err().to_string();
    assert_eq!(
        violations,
        "`Counts` has 3 items, allowed is at most 2; `Counts.a` is 10, allowed is at most 9"
    );
}

#[test]
fn a_custom_type_takes_any_value() {
    for json in [
        "1",
        "-1",
        "18446744073709551615",
        "1.5",
        "true",
        r#""a""#,
        "[1,[2]]",
        r#"{"a":{"b":null}}"#,
    ] {
        let text = format!(r#"{{"Anything":{json},"All":[{json}]}}"#);
        assert_eq!(write(&read::<Shapes>(&text).unwrap()), text);
    }
    let shapes: Shapes = read(r#"{"Anything": null}"#).unwrap();
    assert_eq!(shapes.anything, None);
    assert!(format!("{:?}", Shapes::new().anything(Json::from(1))).contains("anything: Number(1)"));
}

#[test]
fn one_number_may_mean_failure_of_an_item() {
    let body = br#"{"ErrorCode":0,"Items":[{"Result":1},{"Result":0},{"Result":5}]}"#;
    let response: made_up::Response = read_response(body).unwrap();
    assert_eq!(
        response.items.iter().map(Judged::is_failed).collect::<Vec<_>>(),
        [false, true, false]
    );
    let failed = response.failed_items();
    assert_eq!(
        (failed.len(), failed[0].code, failed[0].to_string().as_str()),
        (1, None, "`Items[1]` failed")
    );
}

/// Declares an item whose code has this name.
macro_rules! coded {
    ($($name:ident, $field:ident = $wire:literal;)*) => {
        $(
            /// An item.
            #[object]
            pub struct $name {
                /// The code.
                #[wire(status)]
                pub $field: ErrorCode,
            }
        )*

        #[test]
        fn a_code_is_found_under_any_wire_name() {
            $(
                for code in [0, 30003] {
                    let item: $name = read(&format!(r#"{{"{}": {code}}}"#, $wire)).unwrap();
                    assert_eq!(item.is_failed(), code != 0, "{}", $wire);
                    let failed = failed_items(&item);
                    let expected = (code != 0).then_some(ErrorCode::new(code));
                    assert_eq!(failed.first().and_then(|item| item.code), expected);
                }
            )*
        }
    };
}

coded! {
    WithResultCode, result_code = "ResultCode";
    WithErrorCode, error_code = "ErrorCode";
    WithResult, result = "Result";
    WithRetCode, ret_code = "RetCode";
    WithCode, code = "Code";
}

#[test]
fn the_items_of_a_response_may_be_all_that_counts() {
    for envelope in [r#""ErrorCode":10010"#, r#""ActionStatus":"FAIL""#, r#""Other":1"#] {
        let body = format!(r#"{{{envelope},"Items":[{{"Result":1}}]}}"#);
        assert!(read_response::<made_up::Response>(body.as_bytes()).is_ok(), "{body}");
    }
    let error =
        read_response::<made_up::Response>(br#"{"ErrorCode":10010,"Items":[]}"#).unwrap_err();
    assert!(
        matches!(error, ResponseError::Service(envelope) if envelope.error_code == Some(ErrorCode::GROUP_NOT_FOUND))
    );
}

#[test]
fn a_field_of_the_query_is_not_in_the_body() {
    let request = made_up::Request::new().which("this");
    assert_eq!(write(&request), "{}");
}

#[test]
fn absent_numbers_are_filled_once() {
    let mut request = made_up::Request::new();
    let number = |role| match role {
        FieldRole::Random => Some(7),
        FieldRole::Sequence => Some(1),
        FieldRole::AppId => Some(1400000000),
        _ => None,
    };
    RecordMut::new(&mut request).fill_numbers(number);
    assert_eq!(write(&request), r#"{"Random":7,"Seq":1,"SdkAppId":1400000000}"#);
    RecordMut::new(&mut request).fill_numbers(|_| unreachable!("they are there"));
    let mut request = made_up::Request::new().seq(9u32).sdk_app_id(2u64);
    RecordMut::new(&mut request).fill_numbers(number);
    assert_eq!(write(&request), r#"{"Random":7,"Seq":9,"SdkAppId":2}"#);
}

/// An object with a field of free JSON.
#[object]
pub struct Free {
    pub any: Json,
    pub maybe: Option<Json>,
    pub more: Vec<Json>,
}

#[test]
fn any_json_is_the_value_of_a_field() {
    let any = json!({"a": [1, null, {"b": 1.5}]});
    let free = Free::new(any.clone(), [json!("text"), json!(null), json!(true)]).maybe("word");
    let written = write(&free);
    assert_eq!(
        serde_json::from_str::<Json>(&written).unwrap(),
        json!({"Any": any, "Maybe": "word", "More": ["text", null, true]})
    );
    let read: Free = read(&written).unwrap();
    assert_eq!(read, free);
    assert_eq!(Free::new(1, Vec::<Json>::new()).any, json!(1));
}
