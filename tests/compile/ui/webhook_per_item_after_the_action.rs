use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after, per_item)]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn main() {}
