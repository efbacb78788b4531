//! Attributes of users, by which a push selects them. An app names at most ten.
//!
//! The service `timpush` replaces `all_member_push`, whose endpoints have the prefix `im_`. It knows devices too: its
//! accounts are `UserID`s or the `RegistrationID`s that devices get from the push SDK.

use super::FailedTarget;
use crate::codes::sets::MESSAGE_CODES;
use crate::{ErrorCode, UserId, endpoint, object, open_enum};
use std::collections::BTreeMap;

const READ: &str = "2026-11-24";

/// The attributes of one user.
#[object]
pub struct UserAttributes {
    /// The user, or in calls of `timpush` the `RegistrationID` of a device.
    pub to_account: UserId,
    /// The attributes, by name.
    #[wire(each(bytes(max = 50)))]
    pub attrs: BTreeMap<String, String>,
}

/// The names of attributes to delete from one user.
#[object]
pub struct UserAttributeNames {
    /// The user, or in calls of `timpush` the `RegistrationID` of a device.
    pub to_account: UserId,
    /// The names of the attributes.
    pub attrs: Vec<String>,
}

/// The kind of account that has an attribute.
#[open_enum]
pub enum AttributeOwner {
    /// A user, by `UserID`.
    User = 0,
    /// A device, by the `RegistrationID` that it got when it registered for pushes.
    Device = 1,
}

/// Sets attributes of users. The app must have named the attributes before.
#[endpoint(
    "v4/all_member_push/im_set_attr",
    page = 37170,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/set_attr"
)]
#[batch("UserAttrs")]
pub mod im_set_attribute {
    pub struct Request {
        /// The attributes, one item for each user.
        #[wire(items(max = 100))]
        pub user_attrs: Vec<UserAttributes>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS, ErrorCode::INVALID_ATTRIBUTE];
}

/// Reads the names of the app's attributes.
#[endpoint(
    "v4/all_member_push/im_get_attr_name",
    page = 37168,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/get_attr_name"
)]
pub mod im_get_attribute_name {
    pub struct Request {}
    pub struct Response {
        /// The names, by the number of the attribute as a string.
        pub attr_names: BTreeMap<String, String>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Reads the attributes of users.
#[endpoint(
    "v4/all_member_push/im_get_attr",
    page = 37169,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/get_attr"
)]
#[batch("To_Account", max = 100)]
pub mod im_get_attribute {
    pub struct Request {
        /// The users. According to the text of the page, at most 100.
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The attributes of each user.
        pub user_attrs: Vec<UserAttributes>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::TOO_MANY_ACCOUNTS,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
    ];
}

/// Deletes attributes of users.
#[endpoint(
    "v4/all_member_push/im_remove_attr",
    page = 37171,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/remove_attr"
)]
#[batch("UserAttrs")]
pub mod im_remove_attribute {
    pub struct Request {
        /// The names of the attributes, one item for each user.
        #[wire(items(max = 100))]
        pub user_attrs: Vec<UserAttributeNames>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS, ErrorCode::INVALID_ATTRIBUTE];
}

/// Names the app's attributes.
#[endpoint(
    "v4/all_member_push/im_set_attr_name",
    page = 37167,
    rate = 100,
    idempotent,
    superseded_by = "v4/timpush/set_attr_name"
)]
pub mod im_set_attribute_name {
    pub struct Request {
        /// The names, by the number of the attribute, from "0" to "9".
        #[wire(items(max = 10), each(bytes(max = 50)))]
        pub attr_names: BTreeMap<String, String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES];
}

/// Reads the attributes of users or devices. Accounts that do not exist are in `error_list`.
#[endpoint("v4/timpush/get_attr", page = 67817, rate = 100, idempotent)]
#[batch("To_Account")]
pub mod get_attribute {
    pub struct Request {
        /// The users, or the `RegistrationID`s of devices.
        #[wire(items(max = 100))]
        pub to_account: Vec<UserId>,
    }
    pub struct Response {
        /// The attributes of each account.
        pub user_attrs: Vec<UserAttributes>,
        /// The accounts whose attributes could not be read.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::TOO_MANY_ACCOUNTS,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
    ];
}

/// Reads the names of the app's attributes, and which kind of account has each.
#[endpoint("v4/timpush/get_attr_name", page = 67815, rate = 100, idempotent)]
pub mod get_attribute_name {
    pub struct Request {}
    pub struct Response {
        /// The names, by the number of the attribute, from "0" to "9".
        pub attr_names: BTreeMap<String, String>,
        /// The kinds of account, by the number of the attribute.
        pub attr_types: BTreeMap<String, AttributeOwner>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Deletes attributes of users or devices. It may succeed for some of them and fail for others.
#[endpoint("v4/timpush/remove_attr", page = 67819, rate = 100, idempotent)]
#[batch("UserAttrs")]
pub mod remove_attribute {
    pub struct Request {
        /// The names of the attributes, one item for each account.
        #[wire(items(max = 100))]
        pub user_attrs: Vec<UserAttributeNames>,
    }
    pub struct Response {
        /// The accounts that failed.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS, ErrorCode::INVALID_ATTRIBUTE];
}

/// Sets attributes of users or devices. The app must have named the attributes before.
///
/// It may succeed for some of the accounts and fail for others.
#[endpoint("v4/timpush/set_attr", page = 67818, rate = 100, idempotent)]
#[batch("UserAttrs")]
pub mod set_attribute {
    pub struct Request {
        /// The attributes, one item for each account.
        #[wire(items(max = 100))]
        pub user_attrs: Vec<UserAttributes>,
    }
    pub struct Response {
        /// The accounts that failed.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ErrorCode::TOO_MANY_ACCOUNTS,
        ErrorCode::INVALID_ATTRIBUTE,
        ErrorCode::ACCOUNT_TYPES_MIXED,
    ];
}

/// Names the app's attributes, and says which kind of account has each. No two have the same name.
#[endpoint("v4/timpush/set_attr_name", page = 67816, rate = 100, idempotent)]
pub mod set_attribute_name {
    pub struct Request {
        /// The names, by the number of the attribute, from "0" to "9".
        #[wire(items(max = 10), each(bytes(max = 50)))]
        pub attr_names: BTreeMap<String, String>,
        /// The kinds of account, by numbers that `attr_names` has too. Each defaults to `User` and cannot be changed
        /// later.
        pub attr_types: Option<BTreeMap<String, AttributeOwner>>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::INVALID_ATTRIBUTE];
}
