//! Sending and importing messages in groups.

use super::{ForbidCallback, MessageElement, OfflinePushInfo, SendMessageControl};
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
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

/// Sends a message to all audio-video groups. It needs the Ultimate edition, and broadcasts enabled in the console.
/// Clients need SDK 6.5.2803 (web: 2.21.0) or later.
#[endpoint(
    "v4/group_open_http_svc/send_broadcast_msg",
    page = 49440,
    rate = 1,
    deduplicated(seconds = 300)
)]
pub mod send_broadcast_message {
    pub struct Request {
        /// The sender. Defaults to the administrator that signs the call.
        pub from_account: Option<UserId>,
        /// A random number for deduplication: if two messages within five minutes have the same content and number, the
        /// second one is dropped.
        #[wire(random)]
        pub random: Option<u32>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// Custom data, delivered with the message.
        pub cloud_custom_data: Option<String>,
    }
    pub struct Response {
        /// The sequence number of the message.
        pub msg_seq: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_MESSAGE_RATE_EXCEEDED,
    ];
}

/// Sends a text of the service to members of a group who are online. It is not stored, and no webhook is called.
///
/// By the Chinese page of 2026-01-26, new apps cannot use it, and apps of the trial and development editions can send
/// 1000 messages per day.
#[endpoint(
    "v4/group_open_http_svc/send_group_system_notification",
    page = 34958,
    rate = 200,
    superseded_by = "v4/group_open_http_svc/send_group_msg"
)]
#[batch("ToMembers_Account", max = 50)]
pub mod send_group_system_notification {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The members who receive it. Defaults to all, and an empty list means all too. Audio-video groups allow only
        /// all. At most 500 by the page of 2023, 50 by that of 2025.
        #[wire(items(max = 500))]
        pub to_members_account: Option<Vec<UserId>>,
        /// The text.
        pub content: String,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Imports messages of another system into a group. No webhook is called, and clients are not notified. Not for
/// audio-video groups.
///
/// Each message has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/group_open_http_svc/import_group_msg", page = 34968, rate = 200)]
pub mod import_group_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// `true` to update the conversations of the members. Defaults to `false`. Not for audio-video groups and
        /// communities.
        pub recent_contact_flag: Option<bool>,
        /// The messages, oldest first.
        pub msg_list: Vec<ImportedMessage>,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
    }
    /// A message to import.
    pub struct ImportedMessage {
        /// The sender.
        pub from_account: UserId,
        /// The time of sending, in seconds since 1970 UTC: in the past, and after the group was created and its newest
        /// message was sent. Only the service checks this.
        pub send_time_secs: u64,
        /// A random number: of two messages within five minutes with the same number, the second one is dropped. The
        /// client does not draw it.
        pub random: Option<u32>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
    }
    pub struct Response {
        /// The result for each message.
        pub import_msg_result: Vec<ImportResult>,
    }
    /// The result for a message.
    pub struct ImportResult {
        /// The status; 0 is success, 10004 an invalid time, 80002 a message larger than 12,000 bytes.
        #[wire(status)]
        pub result: ErrorCode,
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..ONE_GROUP_CODES,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::IMPORTED_MESSAGE_TOO_LARGE,
        ErrorCode::GROUP_MESSAGE_TOO_LARGE,
    ];
}
