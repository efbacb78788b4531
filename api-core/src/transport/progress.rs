//! The progress of a request, by which a call knows that nothing was sent.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Nothing of the body was taken yet. Before, at zero, the transport does not tell.
const WAITING: u8 = 1;
/// The body was taken, to be written.
const TAKEN: u8 = 2;

/// The progress of a request. The call keeps a clone, and looks at it when the transport fails or is given up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

impl Progress {
    /// Returns whether the peer certainly has nothing of the body. Without the body it cannot have acted on the request.
    pub(crate) fn is_unsent(&self) -> bool {
        self.0.load(Ordering::Acquire) == WAITING
    }

    fn set(&self, state: u8) {
        self.0.store(state, Ordering::Release);
    }
}

/// The body of a request. The HTTP libraries take it when they write the request: over HTTP/2 once a stream is open, over
/// HTTP/1.1 together with the head.
#[derive(Debug)]
pub(super) struct RequestBody {
    data: Option<Bytes>,
    progress: Progress,
}

impl RequestBody {
    pub(super) fn new(data: Bytes, progress: Progress) -> Self {
        // An empty body is never asked for.
        progress.set(if data.is_empty() { TAKEN } else { WAITING });
        Self { data: Some(data).filter(|data| !data.is_empty()), progress }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.progress.set(TAKEN);
        Poll::Ready(self.data.take().map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.data.as_ref().map_or(0, |data| data.len() as u64))
    }
}
