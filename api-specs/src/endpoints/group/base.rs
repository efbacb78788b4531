//! Creating, reading, changing and disbanding groups.

use super::{
    ApplyJoinOption, CustomData, GroupKind, InviteJoinOption, MemberRole, MemberState, MessageFlag,
};
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, UserId, endpoint, object};

const READ: &str = "2026-11-24";

/// Creates a group. The owner and the initial members join at once. Audio-video groups take no initial members.
#[endpoint("v4/group_open_http_svc/create_group", page = 34895, rate = 200)]
pub mod create_group {
    pub struct Request {
        /// The owner. By default the group has no owner.
        pub owner_account: Option<UserId>,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The ID of the group. By default the service generates one.
        pub group_id: Option<GroupId>,
        /// The name. The pages of 2023 allow 30 bytes.
        #[wire(bytes(max = 100))]
        pub name: String,
        /// The introduction. The pages of 2023 allow 240 bytes.
        #[wire(bytes(max = 400))]
        pub introduction: Option<String>,
        /// The notice. The pages of 2023 allow 300 bytes.
        #[wire(bytes(max = 400))]
        pub notification: Option<String>,
        /// The URL of the picture. The pages of 2023 allow 100 bytes.
        #[wire(bytes(max = 500))]
        pub face_url: Option<String>,
        /// The maximum number of members. By default it is the maximum of the app's edition.
        pub max_member_count: Option<u32>,
        /// The policy for requests to join. By default the owner must approve. Not for communities.
        pub apply_join_option: Option<ApplyJoinOption>,
        /// The custom fields.
        pub app_defined_data: Option<Vec<CustomData>>,
        /// The initial members.
        #[wire(items(max = 100))]
        pub member_list: Option<Vec<InitialMember>>,
        /// `true` if the group has topics. Only communities can have them.
        pub support_topic: Option<bool>,
        /// The policy for invitations. Not for audio-video groups. Not on the pages of 2023.
        pub invite_join_option: Option<InviteJoinOption>,
        /// `true` to enable permission groups, which control the permissions of members. Only for communities with
        /// topics. Not on the pages of 2023; the SDK of doocs names it `EnablePermission`.
        pub enable_permission_group: Option<bool>,
        /// The default permissions of members, one bit each. Only if permission groups are enabled. Not on the pages of
        /// 2023; the SDK of doocs names it `DefaultPermission`.
        pub default_permissions: Option<u64>,
    }
    /// An initial member.
    pub struct InitialMember {
        /// The member.
        pub member_account: UserId,
        /// The role of the member. Set only for administrators.
        pub role: Option<MemberRole>,
        /// The custom fields.
        pub app_member_defined_data: Option<Vec<CustomData>>,
    }
    pub struct Response {
        /// The ID.
        pub group_id: GroupId,
        /// `true` if the kind of the group is for very many members. Only in a sample of the page.
        pub huge_group_flag: Option<bool>,
        /// The kind of the group. Only in a sample of the page.
        pub kind: Option<GroupKind>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ErrorCode::TOO_MANY_MEMBERS_AT_ONCE,
        ErrorCode::GROUP_FREQUENCY_EXCEEDED,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::INVALID_GROUP_REQUEST,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::GROUP_ID_TAKEN,
        ErrorCode::GROUP_ID_TAKEN_BY_OWNER,
        ErrorCode::LIVE_GROUPS_LIMIT,
        ErrorCode::GROUPS_OF_USER_LIMIT,
        ErrorCode::INITIAL_MEMBERS_LIMIT,
        ErrorCode::FREE_GROUPS_LIMIT,
    ];
}

/// Selects the fields of groups and their members to read, by their wire names. By default all fields are read.
#[object]
pub struct GroupInfoFilter {
    /// The fields of a group to read.
    pub group_base_info_filter: Option<Vec<String>>,
    /// The fields of its members to read.
    pub member_info_filter: Option<Vec<String>>,
    /// The custom fields of a group to read.
    #[wire("AppDefinedDataFilter_Group")]
    pub app_defined_data_filter_group: Option<Vec<String>>,
    /// The custom fields of its members to read.
    #[wire("AppDefinedDataFilter_GroupMember")]
    pub app_defined_data_filter_group_member: Option<Vec<String>>,
}

