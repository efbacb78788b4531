//! Follows: users follow others without being their friends.

use crate::codes::sets::FRIEND_CODES;
use crate::friend::FriendResult;
use crate::{ErrorCode, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Makes a user follow other users.
///
/// Each user has a separate result, which may be a failure even if the call succeeds. The app needs the edition Pro, Pro
/// Plus or Enterprise, and must enable follows in the console.
#[endpoint("v4/follow/follow_add", page = 70345, rate = 200)]
#[batch("FollowItem")]
pub mod follow_add {
    pub struct Request {
        /// The user who follows.
        pub from_account: UserId,
        /// The users to follow.
        #[wire(items(max = 20))]
        pub follow_item: Vec<FollowItem>,
    }
    /// A user to follow.
    pub struct FollowItem {
        /// The user.
        pub to_account: UserId,
    }
    pub struct Response {
        /// The result for each user to follow.
        pub result_item: Vec<FriendResult>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..FRIEND_CODES,
        ErrorCode::FRIEND_APP_MISMATCH,
        ErrorCode::FOLLOWING_DISABLED,
        ErrorCode::FOLLOWED_LIMIT,
        ErrorCode::FOLLOWERS_OF_OTHER_LIMIT,
        ErrorCode::MUTUAL_FOLLOWS_LIMIT,
        ErrorCode::MUTUAL_FOLLOWS_OF_OTHER_LIMIT,
    ];
}
