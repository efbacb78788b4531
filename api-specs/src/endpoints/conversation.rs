//! Conversations of a user, their groups and marks (the service `recentcontact`), and their unread messages.
//!
//! Groups and marks are stored separately from the list of recent conversations. A user can have at most 20 groups, and
//! at most 1000 conversations with a group or a mark; only the service checks these two bounds. According to the pages
//! of 2023, groups and standard marks require the Ultimate edition; according to those of 2025, one of Pro, Pro Plus
//! and Enterprise. Other editions fail with 51013. Custom marks require no particular edition.
//!
//! The docs of the client's handle, `Conversation`, say in what order these endpoints are called, with an example.

mod contact_group;
mod list;
mod unread;

use crate::{GroupId, UserId, object, open_enum};

pub use contact_group::*;
pub use list::*;
pub use unread::*;

/// The kind of peer that a conversation is with.
#[open_enum]
pub enum ConversationKind {
    /// Another user.
    C2c = 1,
    /// A chat group.
    Group = 2,
}

/// A conversation, identified by its peer: a user or a chat group.
#[object]
pub struct ContactItem {
    /// The kind of peer.
    pub kind: ConversationKind,
    /// The chat group, if the peer is one.
    pub to_group_id: Option<GroupId>,
    /// The other user, if the peer is one.
    pub to_account: Option<UserId>,
}

impl ContactItem {
    /// Creates the item for the conversation with a user.
    pub fn with_user(user: impl Into<UserId>) -> Self {
        Self::new(ConversationKind::C2c).to_account(user)
    }

    /// Creates the item for the conversation in a chat group.
    pub fn with_group(group: impl Into<GroupId>) -> Self {
        Self::new(ConversationKind::Group).to_group_id(group)
    }
}

/// A group of conversations, by name and number.
#[object]
pub struct ContactGroup {
    /// The name of the group.
    pub group_name: String,
    /// The number of the group, assigned by the service. It is not the ID of a chat group.
    pub group_id: u64,
}

/// A conversation with its groups and marks.
#[object]
pub struct ContactMark {
    /// The kind of peer.
    pub kind: ConversationKind,
    /// The chat group, if the peer is one.
    pub to_group_id: Option<GroupId>,
    /// The other user, if the peer is one.
    pub to_account: Option<UserId>,
    /// The time of the last change of groups or marks, in seconds since 1970 UTC.
    pub timestamp_secs: u64,
    /// The standard marks, with a digit `0` or `1` for each bit, such as `011111110`.
    pub standard_mark: String,
    /// The custom mark.
    pub custom_mark: Option<String>,
    /// The numbers of the groups that the conversation is in.
    pub contact_group_id: Vec<u64>,
}

/// The kinds of marks to change.
#[open_enum]
pub enum OptType {
    /// The standard marks.
    Standard = 1,
    /// The custom mark.
    Custom = 2,
    /// Both the standard marks and the custom mark.
    Both = 3,
}

/// The kind of object to update.
#[open_enum]
pub enum UpdateType {
    /// A conversation group.
    Group = 1,
}

/// The part of a group to update.
#[open_enum]
pub enum UpdateGroupType {
    /// Its name.
    Name = 1,
    /// The conversations in it.
    Conversations = 2,
}

/// The change of a conversation's membership in a group.
#[open_enum]
pub enum ContactOptType {
    /// The conversation is added to the group.
    Add = 1,
    /// The conversation is removed from the group.
    Delete = 2,
}