/// Reads groups with their members.
///
/// Each group has a separate result. By the page, the code of the whole call has its usual meaning; by the samples it
/// is meaningless. For an audio-video group, neither the number nor the list of members is returned.
#[endpoint("v4/group_open_http_svc/get_group_info", page = 34961, rate = 200, idempotent, per_item)]
#[batch("GroupIdList")]
pub mod get_group_info {
    pub struct Request {
        /// The groups.
        #[wire(items(max = 50))]
        pub group_id_list: Vec<GroupId>,
        /// The fields to read.
        pub response_filter: Option<GroupInfoFilter>,
    }
    pub struct Response {
        /// The groups.
        pub group_info: Vec<GroupInfo>,
    }
    /// A group, with the requested fields.
    pub struct GroupInfo {
        /// The ID.
        pub group_id: GroupId,
        /// The status; 0 is success.
        #[wire(status)]
        pub error_code: ErrorCode,
        /// The error text of the service.
        pub error_info: String,
        /// The kind of the group.
        pub kind: Option<GroupKind>,
        /// The name.
        pub name: Option<String>,
        /// The ID of the app.
        pub appid: Option<u64>,
        /// The introduction.
        pub introduction: Option<String>,
        /// The notice.
        pub notification: Option<String>,
        /// The URL of the picture.
        pub face_url: Option<String>,
        /// The owner, or an empty ID if there is none.
        pub owner_account: Option<UserId>,
        /// The time of creation, in seconds since 1970 UTC.
        pub create_time_secs: Option<u64>,
        /// The time of the last change of its description, in seconds since 1970 UTC.
        pub last_info_time_secs: Option<u64>,
        /// The time of its last message, in seconds since 1970 UTC.
        pub last_msg_time_secs: Option<u64>,
        /// The sequence number of its next message.
        pub next_msg_seq: Option<u64>,
        /// The number of members.
        pub member_num: Option<u64>,
        /// The maximum number of members.
        pub max_member_num: Option<u64>,
        /// The policy for requests to join.
        pub apply_join_option: Option<ApplyJoinOption>,
        /// `true` if all members are muted. Formerly named `ShutUpAllMember`.
        #[wire(alias("ShutUpAllMember"), flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// The policy for invitations. Not on the pages of 2023.
        pub invite_join_option: Option<InviteJoinOption>,
        /// `true` if permission groups control the permissions of members. Not on the pages of 2023.
        #[wire(alias("EnablePermission"))]
        pub enable_permission_group: Option<bool>,
        /// The default permissions of members, one bit each. Not on the pages of 2023.
        #[wire(alias("DefaultPermission"))]
        pub default_permissions: Option<u64>,
        /// A number that grows with each change of its description. Known only from the SDK of doocs.
        pub info_seq: Option<u64>,
        /// The custom fields.
        pub app_defined_data: Vec<CustomData>,
        /// The members.
        pub member_list: Vec<MemberState>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::GROUP_RESPONSE_TOO_LARGE];
}

/// Selects the fields of joined groups to read, by their wire names.
#[object]
pub struct JoinedGroupFilter {
    /// The fields of a group to read.
    pub group_base_info_filter: Option<Vec<String>>,
    /// The fields of the user in it to read.
    pub self_info_filter: Option<Vec<String>>,
}

/// Reads the groups that a user has joined. Audio-video groups and inactive work groups are read only on request.
#[endpoint("v4/group_open_http_svc/get_joined_group_list", page = 34925, rate = 200, idempotent)]
#[pages("GroupIdList", total = "TotalCount", offset("Offset", limit = "Limit"))]
pub mod get_joined_group_list {
    pub struct Request {
        /// The user.
        pub member_account: UserId,
        /// `true` to read audio-video groups too. Defaults to `false`.
        pub with_huge_groups: Option<bool>,
        /// `true` to read inactive work groups too. Defaults to `false`.
        pub with_no_active_groups: Option<bool>,
        /// The number of groups on a page. By default all groups are read at once.
        #[wire(range(max = 5000))]
        pub limit: Option<u32>,
        /// The number of groups to skip.
        pub offset: Option<u32>,
        /// The kind of group to read. By default all kinds are read.
        pub group_type: Option<GroupKind>,
        /// The fields to read.
        pub response_filter: Option<JoinedGroupFilter>,
        /// `true` to read groups with topics, `false` to read those without. Only for communities.
        pub support_topic: Option<bool>,
    }
    pub struct Response {
        /// The number of groups on all pages. By the table it counts all groups that the user has joined, by a sample
        /// only the requested ones.
        pub total_count: u64,
        /// The groups of this page.
        pub group_id_list: Vec<JoinedGroup>,
    }
    /// A group that the user has joined, with the requested fields.
    pub struct JoinedGroup {
        /// The ID.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: Option<GroupKind>,
        /// The name.
        pub name: Option<String>,
        /// The introduction.
        pub introduction: Option<String>,
        /// The notice.
        pub notification: Option<String>,
        /// The URL of the picture.
        pub face_url: Option<String>,
        /// The owner, or an empty ID if there is none.
        pub owner_account: Option<UserId>,
        /// The time of creation, in seconds since 1970 UTC.
        pub create_time_secs: Option<u64>,
        /// The time of the last change of its description, in seconds since 1970 UTC.
        pub last_info_time_secs: Option<u64>,
        /// The time of its last message, in seconds since 1970 UTC; 0 if there is none.
        pub last_msg_time_secs: Option<u64>,
        /// The sequence number of its next message.
        pub next_msg_seq: Option<u64>,
        /// The number of members.
        pub member_num: Option<u64>,
        /// The maximum number of members.
        pub max_member_num: Option<u64>,
        /// The policy for requests to join.
        pub apply_join_option: Option<ApplyJoinOption>,
        /// `true` if all members are muted. Formerly named `ShutUpAllMember`.
        #[wire(alias("ShutUpAllMember"), flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// `true` if the group has topics.
        pub support_topic: Option<bool>,
        /// A number that grows with each change of its description. Known only from the SDK of doocs.
        pub info_seq: Option<u64>,
        /// The sum of the sequence numbers of the next messages in its topics.
        pub gross_topic_next_msg_seq: Option<u64>,
        /// The state of the user in it.
        pub self_info: Option<SelfInfo>,
    }
    /// The user in a group, with the requested fields.
    pub struct SelfInfo {
        /// The role of the user.
        pub role: Option<MemberRole>,
        /// The time when the user joined, in seconds since 1970 UTC.
        pub join_time_secs: Option<u64>,
        /// The user's setting for receiving messages.
        pub msg_flag: Option<MessageFlag>,
        /// The sequence number of the last message that the user has read.
        pub msg_seq: Option<u64>,
        /// The sum of the sequence numbers of the last messages read in the topics.
        pub gross_topic_read_seq: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ErrorCode::GROUP_RESPONSE_TOO_LARGE];
}

