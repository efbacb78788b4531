use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Items", last = "CompleteFlag")]
pub mod made_up {
    pub struct Request {
        /// The cursor of the page.
        pub start_index: u64,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<String>,
        /// `true` on the last page.
        pub complete_flag: bool,
    }
}

fn main() {}
