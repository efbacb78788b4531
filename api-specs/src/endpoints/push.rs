//! Pushes to all users of an app, to those with certain attributes or tags, or to named users; and the statistics of
//! what became of them.

mod send;
mod statistics;

use crate::codes::sets::{MESSAGE_BODY_CODES, MESSAGE_CODES, PUSH_CODES};
use std::collections::BTreeMap;

use crate::message::{MessageElement, OfflinePushInfo};
use crate::{ErrorCode, UserId, endpoint, object};

pub use send::*;
pub use statistics::*;

const READ: &str = "2026-11-24";

/// The users to whom a push is sent, selected by attributes or by tags, but not by both.
///
/// The pages of `v4/timpush` were not read as far as their tables: their samples show tags alone.
#[object]
pub struct Condition {
    /// Users who have any of these attributes, by name.
    pub attrs_or: Option<BTreeMap<String, String>>,
    /// Users who have all of these attributes, by name.
    pub attrs_and: Option<BTreeMap<String, String>>,
    /// Users who have any of these tags.
    #[wire(items(max = 10), each(bytes(max = 50)))]
    pub tags_or: Option<Vec<String>>,
    /// Users who have all of these tags.
    #[wire(items(max = 10), each(bytes(max = 50)))]
    pub tags_and: Option<Vec<String>>,
}

/// The attributes of one user.
#[object]
pub struct UserAttributes {
    /// The user.
    pub to_account: UserId,
    /// The attributes, by name.
    #[wire(each(bytes(max = 50)))]
    pub attrs: BTreeMap<String, String>,
}

/// Sends a message to all users, or to those with certain attributes or tags.
///
/// The service accepts at most 100 pushes a day unless agreed otherwise, with more than a second between two. Only the
/// Ultimate edition has the endpoint.
#[endpoint("v4/all_member_push/im_push", page = 37166, superseded_by = "v4/timpush/push")]
pub mod im_push {
    pub struct Request {
        /// The users to whom the message is sent. By default it is sent to all.
        pub condition: Option<Condition>,
        /// A number by which the service detects copies within a second.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The elements of the message.
        pub msg_body: Vec<MessageElement>,
        /// The time for which the message is kept for offline users, in seconds. Defaults to 0, which keeps it for none
        /// of them.
        #[wire(range(max = 604800))]
        pub msg_life_time_secs: Option<u32>,
        /// The sender.
        pub from_account: Option<UserId>,
        /// The notification that offline users are shown.
        pub offline_push_info: Option<OfflinePushInfo>,
    }
    pub struct Response {
        /// The ID of the push.
        pub task_id: String,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ..MESSAGE_BODY_CODES,
        ..PUSH_CODES,
        ErrorCode::INVALID_MSG_LIFE_TIME,
        ErrorCode::INVALID_ATTRIBUTE,
    ];
}

/// Sets attributes of users. The app must have named the attributes before.
#[endpoint("v4/all_member_push/im_set_attr", page = 37170, rate = 100, idempotent)]
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
#[endpoint("v4/all_member_push/im_get_attr_name", page = 37168, rate = 100, idempotent)]
pub mod im_get_attribute_name {
    pub struct Request {}
    pub struct Response {
        /// The names, by the number of the attribute as a string.
        pub attr_names: BTreeMap<String, String>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ErrorCode::TOO_MANY_ACCOUNTS];
}

/// Reads the attributes of users.
#[endpoint("v4/all_member_push/im_get_attr", page = 37169, rate = 100, idempotent)]
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
