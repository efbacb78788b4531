//! Groups themselves.

use super::{
    ApplyJoinOption, CustomData, GroupKind, InviteJoinOption, MemberRole, MemberState, MessageFlag,
};
use crate::{ErrorCode, GroupId, UserId, endpoint, object};

/// Creates a group. Owner and first members are in it at once, but for audio-video groups, which take no first members.
#[endpoint(
    "v4/group_open_http_svc/create_group",
    page = 34895,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod create_group {
    pub struct Request {
        /// Its owner; it has none if nothing is said.
        #[wire("Owner_Account")]
        pub owner_account: Option<UserId>,
        /// What kind of group it is.
        #[wire("Type")]
        pub kind: GroupKind,
        /// Its ID; the service gives it one if nothing is said.
        #[wire("GroupId")]
        pub group_id: Option<GroupId>,
        /// Its name. The pages of 2023 allow 30 bytes.
        #[wire("Name", bytes(max = 100))]
        pub name: String,
        /// What it is about. The pages of 2023 allow 240 bytes.
        #[wire("Introduction", bytes(max = 400))]
        pub introduction: Option<String>,
        /// Its notice. The pages of 2023 allow 300 bytes.
        #[wire("Notification", bytes(max = 400))]
        pub notification: Option<String>,
        /// URL of its picture. The pages of 2023 allow 100 bytes.
        #[wire("FaceUrl", bytes(max = 500))]
        pub face_url: Option<String>,
        /// How many members it may have; as many as the app's edition allows if nothing is said.
        #[wire("MaxMemberCount")]
        pub max_member_count: Option<u32>,
        /// What happens to requests to join it; the owner decides if nothing is said. Not for communities.
        #[wire("ApplyJoinOption")]
        pub apply_join_option: Option<ApplyJoinOption>,
        /// Fields of the app's own.
        #[wire("AppDefinedData")]
        pub app_defined_data: Option<Vec<CustomData>>,
        /// Its first members.
        #[wire("MemberList", items(max = 100))]
        pub member_list: Option<Vec<InitialMember>>,
        /// Whether it has topics; only communities can.
        #[wire("SupportTopic")]
        pub support_topic: Option<bool>,
        /// What happens to invitations to it; not for audio-video groups. The pages of 2023 lack
        /// this.
        #[wire("InviteJoinOption")]
        pub invite_join_option: Option<InviteJoinOption>,
        /// Whether permission groups decide what its members may do; only for communities with topics. The pages of 2023
        /// lack this, the SDK of doocs names it `EnablePermission`.
        #[wire("EnablePermissionGroup")]
        pub enable_permission_group: Option<bool>,
        /// What its members may do by default, a bit for each permission; only where permission groups decide. The pages of
        /// 2023 lack this, the SDK of doocs names it `DefaultPermission`.
        #[wire("DefaultPermissions")]
        pub default_permissions: Option<u64>,
    }

    /// A first member.
    pub struct InitialMember {
        /// The member.
        #[wire("Member_Account")]
        pub member_account: UserId,
        /// What the member is; only administrators are named.
        #[wire("Role")]
        pub role: Option<MemberRole>,
        /// Fields of the app's own.
        #[wire("AppMemberDefinedData")]
        pub app_member_defined_data: Option<Vec<CustomData>>,
    }

    pub struct Response {
        /// Its ID.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// Whether it is of a kind for very many members. Only a sample of the page has this.
        #[wire("HugeGroupFlag")]
        pub huge_group_flag: Option<bool>,
        /// What kind of group it is. Only a sample of the page has this.
        #[wire("Type")]
        pub kind: Option<GroupKind>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
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

/// What to read of groups and their members, by the names that the fields have on the wire; all if nothing is said.
#[object]
pub struct GroupInfoFilter {
    /// What to read of a group.
    #[wire("GroupBaseInfoFilter")]
    pub group_base_info_filter: Option<Vec<String>>,
    /// What to read of its members.
    #[wire("MemberInfoFilter")]
    pub member_info_filter: Option<Vec<String>>,
    /// Which of the app's own fields of a group to read.
    #[wire("AppDefinedDataFilter_Group")]
    pub app_defined_data_filter_group: Option<Vec<String>>,
    /// Which of the app's own fields of its members to read.
    #[wire("AppDefinedDataFilter_GroupMember")]
    pub app_defined_data_filter_group_member: Option<Vec<String>>,
}

/// Reads groups with their members.
///
/// Each group has a result of its own. The page gives the code of the whole call its usual meaning, its samples call
/// it meaningless.
/// Of an audio-video group it returns neither the number nor the list of members.
#[endpoint(
    "v4/group_open_http_svc/get_group_info",
    page = 34961,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    per_item,
    batch("GroupIdList")
)]
pub mod get_group_info {
    pub struct Request {
        /// The groups.
        #[wire("GroupIdList", items(max = 50))]
        pub group_id_list: Vec<GroupId>,
        /// What to read of them.
        #[wire("ResponseFilter")]
        pub response_filter: Option<GroupInfoFilter>,
    }

