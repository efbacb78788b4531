use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after, partial(true))]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn main() {}
