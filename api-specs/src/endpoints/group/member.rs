//! Reading, adding, importing, changing and removing members of groups.

use super::{CustomData, MemberRole, MemberState, MessageFlag};
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// Reads the members of a group.
///
/// There are two kinds of paging: communities use the cursor `next`, all other groups use `offset`. The stream of items
/// uses `next` if the request sets it, to an empty string for the first page. Otherwise it uses `offset`.
#[endpoint("v4/group_open_http_svc/get_group_member_info", page = 34948, rate = 200, idempotent)]
#[pages("MemberList", total = "MemberNum", offset("Offset", limit = "Limit"), cursor("Next"))]
pub mod get_group_member_info {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The fields of members to read, by their wire names. By default all fields are read.
        pub member_info_filter: Option<Vec<String>>,
        /// The roles of the members to read. By default all members are read.
        pub member_role_filter: Option<Vec<MemberRole>>,
        /// The custom fields to read. By default none is read.
        #[wire("AppDefinedDataFilter_GroupMember")]
        pub app_defined_data_filter_group_member: Option<Vec<String>>,
        /// The number of members on a page. By default all members are read at once. The table of the page allows 6000,
        /// its text 200, and 100 for communities.
        #[wire(range(max = 6000))]
        pub limit: Option<u32>,
        /// The number of members to skip. Not for communities.
        pub offset: Option<u32>,
        /// The cursor of the page, for communities. Empty for the first page.
        pub next: Option<String>,
    }
    pub struct Response {
        /// The number of members of the group.
        pub member_num: Option<u64>,
        /// The members of this page.
        pub member_list: Vec<MemberState>,
        /// The cursor of the next page, for communities.
        pub next: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::GROUP_RESPONSE_TOO_LARGE];
}

