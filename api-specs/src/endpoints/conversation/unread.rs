//! The numbers of unread messages in conversations.

use crate::codes::sets::{GROUP_CODES, ONE_GROUP_CODES, PEER_CODES};
use crate::{ErrorCode, GroupId, UserId, endpoint};

const READ: &str = "2026-11-24";

/// Reads how many one-to-one messages a user has not read: of all conversations, or of certain ones.
#[endpoint("v4/openim/get_c2c_unread_msg_num", page = 41046, rate = 200, idempotent)]
#[batch("Peer_Account")]
pub mod get_c2c_unread_message_count {
    pub struct Request {
        /// The user who has not read the messages.
        pub to_account: UserId,
        /// The other users of the conversations. By default the sum over all conversations is read.
        #[wire(items(max = 10))]
        pub peer_account: Option<Vec<UserId>>,
    }
    pub struct Response {
        /// The sum over all conversations.
        #[wire("AllC2CUnreadMsgNum")]
        pub all_c2c_unread_msg_num: Option<u64>,
        /// The users whose conversations could not be read.
        pub error_list: Vec<FailedPeer>,
        /// The numbers of the requested conversations.
        #[wire("C2CUnreadMsgNumList")]
        pub c2c_unread_msg_num_list: Vec<UnreadCount>,
    }
    /// A user whose conversation could not be read.
    pub struct FailedPeer {
        /// The other user of the conversation.
        pub peer_account: Option<UserId>,
        /// The reason; 70107 means that the account does not exist.
        #[wire(status)]
        pub error_code: ErrorCode,
    }
    /// The number of unread messages of a conversation.
    pub struct UnreadCount {
        /// The other user of the conversation.
        pub peer_account: UserId,
        /// The number of messages.
        #[wire("C2CUnreadMsgNum")]
        pub c2c_unread_msg_num: u64,
    }
    pub const ERRORS: &[ErrorCode] = &[ErrorCode::MALFORMED_MESSAGE_JSON, ..PEER_CODES];
}

/// Sets how many messages of a group a member has not read, for an app that moves its data to the service.
///
/// The service calls no webhook and notifies nobody. In Meeting and audio-video groups, which have no such numbers, the
/// call succeeds without an effect.
#[endpoint("v4/group_open_http_svc/set_unread_msg_num", page = 34909, rate = 200, idempotent)]
pub mod set_unread_message_count {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The member.
        pub member_account: UserId,
        /// The number of messages. More than the group has counts as all of them.
        pub unread_msg_num: u32,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[..GROUP_CODES, ..ONE_GROUP_CODES];
}
