use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Items", "Names", cursor("Cursor"))]
pub mod made_up {
    pub struct Request {
        /// The cursor of the page.
        pub cursor: String,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<Item>,
        /// Names.
        pub names: Vec<String>,
        /// The cursor of the next page.
        pub cursor: String,
    }

    /// An item.
    pub struct Item {
        /// Its name.
        pub name: String,
    }
}

fn main() {}
