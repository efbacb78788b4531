//! Webhooks of group messages.

use super::GroupMember;
use crate::group::GroupKind;
use crate::message::{ExtensionOperation, ExtensionPair, GroupAtInfo, MessageElement, MsgSeqItem};
use crate::{ErrorCode, GroupId, TopicId, UserId, webhook};

const READ: &str = "2026-11-24";

/// Asks whether a group message may be sent.
#[webhook(
    "Group.CallbackBeforeSendMsg",
    before,
    page = 34374,
    own_codes(min = 10100, max = 10200),
    discards
)]
pub mod before_send_message {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The topic. Only in communities with topics.
        pub topic_id: Option<TopicId>,
        /// The sender.
        pub from_account: UserId,
        /// The user who makes the request: the sender or an administrator.
        pub operator_account: UserId,
        /// The random number of the message.
        pub random: i64,
        /// `true` if the message is for members who are online only. Never in audio-video groups.
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

/// Tells that a group message was sent.
#[webhook("Group.CallbackAfterSendMsg", after, page = 34375)]
pub mod after_send_message {
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
        /// The mentions. Known only from the SDK of doocs.
        pub group_at_info: Vec<GroupAtInfo>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group message could not be sent.
#[webhook("Group.CallbackSendMsgException", after, page = 49462)]
pub mod send_message_exception {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The sender.
        pub from_account: UserId,
        /// The user who made the request: the sender or an administrator.
        pub operator_account: UserId,
        /// The random number of the message.
        pub random: i64,
        /// `true` if the message is for members who are online only. Never in audio-video groups.
        pub online_only_flag: bool,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The sender's own data.
        pub cloud_custom_data: Option<String>,
        /// The reason of the failure.
        pub error_code: ErrorCode,
        /// The reason of the failure, as text.
        pub error_info: String,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group message was edited.
#[webhook("Group.CallbackAfterModifyMsg", after)]
pub mod after_modify_message {
    pub struct Event {
        /// The user who edited the message.
        pub operator_account: UserId,
        /// The group.
        pub group_id: GroupId,
        /// The topic; empty if there is none.
        pub topic_id: TopicId,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that group messages were recalled.
#[webhook("Group.CallbackAfterRecallMsg", after)]
pub mod after_recall_message {
    pub struct Event {
        /// The user who recalled the messages.
        pub operator_account: UserId,
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The topic. Only in communities with topics.
        pub topic_id: Option<TopicId>,
        /// The messages.
        pub msg_seq_list: Vec<MsgSeqItem>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that members sent read receipts for group messages. Not for communities.
#[webhook("Group.CallbackAfterReadReceipt", after, page = 60395)]
pub mod after_read_receipt {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The messages that were read.
        pub group_msg_receipt_list: Vec<ReadMessage>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A message that was read.
    pub struct ReadMessage {
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The number of members who have read it.
        pub read_num: u64,
        /// The number of members who have not read it.
        pub unread_num: u64,
        /// The members who have read it.
        pub read_receipt_members: Vec<GroupMember>,
    }
}

/// Tells that pairs which extend a group message were set or deleted.
#[webhook("Group.CallbackAfterGroupMsgExtension", after, page = 76007)]
pub mod after_group_message_extension {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
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
