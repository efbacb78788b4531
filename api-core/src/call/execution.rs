//! The execution of a call without its types. It is compiled once, in this crate, and not again in each crate that
//! makes a call.

use std::any::Any;
use std::mem;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::attempt::Attempt;
use super::outcome::Outcome;
use super::prepared::{Fill, Prepared};
use super::reading::Success;
use super::state::CallState;
use crate::Error;
use crate::schema::RecordMut;

/// The progress of a call.
pub(super) enum Execution {
    /// The call has not begun.
    Idle(Prepared),
    /// An attempt is running, which holds the state of the call.
    Running(Attempt),
    /// The call is over.
    Over(Option<Finished>),
}

/// The remains of a call that is over.
pub(super) struct Finished {
    pub(super) prepared: Prepared,
    /// The service's time at the last response, in seconds since 1970 UTC.
    pub(super) service_time: Option<u64>,
    pub(super) success: Success,
    pub(super) attempts: u32,
}

impl Execution {
    /// Continues the call. Each poll lends it the request and an empty response. A large response is returned in a box
    /// instead, which `fill` created.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        mut request: RecordMut<'_>,
        response: RecordMut<'_>,
        fill: Fill,
    ) -> Poll<Result<Option<Box<dyn Any + Send>>, Error>> {
        if let Self::Idle(_) = self
            && let Self::Idle(prepared) = mem::replace(self, Self::Over(None))
        {
            let state = CallState::new(prepared);
            *self = Self::Running(state.attempt(request.reborrow(), fill, Duration::ZERO));
        }
        let Self::Running(attempt) = self else { return Poll::Pending };
        let (mut state, result) = ready!(attempt.as_mut().poll(context));
        match state.settle(result, response, fill) {
            Outcome::Over(result) => {
                *self = Self::Over(Some(state.finish()));
                Poll::Ready(result)
            }
            Outcome::Retry(wait) => {
                *self = Self::Running(state.attempt(request, fill, wait));
                // The next attempt begins with the next poll, which lends an empty response again.
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}

impl CallState {
    /// Returns the part of the state that outlasts the call.
    fn finish(self) -> Finished {
        let Self { prepared, service_time, success, attempts, .. } = self;
        Finished { prepared, service_time, success, attempts }
    }
}
