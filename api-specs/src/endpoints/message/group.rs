//! Sending and importing messages in groups.

use super::{ForbidCallback, MessageElement, OfflinePushInfo, SendMessageControl};
use crate::codes::sets::ONE_GROUP_CODES;
use crate::{ErrorCode, GroupId, TopicId, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// The priority of a message of a group, in a request.
#[open_enum]
pub enum MessagePriority {
    /// The highest priority.
    High,
    /// Normal priority.
    Normal,
    /// A low priority.
    Low,
    /// The lowest priority.
    Lowest,
}

/// A mention in a message of a group.
#[object]
pub struct GroupAtInfo {
    /// `true` if all members are mentioned.
    pub group_at_all_flag: bool,
    /// The mentioned member, unless all are mentioned.
    pub group_at_account: Option<UserId>,
}

impl GroupAtInfo {
    /// Creates a mention of all members.
    #[must_use]
    pub fn all() -> Self {
        Self::new(true)
    }

    /// Creates a mention of one member.
    pub fn member(user: impl Into<UserId>) -> Self {
        Self::new(false).group_at_account(user)
    }
}

/// Sends a message to a group. The maximum size of the message is 12 KB. By the Chinese page of 2026-02-04, apps of the
/// trial and development editions can send 1000 messages per day.
#[endpoint(
    "v4/group_open_http_svc/send_group_msg",
    page = 34959,
    rate = 200,
    deduplicated(seconds = 300)
)]
pub mod send_group_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// A random number for deduplication: if two messages within five minutes have the same content and number, the
        /// second one is dropped.
        #[wire(random)]
        pub random: Option<u32>,
        /// The priority.
        pub msg_priority: Option<MessagePriority>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender. Defaults to the administrator that signs the call.
        pub from_account: Option<UserId>,
        /// The push for receivers that are offline.
        pub offline_push_info: Option<OfflinePushInfo>,
        /// The webhooks that are not called for the message.
        pub forbid_callback_control: Option<Vec<ForbidCallback>>,
        /// `true` to deliver only to members that are online. Not for audio-video groups.
        pub online_only_flag: Option<bool>,
        /// Options for the delivery. Not for messages that are delivered only to online members.
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// Custom data, stored and delivered with the message.
        pub cloud_custom_data: Option<String>,
        /// `true` to allow that the message is extended by pairs later.
        pub support_message_extension: Option<bool>,
        /// The only members who receive the message. Only in Work, Public and Meeting groups of the Ultimate edition.
        /// Such a message does not count as unread.
        #[wire(items(max = 50))]
        pub to_account: Option<Vec<UserId>>,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
        /// The mentions. Only in the samples of the page.
        pub group_at_info: Option<Vec<GroupAtInfo>>,
        /// `true` to request read receipts from members. Defaults to `false`. Known only from the SDK of doocs.
        pub need_read_receipt: Option<bool>,
    }
    pub struct Response {
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The reason why the message was dropped, or empty. The only known reason is that it was sent too fast.
        pub msg_drop_reason: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..ONE_GROUP_CODES,
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::SENDER_MUTED,
        ErrorCode::GROUP_MESSAGE_RATE_EXCEEDED,
        ErrorCode::GROUP_MESSAGE_TOO_LARGE,
    ];
}
