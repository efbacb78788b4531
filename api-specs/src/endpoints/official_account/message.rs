//! The messages of official accounts: sending, history and recall.

use crate::message::{
    ForbidCallback, MessageElement, MessagePriorityNumber, OfflinePushInfo, PlaceKind, ReadState,
    SendMessageControl,
};
use crate::{ErrorCode, MsgKey, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Sends a message of an official account to its subscribers.
///
/// Besides the rate of calls, the service limits each official account to one message per second and two broadcasts per
/// hour, which the client does not count.
#[endpoint(
    "v4/official_account_open_http_svc/send_official_account_msg",
    page = 60810,
    rate = 200,
    partial,
    deduplicated(seconds = 300)
)]
pub mod send_official_account_message {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// A random number for deduplication: if two messages within five minutes have the same content and number, the
        /// second one is dropped.
        #[wire(random)]
        pub random: Option<u32>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The push for subscribers that are offline.
        pub offline_push_info: Option<OfflinePushInfo>,
        /// The webhooks that are not called for the message.
        pub forbid_callback_control: Option<Vec<ForbidCallback>>,
        /// `true` to send only to subscribers that are online. Defaults to `false`.
        pub online_only_flag: Option<bool>,
        /// Options for the delivery. The source lists `NoLastMessage` alone, which is not for messages to online
        /// subscribers only.
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// Custom data, stored and delivered with the message.
        pub cloud_custom_data: Option<String>,
    }
    pub struct Response {
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_secs: Option<u64>,
        /// The key to recall the message.
        pub msg_key: Option<MsgKey>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the messages of an official account.
#[endpoint(
    "v4/official_account_open_http_svc/official_account_msg_get_simple",
    page = 60812,
    rate = 200,
    partial,
    idempotent
)]
#[pages("RspMsgList", cursor("LastMsgKey"))]
pub mod official_account_message_get_simple {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// Cursor: none for the first page, which has the newest messages, then that of the previous response.
        pub last_msg_key: Option<MsgKey>,
        /// The number of messages to read. A response has at most 20.
        pub req_msg_number: Option<u32>,
        /// `true` to read recalled messages too. Defaults to `false`.
        pub with_recalled_msg: Option<bool>,
    }
    pub struct Response {
        /// The official account.
        pub official_account: Option<UserId>,
        /// The completeness of the requested messages. Even if it is complete, there may be older messages.
        pub is_finished: Option<ReadState>,
        /// The messages.
        pub rsp_msg_list: Vec<AccountMessage>,
        /// The cursor of the next page.
        pub last_msg_key: Option<MsgKey>,
    }
    // Not the `GroupMessage` of `group_message_get_simple`, some of whose fields every message has.
    /// A message of an official account.
    pub struct AccountMessage {
        /// The sender.
        pub from_account: Option<UserId>,
        /// The kind of the entry: a message or a placeholder.
        pub is_place_msg: Option<PlaceKind>,
        /// The elements of the message. Empty in a placeholder.
        pub msg_body: Vec<MessageElement>,
        /// `true` if the service sent the message.
        pub is_system_msg: Option<bool>,
        /// The priority.
        pub msg_priority: Option<MessagePriorityNumber>,
        /// The random number.
        pub msg_random: Option<u64>,
        /// The key to recall the message.
        pub msg_key: Option<MsgKey>,
        /// The sequence number, which is smaller in older messages.
        pub msg_seq: Option<u64>,
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_stamp_secs: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Recalls messages of an official account of any age, while they are stored.
///
/// Each message has a separate result, which may be a failure even if the call succeeds.
#[endpoint(
    "v4/official_account_open_http_svc/official_account_msg_recall",
    page = 60811,
    rate = 200,
    partial,
    idempotent
)]
#[batch("MsgKeyList")]
pub mod official_account_message_recall {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// The keys of the messages.
        #[wire(items(max = 10))]
        pub msg_key_list: Vec<MsgKey>,
        /// The reason.
        #[wire(bytes(max = 100))]
        pub reason: Option<String>,
    }
    pub struct Response {
        /// The result for each message.
        pub recall_ret_list: Vec<RecallResult>,
    }
    // Not that of `group_message_recall`, where every message has a number.
    /// The result for a message.
    pub struct RecallResult {
        /// The sequence number.
        pub msg_seq: Option<u64>,
        /// The status; 0 is success.
        #[wire(status)]
        pub ret_code: ErrorCode,
        /// The key of the message.
        pub msg_key: Option<MsgKey>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
