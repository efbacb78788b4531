//! Expands a checked spec to Rust: data and thin impls. This phase cannot fail.

mod codes;
mod constraint;
mod crate_path;
mod docs;
mod endpoint;
mod fallback;
mod open_enum;
mod paging;
mod record;
mod union;
mod webhook;

pub(crate) use codes::{code_docs, codes};
pub(crate) use endpoint::endpoint;
pub(crate) use fallback::fallback;
pub(crate) use open_enum::open_enum;
pub(crate) use record::object;
pub(crate) use union::union;
pub(crate) use webhook::webhook;
