//! The simulator's handlers, driven through whole scenarios by our own client.

mod conversations;
mod faults;
mod group_members;
mod group_mutes;
mod group_values;
mod groups;
mod messages;
mod people;
mod pushes;
mod random;
mod random_people;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use support::{ManualClock, NOW, client_of, client_with, simulator};
use tencent_chat::account::{self, AccountItem, AccountStatus, OnlineState};
use tencent_chat::conversation::{
    self, ContactItem, ContactOptType, ConversationKind, OptType, UpdateGroupType, UpdateType,
    create_contact_group::GroupContactItem,
    mark_contact::MarkItem,
    update_contact_group::{ContactUpdateItem, UpdateGroup},
};
use tencent_chat::friend::{AddType, DeleteType};
use tencent_chat::group::{
    CustomData, GroupInfoFilter, GroupKind, InviteJoinOption, MemberResult, MemberRole,
    add_group_member, create_group, destroy_group, get_group_info, get_group_member_info,
    get_joined_group_list, import_group_member, modify_group_base_info,
};
use tencent_chat::message::{
    MessageElement, MessageFlagBits, MsgSeqItem, PlaceKind, SendMessageControl, SyncFromOldSystem,
};
use tencent_chat::{
    Client, Endpoint, ErrorCode, ErrorKind, GroupId, Tag, TagItem, TagValue, friend, message,
    profile,
};
use tencent_chat_sim::{Conversation, Fault, Rule, Simulator};

/// A simulator with a new user, and a client of it.
async fn newborn() -> (Simulator, Client) {
    let simulator = simulator().await;
    simulator.state().import_user("ann");
    let client = client_of(&simulator.base_url());
    (simulator, client)
}

async fn code_of<R: Endpoint>(client: &Client, request: R) -> Option<ErrorCode> {
    client.call(request).await.err().and_then(|error| error.code())
}

fn users(range: std::ops::Range<usize>) -> Vec<ContactItem> {
    range.map(|number| ContactItem::with_user(format!("user{number}"))).collect()
}

/// A simulator with Ann, Bob and Cat, and a client of it.
async fn friends() -> (Simulator, Client) {
    let (simulator, client) = newborn().await;
    for user in ["bob", "cat"] {
        simulator.state().import_user(user);
    }
    (simulator, client)
}
