//! Mutes of members in one group or topic. `operation` has those in all groups.

use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, TopicId, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Mutes members of a group for a time, or unmutes them. Not for work groups. A member who leaves and
/// joins again stays muted.
#[endpoint("v4/group_open_http_svc/forbid_send_msg", page = 34951, rate = 200)]
#[batch("Members_Account")]
pub mod forbid_send_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The members.
        #[wire(items(max = 500))]
        pub members_account: Vec<UserId>,
        /// The time for which they are muted, in seconds. 0 unmutes them, and 4294967295 mutes for ever.
        pub mute_time_secs: u32,
        /// The topic in which they are muted. Only for communities with topics.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Reads the muted members of a group.
#[endpoint("v4/group_open_http_svc/get_group_muted_account", page = 34964, rate = 200, idempotent)]
pub mod get_group_muted_account {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The topic whose muted members are read. Only for communities with topics.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {
        /// The muted members.
        pub muted_account_list: Vec<MutedMember>,
        /// The group.
        pub group_id: GroupId,
    }
    /// A muted member.
    pub struct MutedMember {
        /// The member.
        pub member_account: UserId,
        /// The time until which the member is muted, in seconds since 1970 UTC.
        pub muted_until_secs: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Reads the muted members of a group, under the older name of `get_group_muted_account`.
#[endpoint(
    "v4/group_open_http_svc/get_group_shutted_uin",
    page = 34964,
    rate = 200,
    idempotent,
    superseded_by = "v4/group_open_http_svc/get_group_muted_account"
)]
pub mod get_group_shutted_uin {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
    }
    pub struct Response {
        /// The muted members.
        pub shutted_uin_list: Vec<ShuttedUin>,
        /// The group.
        pub group_id: GroupId,
    }
    /// A muted member.
    pub struct ShuttedUin {
        /// The member.
        pub member_account: UserId,
        /// The time until which the member is muted, in seconds since 1970 UTC.
        pub shutted_until_secs: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}
