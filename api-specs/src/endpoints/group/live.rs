//! The members, administrators and robots of live groups, which are groups of kind `AVChatRoom`.

use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES};
use crate::{ErrorCode, GroupId, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// Returns the number of online members of a live group. It is up to 10 seconds old, or 20 if there are web users.
#[endpoint("v4/group_open_http_svc/get_online_member_num", page = 38521, rate = 200, idempotent)]
pub mod get_online_member_count {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
    }
    pub struct Response {
        /// The number of online members.
        pub online_member_num: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}

/// Reads the online members of a live group, the 1000 latest at most.
///
/// The list is refreshed every 40 seconds, by the pages of 2023 every 10 seconds. It requires the Ultimate or Enterprise
/// edition (international: Pro, Pro Plus or Enterprise), and must be enabled in the console. Otherwise the call returns the
/// 30 latest members.
#[endpoint("v4/group_open_avchatroom_http_svc/get_members", page = 50293, rate = 200, idempotent)]
#[pages("MemberList", cursor("Timestamp", from = "NextTimestamp"))]
pub mod get_members {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// Cursor; 0 for the first page.
        pub timestamp: u64,
        /// Reads only the members with this mark. By default those with the mark 600 are left out. Only in a sample of
        /// the page.
        pub mark: Option<u64>,
    }
    pub struct Response {
        /// The members of this page. The first has all of a group of up to 250 members, by the pages of 2023 up to 500.
        pub member_list: Vec<OnlineMember>,
        /// Cursor of the next page; 0 on the last one.
        pub next_timestamp: u64,
    }
    /// An online member.
    pub struct OnlineMember {
        /// The time when the member joined, in seconds since 1970 UTC.
        pub join_time_secs: u64,
        /// The member.
        pub member_account: UserId,
        /// The nickname.
        pub nick_name: String,
        /// The URL of the picture.
        pub avatar: String,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::GROUP_CALLER_NOT_LOGGED_IN];
}

/// Returns which of some users are in a live group. It is up to 40 seconds old.
#[endpoint("v4/group_open_avchatroom_http_svc/check_members", rate = 200, idempotent, partial)]
pub mod check_members {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The users.
        pub member_account: Vec<UserId>,
    }
    pub struct Response {
        /// The users who are in the group.
        pub member_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// A change of marks or administrators in a live group.
#[open_enum]
pub enum LiveGroupOperation {
    /// Sets the marks, or appoints the administrators.
    Set = 1,
    /// Deletes the marks, or dismisses the administrators.
    Delete = 2,
}

/// A member of a live group, with marks.
#[object]
pub struct MarkedMember {
    /// The member.
    pub member_account: UserId,
    /// The marks, numbers from 1000 or one of the special marks. A group has at most 10.
    #[wire(items(max = 10))]
    pub marks: Vec<u64>,
}

/// Sets or deletes marks of members of a live group, by which `get_members` finds them.
///
/// It requires the list of online members (see `get_members`). A mark can have 1000 members. Only online members can be marked,
/// except with 500. The response omits the others; if it would omit all, the call fails. Members who leave or go offline lose
/// their marks. Two marks are special: 500 makes a member count as online, for at most three days, and 600 hides the member
/// from lists that do not ask for this mark.
#[endpoint("v4/group_open_avchatroom_http_svc/modify_user_info", page = 50294, rate = 200)]
#[batch("MemberList")]
pub mod modify_user_info {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// Sets or deletes the marks.
        pub command_type: LiveGroupOperation,
        /// The members, each with the marks to set or delete.
        #[wire(items(max = 500))]
        pub member_list: Vec<MarkedMember>,
    }
    pub struct Response {
        /// The members whose marks changed.
        pub member_list: Vec<MarkedMember>,
        /// The operation of the request. Only in a sample of the page.
        pub command_type: Option<LiveGroupOperation>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..GROUP_CODES, ..ONE_GROUP_CODES, ErrorCode::GROUP_CALLER_NOT_LOGGED_IN];
}

/// Reads the administrators of a live group. It requires the list of online members (see `get_members`).
#[endpoint(
    "v4/group_open_avchatroom_http_svc/get_admin_list",
    page = 60524,
    rate = 200,
    idempotent,
    partial
)]
pub mod get_admin_list {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
    }
    pub struct Response {
        /// The administrators.
        #[wire("Admin_List")]
        pub admin_list: Vec<LiveAdmin>,
    }
    /// An administrator of a live group.
    pub struct LiveAdmin {
        /// The administrator.
        pub admin_account: Option<UserId>,
        /// The URL of the picture.
        pub avatar: Option<String>,
        /// The nickname.
        pub nick_name: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Appoints or dismisses administrators of a live group, who need not be members. It requires the list of online members (see
/// `get_members`).
#[endpoint(
    "v4/group_open_avchatroom_http_svc/modify_admin",
    page = 60525,
    rate = 200,
    idempotent,
    partial
)]
pub mod modify_admin {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// Appoints or dismisses the users.
        pub command_type: LiveGroupOperation,
        /// The users. A group has at most 5 administrators.
        #[wire(items(max = 5))]
        pub admin_account: Vec<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Adds robots to the list of online members (see `get_members`) of a live group, by setting their special mark 500.
///
/// The robots neither join the group nor go online. The copies of the page end before its fields and rate limit, so the
/// request has no typed fields. `delete_robots` takes `GroupId` and `Member_Account`; `Call::extra` sends such fields here.
#[endpoint("v4/group_open_avchatroom_http_svc/add_robots", page = 60527, partial)]
pub mod add_robots {
    pub struct Request {}
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Removes robots from the list of online members (see `get_members`) of a live group, by deleting their special mark 500.
#[endpoint(
    "v4/group_open_avchatroom_http_svc/del_robots",
    page = 60526,
    rate = 200,
    idempotent,
    partial
)]
pub mod delete_robots {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The robots.
        pub member_account: Vec<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}
