//! Importing groups and topics from another system.

use super::{ApplyJoinOption, CustomData, GroupKind};
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, TopicId, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Imports a group from another system. No webhook is called, and nobody is notified. Not for audio-video groups.
#[endpoint("v4/group_open_http_svc/import_group", page = 34967, rate = 200)]
pub mod import_group {
    pub struct Request {
        /// The owner, who becomes a member. By default the group has no owner.
        pub owner_account: Option<UserId>,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The ID of the group. By default the service generates one.
        pub group_id: Option<GroupId>,
        /// The name.
        #[wire(bytes(max = 30))]
        pub name: String,
        /// The introduction.
        #[wire(bytes(max = 240))]
        pub introduction: Option<String>,
        /// The notice.
        #[wire(bytes(max = 300))]
        pub notification: Option<String>,
        /// The URL of the picture.
        #[wire(bytes(max = 100))]
        pub face_url: Option<String>,
        /// The maximum number of members: at most 6000, for communities at most 100000. Defaults to 2000.
        #[wire(range(max = 100000))]
        pub max_member_count: Option<u32>,
        /// The policy for requests to join. By default the owner must approve. Not for communities.
        pub apply_join_option: Option<ApplyJoinOption>,
        /// The custom fields.
        pub app_defined_data: Option<Vec<CustomData>>,
        /// The time of creation, in seconds since 1970 UTC.
        pub create_time_secs: Option<u64>,
        /// `true` if the group has topics. Only communities can have them.
        pub support_topic: Option<bool>,
    }
    pub struct Response {
        /// The ID.
        pub group_id: GroupId,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ErrorCode::GROUP_PERMISSION_DENIED, ErrorCode::GROUP_ID_TAKEN];
}

/// Imports a topic of a community from another system. No webhook is called, and nobody is notified.
#[endpoint("v4/group_open_http_svc/import_topic", page = 53448, rate = 200)]
pub mod import_topic {
    pub struct Request {
        /// The kind of the group. Only communities have topics.
        pub kind: Option<GroupKind>,
        /// The community.
        pub group_id: GroupId,
        /// The ID of the topic. By default the service generates one.
        pub topic_id: Option<TopicId>,
        /// The name.
        #[wire(bytes(max = 30))]
        pub topic_name: String,
        /// The user who creates the topic. The table calls it a number, the SDK of doocs has a string.
        pub from_account: Option<UserId>,
        /// Custom data.
        #[wire(bytes(max = 3000))]
        pub custom_string: Option<String>,
        /// The URL of the picture.
        #[wire(bytes(max = 100))]
        pub face_url: Option<String>,
        /// The notice.
        #[wire(bytes(max = 300))]
        pub notification: Option<String>,
        /// The introduction.
        #[wire(bytes(max = 240))]
        pub introduction: Option<String>,
        /// The time of creation, in seconds since 1970 UTC.
        pub create_time_secs: Option<u64>,
    }
    pub struct Response {
        /// The ID.
        pub topic_id: TopicId,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..ONE_GROUP_CODES,
        ErrorCode::GROUP_ID_TAKEN,
        ErrorCode::GROUPS_OF_USER_LIMIT,
        ErrorCode::TOPICS_UNSUPPORTED,
        ErrorCode::TEXT_REFUSED_BY_MODERATION,
        ErrorCode::SERVICE_DEACTIVATED,
    ];
}
