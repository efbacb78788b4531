//! What the fuzz targets check, as plain functions of an input: each panics if a promise is broken.

mod responses;
mod gateway;
mod index;
mod macros;
mod mutate;
mod requests;
mod user_sig;

pub use responses::check as responses;
pub use gateway::check as gateway;
pub use index::{key_of, paths};
pub use macros::check as macros;
pub use requests::check as requests;
pub use user_sig::check as user_sig;
