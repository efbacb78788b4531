//! Webhooks of the subscribers of official accounts.

use crate::{UserId, object, webhook};

const READ: &str = "2026-11-24";

/// A user who subscribes to an official account, or did.
#[object]
pub struct SubscribingUser {
    /// The user.
    pub subscriber_account: UserId,
}

/// Asks whether users may subscribe to an official account.
#[webhook("OfficialAccount.CallbackBeforeAddSubscriber", before, page = 60799)]
pub mod before_add_subscriber {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// The user who makes the request.
        pub operator_account: UserId,
        /// The users who would subscribe.
        pub subscribe_account_list: Vec<SubscribingUser>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    pub struct Reply {
        /// The users who may not subscribe, where the others may.
        pub refused_subscribers_account: Option<Vec<UserId>>,
    }
}

/// Tells that users subscribed to an official account.
#[webhook("OfficialAccount.CallbackAfterAddSubscriber", after, page = 60800)]
pub mod after_add_subscriber {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// The user who made the request.
        pub operator_account: UserId,
        /// The new subscribers.
        pub subscribe_account_list: Vec<SubscribingUser>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that users are no longer subscribers of an official account.
#[webhook("OfficialAccount.CallbackAfterDeleteSubscriber", after, page = 60802)]
pub mod after_delete_subscriber {
    pub struct Event {
        /// The account.
        pub official_account: UserId,
        /// The user who made the request.
        pub operator_account: UserId,
        /// The former subscribers.
        pub subscribe_account_list: Vec<SubscribingUser>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}
