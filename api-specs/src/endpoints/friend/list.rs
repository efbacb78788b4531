//! Friend lists: the named lists into which a user sorts friends.

use super::FriendResult;
use crate::codes::sets::{FRIEND_CHANGE_CODES, FRIEND_CODES};
use crate::{ErrorCode, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Adds friend lists of a user, and optionally adds friends to each of them.
///
/// Each friend has its own result, which may be a failure although the call succeeds. The page does not say what
/// happens if a list already exists.
#[endpoint("v4/sns/group_add", page = 34950, rate = 200)]
pub mod group_add {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The names of the lists.
        pub group_name: Vec<String>,
        /// The friends to add to the lists.
        pub to_account: Option<Vec<UserId>>,
    }
    pub struct Response {
        /// The result for each friend.
        pub result_item: Vec<FriendResult>,
        /// The users who were not added to the lists. Their items have the reasons.
        pub fail_account: Vec<UserId>,
        /// The version of the user's friend lists.
        pub current_sequence: u64,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..FRIEND_CODES, ..FRIEND_CHANGE_CODES, ErrorCode::FRIEND_LISTS_LIMIT];
}

/// Deletes friend lists of a user.
#[endpoint("v4/sns/group_delete", page = 34926, rate = 200, idempotent)]
pub mod group_delete {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The names of the lists. The bound is that of the lists of a user, according to the Chinese page of 2024.
        #[wire(items(max = 32))]
        pub group_name: Vec<String>,
    }
    pub struct Response {
        /// The version of the user's friend lists.
        pub current_sequence: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES, ErrorCode::FRIEND_WRITE_CONFLICT];
}

/// A request for the friends in each list.
#[open_enum]
pub enum NeedFriend {
    /// The friends are returned.
    #[wire("Need_Friend_Type_Yes")]
    Yes,
}

/// Reads the friend lists of a user.
#[endpoint("v4/sns/group_get", page = 40123, rate = 200, idempotent)]
pub mod group_get {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// Requests the friends in each list. By default they are not returned. It is
        /// only valid without `group_name`.
        pub need_friend: Option<NeedFriend>,
        /// The names of the lists to read. By default all are returned.
        pub group_name: Option<Vec<String>>,
    }
    pub struct Response {
        /// The lists.
        pub result_item: Vec<ResultItem>,
        /// The version of the user's friend lists.
        pub current_sequence: u64,
    }
    /// A friend list.
    pub struct ResultItem {
        /// The name of the list.
        pub group_name: String,
        /// The number of friends in the list.
        pub friend_number: u64,
        /// The friends in the list, if they were requested.
        pub to_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES];
}