    pub struct Response {
        /// The groups.
        #[wire("GroupInfo")]
        pub group_info: Vec<GroupInfo>,
    }

    /// A group, as far as it was asked for.
    pub struct GroupInfo {
        /// Its ID.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// The outcome; 0 is success.
        #[wire("ErrorCode", status)]
        pub error_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ErrorInfo")]
        pub error_info: Option<String>,
        /// What kind of group it is.
        #[wire("Type")]
        pub kind: Option<GroupKind>,
        /// Its name.
        #[wire("Name")]
        pub name: Option<String>,
        /// The app it belongs to.
        #[wire("Appid")]
        pub appid: Option<u64>,
        /// What it is about.
        #[wire("Introduction")]
        pub introduction: Option<String>,
        /// Its notice.
        #[wire("Notification")]
        pub notification: Option<String>,
        /// URL of its picture.
        #[wire("FaceUrl")]
        pub face_url: Option<String>,
        /// Its owner; an empty one if it has none.
        #[wire("Owner_Account")]
        pub owner_account: Option<UserId>,
        /// When it was created, in seconds since 1970 UTC.
        #[wire("CreateTime")]
        pub create_time_secs: Option<u64>,
        /// When its description last changed, in seconds since 1970 UTC.
        #[wire("LastInfoTime")]
        pub last_info_time_secs: Option<u64>,
        /// When its last message was sent, in seconds since 1970 UTC.
        #[wire("LastMsgTime")]
        pub last_msg_time_secs: Option<u64>,
        /// Number that its next message will have.
        #[wire("NextMsgSeq")]
        pub next_msg_seq: Option<u64>,
        /// How many members it has.
        #[wire("MemberNum")]
        pub member_num: Option<u64>,
        /// How many members it may have.
        #[wire("MaxMemberNum")]
        pub max_member_num: Option<u64>,
        /// What happens to requests to join it.
        #[wire("ApplyJoinOption")]
        pub apply_join_option: Option<ApplyJoinOption>,
        /// Whether all members are muted. It was once named `ShutUpAllMember`.
        #[wire("MuteAllMember", alias("ShutUpAllMember"), flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// What happens to invitations to it. The pages of 2023 lack this.
        #[wire("InviteJoinOption")]
        pub invite_join_option: Option<InviteJoinOption>,
        /// Whether permission groups decide what its members may do. The pages of 2023 lack this.
        #[wire("EnablePermissionGroup", alias("EnablePermission"))]
        pub enable_permission_group: Option<bool>,
        /// What its members may do by default, a bit for each permission. The pages of 2023 lack this.
        #[wire("DefaultPermissions", alias("DefaultPermission"))]
        pub default_permissions: Option<u64>,
        /// Grows with each change of its description. Known from the SDK of doocs alone.
        #[wire("InfoSeq")]
        pub info_seq: Option<u64>,
        /// Fields of the app's own.
        #[wire("AppDefinedData")]
        pub app_defined_data: Vec<CustomData>,
        /// Its members.
        #[wire("MemberList")]
        pub member_list: Vec<MemberState>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::INVALID_GROUP_ID,
        ErrorCode::GROUP_RESPONSE_TOO_LARGE,
    ];
}

