//! Conversations of a user, their groups and marks: the service `recentcontact`.
//!
//! Groups and marks are kept apart from the list of recent conversations. A user has at most 20 groups, and at most
//! 1000 conversations with a group or a mark; only the service checks these two. By the pages of 2023 groups and
//! standard marks need the Ultimate edition, by those of 2025 one of Pro, Pro Plus and Enterprise; other editions are
//! responded with 51013. Custom marks need none.

use crate::{ErrorCode, GroupId, UserId, endpoint, object, open_enum};

/// What a conversation is with.
#[open_enum]
pub enum ConversationKind {
    /// Another user.
    #[wire(1)]
    C2c,
    /// A chat group.
    #[wire(2)]
    Group,
}

/// A conversation of a user, by whom it is with.
#[object]
pub struct ContactItem {
    /// What it is with.
    #[wire("Type")]
    pub kind: ConversationKind,
    /// The chat group, if it is with one.
    #[wire("ToGroupId")]
    pub to_group_id: Option<GroupId>,
    /// The other user, if it is with one.
    #[wire("To_Account")]
    pub to_account: Option<UserId>,
}

impl ContactItem {
    /// The conversation with another user.
    pub fn with_user(user: impl Into<UserId>) -> Self {
        Self::new(ConversationKind::C2c).to_account(user)
    }

    /// The conversation in a chat group.
    pub fn with_group(group: impl Into<GroupId>) -> Self {
        Self::new(ConversationKind::Group).to_group_id(group)
    }
}

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

/// A conversation with its groups and marks.
#[object]
pub struct ContactMark {
    /// What it is with.
    #[wire("Type")]
    pub kind: ConversationKind,
    /// The chat group, if it is with one.
    #[wire("ToGroupId")]
    pub to_group_id: Option<GroupId>,
    /// The other user, if it is with one.
    #[wire("To_Account")]
    pub to_account: Option<UserId>,
    /// When groups or marks last changed, in seconds since 1970 UTC.
    #[wire("Timestamp")]
    pub timestamp_secs: u64,
    /// The standard marks, a digit `0` or `1` for each bit, such as `011111110`.
    #[wire("StandardMark")]
    pub standard_mark: String,
    /// The custom mark.
    #[wire("CustomMark")]
    pub custom_mark: Option<String>,
    /// Numbers of the groups that the conversation is in.
    #[wire("ContactGroupId")]
    pub contact_group_id: Vec<u64>,
}

/// Which marks are changed.
#[open_enum]
pub enum OptType {
    /// The standard marks.
    #[wire(1)]
    Standard,
    /// The custom mark.
    #[wire(2)]
    Custom,
    /// Both.
    #[wire(3)]
    Both,
}

/// What is updated.
#[open_enum]
pub enum UpdateType {
    /// A group.
    #[wire(1)]
    Group,
}

/// What of a group is updated.
#[open_enum]
pub enum UpdateGroupType {
    /// Its name.
    #[wire(1)]
    Name,
    /// The conversations in it.
    #[wire(2)]
    Conversations,
}

/// What happens to a conversation of a group.
#[open_enum]
pub enum ContactOptType {
    /// It comes into the group.
    #[wire(1)]
    Add,
    /// It leaves the group.
    #[wire(2)]
    Delete,
}

