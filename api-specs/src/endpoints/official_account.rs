//! Official accounts: accounts of an app to which users subscribe, and which broadcast messages to them.
//!
//! The docs of the client's handle, `OfficialAccount`, say in what order these endpoints are called, with an example.

mod base;
mod message;
mod subscriber;

pub use base::*;
pub use message::*;
pub use subscriber::*;
