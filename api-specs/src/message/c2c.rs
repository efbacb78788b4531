//! One-to-one messages.

use super::{ForbidCallback, MessageElement, OfflinePushInfo, SendMessageControl};
use crate::account::FailedAccount;
use crate::{ErrorCode, MsgKey, UserId, endpoint, open_enum};

/// Sends a one-to-one message.
///
/// Neither friendship nor blocklists nor muting are checked. The message itself may have 12 KB. Apps of the trial and
/// development editions have 1000 messages a day, by the Chinese page of 2026-02-04.
///
/// The service drops a message that has the sender, the `MsgSeq`, the `MsgRandom` and the content of one of the last 120
/// seconds, by the page in Chinese (269/2282) of 2026-02-04. The page in English says only "within a second".
#[endpoint(
    "v4/openim/sendmsg",
    page = 34919,
    read = "2026-11-24",
    rate(per_second = 200),
    deduplicated(seconds = 120)
)]
pub mod send_message {
    pub struct Request {
        /// Whether the sender's other clients get the message too, online and in their history. They have it in their
        /// history if nothing is said.
        #[wire("SyncOtherMachine", flag(on = 1, off = 2))]
        pub sync_other_machine: Option<bool>,
        /// Who sends it; the administrator that signs if nothing is said.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
        /// Who gets it.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// How long it is kept for a receiver that is offline, in seconds. At 0 only one that is online gets it; 7 days
        /// if nothing is said. The page says that a longer time counts as 7 days, and has a code that refuses it.
        #[wire("MsgLifeTime", range(max = 604800))]
        pub msg_life_time_secs: Option<u32>,
        /// Orders the messages of one second, and tells copies together with `MsgRandom`.
        #[wire("MsgSeq", sequence)]
        pub msg_seq: Option<u32>,
        /// Tells copies within 120 seconds.
        #[wire("MsgRandom", random)]
        pub msg_random: Option<u32>,
        /// The webhooks that it passes by.
        #[wire("ForbidCallbackControl")]
        pub forbid_callback_control: Option<Vec<ForbidCallback>>,
        /// What it does beside being delivered.
        #[wire("SendMsgControl")]
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// What it consists of.
        #[wire("MsgBody")]
        pub msg_body: Vec<MessageElement>,
        /// Data of the app's own, kept and delivered with the message.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
        /// Whether it can be extended by pairs later.
        #[wire("SupportMessageExtension")]
        pub support_message_extension: Option<bool>,
        /// What a push shows to a receiver that is offline.
        #[wire("OfflinePushInfo")]
        pub offline_push_info: Option<OfflinePushInfo>,
        /// Whether the receiver is to confirm having read it; not if nothing is said.
        #[wire("IsNeedReadReceipt")]
        pub is_need_read_receipt: Option<bool>,
        /// Whether it is only for a receiver that is online, and is not kept; not by default. Known from the SDK of doocs
        /// alone.
        #[wire("OnlineOnlyFlag")]
        pub online_only_flag: Option<bool>,
        /// When it was made, in seconds since 1970 UTC. Known from the SDK of doocs alone.
        #[wire("MsgTimeStamp")]
        pub msg_time_stamp_secs: Option<u64>,
    }

    pub struct Response {
        /// When it was sent, in seconds since 1970 UTC.
        #[wire("MsgTime")]
        pub msg_time_secs: u64,
        /// The key that recalls and changes it.
        #[wire("MsgKey")]
        pub msg_key: MsgKey,
        /// Names it among the messages of clients. Known from the SDK of doocs alone.
        #[wire("MsgId")]
        pub msg_id: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_MESSAGE_REQUEST,
        ErrorCode::MESSAGE_USER_SIG_EXPIRED,
        ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND,
        ErrorCode::MESSAGE_NETWORK_ERROR,
        ErrorCode::MESSAGE_INTERNAL_ERROR,
        ErrorCode::MESSAGE_REFUSED_BY_WEBHOOK,
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::INVALID_MSG_BODY,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::MSG_RANDOM_MISSING,
        ErrorCode::MSG_BODY_NOT_AN_ARRAY,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::INVALID_MESSAGE_FORMAT,
        ErrorCode::TO_ACCOUNT_NOT_FOUND,
        ErrorCode::INVALID_MSG_LIFE_TIME,
        ErrorCode::INVALID_SYNC_OTHER_MACHINE,
        ErrorCode::MSG_LIFE_TIME_NOT_AN_INTEGER,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
        ErrorCode::MESSAGE_SERVICE_ERROR,
        ErrorCode::MESSAGE_JSON_TOO_LARGE,
        ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048,
    ];
}

