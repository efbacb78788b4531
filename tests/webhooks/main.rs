//! Receiving webhooks with axum and tower.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_input;
mod events;
mod in_time;
mod over_http;
mod reached;
mod repeated;
mod secrets;
