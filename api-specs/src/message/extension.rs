//! Pairs that extend a message after it was sent: at most 300 a message, in the Ultimate edition, for messages that
//! were sent with support for them.

use crate::{ErrorCode, GroupId, MsgKey, UserId, endpoint, object, open_enum};

/// What happens to the pairs of a message.
#[open_enum]
pub enum ExtensionOperation {
    /// Pairs are set.
    #[wire(1)]
    Set,
    /// Pairs are deleted.
    #[wire(2)]
    Delete,
    /// All pairs are deleted.
    #[wire(3)]
    Clear,
}

/// A pair that extends a message.
#[object]
pub struct ExtensionPair {
    /// Its key.
    #[wire("Key", bytes(max = 100))]
    pub key: String,
    /// Its value.
    #[wire("Value", bytes(max = 1000))]
    pub value: String,
    /// Its version: 0 the first time, later that of the last response. Administrators need not give it.
    #[wire("Seq")]
    pub seq: Option<u64>,
}

/// What became of a pair.
#[object]
pub struct ExtensionResult {
    /// The outcome; 0 is success.
    #[wire("ErrorCode", status)]
    pub error_code: ErrorCode,
    /// The pair now.
    #[wire("Extension")]
    pub extension: ExtensionPair,
}

/// Sets or deletes pairs of a one-to-one message.
///
/// A message takes 200 changes a minute. Each pair has a result of its own, which may be a failure although the call
/// succeeds.
#[endpoint(
    "v4/openim_msg_ext_http_svc/set_key_values",
    page = 51195,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod set_key_values {
    pub struct Request {
        /// Who sent the message; the administrator that signs if nothing is said.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
        /// Who got the message.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Key of the message.
        #[wire("MsgKey")]
        pub msg_key: MsgKey,
        /// What happens to the pairs.
        #[wire("OperateType")]
        pub operate_type: ExtensionOperation,
        /// The pairs, unless all are deleted.
        #[wire("ExtensionList", items(max = 20))]
        pub extension_list: Option<Vec<ExtensionPair>>,
    }

    pub struct Response {
        /// What became of each pair.
        #[wire("ExtensionList")]
        pub extension_list: Vec<ExtensionResult>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::INVALID_GROUP_REQUEST,
        ErrorCode::EXTENSION_CONFLICT,
        ErrorCode::EXTENSIONS_UNSUPPORTED,
        ErrorCode::EXTENSION_RATE_EXCEEDED,
        ErrorCode::EXTENDED_MESSAGE_NOT_FOUND,
    ];
}

/// Reads the pairs of a one-to-one message, at most 200 a call, by version.
#[endpoint(
    "v4/openim_msg_ext_http_svc/get_key_values",
    page = 51194,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod get_key_values {
    pub struct Request {
        /// Who sent the message; the administrator that signs if nothing is said.
        #[wire("From_Account")]
        pub from_account: Option<UserId>,
        /// Who got the message.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Key of the message.
        #[wire("MsgKey")]
        pub msg_key: MsgKey,
        /// The smallest version to read.
        #[wire("StartSeq")]
        pub start_seq: Option<u64>,
    }

    pub struct Response {
        /// The pairs.
        #[wire("ExtensionList")]
        pub extension_list: Vec<ExtensionPair>,
        /// Whether these are all. If not, read on from the last version here, which may come again: several pairs can
        /// have the same.
        #[wire("CompleteFlag")]
        pub complete_flag: bool,
        /// The largest version of all pairs.
        #[wire("LatestSeq")]
        pub latest_seq: u64,
        /// Pairs up to this version were deleted.
        #[wire("ClearSeq")]
        pub clear_seq: u64,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::INVALID_GROUP_REQUEST,
        ErrorCode::EXTENDED_MESSAGE_NOT_FOUND,
    ];
}

/// Sets or deletes pairs of a message of a group.
///
/// A message takes 200 changes a minute. Each pair has a result of its own, which may be a failure although the call
/// succeeds.
#[endpoint(
    "v4/openim_msg_ext_http_svc/group_set_key_values",
    page = 52170,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod group_set_key_values {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// Number of the message in the group.
        #[wire("MsgSeq")]
        pub msg_seq: u64,
        /// What happens to the pairs.
        #[wire("OperateType")]
        pub operate_type: ExtensionOperation,
        /// The pairs, unless all are deleted.
        #[wire("ExtensionList", items(max = 20))]
        pub extension_list: Option<Vec<ExtensionPair>>,
    }

    pub struct Response {
        /// What became of each pair.
        #[wire("ExtensionList")]
        pub extension_list: Vec<ExtensionResult>,
    }

    pub const ERRORS: &[ErrorCode] = set_key_values::ERRORS;
}

/// Reads the pairs of a message of a group, at most 200 a call, by version.
#[endpoint(
    "v4/openim_msg_ext_http_svc/group_get_key_values",
    page = 52169,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod group_get_key_values {
    pub struct Request {
        /// The group.
        #[wire("GroupId")]
        pub group_id: GroupId,
        /// Number of the message in the group.
        #[wire("MsgSeq")]
        pub msg_seq: u64,
        /// The smallest version to read.
        #[wire("StartSeq")]
        pub start_seq: Option<u64>,
    }

    pub struct Response {
        /// The pairs.
        #[wire("ExtensionList")]
        pub extension_list: Vec<ExtensionPair>,
        /// Whether these are all. If not, read on from the last version here, which may come again: several pairs can
        /// have the same.
        #[wire("CompleteFlag")]
        pub complete_flag: bool,
        /// The largest version of all pairs.
        #[wire("LatestSeq")]
        pub latest_seq: u64,
        /// Pairs up to this version were deleted.
        #[wire("ClearSeq")]
        pub clear_seq: u64,
    }

    pub const ERRORS: &[ErrorCode] = get_key_values::ERRORS;
}
