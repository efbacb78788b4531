//! Pushes to all users of an app, to those with certain attributes or tags, or to named users; and the statistics of
//! what became of them.

mod attribute;
mod schedule;
mod send;
mod statistics;
mod tag;

use crate::codes::sets::{MESSAGE_BODY_CODES, MESSAGE_CODES, PUSH_CODES};
use std::collections::BTreeMap;

use crate::message::{MessageElement, OfflinePushInfo};
use crate::{ErrorCode, UserId, endpoint, object};

pub use attribute::*;
pub use schedule::*;
pub use send::*;
pub use statistics::*;
pub use tag::*;

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
