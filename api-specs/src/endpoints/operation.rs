//! Data for an app's operators: figures of the last days, addresses of the service, files, and who is muted everywhere.
//!
//! The docs of the client's handle, `Operation`, say in what order these endpoints are called, with an example.

mod app;
mod file;
mod mute;

pub use app::*;
pub use file::*;
pub use mute::*;
