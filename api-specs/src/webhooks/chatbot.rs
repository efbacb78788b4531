//! Webhooks of chatbots. Known only from the SDK of doocs.

use crate::{MsgKey, UserId, webhook};

/// Tells that a user sent a signal with data of the app's own to a chatbot.
#[webhook("Chatbot.OnC2CSignalMessage", after, partial)]
pub mod on_c2c_signal_message {
    pub struct Event {
        /// The sender.
        pub from_account: Option<UserId>,
        /// The chatbot.
        pub to_account: Option<UserId>,
        /// The number of the message.
        pub msg_seq: Option<i64>,
        /// The random number of the message.
        pub msg_random: Option<i64>,
        /// The key of the message.
        pub msg_key: Option<MsgKey>,
        /// The data.
        pub data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: Option<u64>,
    }
}
