//! Topics of communities.

use super::MessageFlag;
use crate::{ErrorCode, GroupId, TopicId, UserId, endpoint};

/// Reads topics of a community, and a user in them.
///
/// Each topic has a result of its own; the code of the whole call means nothing.
#[endpoint(
    "v4/million_group_open_http_svc/get_topic",
    page = 49469,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    per_item
)]
pub mod get_topic {
    pub struct Request {
        /// The community.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// The user who is read in the topics. The table takes it for a number, its samples have a text.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The topics; all if nothing is said.
        #[wire("TopicIdList")]
        pub topic_id_list: Option<Vec<TopicId>>,
        /// What to read of them, by the names that the fields have on the wire; all if nothing is said.
        #[wire("ResponseFilter")]
        pub response_filter: Option<Vec<String>>,
    }

    pub struct Response {
        /// The topics.
        #[wire("TopicAndSelfInfo")]
        pub topic_and_self_info: Vec<TopicAndSelfInfo>,
    }

    /// A topic, and the user in it.
    pub struct TopicAndSelfInfo {
        /// The outcome; 0 is success.
        #[wire("ErrorCode", status)]
        pub error_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ErrorInfo")]
        pub error_info: Option<String>,
        /// The user in it.
        #[wire("SelfInfo")]
        pub self_info: Option<SelfInfo>,
        /// The topic.
        #[wire("TopicInfo")]
        pub topic_info: Option<TopicInfo>,
    }

    /// A user in a topic.
    pub struct SelfInfo {
        /// How long the user is muted, in seconds.
        #[wire("ShutUpTime", alias("MuteTime"))]
        pub shut_up_time_secs: Option<u64>,
        /// Number of the last message that the user has read.
        #[wire("MsgSeq")]
        pub msg_seq: Option<u64>,
        /// What the user does with messages.
        #[wire("MsgFlag")]
        pub msg_flag: Option<MessageFlag>,
    }

    /// A topic, as far as it was asked for.
    pub struct TopicInfo {
        /// Its name.
        #[wire("TopicName")]
        pub topic_name: Option<String>,
        /// Its community. Other calls spell the name `GroupId`.
        #[wire("GroupID", alias("GroupId"))]
        pub group_id: Option<GroupId>,
        /// URL of its picture.
        #[wire("FaceUrl")]
        pub face_url: Option<String>,
        /// Its ID.
        #[wire("TopicId")]
        pub topic_id: Option<TopicId>,
        /// Number that its next message will have.
        #[wire("NextMsgSeq")]
        pub next_msg_seq: Option<u64>,
        /// Its notice.
        #[wire("Notification")]
        pub notification: Option<String>,
        /// What it is about.
        #[wire("Introduction")]
        pub introduction: Option<String>,
        /// When it was created, in seconds since 1970 UTC.
        #[wire("CreateTime")]
        pub create_time_secs: Option<u64>,
        /// When its last message was sent, in seconds since 1970 UTC; 0 if there was none.
        #[wire("LastMsgTime")]
        pub last_msg_time_secs: Option<u64>,
        /// Whether all members are muted. It was once named `ShutUpAllMember`; the SDK of doocs has a number named
        /// `ShutUpAllFlag` in its place.
        #[wire(
            "MuteAllMember",
            alias("ShutUpAllFlag", "ShutUpAllMember"),
            flag(on = "On", off = "Off")
        )]
        pub mute_all_member: Option<bool>,
        /// Data of the app's own.
        #[wire("CustomString")]
        pub custom_string: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::NO_SUCH_GROUP_COMMAND,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_FREQUENCY_EXCEEDED,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::INVALID_GROUP_REQUEST,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::TOPICS_UNSUPPORTED,
        ErrorCode::TOPIC_DELETED,
    ];
}
