//! An endpoint of a crate that depends on `tencent-chat` alone.
#![deny(missing_docs, warnings)]

use tencent_chat::{Client, Endpoint, Error, ErrorCode, UserId, endpoint, object};

/// A private thing.
#[object]
pub struct Thing {
    /// Its name.
    #[wire(bytes(max = 32))]
    pub name: String,
    /// Hides it.
    pub hide_flag: Option<bool>,
}

/// Does something of our own.
#[endpoint("v4/private/do_something", idempotent)]
pub mod do_something {
    pub struct Request {
        /// The account that asks.
        pub from_account: UserId,
        /// The purposes.
        #[wire(items(min = 1))]
        pub thing_item: Vec<Thing>,
        /// The duration, in seconds.
        #[wire(range(max = 60))]
        pub time_secs: Option<u32>,
    }

    pub struct Response {
        /// The parts that were done.
        pub done: Vec<Part>,
    }

    /// A part of the response.
    pub struct Part {
        /// Its number.
        pub id: i64,
    }

    pub const ERRORS: &[ErrorCode] = &[ErrorCode::USER_NOT_IMPORTED];
}

/// Calls it.
pub async fn call(client: &Client) -> Result<Vec<do_something::Part>, Error> {
    let things = [Thing::new("a thing").hide_flag(true)];
    let request = do_something::Request::new("user15", things).time_secs(30);
    Ok(client.call(request).await?.done)
}

fn main() {
    let spec = do_something::Request::spec();
    assert_eq!(spec.path(), "v4/private/do_something");
    assert!(do_something::Request::new("user15", [Thing::new("x".repeat(33))]).validate().is_err());
}
