//! One-to-one messages.

use super::{ForbidCallback, MessageElement, OfflinePushInfo, SendMessageControl};
use crate::account::FailedAccount;
use crate::codes::sets::{
    MESSAGE_ACCESS_CODES, MESSAGE_BODY_CODES, MESSAGE_CODES, PEER_CODES, SENDING_CODES,
};
use crate::{ErrorCode, MsgKey, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Sends a one-to-one message.
///
/// Friendship, blocklists and muting are not checked. The maximum size of the message itself is 12 KB. By the Chinese
/// page of 2026-02-04, apps of the trial and development editions can send 1000 messages per day.
///
/// The service drops a message with the same sender, `MsgSeq`, `MsgRandom` and content as a message of the last 120
/// seconds, by the page in Chinese (269/2282) of 2026-02-04. The page in English says only "within a second".
#[endpoint("v4/openim/sendmsg", page = 34919, rate = 200, deduplicated(seconds = 120))]
pub mod send_message {
    pub struct Request {
        /// `true` to deliver the message to the sender's other clients too, online and in their history. By default it
        /// is only in their history.
        #[wire(flag(on = 1, off = 2))]
        pub sync_other_machine: Option<bool>,
        /// The sender. Defaults to the administrator that signs the call.
        pub from_account: Option<UserId>,
        /// The receiver.
        pub to_account: UserId,
        /// The time for which the message is stored for an offline receiver, in seconds. Defaults to 7 days. At 0 it is
        /// delivered only to an online receiver. By the page, a longer time counts as 7 days, but an error code refuses
        /// it.
        #[wire(range(max = 604800))]
        pub msg_life_time_secs: Option<u32>,
        /// The order of messages within one second. Together with `MsgRandom` it identifies copies.
        #[wire(sequence)]
        pub msg_seq: Option<u32>,
        /// A random number that identifies copies within 120 seconds.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The webhooks that are not called for the message.
        pub forbid_callback_control: Option<Vec<ForbidCallback>>,
        /// Options for the delivery.
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// Custom data, stored and delivered with the message.
        pub cloud_custom_data: Option<String>,
        /// `true` to allow that the message is extended by pairs later.
        pub support_message_extension: Option<bool>,
        /// The push for a receiver that is offline.
        pub offline_push_info: Option<OfflinePushInfo>,
        /// `true` to request a read receipt from the receiver. Defaults to `false`.
        pub is_need_read_receipt: Option<bool>,
        /// `true` to deliver only to an online receiver, without storing the message. Defaults to `false`. Known only
        /// from the SDK of doocs.
        pub online_only_flag: Option<bool>,
        /// The time when the message was created, in seconds since 1970 UTC. Known only from the SDK of doocs.
        pub msg_time_stamp_secs: Option<u64>,
    }
    pub struct Response {
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_secs: u64,
        /// The key to recall and change the message.
        pub msg_key: MsgKey,
        /// The ID of the message in clients. Known only from the SDK of doocs.
        pub msg_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..MESSAGE_BODY_CODES,
        ..SENDING_CODES,
        ..MESSAGE_ACCESS_CODES,
        ErrorCode::MESSAGE_REFUSED_BY_WEBHOOK,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::MSG_RANDOM_MISSING,
        ErrorCode::INVALID_SYNC_OTHER_MACHINE,
        ErrorCode::MSG_LIFE_TIME_NOT_AN_INTEGER,
    ];
}

/// Sends a one-to-one message to several users.
///
/// The call succeeds if any of them receives it; the response lists the others. No webhook is called. Friendship,
/// blocklists and muting are not checked. Besides the rate of calls, the service limits the receivers to 12,000 per
/// minute. The client does not count receivers.
#[endpoint("v4/openim/batchsendmsg", page = 34920, rate = 200, deduplicated(seconds = 1))]
#[batch("To_Account")]
pub mod batch_send_message {
    pub struct Request {
        /// `true` to deliver the message to the sender's other clients too, online and in their history.
        #[wire(flag(on = 1, off = 2))]
        pub sync_other_machine: Option<bool>,
        /// The sender. Defaults to the administrator that signs the call.
        pub from_account: Option<UserId>,
        /// The receivers.
        #[wire(items(min = 1, max = 500))]
        pub to_account: Vec<UserId>,
        /// The order of messages within one second. Together with `MsgRandom` it identifies copies.
        #[wire(sequence)]
        pub msg_seq: Option<u32>,
        /// A random number that identifies copies within a second.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The time for which the message is stored for offline receivers, in seconds. Defaults to 7 days. At 0 it is
        /// delivered only to online receivers, and faster.
        #[wire(range(max = 604800))]
        pub msg_life_time_secs: Option<u32>,
        /// Custom data, stored and delivered with the message.
        pub cloud_custom_data: Option<String>,
        /// Options for the delivery.
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// The push for receivers that are offline.
        pub offline_push_info: Option<OfflinePushInfo>,
        /// `true` to request read receipts from the receivers. Defaults to `false`.
        pub is_need_read_receipt: Option<bool>,
        /// `true` to deliver only to online receivers. The message is then not stored, does not count as unread, and is
        /// delivered faster. Defaults to `false`. Only on the Chinese page of 2026-02-04.
        pub online_only_flag: Option<bool>,
    }
    pub struct Response {
        /// The users who did not receive it.
        pub error_list: Vec<FailedAccount>,
        /// The key to recall the message. Joined responses have none, because each batch has a separate key.
        pub msg_key: Option<MsgKey>,
        /// The ID of the message in clients. Joined responses have none. Known only from the SDK of doocs.
        pub msg_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..MESSAGE_BODY_CODES,
        ..SENDING_CODES,
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::INVALID_MSG_SEQ,
        ErrorCode::FROM_ACCOUNT_MISSING,
        ErrorCode::TOO_MANY_TARGETS,
    ];
}

/// The origin of an imported message.
#[open_enum]
pub enum SyncFromOldSystem {
    /// An old message. It counts as read and is not pushed.
    History = 2,
    /// A new message. It counts as unread and is pushed.
    RealTime = 5,
}

/// Imports a one-to-one message of another system.
///
/// Messages are ordered by their time. Two messages with the same sequence number, random number and time count as one,
/// even if their content differs or sender and receiver are swapped. No webhook is called.
#[endpoint("v4/openim/importmsg", page = 35014, rate = 200, deduplicated)]
pub mod import_message {
    pub struct Request {
        /// The origin of the message.
        pub sync_from_old_system: SyncFromOldSystem,
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The order of messages within one second. Together with `MsgRandom` it identifies copies.
        #[wire(sequence)]
        pub msg_seq: Option<u32>,
        /// A random number. Together with `MsgSeq` and `MsgTimeStamp` it identifies copies.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_stamp_secs: u64,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// Custom data, stored and delivered with the message.
        pub cloud_custom_data: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..MESSAGE_BODY_CODES,
        ..SENDING_CODES,
        ..PEER_CODES,
        ErrorCode::MSG_RANDOM_MISSING,
        ErrorCode::MSG_TIME_STAMP_MISSING,
        ErrorCode::TOO_MANY_TARGETS,
        ErrorCode::SYNC_FROM_OLD_SYSTEM_MISSING,
    ];
}

/// The recall state of a message.
#[open_enum]
pub enum MessageFlagBits {
    /// The message was not recalled.
    Normal = 0,
    /// The message was recalled.
    Recalled = 8,
}

/// Reads the messages of a one-to-one conversation in a period of time, as one of the two users sees them.
///
/// Messages are stored for 7 days unless the app pays for more. A response has at most 13 KB of messages. Each next
/// page ends at the start of the previous page.
#[endpoint("v4/openim/admin_getroammsg", page = 35478, rate = 200, idempotent)]
#[pages(
    "MsgList",
    last = "Complete",
    cursor("MaxTime", from = "LastMsgTime"),
    cursor("LastMsgKey")
)]
pub mod admin_get_roam_message {
    pub struct Request {
        /// The user from whose side the messages are read.
        pub operator_account: UserId,
        /// The other user of the conversation.
        pub peer_account: UserId,
        /// The number of messages to read.
        pub max_cnt: u32,
        /// The start of the period, in seconds since 1970 UTC.
        pub min_time_secs: u64,
        /// The end of the period, in seconds since 1970 UTC.
        pub max_time_secs: u64,
        /// The key of the last message of the previous page. Not for the first page.
        pub last_msg_key: Option<MsgKey>,
    }
    pub struct Response {
        /// `true` on the last page.
        pub complete: bool,
        /// The number of messages on this page.
        pub msg_cnt: u64,
        /// The time of the last message of this page, in seconds since 1970 UTC. A page without messages may lack it.
        pub last_msg_time_secs: Option<u64>,
        /// The key of the last message of this page. A page without messages may lack it.
        pub last_msg_key: Option<MsgKey>,
        /// The messages of this page.
        pub msg_list: Vec<RoamMessage>,
    }
    /// A stored message.
    pub struct RoamMessage {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The sequence number.
        pub msg_seq: i64,
        /// The random number.
        pub msg_random: i64,
        /// The time of sending, in seconds since 1970 UTC.
        pub msg_time_stamp_secs: u64,
        /// The recall state of the message.
        pub msg_flag_bits: MessageFlagBits,
        /// `true` if the receiver sent a read receipt. Some messages lack it.
        pub is_peer_read: Option<bool>,
        /// The key to recall and change the message.
        pub msg_key: MsgKey,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// Custom data.
        pub cloud_custom_data: Option<String>,
        /// The time of sending by the clock of the client. Known only from the SDK of doocs, which does not give the
        /// unit.
        pub msg_client_time: Option<i64>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ..PEER_CODES];
}

