//! The subscribers of official accounts, and the subscriptions of users.

use super::OfficialAccountField;
use crate::group::MessageFlag;
use crate::{ErrorCode, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// The result of a change to a user's subscription.
#[open_enum]
pub enum SubscriptionResult {
    /// The change failed.
    Failed = 0,
    /// The user was added or deleted.
    Changed = 1,
    /// There was nothing to do: the user already was a subscriber, or was none.
    Unchanged = 2,
}

/// A user to be added or deleted as a subscriber, and the result.
#[object]
pub struct SubscriptionOutcome {
    /// The user.
    pub subscriber_account: Option<UserId>,
    /// The result; 0 is failure.
    #[wire(status(failed = 0))]
    pub result: SubscriptionResult,
}

/// Adds subscribers to an official account.
///
/// Each user has a separate result, which may be a failure even if the call succeeds.
#[endpoint(
    "v4/official_account_open_http_svc/add_subscriber",
    page = 60760,
    rate = 200,
    partial,
    idempotent
)]
#[batch("SubscriberList")]
pub mod add_subscriber {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// The users to add.
        #[wire(items(max = 100))]
        pub subscriber_list: Vec<NewSubscriber>,
    }
    /// A user to add. The SDK of doocs has `Official_Account` here instead.
    pub struct NewSubscriber {
        /// The user.
        pub subscriber_account: UserId,
    }
    pub struct Response {
        /// The result for each user.
        pub subscriber_list: Vec<SubscriptionOutcome>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Deletes subscribers of an official account.
///
/// Each user has a separate result, which may be a failure even if the call succeeds.
#[endpoint(
    "v4/official_account_open_http_svc/delete_subscriber",
    page = 60761,
    rate = 200,
    partial,
    idempotent
)]
pub mod delete_subscriber {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// The users to delete. The source has no maximum. The page's table names the list as that of `add_subscriber`.
        pub subscriber_to_del_account: Vec<UserId>,
    }
    pub struct Response {
        /// The result for each user.
        pub subscriber_list: Vec<SubscriptionOutcome>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the subscribers of an official account.
#[endpoint(
    "v4/official_account_open_http_svc/get_subscriber_info",
    page = 60759,
    rate = 200,
    partial,
    idempotent
)]
#[pages("SubscriberList", cursor("Next"))]
pub mod get_subscriber_info {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// The maximum number of subscribers on a page. By default all are read.
        #[wire(range(max = 200))]
        pub limit: Option<u32>,
        /// Cursor: empty for the first page, then `next` of the previous response.
        pub next: String,
    }
    pub struct Response {
        /// The cursor of the next page; empty on the last page.
        pub next: Option<String>,
        /// The number of all subscribers.
        pub subscriber_num: Option<u64>,
        /// The subscribers of this page.
        pub subscriber_list: Vec<Subscriber>,
    }
    /// A subscriber. The source does not give the unit of the times.
    pub struct Subscriber {
        /// The user.
        pub subscriber_account: Option<UserId>,
        /// The time of the subscription, in seconds since 1970 UTC.
        pub subscribe_time_secs: Option<u64>,
        /// Custom data of the subscription.
        pub custom_string: Option<String>,
        /// The user's setting for receiving messages. The SDK of doocs has a number here.
        pub msg_flag: Option<MessageFlag>,
        /// The time of the last message, in seconds since 1970 UTC.
        pub last_send_msg_time_secs: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Replaces the custom data of a subscription.
#[endpoint(
    "v4/official_account_open_http_svc/modify_subscriber_info",
    page = 60762,
    rate = 200,
    partial,
    idempotent
)]
pub mod modify_subscriber_info {
    pub struct Request {
        /// The official account.
        pub official_account: UserId,
        /// The subscriber.
        pub subscriber_account: UserId,
        /// The new custom data.
        pub custom_string: String,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// A field of subscriptions, by which a request selects what to read.
#[open_enum]
pub enum SubscriptionField {
    /// The time of the subscription.
    SubscribeTime,
    /// Custom data of the subscription.
    CustomString,
}

/// Reads the official accounts to which a user subscribes.
#[endpoint(
    "v4/official_account_open_http_svc/get_subscribed_official_account_list",
    page = 60763,
    rate = 200,
    partial,
    idempotent
)]
#[pages("OfficialAccountInfoList", last = "CompleteFlag", cursor("Offset", from = "Next"))]
pub mod get_subscribed_official_account_list {
    pub struct Request {
        /// The user.
        pub subscriber_account: UserId,
        /// The number of official accounts on a page. Defaults to 200.
        #[wire(range(max = 200))]
        pub limit: Option<u32>,
        /// The number of official accounts to skip: none for the first page, then `next` of the previous response.
        pub offset: Option<u64>,
        /// The fields to read. By default all are read.
        pub response_filter: Option<Filter>,
    }
    /// Selects the fields to read.
    pub struct Filter {
        /// The fields of an official account.
        pub official_account_base_info_filter: Option<Vec<OfficialAccountField>>,
        /// The fields of the subscription.
        pub self_info_filter: Option<Vec<SubscriptionField>>,
    }
    pub struct Response {
        /// The official accounts of this page.
        pub official_account_info_list: Vec<SubscribedAccount>,
        /// The number of all official accounts to which the user subscribes.
        pub total_count: Option<u64>,
        /// `true` on the last page.
        pub complete_flag: Option<bool>,
        /// The `offset` of the next page.
        pub next: Option<u64>,
    }
    // Not the item of `get_official_account_info`, which has a status and no subscription.
    /// An official account, with the requested fields. The source lists neither its ID nor its time of creation here,
    /// and does not give the unit of its times.
    pub struct SubscribedAccount {
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
        /// The subscription of the user.
        pub self_info: Option<Subscription>,
    }
    /// A subscription, with the requested fields.
    pub struct Subscription {
        /// The time of the subscription, in seconds since 1970 UTC.
        pub subscribe_time_secs: Option<u64>,
        /// Custom data of the subscription.
        pub custom_string: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
