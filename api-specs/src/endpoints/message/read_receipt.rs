//! Read receipts. A message has them if it was sent with a request for them.

use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, UserId, endpoint, open_enum};

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
