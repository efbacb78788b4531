//! Messages in groups.

use super::{ForbidCallback, MessageElement, OfflinePushInfo, SendMessageControl};
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, MsgKey, TopicId, UserId, endpoint, object, open_enum};

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

/// The priority of a message of a group, in a response.
#[open_enum]
pub enum MessagePriorityNumber {
    /// The highest priority.
    High = 1,
    /// Normal priority.
    Normal = 2,
    /// A low priority.
    Low = 3,
    /// The lowest priority.
    Lowest = 4,
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

/// The completeness of the requested messages.
#[open_enum]
pub enum ReadState {
    /// Incomplete, because the messages are too many or too long.
    Incomplete = 0,
    /// Complete.
    Complete = 1,
    /// Incomplete, because the messages are too many or too long, and have expired.
    Expired = 2,
}

/// The kind of an entry: a message or a placeholder.
#[open_enum]
pub enum PlaceKind {
    /// A message.
    Message = 0,
    /// A placeholder for a message that expired, was deleted or was never stored.
    Gone = 1,
    /// A placeholder for a recalled message.
    Recalled = 2,
}

/// Reads the messages of a group, newest first. Audio-video groups store no messages.
///
/// The first page needs no starting number. Each next page starts below the smallest sequence number of the previous
/// page.
#[endpoint("v4/group_open_http_svc/group_msg_get_simple", page = 34971, rate = 200, idempotent)]
#[pages("RspMsgList", descending("ReqMsgSeq", of = "MsgSeq"))]
pub mod group_message_get_simple {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The number of messages to read.
        #[wire(range(min = 1, max = 20))]
        pub req_msg_number: u32,
        /// The largest sequence number to read. Defaults to that of the newest message.
        pub req_msg_seq: Option<u64>,
        /// `true` to read recalled messages too. Defaults to `false`.
        pub with_recalled_msg: Option<bool>,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {
        /// The group. The table of the page spells it `groupID`.
        #[wire(alias("groupID"))]
        pub group_id: GroupId,
        /// The completeness of the requested messages. Even if it is complete, there may be older messages.
        pub is_finished: ReadState,
        /// The messages. The table of the page names them `MsgList`.
        #[wire(alias("MsgList"))]
        pub rsp_msg_list: Vec<GroupMessage>,
    }
    /// A message of a group.
    pub struct GroupMessage {
        /// The sender. A placeholder may lack it.
        pub from_account: Option<UserId>,
        /// The kind of the entry: a message or a placeholder. Some messages lack it.
        pub is_place_msg: Option<PlaceKind>,
        /// The elements of the message. Empty in a placeholder.
        pub msg_body: Vec<MessageElement>,
        /// The priority.
        pub msg_priority: Option<MessagePriorityNumber>,
        /// The random number.
        pub msg_random: Option<i64>,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_stamp_secs: u64,
        /// `true` if the service sent the message.
        pub is_system_msg: Option<bool>,
        /// Custom data. Not on the page.
        pub cloud_custom_data: Option<String>,
        /// The key of the message, which recalls a message of an official account. Known only from the SDK of doocs.
        pub msg_key: Option<MsgKey>,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}
