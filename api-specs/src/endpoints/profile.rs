//! Profiles of users: nickname, picture, and any other data that an app keeps about them.
//!
//! The docs of the client's handle, `Profile`, say in what order these endpoints are called, with an example.

use crate::codes::sets::PROFILE_CODES;
use crate::{ErrorCode, Tag, TagItem, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Reads profiles of users. All of these users must have been imported.
#[endpoint("v4/profile/portrait_get", page = 34917, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod portrait_get {
    pub struct Request {
        /// The users.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
        /// The tags to read for each user.
        pub tag_list: Vec<Tag>,
    }
    pub struct Response {
        /// The profiles, one for each user.
        pub user_profile_item: Vec<UserProfileItem>,
        /// The users whose profile could not be read. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    /// The profile of a user.
    pub struct UserProfileItem {
        /// The user.
        pub to_account: UserId,
        /// The tags and values that were read.
        pub profile_item: Vec<TagItem>,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..PROFILE_CODES, ErrorCode::PROFILE_ACCOUNT_MISSING, ErrorCode::PROFILE_READ_DENIED];
}

/// Writes to the profile of a user.
#[endpoint("v4/profile/portrait_set", page = 34916, rate = 200, idempotent)]
pub mod portrait_set {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The tags and values to write. A text has at most 500 bytes.
        pub profile_item: Vec<TagItem>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..PROFILE_CODES,
        ErrorCode::PROFILE_WRITE_DENIED,
        ErrorCode::PROFILE_VALUE_TOO_LONG,
        ErrorCode::INVALID_PROFILE_VALUE,
        ErrorCode::INVALID_PROFILE_VALUE_TYPE,
    ];
}
