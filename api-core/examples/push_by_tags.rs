//! Gives tags to users, pushes to those who have certain tags, and recalls the push.
//!
//! `cargo run --example push_by_tags`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::message::OfflinePushInfo;
use tencent_chat::push::add_tag::{self, AddedTags};
use tencent_chat::push::{Condition, get_tag, push, revoke};
use tencent_chat::{Client, Credentials};
use tencent_chat_sim::Simulator;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Runs the program against an embedded simulator.
pub(crate) async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let simulator = Simulator::start().await?;
    for user in ["ann", "bob", "cat"] {
        simulator.state().import_user(user);
    }
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    tag_users(out, &client).await?;
    let task_id = push_to_sailors(out, &client).await?;
    show(out, &simulator)?;

    let off = OfflinePushInfo::new().title("The regatta is off");
    client.push().revoke(revoke::Request::new(task_id, off)).await?;
    show(out, &simulator)
}

/// A call takes the tags of up to 100 users; `batches()` makes as many calls as a longer list needs.
async fn tag_users(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    let tags = [
        AddedTags::new("ann", ["sailing", "news"]),
        AddedTags::new("bob", ["sailing"]),
        AddedTags::new("cat", ["news"]),
        AddedTags::new("eve", ["news"]),
    ];
    let response = client.push().add_tag(add_tag::Request::new(tags)).batches().await?;
    // The call succeeds although one of the users does not exist.
    for failed in response.failed_items() {
        writeln!(out, "{failed}")?;
    }
    let request = get_tag::Request::new(["ann", "bob", "cat"]);
    for user in client.push().get_tag(request).await?.user_tags {
        writeln!(out, "{} has the tags {}", user.to_account, user.tags.join(" and "))?;
    }
    Ok(())
}

/// Pushes to who has both tags. An app may make 100 pushes a day, with more than a second between two.
async fn push_to_sailors(out: &mut impl Write, client: &Client) -> Result<String, Box<dyn Error>> {
    let request = push::Request::new()
        .condition(Condition::new().tags_and(["sailing", "news"]))
        .msg_body(["The regatta starts at noon."])
        .offline_push_info(OfflinePushInfo::new().title("Regatta").desc("It starts at noon."));
    let task_id = client.push().push(request).await?.task_id;
    let task_id = task_id.ok_or("the service named no task")?;
    writeln!(out, "pushed as task {task_id}")?;
    Ok(task_id)
}

/// Shows the pushes that the simulator got, and the users whom they select.
fn show(out: &mut impl Write, simulator: &Simulator) -> Result<(), Box<dyn Error>> {
    let state = simulator.state();
    for push in state.pushes() {
        let users: Vec<_> = state.recipients(push).map(|user| user.as_str()).collect();
        let title = push.offline_push_info().and_then(|info| info.title.as_deref());
        let recalled = if push.is_recalled() { " (recalled)" } else { "" };
        writeln!(out, "{} got {:?}{recalled}", users.join(", "), title.unwrap_or_default())?;
    }
    Ok(())
}
