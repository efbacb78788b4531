//! Data for an app's operators: figures of the last days, addresses of the service, files, and who is muted everywhere.

mod app;
mod file;
mod mute;

pub use app::*;
pub use file::*;
pub use mute::*;
