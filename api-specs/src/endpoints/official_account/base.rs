//! Creating, destroying, changing and reading official accounts.

use crate::{ErrorCode, UserId, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Creates an official account.
///
/// The app needs the edition Ultimate or Enterprise; outside of China, Enterprise. In China, an app of the development
/// edition can have 5 official accounts.
#[endpoint("v4/official_account_open_http_svc/create_official_account", rate = 200, partial)]
pub mod create_official_account {
    pub struct Request {
        /// The owner, who must have an imported account.
        pub owner_account: UserId,
        /// The ID, in printable ASCII. It must begin with `@TOA#_`, but not with `@TOA#_@TOA#`, which the client does
        /// not check. By default the service generates one.
        #[wire("OfficialAccountUserID", bytes(max = 48))]
        pub official_account_user_id: Option<UserId>,
        /// The name.
        #[wire(bytes(max = 150))]
        pub name: String,
        /// The introduction.
        #[wire(bytes(max = 400))]
        pub introduction: Option<String>,
        /// The URL of the picture.
        #[wire(bytes(max = 500))]
        pub face_url: Option<String>,
        /// The maximum number of subscribers. Defaults to 100,000.
        pub max_subscriber_num: Option<u32>,
        /// The organization behind it.
        #[wire(bytes(max = 500))]
        pub organization: Option<String>,
        /// Custom data of the app.
        #[wire(bytes(max = 3000))]
        pub custom_string: Option<String>,
    }
    pub struct Response {
        /// The ID, which the other calls take as `Official_Account`.
        #[wire("OfficialAccountUserID")]
        pub official_account_user_id: Option<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Destroys an official account permanently.
#[endpoint(
    "v4/official_account_open_http_svc/destroy_official_account",
    page = 60756,
    rate = 200,
    idempotent
)]
pub mod destroy_official_account {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_OFFICIAL_ACCOUNT_PARAMETER,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::INVALID_MESSAGE_REQUEST,
        ErrorCode::MESSAGE_INTERNAL_ERROR,
        ErrorCode::GET_ACCOUNT_MISSING,
        ErrorCode::SET_ACCOUNT_MISSING,
        ErrorCode::INVALID_OFFICIAL_ACCOUNT_ID,
        ErrorCode::MUTE_TIME_MISSING,
    ];
}

/// Changes the description of an official account. Omitted fields stay unchanged.
#[endpoint(
    "v4/official_account_open_http_svc/modify_official_account_base_info",
    page = 60757,
    rate = 200,
    partial,
    idempotent
)]
pub mod modify_official_account_base_info {
    pub struct Request {
        /// The official account. The SDK of doocs names it `OfficialAccount`.
        pub official_account: UserId,
        /// The name.
        #[wire(bytes(max = 150))]
        pub name: Option<String>,
        /// The introduction.
        #[wire(bytes(max = 400))]
        pub introduction: Option<String>,
        /// The URL of the picture.
        #[wire(bytes(max = 500))]
        pub face_url: Option<String>,
        /// The organization behind it.
        #[wire(bytes(max = 500))]
        pub organization: Option<String>,
        /// Custom data of the app.
        #[wire(bytes(max = 3000))]
        pub custom_string: Option<String>,
        /// The maximum number of subscribers.
        pub max_subscriber_num: Option<u32>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// A field of official accounts, by which a request selects what to read.
#[open_enum]
pub enum OfficialAccountField {
    /// The time of creation.
    CreateTime,
    /// The name.
    Name,
    /// The owner.
    #[wire("Owner_Account")]
    OwnerAccount,
    /// The time of the last message.
    LastMsgTime,
    /// The number of subscribers.
    SubscriberNum,
    /// The introduction.
    Introduction,
    /// The URL of the picture.
    FaceUrl,
    /// The organization.
    Organization,
    /// Custom data of the app.
    CustomString,
}

/// Reads the descriptions of official accounts.
///
/// Each one has a separate result, which is known only from the SDK of doocs. The source lists no ID in it.
#[endpoint(
    "v4/official_account_open_http_svc/get_official_account_info",
    page = 60758,
    rate = 200,
    partial,
    idempotent
)]
#[batch("OfficialAccountIdList")]
pub mod get_official_account_info {
    pub struct Request {
        /// The official accounts.
        #[wire(items(max = 50))]
        pub official_account_id_list: Vec<OfficialAccountItem>,
        /// The fields to read. By default all are read.
        pub response_filter: Option<Filter>,
    }
    /// An official account to read.
    pub struct OfficialAccountItem {
        /// The official account.
        pub official_account: UserId,
    }
    /// Selects the fields to read.
    pub struct Filter {
        /// The fields of an official account.
        pub official_account_base_info_filter: Option<Vec<OfficialAccountField>>,
    }
    pub struct Response {
        /// The official accounts. The source does not say in which order.
        pub official_account_info_list: Vec<OfficialAccountInfo>,
    }
    /// An official account, with the requested fields. The source does not give the unit of its times.
    pub struct OfficialAccountInfo {
        /// `OK`, or another text for a failure.
        pub action_status: Option<String>,
        /// The error text of the service.
        pub error_info: Option<String>,
        /// The status; 0 is success.
        #[wire(status)]
        pub error_code: ErrorCode,
        /// The name.
        pub name: Option<String>,
        /// The owner.
        pub owner_account: Option<UserId>,
        /// The time of the last message, in seconds since 1970 UTC.
        pub last_msg_time_secs: Option<u64>,
        /// The number of subscribers.
        pub subscriber_num: Option<u64>,
        /// The introduction.
        pub introduction: Option<String>,
        /// The URL of the picture.
        pub face_url: Option<String>,
        /// The organization behind it.
        pub organization: Option<String>,
        /// Custom data of the app.
        pub custom_string: Option<String>,
        /// The time of creation, in seconds since 1970 UTC.
        pub create_time_secs: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
