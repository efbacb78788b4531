//! Pinned messages of groups, by the Chinese pages (269/133874, 134119 and 134120) of July 2026.

use crate::{ErrorCode, GroupId, TopicId, UserId, endpoint};

/// Pins a message of a group, which can have at most 10 pinned messages. Clients show the message that was pinned last
/// first. Only in the Ultimate and Enterprise editions. Not for audio-video groups.
// Not idempotent: pinning it again may move it to the front.
#[endpoint("v4/group_open_http_svc/pin_message", rate = 200, partial)]
pub mod pin_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The topic. Required in communities.
        pub topic_id: Option<TopicId>,
        /// The sequence number of a stored message in the group.
        #[wire(range(min = 1, max = 4294967295))]
        pub msg_seq: u64,
        /// The user who pins it. Defaults to the administrator that signs the call.
        pub pinner_account: Option<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Unpins a message of a group. Only in the Ultimate, Enterprise and development editions. Not for audio-video groups.
#[endpoint("v4/group_open_http_svc/unpin_message", rate = 200, idempotent, partial)]
pub mod unpin_message {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The topic. Required in communities.
        pub topic_id: Option<TopicId>,
        /// The sequence number of a pinned message in the group.
        #[wire(range(min = 1, max = 4294967295))]
        pub msg_seq: u64,
        /// The user who unpins it. Defaults to the administrator that signs the call; only an administrator may name
        /// another.
        pub un_pinner_account: Option<UserId>,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Lists the pinned messages of a group. Only in the Ultimate, Enterprise and development editions. Not for audio-video
/// groups.
#[endpoint("v4/group_open_http_svc/get_pinned_messages", rate = 200, idempotent, partial)]
pub mod get_pinned_messages {
    pub struct Request {
        /// The group.
        pub group_id: GroupId,
        /// The topic. Required in communities.
        pub topic_id: Option<TopicId>,
    }
    pub struct Response {
        /// The pinned messages.
        pub pinned_msg_list: Vec<PinnedMessage>,
    }
    /// A pinned message.
    pub struct PinnedMessage {
        /// The sequence number of the message in the group.
        pub msg_seq: Option<u64>,
        /// The user who pinned it.
        pub pinner_account: Option<UserId>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
