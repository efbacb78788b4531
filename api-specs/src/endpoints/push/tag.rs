//! Tags of users, by which a push selects them. A user has at most 100.
//!
//! The service `timpush` replaces `all_member_push`, whose endpoints have the prefix `im_`. It knows devices too: its
//! accounts are `UserID`s or the `RegistrationID`s that devices get from the push SDK.

use crate::codes::sets::MESSAGE_CODES;
use crate::{ErrorCode, UserId, endpoint, object};

const READ: &str = "2026-11-24";

/// The tags of one user.
#[object]
pub struct UserTags {
    /// The user, or in calls of `timpush` the `RegistrationID` of a device.
    pub to_account: UserId,
    /// The tags.
    #[wire(each(bytes(max = 50)))]
    pub tags: Vec<String>,
}

/// A user or device for which a call failed that may have succeeded for others.
#[object]
pub struct FailedTarget {
    /// The user, or the `RegistrationID` of the device.
    pub to_account: UserId,
    /// The reason; 70107 means that the account does not exist.
    #[wire(status)]
    pub error_code: ErrorCode,
    /// The error text of the service. It may be empty.
    pub error_info: Option<String>,
}

/// Adds tags to users. A user has at most 100.
#[endpoint(
    "v4/all_member_push/im_add_tag",
    page = 37173,
    rate = 100,
    superseded_by = "v4/timpush/add_tag"
)]
#[batch("UserTags")]
pub mod im_add_tag {
    pub struct Request {
        /// The tags, one item for each user.
        #[wire(items(max = 100))]
        pub user_tags: Vec<AddedTags>,
    }
    /// The tags that one user gets. Unlike those of `UserTags`, they are at most 10.
    pub struct AddedTags {
        /// The user.
        pub to_account: UserId,
        /// The tags.
        #[wire(items(max = 10), each(bytes(max = 50)))]
        pub tags: Vec<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Reads the tags of users.
#[endpoint(
    "v4/all_member_push/im_get_tag",
    page = 37172,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/get_tag"
)]
#[batch("To_Account")]
pub mod im_get_tag {
    pub struct Request {
        /// The users.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The tags of each user.
        pub user_tags: Vec<UserTags>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Deletes all tags of users.
#[endpoint(
    "v4/all_member_push/im_remove_all_tags",
    page = 37175,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/clear_all_tags"
)]
#[batch("To_Account")]
pub mod im_remove_all_tags {
    pub struct Request {
        /// The users.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Deletes tags of users.
#[endpoint(
    "v4/all_member_push/im_remove_tag",
    page = 37174,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/remove_tag"
)]
#[batch("UserTags")]
pub mod im_remove_tag {
    pub struct Request {
        /// The tags, one item for each user.
        #[wire(items(max = 100))]
        pub user_tags: Vec<UserTags>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Adds tags to users or devices, or replaces their tags.
///
/// A user has at most 100 tags, and an app at most 1000 different ones. The call may succeed for some of the accounts
/// and fail for others.
#[endpoint("v4/timpush/add_tag", page = 67821, rate = 100)]
#[batch("UserTags")]
pub mod add_tag {
    pub struct Request {
        /// `true` to replace all tags that the account has. Defaults to `false`, which adds to them.
        pub replace: Option<bool>,
        /// The tags, one item for each account.
        #[wire(items(max = 100))]
        pub user_tags: Vec<AddedTags>,
    }
    /// The tags that one user or device gets. Unlike those of `UserTags`, their number has a bound.
    pub struct AddedTags {
        /// The user, or the `RegistrationID` of the device.
        pub to_account: UserId,
        /// The tags: at most 10, or 100 if they replace the earlier ones.
        #[wire(items(max = 100), each(bytes(max = 50)))]
        pub tags: Vec<String>,
    }
    pub struct Response {
        /// The accounts that failed.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS, ErrorCode::ACCOUNT_TYPES_MIXED];
}

/// Reads the tags of users or devices. Accounts that do not exist are in `error_list`.
#[endpoint("v4/timpush/get_tag", page = 67820, rate = 100, idempotent)]
#[batch("To_Account")]
pub mod get_tag {
    pub struct Request {
        /// The users, or the `RegistrationID`s of devices.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The tags of each account.
        pub user_tags: Vec<UserTags>,
        /// The accounts whose tags could not be read.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Deletes tags of users or devices. It may succeed for some of them and fail for others.
#[endpoint("v4/timpush/remove_tag", page = 67822, rate = 100, idempotent)]
#[batch("UserTags")]
pub mod remove_tag {
    pub struct Request {
        /// The tags, one item for each account.
        #[wire(items(max = 100))]
        pub user_tags: Vec<UserTags>,
    }
    pub struct Response {
        /// The accounts that failed.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Deletes all tags of users or devices. It may succeed for some of them and fail for others.
#[endpoint("v4/timpush/clear_all_tags", page = 67823, rate = 100, idempotent)]
#[batch("To_Account")]
pub mod clear_all_tags {
    pub struct Request {
        /// The users, or the `RegistrationID`s of devices.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The accounts that failed.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}
