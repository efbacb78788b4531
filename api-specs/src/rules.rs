//! Walks over declared structs that need no JSON, by their tables.
//!
//! - [`validate`] checks the constraints of a request;
//! - [`failed_items`] finds the items that failed within a call that succeeded;
//! - [`next_page`] prepares the request for the next page;
//! - the `Debug`, `PartialEq`, `Eq` and `Hash` of each struct are thin shims over this module.

mod compare;
mod debug;
mod failures;
mod paging;
mod validate;

pub use compare::{hash, is_equal};
pub use debug::debug;
pub use failures::{FailedItem, failed_items, is_failed};
pub use paging::next_page;
pub use validate::{Violation, Violations, validate, validate_batches, validate_record};
