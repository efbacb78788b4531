//! Webhooks of groups, their members, topics and messages.

mod info;
mod member;
mod message;
mod topic;

use crate::{UserId, object};

pub use info::*;
pub use member::*;
pub use message::*;
pub use topic::*;

// `PermissionGroupMember` has the same field, but is about permission groups.
/// A member of a group.
#[object]
pub struct GroupMember {
    /// The member.
    pub member_account: UserId,
}
