//! Messages in groups.

use super::{ForbidCallback, MessageElement, OfflinePushInfo, SendMessageControl};
use crate::group::destroy_group;
use crate::{ErrorCode, GroupId, MsgKey, TopicId, UserId, endpoint, object, open_enum};

/// How urgent a message of a group is, in a request.
#[open_enum]
pub enum MessagePriority {
    /// Before all others.
    #[wire("High")]
    High,
    /// As usual.
    #[wire("Normal")]
    Normal,
    /// After others.
    #[wire("Low")]
    Low,
    /// After all others.
    #[wire("Lowest")]
    Lowest,
}

/// How urgent a message of a group was, in a response.
#[open_enum]
pub enum MessagePriorityNumber {
    /// Before all others.
    #[wire(1)]
    High,
    /// As usual.
    #[wire(2)]
    Normal,
    /// After others.
    #[wire(3)]
    Low,
    /// After all others.
    #[wire(4)]
    Lowest,
}

/// Whom a message of a group mentions.
#[object]
pub struct GroupAtInfo {
    /// Whether it is all members.
    #[wire("GroupAtAllFlag")]
    pub group_at_all_flag: bool,
    /// The member, if it is one.
    #[wire("GroupAt_Account")]
    pub group_at_account: Option<UserId>,
}

impl GroupAtInfo {
    /// Mentions all members.
    #[must_use]
    pub fn all() -> Self {
        Self::new(true)
    }

    /// Mentions one member.
    pub fn member(user: impl Into<UserId>) -> Self {
        Self::new(false).group_at_account(user)
    }
}

/// Sends a message to a group. It may have 12 KB. Apps of the trial and development editions have 1000 messages a day, by
/// the Chinese page of 2026-02-04.
#[endpoint(
    "v4/group_open_http_svc/send_group_msg",
    page = 34959,
    read = "2026-11-24",
    rate(per_second = 200),
    deduplicated(seconds = 300)
)]
pub mod send_group_message {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// Tells copies: of two messages with the same content and number within five minutes the second is dropped.
        #[wire("Random", random)]
        pub random: Option<u32>,
        /// How urgent it is.
        #[wire("MsgPriority")]
        pub msg_priority: Option<MessagePriority>,
        /// What it consists of.
        #[wire("MsgBody")]
        pub msg_body: Vec<MessageElement>,
        /// Who sends it; the administrator that signs if nothing is said.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
        /// What a push shows to receivers that are offline.
        #[wire("OfflinePushInfo")]
        pub offline_push_info: Option<OfflinePushInfo>,
        /// The webhooks that it passes by.
        #[wire("ForbidCallbackControl")]
        pub forbid_callback_control: Option<Vec<ForbidCallback>>,
        /// Whether only members that are online get it; not for audio-video groups.
        #[wire("OnlineOnlyFlag")]
        pub online_only_flag: Option<bool>,
        /// What it does beside being delivered; not for messages to those online only.
        #[wire("SendMsgControl")]
        pub send_msg_control: Option<Vec<SendMessageControl>>,
        /// Data of the app's own, kept and delivered with the message.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
        /// Whether it can be extended by pairs later.
        #[wire("SupportMessageExtension")]
        pub support_message_extension: Option<bool>,
        /// The only members who get it, in Work, Public and Meeting groups of the Ultimate edition. It does not count as
        /// unread then.
        #[wire("To_Account", items(max = 50))]
        pub to_account: Option<Vec<UserId>>,
        /// The topic, in communities with topics.
        #[wire("TopicId")]
        pub topic_id: Option<TopicId>,
        /// Whom it mentions. Only the samples of the page have this.
        #[wire("GroupAtInfo")]
        pub group_at_info: Option<Vec<GroupAtInfo>>,
        /// Whether members are to confirm having read it; not by default. Known from the SDK of doocs alone.
        #[wire("NeedReadReceipt")]
        pub need_read_receipt: Option<bool>,
    }

    pub struct Response {
        /// When it was sent, in seconds since 1970 UTC.
        #[wire("MsgTime")]
        pub msg_time_secs: u64,
        /// Its number in the group.
        #[wire("MsgSeq")]
        pub msg_seq: u64,
        /// Why it was dropped; empty if it was not. So far only for being sent too fast.
        #[wire("MsgDropReason")]
        pub msg_drop_reason: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::GROUP_PERMISSION_DENIED,
        ErrorCode::GROUP_NOT_FOUND,
        ErrorCode::INVALID_GROUP_ID,
        ErrorCode::REFUSED_BY_WEBHOOK,
        ErrorCode::SENDER_MUTED,
        ErrorCode::GROUP_MESSAGE_RATE_EXCEEDED,
        ErrorCode::GROUP_MESSAGE_TOO_LARGE,
    ];
}

