//! Webhooks of pushes. Each brings up to 100 events.

use crate::conversation::ConversationKind;
use crate::push::PushPlatform;
use crate::{GroupId, MsgKey, UserId, open_enum, webhook};

const READ: &str = "2026-11-24";

/// The stage of a push.
#[open_enum]
pub enum PushEventStage {
    /// It was sent.
    Sent = 1,
    /// It reached the device.
    Reached = 2,
    /// The user clicked it.
    Clicked = 3,
}

/// The way of a push to all users.
#[open_enum]
pub enum PushWay {
    /// By the channel of a vendor.
    Offline = 1,
    /// By the app's own connection.
    Online = 2,
}

/// Tells what became of pushes to all users, or by attributes or tags.
#[webhook("Push.AllMemberPush", after, page = 67551)]
pub mod all_member_push {
    pub struct Event {
        /// The events, at most 100.
        pub events: Vec<AllMemberPushEvent>,
    }
    /// An event of a push to one user.
    pub struct AllMemberPushEvent {
        /// The command of the webhook.
        pub callback_command: String,
        /// The way of the push.
        pub event_type: PushWay,
        /// The ID of the push.
        pub task_id: String,
        /// The ID that the app gave the push.
        pub data_id: Option<String>,
        /// The time when the push began, in seconds since 1970 UTC.
        pub task_time_secs: u64,
        /// The time of the event, in seconds since 1970 UTC.
        pub event_time_secs: u64,
        /// The user.
        pub to_account: UserId,
        /// The vendor of the channel; 0 for the app's own connection.
        pub push_platform: PushPlatform,
        /// The vendor of the device; 0 for the channel of a vendor.
        pub device_type: Option<PushPlatform>,
        /// The stage of the push.
        pub push_stage: PushEventStage,
        /// The result: 0 is success.
        pub err_code: i64,
        /// The result as text; may be empty.
        pub err_info: String,
    }
}

/// Tells what became of pushes of messages.
#[webhook("Push.OfflinePush", after, page = 67552)]
pub mod offline_push {
    pub struct Event {
        /// The events, at most 100.
        pub events: Vec<OfflinePushEvent>,
    }
    /// An event of the push of a message to one user.
    pub struct OfflinePushEvent {
        /// The command of the webhook.
        pub callback_command: String,
        /// The kind of the conversation.
        pub event_type: ConversationKind,
        /// The time of the event, in seconds since 1970 UTC.
        pub event_time_secs: u64,
        /// The sender of the message.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The vendor of the channel.
        pub push_platform: PushPlatform,
        /// The stage of the push.
        pub push_stage: PushEventStage,
        /// The key of the message, if it is one-to-one.
        pub msg_key: Option<MsgKey>,
        /// The group, if the message is of one.
        #[wire("GroupID")]
        pub group_id: Option<GroupId>,
        /// The sequence number of the message.
        pub msg_seq: i64,
        /// The random number of the message, if it is one-to-one.
        pub msg_random: i64,
        /// The time of the message, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// The ID of the push, by which the console finds it.
        #[wire("PushID")]
        pub push_id: String,
        /// The result: 0 is success.
        pub err_code: i64,
        /// The result as text; may be empty.
        pub err_info: String,
    }
}
