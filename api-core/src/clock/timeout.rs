//! A timeout that the client's clock drives.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;

use super::{Clock, Sleep};

pin_project! {
    /// A future with a timeout, which fails with the time that it waited. With a limit of zero it fails unless the
    /// future is ready at the first poll. The clock and the limit are only used if the future is not ready at the first
    /// poll.
    pub(crate) struct Timeout<'a, L, F> {
        clock: &'a dyn Clock,
        limit: L,
        waited: Duration,
        #[pin]
        timeout: Option<Sleep>,
        #[pin]
        future: F,
    }
}

impl<'a, L, F> Timeout<'a, L, F> {
    pub(crate) fn new(clock: &'a dyn Clock, limit: L, future: F) -> Self {
        Self { clock, limit, waited: Duration::ZERO, timeout: None, future }
    }
}

impl<L: Fn() -> Duration, F: Future> Future for Timeout<'_, L, F> {
    type Output = Result<F::Output, Duration>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if let Poll::Ready(result) = this.future.poll(context) {
            return Poll::Ready(Ok(result));
        }
        if this.timeout.is_none() {
            *this.waited = (this.limit)();
            if !this.waited.is_zero() {
                this.timeout.set(Some(this.clock.sleep(*this.waited)));
            }
        }
        if let Some(timeout) = this.timeout.as_pin_mut() {
            ready!(timeout.poll(context));
        }
        Poll::Ready(Err(*this.waited))
    }
}
