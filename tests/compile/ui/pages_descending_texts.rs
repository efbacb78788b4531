use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Items", descending("Seq", of = "Seq"))]
pub mod made_up {
    pub struct Request {
        pub seq: u32,
    }

    pub struct Response {
        pub items: Vec<Item>,
    }

    pub struct Item {
        pub seq: String,
    }
}

fn main() {}
