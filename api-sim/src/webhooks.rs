//! The webhooks that the simulator sends.

pub(crate) mod delivery;
pub(crate) mod http;
pub(crate) mod outbox;
pub(crate) mod sent;
pub(crate) mod verdict;
