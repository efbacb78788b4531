//! Read receipts. A message has them if it was sent with a request for them.

use super::MsgSeqItem;
use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, MsgKey, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// The members to list: those who have read a message, or those who have not.
#[open_enum]
pub enum ReadReceiptFilter {
    /// Members who have read the message.
    Read = 0,
    /// Members who have not read the message.
    Unread = 1,
}

/// Lists the members of a group who have read a message, or those who have not. Only in the Ultimate edition, if read
/// receipts are enabled in the console. Audio-video groups and communities have none.
#[endpoint(
    "v4/group_open_http_svc/get_group_msg_receipt_detail",
    page = 49438,
    read = "2026-11-30",
    rate = 200,
    idempotent
)]
#[pages("ReadList", "UnreadList", last = "IsFinish", cursor("Cursor"))]
pub mod get_group_message_receipt_detail {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The sequence number of the message.
        pub msg_seq: Option<u64>,
        /// The members to list.
        pub filter: ReadReceiptFilter,
        /// The cursor of the page; empty for the first page.
        pub cursor: String,
        /// The maximum number of members on a page.
        #[wire(range(max = 200))]
        pub count: u32,
    }
    pub struct Response {
        /// `true` on the last page. The table of the page spells it `IsFinished`.
        #[wire(alias("IsFinished"))]
        pub is_finish: bool,
        /// The sequence number of the message.
        pub msg_seq: u64,
        /// The members who have read the message. Empty if the filter asks for the others.
        pub read_list: Vec<ReadMember>,
        /// The members who have not read the message. Empty if the filter asks for the others.
        pub unread_list: Vec<UnreadMember>,
        /// The cursor of the next page.
        pub cursor: String,
    }
    /// A member who has read the message.
    pub struct ReadMember {
        /// The member.
        pub read_account: UserId,
    }
    /// A member who has not read the message.
    pub struct UnreadMember {
        /// The member.
        pub unread_account: UserId,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::READ_RECEIPT_NOT_FOUND];
}

/// Counts the members of a group who have read messages. Only in the Ultimate edition (by the page of 2025, the Ultimate
/// or Enterprise edition), if read receipts are enabled in the console. Not for audio-video groups and communities.
///
/// Each message has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/group_open_http_svc/get_group_msg_receipt", page = 49439, rate = 200, idempotent)]
pub mod get_group_message_receipt {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The messages.
        pub msg_seq_list: Vec<MsgSeqItem>,
    }
    pub struct Response {
        /// The result for each message.
        pub group_msg_receipt_list: Vec<ReceiptResult>,
    }
    /// The result for a message.
    pub struct ReceiptResult {
        /// The status; 0 is success.
        #[wire(status)]
        pub code: ErrorCode,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The number of members who have read the message.
        pub read_num: u64,
        /// The number of members who have not read the message.
        pub unread_num: u64,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::READ_RECEIPT_NOT_FOUND];
}

/// Sends the read receipts of a member for messages of a group. Only in the Ultimate or Enterprise edition, if read
/// receipts are enabled in the console, and in groups of at most 200 members. Not for audio-video groups and
/// communities.
#[endpoint("v4/group_open_http_svc/group_msg_receipt", rate = 200, idempotent, partial)]
#[batch("MsgSeqList")]
pub mod group_message_receipt {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The member who has read the messages.
        pub from_account: UserId,
        /// The messages.
        #[wire(items(max = 50))]
        pub msg_seq_list: Vec<MsgSeqItem>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Sends the read receipts of a user for one-to-one messages.
#[endpoint("v4/openim/c2c_msg_read_receipt", page = 77776, idempotent, partial)]
pub mod c2c_message_read_receipt {
    pub struct Request {
        /// The user who has read the messages.
        pub operator_account: UserId,
        /// The other user.
        pub peer_account: UserId,
        /// The messages.
        #[wire("C2CMsgInfo")]
        pub c2c_msg_info: Vec<ReadMessage>,
    }
    /// A message that was read.
    pub struct ReadMessage {
        /// The sender, who must be the `peer_account`. Only the service checks this.
        pub from_account: UserId,
        /// The receiver, who must be the `operator_account`. Only the service checks this.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[ErrorCode::INVALID_MESSAGE_REQUEST];
}
