//! A call under way, in a box of its own.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::exchange::{Answered, Exchange};
use crate::Error;
use crate::codec::RecordMut;
use crate::error::Cause;

/// What carries an exchange to the service and back.
type Carried = (Exchange, Result<Answered, Cause>);

/// An exchange and its attempts. Request and answer are lent to it at each poll, so that it knows none of their types:
/// its code is compiled here, once, and not again in each crate that makes a call.
pub(super) trait Flight: Send {
    /// The exchange before its first attempt, or when it is over.
    fn exchange(&self) -> Option<&Exchange>;

    /// The same, to be changed.
    fn exchange_mut(self: Pin<&mut Self>) -> Option<&mut Exchange>;

    /// Goes on with it. The answer that is to be filled is a vacant one at each poll.
    fn poll(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        request: RecordMut<'_>,
        response: RecordMut<'_>,
    ) -> Poll<Result<(), Error>>;
}

/// Prepares the attempts of an exchange.
pub(super) fn prepare(exchange: Exchange) -> Pin<Box<dyn Flight>> {
    let step = Step::Resting { exchange: Some(exchange) };
    Box::pin(Attempts { carry: Exchange::carry, step })
}

pin_project! {
    struct Attempts<C, F> {
        carry: C,
        #[pin]
        step: Step<F>,
    }
}

pin_project! {
    #[project = StepProjection]
    enum Step<F> {
        Resting { exchange: Option<Exchange> },
        Carried { #[pin] carried: F },
    }
}

impl<C, F> Flight for Attempts<C, F>
where
    C: Fn(Exchange) -> F + Send,
    F: Future<Output = Carried> + Send,
{
    fn exchange(&self) -> Option<&Exchange> {
        match &self.step {
            Step::Resting { exchange } => exchange.as_ref(),
            Step::Carried { .. } => None,
        }
    }

    fn exchange_mut(self: Pin<&mut Self>) -> Option<&mut Exchange> {
        match self.project().step.project() {
            StepProjection::Resting { exchange } => exchange.as_mut(),
            StepProjection::Carried { .. } => None,
        }
    }

    fn poll(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        request: RecordMut<'_>,
        response: RecordMut<'_>,
    ) -> Poll<Result<(), Error>> {
        let this = self.project();
        let mut step = this.step;
        if let StepProjection::Resting { exchange } = step.as_mut().project()
            && let Some(mut exchange) = exchange.take_if(|exchange| !exchange.is_over())
        {
            if let Err(cause) = exchange.write(request) {
                let made = exchange.settle(Err(cause), response);
                step.set(Step::Resting { exchange: Some(exchange) });
                return made.map_or(Poll::Pending, Poll::Ready);
            }
            step.set(Step::Carried { carried: (this.carry)(exchange) });
        }
        let StepProjection::Carried { carried } = step.as_mut().project() else {
            return Poll::Pending;
        };
        let (mut exchange, answered) = ready!(carried.poll(context));
        let made = exchange.settle(answered, response);
        step.set(Step::Resting { exchange: Some(exchange) });
        if let Some(made) = made {
            return Poll::Ready(made);
        }
        // The next attempt begins with the next poll, which brings an answer with nothing of this one in it.
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
