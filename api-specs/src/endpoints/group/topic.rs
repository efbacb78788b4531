//! Topics of communities.

use super::MessageFlag;
use crate::codes::sets::GROUP_CODES;
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
        ErrorCode::GROUP_FREQUENCY_EXCEEDED,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::INVALID_GROUP_REQUEST,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::TOPICS_UNSUPPORTED,
        ErrorCode::TOPIC_DELETED,
    ];
}
