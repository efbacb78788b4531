//! Banning users from audio-video groups.

use crate::codes::sets::GROUP_CODES;
use crate::{ErrorCode, GroupId, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Bans users from an audio-video group for a time, in which they receive no messages and cannot join it again. Only for
/// audio-video groups.
///
/// The app needs the Ultimate edition, and banning must be enabled in the console. Otherwise the call may fail with 10007.
#[endpoint("v4/group_open_http_svc/ban_group_member", page = 50296, rate = 200)]
#[batch("Members_Account")]
pub mod ban_group_member {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The members to ban.
        #[wire(items(max = 20))]
        pub members_account: Vec<UserId>,
        /// The duration of the ban, in seconds.
        pub duration_secs: u32,
        /// The message about the ban.
        #[wire(bytes(max = 1000))]
        pub description: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ErrorCode::TOO_MANY_MEMBERS_AT_ONCE, ErrorCode::GROUP_PERMISSION_DENIED];
}

/// Lifts the bans of users from an audio-video group, so that they can join it again. Only for audio-video groups.
#[endpoint("v4/group_open_http_svc/unban_group_member", page = 50297, rate = 200, idempotent)]
#[batch("Members_Account")]
pub mod unban_group_member {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The users whose bans are lifted.
        #[wire(items(max = 20))]
        pub members_account: Vec<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ErrorCode::TOO_MANY_MEMBERS_AT_ONCE, ErrorCode::GROUP_PERMISSION_DENIED];
}

/// Reads the users who are banned from an audio-video group, in pages. Only for audio-video groups.
///
/// The app needs the Ultimate edition, and banning must be enabled in the console.
#[endpoint("v4/group_open_http_svc/get_group_ban_member", page = 50295, rate = 200, idempotent)]
#[pages("BannedAccountList", cursor("Offset", from = "NextOffset"))]
pub mod get_group_ban_member {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The number of users on a page.
        #[wire(range(max = 100))]
        pub limit: Option<u32>,
        /// The offset of the page: 0 for the first, then the `next_offset` of the page before.
        pub offset: u64,
    }
    pub struct Response {
        /// The banned users of this page.
        pub banned_account_list: Vec<BannedAccount>,
        /// The offset of the next page; 0 after the last.
        pub next_offset: u64,
    }
    /// A banned user.
    pub struct BannedAccount {
        /// The time until which the user is banned, in seconds since 1970 UTC.
        pub banned_until_secs: u64,
        /// The user.
        pub member_account: UserId,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ErrorCode::TOO_MANY_MEMBERS_AT_ONCE, ErrorCode::GROUP_PERMISSION_DENIED];
}
