use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after, "2026-11-24")]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn main() {}
