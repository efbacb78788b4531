//! The simulator: its gateway by handwritten requests, its handlers by whole scenarios, and the life of its servers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod gateway;
mod handlers;
mod lifecycle;
mod synthesized;
mod webhooks;
