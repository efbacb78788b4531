use tencent_chat::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up", pages("Items", last = "NextStartIndex", cursor("StartIndex", from = "NextStartIndex")))]
pub mod made_up {
    pub struct Request {
        /// The cursor of the page.
        #[wire("StartIndex")]
        pub start_index: u64,
    }

    pub struct Response {
        /// Items.
        #[wire("Items")]
        pub items: Vec<String>,
        /// The cursor of the next page.
        #[wire("NextStartIndex")]
        pub next_start_index: u64,
    }
}

fn main() {}
