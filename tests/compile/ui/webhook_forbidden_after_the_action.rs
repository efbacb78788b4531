use tencent_chat::webhook::c2c::after_send_message::Event;
use tencent_chat::webhook::{Received, WebhookResponse};

fn reply(event: &Received<Event>) -> WebhookResponse {
    event.forbid("too late")
}

fn main() {}
