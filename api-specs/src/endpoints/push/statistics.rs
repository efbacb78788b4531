//! Statistics of pushes: counts, reasons of losses, and the trace of one push.

use serde_json::Value;

use crate::{ErrorCode, UserId, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// The vendor whose channel carries a push. Its values are those of the webhooks about pushes.
#[open_enum]
pub enum PushPlatform {
    /// An unknown vendor.
    Unknown = 0,
    /// Apple, APNs.
    Apple = 1,
    /// Xiaomi.
    Xiaomi = 2,
    /// Huawei.
    Huawei = 3,
    /// Google, FCM.
    Google = 4,
    /// Meizu.
    Meizu = 5,
    /// OPPO.
    Oppo = 6,
    /// The vendor vivo.
    Vivo = 7,
    /// Honor.
    Honor = 8,
}

/// A reason for which pushes were lost.
#[object]
pub struct PushLoss {
    /// The code of the reason, a number.
    pub err_code: Option<String>,
    /// The number of pushes that were lost.
    pub err_count: Option<u64>,
    /// The reason as text.
    pub err_info: Option<String>,
}

/// A reason for which pushes over one channel were lost.
#[object]
pub struct PlatformPushLoss {
    /// The code of the reason, a number.
    pub err_code: Option<String>,
    /// The number of pushes that were lost.
    pub err_count: Option<u64>,
    /// The reason as text.
    pub err_info: Option<String>,
    /// The vendor.
    pub push_platform: Option<PushPlatform>,
    /// A number, whose meaning was not read. Only for pushes to all users.
    pub event_type: Option<u64>,
}

/// Counts the reasons for which pushes to all users, or by attributes or tags, were lost.
#[endpoint("v4/timpush/all_member_push_loss", page = 71895, rate = 1, partial, idempotent)]
#[batch("TaskID")]
pub mod all_member_push_loss {
    pub struct Request {
        /// The start of the period, in seconds since 1970 UTC. The period has at most 7 days.
        pub start_time_secs: u64,
        /// The end of the period, in seconds since 1970 UTC.
        pub end_time_secs: u64,
        /// The IDs of the pushes. None to count all pushes together.
        #[wire("TaskID", items(max = 5))]
        pub task_id: Vec<String>,
    }
    pub struct Response {
        /// The reasons, by push.
        pub results: Vec<TaskLoss>,
    }
    /// The reasons for which a push did not reach users.
    pub struct TaskLoss {
        /// The ID of the push.
        #[wire("TaskID")]
        pub task_id: Option<String>,
        /// The reasons before sending.
        pub ready_to_send_loss: Vec<PushLoss>,
        /// The reasons between sending and delivery.
        pub post_send_delivered_loss: Vec<PushLoss>,
        /// The reasons before sending, by channel.
        pub platform_ready_to_send_loss: Vec<PlatformPushLoss>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Counts pushes to all users, or by attributes or tags.
#[endpoint("v4/timpush/all_member_push_statistics", page = 71894, rate = 1, partial, idempotent)]
pub mod all_member_push_statistics {
    pub struct Request {
        /// The start of the period, in seconds since 1970 UTC.
        pub start_time_secs: Option<u64>,
        /// The end of the period, in seconds since 1970 UTC.
        pub end_time_secs: Option<u64>,
        /// The IDs of the pushes.
        #[wire("TaskID")]
        pub task_id: Option<Vec<String>>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// A stage of a push on its way to a device.
#[object]
pub struct PushStage {
    /// A number, whose meaning was not read.
    pub push_status: Option<u64>,
    /// The code of the stage. It says nothing about the call that reads it.
    pub error_code: Option<i64>,
    /// The reason as text.
    pub error_info: Option<String>,
    /// The time of the stage, as text.
    pub event_time: Option<String>,
}

/// The online stages of a push.
#[object]
pub struct OnlinePushStages {
    /// The stage at the Chat service.
    #[wire("IMStat")]
    pub im_stat: Option<PushStage>,
}

/// The offline stages of a push.
#[object]
pub struct OfflinePushStages {
    /// The stage at the push service.
    pub offline_stat: Option<PushStage>,
    /// The stage at the vendor's channel.
    pub channel_stat: Option<PushStage>,
    /// The stage at the device. Only shown for pushes of messages.
    pub device_stat: Option<PushStage>,
}

/// The way of a push to one device. Numbers without named values have meanings that were not read.
#[object]
pub struct InstanceTrace {
    /// The ID of the device.
    pub instance_id: Option<String>,
    /// The time of the push, as text.
    pub push_time: Option<String>,
    /// The model of the device.
    pub device_model: Option<String>,
    /// The operating system.
    pub system: Option<String>,
    /// The version of the operating system.
    pub system_version: Option<String>,
    /// The kind of the event. Only shown for pushes to all users.
    pub event_type: Option<u64>,
    /// The vendor.
    pub push_platform: Option<PushPlatform>,
    /// The device's token at the vendor.
    pub token: Option<String>,
    /// The ID of the certificate at the service.
    pub cert_id: Option<String>,
    /// The version of the SDK.
    pub sdk_version: Option<String>,
    /// The version of the push plugin.
    pub push_version: Option<String>,
    /// The setting of the device for notifications.
    pub notification_status: Option<u64>,
    /// The client that was active last.
    #[wire("last_active_terminal")]
    pub last_active_terminal: Option<u64>,
    /// The online stages.
    #[wire("IMCommitStat")]
    pub im_commit_stat: Option<OnlinePushStages>,
    /// The offline stages.
    pub offline_push_stat: Option<OfflinePushStages>,
}

/// Traces a push to all users, or by attributes or tags, to one user. Possible for 7 days.
#[endpoint("v4/timpush/all_member_push_trace", page = 71893, rate = 1, partial, idempotent)]
pub mod all_member_push_trace {
    pub struct Request {
        /// The ID of the push.
        #[wire("TaskID")]
        pub task_id: String,
        /// The receiver.
        #[wire("UserID")]
        pub user_id: UserId,
    }
    pub struct Response {
        /// The way to each of the user's devices.
        pub instance_trace: Vec<InstanceTrace>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Counts the reasons for which pushes of messages were lost.
#[endpoint("v4/timpush/normal_push_loss", page = 71898, rate = 1, partial, idempotent)]
pub mod normal_push_loss {
    pub struct Request {
        /// The start of the period, in seconds since 1970 UTC. The period has at most 7 days.
        pub start_time_secs: u64,
        /// The end of the period, in seconds since 1970 UTC.
        pub end_time_secs: u64,
    }
    /// The page's sample is not valid JSON. The lists may stand in an object that it does not name.
    pub struct Response {
        /// The reasons before sending.
        pub ready_to_send_loss: Vec<PushLoss>,
        /// The reasons between sending and delivery.
        pub post_send_delivered_loss: Vec<PushLoss>,
        /// The reasons before sending, by channel.
        pub platform_ready_to_send_loss: Vec<PlatformPushLoss>,
        /// The reasons between sending and delivery, by channel. The items were not read.
        pub platform_post_send_delivered_loss: Vec<Value>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Counts the pushes of one-to-one and group messages.
#[endpoint("v4/timpush/normal_push_statistics", page = 71897, rate = 1, partial, idempotent)]
pub mod normal_push_statistics {
    pub struct Request {
        /// The start of the period, in seconds since 1970 UTC. The period has at most 30 days.
        pub start_time_secs: u64,
        /// The end of the period, in seconds since 1970 UTC.
        pub end_time_secs: u64,
    }
    pub struct Response {
        /// The number of pushes that could be sent.
        pub total_count: Option<u64>,
        /// The number of pushes that were sent.
        pub sent_count: Option<u64>,
        /// The number of pushes that were delivered.
        pub delivered_count: Option<u64>,
        /// The number of pushes that were clicked.
        pub click_count: Option<u64>,
        /// The numbers by channel.
        pub platform_statistics: Vec<PlatformStatistics>,
    }
    /// The numbers of one channel.
    pub struct PlatformStatistics {
        /// The vendor.
        pub push_platform: Option<PushPlatform>,
        /// The number of pushes that could be sent.
        pub total_count: Option<u64>,
        /// The number of pushes that were sent.
        pub sent_count: Option<u64>,
        /// The number of pushes that were delivered.
        pub delivered_count: Option<u64>,
        /// The number of pushes that were clicked.
        pub click_count: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Traces the push of a message. Possible for 7 days.
#[endpoint("v4/timpush/normal_push_trace", page = 71896, rate = 1, partial, idempotent)]
pub mod normal_push_trace {
    pub struct Request {
        /// The ID of the message in clients.
        #[wire("PushID")]
        pub push_id: String,
    }
    pub struct Response {
        /// The way to each device.
        pub instance_trace: Vec<InstanceTrace>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
