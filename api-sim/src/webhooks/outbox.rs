//! The outbox: webhooks after actions, until they are sent.

use std::borrow::Cow;

use axum::body::Bytes;
use tokio::sync::oneshot;

/// The number of webhooks that wait in the outbox. If it is full, a further one is dropped.
pub(crate) const MAX_OUTBOX: usize = 1_000;

/// A webhook that is to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) command: Cow<'static, str>,
    pub(crate) body: Bytes,
}

/// An entry of the outbox.
pub(crate) enum Parcel {
    Webhook(Outgoing),
    /// A waiting caller, which is woken after the entries before it were sent.
    Flush(oneshot::Sender<()>),
}
