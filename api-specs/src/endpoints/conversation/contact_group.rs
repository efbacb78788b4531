//! Groups and marks of conversations.

use super::{
    ContactGroup, ContactItem, ContactMark, ContactOptType, OptType, UpdateGroupType, UpdateType,
};
use crate::codes::sets::{CONTACT_GROUP_CODES, CONVERSATION_CODES};
use crate::{ErrorCode, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Creates a conversation group of a user and adds conversations to it.
///
/// Each conversation has its own result, which may be a failure although the call succeeds.
#[endpoint("v4/recentcontact/create_contact_group", page = 53437, rate = 200)]
pub mod create_contact_group {
    pub struct Request {
        /// The user whose group is created.
        pub from_account: UserId,
        /// The groups. The service accepts exactly one per call.
        #[wire(items(1))]
        pub group_contact_item: Vec<GroupContactItem>,
    }
    /// A group to be created.
    pub struct GroupContactItem {
        /// The name of the group.
        #[wire(bytes(max = 32))]
        pub group_name: String,
        /// The conversations in it.
        #[wire(items(max = 100))]
        pub contact_item: Vec<ContactItem>,
    }
    pub struct Response {
        /// The groups that were created.
        pub group_result_item: Vec<GroupResultItem>,
    }
    /// A group that was created.
    pub struct GroupResultItem {
        /// The group.
        pub group_item: ContactGroup,
        /// The result for each conversation.
        pub result_item: Vec<ResultItem>,
    }
    /// The result for one conversation.
    pub struct ResultItem {
        /// The conversation.
        pub contact_item: ContactItem,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES, ..CONTACT_GROUP_CODES];
}

/// Sets and clears the marks of conversations.
///
/// Of the 64 standard marks, the first 32 belong to the service (1 favourite, 2 unread, 3 folded, 4 hidden) and the
/// others to the app. Each conversation has its own result, which may be a failure although the call succeeds.
#[endpoint("v4/recentcontact/mark_contact", page = 53438, rate = 200, idempotent)]
#[batch("MarkItem")]
pub mod mark_contact {
    pub struct Request {
        /// The user whose conversations are marked.
        pub from_account: UserId,
        /// The changes, one for each conversation.
        #[wire(items(min = 1, max = 100))]
        pub mark_item: Vec<MarkItem>,
    }
    /// The change of one conversation's marks.
    pub struct MarkItem {
        /// The kinds of marks to change.
        pub opt_type: OptType,
        /// The conversation.
        pub contact_item: ContactItem,
        /// The numbers of the standard marks to clear.
        pub clear_mark: Option<Vec<u32>>,
        /// The numbers of the standard marks to set.
        pub set_mark: Option<Vec<u32>>,
        /// The custom mark.
        #[wire(bytes(max = 256))]
        pub custom_mark: Option<String>,
    }
    pub struct Response {
        /// The result for each conversation.
        pub result_item: Vec<ResultItem>,
    }
    /// The result for one conversation.
    pub struct ResultItem {
        /// The kinds of marks that were changed.
        pub opt_type: OptType,
        /// The conversation.
        pub contact_item: ContactItem,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES, ..CONTACT_GROUP_CODES];
}

/// Renames a conversation group of a user, or changes the conversations in it.
///
/// Each conversation has its own result, which may be a failure although the call succeeds.
#[endpoint("v4/recentcontact/update_contact_group", page = 53439, rate = 200)]
pub mod update_contact_group {
    pub struct Request {
        /// The user whose group is updated.
        pub from_account: UserId,
        /// The kind of object to update.
        pub update_type: UpdateType,
        /// The change.
        pub update_group: UpdateGroup,
    }
    /// The change of a group.
    pub struct UpdateGroup {
        /// The part of the group to update.
        pub update_group_type: UpdateGroupType,
        /// The name of the group before the call. Documented as required for a rename. The page's sample also sends it
        /// when only the conversations change.
        pub old_group_name: Option<String>,
        /// The name of the group after the call, if the name changes.
        #[wire(bytes(max = 32))]
        pub new_group_name: Option<String>,
        /// The changes, one for each conversation, if the conversations change.
        #[wire(items(max = 100))]
        pub contact_update_item: Option<Vec<ContactUpdateItem>>,
    }
    /// The change of one conversation.
    pub struct ContactUpdateItem {
        /// The change of the conversation's membership.
        pub contact_opt_type: ContactOptType,
        /// The conversation.
        pub contact_item: ContactItem,
    }
    pub struct Response {
        /// The kind of object that was updated.
        pub update_type: UpdateType,
        /// The group after the update.
        pub update_group_result: UpdateGroupResult,
    }
    /// A group that was updated.
    pub struct UpdateGroupResult {
        /// The part of the group that was updated.
        pub update_group_type: UpdateGroupType,
        /// The name after the update.
        pub group_name: String,
        /// The name before the update.
        pub old_group_name: String,
        /// The number of the group.
        pub group_id: u64,
        /// The result for each conversation.
        pub contact_result_item: Vec<ContactResultItem>,
    }
    /// The result for one conversation.
    pub struct ContactResultItem {
        /// The requested change of the conversation's membership.
        pub contact_opt_type: ContactOptType,
        /// The conversation.
        pub contact_item: ContactItem,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES, ..CONTACT_GROUP_CODES];
}

/// Reads the groups and marks of all conversations of a user, one page per call.
#[endpoint("v4/recentcontact/get_contact_group", page = 53440, rate = 200, idempotent)]
#[pages("ContactItem", last = "CompleteFlag", cursor("StartIndex", from = "NextStartIndex"))]
pub mod get_contact_group {
    pub struct Request {
        /// The user whose conversations are read.
        pub from_account: UserId,
        /// Cursor: 0 for the first page, then `next_start_index` of the previous response.
        pub start_index: u64,
    }
    pub struct Response {
        /// The conversations of this page.
        pub contact_item: Vec<ContactMark>,
        /// The groups that they are in.
        pub group_item: Vec<ContactGroup>,
        /// `true` on the last page.
        pub complete_flag: bool,
        /// Cursor of the next page.
        pub next_start_index: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES, ..CONTACT_GROUP_CODES];
}

/// Deletes a conversation group of a user.
///
/// The conversations in the group are kept. The call requires an edition with conversation groups; other editions fail
/// with 51013.
#[endpoint("v4/recentcontact/del_contact_group", page = 53441, rate = 200, idempotent)]
pub mod delete_contact_group {
    pub struct Request {
        /// The user whose group is deleted.
        pub from_account: UserId,
        /// The names of the groups. The service accepts exactly one per call.
        #[wire(items(1), each(bytes(max = 32)))]
        pub group_name: Vec<String>,
    }
    pub struct Response {
        /// The groups that were deleted.
        pub group_item: Vec<ContactGroup>,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES, ..CONTACT_GROUP_CODES];
}

/// Reads the groups and marks of certain conversations of a user.
#[endpoint("v4/recentcontact/search_contact_group", page = 53442, rate = 200, idempotent)]
pub mod search_contact_group {
    pub struct Request {
        /// The user whose conversations are read.
        pub from_account: UserId,
        /// The conversations.
        #[wire(items(max = 300))]
        pub contact_item: Vec<ContactItem>,
    }
    pub struct Response {
        /// The conversations that have groups or marks. The page's table calls the list `ContactItem`, its sample
        /// `ContactResultItem`.
        #[wire(alias("ContactItem"))]
        pub contact_result_item: Vec<ContactMark>,
        /// The groups that they are in.
        pub group_item: Vec<ContactGroup>,
    }
    pub const ERRORS: &[ErrorCode] = &[..CONVERSATION_CODES, ..CONTACT_GROUP_CODES];
}
