//! Webhooks of profiles.

use crate::{TagItem, UserId, webhook};

const READ: &str = "2026-11-24";

/// Tells that the profile of a user changed.
#[webhook("Profile.CallbackPortraitSet", after, page = 48733)]
pub mod portrait_set {
    pub struct Event {
        /// The user who made the change.
        pub operator_account: UserId,
        /// The user whose profile changed.
        pub from_account: UserId,
        /// The fields that changed, with their new values.
        pub profile_item: Vec<TagItem>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}
