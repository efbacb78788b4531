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
    #[tencent_chat::endpoint("v4/service/made_up")]
    pub mod made_up {
        pub struct Request {
            /// A name.
            pub name: Option<String>,
        }

        pub struct Response {}
    }
}

fn main() {
    assert!(specs::made_up::Request::new().name("x").validate().is_ok());
}
