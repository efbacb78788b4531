//! Pairs that extend a message after it was sent. A message has at most 300. They need the Ultimate edition and a
//! message that was sent with support for them.

use crate::codes::sets::{EXTENSION_CHANGE_CODES, EXTENSION_CODES};
use crate::{ErrorCode, GroupId, MsgKey, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// A change of the pairs of a message.
#[open_enum]
pub enum ExtensionOperation {
    /// Sets pairs.
    Set = 1,
    /// Deletes pairs.
    Delete = 2,
    /// Deletes all pairs.
    Clear = 3,
}

/// A pair that extends a message.
#[object]
pub struct ExtensionPair {
    /// The key.
    #[wire(bytes(max = 100))]
    pub key: String,
    /// The value.
    #[wire(bytes(max = 1000))]
    pub value: String,
    /// The version: 0 the first time, later that of the last response. Optional for administrators.
    pub seq: Option<u64>,
}

/// The result for a pair.
#[object]
pub struct ExtensionResult {
    /// The status; 0 is success.
    #[wire(status)]
    pub error_code: ErrorCode,
    /// The current pair.
    pub extension: ExtensionPair,
}

/// Sets or deletes pairs of a one-to-one message.
///
/// The service allows 200 changes per message and minute. Each pair has a separate result, which may be a failure even
/// if the call succeeds.
#[endpoint("v4/openim_msg_ext_http_svc/set_key_values", page = 51195, rate = 200)]
pub mod set_key_values {
    pub struct Request {
        /// The sender of the message. Defaults to the administrator that signs the call.
        pub from_account: Option<UserId>,
        /// The receiver of the message.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// The change of the pairs.
        pub operate_type: ExtensionOperation,
        /// The pairs. Required unless all pairs are deleted.
        #[wire(items(max = 20))]
        pub extension_list: Option<Vec<ExtensionPair>>,
    }
    pub struct Response {
        /// The result for each pair.
        pub extension_list: Vec<ExtensionResult>,
    }
    pub const ERRORS: &[ErrorCode] = &[..EXTENSION_CODES, ..EXTENSION_CHANGE_CODES];
}

/// Reads the pairs of a one-to-one message by version, at most 200 per call.
#[endpoint("v4/openim_msg_ext_http_svc/get_key_values", page = 51194, rate = 200, idempotent)]
pub mod get_key_values {
    pub struct Request {
        /// The sender of the message. Defaults to the administrator that signs the call.
        pub from_account: Option<UserId>,
        /// The receiver of the message.
        pub to_account: UserId,
        /// The key of the message.
        pub msg_key: MsgKey,
        /// The smallest version to read.
        pub start_seq: Option<u64>,
    }
    pub struct Response {
        /// The pairs.
        pub extension_list: Vec<ExtensionPair>,
        /// `true` if these are all pairs. Otherwise continue from the last version here. Pairs with this version may be
        /// returned again, because several pairs can share a version.
        pub complete_flag: bool,
        /// The largest version of all pairs.
        pub latest_seq: u64,
        /// The version up to which pairs were deleted.
        pub clear_seq: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..EXTENSION_CODES];
}

/// Sets or deletes pairs of a message of a group.
///
/// The service allows 200 changes per message and minute. Each pair has a separate result, which may be a failure even
/// if the call succeeds.
#[endpoint("v4/openim_msg_ext_http_svc/group_set_key_values", page = 52170, rate = 200)]
pub mod group_set_key_values {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The change of the pairs.
        pub operate_type: ExtensionOperation,
        /// The pairs. Required unless all pairs are deleted.
        #[wire(items(max = 20))]
        pub extension_list: Option<Vec<ExtensionPair>>,
    }
    pub struct Response {
        /// The result for each pair.
        pub extension_list: Vec<ExtensionResult>,
    }
    pub const ERRORS: &[ErrorCode] = &[..EXTENSION_CODES, ..EXTENSION_CHANGE_CODES];
}

/// Reads the pairs of a message of a group by version, at most 200 per call.
#[endpoint("v4/openim_msg_ext_http_svc/group_get_key_values", page = 52169, rate = 200, idempotent)]
pub mod group_get_key_values {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The sequence number of the message in the group.
        pub msg_seq: u64,
        /// The smallest version to read.
        pub start_seq: Option<u64>,
    }
    pub struct Response {
        /// The pairs.
        pub extension_list: Vec<ExtensionPair>,
        /// `true` if these are all pairs. Otherwise continue from the last version here. Pairs with this version may be
        /// returned again, because several pairs can share a version.
        pub complete_flag: bool,
        /// The largest version of all pairs.
        pub latest_seq: u64,
        /// The version up to which pairs were deleted.
        pub clear_seq: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..EXTENSION_CODES];
}
