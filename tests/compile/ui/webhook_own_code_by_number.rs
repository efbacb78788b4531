use tencent_chat::webhook::c2c::before_send_message::Event;
use tencent_chat::webhook::{Received, WebhookResponse};

fn reply(event: &Received<Event>) -> WebhookResponse {
    event.forbid_with(120001, "no advertisements")
}

fn main() {}
