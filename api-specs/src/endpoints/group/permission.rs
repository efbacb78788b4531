//! Permission groups of communities: sets of members with the same permissions.
//!
//! Each page was read in part: no codes, and few fields of responses.

use serde_json::Value;

use crate::{ErrorCode, GroupId, PermissionGroupId, UserId, endpoint, object};

const READ: &str = "2026-11-24";

/// A member of a community who enters or leaves a permission group.
// Not the `NewMember` of `add_group_member`, who is a user outside of the group.
#[object]
pub struct PermissionGroupMember {
    /// The member.
    pub member_account: UserId,
}

/// Creates a permission group in a community.
///
/// The service returns an ID that it generated. The field is not typed, because its name was not read.
#[endpoint("v4/group_open_http_svc/create_permission_group", page = 61232, rate = 200, partial)]
pub mod create_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The ID of the permission group. By default the service generates one.
        pub permission_group_id: Option<PermissionGroupId>,
        /// The name.
        #[wire(bytes(max = 150))]
        pub permission_group_name: String,
        /// The permissions, one a bit.
        pub permission: u64,
        /// Custom data. `modify_permission_group` allows 3000 bytes.
        pub custom_string: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Changes the name, the permissions or the custom data of a permission group.
#[endpoint(
    "v4/group_open_http_svc/modify_permission_group",
    page = 61234,
    rate = 200,
    idempotent,
    partial
)]
pub mod modify_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The new name.
        #[wire(bytes(max = 150))]
        pub permission_group_name: Option<String>,
        /// The new permissions, one a bit.
        pub permission: Option<u64>,
        /// The new custom data.
        #[wire(bytes(max = 3000))]
        pub custom_string: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Destroys permission groups of a community.
#[endpoint(
    "v4/group_open_http_svc/destroy_permission_group",
    page = 61233,
    rate = 200,
    idempotent,
    partial
)]
#[batch("PermissionGroupIdList")]
pub mod destroy_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission groups.
        #[wire(items(max = 20))]
        pub permission_group_id_list: Vec<PermissionGroupId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the profiles of permission groups of a community.
#[endpoint(
    "v4/group_open_http_svc/get_permission_group",
    page = 61235,
    rate = 200,
    idempotent,
    partial
)]
#[pages("PermissionGroupInfoList", cursor("Next"))]
pub mod get_permission_group {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission groups to read. By default all are read.
        pub permission_group_id_list: Option<Vec<PermissionGroupId>>,
        /// The maximum number of permission groups on a page. The table calls it required, one sample
        /// leaves it out.
        #[wire(range(max = 20))]
        pub limit: Option<u32>,
        /// The cursor of the page. Empty for the first page. The table calls it a number, the samples have a string.
        pub next: Option<String>,
    }
    pub struct Response {
        /// The profiles. Their fields were not read.
        pub permission_group_info_list: Vec<Value>,
        /// The cursor of the next page.
        pub next: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Adds members of a community to a permission group.
///
/// Each member has a separate result. The field is not typed, because its name was not read.
#[endpoint(
    "v4/group_open_http_svc/add_permission_group_member",
    page = 61240,
    rate = 200,
    idempotent,
    partial
)]
#[batch("MemberList")]
pub mod add_permission_group_member {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The members to add.
        #[wire(items(max = 100))]
        pub member_list: Vec<PermissionGroupMember>,
    }
    pub struct Response {
        /// The members for whom there is a result.
        pub member_list: Vec<AddedMember>,
    }
    /// A member for whom there is a result.
    pub struct AddedMember {
        /// The member.
        pub member_account: Option<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Removes members from a permission group. Success too for those who are not in it.
///
/// By default all members of the group are notified.
#[endpoint(
    "v4/group_open_http_svc/delete_permission_group_member",
    page = 61241,
    rate = 200,
    idempotent,
    partial
)]
#[batch("MemberList")]
pub mod delete_permission_group_member {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The members to remove.
        #[wire(items(max = 100))]
        pub member_list: Vec<PermissionGroupMember>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the members of a permission group, with their profiles.
#[endpoint(
    "v4/group_open_http_svc/get_permission_group_member_list",
    page = 61242,
    rate = 200,
    idempotent,
    partial
)]
#[pages("MemberList", cursor("Next"))]
pub mod get_permission_group_member_list {
    pub struct Request {
        /// The community.
        pub group_id: GroupId,
        /// The permission group.
        pub permission_group_id: PermissionGroupId,
        /// The maximum number of members on a page.
        #[wire(range(max = 50))]
        pub limit: Option<u32>,
        /// The cursor of the page. Empty for the first page.
        pub next: Option<String>,
    }
    pub struct Response {
        /// The members of this page. Their fields were not read.
        pub member_list: Vec<Value>,
        /// The cursor of the next page. Empty on the last page.
        pub next: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
