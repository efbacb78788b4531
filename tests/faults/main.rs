//! Faults: hosts, connections, responses and whole services that fail, and what is left of a call then.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod connections;
mod exactly_once;
mod matrix;
mod misbehaving_peer;
mod resilience;
