//! The accounts of an app: importing, checking and deleting them, and whether they are online.

use crate::{ErrorCode, UserId, endpoint, object, open_enum};

/// An account of a request that names several.
#[object]
pub struct AccountItem {
    /// The account.
    #[wire("UserID")]
    pub user_id: UserId,
}

/// Imports an account. One that is there already gets no second identity; what becomes of its nickname and picture the
/// page does not say.
#[endpoint(
    "v4/im_open_login_svc/account_import",
    page = 34953,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod account_import {
    pub struct Request {
        /// The account.
        #[wire("UserID", bytes(max = 32))]
        pub user_id: UserId,
        /// Its nickname.
        #[wire("Nick")]
        pub nick: Option<String>,
        /// URL of its picture.
        #[wire("FaceUrl")]
        pub face_url: Option<String>,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::PROFILE_INTERNAL_ERROR,
        ErrorCode::PROFILE_VALUE_TOO_LONG,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::ACCOUNTS_LIMIT,
        ErrorCode::INVALID_ACCOUNT_REQUEST,
        ErrorCode::ACCOUNT_ADMIN_REQUIRED,
        ErrorCode::ACCOUNT_INTERNAL_ERROR,
    ];
}

/// An account to be imported together with others.
#[object]
pub struct ImportedAccount {
    /// The account.
    #[wire("UserID", bytes(max = 32))]
    pub user_id: UserId,
    /// Its nickname.
    #[wire("Nick")]
    pub nick: Option<String>,
    /// URL of its picture.
    #[wire("FaceUrl")]
    pub face_url: Option<String>,
}

/// Imports several accounts.
///
/// A request has one of two forms. In `account_list`, known from the Chinese page of 2025, accounts come with nicknames
/// and pictures, which replace those of an account that is there already. In `accounts`, the older form, they come
/// without. An account that is there already gets no second identity.
#[endpoint(
    "v4/im_open_login_svc/multiaccount_import",
    page = 34954,
    read = "2026-11-24",
    rate(per_second = 100),
    idempotent,
    batch("AccountList")
)]
pub mod multiaccount_import {
    pub struct Request {
        /// The accounts in the older form, without nicknames and pictures; not beside `account_list`. `batches()` does not
        /// split it.
        #[wire("Accounts", items(max = 100), each(bytes(max = 32)))]
        pub accounts: Option<Vec<UserId>>,
        /// The accounts with nicknames and pictures; not beside `accounts`.
        #[wire("AccountList", items(max = 100))]
        pub account_list: Option<Vec<ImportedAccount>>,
    }

    pub struct Response {
        /// Accounts that were not imported. The service does not say why, so `failed_items()` knows nothing of them.
        #[wire("FailAccounts")]
        pub fail_accounts: Vec<UserId>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::ACCOUNT_TIMEOUT_70202,
        ErrorCode::ACCOUNTS_LIMIT,
        ErrorCode::INVALID_ACCOUNT_REQUEST,
        ErrorCode::ACCOUNT_ADMIN_REQUIRED,
        ErrorCode::ACCOUNT_INTERNAL_ERROR,
    ];
}

/// Whether an account was imported.
#[open_enum]
pub enum AccountStatus {
    /// It was.
    #[wire("Imported")]
    Imported,
    /// It was not.
    #[wire("NotImported")]
    NotImported,
}

/// Tells which accounts were imported.
#[endpoint(
    "v4/im_open_login_svc/account_check",
    page = 34956,
    read = "2026-11-24",
    rate(per_second = 100),
    idempotent,
    batch("CheckItem")
)]
pub mod account_check {
    pub struct Request {
        /// The accounts.
        #[wire("CheckItem", items(max = 100))]
        pub check_item: Vec<AccountItem>,
    }

    pub struct Response {
        /// What is known of each account.
        #[wire("ResultItem")]
        pub result_item: Vec<ResultItem>,
    }

    /// What is known of an account.
    pub struct ResultItem {
        /// The account.
        #[wire("UserID")]
        pub user_id: UserId,
        /// The outcome; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ResultInfo")]
        pub result_info: String,
        /// Whether it was imported.
        #[wire("AccountStatus")]
        pub account_status: Option<AccountStatus>,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::ACCOUNT_TIMEOUT_70202,
        ErrorCode::INVALID_ACCOUNT_REQUEST,
        ErrorCode::ACCOUNT_ADMIN_REQUIRED,
        ErrorCode::ACCOUNT_INTERNAL_ERROR,
    ];
}

/// Deletes accounts with their friends and profiles, for good. Only apps of the trial edition can.
#[endpoint(
    "v4/im_open_login_svc/account_delete",
    page = 34955,
    read = "2026-11-24",
    rate(per_second = 100),
    idempotent,
    batch("DeleteItem")
)]
pub mod account_delete {
    pub struct Request {
        /// The accounts.
        #[wire("DeleteItem", items(max = 100))]
        pub delete_item: Vec<AccountItem>,
    }

