//! Walks over declared structs that need no JSON, by their tables.
//!
//! - [`validate`] checks the constraints of a request;
//! - [`failed_items`] finds the items that failed within a call that succeeded;
//! - [`next_page`] prepares the request for the next page;
//! - [`unknown_key`] finds a key in JSON that no field has;
//! - [`merge`] copies the fields that two structs have in common, and [`join`] joins the responses of batches;
//! - the `Debug`, `PartialEq`, `Eq` and `Hash` of each struct are thin shims over this module.

mod compare;
mod debug;
mod failures;
mod merge;
mod paging;
mod unknown_key;
mod validate;

pub use compare::{hash, is_equal};
pub use debug::debug;
pub use failures::{FailedItem, failed_items, failed_items_of, is_failed};
pub use merge::{duplicate, join, merge};
pub use paging::next_page;
pub use unknown_key::unknown_key;
pub use validate::{Violation, Violations, validate, validate_batches, validate_record};
