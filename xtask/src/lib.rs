//! The API's documents, read by programs: sources, the facts that are kept of them, and drafts of declarations.
//!
//! The program `xtask` drafts declarations from sources and compares them. The tests compare the facts with the
//! declarations. Nothing here depends on the contract, so that a draft that does not compile yet is in nobody's way.

pub mod drift;
pub mod facts;
pub mod names;
pub mod scaffold;
pub mod source;