    pub struct Response {
        /// What became of each account.
        #[wire("ResultItem")]
        pub result_item: Vec<ResultItem>,
    }

    /// What became of an account.
    pub struct ResultItem {
        /// The outcome; 0 is success.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
        /// What went wrong, in the service's words.
        #[wire("ResultInfo")]
        pub result_info: String,
        /// The account.
        #[wire("UserID")]
        pub user_id: UserId,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::FRIEND_INTERNAL_ERROR,
        ErrorCode::FRIEND_TIMEOUT,
        ErrorCode::FRIEND_WRITE_CONFLICT,
        ErrorCode::PROFILE_INTERNAL_ERROR,
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::ACCOUNT_TIMEOUT_70202,
        ErrorCode::INVALID_ACCOUNT_REQUEST,
        ErrorCode::ACCOUNT_ADMIN_REQUIRED,
        ErrorCode::ACCOUNT_INTERNAL_ERROR,
        ErrorCode::ACCOUNT_DELETION_DENIED,
    ];
}

/// Logs an account out everywhere. The `UserSig`s it had are worth nothing then; a new one lets it in again.
#[endpoint(
    "v4/im_open_login_svc/kick",
    page = 34957,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent
)]
pub mod kick {
    pub struct Request {
        /// The account.
        #[wire("UserID")]
        pub user_id: UserId,
    }

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::INVALID_ACCOUNT_REQUEST,
        ErrorCode::ACCOUNT_ADMIN_REQUIRED,
        ErrorCode::ACCOUNT_INTERNAL_ERROR,
    ];
}

/// An account that a call which succeeded for others failed for.
#[object]
pub struct FailedAccount {
    /// The account.
    #[wire("To_Account")]
    pub to_account: UserId,
    /// Why; 70107 says that there is no such account.
    #[wire("ErrorCode", status)]
    pub error_code: ErrorCode,
}

/// Whether a user can be reached.
#[open_enum]
pub enum OnlineState {
    /// A client is connected.
    #[wire("Online")]
    Online,
    /// No client is connected, but one can be pushed to. Kept for 7 days.
    #[wire("PushOnline")]
    PushOnline,
    /// All clients have logged out, or were not there for 7 days.
    #[wire("Offline")]
    Offline,
}

/// Tells which users are online. The call succeeds if it does for any of them; the others stand in the response. Of several
/// batches the first that succeeds for none of its users ends the paging.
#[endpoint(
    "v4/openim/query_online_status",
    page = 35477,
    read = "2026-11-24",
    rate(per_second = 200),
    idempotent,
    batch("To_Account")
)]
pub mod query_online_status {
    pub struct Request {
        /// The users.
        #[wire("To_Account", items(max = 500))]
        pub to_account: Vec<UserId>,
        /// Whether to tell the platforms that they are logged in on; not by default.
        #[wire("IsNeedDetail")]
        pub is_need_detail: Option<bool>,
        /// Whether to return the Instid of their devices; not by default. Only the Chinese page of 2025 has this. It was
        /// not read far enough to name the field of the response.
        #[wire("IsReturnInstid")]
        pub is_return_instid: Option<bool>,
        /// Whether to return their custom status; not by default. Only the Chinese page of 2025 has this. It was not read
        /// far enough to name the field of the response.
        #[wire("IsReturnCustomStatus")]
        pub is_return_custom_status: Option<bool>,
    }

    pub struct Response {
        /// The users of whom it is known.
        #[wire("QueryResult")]
        pub query_result: Vec<UserState>,
        /// The users of whom it is not.
        #[wire("ErrorList")]
        pub error_list: Vec<FailedAccount>,
    }

    /// Whether a user is online.
    pub struct UserState {
        /// The user.
        #[wire("To_Account")]
        pub to_account: UserId,
        /// Whether the user can be reached. The samples of 2023 name it `State`.
        #[wire("Status", alias("State"))]
        pub status: OnlineState,
        /// The platforms, if they were asked for.
        #[wire("Detail")]
        pub detail: Vec<PlatformState>,
    }

    /// Whether a user is online on a platform.
    pub struct PlatformState {
        /// The platform: iPhone, Android, Web, PC, iPad or Mac. The samples of 2023 write the first `IPhone`.
        #[wire("Platform")]
        pub platform: String,
        /// Whether the user can be reached there.
        #[wire("Status")]
        pub status: OnlineState,
    }

    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::ACCOUNT_NOT_FOUND,
        ErrorCode::ACCOUNT_TIMEOUT,
        ErrorCode::MALFORMED_MESSAGE_JSON,
        ErrorCode::TO_ACCOUNT_MISSING,
        ErrorCode::MESSAGE_ADMIN_REQUIRED,
        ErrorCode::TOO_MANY_TARGETS,
        ErrorCode::MESSAGE_SERVICE_ERROR,
        ErrorCode::ONLINE_STATE_ERROR,
        ErrorCode::ONLINE_STATE_ERROR_90995,
        ErrorCode::MESSAGE_SERVICE_ERROR_91000,
    ];
}
