//! Webhooks of one-to-one messages.

use crate::message::{ExtensionOperation, ExtensionPair, MessageElement};
use crate::{ErrorCode, GroupId, MsgKey, UserId, webhook};

const READ: &str = "2026-11-24";

/// Asks whether a one-to-one message may be sent.
#[webhook(
    "C2C.CallbackBeforeSendMsg",
    before,
    page = 34364,
    own_codes(min = 120001, max = 130000),
    discards
)]
pub mod before_send_message {
    pub struct Event {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The number of the message, by which messages of a second are ordered.
        pub msg_seq: i64,
        /// The random number of the message.
        pub msg_random: i64,
        /// The time of the message, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// `true` if the message is for receivers who are online only.
        pub online_only_flag: bool,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
    }
    pub struct Reply {
        /// The elements with which the message is sent instead.
        pub msg_body: Option<Vec<MessageElement>>,
        /// The data with which the message is sent instead.
        pub cloud_custom_data: Option<String>,
    }
}

/// Tells that a one-to-one message was sent, or that sending it failed.
#[webhook("C2C.CallbackAfterSendMsg", after, page = 34365)]
pub mod after_send_message {
    pub struct Event {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The number of the message, by which messages of a second are ordered.
        pub msg_seq: i64,
        /// The random number of the message.
        pub msg_random: i64,
        /// The time of the message, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// `true` if the message is for receivers who are online only.
        pub online_only_flag: bool,
        /// The result: 0 if the message was sent, otherwise the code of the failure.
        pub send_msg_result: ErrorCode,
        /// The reason of the failure; `send msg succeed` if there is none.
        pub error_info: String,
        /// The number of unread one-to-one messages of the receiver; -1 if the message was not sent.
        pub unread_msg_num: i64,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
    }
}

/// Tells that pairs which extend a one-to-one message were set or deleted.
#[webhook("C2C.CallbackAfterC2CMsgExtension", after, page = 76006)]
pub mod after_c2c_message_extension {
    pub struct Event {
        /// The sender of the message.
        pub from_account: UserId,
        /// The receiver of the message.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// The change of the pairs.
        pub operate_type: ExtensionOperation,
        /// The pairs that changed. Those that were deleted have an empty value.
        pub extension_list: Vec<ExtensionPair>,
        /// The version of the pairs after the change.
        pub seq: u64,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a one-to-one message was edited.
#[webhook("C2C.CallbackAfterModifyMsg", after, partial)]
pub mod after_modify_message {
    pub struct Event {
        /// The user who edited the message.
        pub operator_account: Option<UserId>,
        /// The sender.
        pub from_account: Option<UserId>,
        /// The receiver.
        pub to_account: Option<UserId>,
        /// The number of the message, by which messages of a second are ordered.
        pub msg_seq: Option<i64>,
        /// The random number of the message.
        pub msg_random: Option<i64>,
        /// The time of the message, in seconds since 1970 UTC.
        pub msg_time_secs: Option<u64>,
        /// The key of the message.
        pub msg_key: Option<MsgKey>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: Option<u64>,
    }
}

/// Tells that a user marked all messages as read, of one-to-one and group conversations.
#[webhook("C2C.CallbackAfterMsgReadAll", after)]
pub mod after_message_read_all {
    pub struct Event {
        /// The user.
        pub report_account: UserId,
        /// The groups whose messages were marked.
        pub group_read_info: Vec<ReadGroup>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A group whose messages were marked as read.
    pub struct ReadGroup {
        /// The group.
        pub group_id: GroupId,
        /// The number of the message up to which they were marked.
        pub msg_seq: u64,
    }
}

/// Tells that a user sent read receipts for one-to-one messages.
#[webhook("C2C.CallbackAfterMsgReadReceipt", after)]
pub mod after_message_read_receipt {
    pub struct Event {
        /// The user who sent the receipts.
        pub operator_account: UserId,
        /// The other user of the conversation.
        pub peer_account: UserId,
        /// The messages that were read.
        #[wire("C2CMsgInfo")]
        pub c2c_msg_info: Vec<ReadMessage>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A message that was read.
    pub struct ReadMessage {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// The ID by which clients know the message.
        pub msg_id: String,
    }
}

/// Tells that a user read the messages of a one-to-one conversation.
#[webhook("C2C.CallbackAfterMsgReport", after, page = 43465)]
pub mod after_message_report {
    pub struct Event {
        /// The user.
        pub report_account: UserId,
        /// The other user of the conversation.
        pub peer_account: UserId,
        /// The time up to which the messages are read, in seconds since 1970 UTC.
        pub last_read_time_secs: u64,
        /// The number of unread one-to-one messages of the user, in all conversations.
        pub unread_msg_num: i64,
    }
}

/// Tells that a one-to-one message was recalled.
#[webhook("C2C.CallbackAfterMsgWithDraw", after, page = 43466)]
pub mod after_message_with_draw {
    pub struct Event {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// The number of unread one-to-one messages of the receiver, in all conversations.
        pub unread_msg_num: i64,
    }
}
