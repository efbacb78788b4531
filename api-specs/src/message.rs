//! Messages between users and in groups: what they consist of, sending, reading, recalling and changing them, and the
//! pairs that extend them.

mod c2c;
mod element;
mod extension;
mod group;
mod offline_push;

use crate::open_enum;

pub use c2c::{
    MessageFlagBits, SyncFromOldSystem, admin_get_roam_message, admin_message_withdraw,
    batch_send_message, import_message, modify_c2c_message, send_message,
};
pub use element::{
    CustomElement, DownloadFlag, FaceElement, FileElement, ImageElement, ImageFormat, ImageInfo,
    ImageKind, LocationElement, MessageElement, RelayElement, RelayedMessage, SoundElement,
    TextElement, VideoElement,
};
pub use extension::{
    ExtensionOperation, ExtensionPair, ExtensionResult, get_key_values, group_get_key_values,
    group_set_key_values, set_key_values,
};
pub use group::{
    GroupAtInfo, MessagePriority, MessagePriorityNumber, PlaceKind, ReadState,
    group_message_get_simple, send_group_message,
};
pub use offline_push::{AndroidInfo, ApnsInfo, Importance, InterruptionLevel, OfflinePushInfo};

/// A webhook of the app that a message is to pass by.
#[open_enum]
pub enum ForbidCallback {
    /// The one before the message is sent.
    #[wire("ForbidBeforeSendMsgCallback")]
    BeforeSend,
    /// The one after the message was sent.
    #[wire("ForbidAfterSendMsgCallback")]
    AfterSend,
}

/// What a message does beside being delivered.
#[open_enum]
pub enum SendMessageControl {
    /// It does not count as unread.
    #[wire("NoUnread")]
    NoUnread,
    /// It leaves the list of conversations as it is.
    #[wire("NoLastMsg")]
    NoLastMessage,
    /// It minds that the receiver has muted the sender. Only one-to-one messages take this.
    #[wire("WithMuteNotifications")]
    WithMuteNotifications,
}
