use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
pub mod made_up {
    pub struct Request {}

    pub struct Response {
        pub items: Vec<Item>,
    }

    pub struct Item {
        #[wire(status(failed = 0))]
        pub deleted: bool,
    }
}

fn main() {}
