//! Conversations of a user, their groups and marks (the service `recentcontact`).
//!
//! Groups and marks are stored separately from the list of recent conversations. A user can have at most 20 groups, and
//! at most 1000 conversations with a group or a mark; only the service checks these two bounds. According to the pages
//! of 2023, groups and standard marks require the Ultimate edition; according to those of 2025, one of Pro, Pro Plus
//! and Enterprise. Other editions fail with 51013. Custom marks require no particular edition.

use crate::{ErrorCode, GroupId, UserId, endpoint, object, open_enum};

/// The kind of peer that a conversation is with.
#[open_enum]
pub enum ConversationKind {
    /// Another user.
    #[wire(1)]
    C2c,
    /// A chat group.
    #[wire(2)]
    Group,
}

/// A conversation, identified by its peer: a user or a chat group.
#[object]
pub struct ContactItem {
    /// The kind of peer.
    #[wire("Type")]
    pub kind: ConversationKind,
    /// The chat group, if the peer is one.
    #[wire("ToGroupId")]
    pub to_group_id: Option<GroupId>,
    /// The other user, if the peer is one.
    #[wire("To_Account")]
    pub to_account: Option<UserId>,
}

impl ContactItem {
    /// Creates the item for the conversation with a user.
    pub fn with_user(user: impl Into<UserId>) -> Self {
        Self::new(ConversationKind::C2c).to_account(user)
    }

    /// Creates the item for the conversation in a chat group.
    pub fn with_group(group: impl Into<GroupId>) -> Self {
        Self::new(ConversationKind::Group).to_group_id(group)
    }
}

/// A group of conversations, by name and number.
#[object]
pub struct ContactGroup {
    /// The name of the group.
    #[wire("GroupName")]
    pub group_name: String,
    /// The number of the group, assigned by the service. It is not the ID of a chat group.
    #[wire("GroupId")]
    pub group_id: u64,
}

/// A conversation with its groups and marks.
#[object]
pub struct ContactMark {
    /// The kind of peer.
    #[wire("Type")]
    pub kind: ConversationKind,
    /// The chat group, if the peer is one.
    #[wire("ToGroupId")]
    pub to_group_id: Option<GroupId>,
    /// The other user, if the peer is one.
    #[wire("To_Account")]
    pub to_account: Option<UserId>,
    /// The time of the last change of groups or marks, in seconds since 1970 UTC.
    #[wire("Timestamp")]
    pub timestamp_secs: u64,
    /// The standard marks, with a digit `0` or `1` for each bit, such as `011111110`.
    #[wire("StandardMark")]
    pub standard_mark: String,
    /// The custom mark.
    #[wire("CustomMark")]
    pub custom_mark: Option<String>,
    /// The numbers of the groups that the conversation is in.
    #[wire("ContactGroupId")]
    pub contact_group_id: Vec<u64>,
}

/// The kinds of marks to change.
#[open_enum]
pub enum OptType {
    /// The standard marks.
    #[wire(1)]
    Standard,
    /// The custom mark.
    #[wire(2)]
    Custom,
    /// Both the standard marks and the custom mark.
    #[wire(3)]
    Both,
}

/// The kind of object to update.
#[open_enum]
pub enum UpdateType {
    /// A conversation group.
    #[wire(1)]
    Group,
}

/// The part of a group to update.
#[open_enum]
pub enum UpdateGroupType {
    /// Its name.
    #[wire(1)]
    Name,
    /// The conversations in it.
    #[wire(2)]
    Conversations,
}

/// The change of a conversation's membership in a group.
#[open_enum]
pub enum ContactOptType {
    /// The conversation is added to the group.
    #[wire(1)]
    Add,
    /// The conversation is removed from the group.
    #[wire(2)]
    Delete,
}