/// What to read of groups that a user joined, by the names that the fields have on the wire.
#[object]
pub struct JoinedGroupFilter {
    /// What to read of a group.
    #[wire("GroupBaseInfoFilter")]
    pub group_base_info_filter: Option<Vec<String>>,
    /// What to read of the user in it.
    #[wire("SelfInfoFilter")]
    pub self_info_filter: Option<Vec<String>>,
}

/// Reads the groups that a user has joined; audio-video groups and inactive work groups only if they are asked for.
#[endpoint(
    "v4/group_open_http_svc/get_joined_group_list",
    page = 34925,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    pages("GroupIdList", total = "TotalCount", offset("Offset", limit = "Limit"))
)]
pub mod get_joined_group_list {
    pub struct Request {
        /// The user.
        #[wire("Member_Account")]
        pub member_account: UserId,
        /// Whether to read audio-video groups too; not if nothing is said.
        #[wire("WithHugeGroups")]
        pub with_huge_groups: Option<bool>,
        /// Whether to read inactive work groups too; not if nothing is said.
        #[wire("WithNoActiveGroups")]
        pub with_no_active_groups: Option<bool>,
        /// How many groups a page has; all are read at once if nothing is said.
        #[wire("Limit", range(max = 5000))]
        pub limit: Option<u32>,
        /// How many groups to pass over.
        #[wire("Offset")]
        pub offset: Option<u32>,
        /// The kind of group to read; all kinds if nothing is said.
        #[wire("GroupType")]
        pub group_type: Option<GroupKind>,
        /// What to read of them.
        #[wire("ResponseFilter")]
        pub response_filter: Option<JoinedGroupFilter>,
        /// Whether to read groups with topics or those without; only for communities.
        #[wire("SupportTopic")]
        pub support_topic: Option<bool>,
    }

    pub struct Response {
        /// How many groups there are on all pages. The table counts those that the user has joined, a sample those that
        /// are asked for.
        #[wire("TotalCount")]
        pub total_count: u64,
        /// The groups of this page.
        #[wire("GroupIdList")]
        pub group_id_list: Vec<JoinedGroup>,
    }

    /// A group that the user has joined, as far as it was asked for.
    pub struct JoinedGroup {
        /// Its ID.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// What kind of group it is.
        #[wire("Type")]
        pub kind: Option<GroupKind>,
        /// Its name.
        #[wire("Name")]
        pub name: Option<String>,
        /// What it is about.
        #[wire("Introduction")]
        pub introduction: Option<String>,
        /// Its notice.
        #[wire("Notification")]
        pub notification: Option<String>,
        /// URL of its picture.
        #[wire("FaceUrl")]
        pub face_url: Option<String>,
        /// Its owner; an empty one if it has none.
        #[wire("Owner_Account")]
        pub owner_account: Option<UserId>,
        /// When it was created, in seconds since 1970 UTC.
        #[wire("CreateTime")]
        pub create_time_secs: Option<u64>,
        /// When its description last changed, in seconds since 1970 UTC.
        #[wire("LastInfoTime")]
        pub last_info_time_secs: Option<u64>,
        /// When its last message was sent, in seconds since 1970 UTC; 0 if there was none.
        #[wire("LastMsgTime")]
        pub last_msg_time_secs: Option<u64>,
        /// Number that its next message will have.
        #[wire("NextMsgSeq")]
        pub next_msg_seq: Option<u64>,
        /// How many members it has.
        #[wire("MemberNum")]
        pub member_num: Option<u64>,
        /// How many members it may have.
        #[wire("MaxMemberNum")]
        pub max_member_num: Option<u64>,
        /// What happens to requests to join it.
        #[wire("ApplyJoinOption")]
        pub apply_join_option: Option<ApplyJoinOption>,
        /// Whether all members are muted. It was once named `ShutUpAllMember`.
        #[wire("MuteAllMember", alias("ShutUpAllMember"), flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// Whether it has topics.
        #[wire("SupportTopic")]
        pub support_topic: Option<bool>,
        /// Grows with each change of its description. Known from the SDK of doocs alone.
        #[wire("InfoSeq")]
        pub info_seq: Option<u64>,
        /// The numbers of the next messages of its topics, summed up.
        #[wire("GrossTopicNextMsgSeq")]
        pub gross_topic_next_msg_seq: Option<u64>,
        /// The user in it.
        #[wire("SelfInfo")]
        pub self_info: Option<SelfInfo>,
    }

