use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", before)]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }

    pub struct Reply {}
}

fn main() {}