/// Reads certain members of a group. Not for audio-video groups.
#[endpoint(
    "v4/group_open_http_svc/get_specified_group_member_info",
    page = 64897,
    rate = 200,
    partial,
    idempotent
)]
#[batch("Member_List_Account")]
pub mod get_specified_group_member_info {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The members to read.
        #[wire("Member_List_Account", items(max = 50))]
        pub member_list_account: Vec<UserId>,
        /// The fields of members to read, by their wire names. By default all fields are read.
        pub member_info_filter: Option<Vec<String>>,
        /// The roles of the members to read. By default members of all roles are read.
        pub member_role_filter: Option<Vec<MemberRole>>,
        /// The custom fields to read. By default none is read.
        #[wire("AppDefinedDataFilter_GroupMember")]
        pub app_defined_data_filter_group_member: Option<Vec<String>>,
    }
    pub struct Response {
        /// The group.
        pub group_id: Option<GroupId>,
        /// The members.
        pub member_list: Vec<MemberState>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Changes a member of a group. Omitted fields stay unchanged. Not for audio-video groups.
///
/// It is not idempotent, because a repeated call starts the mute again.
#[endpoint("v4/group_open_http_svc/modify_group_member_info", page = 34900, rate = 200)]
pub mod modify_group_member_info {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The member.
        pub member_account: UserId,
        /// The role: [`Admin`](MemberRole::Admin) or [`Member`](MemberRole::Member). The owner's cannot be changed.
        pub role: Option<MemberRole>,
        /// The member's setting for receiving messages.
        pub msg_flag: Option<MessageFlag>,
        /// The name of the member in the group.
        #[wire(bytes(max = 50))]
        pub name_card: Option<String>,
        /// The custom fields. Omitted ones stay unchanged.
        pub app_member_defined_data: Option<Vec<CustomData>>,
        /// The time for which the member is muted from now on, in seconds; 0 lifts the mute.
        pub mute_time_secs: Option<u32>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// The result for a user to be added.
#[open_enum]
pub enum MemberResult {
    /// The user could not be added.
    Failed = 0,
    /// The user is a member now.
    Joined = 1,
    /// The user already was a member.
    AlreadyMember = 2,
    /// The user or an administrator must still approve.
    Pending = 3,
}

/// A user to be added, and the result.
#[object]
pub struct MemberOutcome {
    /// The user.
    pub member_account: UserId,
    /// The result; 0 is failure.
    #[wire(status(failed = 0))]
    pub result: MemberResult,
}

/// Adds members to a group. Not for audio-video groups.
///
/// Each user has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/group_open_http_svc/add_group_member", page = 34921, rate = 200, idempotent)]
#[batch("MemberList", max = 20)]
pub mod add_group_member {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// `true` to notify nobody. By default the members are notified. The table calls it required, but the samples
        /// omit it.
        pub silence: Option<bool>,
        /// The users. The international page allows 300, one of its error codes mentions 100, and the Chinese page of
        /// 2026-02-06 allows 20. A call may have 300; a batch has 20.
        #[wire(items(max = 300))]
        pub member_list: Vec<NewMember>,
    }
    /// A user to add.
    pub struct NewMember {
        /// The user.
        pub member_account: UserId,
    }
    pub struct Response {
        /// The result for each user.
        pub member_list: Vec<MemberOutcome>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..ONE_GROUP_CODES,
        ErrorCode::TOO_MANY_MEMBERS_AT_ONCE,
        ErrorCode::GROUP_FULL,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::MEMBER_NOT_FOUND,
        ErrorCode::GROUP_COMMAND_DISABLED,
        ErrorCode::GROUPS_OF_USER_LIMIT,
    ];
}

/// Imports members of a group from another system. No webhook is called, and nobody is notified. Not for audio-video
/// groups.
///
/// Each user has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/group_open_http_svc/import_group_member", page = 34969, rate = 200, idempotent)]
#[batch("MemberList", max = 20)]
pub mod import_group_member {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The users. The international page allows 300, one of its error codes mentions 100, and the Chinese page of
        /// 2026-01-27 allows 20. A call may have 300; a batch has 20.
        #[wire(items(max = 300))]
        pub member_list: Vec<ImportedMember>,
    }
    /// A user to import.
    pub struct ImportedMember {
        /// The user.
        pub member_account: UserId,
        /// The role of the member. Set only for administrators.
        pub role: Option<MemberRole>,
        /// The time when the member joined, in seconds since 1970 UTC. It must be after the creation of the group and
        /// before now.
        pub join_time_secs: Option<u64>,
        /// The number of messages that the member has not read.
        pub unread_msg_num: Option<u32>,
    }
    pub struct Response {
        /// The result for each user.
        pub member_list: Vec<MemberOutcome>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..ONE_GROUP_CODES,
        ErrorCode::TOO_MANY_MEMBERS_AT_ONCE,
        ErrorCode::GROUP_FREQUENCY_EXCEEDED,
    ];
}

/// Removes members from a group. Not for audio-video groups, where it fails with 10004.
#[endpoint("v4/group_open_http_svc/delete_group_member", page = 34949, rate = 200, idempotent)]
#[batch("MemberToDel_Account", max = 100)]
pub mod delete_group_member {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// `true` to notify nobody but the removed members. Defaults to `false`.
        pub silence: Option<bool>,
        /// The reason for the removal.
        pub reason: Option<String>,
        /// The members to remove. According to the text of the page, at most 100.
        pub member_to_del_account: Vec<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Returns the roles of users in a group. Not for audio-video groups, where it fails with 10007.
#[endpoint("v4/group_open_http_svc/get_role_in_group", page = 34963, rate = 200, idempotent)]
#[batch("User_Account")]
pub mod get_role_in_group {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The users.
        #[wire(items(max = 500))]
        pub user_account: Vec<UserId>,
    }
    pub struct Response {
        /// The role of each user.
        pub user_id_list: Vec<RoleInGroup>,
    }
    /// The role of one user.
    pub struct RoleInGroup {
        /// The user.
        pub member_account: UserId,
        /// The role. `NotMember` for a user who is no member.
        pub role: MemberRole,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}
