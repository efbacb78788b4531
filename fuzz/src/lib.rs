//! The checks of the fuzz targets: functions that take an input and panic if a promise is broken.

mod gateway;
mod index;
mod macros;
mod mutate;
mod requests;
mod responses;
mod source;
mod user_sig;
mod webhook;

pub use gateway::check as gateway;
pub use index::{key_of, paths};
pub use macros::check as macros;
pub use requests::check as requests;
pub use responses::check as responses;
pub use source::check as source;
pub use user_sig::check as user_sig;
pub use webhook::check as webhook;
