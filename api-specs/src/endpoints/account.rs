//! The accounts of an app: importing, checking and deleting them, and whether they are online.
//!
//! The docs of the client's handle, `Account`, say in what order these endpoints are called, with an example.

use crate::codes::sets::{ACCOUNT_CODES, MESSAGE_CODES};
use crate::{ErrorCode, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// An account in a request that names several.
#[object]
pub struct AccountItem {
    /// The account.
    #[wire("UserID")]
    pub user_id: UserId,
}

/// Imports an account.
///
/// An account that already exists is not created again. The page does not say what happens to its nickname and picture.
#[endpoint("v4/im_open_login_svc/account_import", page = 34953, rate = 200, idempotent)]
pub mod account_import {
    pub struct Request {
        /// The account.
        #[wire("UserID", bytes(max = 32))]
        pub user_id: UserId,
        /// The nickname.
        pub nick: Option<String>,
        /// The URL of the picture.
        pub face_url: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ..ACCOUNT_CODES,
        ErrorCode::PROFILE_INTERNAL_ERROR,
        ErrorCode::PROFILE_VALUE_TOO_LONG,
        ErrorCode::ACCOUNTS_LIMIT,
        ErrorCode::ACCOUNT_DELETED_LATELY,
    ];
}

/// An account to be imported together with others.
#[object]
pub struct ImportedAccount {
    /// The account.
    #[wire("UserID", bytes(max = 32))]
    pub user_id: UserId,
    /// The nickname.
    pub nick: Option<String>,
    /// The URL of the picture.
    pub face_url: Option<String>,
}

/// Imports several accounts.
///
/// A request has one of two forms. In `account_list`, known from the Chinese page of 2025, accounts have nicknames and
/// pictures, which replace those of an existing account. In `accounts`, the older form, they have neither. An account
/// that already exists is not created again.
#[endpoint("v4/im_open_login_svc/multiaccount_import", page = 34954, rate = 100, idempotent)]
#[batch("AccountList")]
pub mod multiaccount_import {
    pub struct Request {
        /// The accounts in the older form, without nicknames and pictures. They must not be combined with
        /// `account_list`. `batches()` does not split it.
        #[wire(items(max = 100), each(bytes(max = 32)))]
        pub accounts: Option<Vec<UserId>>,
        /// The accounts with nicknames and pictures. They must not be combined with `accounts`.
        #[wire(items(max = 100))]
        pub account_list: Option<Vec<ImportedAccount>>,
    }
    pub struct Response {
        /// The accounts that were not imported. The service gives no reason, so `failed_items()` does not include them.
        pub fail_accounts: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..ACCOUNT_CODES, ErrorCode::ACCOUNT_TIMEOUT_70202, ErrorCode::ACCOUNTS_LIMIT];
}

/// The import status of an account.
#[open_enum]
pub enum AccountStatus {
    /// The account was imported.
    Imported,
    /// The account was not imported.
    NotImported,
}

/// Returns which accounts were imported.
#[endpoint("v4/im_open_login_svc/account_check", page = 34956, rate = 100, idempotent)]
#[batch("CheckItem")]
pub mod account_check {
    pub struct Request {
        /// The accounts.
        #[wire(items(max = 100))]
        pub check_item: Vec<AccountItem>,
    }
    pub struct Response {
        /// The status of each account.
        pub result_item: Vec<ResultItem>,
    }
    /// The status of one account.
    pub struct ResultItem {
        /// The account.
        #[wire("UserID")]
        pub user_id: UserId,
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
        /// The import status.
        pub account_status: Option<AccountStatus>,
    }
    pub const ERRORS: &[ErrorCode] = &[..ACCOUNT_CODES, ErrorCode::ACCOUNT_TIMEOUT_70202];
}

/// Deletes accounts with their friends and profiles, permanently. Only apps of the trial edition can do this.
#[endpoint("v4/im_open_login_svc/account_delete", page = 34955, rate = 100, idempotent)]
#[batch("DeleteItem")]
pub mod account_delete {
    pub struct Request {
        /// The accounts.
        #[wire(items(max = 100))]
        pub delete_item: Vec<AccountItem>,
    }
    pub struct Response {
        /// The result for each account.
        pub result_item: Vec<ResultItem>,
    }
    /// The result for one account.
    pub struct ResultItem {
        /// The status code; 0 is success.
        #[wire(status)]
        pub result_code: ErrorCode,
        /// The error text of the service.
        pub result_info: String,
        /// The account.
        #[wire("UserID")]
        pub user_id: UserId,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..ACCOUNT_CODES,
        ErrorCode::FRIEND_INTERNAL_ERROR,
        ErrorCode::FRIEND_TIMEOUT,
        ErrorCode::FRIEND_WRITE_CONFLICT,
        ErrorCode::PROFILE_INTERNAL_ERROR,
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT_70202,
        ErrorCode::ACCOUNT_DELETION_DENIED,
    ];
}

/// Logs an account out everywhere. Its existing `UserSig`s become invalid; it can log in again with a new one.
#[endpoint("v4/im_open_login_svc/kick", page = 34957, rate = 200, idempotent)]
pub mod kick {
    pub struct Request {
        /// The account.
        #[wire("UserID")]
        pub user_id: UserId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..ACCOUNT_CODES, ErrorCode::ACCOUNT_NOT_FOUND];
}

/// An account for which a call failed that succeeded for others.
#[object]
pub struct FailedAccount {
    /// The account.
    pub to_account: UserId,
    /// The reason; 70107 means that the account does not exist.
    #[wire(status)]
    pub error_code: ErrorCode,
}

/// The online status of a user or of a client.
#[open_enum]
pub enum OnlineState {
    /// A client is connected.
    Online,
    /// No client is connected, but one can receive pushes. Kept for 7 days.
    PushOnline,
    /// All clients have logged out, or have been disconnected for 7 days.
    Offline,
}

/// The online status of a user on one platform.
#[object]
pub struct PlatformState {
    /// The platform: iPhone, Android, Web, PC, iPad or Mac. The samples of 2023 write the first as `IPhone`.
    pub platform: String,
    /// The online status on the platform.
    pub status: OnlineState,
}

/// Returns the online status of users.
///
/// The call succeeds if it succeeds for at least one user; `error_list` in the response has the others. `batches()`
/// stops at the first batch that succeeds for none of its users.
#[endpoint("v4/openim/query_online_status", page = 35477, rate = 200, idempotent)]
#[batch("To_Account")]
pub mod query_online_status {
    pub struct Request {
        /// The users.
        #[wire(items(max = 500))]
        pub to_account: Vec<UserId>,
        /// `true` to return the platforms on which the users are logged in. Defaults to `false`.
        pub is_need_detail: Option<bool>,
        /// `true` to return the Instid of their devices. Defaults to `false`. Only the Chinese page of 2025 has this
        /// field. The page was not read far enough to name the field of the response.
        pub is_return_instid: Option<bool>,
        /// `true` to return their custom status. Defaults to `false`. Only the Chinese page of 2025 has this field. The
        /// page was not read far enough to name the field of the response.
        pub is_return_custom_status: Option<bool>,
    }
    pub struct Response {
        /// The users whose status is known.
        pub query_result: Vec<UserState>,
        /// The users whose status is not known.
        pub error_list: Vec<FailedAccount>,
    }
    /// The online status of one user.
    pub struct UserState {
        /// The user.
        pub to_account: UserId,
        /// The online status. The samples of 2023 name it `State`.
        #[wire(alias("State"))]
        pub status: OnlineState,
        /// The platforms, if they were requested.
        pub detail: Vec<PlatformState>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::TOO_MANY_TARGETS,
        ErrorCode::MESSAGE_SERVICE_ERROR,
        ErrorCode::ONLINE_STATE_ERROR,
        ErrorCode::ONLINE_STATE_ERROR_90995,
    ];
}

/// Returns the online status of users.
///
/// It is an older form of `query_online_status`, which also tells for which users the status is not known, and why.
#[endpoint("v4/openim/querystate", rate = 200, idempotent)]
#[batch("To_Account")]
pub mod query_state {
    pub struct Request {
        /// The users.
        #[wire(items(max = 500))]
        pub to_account: Vec<UserId>,
        /// `true` to return the platforms on which the users are logged in. The page gives no default.
        pub is_need_detail: Option<bool>,
    }
    pub struct Response {
        /// The online status of each user.
        pub query_result: Vec<QueryResult>,
    }
    /// The online status of one user. That of `query_online_status` differs: it names the state `Status`.
    pub struct QueryResult {
        /// The user.
        pub to_account: UserId,
        /// The online status.
        pub state: OnlineState,
        /// The platforms, if they were requested.
        pub detail: Vec<PlatformState>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ..MESSAGE_CODES,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::TOO_MANY_TARGETS,
        ErrorCode::MESSAGE_SERVICE_ERROR,
        ErrorCode::ONLINE_STATE_ERROR,
        ErrorCode::ONLINE_STATE_ERROR_90995,
    ];
}
