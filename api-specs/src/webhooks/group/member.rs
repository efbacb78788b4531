//! Webhooks of the members of groups.

use super::GroupMember;
use crate::group::{GroupKind, MemberRole};
use crate::{GroupId, UserId, open_enum, webhook};

const READ: &str = "2026-11-24";

/// Asks whether a user may request to join a group.
#[webhook(
    "Group.CallbackBeforeApplyJoinGroup",
    before,
    page = 34370,
    own_codes(min = 10100, max = 10200)
)]
pub mod before_apply_join_group {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The user who wants to join.
        pub requestor_account: UserId,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Asks whether users may be invited to a group, or added to it.
#[webhook(
    "Group.CallbackBeforeInviteJoinGroup",
    before,
    page = 34371,
    own_codes(min = 10100, max = 10200)
)]
pub mod before_invite_join_group {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The user who invites.
        pub operator_account: UserId,
        /// The users who are invited.
        pub destination_members: Vec<GroupMember>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    pub struct Reply {
        /// The users who may not join, where the others may.
        pub refused_members_account: Option<Vec<UserId>>,
    }
}

/// The way in which users joined a group.
#[open_enum]
pub enum JoinType {
    /// By a request.
    Apply,
    /// By an invitation.
    Invited,
}

/// Tells that users joined a group.
#[webhook("Group.CallbackAfterNewMemberJoin", after, page = 34372)]
pub mod after_new_member_join {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The way in which they joined.
        pub join_type: JoinType,
        /// The user who requested it: one of them, or who invited them.
        pub operator_account: UserId,
        /// The new members.
        pub new_member_list: Vec<GroupMember>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// The way in which members left a group.
#[open_enum]
pub enum ExitType {
    /// They were removed.
    Kicked,
    /// They left.
    Quit,
}

/// Tells that members left a group, or were removed.
#[webhook("Group.CallbackAfterMemberExit", after, page = 34373)]
pub mod after_member_exit {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The way in which they left.
        pub exit_type: ExitType,
        /// The user who left, or in the sample of the page who removed the members.
        pub operator_account: UserId,
        /// The former members.
        pub exit_member_list: Vec<GroupMember>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that the role of a member, or the member's name in the group, changed.
#[webhook("Group.CallbackAfterMemberFieldChanged", after, page = 60393)]
pub mod after_member_field_changed {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The user who made the change.
        pub operator_account: UserId,
        /// The member. The SDK of doocs names it `Modified_Account`.
        #[wire(alias("Modified_Account"))]
        pub member_account: UserId,
        /// The new role, administrator or ordinary member, if it changed.
        pub role: Option<MemberRole>,
        /// The new name of the member in the group, if it changed.
        pub name_card: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// A change of the connection of members.
#[open_enum]
pub enum MemberConnection {
    /// They are connected again.
    Online,
    /// They lost the connection.
    Offline,
}

/// Tells that members of an audio-video group lost their connection, or are connected again.
#[webhook("Group.CallbackOnMemberStateChange", after, page = 48734)]
pub mod on_member_state_change {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group, always that for live broadcasts. Known only from the SDK of doocs.
        pub kind: Option<GroupKind>,
        /// The change.
        pub event_type: MemberConnection,
        /// The members.
        pub member_list: Vec<GroupMember>,
    }
}
