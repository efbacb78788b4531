//! The simulator: its gateway by handwritten requests, and its handlers by whole scenarios.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod gateway;
mod handlers;
