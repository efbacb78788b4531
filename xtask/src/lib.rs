//! Sources, which are the API's documents in a form for programs, and the facts that are kept of them.
//!
//! The program `xtask` drafts declarations from sources and compares them. The tests compare the facts with the
//! declarations. Nothing here depends on the contract, so that a draft that does not compile yet is in nobody's way.

pub mod facts;
pub mod source;
