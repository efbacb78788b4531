//! The client: its calls against a simulator, a mock or a peer that behaves, and what its user passes in and can see.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod batching;
#[cfg(feature = "blocking")]
mod blocking;
mod callers;
mod calls;
mod dynamic;
mod examples;
mod fields;
mod inputs;
mod json_peer;
mod leniency;
mod order;
mod paging;
mod secrets;
#[cfg(feature = "metrics")]
mod telemetry;
