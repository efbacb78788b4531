use tencent_chat::{UserId, endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {
        #[wire("Items")]
        pub items: Vec<Item>,
    }

    pub struct Item {
        #[wire("Deleted", status(failed = 0))]
        pub deleted: UserId,
    }
}

fn main() {}
