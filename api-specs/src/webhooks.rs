//! The webhooks, a file a topic.

pub mod c2c;
