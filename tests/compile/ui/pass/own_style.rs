//! The style of this repository binds no other: names and docs are free, and a field may hold any JSON.

use serde_json::{Value, json};
use tencent_chat::{endpoint, object, open_enum};

#[open_enum]
pub enum Power {
    On = 1,
}

#[object]
pub struct Thing {
    #[wire("Type")]
    pub what_it_is: Option<Power>,
}

#[endpoint("v4/private/del_msg", deduplicated)]
pub mod del_msg {
    pub struct Request {
        #[wire("Content")]
        pub anything: Value,
        #[wire("MsgRandom", random)]
        pub number: Option<u32>,
        #[wire("Thing")]
        pub whatever: Option<Thing>,
    }

    pub struct Response {
        #[wire("More")]
        pub rest: Vec<Value>,
    }
}

fn main() {
    let request = del_msg::Request::new(json!({"a": [1, null]})).whatever(Thing::new());
    let written = serde_json::to_value(&request).unwrap();
    assert_eq!(written, json!({"Content": {"a": [1, null]}, "Thing": {}}));
}
