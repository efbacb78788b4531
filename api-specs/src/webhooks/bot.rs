//! Webhooks of messages to bots.

use crate::group::GroupKind;
use crate::message::MessageElement;
use crate::{ErrorCode, GroupId, MsgKey, TopicId, UserId, webhook};

const READ: &str = "2026-11-24";

/// Tells that a user sent a one-to-one message to a bot.
#[webhook("Bot.OnC2CMessage", after, page = 68952)]
pub mod on_c2c_message {
    pub struct Event {
        /// The sender.
        pub from_account: UserId,
        /// The bot.
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
        /// The number of unread one-to-one messages of the bot; -1 if the message was not sent. Known only from the SDK of
        /// doocs.
        pub unread_msg_num: Option<i64>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group message mentions a bot. Not sent if it mentions all members.
#[webhook("Bot.OnGroupMessage", after, page = 68953)]
pub mod on_group_message {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The topic. Only in communities with topics.
        pub topic_id: Option<TopicId>,
        /// The sender.
        pub from_account: UserId,
        /// The user who made the request: the sender or an administrator.
        pub operator_account: UserId,
        /// The random number of the message.
        pub random: i64,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The time of the message, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// `true` if the message is for members who are online only. Never in audio-video groups.
        pub online_only_flag: bool,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The bots that the message mentions. The SDK of doocs names it `AtRobotAccount`.
        #[wire(alias("AtRobotAccount"))]
        pub at_robots_account: Vec<UserId>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}
