use tencent_chat::{TagItem, endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Names", cursor("Next"))]
pub mod made_up {
    pub struct Request {
        pub next: TagItem,
    }

    pub struct Response {
        pub names: Vec<String>,
        pub next: TagItem,
    }
}

fn main() {}
