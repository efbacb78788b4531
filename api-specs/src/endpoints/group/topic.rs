//! Topics of communities.

use super::MessageFlag;
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES, TOPIC_CODES};
use crate::{ErrorCode, GroupId, TopicId, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Reads topics of a community, and the state of a user in them.
///
/// Each topic has a separate result. The code of the whole call is meaningless.
#[endpoint(
    "v4/million_group_open_http_svc/get_topic",
    page = 49469,
    rate = 200,
    idempotent,
    per_item
)]
pub mod get_topic {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The user whose state in the topics is read. The table calls it a number, the samples have a string.
        pub from_account: UserId,
        /// The topics. By default all topics are read.
        pub topic_id_list: Option<Vec<TopicId>>,
        /// The fields to read, by their wire names. By default all fields are read.
        pub response_filter: Option<Vec<String>>,
    }
    pub struct Response {
        /// The topics.
        pub topic_and_self_info: Vec<TopicAndSelfInfo>,
    }
    /// A topic, and the state of the user in it.
    pub struct TopicAndSelfInfo {
        /// The status; 0 is success.
        #[wire(status)]
        pub error_code: ErrorCode,
        /// The error text of the service.
        pub error_info: String,
        /// The state of the user in it.
        pub self_info: Option<SelfInfo>,
        /// The topic.
        pub topic_info: Option<TopicInfo>,
    }
    /// The state of a user in a topic.
    pub struct SelfInfo {
        /// The time for which the user is muted, in seconds.
        #[wire(alias("MuteTime"))]
        pub shut_up_time_secs: Option<u64>,
        /// The sequence number of the last message that the user has read.
        pub msg_seq: Option<u64>,
        /// The user's setting for receiving messages.
        pub msg_flag: Option<MessageFlag>,
    }
    /// A topic, with the requested fields.
    pub struct TopicInfo {
        /// The name.
        pub topic_name: Option<String>,
        /// The community. Other calls spell the name `GroupId`.
        #[wire("GroupID", alias("GroupId"))]
        pub group_id: Option<GroupId>,
        /// The URL of the picture.
        pub face_url: Option<String>,
        /// The ID.
        pub topic_id: Option<TopicId>,
        /// The sequence number of its next message.
        pub next_msg_seq: Option<u64>,
        /// The notice.
        pub notification: Option<String>,
        /// The introduction.
        pub introduction: Option<String>,
        /// The time of creation, in seconds since 1970 UTC.
        pub create_time_secs: Option<u64>,
        /// The time of its last message, in seconds since 1970 UTC; 0 if there is none.
        pub last_msg_time_secs: Option<u64>,
        /// `true` if all members are muted. Formerly named `ShutUpAllMember`. The SDK of doocs has a number named
        /// `ShutUpAllFlag` instead.
        #[wire(alias("ShutUpAllFlag", "ShutUpAllMember"), flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
        /// Custom data.
        pub custom_string: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..TOPIC_CODES,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::TOPIC_DELETED,
    ];
}

/// Creates a topic in a community with topics.
#[endpoint("v4/million_group_open_http_svc/create_topic", page = 49471, rate = 200)]
pub mod create_topic {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The ID of the topic. By default the service generates one.
        pub topic_id: Option<TopicId>,
        /// The name.
        #[wire(bytes(max = 30))]
        pub topic_name: String,
        /// The user who creates the topic. The table calls it a number, a sample has a string.
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
    }
    pub struct Response {
        /// The ID.
        pub topic_id: TopicId,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..ONE_GROUP_CODES,
        ..TOPIC_CODES,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::GROUP_ID_TAKEN_BY_OWNER,
        ErrorCode::LIVE_GROUPS_LIMIT,
        ErrorCode::GROUPS_OF_USER_LIMIT,
        ErrorCode::TEXT_REFUSED_BY_MODERATION,
    ];
}

/// Changes the description of a topic. Omitted fields stay unchanged.
#[endpoint("v4/million_group_open_http_svc/modify_topic", page = 49468, rate = 200, idempotent)]
pub mod modify_topic {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The topic.
        pub topic_id: TopicId,
        /// The name.
        #[wire(bytes(max = 30))]
        pub topic_name: Option<String>,
        /// The user who changes the topic. The table calls it a number; other calls about topics have a string.
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
        /// `true` to allow messages only from the owner and administrators of the group, and from administrators of the
        /// app.
        #[wire(flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..ONE_GROUP_CODES,
        ..TOPIC_CODES,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::TEXT_REFUSED_BY_MODERATION,
    ];
}

/// Deletes topics permanently. Each topic has a separate result.
#[endpoint("v4/million_group_open_http_svc/destroy_topic", page = 49470, rate = 200, idempotent)]
pub mod destroy_topic {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The topics to delete.
        pub topic_id_list: Vec<TopicId>,
    }
    pub struct Response {
        /// The result for each topic.
        pub destroy_result_item: Vec<DestroyResultItem>,
    }
    /// The result for one topic.
    pub struct DestroyResultItem {
        /// The topic.
        pub topic_id: TopicId,
        /// The status; 0 is success.
        #[wire(status)]
        pub error_code: ErrorCode,
        /// The error text of the service.
        pub error_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..TOPIC_CODES,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::INVALID_GROUP_ID,
        ErrorCode::GROUP_ID_TAKEN,
        ErrorCode::GROUP_ID_TAKEN_BY_OWNER,
        ErrorCode::TOPIC_DELETION_FAILED,
        ErrorCode::TOPIC_DELETED,
    ];
}
