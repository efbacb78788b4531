//! Receives webhooks with axum: forbids one message, lets another one pass, and is notified of it.
//!
//! `cargo run --example webhook --features axum`

use std::error::Error;
use std::io::{self, Write};

use axum::Router;
use axum::routing::post;
use tencent_chat::message::MessageElement;
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{Delivery, Receiver, Verified, Verifier, Webhook, WebhookResponse};
use tencent_chat::{Clock, SystemClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const APP: u32 = 1_400_000_000;

/// The token of the console. Yours belongs into the configuration.
const TOKEN: &str = "a-token-of-the-console";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the receiver, and delivers webhooks to it.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let (sender, mut sent) = mpsc::channel(8);
    let handler = move |Verified(delivery): Verified| reply(delivery, sender.clone());
    let receiver = Receiver::new(Verifier::new(APP, TOKEN)?);
    let app = Router::new().route("/chat", post(handler)).with_state(receiver);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let service = Service { address: listener.local_addr()?.to_string() };
    let server = tokio::spawn(axum::serve(listener, app).into_future());

    for words in ["buy cheap gold", "hello"] {
        let is_sent = service.send_message("ann", "bob", words).await?;
        writeln!(out, "ann to bob: {words:?}: {}", if is_sent { "sent" } else { "forbidden" })?;
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

/// The part of the service: it asks before a message is sent, and tells of it afterwards.
struct Service {
    address: String,
}

impl Service {
    /// Returns `true` if the message was sent.
    async fn send_message(&self, from: &str, to: &str, words: &str) -> Result<bool, Box<dyn Error>> {
        let event = |command: &str| {
            format!(
                r#"{{"CallbackCommand":"{command}","From_Account":"{from}","To_Account":"{to}","MsgSeq":1,"MsgRandom":2,"MsgTime":1795000000,"MsgKey":"1_2_1795000000","OnlineOnlyFlag":0,"MsgBody":[{{"MsgType":"TIMTextElem","MsgContent":{{"Text":"{words}"}}}}],"SendMsgResult":0,"ErrorInfo":"send msg succeed","UnreadMsgNum":1}}"#
            )
        };
        let (before, after) = ("C2C.CallbackBeforeSendMsg", "C2C.CallbackAfterSendMsg");
        let is_allowed = self.deliver(before, &event(before)).await?.contains(r#""ErrorCode":0"#);
        if is_allowed {
            self.deliver(after, &event(after)).await?;
        }
        Ok(is_allowed)
    }

    /// Delivers an event, and returns the response.
    async fn deliver(&self, command: &str, body: &str) -> Result<String, Box<dyn Error>> {
        let now = UnixTime::from_secs(SystemClock.unix_time());
        let query = Verifier::new(APP, TOKEN)?.signed_query(command, now);
        let (host, length) = (&self.address, body.len());
        let request = format!(
            "POST /chat?{query} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        let mut stream = TcpStream::connect(host).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut response = String::new();
        stream.read_to_string(&mut response).await?;
        Ok(response)
    }
}
