//! Pushes that the service sends at a later time. Their pages were read in part.
//!
//! All times are texts such as `2026-06-01 10:00:00`, in UTC.

use serde_json::Value;

use super::Condition;
use crate::message::OfflinePushInfo;
use crate::{ErrorCode, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// The receivers of a scheduled push.
#[open_enum]
pub enum ScheduledPushKind {
    /// All users.
    All,
    /// The users whom its condition selects.
    Tag,
    /// The users in its `to_account`.
    User,
}

/// A push to be sent later. Its fields are known from samples.
#[object]
pub struct ScheduledPush {
    /// The sender.
    pub from_account: Option<UserId>,
    /// The users to whom it is sent, if its kind is `Tag`.
    pub condition: Option<Condition>,
    /// The users to whom it is sent, if its kind is `User`.
    #[wire(items(min = 1, max = 500))]
    pub to_account: Option<Vec<UserId>>,
    /// The notification.
    pub offline_push_info: Option<OfflinePushInfo>,
}

/// Schedules a push to all users, to those with certain tags, or to named ones.
#[endpoint("v4/timpush/add_sched_task", page = 78839, rate = 5, partial)]
pub mod add_sched_task {
    pub struct Request {
        /// The SDKAppID of the app.
        #[wire(app_id)]
        pub sdkappid: Option<u64>,
        /// The receivers.
        pub kind: ScheduledPushKind,
        /// The time of sending.
        pub sched_at: String,
        /// The push.
        pub content: ScheduledPush,
    }
    pub struct Response {
        /// The ID of the scheduled push.
        #[wire("TaskID")]
        pub task_id: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Deletes a scheduled push that is not being sent yet.
#[endpoint("v4/timpush/delete_sched_task", page = 78841, rate = 5, partial, idempotent)]
pub mod delete_sched_task {
    pub struct Request {
        /// The SDKAppID of the app.
        #[wire(app_id)]
        pub sdkappid: Option<u64>,
        /// The ID of the scheduled push.
        #[wire("TaskID")]
        pub task_id: u64,
        /// The receivers. It was not read whether the field is required.
        pub kind: Option<ScheduledPushKind>,
    }
    pub struct Response {
        /// The ID of the deleted push; 0 if it was not deleted.
        #[wire("TaskID")]
        pub task_id: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[ErrorCode::INVALID_SCHEDULED_PUSH, ErrorCode::SCHEDULED_PUSH_UNDER_WAY];
}

/// Reads a scheduled push. The fields of its response are known from a sample.
#[endpoint("v4/timpush/get_sched_task", page = 78842, rate = 5, partial, idempotent)]
pub mod get_sched_task {
    pub struct Request {
        /// The SDKAppID of the app.
        #[wire(app_id)]
        pub sdkappid: Option<u64>,
        /// The ID of the scheduled push.
        #[wire("TaskID")]
        pub task_id: u64,
    }
    pub struct Response {
        /// The scheduled push.
        pub task_info: Option<TaskInfo>,
    }
    /// A scheduled push.
    pub struct TaskInfo {
        /// Its ID.
        #[wire("TaskID")]
        pub task_id: Option<u64>,
        /// The SDKAppID of the app.
        pub sdkappid: Option<u64>,
        /// The time at which it was created.
        pub create_at: Option<String>,
        /// The receivers.
        pub kind: Option<ScheduledPushKind>,
        /// The time of sending.
        pub sched_at: Option<String>,
        /// The push.
        pub content: Option<Content>,
        /// The title of its notification.
        pub title: Option<String>,
        /// The text of its notification.
        pub desc: Option<String>,
        /// The state: `pending` before it is sent. The other states were not read.
        pub status: Option<String>,
        /// A number about the sending, whose meaning was not read; 0 before.
        pub dispatch_success: Option<u64>,
        /// The error of the sending; empty before.
        pub dispatch_err: Option<String>,
        /// The ID of the push that was sent; empty before.
        #[wire("PushTaskID")]
        pub push_task_id: Option<String>,
    }
    /// The push that is sent, with the fields of the sample. Its sender differs from that of `ScheduledPush`.
    pub struct Content {
        /// The sender: a number in the sample, though `add_sched_task` takes a text.
        pub from_account: Option<Value>,
        /// A random number.
        pub msg_random: Option<u64>,
        /// The notification.
        pub offline_push_info: Option<OfflinePushInfo>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// The order of a list of scheduled pushes.
#[open_enum]
pub enum ScheduledPushOrder {
    /// By the time of creation. The English page of 2026-04-13 writes `createat`.
    #[wire("createAt")]
    CreatedAt,
    /// By the time of sending. The English page of 2026-04-13 writes `schedat`.
    #[wire("schedAt")]
    ScheduledAt,
}

/// Lists scheduled pushes in pages.
#[endpoint("v4/timpush/list_sched_task", page = 78843, rate = 5, partial, idempotent)]
#[pages("Tasks", total = "Total", offset("Offset", limit = "Want"))]
pub mod list_sched_task {
    pub struct Request {
        /// The SDKAppID of the app.
        #[wire(app_id)]
        pub sdkappid: Option<u64>,
        /// The number of pushes to skip.
        pub offset: u32,
        /// The number of pushes on a page.
        #[wire(range(min = 1))]
        pub want: u64,
        /// The order.
        pub order_by: ScheduledPushOrder,
        /// `true` for the earliest first, `false` for the latest.
        #[wire(flag(on = true, off = false))]
        pub asc: bool,
        /// The start of the time range.
        pub begin_time: String,
        /// The end of the time range, which has a maximum length that was not read.
        pub end_time: String,
        /// A part of the title or of the text. By default all pushes are listed.
        pub keyword: Option<String>,
    }
    pub struct Response {
        /// The number of pushes on all pages.
        pub total: Option<u64>,
        /// The scheduled pushes.
        pub tasks: Vec<ListedTask>,
    }
    /// A scheduled push. Its other fields were not read; `get_sched_task` has them.
    pub struct ListedTask {
        /// Its ID.
        #[wire("TaskID")]
        pub task_id: Option<u64>,
        /// The SDKAppID of the app.
        pub sdkappid: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Changes a scheduled push that is not being sent yet. What the request leaves out stays unchanged.
#[endpoint("v4/timpush/modify_sched_task", page = 78840, rate = 5, partial, idempotent)]
pub mod modify_sched_task {
    pub struct Request {
        /// The SDKAppID of the app.
        #[wire(app_id)]
        pub sdkappid: Option<u64>,
        /// The ID of the scheduled push.
        #[wire("TaskID")]
        pub task_id: u64,
        /// The receivers, as when it was scheduled. They cannot be changed.
        pub kind: ScheduledPushKind,
        /// The new time of sending.
        pub sched_at: Option<String>,
        /// The new push.
        pub content: Option<ScheduledPush>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}
