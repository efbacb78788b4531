//! Adds friends, gives one a remark, lists them, and removes one.
//!
//! `cargo run --example friends`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::friend::friend_add::{self, AddFriendItem};
use tencent_chat::friend::friend_update::{self, UpdateItem};
use tencent_chat::friend::{AddType, DeleteType, friend_delete, friend_get};
use tencent_chat::profile::portrait_set;
use tencent_chat::{Client, Credentials, ErrorCode, Tag, TagItem};
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
    make_friends(out, &client).await?;
    show(out, &client).await?;

    let remark = [TagItem::new(Tag::FriendRemark, "Bobby, from school")];
    let update = friend_update::Request::new("ann", [UpdateItem::new("bob", remark)]);
    client.friend().friend_update(update).await?;
    let delete = friend_delete::Request::new("ann", ["cat"]).delete_type(DeleteType::Both);
    client.friend().friend_delete(delete).await?;
    show(out, &client).await
}

async fn make_friends(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    // Dan wants to be asked before somebody adds him.
    let ask = [TagItem::new(Tag::ProfileAllowType, "AllowType_Type_NeedConfirm")];
    client.profile().portrait_set(portrait_set::Request::new("dan", ask)).await?;

    let friends = ["bob", "cat", "dan", "eve"].map(|friend| {
        let item = AddFriendItem::new(friend).add_source("AddSource_Type_Web");
        item.group_name("Chess club").add_wording("We met at the club")
    });
    let request = friend_add::Request::new("ann", friends).add_type(AddType::Both);
    // The call succeeds, and each friend has a result.
    for friend in client.friend().friend_add(request).await?.result_item {
        let who = &friend.to_account;
        match friend.result_code {
            ErrorCode::OK => writeln!(out, "{who} is a friend now")?,
            ErrorCode::FRIENDING_PENDING => writeln!(out, "{who} has been asked")?,
            code => writeln!(out, "{who} was not added: {code}")?,
        }
    }
    Ok(())
}

/// Shows all friends of Ann, on however many pages.
async fn show(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    writeln!(out, "Ann's friends:")?;
    let mut friends = client.friend().friend_get(friend_get::Request::new("ann", 0u64)).items();
    while let Some(friend) = friends.next().await {
        let friend = friend?;
        let mut values = friend.value_item.iter();
        let remark = values.find(|item| item.tag == Tag::FriendRemark);
        let remark = remark.and_then(|item| item.value.as_text()).unwrap_or("no remark");
        writeln!(out, "  {}: {remark}", friend.to_account)?;
    }
    Ok(())
}
