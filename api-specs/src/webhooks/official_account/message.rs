//! Webhooks of the messages of official accounts.

use crate::message::MessageElement;
use crate::{MsgKey, UserId, webhook};

const READ: &str = "2026-11-24";

/// Asks whether a message of an official account may be sent.
#[webhook(
    "OfficialAccount.CallbackBeforeSendMsg",
    before,
    page = 60803,
    own_codes(min = 120001, max = 130000),
    discards
)]
pub mod before_send_message {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// `true` if the message is for subscribers who are online only.
        pub online_only_flag: bool,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    pub struct Reply {
        /// The elements with which the message is sent instead.
        pub msg_body: Option<Vec<MessageElement>>,
        /// The data with which the message is sent instead.
        pub cloud_custom_data: Option<String>,
    }
}

/// Tells that a message of an official account was sent.
#[webhook("OfficialAccount.CallbackAfterSendMsg", after, page = 60804, partial)]
pub mod after_send_message {
    pub struct Event {
        /// The account.
        pub official_account: Option<UserId>,
        /// The key of the message.
        pub msg_key: Option<MsgKey>,
        /// The time of the message, in seconds since 1970 UTC.
        pub msg_time_secs: Option<u64>,
        /// `true` if the message is for subscribers who are online only.
        pub online_only_flag: Option<bool>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: Option<u64>,
    }
}

/// Tells that messages of an official account were recalled.
#[webhook("OfficialAccount.CallbackAfterMsgWithDraw", after, page = 60805)]
pub mod after_message_with_draw {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// The messages.
        pub withdraw_msg_list: Vec<RecalledMessage>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A message that was recalled.
    pub struct RecalledMessage {
        /// The key of the message.
        pub msg_key: MsgKey,
    }
}
