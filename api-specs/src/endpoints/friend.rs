//! Friends of users. The data about a friend belongs to the user who wrote it.
//!
//! The docs of the client's handle, `Friend`, say in what order these endpoints are called, with an example.

mod blocklist;
mod friendship;
mod list;

use crate::{ErrorCode, UserId, object};

pub use blocklist::*;
pub use friendship::*;
pub use list::*;

/// The result for one friend, or for one user who is followed.
#[object]
pub struct FriendResult {
    /// The friend, or the user who is followed.
    pub to_account: UserId,
    /// The status code; 0 is success.
    #[wire(status)]
    pub result_code: ErrorCode,
    /// The error text of the service.
    pub result_info: String,
}
