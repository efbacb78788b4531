//! Friendships, and the data that users keep about their friends.

use super::FriendResult;
use crate::codes::sets::{FRIEND_CHANGE_CODES, FRIEND_CODES};
use crate::{ErrorCode, Tag, TagItem, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// The direction of a new friendship: one-way or mutual.
#[open_enum]
pub enum AddType {
    /// Only one of the two becomes a friend of the other.
    #[wire("Add_Type_Single")]
    Single,
    /// Both become friends of each other.
    #[wire("Add_Type_Both")]
    Both,
}

/// Adds friends of a user.
///
/// Each friend has its own result, which may be a failure although the call succeeds. The code 30539 means that the
/// request waits for the other user's consent.
#[endpoint("v4/sns/friend_add", page = 34902, rate = 200)]
pub mod friend_add {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The friends.
        pub add_friend_item: Vec<AddFriendItem>,
        /// The direction of the friendships. By default they are mutual.
        pub add_type: Option<AddType>,
        /// `true` if the other user need not consent. For `false`, the page gives 0, but the SDK of doocs 2.
        pub force_add_flags: Option<bool>,
    }
    /// A friend to be added.
    pub struct AddFriendItem {
        /// The friend.
        pub to_account: UserId,
        /// The user's own name for the friend.
        pub remark: Option<String>,
        /// The friend list to which the friend is added.
        pub group_name: Option<String>,
        /// The source of the friend: `AddSource_Type_` and up to 8 letters. The page calls it optional, but its samples
        /// always have it.
        pub add_source: Option<String>,
        /// The text of the friend request.
        pub add_wording: Option<String>,
    }
    pub struct Response {
        /// The result for each friend.
        pub result_item: Vec<FriendResult>,
        /// The users who were not added. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..FRIEND_CODES,
        ..FRIEND_CHANGE_CODES,
        ErrorCode::FRIENDING_FORBIDDEN,
        ErrorCode::FRIENDS_LIMIT,
        ErrorCode::FRIEND_LISTS_LIMIT,
        ErrorCode::PENDENCIES_LIMIT,
        ErrorCode::FRIENDS_OF_OTHER_LIMIT,
        ErrorCode::OTHER_BLOCKED,
        ErrorCode::FRIENDING_REFUSED,
        ErrorCode::BLOCKED_BY_OTHER,
        ErrorCode::FRIENDING_PENDING,
        ErrorCode::FRIENDING_RATE_EXCEEDED,
    ];
}

/// Reads the data that a user keeps about certain friends, and the profiles of these friends.
#[endpoint("v4/sns/friend_get_list", page = 34910, rate = 200, idempotent)]
#[batch("To_Account", max = 100)]
pub mod friend_get_list {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The friends. The page advises at most 100 per call, because the response could otherwise be too large.
        pub to_account: Vec<UserId>,
        /// The tags to read for each friend.
        pub tag_list: Vec<Tag>,
    }
    pub struct Response {
        /// The data of each friend.
        pub info_item: Vec<InfoItem>,
        /// The friends whose data could not be read. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    /// The data of one friend.
    pub struct InfoItem {
        /// The friend.
        pub to_account: UserId,
        /// The tags and values that were read.
        pub sns_profile_item: Vec<TagItem>,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES];
}

/// Reads the data that a user keeps about all friends, one page per call. Profiles of the friends are not included.
#[endpoint("v4/sns/friend_get", page = 34908, rate = 200, idempotent)]
#[pages("UserDataItem", last = "CompleteFlag", cursor("StartIndex", from = "NextStartIndex"))]
pub mod friend_get {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// Cursor: 0 for the first page, then `next_start_index` of the previous response.
        pub start_index: u64,
        /// The `standard_sequence` of an earlier response. If it is still current, standard tags are not returned.
        pub standard_sequence: Option<u64>,
        /// The `custom_sequence` of an earlier response. If it is still current, custom tags are not returned. The
        /// Chinese page of 2025 no longer has this field.
        pub custom_sequence: Option<u64>,
    }
    pub struct Response {
        /// The friends of this page.
        pub user_data_item: Vec<UserDataItem>,
        /// The version of the standard tags of the friends.
        pub standard_sequence: u64,
        /// The version of the custom tags of the friends.
        pub custom_sequence: u64,
        /// The number of friends on all pages.
        pub friend_num: u64,
        /// `true` on the last page.
        pub complete_flag: bool,
        /// Cursor of the next page.
        pub next_start_index: u64,
    }
    /// The data of one friend.
    pub struct UserDataItem {
        /// The friend.
        pub to_account: UserId,
        /// The tags and values of the friend, all that have a value.
        pub value_item: Vec<TagItem>,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES];
}

/// Changes the data that a user keeps about friends: remarks, lists and custom tags.
///
/// Prefer one call for several friends to several calls, because several calls may conflict.
#[endpoint("v4/sns/friend_update", page = 34904, rate = 200, idempotent)]
pub mod friend_update {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The changes, one for each friend.
        pub update_item: Vec<UpdateItem>,
    }
    /// The changes of the data of one friend.
    pub struct UpdateItem {
        /// The friend.
        pub to_account: UserId,
        /// The new tags and values.
        pub sns_item: Vec<TagItem>,
    }
    pub struct Response {
        /// The result for each friend.
        pub result_item: Vec<FriendResult>,
        /// The friends whose data did not change. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..FRIEND_CODES, ..FRIEND_CHANGE_CODES, ErrorCode::FRIEND_LISTS_LIMIT];
}

