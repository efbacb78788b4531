//! The history of groups: reading, changing, recalling and clearing messages.

use super::MessageElement;
use crate::codes::sets::{GROUP_CODES, MESSAGE_BODY_CODES, MESSAGE_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, MsgKey, TopicId, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

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

/// The completeness of the requested messages.
#[open_enum]
pub enum ReadState {
    /// Incomplete, because the messages are too many or too long.
    Incomplete = 0,
    /// Complete.
    Complete = 1,
    /// Incomplete, because the messages are too many or too long, and have expired. For official accounts: all messages
    /// before the requested ones have expired.
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

/// Changes the content of a message of a group permanently. Omitted fields stay unchanged. Not for audio-video groups.
#[endpoint("v4/openim/modify_group_msg", page = 47948, rate = 200, idempotent)]
pub mod modify_group_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The new elements of the message.
        pub msg_body: Option<Vec<MessageElement>>,
        /// The new custom data.
        pub cloud_custom_data: Option<String>,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..MESSAGE_BODY_CODES,
        ErrorCode::INVALID_MESSAGE_REQUEST,
        ErrorCode::MESSAGE_USER_SIG_EXPIRED,
        ErrorCode::MESSAGE_NETWORK_ERROR,
        ErrorCode::MESSAGE_INTERNAL_ERROR,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::MESSAGE_SERVICE_ERROR,
    ];
}

/// A message of a group, identified by its number.
#[object]
pub struct MsgSeqItem {
    /// The sequence number of the message in the group.
    #[wire(range(max = 4294967295))]
    pub msg_seq: u64,
}

/// Recalls messages of a group of any age permanently, on clients too, while they are stored. Not for audio-video
/// groups.
///
/// Each message has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/group_open_http_svc/group_msg_recall", page = 34965, rate = 200, idempotent)]
#[batch("MsgSeqList")]
pub mod group_message_recall {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The messages.
        #[wire(items(max = 10))]
        pub msg_seq_list: Vec<MsgSeqItem>,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
        /// The reason. Known only from the SDK of doocs.
        #[wire(bytes(max = 100))]
        pub reason: Option<String>,
    }
    pub struct Response {
        /// The result for each message.
        pub recall_ret_list: Vec<RecallResult>,
    }
    /// The result for a message.
    pub struct RecallResult {
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The status; 0 is success.
        #[wire(status)]
        pub ret_code: ErrorCode,
        /// The key of the message. Known only from the SDK of doocs.
        pub msg_key: Option<MsgKey>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_CODES,
        ..ONE_GROUP_CODES,
        ErrorCode::GROUP_MESSAGE_NOT_FOUND,
        ErrorCode::GROUP_RECALL_TOO_LATE,
        ErrorCode::GROUP_MESSAGE_NOT_RECALLABLE,
        ErrorCode::GROUP_RECALLS_UNSUPPORTED,
        ErrorCode::GROUP_RECALLS_DISABLED,
    ];
}

/// Recalls the messages of one sender among the last 1000 messages of a group. Clients are not told: they learn of it
/// when they read the history. In audio-video groups it succeeds without effect.
#[endpoint("v4/group_open_http_svc/delete_group_msg_by_sender", page = 34970, rate = 200)]
pub mod delete_group_message_by_sender {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The sender of the messages.
        pub sender_account: UserId,
        /// The topic, in communities with topics.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Hides the history of a group from clients. The administrator can still read it. Not for communities.
#[endpoint("v4/group_open_http_svc/clear_group_msg", page = 65970, rate = 200, partial)]
pub mod clear_group_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The sequence number of the last message to hide. Defaults to that of the newest message.
        pub msg_seq: Option<u64>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}
