//! Mutes a user in one group, and then in all conversations, and unmutes the user again.
//!
//! `cargo run --example mute`

use std::error::Error;
use std::io::{self, Write};

use tencent_chat::group::create_group::{self, InitialMember};
use tencent_chat::group::{GroupKind, forbid_send_message, get_group_muted_account};
use tencent_chat::message::{send_group_message, send_message};
use tencent_chat::operation::{get_no_speaking, set_no_speaking};
use tencent_chat::{Client, Credentials, ErrorCode};
use tencent_chat_sim::Simulator;

/// An hour, in seconds.
const HOUR: u64 = 60 * 60;

/// The time that mutes for ever.
const FOR_EVER: u64 = 4_294_967_295;

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
    let club = create_group::Request::new(GroupKind::Public, "Chess club").group_id("club");
    let club = club.owner_account("ann").member_list([InitialMember::new("bob")]);
    client.group().create_group(club).await?;
    mute_in_group(out, &client).await?;
    mute_everywhere(out, &client).await
}

async fn mute_in_group(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    let mute = |secs: u32| forbid_send_message::Request::new("club", ["bob"], secs);
    let muted = get_group_muted_account::Request::new("club");
    let send = send_group_message::Request::new("club", ["Hello"]).from_account("bob");

    client.group().forbid_send_message(mute(60 * 60)).await?;
    for member in client.group().get_group_muted_account(muted.clone()).await?.muted_account_list {
        writeln!(out, "{} is muted in the club for an hour", member.member_account)?;
    }
    match client.message().send_group_message(send.clone()).await {
        Err(error) if error.code() == Some(ErrorCode::SENDER_MUTED) => {
            writeln!(out, "  the club does not hear bob: {error}")?;
        }
        result => writeln!(out, "  the club hears message {}", result?.msg_seq)?,
    }

    client.group().forbid_send_message(mute(0)).await?;
    let left = client.group().get_group_muted_account(muted).await?.muted_account_list.len();
    let seq = client.message().send_group_message(send).await?.msg_seq;
    Ok(writeln!(out, "{left} members are muted: the club hears message {seq}")?)
}

async fn mute_everywhere(out: &mut impl Write, client: &Client) -> Result<(), Box<dyn Error>> {
    // One-to-one and group messages are muted separately; what a request omits stays as it is.
    let mute = set_no_speaking::Request::new("bob").c2c_msg_nospeaking_time_secs(FOR_EVER);
    client.operation().set_no_speaking(mute.groupmsg_nospeaking_time_secs(HOUR)).await?;
    let state = client.operation().get_no_speaking(get_no_speaking::Request::new("bob")).await?;
    let is_for_ever = state.c2c_msg_nospeaking_time_secs == FOR_EVER;
    writeln!(out, "bob is muted in one-to-one chats for ever: {is_for_ever}")?;

    let send = send_message::Request::new("ann", ["Hello"]).from_account("bob");
    match client.message().send_message(send.clone()).await {
        Err(error) if error.code() == Some(ErrorCode::MESSAGE_SENDER_MUTED) => {
            writeln!(out, "  ann does not hear bob: {error}")?;
        }
        result => writeln!(out, "  ann hears message {}", result?.msg_key)?,
    }

    let unmute = set_no_speaking::Request::new("bob").c2c_msg_nospeaking_time_secs(0u64);
    client.operation().set_no_speaking(unmute.groupmsg_nospeaking_time_secs(0u64)).await?;
    client.message().send_message(send).await?;
    Ok(writeln!(out, "bob is unmuted: ann hears the message")?)
}
