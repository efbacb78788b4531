//! The conversations of a user.

use super::ConversationKind;
use crate::codes::sets::CONVERSATION_CODES;
use crate::{ErrorCode, GroupId, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Reads a user's list of recent conversations, one page per call.
///
/// Pinned and other conversations are paged in parallel. In each of the four cursor fields, 0 requests the first page,
/// and the value from the response requests the next one.
#[endpoint("v4/recentcontact/get_list", page = 43087, rate = 200, idempotent)]
#[pages(
    "SessionItem",
    last = "CompleteFlag",
    cursor("TimeStamp"),
    cursor("StartIndex"),
    cursor("TopTimeStamp"),
    cursor("TopStartIndex")
)]
pub mod get_list {
    pub struct Request {
        /// The user whose conversations are read.
        pub from_account: UserId,
        /// Cursor for conversations that are not pinned, in seconds since 1970 UTC; 0 for the first page.
        pub time_stamp_secs: u64,
        /// Cursor within that second for conversations that are not pinned; 0 for the first page.
        pub start_index: u64,
        /// Cursor for pinned conversations, in seconds since 1970 UTC; 0 for the first page.
        pub top_time_stamp_secs: u64,
        /// Cursor within that second for pinned conversations; 0 for the first page.
        pub top_start_index: u64,
        /// Bit flags: bit 0 to read pinned conversations, bit 1 to read empty ones, bit 2 to page the pinned ones. The
        /// page of 2026 asks for 63 in every call, and advises against other values.
        pub assist_flags: u32,
    }
    pub struct Response {
        /// The conversations of this page.
        pub session_item: Vec<SessionItem>,
        /// `true` on the last page.
        pub complete_flag: bool,
        /// Cursor of the next page for conversations that are not pinned, in seconds since 1970 UTC.
        pub time_stamp_secs: u64,
        /// Cursor of the next page within that second.
        pub start_index: u64,
        /// Cursor of the next page for pinned conversations, in seconds since 1970 UTC.
        pub top_time_stamp_secs: u64,
        /// Cursor of the next page within that second.
        pub top_start_index: u64,
    }
    /// A recent conversation.
    pub struct SessionItem {
        /// The kind of peer.
        pub kind: ConversationKind,
        /// The other user, if the peer is one.
        pub to_account: Option<UserId>,
        /// The chat group, if the peer is one.
        pub group_id: Option<GroupId>,
        /// The time of the last message, in seconds since 1970 UTC. The page calls it a duration, but its sample shows
        /// a point in time.
        pub msg_time_secs: u64,
        /// `true` if the conversation is pinned.
        pub top_flag: bool,
        /// The standard marks, with a digit `0` or `1` for each bit. Only the page of 2026 has this field.
        pub standard_mark: Option<String>,
        /// The custom mark. Only the page of 2026 has this field.
        pub custom_mark: Option<String>,
        /// The numbers of the conversation groups that it is in. Only the page of 2026 has this field.
        pub contact_group_id: Vec<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES];
}

/// Deletes a recent conversation, and on request its roaming messages (the history stored by the service).
#[endpoint("v4/recentcontact/delete", page = 43088, rate = 200, idempotent)]
pub mod delete {
    pub struct Request {
        /// The user whose conversation is deleted.
        pub from_account: UserId,
        /// The kind of peer.
        pub kind: ConversationKind,
        /// The other user, if the peer is one.
        pub to_account: Option<UserId>,
        /// The chat group, if the peer is one.
        pub to_groupid: Option<GroupId>,
        /// `true` to delete its roaming messages too. By default they are kept.
        pub clear_ramble: Option<bool>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES];
}

/// The change to make: to pin conversations, or to unpin them.
#[open_enum]
pub enum PinOperation {
    /// The conversations are pinned.
    Pin = 1,
    /// The conversations are unpinned.
    Unpin = 2,
}

/// Pins conversations of a user to the top of the list, or unpins them.
#[endpoint("v4/recentcontact/top", page = 78304, rate = 200, idempotent)]
pub mod top {
    pub struct Request {
        /// The user whose conversations change.
        pub from_account: UserId,
        /// The change.
        pub operation_type: PinOperation,
        /// The conversations.
        pub recent_contact_item: Vec<RecentContactItem>,
    }
    /// A conversation.
    pub struct RecentContactItem {
        /// The kind of peer.
        pub kind: ConversationKind,
        /// The other user, if the peer is one.
        pub to_account: Option<UserId>,
        /// The chat group, if the peer is one.
        pub group_id: Option<GroupId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES];
}
