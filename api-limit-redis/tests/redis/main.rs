//! Tests against a real Redis.
