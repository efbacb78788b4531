//! Members of groups.

use super::{CustomData, MemberRole, MessageFlag, get_group_info};
use crate::account::OnlineState;
use crate::{ErrorCode, GroupId, UserId, endpoint, object, open_enum};

/// A member of a group, as far as it was asked for.
#[object]
pub struct MemberState {
    /// The member.
    #[wire("Member_Account")]
    pub member_account: UserId,
    /// What the member is. A sample has a space behind the word, which is no named role then.
    #[wire("Role")]
    pub role: Option<MemberRole>,
    /// When the member joined, in seconds since 1970 UTC.
    #[wire("JoinTime")]
    pub join_time_secs: Option<u64>,
    /// Number of the last message that the member has read.
    #[wire("MsgSeq")]
    pub msg_seq: Option<u64>,
    /// What the member does with messages.
    #[wire("MsgFlag")]
    pub msg_flag: Option<MessageFlag>,
    /// When the member last sent a message, in seconds since 1970 UTC; 0 if never.
    #[wire("LastSendMsgTime")]
    pub last_send_msg_time_secs: Option<u64>,
    /// Until when the member is muted, in seconds since 1970 UTC; 0 if not. It was once named `ShutUpUntil`.
    #[wire("MuteUntil", alias("ShutUpUntil"))]
    pub mute_until_secs: Option<u64>,
    /// What the member is called in the group.
    #[wire("NameCard")]
    pub name_card: Option<String>,
    /// Whether the member can be reached; of a community at most 4 minutes old. Known from the SDK of doocs alone.
    #[wire("OnlineStatus")]
    pub online_status: Option<OnlineState>,
    /// Fields of the app's own.
    #[wire("AppMemberDefinedData")]
    pub app_member_defined_data: Vec<CustomData>,
}

/// Reads the members of a group.
///
/// There are two ways of paging: communities go by `next`, all others by `offset`. The stream of items goes by `next`
/// if the request sets it, to an empty text for the first page, and by `offset` otherwise.
#[endpoint(
    "v4/group_open_http_svc/get_group_member_info",
    page = 34948,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    pages("MemberList", total = "MemberNum", offset("Offset", limit = "Limit"), cursor("Next"))
)]
pub mod get_group_member_info {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// What to read of the members, by the names that the fields have on the wire; all if nothing is said.
        #[wire("MemberInfoFilter")]
        pub member_info_filter: Option<Vec<String>>,
        /// Which members to read; all if nothing is said.
        #[wire("MemberRoleFilter")]
        pub member_role_filter: Option<Vec<MemberRole>>,
        /// Which of the app's own fields to read; none if nothing is said.
        #[wire("AppDefinedDataFilter_GroupMember")]
        pub app_defined_data_filter_group_member: Option<Vec<String>>,
        /// How many members a page has; all are read at once if nothing is said. The page's table allows 6000, its text
        /// 200, and 100 for communities.
        #[wire("Limit", range(max = 6000))]
        pub limit: Option<u32>,
        /// How many members to pass over; not for communities.
        #[wire("Offset")]
        pub offset: Option<u32>,
        /// Where the page begins, for communities; empty for the first one.
        #[wire("Next")]
        pub next: Option<String>,
    }

    pub struct Response {
        /// How many members the group has.
        #[wire("MemberNum")]
        pub member_num: Option<u64>,
        /// The members of this page.
        #[wire("MemberList")]
        pub member_list: Vec<MemberState>,
        /// Where the next page begins, for communities.
        #[wire("Next")]
        pub next: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = get_group_info::ERRORS;
}

/// What became of a user who was to become a member.
#[open_enum]
pub enum MemberResult {
    /// The user is no member.
    #[wire(0)]
    Failed,
    /// The user is a member now.
    #[wire(1)]
    Joined,
    /// The user was a member before.
    #[wire(2)]
    AlreadyMember,
    /// The user or an administrator has yet to consent.
    #[wire(3)]
    Pending,
}

/// A user who was to become a member.
#[object]
pub struct MemberOutcome {
    /// The user.
    #[wire("Member_Account")]
    pub member_account: UserId,
    /// What became of it; 0 is failure.
    #[wire("Result", status(failed = 0))]
    pub result: MemberResult,
}

/// Adds members to a group; not to audio-video groups.
///
/// Each user has a result of its own, which may be a failure although the call succeeds.
#[endpoint(
    "v4/group_open_http_svc/add_group_member",
    page = 34921,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    batch("MemberList", max = 20)
)]
pub mod add_group_member {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// Whether nobody is told; they are if nothing is said. The table calls it required, its samples lack it.
        #[wire("Silence")]
        pub silence: Option<bool>,
        /// The users. The international page allows 300, a code of it speaks of 100, and the Chinese page of 2026-02-06
        /// allows 20. A call may have 300, a batch has 20.
        #[wire("MemberList", items(max = 300))]
        pub member_list: Vec<NewMember>,
    }

    /// A user to become a member.
    pub struct NewMember {
        /// The user.
        #[wire("Member_Account")]
        pub member_account: UserId,
    }

    pub struct Response {
        /// What became of each user.
        #[wire("MemberList")]
        pub member_list: Vec<MemberOutcome>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::TOO_MANY_MEMBERS_AT_ONCE,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_FULL,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::INVALID_GROUP_ID,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::MEMBER_NOT_FOUND,
        ErrorCode::GROUP_COMMAND_DISABLED,
        ErrorCode::GROUPS_OF_USER_LIMIT,
    ];
}

/// Imports members of a group from another system: no webhook is called and nobody is told. Not for audio-video
/// groups.
///
/// Each user has a result of its own, which may be a failure although the call succeeds.
#[endpoint(
    "v4/group_open_http_svc/import_group_member",
    page = 34969,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    batch("MemberList", max = 20)
)]
pub mod import_group_member {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// The users. The international page allows 300, a code of it speaks of 100, and the Chinese page of 2026-01-27
        /// allows 20. A call may have 300, a batch has 20.
        #[wire("MemberList", items(max = 300))]
        pub member_list: Vec<ImportedMember>,
    }

    /// A user to be imported as a member.
    pub struct ImportedMember {
        /// The user.
        #[wire("Member_Account")]
        pub member_account: UserId,
        /// What the member is; only administrators are named.
        #[wire("Role")]
        pub role: Option<MemberRole>,
        /// When the member joined, in seconds since 1970 UTC: after the group was created, and before now.
        #[wire("JoinTime")]
        pub join_time_secs: Option<u64>,
        /// How many messages the member has not read.
        #[wire("UnreadMsgNum")]
        pub unread_msg_num: Option<u32>,
    }

    pub struct Response {
        /// What became of each user.
        #[wire("MemberList")]
        pub member_list: Vec<MemberOutcome>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::TOO_MANY_MEMBERS_AT_ONCE,
        ErrorCode::GROUP_FREQUENCY_EXCEEDED,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::INVALID_GROUP_ID,
    ];
}
