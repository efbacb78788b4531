//! Sending pushes, also to browsers, and recalling them.

use serde_json::Value;

use super::{Condition, FailedTarget};
use crate::codes::sets::{MESSAGE_CODES, PUSH_CODES};
use crate::message::{MessageElement, OfflinePushInfo};
use crate::{ErrorCode, UserId, endpoint, object};

const READ: &str = "2026-11-24";

/// Sends a push to all users, or to those with certain attributes or tags.
///
/// It reaches accounts that have logged in or were imported. The service accepts 100 pushes a day by default, 10 in the
/// free edition of the push service, with at least a second between two. An app of the push service without Chat sends
/// `offline_push_info` alone.
#[endpoint("v4/timpush/push", page = 67814, partial)]
pub mod push {
    pub struct Request {
        /// The sender.
        pub from_account: Option<UserId>,
        /// A random number.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// `true` to keep the message neither in the history nor as unread. With `false` it reaches 200 receivers a
        /// second. Only for Chat.
        pub online_only_flag: Option<bool>,
        /// The elements of the message. Only for Chat.
        pub msg_body: Option<Vec<MessageElement>>,
        /// The users to whom the push is sent. By default it is sent to all.
        pub condition: Option<Condition>,
        /// The notification that offline users are shown.
        pub offline_push_info: Option<OfflinePushInfo>,
    }
    pub struct Response {
        /// The ID of the push. Known from the webhook about pushes.
        pub task_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[..MESSAGE_CODES, ..PUSH_CODES, ErrorCode::PUSH_TOO_LARGE];
}

/// Sends a push to certain users, whether they are online or not. It does not count as unread.
///
/// The free edition may call this 10 times a second, the standard edition 30 times, the advanced edition 40 times; the
/// client does not count these calls. Online users receive it from version 8.2.6325 of the SDK on.
#[endpoint("v4/timpush/batch", page = 67553, deduplicated(seconds = 1))]
#[batch("To_Account")]
pub mod batch {
    pub struct Request {
        /// The sender, or the `RegistrationID` of a device.
        pub from_account: UserId,
        /// The receivers, or the `RegistrationID`s of devices.
        #[wire(items(min = 1, max = 500))]
        pub to_account: Vec<UserId>,
        /// A random number that identifies copies within a second.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The notification.
        pub offline_push_info: OfflinePushInfo,
        /// An ID of the app's own, which webhooks repeat.
        #[wire(bytes(max = 64))]
        pub data_id: Option<String>,
    }
    pub struct Response {
        /// The ID of the push. Joined responses have none, because each batch is a separate push.
        pub task_id: Option<String>,
        /// The receivers for whom it failed.
        pub error_list: Vec<FailedTarget>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[..MESSAGE_CODES, ErrorCode::PUSH_DISABLED, ErrorCode::BATCH_MESSAGE_RATE_EXCEEDED];
}

/// A notification of a browser.
#[object]
pub struct WebInfo {
    /// The title.
    pub title: Option<String>,
    /// The text.
    pub desc: Option<String>,
    /// Data for the app, as JSON.
    pub ext: Option<String>,
    /// The page that a click opens.
    #[wire("URL")]
    pub url: Option<String>,
}

/// Sends a push to the browsers of all users, or of those with certain tags.
///
/// The service accepts 100 pushes a day, 10 in the trial edition, with at least a second between two. Data centers in
/// China do not have this endpoint.
#[endpoint("v4/timpush/webpush", page = 80440, partial)]
pub mod web_push {
    pub struct Request {
        /// The sender.
        pub from_account: Option<UserId>,
        /// A random number.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The users to whom the push is sent. By default it is sent to all.
        pub condition: Option<Condition>,
        /// The notification.
        pub web_info: Option<WebInfo>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Sends a push to the browsers of certain users.
///
/// The standard edition may reach 500 receivers a second, the trial edition 30; the client does not count receivers.
/// Data centers in China do not have this endpoint.
#[endpoint("v4/timpush/webbatch", page = 80441, partial, deduplicated(seconds = 1))]
#[batch("To_Account")]
pub mod web_batch {
    pub struct Request {
        /// The sender.
        pub from_account: UserId,
        /// The receivers.
        #[wire(items(min = 1, max = 500))]
        pub to_account: Vec<UserId>,
        /// A random number that identifies copies within a second.
        #[wire(random)]
        pub msg_random: Option<u32>,
        /// The notification for users who are offline. Without `message` it is for all. The service requires at least
        /// one of the two.
        pub web_info: Option<WebInfo>,
        /// The push for users who have the page open. Its fields were not read.
        pub message: Option<Value>,
        /// An ID of the app's own, which webhooks repeat.
        #[wire(bytes(max = 64))]
        pub data_id: Option<String>,
        /// The name of the push in the console.
        #[wire(bytes(max = 20))]
        pub task_name: Option<String>,
    }
    pub struct Response {
        /// The ID of the push. Joined responses have none, because each batch is a separate push.
        pub task_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Recalls a push to all users, or to those with certain attributes or tags, within 24 hours after it started.
///
/// Sending stops, and a notification takes the place of the one that was delivered. Only APNs, FCM in its notification
/// mode, Huawei and Honor can replace one.
#[endpoint("v4/timpush/revoke", page = 67824, rate = 1, partial, idempotent)]
pub mod revoke {
    pub struct Request {
        /// The ID of the push.
        pub task_id: String,
        /// The notification that takes the place of the push's.
        pub offline_push_info: OfflinePushInfo,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::PUSH_NOT_FOUND,
        ErrorCode::PUSH_ALREADY_RECALLED,
        ErrorCode::PUSH_RECALL_RATE_EXCEEDED,
        ErrorCode::PUSH_RECALL_TOO_LATE,
        ErrorCode::PUSH_NOT_RECALLABLE,
    ];
}
