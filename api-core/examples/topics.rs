//! Creates a community with topics, changes a topic, mutes it, and deletes topics.
//!
//! `cargo run --example topics`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::group::create_group::{self, InitialMember};
use tencent_chat::group::{GroupKind, create_topic, destroy_topic, get_topic, modify_topic};
use tencent_chat::{Client, Credentials, GroupId};
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
    use_topics(out, &client).await
}

async fn use_topics(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    // Only communities have topics, and only those that are created with them.
    let community = create_group::Request::new(GroupKind::Community, "Hikers")
        .owner_account("ann")
        .member_list([InitialMember::new("bob")])
        .support_topic(true);
    let community = client.group().create_group(community).await?.group_id;

    let mut topics = Vec::new();
    for name in ["Routes", "Boots"] {
        let request = create_topic::Request::new(community.clone(), name);
        let request = request.from_account("ann").introduction(format!("All about {name}"));
        topics.push(client.group().create_topic(request).await?.topic_id);
    }
    show(out, client, &community).await?;

    // What the request omits stays as it is. Only the owner and administrators may write to a muted topic.
    let modify = modify_topic::Request::new(community.clone(), topics[0].clone())
        .topic_name("Routes of the Alps")
        .mute_all_member(true);
    client.group().modify_topic(modify).await?;
    show(out, client, &community).await?;

    // The call succeeds although one of the topics does not exist: each topic has a result.
    let delete = [topics[1].clone(), format!("{community}@TOPIC#_none").into()];
    let delete = destroy_topic::Request::new(community.clone(), delete);
    let response = client.group().destroy_topic(delete).await?;
    writeln!(
        out,
        "deleted {} topics",
        response.destroy_result_item.len() - response.failed_items().len()
    )?;
    for failed in response.failed_items() {
        writeln!(out, "  {failed}")?;
    }
    show(out, client, &community).await
}

/// Shows the topics as Bob sees them.
async fn show(
    out: &mut impl Write,
    client: &Client,
    community: &GroupId,
) -> Result<(), Box<dyn Error>> {
    let request = get_topic::Request::new(community.clone(), "bob");
    let topics = client.group().get_topic(request).await?.topic_and_self_info;
    writeln!(out, "{} topics:", topics.len())?;
    for topic in topics.into_iter().filter_map(|topic| topic.topic_info) {
        let name = topic.topic_name.unwrap_or_default();
        let introduction = topic.introduction.unwrap_or_default();
        let muted = if topic.mute_all_member == Some(true) { " (muted)" } else { "" };
        writeln!(out, "  {name}{muted}: {introduction}")?;
    }
    Ok(())
}