    /// The user in a group, as far as it was asked for.
    pub struct SelfInfo {
        /// What the user is.
        #[wire("Role")]
        pub role: Option<MemberRole>,
        /// When the user joined, in seconds since 1970 UTC.
        #[wire("JoinTime")]
        pub join_time_secs: Option<u64>,
        /// What the user does with messages.
        #[wire("MsgFlag")]
        pub msg_flag: Option<MessageFlag>,
        /// Number of the last message that the user has read.
        #[wire("MsgSeq")]
        pub msg_seq: Option<u64>,
        /// The numbers of the last messages read in the topics, summed up.
        #[wire("GrossTopicReadSeq")]
        pub gross_topic_read_seq: Option<u64>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_RESPONSE_TOO_LARGE,
    ];
}

/// Changes the description of a group. What the request leaves out stays as it is.
#[endpoint(
    "v4/group_open_http_svc/modify_group_base_info",
    page = 34962,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod modify_group_base_info {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// Its name. The pages of 2023 allow 30 bytes.
        #[wire("Name", bytes(max = 100))]
        pub name: Option<String>,
        /// What it is about. The pages of 2023 allow 240 bytes.
        #[wire("Introduction", bytes(max = 400))]
        pub introduction: Option<String>,
        /// Its notice. The pages of 2023 allow 300 bytes.
        #[wire("Notification", bytes(max = 400))]
        pub notification: Option<String>,
        /// URL of its picture. The pages of 2023 allow 100 bytes.
        #[wire("FaceUrl", bytes(max = 500))]
        pub face_url: Option<String>,
        /// How many members it may have; not for audio-video groups.
        #[wire("MaxMemberNum")]
        pub max_member_num: Option<u32>,
        /// What happens to requests to join it; not for communities.
        #[wire("ApplyJoinOption")]
        pub apply_join_option: Option<ApplyJoinOption>,
        /// Fields of the app's own; those that are left out stay as they are.
        #[wire("AppDefinedData")]
        pub app_defined_data: Option<Vec<CustomData>>,
        /// Whether only its owner, its administrators and those of the app may speak.
        #[wire("MuteAllMember", flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// What happens to invitations to it; not for audio-video groups. Only the Chinese page of
        /// 2024 has this.
        #[wire("InviteJoinOption")]
        pub invite_join_option: Option<InviteJoinOption>,
        /// Whether permission groups decide what its members may do; only for communities with topics. The pages of 2023
        /// lack this, the SDK of doocs names it `EnablePermission`.
        #[wire("EnablePermissionGroup")]
        pub enable_permission_group: Option<bool>,
        /// What its members may do by default, a bit for each permission; only where permission groups decide. The pages of
        /// 2023 lack this, the SDK of doocs names it `DefaultPermission`.
        #[wire("DefaultPermissions")]
        pub default_permissions: Option<u64>,
        /// Whether members may read messages from before they joined; only for Work, Public and Meeting groups. Known from
        /// the SDK of doocs alone.
        #[wire("HistoryMsgBeforeJoin", flag(on = "On", off = "Off"))]
        pub history_msg_before_join: Option<bool>,
        /// The user on whose behalf it is changed; the administrator that signs by default. Only the Chinese page of 2024
        /// has this.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_COMMAND_DISABLED,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::INVALID_GROUP_ID,
    ];
}

/// Disbands a group, for good.
#[endpoint(
    "v4/group_open_http_svc/destroy_group",
    page = 34896,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod destroy_group {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::INVALID_GROUP_ID,
    ];
}