/// Sends a one-to-one message to several users.
///
/// The call succeeds if any of them gets it; the others stand in the response. No webhook is called; neither friendship
/// nor blocklists nor muting are checked. Beside the calls of a second, the service bounds the receivers of a minute to
/// 12,000; the client does not count these.
#[endpoint(
    "v4/openim/batchsendmsg",
    page = 34920,
    read = "2026-11-24",
    rate(per_second = 200),
    deduplicated(seconds = 1),
    batch("To_Account")
)]
pub mod batch_send_message {
    pub struct Request {
        /// Whether the sender's other clients get the message too, online and in their history.
        #[wire("SyncOtherMachine", flag(on = 1, off = 2))]
        pub sync_other_machine: Option<bool>,
        /// Who sends it; the administrator that signs if nothing is said.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
        /// Who get it.
        #[wire("To_Account", items(min = 1, max = 500))]
        pub to_account: Vec<UserId>,
        /// Orders the messages of one second, and tells copies together with `MsgRandom`.
        #[wire("MsgSeq", sequence)]
        pub msg_seq: Option<u32>,
        /// Tells copies within a second.
        #[wire("MsgRandom", random)]
        pub msg_random: Option<u32>,
        /// What it consists of.
        #[wire("MsgBody")]
        pub msg_body: Vec<MessageElement>,
        /// How long it is kept for receivers that are offline, in seconds. At 0 only those that are online get it, and
        /// sooner; 7 days if nothing is said.
        #[wire("MsgLifeTime", range(max = 604800))]
        pub msg_life_time_secs: Option<u32>,
        /// Data of the app's own, kept and delivered with the message.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
        /// What it does beside being delivered.
        #[wire("SendMsgControl")]
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// What a push shows to receivers that are offline.
        #[wire("OfflinePushInfo")]
        pub offline_push_info: Option<OfflinePushInfo>,
        /// Whether the receivers are to confirm having read it; not if nothing is said.
        #[wire("IsNeedReadReceipt")]
        pub is_need_read_receipt: Option<bool>,
        /// Whether it is only for receivers that are online: it is not kept, does not count as unread, and comes sooner; not
        /// by default. Only the Chinese page of 2026-02-04 has this.
        #[wire("OnlineOnlyFlag")]
        pub online_only_flag: Option<bool>,
    }

    pub struct Response {
        /// Those who did not get it.
        #[wire("ErrorList")]
        pub error_list: Vec<FailedAccount>,
        /// The key that recalls it. Each batch has its own, so joined responses have none.
        #[wire("MsgKey")]
        pub msg_key: Option<MsgKey>,
        /// Names it among the messages of clients; joined responses have none. Known from the SDK of doocs alone.
        #[wire("MsgId")]
        pub msg_id: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::INVALID_MSG_BODY,
        ErrorCode::INVALID_MSG_SEQ,
        ErrorCode::MSG_BODY_NOT_AN_ARRAY,
        ErrorCode::FROM_ACCOUNT_MISSING,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::INVALID_MESSAGE_FORMAT,
        ErrorCode::TOO_MANY_TARGETS,
        ErrorCode::TO_ACCOUNT_NOT_FOUND,
        ErrorCode::INVALID_MSG_LIFE_TIME,
        ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048,
        ErrorCode::MESSAGE_SERVICE_ERROR,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
        ErrorCode::MESSAGE_JSON_TOO_LARGE,
    ];
}

/// Where an imported message comes from.
#[open_enum]
pub enum SyncFromOldSystem {
    /// From the past: it counts as read and is not pushed.
    #[wire(2)]
    History,
    /// From now: it counts as unread and is pushed.
    #[wire(5)]
    RealTime,
}

/// Imports a one-to-one message of another system.
///
/// Messages come in the order of their time. Two with the same sequence number, random number and time count as one,
/// whatever they hold, also if sender and receiver change places. No webhook is called.
#[endpoint(
    "v4/openim/importmsg",
    page = 35014,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod import_message {
    pub struct Request {
        /// Where it comes from.
        #[wire("SyncFromOldSystem")]
        pub sync_from_old_system: SyncFromOldSystem,
        /// Who sent it.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Who got it.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Orders the messages of one second, and tells copies together with `MsgRandom`.
        #[wire("MsgSeq", sequence)]
        pub msg_seq: Option<u32>,
        /// Tells copies, together with `MsgSeq` and `MsgTimeStamp`.
        #[wire("MsgRandom", random)]
        pub msg_random: Option<u32>,
        /// When it was sent, in seconds since 1970 UTC.
        #[wire("MsgTimeStamp")]
        pub msg_time_stamp_secs: u64,
        /// What it consists of.
        #[wire("MsgBody")]
        pub msg_body: Vec<MessageElement>,
        /// Data of the app's own, kept and delivered with the message.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::INVALID_MSG_BODY,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::MSG_RANDOM_MISSING,
        ErrorCode::MSG_TIME_STAMP_MISSING,
        ErrorCode::MSG_BODY_NOT_AN_ARRAY,
        ErrorCode::FROM_ACCOUNT_MISSING,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::INVALID_MESSAGE_FORMAT,
        ErrorCode::TOO_MANY_TARGETS,
        ErrorCode::TO_ACCOUNT_NOT_FOUND,
        ErrorCode::INVALID_MSG_LIFE_TIME,
        ErrorCode::SYNC_FROM_OLD_SYSTEM_MISSING,
        ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048,
        ErrorCode::MESSAGE_SERVICE_ERROR,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
        ErrorCode::MESSAGE_JSON_TOO_LARGE,
    ];
}

