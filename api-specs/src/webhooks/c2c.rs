//! Webhooks of one-to-one messages.

use crate::message::MessageElement;
use crate::{ErrorCode, MsgKey, UserId, webhook};

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
        /// The time of the message, in seconds since 1970.
        pub msg_time: i64,
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
        /// The time of the message, in seconds since 1970.
        pub msg_time: i64,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// `true` if the message is for receivers who are online only.
        pub online_only_flag: bool,
        /// The result: 0 if the message was sent, otherwise the code of the failure.
        pub send_msg_result: ErrorCode,
        /// The reason of the failure; `send msg succeed` if there is none.
        pub error_info: String,
        /// The number of unread one-to-one messages of the receiver.
        pub unread_msg_num: i64,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
    }
}
