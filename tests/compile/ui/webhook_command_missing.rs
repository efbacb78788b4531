use tencent_chat::webhook;

/// Tells of something.
#[webhook(after)]
pub mod made_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn main() {}
