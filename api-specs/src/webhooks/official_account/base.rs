//! Webhooks of official accounts as such.

use crate::{UserId, webhook};

const READ: &str = "2026-11-24";

/// Asks whether an official account may be created.
#[webhook(
    "OfficialAccount.CallbackBeforeCreateOfficialAccount",
    before,
    page = 60795,
    own_codes(min = 120001, max = 130000)
)]
pub mod before_create_official_account {
    pub struct Event {
        /// The user who creates the account.
        pub operator_account: UserId,
        /// The owner of the account.
        pub owner_account: UserId,
        /// The name of the account.
        pub name: String,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that an official account was created.
#[webhook("OfficialAccount.CallbackAfterCreateOfficialAccount", after, page = 60796)]
pub mod after_create_official_account {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// The user who created the account.
        pub operator_account: UserId,
        /// The owner of the account.
        pub owner_account: UserId,
        /// The name of the account.
        pub name: String,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that the name, the introduction, the picture or the organization of an official account changed.
#[webhook("OfficialAccount.CallbackAfterOfficialAccountInfoChanged", after, page = 60797, partial)]
pub mod after_official_account_info_changed {
    pub struct Event {
        /// The account.
        pub official_account: Option<UserId>,
        /// The user who made the change.
        pub operator_account: Option<UserId>,
        /// The new name, if it changed.
        pub name: Option<String>,
        /// The new introduction, if it changed.
        pub introduction: Option<String>,
        /// The URL of the new picture, if it changed.
        pub face_url: Option<String>,
        /// The new organization, if it changed.
        pub organization: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: Option<u64>,
    }
}

/// Tells that an official account was deleted.
#[webhook("OfficialAccount.CallbackAfterOfficialAccountDestroyed", after, page = 60798)]
pub mod after_official_account_destroyed {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// The owner of the account.
        pub owner_account: UserId,
        /// The name of the account.
        pub name: String,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that an official account has as many subscribers as it may have.
#[webhook("OfficialAccount.CallbackAfterOfficialAccountFull", after, partial)]
pub mod after_official_account_full {
    pub struct Event {
        /// The account.
        pub official_account: Option<UserId>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: Option<u64>,
    }
}