/// Reads a user's list of recent conversations, a page a call.
///
/// Pinned and other conversations are paged side by side: of each of the four start fields, 0 begins, and the value
/// of the response goes on.
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
        /// User whose conversations are read.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Where the other conversations begin, in seconds since 1970 UTC; 0 on the first page.
        #[wire("TimeStamp")]
        pub time_stamp_secs: u64,
        /// Where the other conversations begin within that second; 0 on the first page.
        #[wire("StartIndex")]
        pub start_index: u64,
        /// Where the pinned conversations begin, in seconds since 1970 UTC; 0 on the first page.
        #[wire("TopTimeStamp")]
        pub top_time_stamp_secs: u64,
        /// Where the pinned conversations begin within that second; 0 on the first page.
        #[wire("TopStartIndex")]
        pub top_start_index: u64,
        /// What to read: bit 0 for pinned conversations, bit 1 for empty ones, bit 2 to page the pinned ones. The page of
        /// 2026 asks for 63 in every call, and advises against other values.
        #[wire("AssistFlags")]
        pub assist_flags: u32,
    }

    pub struct Response {
        /// The conversations of this page.
        #[wire("SessionItem")]
        pub session_item: Vec<SessionItem>,
        /// Whether this is the last page.
        #[wire("CompleteFlag")]
        pub complete_flag: bool,
        /// Where the other conversations of the next page begin, in seconds since 1970 UTC.
        #[wire("TimeStamp")]
        pub time_stamp_secs: u64,
        /// Where they begin within that second.
        #[wire("StartIndex")]
        pub start_index: u64,
        /// Where the pinned conversations of the next page begin, in seconds since 1970 UTC.
        #[wire("TopTimeStamp")]
        pub top_time_stamp_secs: u64,
        /// Where they begin within that second.
        #[wire("TopStartIndex")]
        pub top_start_index: u64,
    }

    /// A recent conversation.
    pub struct SessionItem {
        /// What it is with.
        #[wire("Type")]
        pub kind: ConversationKind,
        /// The other user, if it is with one.
        #[wire("To_Account")]
        pub to_account: Option<UserId>,
        /// The chat group, if it is with one.
        #[wire("GroupId")]
        pub group_id: Option<GroupId>,
        /// When the last message came, in seconds since 1970 UTC. The page calls it a duration, its sample shows a time.
        #[wire("MsgTime")]
        pub msg_time_secs: u64,
        /// Whether it is pinned.
        #[wire("TopFlag")]
        pub top_flag: bool,
        /// The standard marks, a digit `0` or `1` for each bit. Only the page of 2026 has this.
        #[wire("StandardMark")]
        pub standard_mark: Option<String>,
        /// The custom mark. Only the page of 2026 has this.
        #[wire("CustomMark")]
        pub custom_mark: Option<String>,
        /// Numbers of the conversation groups that it is in. Only the page of 2026 has this.
        #[wire("ContactGroupId")]
        pub contact_group_id: Vec<u64>,
    }

    pub const ERRORS: &[ErrorCode] = delete::ERRORS;
}

