//! Reads the history of a conversation page by page, and then as one stream of messages.
//!
//! `cargo run --example page_history`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::message::admin_get_roam_message::{Request, RoamMessage};
use tencent_chat::message::{MessageElement, SyncFromOldSystem, import_message};
use tencent_chat::{Client, Credentials};
use tencent_chat_sim::Simulator;

/// The time of the first message, in seconds since 1970 UTC.
const FIRST: u64 = 1_790_000_000;

/// The number of messages.
const COUNT: u64 = 45;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program against an embedded simulator.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start().await?;
    for user in ["ann", "bob"] {
        simulator.state().import_user(user);
    }
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    write_history(&client).await?;
    read_pages(out, &client).await?;
    read_messages(out, &client).await
}

/// Imports a message a minute.
async fn write_history(client: &Client) -> Result<(), Box<dyn Error>> {
    let origin = SyncFromOldSystem::History;
    for number in 1..=COUNT {
        let (time, text) = (FIRST + 60 * number, format!("message {number}"));
        let import = import_message::Request::new(origin, "ann", "bob", time, [text]);
        client.message().import_message(import).await?;
    }
    Ok(())
}

/// Asks for the conversation of Ann with Bob, twenty messages a page.
fn history() -> Request {
    Request::new("ann", "bob", 20u32, FIRST, FIRST + 60 * COUNT)
}

/// Each page is a separate call. The first has the newest messages; within a page the oldest is first.
async fn read_pages(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    let mut pages = client.message().admin_get_roam_message(history()).pages();
    while let Some(page) = pages.next().await {
        let page = page?.response;
        let texts: Vec<_> = page.msg_list.iter().map(text).collect();
        let (first, last) = (texts.first().unwrap_or(&""), texts.last().unwrap_or(&""));
        writeln!(out, "page of {}: {first:?} to {last:?}", texts.len())?;
        // To go on in another process, keep this key and pass it to `last_msg_key`.
        if let Some(key) = page.last_msg_key.filter(|_| !page.complete) {
            writeln!(out, "  goes on before {key}")?;
        }
    }
    Ok(())
}

/// The stream makes the call of a page when the messages of the page before are taken: here it makes only two.
async fn read_messages(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    let (mut messages, mut count) = (client.message().admin_get_roam_message(history()).items(), 0);
    while let Some(message) = messages.next().await {
        let message = message?;
        count += 1;
        if text(&message) == "message 10" {
            writeln!(out, "found {:?} after {count} messages", text(&message))?;
            break;
        }
    }
    Ok(())
}

fn text(message: &RoamMessage) -> &str {
    match message.msg_body.first() {
        Some(MessageElement::Text(text)) => &text.text,
        _ => "",
    }
}
