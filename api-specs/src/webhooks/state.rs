//! Webhooks of the online status of users.

use crate::{UserId, open_enum, webhook};

const READ: &str = "2026-11-24";

/// A change of a user's connection.
#[open_enum]
pub enum ConnectionChange {
    /// The user logged in.
    Login,
    /// The user logged out.
    Logout,
    /// The connection was lost.
    Disconnect,
}

/// The reason of a change of a user's connection.
#[open_enum]
pub enum ConnectionReason {
    /// A login: the client connected, for the first time or again.
    Register,
    /// A logout: the client logged out.
    Unregister,
    /// A lost connection: the client closed it, for instance because it was killed.
    LinkClose,
    /// A lost connection: the service had no heartbeat for 400 seconds.
    TimeOut,
}

// `Platform` is what `OptPlatform` of the query has, other spellings included.
/// The platform of a client that was logged out.
#[open_enum]
pub enum KickedPlatform {
    /// An iPhone.
    #[wire("iOS")]
    Ios,
    /// Android.
    Android,
    /// A browser.
    Web,
    /// Windows.
    Windows,
    /// An iPad.
    #[wire("iPad")]
    Ipad,
    /// A Mac.
    Mac,
    /// Linux.
    Linux,
}

/// Tells that a user logged in or out, or lost the connection.
#[webhook("State.StateChange", after, page = 34357)]
pub mod state_change {
    pub struct Event {
        /// The change.
        pub info: StateInfo,
        /// The other clients of the user that a login logged out.
        pub kicked_device: Vec<KickedDevice>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
    /// A change of a user's connection, with its reason.
    pub struct StateInfo {
        /// The change.
        pub action: ConnectionChange,
        /// The user.
        pub to_account: UserId,
        /// The reason.
        pub reason: ConnectionReason,
    }
    /// A client that was logged out.
    pub struct KickedDevice {
        /// The platform of the client.
        pub platform: KickedPlatform,
    }
}
