use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after)]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }

    pub const ERRORS: &[tencent_chat::ErrorCode] = &[];
}

fn main() {}
