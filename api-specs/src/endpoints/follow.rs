//! Follows: users follow others without being their friends.

use crate::codes::sets::FRIEND_CODES;
use crate::friend::FriendResult;
use crate::{ErrorCode, TagItem, UserId, endpoint, open_enum};

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

/// The follows of a user to read, by their direction.
#[open_enum]
pub enum FollowType {
    /// The followers of the user.
    Followers = 1,
    /// The users whom the user follows.
    Followed = 2,
    /// The users who follow the user and whom the user follows.
    Mutual = 3,
}

/// Reads the followers of a user, or the users whom the user follows.
///
/// The app needs the edition Pro, Pro Plus or Enterprise (in China, Ultimate or Enterprise), and must enable follows in
/// the console.
#[endpoint("v4/follow/follow_get", page = 70347, rate = 200, partial, idempotent)]
#[pages("FollowItem", cursor("StartCursor", from = "NextCursor"))]
pub mod follow_get {
    pub struct Request {
        /// The user whose follows are read.
        pub from_account: UserId,
        /// The direction of the follows.
        pub follow_type: FollowType,
        /// Cursor: empty for the first page, then `next_cursor` of the previous response.
        pub start_cursor: String,
        /// The number of users on a page. The page of the API gives 100 as a default, but requires the field.
        #[wire(range(max = 1000))]
        pub want_num: u32,
    }
    pub struct Response {
        /// The other users, with their profiles.
        pub follow_item: Vec<FollowItem>,
        /// The cursor of the next page; empty on the last page.
        pub next_cursor: Option<String>,
    }
    /// A follower, or a user who is followed.
    pub struct FollowItem {
        /// The other user.
        pub to_account: Option<UserId>,
        /// The time of the follow, in seconds since 1970 UTC. The source does not give the unit.
        pub follow_time_secs: Option<u64>,
        /// The tags of the profile, and their values.
        pub profile_item: Vec<TagItem>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// The follows between two users.
#[open_enum]
pub enum FollowRelation {
    /// Neither follows the other.
    Neither = 0,
    /// The other user follows this one.
    Follower = 1,
    /// This user follows the other one.
    Followed = 2,
    /// Each follows the other.
    Mutual = 3,
}

/// Checks how a user and others follow each other.
///
/// Each user has a separate result, which may be a failure even if the call succeeds. The app needs the edition Pro, Pro
/// Plus or Enterprise (in China, Ultimate or Enterprise), and must enable follows in the console.
#[endpoint("v4/follow/follow_check", page = 70349, rate = 200, partial, idempotent)]
#[batch("To_Account")]
pub mod follow_check {
    pub struct Request {
        /// The user whose follows are checked.
        pub from_account: UserId,
        /// The other users.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The result for each other user.
        pub result_item: Vec<FollowCheck>,
    }
    /// The result for another user.
    pub struct FollowCheck {
        /// The other user.
        pub to_account: Option<UserId>,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: Option<String>,
        /// The follows between the two users.
        pub follow_type: Option<FollowRelation>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Makes a user follow other users no longer.
///
/// Each user has a separate result, which may be a failure even if the call succeeds. The app needs the edition Pro, Pro
/// Plus or Enterprise, and must enable follows in the console.
#[endpoint("v4/follow/follow_delete", page = 70346, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod follow_delete {
    pub struct Request {
        /// The user who follows no longer.
        pub from_account: UserId,
        /// The users who were followed.
        #[wire(items(max = 20))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The result for each user who was followed.
        pub result_item: Vec<FriendResult>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..FRIEND_CODES, ErrorCode::FRIEND_APP_MISMATCH, ErrorCode::FOLLOWING_DISABLED];
}

/// Counts the followers of users, and the users whom they follow.
///
/// Each user has a separate result, which may be a failure even if the call succeeds. The app needs the edition Pro, Pro
/// Plus or Enterprise, and must enable follows in the console.
#[endpoint("v4/follow/follow_get_info", page = 70350, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod follow_get_info {
    pub struct Request {
        /// The user on whose behalf the counts are read.
        pub from_account: UserId,
        /// The users whose counts are read.
        #[wire(items(max = 20))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The result for each user.
        pub follow_info: Vec<FollowCounts>,
    }
    /// The counts of a user.
    pub struct FollowCounts {
        /// The user.
        pub to_account: UserId,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
        /// The number of followers.
        pub follower_count: Option<u64>,
        /// The number of users whom the user follows.
        pub following_count: Option<u64>,
        /// The number of followers whom the user follows.
        pub mutual_following_count: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..FRIEND_CODES, ErrorCode::FRIEND_APP_MISMATCH, ErrorCode::FOLLOWING_DISABLED];
}
