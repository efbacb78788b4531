//! Webhooks of official accounts, their subscribers and messages.

mod base;
mod message;
mod subscriber;

pub use base::*;
pub use message::*;
pub use subscriber::*;
