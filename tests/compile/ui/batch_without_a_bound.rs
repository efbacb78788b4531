use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
#[batch("Items")]
pub mod made_up {
    pub struct Request {
        /// Items.
        pub items: Vec<String>,
    }

    pub struct Response {
    }
}

fn main() {}