/// Changes the description of a group. Omitted fields stay unchanged.
#[endpoint("v4/group_open_http_svc/modify_group_base_info", page = 34962, rate = 200, idempotent)]
pub mod modify_group_base_info {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The name. The pages of 2023 allow 30 bytes.
        #[wire(bytes(max = 100))]
        pub name: Option<String>,
        /// The introduction. The pages of 2023 allow 240 bytes.
        #[wire(bytes(max = 400))]
        pub introduction: Option<String>,
        /// The notice. The pages of 2023 allow 300 bytes.
        #[wire(bytes(max = 400))]
        pub notification: Option<String>,
        /// The URL of the picture. The pages of 2023 allow 100 bytes.
        #[wire(bytes(max = 500))]
        pub face_url: Option<String>,
        /// The maximum number of members. Not for audio-video groups.
        pub max_member_num: Option<u32>,
        /// The policy for requests to join. Not for communities.
        pub apply_join_option: Option<ApplyJoinOption>,
        /// The custom fields. Omitted ones stay unchanged.
        pub app_defined_data: Option<Vec<CustomData>>,
        /// `true` to allow messages only from the owner and administrators of the group, and from administrators of the
        /// app.
        #[wire(flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// The policy for invitations. Not for audio-video groups. Only on the Chinese page of 2024.
        pub invite_join_option: Option<InviteJoinOption>,
        /// `true` to enable permission groups, which control the permissions of members. Only for communities with
        /// topics. Not on the pages of 2023; the SDK of doocs names it `EnablePermission`.
        pub enable_permission_group: Option<bool>,
        /// The default permissions of members, one bit each. Only if permission groups are enabled. Not on the pages of
        /// 2023; the SDK of doocs names it `DefaultPermission`.
        pub default_permissions: Option<u64>,
        /// `true` to let members read messages from before they joined. Only for Work, Public and Meeting groups. Known
        /// only from the SDK of doocs.
        #[wire(flag(on = "On", off = "Off"))]
        pub history_msg_before_join: Option<bool>,
        /// The user on whose behalf the group is changed. Defaults to the administrator that signs the call. Only on
        /// the Chinese page of 2024.
        pub from_account: Option<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::GROUP_COMMAND_DISABLED];
}

/// Disbands a group permanently.
#[endpoint("v4/group_open_http_svc/destroy_group", page = 34896, rate = 200, idempotent)]
pub mod destroy_group {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Makes a member the owner of a group, also of a group without an owner. Not for audio-video groups.
#[endpoint("v4/group_open_http_svc/change_group_owner", page = 34966, rate = 200, idempotent)]
pub mod change_group_owner {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The new owner, who must be a member of the group.
        pub new_owner_account: UserId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[ErrorCode::GROUP_INTERNAL_ERROR, ErrorCode::INVALID_GROUP_PARAMETER, ..ONE_GROUP_CODES];
}

/// Lists all groups of the app, in pages.
#[endpoint("v4/group_open_http_svc/get_appid_group_list", page = 34960, rate = 1, idempotent)]
#[pages("GroupIdList", total = "TotalCount", cursor("Next"))]
pub mod get_appid_group_list {
    pub struct Request {
        /// The number of groups on a page. Defaults to 10000.
        #[wire(range(max = 10000))]
        pub limit: Option<u32>,
        /// The cursor of the page: the `next` of the page before. By default the first page is read, as with 0.
        pub next: Option<u64>,
        /// The kind of group to list. By default all kinds are listed.
        pub group_type: Option<GroupKind>,
    }
    pub struct Response {
        /// The number of groups of the requested kind on all pages.
        pub total_count: u64,
        /// The groups of this page.
        pub group_id_list: Vec<GroupIdItem>,
        /// The cursor of the next page; 0 after the last.
        pub next: u64,
    }
    /// A group of the app.
    pub struct GroupIdItem {
        /// The ID.
        pub group_id: GroupId,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_RESPONSE_TOO_LARGE,
    ];
}
