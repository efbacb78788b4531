//! The counters of groups: numbers that the app and its clients store under names of their own.
//!
//! They require the Ultimate edition. Communities have none.

use crate::codes::sets::GROUP_VALUE_CODES;
use crate::{ErrorCode, GroupId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// A counter of a group.
#[object]
pub struct GroupCounter {
    /// The name.
    #[wire(bytes(max = 128))]
    pub key: String,
    /// The number, or that by which it changes.
    pub value: i64,
}

/// The change of counters.
#[open_enum]
pub enum CounterMode {
    /// The counters get the values.
    Set,
    /// The values are added. A counter that does not exist begins at 0.
    Increase,
    /// The values are subtracted. A counter that does not exist begins at 0.
    Decrease,
}

/// Reads counters of a group.
#[endpoint("v4/group_open_http_svc/get_group_counter", page = 53427, rate = 200, idempotent)]
pub mod get_group_counter {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The names of the counters. By default all are read.
        pub group_counter_keys: Option<Vec<String>>,
    }
    pub struct Response {
        /// The counters.
        pub group_counter: Vec<GroupCounter>,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_VALUE_CODES, ErrorCode::ULTIMATE_EDITION_REQUIRED];
}

/// Sets counters of a group, or changes them by some number. Counters that do not exist are created.
#[endpoint("v4/group_open_http_svc/update_group_counter", page = 53428, rate = 200)]
pub mod update_group_counter {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The counters. A group has at most 20.
        #[wire(items(max = 20))]
        pub group_counter: Vec<GroupCounter>,
        /// The change. The page has no default.
        pub mode: Option<CounterMode>,
    }
    pub struct Response {
        /// The changed counters.
        pub group_counter: Vec<GroupCounter>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_VALUE_CODES,
        ErrorCode::ULTIMATE_EDITION_REQUIRED,
        ErrorCode::GROUP_COUNTERS_LIMIT,
    ];
}

/// Deletes counters of a group.
#[endpoint("v4/group_open_http_svc/delete_group_counter", page = 53429, rate = 200, idempotent)]
pub mod delete_group_counter {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The names of the counters. By default all are deleted.
        pub group_counter_keys: Option<Vec<String>>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_VALUE_CODES, ErrorCode::ULTIMATE_EDITION_REQUIRED];
}