/// Whether a message was recalled.
#[open_enum]
pub enum MessageFlagBits {
    /// It was not.
    #[wire(0)]
    Normal,
    /// It was.
    #[wire(8)]
    Recalled,
}

/// Reads the messages of a one-to-one conversation in a span of time, as one of the two sees them.
///
/// Messages are kept for 7 days unless the app pays for more. A response has at most 13 KB of messages; the next page
/// ends where this one began.
#[endpoint(
    "v4/openim/admin_getroammsg",
    page = 35478,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    pages(
        "MsgList",
        last = "Complete",
        cursor("MaxTime", from = "LastMsgTime"),
        cursor("LastMsgKey")
    )
)]
pub mod admin_get_roam_message {
    pub struct Request {
        /// User as whom the messages are read.
        #[wire("Operator_Account")]
        pub operator_account: UserId,
        /// The other user of the conversation.
        #[wire("Peer_Account")]
        pub peer_account: UserId,
        /// How many messages to read.
        #[wire("MaxCnt")]
        pub max_cnt: u32,
        /// Where the span begins, in seconds since 1970 UTC.
        #[wire("MinTime")]
        pub min_time_secs: u64,
        /// Where the span ends, in seconds since 1970 UTC.
        #[wire("MaxTime")]
        pub max_time_secs: u64,
        /// Key of the last message of the page before; not for the first page.
        #[wire("LastMsgKey")]
        pub last_msg_key: Option<MsgKey>,
    }

    pub struct Response {
        /// Whether this is the last page.
        #[wire("Complete")]
        pub complete: bool,
        /// How many messages this page has.
        #[wire("MsgCnt")]
        pub msg_cnt: u64,
        /// When its last message was sent, in seconds since 1970 UTC. A page without messages may lack it.
        #[wire("LastMsgTime")]
        pub last_msg_time_secs: Option<u64>,
        /// Key of its last message. A page without messages may lack it.
        #[wire("LastMsgKey")]
        pub last_msg_key: Option<MsgKey>,
        /// The messages of this page.
        #[wire("MsgList")]
        pub msg_list: Vec<RoamMessage>,
    }

    /// A message of the past.
    pub struct RoamMessage {
        /// Who sent it.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Who got it.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Its sequence number.
        #[wire("MsgSeq")]
        pub msg_seq: i64,
        /// Its random number.
        #[wire("MsgRandom")]
        pub msg_random: i64,
        /// When it was sent, in seconds since 1970 UTC.
        #[wire("MsgTimeStamp")]
        pub msg_time_stamp_secs: u64,
        /// Whether it was recalled.
        #[wire("MsgFlagBits")]
        pub msg_flag_bits: MessageFlagBits,
        /// Whether the receiver confirmed having read it. Some messages lack it.
        #[wire("IsPeerRead")]
        pub is_peer_read: Option<bool>,
        /// The key that recalls and changes it.
        #[wire("MsgKey")]
        pub msg_key: MsgKey,
        /// What it consists of.
        #[wire("MsgBody")]
        pub msg_body: Vec<MessageElement>,
        /// Data of the app's own.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
        /// When it was sent by the clock of the client. Known from the SDK of doocs alone, which does not give the unit.
        #[wire("MsgClientTime")]
        pub msg_client_time: Option<i64>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::FROM_ACCOUNT_MISSING,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
    ];
}

/// Recalls a one-to-one message, however old, for good.
#[endpoint(
    "v4/openim/admin_msgwithdraw",
    page = 35015,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod admin_message_withdraw {
    pub struct Request {
        /// Who sent it.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Who got it.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Its key.
        #[wire("MsgKey")]
        pub msg_key: MsgKey,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MESSAGE_NOT_FOUND,
        ErrorCode::MESSAGE_ALREADY_RECALLED,
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::FROM_ACCOUNT_MISSING,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::INVALID_MSG_KEY,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
    ];
}

/// Changes what a one-to-one message of the past holds, for good. What the request leaves out stays as it is. Messages
/// that the push plug-in sent cannot be changed.
#[endpoint(
    "v4/openim/modify_c2c_msg",
    page = 47722,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod modify_c2c_message {
    pub struct Request {
        /// Who sent it.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Who got it.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Its key.
        #[wire("MsgKey")]
        pub msg_key: MsgKey,
        /// What it is to consist of.
        #[wire("MsgBody")]
        pub msg_body: Option<Vec<MessageElement>>,
        /// What the data of the app's own are to be.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_MESSAGE_REQUEST,
        ErrorCode::MESSAGE_USER_SIG_EXPIRED,
        ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND,
        ErrorCode::MESSAGE_NETWORK_ERROR,
        ErrorCode::MESSAGE_INTERNAL_ERROR,
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::INVALID_MSG_BODY,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::MSG_BODY_NOT_AN_ARRAY,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::INVALID_MESSAGE_FORMAT,
        ErrorCode::TO_ACCOUNT_NOT_FOUND,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
        ErrorCode::MESSAGE_SERVICE_ERROR,
    ];
}