/// The direction of a deletion: one-way or mutual.
#[open_enum]
pub enum DeleteType {
    /// Only the user loses the friend.
    #[wire("Delete_Type_Single")]
    Single,
    /// Both users lose each other as friends.
    #[wire("Delete_Type_Both")]
    Both,
}

/// Deletes friends of a user.
///
/// Each friend has its own result, which may be a failure although the call succeeds.
#[endpoint("v4/sns/friend_delete", page = 34905, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod friend_delete {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The friends.
        #[wire(items(max = 1000))]
        pub to_account: Vec<UserId>,
        /// The direction of the deletions.
        pub delete_type: Option<DeleteType>,
    }
    pub struct Response {
        /// The result for each friend.
        pub result_item: Vec<FriendResult>,
        /// The users who were not deleted. Their items have the reasons. The page lacks this field, but the other calls
        /// for friends have it.
        pub fail_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..FRIEND_CODES,
        ..FRIEND_CHANGE_CODES,
        ErrorCode::NOT_A_FRIEND,
        ErrorCode::UNFRIENDING_RATE_EXCEEDED,
    ];
}

/// Deletes all friends of a user, with the data that the user keeps about them.
#[endpoint("v4/sns/friend_delete_all", page = 34906, rate = 200, idempotent)]
pub mod friend_delete_all {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The direction of the deletions. Defaults to one-way.
        pub delete_type: Option<DeleteType>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES, ErrorCode::FRIEND_WRITE_CONFLICT];
}

/// Imports friends of a user from another system. The friendships are one-way.
///
/// Prefer one call for several friends to several calls, because several calls may conflict. Each friend has its
/// own result, which may be a failure although the call succeeds.
#[endpoint("v4/sns/friend_import", page = 34903, rate = 200)]
#[batch("AddFriendItem")]
pub mod friend_import {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The friends.
        #[wire(items(max = 1000))]
        pub add_friend_item: Vec<AddFriendItem>,
    }
    /// A friend to be imported.
    pub struct AddFriendItem {
        /// The friend.
        pub to_account: UserId,
        /// The user's own name for the friend.
        pub remark: Option<String>,
        /// The time when the user gave the name, in seconds since 1970 UTC.
        pub remark_time_secs: Option<u64>,
        /// The friend lists to which the friend is added.
        pub group_name: Option<Vec<String>>,
        /// The source of the friend: `AddSource_Type_` and up to 8 letters.
        pub add_source: String,
        /// The text of the friend request.
        pub add_wording: Option<String>,
        /// The time when the friendship began, in seconds since 1970 UTC.
        pub add_time_secs: Option<u64>,
        /// The custom tags and their values. The tags begin with `Tag_SNS_Custom_`.
        pub custom_item: Option<Vec<TagItem>>,
    }
    pub struct Response {
        /// The result for each friend.
        pub result_item: Vec<FriendResult>,
        /// The users who were not imported. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..FRIEND_CODES,
        ..FRIEND_CHANGE_CODES,
        ErrorCode::FRIENDS_LIMIT,
        ErrorCode::FRIEND_LISTS_LIMIT,
    ];
}

/// The direction of friendships to look at: one-way or mutual.
#[open_enum]
pub enum CheckType {
    /// Only who is a friend of the user.
    #[wire("CheckResult_Type_Single")]
    Single,
    /// Also whose friend the user is.
    #[wire("CheckResult_Type_Both")]
    Both,
}

/// The relation of a user to another. `BWithA` and `BothWay` are only found if both directions are looked at.
#[open_enum]
pub enum FriendRelation {
    /// Neither is a friend of the other.
    #[wire("CheckResult_Type_NoRelation")]
    NoRelation,
    /// The other is a friend of the user.
    #[wire("CheckResult_Type_AWithB")]
    AWithB,
    /// The user is a friend of the other.
    #[wire("CheckResult_Type_BWithA")]
    BWithA,
    /// Both are friends of each other.
    #[wire("CheckResult_Type_BothWay")]
    BothWay,
}

/// Checks whether users are friends of a user.
#[endpoint("v4/sns/friend_check", page = 34907, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod friend_check {
    pub struct Request {
        /// The user.
        pub from_account: UserId,
        /// The other users.
        #[wire(items(max = 1000))]
        pub to_account: Vec<UserId>,
        /// The direction of the friendships to look at: one-way or mutual.
        pub check_type: CheckType,
    }
    pub struct Response {
        /// The relation to each of the other users.
        pub info_item: Vec<InfoItem>,
        /// The users to whom the relation could not be read. Their items have the reasons.
        pub fail_account: Vec<UserId>,
    }
    /// The relation to one of the other users.
    pub struct InfoItem {
        /// The other user.
        pub to_account: UserId,
        /// The relation.
        pub relation: FriendRelation,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
    }
    pub const ERRORS: &[ErrorCode] = &[..FRIEND_CODES];
}
