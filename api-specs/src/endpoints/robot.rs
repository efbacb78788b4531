//! Robots: accounts through which an app talks to its users.
//!
//! The docs of the client's handle, `Robot`, say in what order these endpoints are called, with an example.

use crate::{ErrorCode, MsgKey, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Creates a robot.
///
/// An app can have 20 robots. A robot that already exists is not created again. The source does not say what happens to
/// its nickname, picture and signature.
#[endpoint("v4/openim_robot_http_svc/create_robot", page = 55281, rate = 200, partial, idempotent)]
pub mod create_robot {
    pub struct Request {
        /// The robot. Its UserID must begin with `@RBT#`, which the client does not check.
        #[wire("UserID", bytes(max = 32))]
        pub user_id: UserId,
        /// The nickname.
        pub nick: Option<String>,
        /// The URL of the picture.
        pub face_url: Option<String>,
        /// The signature, a text of the profile.
        #[wire(bytes(max = 500))]
        pub self_signature: Option<String>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] =
        &[ErrorCode::GROUP_INTERNAL_ERROR, ErrorCode::INVALID_GROUP_PARAMETER];
}

/// Reads the UserIDs of all robots of the app.
///
/// The error 10008 of this call can also mean that the caller is no administrator, or that there are too many robots.
#[endpoint("v4/openim_robot_http_svc/get_all_robots", page = 55280, rate = 200, idempotent)]
pub mod get_all_robots {
    pub struct Request {}
    pub struct Response {
        /// The robots.
        pub robot_account: Vec<UserId>,
    }
    pub const ERRORS: &[ErrorCode] =
        &[ErrorCode::GROUP_INTERNAL_ERROR, ErrorCode::INVALID_GROUP_REQUEST];
}

/// Deletes a robot: its account becomes invalid, but its UserID is not deleted.
#[endpoint("v4/openim_robot_http_svc/delete_robot", page = 55282, rate = 200, idempotent)]
pub mod delete_robot {
    pub struct Request {
        /// The robot. Its UserID begins with `@RBT#`, which the client does not check.
        #[wire(bytes(max = 32))]
        pub robot_account: UserId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::GROUP_INTERNAL_ERROR,
        ErrorCode::INVALID_GROUP_PARAMETER,
        ErrorCode::INVALID_GROUP_REQUEST,
    ];
}

/// Sends a piece of a text from a robot to a user. Each further call appends a piece to the same message.
///
/// Clients with `TUIKit` 7.7.5282 or later show the growing text by themselves. The call is not retried after it may
/// have arrived, because the source does not say whether a repeated piece is dropped.
#[endpoint("v4/openim_robot_http_svc/send_stream_msg", page = 71131, rate = 200, partial)]
pub mod send_stream_message {
    pub struct Request {
        /// The robot.
        pub from_account: UserId,
        /// The receiver.
        pub to_account: UserId,
        /// The piece of the text.
        pub chunk: String,
        /// The key of the message: none for the first piece, then that of the first response.
        pub msg_key: Option<MsgKey>,
        /// `true` for the last piece.
        pub finish: Option<bool>,
    }
    pub struct Response {
        /// The key of the message, for the further pieces.
        pub msg_key: Option<MsgKey>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
