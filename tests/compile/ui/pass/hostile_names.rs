//! A crate whose own names are those of the standard library.
#![allow(dead_code, non_camel_case_types, unused_imports)]

mod names {
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Result;
    pub struct Clone;
    pub struct Default;
    pub struct Debug;
    pub struct Serialize;
    pub struct Field;
    pub struct Value;
    pub struct Record;
    pub struct Endpoint;
    pub struct usize_;
    pub mod core {}
    pub mod std {}
}

mod specs {
    use crate::names::*;

    /// Does something.
    #[tencent_chat::endpoint("v4/service/made_up", partial, superseded_by = "v4/service/better")]
    #[pages("Names", "Numbers", cursor("Cursor"))]
    pub mod made_up {
        pub struct Request {
            /// A name.
            pub name: Option<String>,
            /// The app.
            #[wire(app_id)]
            pub sdk_app_id: Option<u64>,
            /// The cursor.
            pub cursor: Option<String>,
        }

        pub struct Response {
            /// Names.
            pub names: Vec<String>,
            /// Numbers.
            pub numbers: Vec<i64>,
            /// The cursor.
            pub cursor: Option<String>,
        }
    }
}

fn main() {
    let item = specs::made_up::Item::Numbers(7);
    assert_eq!(format!("{:?}", item.clone()), "Numbers(7)");
    assert!(specs::made_up::Request::new().name("x").validate().is_ok());
}