/// Whether all messages that were asked for are there.
#[open_enum]
pub enum ReadState {
    /// Not all: they are too many or too long.
    #[wire(0)]
    Incomplete,
    /// All.
    #[wire(1)]
    Complete,
    /// Not all: they are too many or too long, and have expired.
    #[wire(2)]
    Expired,
}

/// Whether a message is only a place.
#[open_enum]
pub enum PlaceKind {
    /// It is a message.
    #[wire(0)]
    Message,
    /// It expired, was deleted or never stored.
    #[wire(1)]
    Gone,
    /// It was recalled.
    #[wire(2)]
    Recalled,
}

/// Reads the messages of a group, the newest first; audio-video groups keep none.
///
/// The first page needs no number to begin at; the next one begins below the smallest number of this one.
#[endpoint(
    "v4/group_open_http_svc/group_msg_get_simple",
    page = 34971,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    pages("RspMsgList", descending("ReqMsgSeq", of = "MsgSeq"))
)]
pub mod group_message_get_simple {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// How many messages to read.
        #[wire("ReqMsgNumber", range(min = 1, max = 20))]
        pub req_msg_number: u32,
        /// The largest number to read; that of the newest message if nothing is said.
        #[wire("ReqMsgSeq")]
        pub req_msg_seq: Option<u64>,
        /// Whether to read messages that were recalled too; not if nothing is said.
        #[wire("WithRecalledMsg")]
        pub with_recalled_msg: Option<bool>,
        /// The topic, in communities with topics.
        #[wire("TopicId")]
        pub topic_id: Option<TopicId>,
    }

    pub struct Response {
        /// The group. The page's table spells it `groupID`.
        #[wire("GroupId", alias("groupID"))]
        pub group_id: GroupId,
        /// Whether all messages that were asked for are there; older ones may follow all the same.
        #[wire("IsFinished")]
        pub is_finished: ReadState,
        /// The messages. The page's table names them `MsgList`.
        #[wire("RspMsgList", alias("MsgList"))]
        pub rsp_msg_list: Vec<GroupMessage>,
    }

    /// A message of a group.
    pub struct GroupMessage {
        /// Who sent it. A message that is only a place may lack it.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
        /// Whether it is only a place. Some messages lack it.
        #[wire("IsPlaceMsg")]
        pub is_place_msg: Option<PlaceKind>,
        /// What it consists of; empty if it is only a place.
        #[wire("MsgBody")]
        pub msg_body: Vec<MessageElement>,
        /// How urgent it was.
        #[wire("MsgPriority")]
        pub msg_priority: Option<MessagePriorityNumber>,
        /// Its random number.
        #[wire("MsgRandom")]
        pub msg_random: Option<i64>,
        /// Its number in the group.
        #[wire("MsgSeq")]
        pub msg_seq: u64,
        /// When it was sent, in seconds since 1970 UTC.
        #[wire("MsgTimeStamp")]
        pub msg_time_stamp_secs: u64,
        /// Whether the service sent it.
        #[wire("IsSystemMsg")]
        pub is_system_msg: Option<bool>,
        /// Data of the app's own. The page lacks this.
        #[wire("CloudCustomData")]
        pub cloud_custom_data: Option<String>,
        /// Names it; recalls a message of an official account. Known from the SDK of doocs alone.
        #[wire("MsgKey")]
        pub msg_key: Option<MsgKey>,
    }

    pub const ERRORS: &[ErrorCode] = destroy_group::ERRORS;
}
