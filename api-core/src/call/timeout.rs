//! Giving up on what takes too long.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;

use crate::clock::{Clock, Sleep};

pin_project! {
    /// Gives up on a future that takes too long, and tells for how long it waited; at a limit of zero, on what is not
    /// there at once. The client's own clock drives it; it is asked, as the limit is, only if there is something to wait
    /// for.
    pub(crate) struct Timeout<'a, L, F> {
        clock: &'a dyn Clock,
        limit: L,
        told: Duration,
        #[pin]
        timeout: Option<Sleep>,
        #[pin]
        future: F,
    }
}

impl<'a, L, F> Timeout<'a, L, F> {
    pub(crate) fn new(clock: &'a dyn Clock, limit: L, future: F) -> Self {
        Self { clock, limit, told: Duration::ZERO, timeout: None, future }
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
            *this.told = (this.limit)();
            if !this.told.is_zero() {
                this.timeout.set(Some(this.clock.sleep(*this.told)));
            }
        }
        if let Some(timeout) = this.timeout.as_pin_mut() {
            ready!(timeout.poll(context));
        }
        Poll::Ready(Err(*this.told))
    }
}
