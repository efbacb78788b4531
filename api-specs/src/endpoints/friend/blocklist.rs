//! Blocklists: the users whom a user has blocked.

use super::FriendResult;
use crate::codes::sets::{FRIEND_CHANGE_CODES, FRIEND_CODES};
use crate::{ErrorCode, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Adds users to the blocklist of a user. If they are friends, both lose each other as friends.
///
/// Neither of the two can send a friend request to the other then, and the blocked user cannot send one-to-one
/// messages to the user. Each user has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/sns/black_list_add", page = 34911, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod black_list_add {
    pub struct Request {
        /// The user whose blocklist changes.
        pub from_account: UserId,
        /// The users to block.
        #[wire(items(max = 1000))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The result for each user.
        pub result_item: Vec<FriendResult>,
        /// The users who were not blocked. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..FRIEND_CODES, ..FRIEND_CHANGE_CODES, ErrorCode::BLOCKLIST_LIMIT];
}

/// Removes users from the blocklist of a user.
///
/// Each user has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/sns/black_list_delete", page = 34912, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod black_list_delete {
    pub struct Request {
        /// The user whose blocklist changes.
        pub from_account: UserId,
        /// The users to unblock.
        #[wire(items(max = 1000))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The result for each user.
        pub result_item: Vec<FriendResult>,
        /// The users who were not unblocked. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES, ErrorCode::FRIEND_WRITE_CONFLICT];
}

/// Reads the blocklist of a user, one page per call.
#[endpoint("v4/sns/black_list_get", page = 34914, rate = 200, idempotent)]
#[pages("BlackListItem", cursor("StartIndex"))]
pub mod black_list_get {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// Cursor: 0 for the first page, then `start_index` of the previous response.
        pub start_index: u64,
        /// The maximum number of users on a page.
        #[wire(range(max = 1000))]
        pub max_limited: u64,
        /// The version of the blocklist that the caller has. The page asks servers to send 0.
        pub last_sequence: u64,
    }
    pub struct Response {
        /// The blocked users of this page.
        pub black_list_item: Vec<BlackListItem>,
        /// Cursor of the next page; 0 on the last page.
        pub start_index: u64,
        /// The version of the blocklist. The international page spells it `CurruentSequence`.
        #[wire(alias("CurruentSequence"))]
        pub current_sequence: u64,
    }
    /// A blocked user.
    pub struct BlackListItem {
        /// The user.
        pub to_account: UserId,
        /// The time when the user was blocked, in seconds since 1970 UTC.
        pub add_black_time_stamp_secs: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES];
}

/// The blocklists to look at: those of one user or of both.
#[open_enum]
pub enum BlocklistCheckType {
    /// Only the blocklist of the user.
    #[wire("BlackCheckResult_Type_Single")]
    Single,
    /// Also the blocklists of the other users.
    #[wire("BlackCheckResult_Type_Both")]
    Both,
}

/// The blocks between a user and another. `BWithA` and `BothWay` are only found if the blocklists of both are looked at.
#[open_enum]
pub enum BlocklistRelation {
    /// Neither blocks the other.
    #[wire("BlackCheckResult_Type_NO")]
    NoRelation,
    /// The user blocks the other.
    #[wire("BlackCheckResult_Type_AWithB")]
    AWithB,
    /// The other blocks the user.
    #[wire("BlackCheckResult_Type_BWithA")]
    BWithA,
    /// Both block each other.
    #[wire("BlackCheckResult_Type_BothWay")]
    BothWay,
}

/// Checks whether a user blocks other users, and optionally whether they block the user.
#[endpoint("v4/sns/black_list_check", page = 34913, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod black_list_check {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The other users.
        #[wire(items(max = 1000))]
        pub to_account: Vec<UserId>,
        /// The blocklists to look at.
        pub check_type: BlocklistCheckType,
    }
    pub struct Response {
        /// The relation to each of the other users.
        pub black_list_check_item: Vec<BlackListCheckItem>,
        /// The users to whom the relation could not be read. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    /// The relation to one of the other users.
    pub struct BlackListCheckItem {
        /// The other user.
        pub to_account: UserId,
        /// The relation.
        pub relation: BlocklistRelation,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES];
}
