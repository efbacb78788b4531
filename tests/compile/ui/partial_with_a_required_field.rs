use tencent_chat::{UserId, endpoint};

/// Does something.
#[endpoint("v4/service/made_up", partial)]
pub mod made_up {
    pub struct Request {
        /// A user. The request may require it.
        pub from_account: UserId,
    }

    pub struct Response {
        /// The number of items.
        pub count: u32,
        /// Items.
        pub items: Vec<Part>,
    }

    /// An item.
    pub struct Part {
        /// Its owner.
        pub owner_account: UserId,
        /// Its name.
        pub name: Option<String>,
    }
}

fn main() {}
