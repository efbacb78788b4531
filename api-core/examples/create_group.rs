//! Creates a group with its members, adds more, and reads them back.
//!
//! `cargo run --example create_group`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::group::create_group::{self, InitialMember};
use tencent_chat::group::{
    ApplyJoinOption, GroupKind, MemberRole, add_group_member, get_group_info, get_group_member_info,
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
    for user in ["ann", "bob", "cat", "dan"] {
        simulator.state().import_user(user);
    }
    let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
    let client = Client::builder(simulator.sdk_app_id(), credentials)
        .base_url(simulator.base_url())
        .build()?;
    create(out, &client).await
}

async fn create(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    let members = [InitialMember::new("bob").role(MemberRole::Admin), InitialMember::new("cat")];
    let request = create_group::Request::new(GroupKind::Public, "Chess club")
        .owner_account("ann")
        .introduction("We meet on Mondays.")
        .apply_join_option(ApplyJoinOption::FreeAccess)
        .member_list(members);
    // Without an ID in the request, the service chooses one.
    let group = client.group().create_group(request).await?.group_id;
    writeln!(out, "created the group {group}")?;

    // The call succeeds although one of the users does not exist: each user has a result.
    let users = ["dan", "eve", "bob"].map(add_group_member::NewMember::new);
    let request = add_group_member::Request::new(group.clone(), users);
    for user in client.group().add_group_member(request).await?.member_list {
        writeln!(out, "adding {}: {:?}", user.member_account, user.result)?;
    }

    let info = client.group().get_group_info(get_group_info::Request::new([group.clone()])).await?;
    for info in &info.group_info {
        let (name, count) = (info.name.as_deref().unwrap_or_default(), info.member_num);
        writeln!(out, "{name:?} has {} members:", count.unwrap_or_default())?;
    }
    // A group may have thousands of members: this stream makes a call for each page of them.
    let request = get_group_member_info::Request::new(group).limit(100u32);
    let mut members = client.group().get_group_member_info(request).items();
    while let Some(member) = members.next().await {
        let member = member?;
        let role = member.role.unwrap_or(MemberRole::Member);
        writeln!(out, "  {} ({})", member.member_account, role.as_str())?;
    }
    Ok(())
}
