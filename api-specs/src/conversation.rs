//! Conversations of a user, their groups and marks: the service `recentcontact`.

use crate::{ErrorCode, UserId, endpoint, object};

/// A group of conversations, by name and number.
#[object]
pub struct ContactGroup {
    /// Name of the group.
    #[wire("GroupName")]
    pub group_name: String,
    /// Number of the group, which the service gives it. It is not the ID of a chat group.
    #[wire("GroupId")]
    pub group_id: u64,
}

/// Deletes a conversation group of a user.
///
/// The conversations in it stay. By page 53441 this needs the Ultimate edition, by pages of 2025 one of Pro,
/// Pro Plus and Enterprise; other editions are answered with 51013.
#[endpoint(
    "v4/recentcontact/del_contact_group",
    page = 53441,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod delete_contact_group {
    pub struct Request {
        /// User whose group is deleted.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Names of the groups. The service takes exactly one a call.
        #[wire("GroupName", items(1), each(bytes(max = 32)))]
        pub group_name: Vec<String>,
    }

    pub struct Response {
        /// The groups that were deleted.
        #[wire("GroupItem")]
        pub group_item: Vec<ContactGroup>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::USER_NOT_IMPORTED,
        ErrorCode::INVALID_CONVERSATION_REQUEST,
        ErrorCode::CONVERSATION_ADMIN_REQUIRED,
        ErrorCode::CONVERSATION_INTERNAL_ERROR,
        ErrorCode::CONVERSATION_TIMEOUT,
        ErrorCode::MARKED_CONVERSATIONS_OUT_OF_RANGE,
        ErrorCode::GROUP_CODE_LOOKUP_FAILED,
        ErrorCode::GROUPED_CONVERSATIONS_LIMIT,
        ErrorCode::CONTACT_GROUP_NOT_FOUND,
        ErrorCode::CONTACT_GROUPS_LIMIT,
        ErrorCode::CONTACT_GROUP_NAME_TOO_LONG,
        ErrorCode::PINNED_CONVERSATIONS_LIMIT,
        ErrorCode::EDITION_REQUIRED,
    ];
}
