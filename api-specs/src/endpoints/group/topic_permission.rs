//! The permissions that permission groups of communities have in topics.
//!
//! Each page was read in part: no codes, and the fields of responses from samples only.

use serde_json::Value;

use crate::{ErrorCode, GroupId, PermissionGroupId, TopicId, endpoint, object};

const READ: &str = "2026-11-24";

/// The permissions in a topic.
#[object]
pub struct TopicPermission {
    /// The topic.
    pub topic_id: TopicId,
    /// The permissions, one a bit.
    pub permission: u64,
}

/// The result for a topic.
#[object]
pub struct TopicPermissionResult {
    /// The topic.
    pub topic_id: Option<TopicId>,
    /// The status; 0 is success.
    #[wire(status)]
    pub error_code: ErrorCode,
    /// The error text of the service.
    pub error_info: Option<String>,
}

/// Gives a permission group permissions in topics.
///
/// Each topic has a separate result, which may be a failure even if the call succeeds.
#[endpoint(
    "v4/group_open_http_svc/add_topic_permission_group",
    page = 61236,
    rate = 200,
    idempotent,
    partial
)]
#[batch("TopicPermissionList")]
pub mod add_topic_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The topics and the permissions in them.
        #[wire(items(max = 50))]
        pub topic_permission_list: Vec<TopicPermission>,
    }
    pub struct Response {
        /// The result for each topic.
        pub topic_permission_result_list: Vec<TopicPermissionResult>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Changes the permissions that a permission group has in topics.
///
/// The page's response was not read. `add_topic_permission_group` returns a result for each topic.
#[endpoint(
    "v4/group_open_http_svc/set_topic_permission_group",
    page = 61237,
    rate = 200,
    idempotent,
    partial
)]
pub mod set_topic_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The topics and the new permissions in them. Their maximum number was not read.
        pub topic_permission_list: Vec<TopicPermission>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Takes permissions in topics from a permission group.
///
/// Each topic has a separate result, which may be a failure even if the call succeeds.
#[endpoint(
    "v4/group_open_http_svc/delete_topic_permission_group",
    page = 61238,
    rate = 200,
    idempotent,
    partial
)]
#[batch("TopicIdList")]
pub mod delete_topic_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The topics.
        #[wire(items(max = 50))]
        pub topic_id_list: Vec<TopicId>,
    }
    pub struct Response {
        /// The result for each topic.
        pub topic_permission_result_list: Vec<TopicPermissionResult>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the permissions that a permission group has in topics.
#[endpoint(
    "v4/group_open_http_svc/get_topic_permission_group",
    page = 61239,
    rate = 200,
    idempotent,
    partial
)]
pub mod get_topic_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The topics. By default all are read. The table calls it required, its text and a sample do not.
        pub topic_id_list: Option<Vec<TopicId>>,
    }
    pub struct Response {
        /// The permissions by topic. Their fields were not read.
        pub topic_permission_result_list: Vec<Value>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
