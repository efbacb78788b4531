use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", before, per_item, discards)]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }

    pub struct Reply {
        /// The users who are refused.
        pub refused_account: Option<Vec<String>>,
    }
}

fn main() {}
