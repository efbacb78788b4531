use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up", idempotent, pages("Items", cursor("Cursor")))]
pub mod made_up {
    pub struct Request {
        /// The cursor of the page.
        pub cursor: String,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<String>,
        /// The cursor of the next page.
        pub cursor: String,
    }
}

fn main() {}
