use tencent_chat::webhook::c2c::before_send_message::Event;
use tencent_chat::webhook::{OwnCode, Received, WebhookResponse};

fn reply(event: &Received<Event>) -> WebhookResponse {
    let code = OwnCode::<10100, 10200>::new(10101).unwrap();
    event.forbid_with(code, "no advertisements")
}

fn main() {}
