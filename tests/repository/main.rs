//! Rules of this repository itself: the words that it uses, and the documents that name its parts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod documents;
mod families;
mod references;
mod rooms;
mod security;
mod vocabulary;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
