//! Chat groups, their members and topics.

mod attribute;
mod ban;
mod base;
mod counter;
mod import;
mod live;
mod member;
mod mute;
mod permission;
mod topic;
mod topic_permission;

use crate::account::OnlineState;
use crate::{UserId, object, open_enum};

pub use attribute::*;
pub use ban::*;
pub use base::*;
pub use counter::*;
pub use import::*;
pub use live::*;
pub use member::*;
pub use mute::*;
pub use permission::*;
pub use topic::*;
pub use topic_permission::*;

/// The kind of the group.
#[open_enum]
pub enum GroupKind {
    /// Open to strangers on request.
    Public,
    /// For colleagues, by invitation. Responses call it [`Private`](Self::Private).
    Work,
    /// The older name of a work group.
    Private,
    /// Open to everybody, for a limited time. Responses call it [`ChatRoom`](Self::ChatRoom).
    Meeting,
    /// The older name of a meeting group.
    ChatRoom,
    /// For live broadcasts. It stores no messages.
    #[wire("AVChatRoom")]
    AvChatRoom,
    /// For very many members.
    Community,
    /// For broadcasts to online members. Obsolete; avoid it.
    BChatRoom,
}

/// The policy for requests to join a group.
#[open_enum]
pub enum ApplyJoinOption {
    /// Everybody is accepted.
    FreeAccess,
    /// The owner or an administrator must approve.
    NeedPermission,
    /// Nobody is accepted.
    DisableApply,
}

/// The policy for invitations to a group.
#[open_enum]
pub enum InviteJoinOption {
    /// Every invited user becomes a member.
    FreeAccess,
    /// The owner or an administrator must approve.
    NeedPermission,
    /// Clients cannot invite.
    DisableInvite,
}

/// The role of a member in a group.
#[open_enum]
pub enum MemberRole {
    /// The owner.
    Owner,
    /// An administrator.
    Admin,
    /// An ordinary member.
    Member,
}

/// A member's setting for receiving the messages of a group.
#[open_enum]
pub enum MessageFlag {
    /// Messages are received with notification.
    AcceptAndNotify,
    /// Messages are received without notification.
    AcceptNotNotify,
    /// Messages are blocked.
    Discard,
}

/// A custom field of a group or of a member. It must be defined in the console before it is used.
#[object]
pub struct CustomData {
    /// The name.
    pub key: String,
    /// The value. An empty value deletes the field.
    pub value: String,
}

/// A member of a group, with the requested fields.
#[object]
pub struct MemberState {
    /// The member.
    pub member_account: UserId,
    /// The role of the member. A sample has a space after the word; such a value is not a named role.
    pub role: Option<MemberRole>,
    /// The time when the member joined, in seconds since 1970 UTC.
    pub join_time_secs: Option<u64>,
    /// The sequence number of the last message that the member has read.
    pub msg_seq: Option<u64>,
    /// The member's setting for receiving messages.
    pub msg_flag: Option<MessageFlag>,
    /// The time of the member's last message, in seconds since 1970 UTC; 0 if there is none.
    pub last_send_msg_time_secs: Option<u64>,
    /// The time until which the member is muted, in seconds since 1970 UTC; 0 if not muted. Formerly named
    /// `ShutUpUntil`.
    #[wire(alias("ShutUpUntil"))]
    pub mute_until_secs: Option<u64>,
    /// The name of the member in the group.
    pub name_card: Option<String>,
    /// The online status of the member. In a community it may be up to 4 minutes old. Known only from the SDK of doocs.
    pub online_status: Option<OnlineState>,
    /// The custom fields.
    pub app_member_defined_data: Vec<CustomData>,
}
