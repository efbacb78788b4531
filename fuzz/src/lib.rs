//! What the fuzz targets check, as plain functions of an input: each panics if a promise is broken.

mod answers;
mod front_door;
mod index;
mod macros;
mod mutate;
mod requests;
mod user_sig;

pub use answers::check as answers;
pub use front_door::check as front_door;
pub use index::{key_of, paths};
pub use macros::check as macros;
pub use requests::check as requests;
pub use user_sig::check as user_sig;