/// Reads a user's list of recent conversations, one page per call.
///
/// Pinned and other conversations are paged in parallel. In each of the four cursor fields, 0 requests the first page,
/// and the value from the response requests the next one.
#[endpoint(
    "v4/recentcontact/get_list",
    page = 43087,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    pages(
        "SessionItem",
        last = "CompleteFlag",
        cursor("TimeStamp"),
        cursor("StartIndex"),
        cursor("TopTimeStamp"),
        cursor("TopStartIndex")
    )
)]
pub mod get_list {
    pub struct Request {
        /// The user whose conversations are read.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Cursor for conversations that are not pinned, in seconds since 1970 UTC; 0 for the first page.
        #[wire("TimeStamp")]
        pub time_stamp_secs: u64,
        /// Cursor within that second for conversations that are not pinned; 0 for the first page.
        #[wire("StartIndex")]
        pub start_index: u64,
        /// Cursor for pinned conversations, in seconds since 1970 UTC; 0 for the first page.
        #[wire("TopTimeStamp")]
        pub top_time_stamp_secs: u64,
        /// Cursor within that second for pinned conversations; 0 for the first page.
        #[wire("TopStartIndex")]
        pub top_start_index: u64,
        /// Bit flags: bit 0 to read pinned conversations, bit 1 to read empty ones, bit 2 to page the pinned ones. The
        /// page of 2026 asks for 63 in every call, and advises against other values.
        #[wire("AssistFlags")]
        pub assist_flags: u32,
    }

    pub struct Response {
        /// The conversations of this page.
        #[wire("SessionItem")]
        pub session_item: Vec<SessionItem>,
        /// `true` on the last page.
        #[wire("CompleteFlag")]
        pub complete_flag: bool,
        /// Cursor of the next page for conversations that are not pinned, in seconds since 1970 UTC.
        #[wire("TimeStamp")]
        pub time_stamp_secs: u64,
        /// Cursor of the next page within that second.
        #[wire("StartIndex")]
        pub start_index: u64,
        /// Cursor of the next page for pinned conversations, in seconds since 1970 UTC.
        #[wire("TopTimeStamp")]
        pub top_time_stamp_secs: u64,
        /// Cursor of the next page within that second.
        #[wire("TopStartIndex")]
        pub top_start_index: u64,
    }

    /// A recent conversation.
    pub struct SessionItem {
        /// The kind of peer.
        #[wire("Type")]
        pub kind: ConversationKind,
        /// The other user, if the peer is one.
        #[wire("To_Account")]
        pub to_account: Option<UserId>,
        /// The chat group, if the peer is one.
        #[wire("GroupId")]
        pub group_id: Option<GroupId>,
        /// The time of the last message, in seconds since 1970 UTC. The page calls it a duration, but its sample shows
        /// a point in time.
        #[wire("MsgTime")]
        pub msg_time_secs: u64,
        /// `true` if the conversation is pinned.
        #[wire("TopFlag")]
        pub top_flag: bool,
        /// The standard marks, with a digit `0` or `1` for each bit. Only the page of 2026 has this field.
        #[wire("StandardMark")]
        pub standard_mark: Option<String>,
        /// The custom mark. Only the page of 2026 has this field.
        #[wire("CustomMark")]
        pub custom_mark: Option<String>,
        /// The numbers of the conversation groups that it is in. Only the page of 2026 has this field.
        #[wire("ContactGroupId")]
        pub contact_group_id: Vec<u64>,
    }

    pub const ERRORS: &[ErrorCode] = delete::ERRORS;
}

