use tencent_chat::webhook;
use tencent_chat::webhook::{Received, WebhookResponse};

/// Asks whether something may be done.
#[webhook("Made.CallbackBeforeUp", before)]
pub mod before_up {
    pub struct Event {
        /// The user.
        pub from_account: Option<String>,
    }
}

fn reply(event: &Received<before_up::Event>) -> WebhookResponse {
    event.reply(()).unwrap()
}

fn main() {}
