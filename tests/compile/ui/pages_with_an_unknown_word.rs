use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Items", cary("StartIndex"))]
pub mod made_up {
    pub struct Request {
        /// The cursor of the page.
        pub start_index: u64,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<String>,
        /// The cursor of the page.
        pub start_index: u64,
    }
}

fn main() {}
