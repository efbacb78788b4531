//! Mutes of users in all conversations.

use crate::{ErrorCode, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Returns for how long a user is muted in all conversations.
#[endpoint("v4/openconfigsvr/getnospeaking", page = 34924, rate = 200, idempotent)]
pub mod get_no_speaking {
    pub struct Request {
        /// The user.
        pub get_account: UserId,
    }
    pub struct Response {
        /// The time for which the user cannot send one-to-one messages, in seconds. 0 means not muted,
        /// and 4294967295 muted for ever.
        #[wire("C2CmsgNospeakingTime")]
        pub c2c_msg_nospeaking_time_secs: u64,
        /// The time for which the user cannot send group messages, in seconds. 0 means not muted,
        /// and 4294967295 muted for ever.
        pub groupmsg_nospeaking_time_secs: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_OPERATIONS_JSON,
        ErrorCode::GET_ACCOUNT_MISSING,
        ErrorCode::INVALID_GET_ACCOUNT,
        ErrorCode::OPERATIONS_SYSTEM_ERROR,
    ];
}

/// Mutes a user in all conversations, or unmutes the user. At least one of the two times is required.
///
/// While a user is muted, sending a one-to-one message fails with 20012, and sending a group message with 10017.
/// The webhooks before a message are not called then.
#[endpoint("v4/openconfigsvr/setnospeaking", page = 34923, rate = 200)]
pub mod set_no_speaking {
    pub struct Request {
        /// The user.
        pub set_account: UserId,
        /// The time for which the user cannot send one-to-one messages, in seconds. 0 unmutes the user, and
        /// 4294967295 mutes for ever.
        #[wire("C2CmsgNospeakingTime", range(max = 4294967295))]
        pub c2c_msg_nospeaking_time_secs: Option<u64>,
        /// The time for which the user cannot send group messages, in seconds. 0 unmutes the user, and
        /// 4294967295 mutes for ever.
        #[wire(range(max = 4294967295))]
        pub groupmsg_nospeaking_time_secs: Option<u64>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::MALFORMED_OPERATIONS_JSON,
        ErrorCode::SET_ACCOUNT_MISSING,
        ErrorCode::INVALID_SET_ACCOUNT,
        ErrorCode::MUTE_TIME_MISSING,
        ErrorCode::OPERATIONS_SYSTEM_ERROR,
    ];
}
