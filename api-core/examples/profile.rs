//! Writes the profile of a user, with a custom field, and reads the profiles of several users.
//!
//! `cargo run --example profile`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::profile::{portrait_get, portrait_set};
use tencent_chat::{Client, Credentials, Tag, TagItem, TagValue};
use tencent_chat_sim::Simulator;

/// A field of the app's own. It is configured in the console, and its name has at most 8 letters after the prefix.
const BADGE: &str = "Tag_Profile_Custom_Badge";

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
    simulator.state().add_custom_field(BADGE);
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    use_profiles(out, &client).await
}

async fn use_profiles(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    // A value is a text or a number, as the docs of its tag say. Tags that are not written stay as they are.
    let items = [
        TagItem::new(Tag::ProfileNick, "Ann"),
        TagItem::new(Tag::ProfileImage, "https://example.com/ann.png"),
        TagItem::new(Tag::ProfileBirthDay, 20_000_101),
        TagItem::new(Tag::ProfileAllowType, "AllowType_Type_NeedConfirm"),
        TagItem::new(Tag::from(BADGE), "gold"),
    ];
    client.profile().portrait_set(portrait_set::Request::new("ann", items)).await?;

    // Each user has a result; the call succeeds although Eve does not exist.
    let tags = [Tag::ProfileNick, Tag::ProfileBirthDay, Tag::ProfileAllowType, Tag::from(BADGE)];
    let request = portrait_get::Request::new(["ann", "bob", "eve"], tags);
    let response = client.profile().portrait_get(request).await?;
    for user in &response.user_profile_item {
        writeln!(out, "{}:", user.to_account)?;
        for item in &user.profile_item {
            match &item.value {
                TagValue::Text(text) => writeln!(out, "  {} = {text:?}", item.tag.as_str())?,
                TagValue::Number(number) => writeln!(out, "  {} = {number}", item.tag.as_str())?,
                other => writeln!(out, "  {} = {other:?}", item.tag.as_str())?,
            }
        }
    }
    for failed in response.failed_items() {
        writeln!(out, "{failed}")?;
    }
    Ok(())
}
