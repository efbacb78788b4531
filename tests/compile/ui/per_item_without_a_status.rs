use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", per_item)]
pub mod made_up {
    pub struct Request {}

    pub struct Response {
        pub items: Vec<Item>,
    }

    pub struct Item {
        pub deleted: u32,
    }
}

fn main() {}