/// Deletes a recent conversation, and on request its roaming messages (the history stored by the service).
#[endpoint(
    "v4/recentcontact/delete",
    page = 43088,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod delete {
    pub struct Request {
        /// The user whose conversation is deleted.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The kind of peer.
        #[wire("Type")]
        pub kind: ConversationKind,
        /// The other user, if the peer is one.
        #[wire("To_Account")]
        pub to_account: Option<UserId>,
        /// The chat group, if the peer is one.
        #[wire("ToGroupid")]
        pub to_groupid: Option<GroupId>,
        /// `true` to delete its roaming messages too. By default they are kept.
        #[wire("ClearRamble")]
        pub clear_ramble: Option<bool>,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::USER_NOT_IMPORTED,
        ErrorCode::INVALID_CONVERSATION_REQUEST,
        ErrorCode::CONVERSATION_ADMIN_REQUIRED,
        ErrorCode::CONVERSATION_INTERNAL_ERROR,
        ErrorCode::CONVERSATION_TIMEOUT,
    ];
}

/// Creates a conversation group of a user and adds conversations to it.
///
/// Each conversation has its own result, which may be a failure although the call succeeds.
#[endpoint(
    "v4/recentcontact/create_contact_group",
    page = 53437,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod create_contact_group {
    pub struct Request {
        /// The user whose group is created.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The groups. The service accepts exactly one per call.
        #[wire("GroupContactItem", items(1))]
        pub group_contact_item: Vec<GroupContactItem>,
    }

    /// A group to be created.
    pub struct GroupContactItem {
        /// The name of the group.
        #[wire("GroupName", bytes(max = 32))]
        pub group_name: String,
        /// The conversations in it.
        #[wire("ContactItem", items(max = 100))]
        pub contact_item: Vec<ContactItem>,
    }

    pub struct Response {
        /// The groups that were created.
        #[wire("GroupResultItem")]
        pub group_result_item: Vec<GroupResultItem>,
    }

    /// A group that was created.
    pub struct GroupResultItem {
        /// The group.
        #[wire("GroupItem")]
        pub group_item: ContactGroup,
        /// The result for each conversation.
        #[wire("ResultItem")]
        pub result_item: Vec<ResultItem>,
    }

    /// The result for one conversation.
    pub struct ResultItem {
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The status code; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Sets and clears the marks of conversations.
///
/// Of the 64 standard marks, the first 32 belong to the service (1 favourite, 2 unread, 3 folded, 4 hidden) and the
/// others to the app. Each conversation has its own result, which may be a failure although the call succeeds.
#[endpoint(
    "v4/recentcontact/mark_contact",
    page = 53438,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    batch("MarkItem")
)]
pub mod mark_contact {
    pub struct Request {
        /// The user whose conversations are marked.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The changes, one for each conversation.
        #[wire("MarkItem", items(min = 1, max = 100))]
        pub mark_item: Vec<MarkItem>,
    }

    /// The change of one conversation's marks.
    pub struct MarkItem {
        /// The kinds of marks to change.
        #[wire("OptType")]
        pub opt_type: OptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The numbers of the standard marks to clear.
        #[wire("ClearMark")]
        pub clear_mark: Option<Vec<u32>>,
        /// The numbers of the standard marks to set.
        #[wire("SetMark")]
        pub set_mark: Option<Vec<u32>>,
        /// The custom mark.
        #[wire("CustomMark", bytes(max = 256))]
        pub custom_mark: Option<String>,
    }

    pub struct Response {
        /// The result for each conversation.
        #[wire("ResultItem")]
        pub result_item: Vec<ResultItem>,
    }

