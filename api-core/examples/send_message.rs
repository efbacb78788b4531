//! Sends a message with a picture and custom data, and reads it back as the receiver sees it.
//!
//! `cargo run --example send_message`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::message::{
    ImageElement, ImageFormat, ImageInfo, ImageKind, MessageElement, admin_get_roam_message,
    send_message,
};
use tencent_chat::{Client, Credentials};
use tencent_chat_sim::Simulator;

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
    send(out, &client).await
}

async fn send(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    // A message with several elements shows them in this order. The picture is already uploaded, in two sizes.
    let picture = ImageElement::new(
        "5a0b7c",
        [
            ImageInfo::new(1920u64, 1080u64, "https://example.com/cat.png")
                .kind(ImageKind::Original)
                .size_bytes(412_300u64),
            ImageInfo::new(198u64, 111u64, "https://example.com/cat-small.png")
                .kind(ImageKind::Thumbnail)
                .size_bytes(9_100u64),
        ],
    );
    let picture = MessageElement::Image(picture.image_format(ImageFormat::Png));
    let request = send_message::Request::new("bob", ["Look at her!".into(), picture])
        .from_account("ann")
        // Any text of your own, stored and delivered with the message.
        .cloud_custom_data(r#"{"order": 17}"#);
    let sent = client.message().send_message(request).await?;
    writeln!(out, "sent at {}, with the key {}", sent.msg_time_secs, sent.msg_key)?;

    let time = sent.msg_time_secs;
    let history = admin_get_roam_message::Request::new("bob", "ann", 10u32, time, time);
    for message in client.message().admin_get_roam_message(history).await?.msg_list {
        writeln!(out, "{} got from {}:", message.to_account, message.from_account)?;
        for element in &message.msg_body {
            match element {
                MessageElement::Text(text) => writeln!(out, "  text     {}", text.text)?,
                MessageElement::Image(image) => {
                    for copy in &image.image_info_array {
                        writeln!(out, "  picture  {} x {}: {}", copy.width, copy.height, copy.url)?;
                    }
                }
                other => writeln!(out, "  {other:?}")?,
            }
        }
        writeln!(out, "  custom   {}", message.cloud_custom_data.unwrap_or_default())?;
    }
    Ok(())
}
