use tencent_chat::webhook::{Webhook, WebhookResponse};

fn reply(webhook: &Webhook) -> WebhookResponse {
    match webhook {
        Webhook::C2cBeforeSendMessage(event) => event.allow(),
        Webhook::Other(unread) => unread.allow(),
    }
}

fn main() {}
