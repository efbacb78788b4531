//! The progress of a request. A call that gives the request up learns from it that nothing was sent and nothing will
//! be.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Nothing of the body was taken yet. In the initial state, zero, the transport reports no progress.
const WAITING: u8 = 1;
/// The body was taken for writing.
const TAKEN: u8 = 2;
/// The call gave up before the body was taken. It can no longer be taken.
const GIVEN_UP: u8 = 3;

/// The progress of a request. The call keeps a clone, and gives the request up if the transport fails or takes too
/// long.
///
/// A call that is dropped does not give its request up: the request may still be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

impl Progress {
    /// Gives the request up, unless its body was taken or the transport reports no progress. If this returns `true`,
    /// the peer has received nothing of the body and never will, so that it cannot act on the request.
    #[must_use]
    pub(crate) fn give_up(&self) -> bool {
        matches!(self.pass(WAITING, GIVEN_UP), Ok(_) | Err(GIVEN_UP))
    }

    /// Returns `true` if the request was given up: by the call, or by a transport that could not even begin to connect.
    pub(crate) fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Acquire) == GIVEN_UP
    }

    /// Ends the request before anything was done for it.
    pub(super) fn refuse(&self) {
        self.0.store(GIVEN_UP, Ordering::Release);
    }

    fn take(&self) -> bool {
        self.pass(WAITING, TAKEN).is_ok()
    }

    fn pass(&self, from: u8, to: u8) -> Result<u8, u8> {
        self.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire)
    }
}

/// The body of a request. The HTTP libraries take it when they write the request: over HTTP/2 once a stream is open,
/// over HTTP/1.1 together with the head. Taking it fails if the call has given it up by then. A library that retries a
/// request of which nothing was written does so with the same body.
#[derive(Debug)]
pub(super) struct RequestBody {
    data: Option<Bytes>,
    progress: Progress,
}

impl RequestBody {
    pub(super) fn new(data: Bytes, progress: Progress) -> Self {
        // An empty body is never polled.
        let state = if data.is_empty() { TAKEN } else { WAITING };
        progress.0.store(state, Ordering::Release);
        Self { data: Some(data).filter(|data| !data.is_empty()), progress }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.data.is_some() && !self.progress.take() {
            let error = io::Error::other("the call was given up before its request was sent");
            return Poll::Ready(Some(Err(error)));
        }
        Poll::Ready(self.data.take().map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.data.as_ref().map_or(0, |data| data.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn body(data: &'static str) -> (RequestBody, Progress) {
        let progress = Progress::default();
        (RequestBody::new(Bytes::from(data), progress.clone()), progress)
    }

    fn polled(body: &mut RequestBody) -> Option<Result<Bytes, String>> {
        match Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(frame) => frame.map(|frame| {
                frame.map(|frame| frame.into_data().unwrap()).map_err(|e| e.to_string())
            }),
            Poll::Pending => unreachable!("it waits for nothing"),
        }
    }

    #[test]
    fn a_body_that_was_given_up_cannot_be_taken() {
        let (mut body, progress) = body("{}");
        assert!(progress.give_up() && progress.give_up() && progress.is_given_up());
        for _ in 0..2 {
            assert!(polled(&mut body).unwrap().unwrap_err().contains("given up"));
        }
        assert!(!body.is_end_stream());
        assert!(progress.give_up());
    }

    #[test]
    fn a_body_that_was_taken_cannot_be_given_up() {
        let (mut body, progress) = body("{}");
        assert_eq!(polled(&mut body), Some(Ok(Bytes::from("{}"))));
        assert!(!progress.give_up() && !progress.is_given_up());
        assert_eq!(polled(&mut body), None);
        assert!(body.is_end_stream());
    }

    #[test]
    fn an_empty_body_and_one_without_progress_cannot_be_given_up() {
        let progress = Progress::default();
        assert!(!progress.give_up());
        let mut body = RequestBody::new(Bytes::from("{}"), progress);
        assert!(polled(&mut body).unwrap().is_ok());
        assert!(!self::body("").1.give_up());
    }

    #[test]
    fn of_concurrent_giving_up_and_taking_exactly_one_succeeds() {
        for _ in 0..1000 {
            let (mut body, progress) = body("{}");
            let taking = std::thread::spawn(move || polled(&mut body).unwrap().is_ok());
            assert_ne!(progress.give_up(), taking.join().unwrap());
        }
    }
}
