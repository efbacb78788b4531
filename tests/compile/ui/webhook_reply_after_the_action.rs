use tencent_chat::webhook;

/// Tells of something.
#[webhook("Made.CallbackUp", after)]
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
