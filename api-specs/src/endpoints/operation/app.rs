//! Figures of the app, and addresses of the service.

use crate::{ErrorCode, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Reads the figures of the app for each of the last 30 days.
#[endpoint("v4/openconfigsvr/getappinfo", page = 34886, rate = 200, idempotent)]
pub mod get_app_info {
    pub struct Request {
        /// The figures to read, by their names on the wire. By default all are returned.
        pub request_field: Option<Vec<String>>,
    }
    pub struct Response {
        /// The figures, one item for each day.
        pub result: Vec<Figures>,
    }
    /// The requested figures of one day. The service sends its numbers as strings.
    pub struct Figures {
        /// Messages pushed to iOS.
        #[wire("APNSMsgNum")]
        pub apns_msg_num: Option<u64>,
        /// Users who were active.
        pub active_user_num: Option<u64>,
        /// The app.
        pub app_id: Option<u64>,
        /// The name of the app. Samples since 2025 lack it.
        pub app_name: Option<String>,
        /// One-to-one messages pushed to iOS.
        #[wire("C2CAPNSMsgNum")]
        pub c2c_apns_msg_num: Option<u64>,
        /// One-to-one messages delivered.
        #[wire("C2CDownMsgNum")]
        pub c2c_down_msg_num: Option<u64>,
        /// Users who sent one-to-one messages.
        #[wire("C2CSendMsgUserNum")]
        pub c2c_send_msg_user_num: Option<u64>,
        /// One-to-one messages sent.
        #[wire("C2CUpMsgNum")]
        pub c2c_up_msg_num: Option<u64>,
        /// Webhook calls.
        pub call_back_req: Option<u64>,
        /// Webhook calls that got a response.
        pub call_back_rsp: Option<u64>,
        /// Friendships that ended.
        pub chain_decrease: Option<u64>,
        /// Friendships that began.
        pub chain_increase: Option<u64>,
        /// The company that owns the app. Samples since 2025 lack it.
        pub company: Option<String>,
        /// The day in Beijing time, such as `20160607`.
        pub date: Option<String>,
        /// Messages delivered.
        pub down_msg_num: Option<u64>,
        /// Group messages pushed to iOS.
        #[wire("GroupAPNSMsgNum")]
        pub group_apns_msg_num: Option<u64>,
        /// Groups that exist.
        pub group_all_group_num: Option<u64>,
        /// Groups disbanded.
        pub group_destroy_group_num: Option<u64>,
        /// Group messages delivered.
        pub group_down_msg_num: Option<u64>,
        /// The number of times that a user joined a group.
        pub group_join_group_times: Option<u64>,
        /// Groups created.
        pub group_new_group_num: Option<u64>,
        /// The number of times that a user left a group.
        pub group_quit_group_times: Option<u64>,
        /// Groups in which messages were sent.
        pub group_send_msg_group_num: Option<u64>,
        /// Users who sent messages to groups.
        pub group_send_msg_user_num: Option<u64>,
        /// Messages sent to groups.
        pub group_up_msg_num: Option<u64>,
        /// Logins.
        pub login_times: Option<u64>,
        /// Users who logged in.
        pub login_user_num: Option<u64>,
        /// The maximum number of users online at the same time.
        pub max_online_num: Option<u64>,
        /// Users who registered on that day.
        pub regist_user_num_one_day: Option<u64>,
        /// Users who registered up to and including that day.
        pub regist_user_num_total: Option<u64>,
        /// Users who sent messages.
        pub send_msg_user_num: Option<u64>,
        /// Messages sent.
        pub up_msg_num: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_OPERATIONS_JSON,
        ErrorCode::OPERATIONS_DATABASE_ERROR,
        ErrorCode::OPERATIONS_DATABASE_ERROR_130010,
        ErrorCode::OPERATIONS_QUERY_ERROR,
        ErrorCode::OPERATIONS_QUERY_ERROR_130012,
    ];
}

/// The addresses to return. "Inside China" includes Hong Kong.
#[open_enum]
pub enum NetType {
    /// All addresses.
    All = 0,
    /// Addresses to which native clients inside China connect.
    NativeInside = 1,
    /// Addresses to which native clients outside China connect.
    NativeOutside = 2,
    /// Addresses to which web clients inside China connect.
    WebInside = 3,
    /// Addresses to which web clients outside China connect.
    WebOutside = 4,
    /// Addresses from which webhooks inside China are called.
    WebhooksInside = 5,
    /// Addresses from which webhooks outside China are called.
    WebhooksOutside = 6,
}

/// Reads the IP addresses of the service, for firewalls. Those outside the Chinese mainland require an agreement.
#[endpoint("v4/ConfigSvc/GetIPList", page = 36742, rate = 200, idempotent)]
pub mod get_ip_list {
    pub struct Request {
        /// The addresses to return. The page does not say which are returned by default.
        #[wire("nettype", query)]
        pub nettype: Option<NetType>,
    }
    pub struct Response {
        /// Addresses and address ranges, such as `183.192.202.0/25`.
        #[wire("IPList")]
        pub ip_list: Vec<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