    /// The result for one conversation.
    pub struct ResultItem {
        /// The kinds of marks that were changed.
        #[wire("OptType")]
        pub opt_type: OptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The status code; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Renames a conversation group of a user, or changes the conversations in it.
///
/// Each conversation has its own result, which may be a failure although the call succeeds.
#[endpoint(
    "v4/recentcontact/update_contact_group",
    page = 53439,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod update_contact_group {
    pub struct Request {
        /// The user whose group is updated.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The kind of object to update.
        #[wire("UpdateType")]
        pub update_type: UpdateType,
        /// The change.
        #[wire("UpdateGroup")]
        pub update_group: UpdateGroup,
    }

    /// The change of a group.
    pub struct UpdateGroup {
        /// The part of the group to update.
        #[wire("UpdateGroupType")]
        pub update_group_type: UpdateGroupType,
        /// The name of the group before the call. Documented as required for a rename. The page's sample also sends it
        /// when only the conversations change.
        #[wire("OldGroupName")]
        pub old_group_name: Option<String>,
        /// The name of the group after the call, if the name changes.
        #[wire("NewGroupName", bytes(max = 32))]
        pub new_group_name: Option<String>,
        /// The changes, one for each conversation, if the conversations change.
        #[wire("ContactUpdateItem", items(max = 100))]
        pub contact_update_item: Option<Vec<ContactUpdateItem>>,
    }

    /// The change of one conversation.
    pub struct ContactUpdateItem {
        /// The change of the conversation's membership.
        #[wire("ContactOptType")]
        pub contact_opt_type: ContactOptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
    }

    pub struct Response {
        /// The kind of object that was updated.
        #[wire("UpdateType")]
        pub update_type: UpdateType,
        /// The group after the update.
        #[wire("UpdateGroupResult")]
        pub update_group_result: UpdateGroupResult,
    }

    /// A group that was updated.
    pub struct UpdateGroupResult {
        /// The part of the group that was updated.
        #[wire("UpdateGroupType")]
        pub update_group_type: UpdateGroupType,
        /// The name after the update.
        #[wire("GroupName")]
        pub group_name: String,
        /// The name before the update.
        #[wire("OldGroupName")]
        pub old_group_name: String,
        /// The number of the group.
        #[wire("GroupId")]
        pub group_id: u64,
        /// The result for each conversation.
        #[wire("ContactResultItem")]
        pub contact_result_item: Vec<ContactResultItem>,
    }

    /// The result for one conversation.
    pub struct ContactResultItem {
        /// The requested change of the conversation's membership.
        #[wire("ContactOptType")]
        pub contact_opt_type: ContactOptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The status code; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Reads the groups and marks of all conversations of a user, one page per call.
#[endpoint(
    "v4/recentcontact/get_contact_group",
    page = 53440,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    pages("ContactItem", last = "CompleteFlag", cursor("StartIndex", from = "NextStartIndex"))
)]
pub mod get_contact_group {
    pub struct Request {
        /// The user whose conversations are read.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Cursor: 0 for the first page, then `next_start_index` of the previous response.
        #[wire("StartIndex")]
        pub start_index: u64,
    }

    pub struct Response {
        /// The conversations of this page.
        #[wire("ContactItem")]
        pub contact_item: Vec<ContactMark>,
        /// The groups that they are in.
        #[wire("GroupItem")]
        pub group_item: Vec<ContactGroup>,
        /// `true` on the last page.
        #[wire("CompleteFlag")]
        pub complete_flag: bool,
        /// Cursor of the next page.
        #[wire("NextStartIndex")]
        pub next_start_index: u64,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Deletes a conversation group of a user.
///
/// The conversations in the group are kept. The call requires an edition with conversation groups; other editions fail
/// with 51013.
#[endpoint(
    "v4/recentcontact/del_contact_group",
    page = 53441,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod delete_contact_group {
    pub struct Request {
        /// The user whose group is deleted.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The names of the groups. The service accepts exactly one per call.
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

/// Reads the groups and marks of certain conversations of a user.
#[endpoint(
    "v4/recentcontact/search_contact_group",
    page = 53442,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod search_contact_group {
    pub struct Request {
        /// The user whose conversations are read.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The conversations.
        #[wire("ContactItem", items(max = 300))]
        pub contact_item: Vec<ContactItem>,
    }

    pub struct Response {
        /// The conversations that have groups or marks. The page's table calls the list `ContactItem`, its sample
        /// `ContactResultItem`.
        #[wire("ContactResultItem", alias("ContactItem"))]
        pub contact_result_item: Vec<ContactMark>,
        /// The groups that they are in.
        #[wire("GroupItem")]
        pub group_item: Vec<ContactGroup>,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}