/// Recalls a one-to-one message of any age permanently.
#[endpoint("v4/openim/admin_msgwithdraw", page = 35015, rate = 200, idempotent)]
pub mod admin_message_withdraw {
    pub struct Request {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..PEER_CODES,
        ErrorCode::MESSAGE_NOT_FOUND,
        ErrorCode::MESSAGE_ALREADY_RECALLED,
        ErrorCode::INVALID_MSG_KEY,
    ];
}

/// Changes the content of a one-to-one message permanently. Omitted fields stay unchanged. Messages that the push
/// plug-in sent cannot be changed.
#[endpoint("v4/openim/modify_c2c_msg", page = 47722, rate = 200, idempotent)]
pub mod modify_c2c_message {
    pub struct Request {
        /// The sender.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// The new elements of the message.
        pub msg_body: Option<Vec<MessageElement>>,
        /// The new custom data.
        pub cloud_custom_data: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..MESSAGE_BODY_CODES,
        ..MESSAGE_ACCESS_CODES,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::TO_ACCOUNT_NOT_FOUND,
        ErrorCode::MESSAGE_SERVICE_ERROR,
    ];
}

/// Marks the messages of a one-to-one conversation as read.
#[endpoint("v4/openim/admin_set_msg_read", page = 38996, rate = 200)]
pub mod admin_set_message_read {
    pub struct Request {
        /// The user who has read the messages.
        pub report_account: UserId,
        /// The other user.
        pub peer_account: UserId,
        /// The time up to which the messages are read, in seconds since 1970 UTC, as text. Defaults to now.
        /// The SDK of doocs has a number here, and no sample shows it.
        pub msg_read_time_secs: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..PEER_CODES, ErrorCode::MALFORMED_MESSAGE_JSON];
}

/// Deletes one-to-one messages from the history of one of the two users.
#[endpoint("v4/openim/delete_c2c_msg_ramble", rate = 200, idempotent, partial)]
#[batch("MsgKeyList")]
pub mod delete_c2c_message_ramble {
    pub struct Request {
        /// The user from whose history the messages are deleted.
        pub operator_account: UserId,
        /// The other user of the conversation.
        pub peer_account: UserId,
        /// The keys of the messages.
        #[wire(items(max = 30))]
        pub msg_key_list: Vec<MsgKey>,
    }
    pub struct Response {
        /// The malformed keys among those of the request.
        pub invalid_msg_key_list: Vec<MsgKey>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
