use tencent_chat::{UserId, endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {
        pub items: Vec<Item>,
    }

    pub struct Item {
        #[wire(status(failed = 0))]
        pub deleted: UserId,
    }
}

fn main() {}
