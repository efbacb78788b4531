//! Webhooks of users who follow others.

use crate::{UserId, webhook};

const READ: &str = "2026-11-24";

/// Tells that a user began to follow others.
#[webhook("Follow.CallbackAfterFollowAdd", after, page = 70355)]
pub mod after_follow_add {
    pub struct Event {
        /// The user.
        pub from_account: UserId,
        /// The users who are followed now.
        pub follow_list: Vec<FollowedUser>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A user who is followed.
    pub struct FollowedUser {
        /// The user.
        pub to_account: UserId,
    }
}

/// Tells that a user follows others no longer.
#[webhook("Follow.CallbackAfterFollowDelete", after, page = 70356, partial)]
pub mod after_follow_delete {
    pub struct Event {
        /// The user.
        pub from_account: Option<UserId>,
        /// The users who are no longer followed.
        pub to_account: Vec<UserId>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: Option<u64>,
    }
}
