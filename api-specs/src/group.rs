//! Chat groups, their members and topics.

mod base;
mod member;
mod topic;

use crate::{object, open_enum};

pub use base::{
    GroupInfoFilter, JoinedGroupFilter, create_group, destroy_group, get_group_info,
    get_joined_group_list, modify_group_base_info,
};
pub use member::{
    MemberOutcome, MemberResult, MemberState, add_group_member, get_group_member_info,
    import_group_member,
};
pub use topic::get_topic;

/// What kind of group it is.
#[open_enum]
pub enum GroupKind {
    /// Open to strangers who ask.
    #[wire("Public")]
    Public,
    /// For colleagues, by invitation. Responses call it [`Private`](Self::Private).
    #[wire("Work")]
    Work,
    /// The older name of a work group.
    #[wire("Private")]
    Private,
    /// Open to everybody, for a time. Responses call it [`ChatRoom`](Self::ChatRoom).
    #[wire("Meeting")]
    Meeting,
    /// The older name of a meeting group.
    #[wire("ChatRoom")]
    ChatRoom,
    /// For live broadcasts; it keeps no messages.
    #[wire("AVChatRoom")]
    AvChatRoom,
    /// For very many members.
    #[wire("Community")]
    Community,
    /// For broadcasts to members that are online; old, and better left alone.
    #[wire("BChatRoom")]
    BChatRoom,
}

/// What happens to requests to join a group.
#[open_enum]
pub enum ApplyJoinOption {
    /// Everybody is let in.
    #[wire("FreeAccess")]
    FreeAccess,
    /// The owner or an administrator decides.
    #[wire("NeedPermission")]
    NeedPermission,
    /// Nobody is let in.
    #[wire("DisableApply")]
    DisableApply,
}

/// What happens to invitations to a group.
#[open_enum]
pub enum InviteJoinOption {
    /// Whoever is invited is in.
    #[wire("FreeAccess")]
    FreeAccess,
    /// The owner or an administrator decides.
    #[wire("NeedPermission")]
    NeedPermission,
    /// Clients cannot invite.
    #[wire("DisableInvite")]
    DisableInvite,
}

/// What a member is in a group.
#[open_enum]
pub enum MemberRole {
    /// Its owner.
    #[wire("Owner")]
    Owner,
    /// One of its administrators.
    #[wire("Admin")]
    Admin,
    /// One among others.
    #[wire("Member")]
    Member,
}

/// What a member does with the messages of a group.
#[open_enum]
pub enum MessageFlag {
    /// Receives them and is notified.
    #[wire("AcceptAndNotify")]
    AcceptAndNotify,
    /// Receives them without being notified.
    #[wire("AcceptNotNotify")]
    AcceptNotNotify,
    /// Blocks them.
    #[wire("Discard")]
    Discard,
}

/// A field of the app's own, of a group or of a member. The console has to name it before it is used.
#[object]
pub struct CustomData {
    /// Its name.
    #[wire("Key")]
    pub key: String,
    /// Its value; an empty one deletes the field.
    #[wire("Value")]
    pub value: String,
}
