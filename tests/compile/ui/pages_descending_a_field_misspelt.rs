use tencent_chat::endpoint;

/// Does something.
#[endpoint("v4/service/made_up")]
#[pages("Items", descending("Top", of = "MsgSequence"))]
pub mod made_up {
    pub struct Request {
        /// The cursor of the page.
        pub top: Option<u64>,
    }

    pub struct Response {
        /// Items.
        pub items: Vec<Item>,
    }

    /// An item.
    pub struct Item {
        /// Its number.
        pub msg_seq: u64,
    }
}

fn main() {}
