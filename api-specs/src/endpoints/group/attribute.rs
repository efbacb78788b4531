//! The attributes of groups: texts that the app and its clients store under names of their own.
//!
//! The values of a group have at most 16000 bytes together, and a group takes at most 5 changes per second; only the service
//! checks these two bounds.

use crate::codes::sets::{GROUP_ATTRIBUTE_CODES, GROUP_VALUE_CODES};
use crate::{ErrorCode, GroupId, endpoint, object};

const READ: &str = "2026-11-24";

/// An attribute of a group.
#[object]
pub struct GroupAttribute {
    /// The name.
    #[wire("key", bytes(max = 32))]
    pub key: String,
    /// The value.
    #[wire("value", bytes(max = 4000))]
    pub value: String,
}

/// Reads the attributes of a group.
#[endpoint("v4/group_open_attr_http_svc/get_group_attr", page = 44187, rate = 200, idempotent)]
pub mod get_group_attribute {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
    }
    pub struct Response {
        /// The attributes.
        pub group_attr_ary: Vec<GroupAttribute>,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_VALUE_CODES];
}

/// Adds attributes to a group, or changes their values. The other attributes stay.
#[endpoint("v4/group_open_http_svc/modify_group_attr", page = 44188, rate = 200, idempotent)]
pub mod modify_group_attribute {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The attributes. A group has at most 16.
        #[wire(items(max = 16))]
        pub group_attr: Vec<GroupAttribute>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_VALUE_CODES, ..GROUP_ATTRIBUTE_CODES];
}

/// Replaces all attributes of a group.
#[endpoint("v4/group_open_http_svc/set_group_attr", page = 44190, rate = 200, idempotent)]
pub mod set_group_attribute {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The attributes.
        #[wire(items(max = 16))]
        pub group_attr: Vec<GroupAttribute>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_VALUE_CODES, ..GROUP_ATTRIBUTE_CODES];
}

/// Deletes certain attributes of a group.
#[endpoint("v4/group_open_http_svc/delete_group_attr", page = 59499, rate = 200, idempotent)]
pub mod delete_group_attribute {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The attributes.
        pub group_attr: Vec<AttributeKey>,
    }
    /// An attribute, by its name alone.
    pub struct AttributeKey {
        /// The name.
        #[wire("key", bytes(max = 32))]
        pub key: String,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..GROUP_VALUE_CODES,
        ErrorCode::GROUP_ATTRIBUTE_KEY_TOO_LONG,
        ErrorCode::GROUP_ATTRIBUTE_RATE_EXCEEDED,
        ErrorCode::GROUP_ATTRIBUTE_NOT_FOUND,
    ];
}

/// Deletes all attributes of a group. By the page, communities do not support this call.
#[endpoint("v4/group_open_http_svc/clear_group_attr", page = 44189, rate = 200, idempotent)]
pub mod clear_group_attribute {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_VALUE_CODES, ..GROUP_ATTRIBUTE_CODES];
}
