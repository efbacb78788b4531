//! Expands a checked spec to Rust: data and thin impls. This phase cannot fail.

mod constraint;
mod crate_path;
mod docs;
mod endpoint;
mod fallback;
mod open_enum;
mod paging;
mod record;

pub(crate) use endpoint::endpoint;
pub(crate) use fallback::fallback;
pub(crate) use open_enum::open_enum;
pub(crate) use record::record;
