//! Sets, changes and deletes the attributes of a group, and reads them back.
//!
//! `cargo run --example group_attributes`

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};

use tencent_chat::group::delete_group_attribute::{self, AttributeKey};
use tencent_chat::group::{
    GroupAttribute, GroupKind, clear_group_attribute, create_group, get_group_attribute,
    modify_group_attribute, set_group_attribute,
};
use tencent_chat::{Client, Credentials, GroupId};
use tencent_chat_sim::Simulator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program against an embedded simulator.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start().await?;
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    let room = create_group::Request::new(GroupKind::AvChatRoom, "Live from the kitchen");
    let room = client.group().create_group(room).await?.group_id;
    use_attributes(out, &client, &room).await
}

async fn use_attributes(
    out: &mut impl Write,
    client: &Client,
    room: &GroupId,
) -> Result<(), Box<dyn Error>> {
    let group = client.group();

    // Sets all attributes at once: those that the group had before are gone.
    let attributes = [("dish", "soup"), ("likes", "0"), ("guest", "cat")];
    let attributes = attributes.map(|(key, value)| GroupAttribute::new(key, value));
    group.set_group_attribute(set_group_attribute::Request::new(room.clone(), attributes)).await?;
    show(out, client, room, "set").await?;

    // Adds attributes or changes their values: the others stay.
    let attributes = [GroupAttribute::new("likes", "17"), GroupAttribute::new("step", "salt it")];
    let modify = modify_group_attribute::Request::new(room.clone(), attributes);
    group.modify_group_attribute(modify).await?;
    show(out, client, room, "modified").await?;

    let guest = [AttributeKey::new("guest")];
    let delete = delete_group_attribute::Request::new(room.clone(), guest);
    group.delete_group_attribute(delete).await?;
    show(out, client, room, "deleted one").await?;

    group.clear_group_attribute(clear_group_attribute::Request::new(room.clone())).await?;
    show(out, client, room, "cleared").await?;

    // A bound that a request breaks is named before anything is sent.
    let long = [GroupAttribute::new("a name of more than thirty-two bytes", "")];
    let modify = modify_group_attribute::Request::new(room.clone(), long);
    match group.modify_group_attribute(modify).await {
        Ok(_) => Ok(()),
        Err(error) => Ok(writeln!(out, "refused: {error}")?),
    }
}

async fn show(
    out: &mut impl Write,
    client: &Client,
    room: &GroupId,
    event: &str,
) -> Result<(), Box<dyn Error>> {
    let read = get_group_attribute::Request::new(room.clone());
    let attributes = client.group().get_group_attribute(read).await?.group_attr_ary;
    let attributes: BTreeMap<_, _> =
        attributes.into_iter().map(|attribute| (attribute.key, attribute.value)).collect();
    Ok(writeln!(out, "{event}: {attributes:?}")?)
}
