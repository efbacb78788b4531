use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after)]
pub mod made_up {
    pub struct Evnt {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn main() {}
