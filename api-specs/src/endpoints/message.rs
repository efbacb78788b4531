//! Messages between users and in groups: their elements, sending, history and recalling, read receipts, pins, and the
//! pairs that extend them.

mod c2c;
mod element;
mod extension;
mod group;
mod group_history;
mod offline_push;
mod pin;
mod read_receipt;

use crate::open_enum;

pub use c2c::*;
pub use element::*;
pub use extension::*;
pub use group::*;
pub use group_history::*;
pub use offline_push::*;
pub use pin::*;
pub use read_receipt::*;

/// A webhook of the app that is not called for a message.
#[open_enum]
pub enum ForbidCallback {
    /// The webhook that is called before the message is sent.
    #[wire("ForbidBeforeSendMsgCallback")]
    BeforeSend,
    /// The webhook that is called after the message was sent.
    #[wire("ForbidAfterSendMsgCallback")]
    AfterSend,
}

/// An option for the delivery of a message.
#[open_enum]
pub enum SendMessageControl {
    /// The message does not count as unread.
    NoUnread,
    /// The message does not update the list of conversations.
    #[wire("NoLastMsg")]
    NoLastMessage,
    /// The message respects that the receiver has muted the sender. Only for one-to-one messages.
    WithMuteNotifications,
}
