use api_core::{endpoint};

/// Does something.
#[endpoint("v4/service/made_up", pages("Items", cursor("StartIndex", from = "NextIndex")))]
pub mod made_up {
    pub struct Request {
        /// Where it begins.
        #[wire("StartIndex")]
        pub start_index: u64,
    }

    pub struct Response {
        /// Items.
        #[wire("Items")]
        pub items: Vec<String>,
        /// Where it goes on.
        #[wire("NextStartIndex")]
        pub next_start_index: u64,
    }
}

fn main() {}
