use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after, partial)]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: String,
    }
}

fn main() {}
