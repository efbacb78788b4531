use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Items", offset("Offset"))]
pub mod made_up {
    pub struct Request {
        /// The number of items to skip.
        pub offset: Option<u32>,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<String>,
    }
}

fn main() {}