/// Deletes a recent conversation, and its roaming messages if asked to.
#[endpoint(
    "v4/recentcontact/delete",
    page = 43088,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod delete {
    pub struct Request {
        /// User whose conversation is deleted.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// What it is with.
        #[wire("Type")]
        pub kind: ConversationKind,
        /// The other user, if it is with one.
        #[wire("To_Account")]
        pub to_account: Option<UserId>,
        /// The chat group, if it is with one.
        #[wire("ToGroupid")]
        pub to_groupid: Option<GroupId>,
        /// Whether to delete its roaming messages too; they stay if nothing is said.
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

/// Creates a conversation group of a user, with the conversations in it.
///
/// Each conversation has a result of its own, which may be a failure although the call succeeds.
#[endpoint(
    "v4/recentcontact/create_contact_group",
    page = 53437,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod create_contact_group {
    pub struct Request {
        /// User whose group is created.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The groups. The service takes exactly one a call.
        #[wire("GroupContactItem", items(1))]
        pub group_contact_item: Vec<GroupContactItem>,
    }

    /// A group to be created.
    pub struct GroupContactItem {
        /// Name of the group.
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
        /// What became of each conversation.
        #[wire("ResultItem")]
        pub result_item: Vec<ResultItem>,
    }

    /// What became of a conversation.
    pub struct ResultItem {
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The outcome; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Sets and clears the marks of conversations.
///
/// Of the 64 standard marks the first 32 are the service's own (1 favourite, 2 unread, 3 folded, 4 hidden), the others
/// are the app's. Each conversation has a result of its own, which may be a failure although the call succeeds.
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
        /// User whose conversations are marked.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// What to change, a conversation each.
        #[wire("MarkItem", items(min = 1, max = 100))]
        pub mark_item: Vec<MarkItem>,
    }

    /// The change of one conversation's marks.
    pub struct MarkItem {
        /// Which marks are changed.
        #[wire("OptType")]
        pub opt_type: OptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// Numbers of the standard marks to clear.
        #[wire("ClearMark")]
        pub clear_mark: Option<Vec<u32>>,
        /// Numbers of the standard marks to set.
        #[wire("SetMark")]
        pub set_mark: Option<Vec<u32>>,
        /// The custom mark.
        #[wire("CustomMark", bytes(max = 256))]
        pub custom_mark: Option<String>,
    }

    pub struct Response {
        /// What became of each conversation.
        #[wire("ResultItem")]
        pub result_item: Vec<ResultItem>,
    }

    /// What became of a conversation.
    pub struct ResultItem {
        /// Which marks were changed.
        #[wire("OptType")]
        pub opt_type: OptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The outcome; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Renames a conversation group of a user, or changes the conversations in it.
///
/// Each conversation has a result of its own, which may be a failure although the call succeeds.
#[endpoint(
    "v4/recentcontact/update_contact_group",
    page = 53439,
    read = "2026-11-24",
    rate(per_second = 200)
)]
pub mod update_contact_group {
    pub struct Request {
        /// User whose group is updated.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// What is updated.
        #[wire("UpdateType")]
        pub update_type: UpdateType,
        /// The change.
        #[wire("UpdateGroup")]
        pub update_group: UpdateGroup,
    }

    /// The change of a group.
    pub struct UpdateGroup {
        /// What of the group is updated.
        #[wire("UpdateGroupType")]
        pub update_group_type: UpdateGroupType,
        /// Name of the group before the call. The page asks for it where the name changes, its sample has it where the
        /// conversations change too.
        #[wire("OldGroupName")]
        pub old_group_name: Option<String>,
        /// Name of the group after the call, where the name changes.
        #[wire("NewGroupName", bytes(max = 32))]
        pub new_group_name: Option<String>,
        /// The changes, a conversation each, where the conversations change.
        #[wire("ContactUpdateItem", items(max = 100))]
        pub contact_update_item: Option<Vec<ContactUpdateItem>>,
    }

    /// The change of one conversation.
    pub struct ContactUpdateItem {
        /// What happens to it.
        #[wire("ContactOptType")]
        pub contact_opt_type: ContactOptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
    }

    pub struct Response {
        /// What was updated.
        #[wire("UpdateType")]
        pub update_type: UpdateType,
        /// The group now.
        #[wire("UpdateGroupResult")]
        pub update_group_result: UpdateGroupResult,
    }

    /// A group that was updated.
    pub struct UpdateGroupResult {
        /// What of the group was updated.
        #[wire("UpdateGroupType")]
        pub update_group_type: UpdateGroupType,
        /// Its name now.
        #[wire("GroupName")]
        pub group_name: String,
        /// Its name before.
        #[wire("OldGroupName")]
        pub old_group_name: String,
        /// Its number.
        #[wire("GroupId")]
        pub group_id: u64,
        /// What became of each conversation.
        #[wire("ContactResultItem")]
        pub contact_result_item: Vec<ContactResultItem>,
    }

    /// What became of a conversation.
    pub struct ContactResultItem {
        /// What was to happen to it.
        #[wire("ContactOptType")]
        pub contact_opt_type: ContactOptType,
        /// The conversation.
        #[wire("ContactItem")]
        pub contact_item: ContactItem,
        /// The outcome; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Reads the groups and marks of all conversations of a user, a page a call.
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
        /// User whose conversations are read.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// Where the page begins: 0 on the first, then `next_start_index` of the response before.
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
        /// Whether this is the last page.
        #[wire("CompleteFlag")]
        pub complete_flag: bool,
        /// Where the next page begins.
        #[wire("NextStartIndex")]
        pub next_start_index: u64,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}

/// Deletes a conversation group of a user.
///
/// The conversations in it stay. It needs an edition that has conversation groups; others are responded with 51013.
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
        /// User whose conversations are read.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The conversations.
        #[wire("ContactItem", items(max = 300))]
        pub contact_item: Vec<ContactItem>,
    }

    pub struct Response {
        /// The conversations that have groups or marks. The page's table calls the list `ContactItem`, its sample as
        /// here.
        #[wire("ContactResultItem", alias("ContactItem"))]
        pub contact_result_item: Vec<ContactMark>,
        /// The groups that they are in.
        #[wire("GroupItem")]
        pub group_item: Vec<ContactGroup>,
    }

    pub const ERRORS: &[ErrorCode] = delete_contact_group::ERRORS;
}
