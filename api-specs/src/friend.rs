//! Friends of users. What users say of their friends is kept by the one who says it.

use crate::{ErrorCode, Tag, TagItem, UserId, endpoint, object, open_enum};

/// What became of a friend.
#[object]
pub struct FriendResult {
    /// The friend.
    #[wire("To_Account")]
    pub to_account: UserId,
    /// The outcome; 0 is success.
    #[wire("ResultCode", status)]
    pub result_code: ErrorCode,
    /// What went wrong, in the service's words.
    #[wire("ResultInfo")]
    pub result_info: String,
}

/// Whether two users become friends of each other.
#[open_enum]
pub enum AddType {
    /// Only one of them becomes a friend.
    #[wire("Add_Type_Single")]
    Single,
    /// Both become friends.
    #[wire("Add_Type_Both")]
    Both,
}

/// Adds friends of a user.
///
/// Each friend has a result of its own, which may be a failure although the call succeeds; 30539 says that the request
/// waits for the other's consent.
#[endpoint("v4/sns/friend_add", page = 34902, read = "2026-11-24", rate(per_second = 200))]
pub mod friend_add {
    pub struct Request {
        /// The user.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The friends.
        #[wire("AddFriendItem")]
        pub add_friend_item: Vec<AddFriendItem>,
        /// Whether they become friends of each other, which they do if nothing is said.
        #[wire("AddType")]
        pub add_type: Option<AddType>,
        /// Whether the other need not consent. The page gives 0 for no, the SDK of doocs 2.
        #[wire("ForceAddFlags")]
        pub force_add_flags: Option<bool>,
    }

    /// A friend to be added.
    pub struct AddFriendItem {
        /// The friend.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// What the user calls the friend.
        #[wire("Remark")]
        pub remark: Option<String>,
        /// The list that the friend comes into.
        #[wire("GroupName")]
        pub group_name: Option<String>,
        /// Where the friend was found: `AddSource_Type_` and up to 8 letters. The page calls it optional, its samples
        /// always have it.
        #[wire("AddSource")]
        pub add_source: Option<String>,
        /// The words of the request.
        #[wire("AddWording")]
        pub add_wording: Option<String>,
    }

    pub struct Response {
        /// What became of each friend.
        #[wire("ResultItem")]
        pub result_item: Vec<FriendResult>,
        /// Those who were not added; their items say why.
        #[wire("Fail_Account")]
        pub fail_account: Vec<UserId>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_FRIEND_PARAMETER,
        ErrorCode::FRIEND_APP_MISMATCH,
        ErrorCode::FRIEND_ACCOUNT_NOT_FOUND,
        ErrorCode::FRIEND_ADMIN_REQUIRED,
        ErrorCode::FRIEND_INTERNAL_ERROR,
        ErrorCode::FRIEND_TIMEOUT,
        ErrorCode::FRIEND_WRITE_CONFLICT,
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

/// Reads what is said of certain friends of a user, and their profiles.
#[endpoint(
    "v4/sns/friend_get_list",
    page = 34910,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    batch("To_Account", max = 100)
)]
pub mod friend_get_list {
    pub struct Request {
        /// The user.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The friends. The page advises at most 100 a call, lest the response be too large.
        #[wire("To_Account")]
        pub to_account: Vec<UserId>,
        /// What to read of each.
        #[wire("TagList")]
        pub tag_list: Vec<Tag>,
    }

    pub struct Response {
        /// What is known of each friend.
        #[wire("InfoItem")]
        pub info_item: Vec<InfoItem>,
        /// Those of whom nothing could be read; their items say why.
        #[wire("Fail_Account")]
        pub fail_account: Vec<UserId>,
    }

    /// What is known of a friend.
    pub struct InfoItem {
        /// The friend.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// What was read.
        #[wire("SnsProfileItem")]
        pub sns_profile_item: Vec<TagItem>,
        /// The outcome; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ResultInfo")]
        pub result_info: String,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_FRIEND_PARAMETER,
        ErrorCode::FRIEND_ACCOUNT_NOT_FOUND,
        ErrorCode::FRIEND_ADMIN_REQUIRED,
        ErrorCode::FRIEND_INTERNAL_ERROR,
        ErrorCode::FRIEND_TIMEOUT,
    ];
}

/// Changes what a user says of friends: remarks, lists and custom tags.
///
/// Several friends in one call are better than several calls, which may conflict.
#[endpoint(
    "v4/sns/friend_update",
    page = 34904,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod friend_update {
    pub struct Request {
        /// The user.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The changes, a friend each.
        #[wire("UpdateItem")]
        pub update_item: Vec<UpdateItem>,
    }

    /// The change of what is said of a friend.
    pub struct UpdateItem {
        /// The friend.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// What is said now.
        #[wire("SnsItem")]
        pub sns_item: Vec<TagItem>,
    }

    pub struct Response {
        /// What became of each friend.
        #[wire("ResultItem")]
        pub result_item: Vec<FriendResult>,
        /// Those of whom nothing changed; their items say why.
        #[wire("Fail_Account")]
        pub fail_account: Vec<UserId>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_FRIEND_PARAMETER,
        ErrorCode::FRIEND_APP_MISMATCH,
        ErrorCode::FRIEND_ACCOUNT_NOT_FOUND,
        ErrorCode::FRIEND_ADMIN_REQUIRED,
        ErrorCode::FRIEND_INTERNAL_ERROR,
        ErrorCode::FRIEND_TIMEOUT,
        ErrorCode::FRIEND_WRITE_CONFLICT,
        ErrorCode::FRIEND_LISTS_LIMIT,
    ];
}

/// Whether two users stop being friends of each other.
#[open_enum]
pub enum DeleteType {
    /// Only the user has one friend less.
    #[wire("Delete_Type_Single")]
    Single,
    /// Both have one friend less.
    #[wire("Delete_Type_Both")]
    Both,
}

/// Deletes friends of a user.
///
/// Each friend has a result of its own, which may be a failure although the call succeeds.
#[endpoint(
    "v4/sns/friend_delete",
    page = 34905,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    batch("To_Account")
)]
pub mod friend_delete {
    pub struct Request {
        /// The user.
        #[wire("From_Account")]
        pub from_account: UserId,
        /// The friends.
        #[wire("To_Account", items(max = 1000))]
        pub to_account: Vec<UserId>,
        /// Whether the friends have one friend less too.
        #[wire("DeleteType")]
        pub delete_type: Option<DeleteType>,
    }

    pub struct Response {
        /// What became of each friend.
        #[wire("ResultItem")]
        pub result_item: Vec<FriendResult>,
        /// Those who were not deleted; their items say why. The page lacks this, the other calls for friends have it.
        #[wire("Fail_Account")]
        pub fail_account: Vec<UserId>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_FRIEND_PARAMETER,
        ErrorCode::FRIEND_APP_MISMATCH,
        ErrorCode::FRIEND_ACCOUNT_NOT_FOUND,
        ErrorCode::FRIEND_ADMIN_REQUIRED,
        ErrorCode::FRIEND_INTERNAL_ERROR,
        ErrorCode::FRIEND_TIMEOUT,
        ErrorCode::FRIEND_WRITE_CONFLICT,
        ErrorCode::NOT_A_FRIEND,
        ErrorCode::UNFRIENDING_RATE_EXCEEDED,
    ];
}
