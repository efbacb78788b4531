//! Webhooks of friendships and blocklists.

use crate::friend::AddType;
use crate::{ErrorCode, UserId, object, open_enum, webhook};

const READ: &str = "2026-11-24";

// `FriendResult` has the same fields, but is what the service says.
/// The verdict on one friendship.
#[object]
pub struct FriendVerdict {
    /// The other user, as in the event.
    pub to_account: UserId,
    /// The code: 0 allows the friendship; one from 38000 to 39000 forbids it.
    #[wire(status)]
    pub result_code: ErrorCode,
    /// The words about it for the user; empty if it is allowed.
    pub result_info: String,
}

/// Asks which friends a user may add.
#[webhook("Sns.CallbackPrevFriendAdd", before, page = 43468, per_item)]
pub mod prev_friend_add {
    pub struct Event {
        /// The user who makes the request.
        pub requester_account: UserId,
        /// The user who is to get friends.
        pub from_account: UserId,
        /// The friends.
        pub friend_item: Vec<NewFriend>,
        /// The direction of the friendships.
        pub add_type: AddType,
        /// `true` if an administrator adds the friends without their consent.
        pub force_add_flags: bool,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A friend to be added.
    pub struct NewFriend {
        /// The friend.
        pub to_account: UserId,
        /// The user's own name for the friend.
        pub remark: Option<String>,
        /// The friend list to which the friend is added.
        pub group_name: Option<String>,
        /// The source of the friend: `AddSource_Type_` and up to 8 letters.
        pub add_source: String,
        /// The text of the friend request.
        pub add_wording: Option<String>,
    }
    pub struct Reply {
        /// The verdict on each friend.
        pub result_item: Vec<FriendVerdict>,
    }
}

/// The way in which a user responds to a friend request.
#[open_enum]
pub enum ResponseAction {
    /// Agrees, and becomes a friend of the other user too.
    #[wire("Response_Action_AgreeAndAdd")]
    AgreeAndAdd,
    /// Agrees.
    #[wire("Response_Action_Agree")]
    Agree,
    /// Rejects.
    #[wire("Response_Action_Reject")]
    Reject,
}

/// Asks which friend requests a user may respond to.
#[webhook("Sns.CallbackPrevFriendResponse", before, page = 43467, per_item)]
pub mod prev_friend_response {
    pub struct Event {
        /// The user who makes the request.
        pub requester_account: UserId,
        /// The user who responds.
        pub from_account: UserId,
        /// The responses.
        pub response_friend_item: Vec<FriendResponse>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A response to a friend request.
    pub struct FriendResponse {
        /// The user who sent the friend request.
        pub to_account: UserId,
        /// The responding user's own name for the friend.
        pub remark: Option<String>,
        /// The friend list to which the friend is added.
        pub tag_name: Option<String>,
        /// The response.
        pub response_action: ResponseAction,
    }
    pub struct Reply {
        /// The verdict on each response.
        pub result_item: Vec<FriendVerdict>,
    }
}

/// Tells that users became friends.
#[webhook("Sns.CallbackFriendAdd", after, page = 34359)]
pub mod friend_add {
    pub struct Event {
        /// The new friendships.
        pub pair_list: Vec<NewFriendship>,
        /// The cause: `friend_add` or `FriendAdd` for a request, `friend_response` or `FriendResponse` for a response.
        pub client_cmd: String,
        /// The administrator who added the friends; empty if a user did.
        pub admin_account: UserId,
        /// `true` if the friends were added without their consent.
        pub force_flag: bool,
    }
    /// A new friendship, in one direction.
    pub struct NewFriendship {
        /// The user.
        pub from_account: UserId,
        /// The new friend of the user.
        pub to_account: UserId,
        /// The user who sent the friend request.
        pub initiator_account: UserId,
    }
}

/// A relation between two users, in one direction.
#[object]
pub struct UserPair {
    /// The user to whose list the other user belongs or belonged.
    pub from_account: UserId,
    /// The other user.
    pub to_account: UserId,
}

/// Tells that users deleted friends.
#[webhook("Sns.CallbackFriendDelete", after, page = 34360)]
pub mod friend_delete {
    pub struct Event {
        /// The former friendships.
        pub pair_list: Vec<UserPair>,
    }
}

/// Tells that users blocked others.
#[webhook("Sns.CallbackBlackListAdd", after, page = 34361)]
pub mod black_list_add {
    pub struct Event {
        /// The users with those whom they blocked.
        pub pair_list: Vec<UserPair>,
    }
}

/// Tells that users block others no longer.
#[webhook("Sns.CallbackBlackListDelete", after, page = 34362)]
pub mod black_list_delete {
    pub struct Event {
        /// The users with those whom they had blocked.
        pub pair_list: Vec<UserPair>,
    }
}
