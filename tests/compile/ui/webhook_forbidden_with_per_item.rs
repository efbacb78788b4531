use tencent_chat::webhook;
use tencent_chat::webhook::{Received, WebhookResponse};

/// Asks whether something may be done.
#[webhook("Made.CallbackBeforeUp", before, per_item)]
pub mod before_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
    pub struct Reply {
        /// The users who are refused.
        pub refused_account: Option<Vec<String>>,
    }
}

fn reply(event: &Received<before_up::Event>) -> WebhookResponse {
    event.forbid("no")
}

fn main() {}
