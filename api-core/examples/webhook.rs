//! Receives webhooks with axum: forbids one message, lets another one pass, and is notified of it.
//!
//! `cargo run --example webhook --features axum`

use std::error::Error;
use std::io::{self, Write};

use axum::Router;
use axum::routing::post;
use tencent_chat::message::{MessageElement, send_message};
use tencent_chat::webhook::{Delivery, Receiver, Verified, Verifier, Webhook, WebhookResponse};
use tencent_chat::{Client, Credentials};
use tencent_chat_sim::Simulator;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// The token of the console. Yours belongs into the configuration.
const TOKEN: &str = "a-token-of-the-console";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs a receiver, and a simulator that sends webhooks to it.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/chat", listener.local_addr()?);
    let simulator = Simulator::builder().webhooks(url, TOKEN).start().await?;
    for user in ["ann", "bob"] {
        simulator.state().import_user(user);
    }

    let (sender, mut sent) = mpsc::channel(8);
    let handler = move |Verified(delivery): Verified| reply(delivery, sender.clone());
    let receiver = Receiver::new(Verifier::new(simulator.sdk_app_id(), TOKEN)?);
    let app = Router::new().route("/chat", post(handler)).with_state(receiver);
    let server = tokio::spawn(axum::serve(listener, app).into_future());

    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    for words in ["buy gold", "hello"] {
        let message = send_message::Request::new("bob", [words]).from_account("ann");
        match client.message().send_message(message).await {
            Ok(_) => writeln!(out, "{words:?} was sent")?,
            Err(error) => writeln!(out, "{words:?} was not sent: {error}")?,
        }
    }
    let message = sent.recv().await.ok_or("the receiver ended")?;
    writeln!(out, "notified: {message}")?;
    server.abort();
    Ok(())
}

/// Replies to a webhook. A match on `Webhook` is all that an app needs.
async fn reply(delivery: Delivery, sent: mpsc::Sender<String>) -> WebhookResponse {
    match &delivery.webhook {
        // A field of an odd event may be empty. An app that must not miss anything forbids what it could not read.
        Webhook::C2cBeforeSendMessage(event) if !delivery.oddities.is_empty() => {
            event.forbid("the message could not be read")
        }
        Webhook::C2cBeforeSendMessage(event) if event.msg_body.iter().any(is_advertisement) => {
            event.forbid("no advertisements, please")
        }
        Webhook::C2cBeforeSendMessage(event) => event.allow(),
        Webhook::C2cAfterSendMessage(event) => {
            let message = format!("{} wrote to {}", event.from_account, event.to_account);
            // Do not wait here: the service does not wait long for the reply.
            drop(sent.try_send(message));
            WebhookResponse::received()
        }
        _ => WebhookResponse::received(),
    }
}

fn is_advertisement(element: &MessageElement) -> bool {
    matches!(element, MessageElement::Text(element) if element.text.contains("buy"))
}
