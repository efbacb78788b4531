//! A caller, from its arrival to the use of its permit.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tencent_chat::{Acquire, Clock, LimiterError, Permit, SystemClock};
use tokio::runtime::Handle;

use crate::clock_offset::Reservation;
use crate::driver;
use crate::error::{Error, Failure};
use crate::pace::Pace;
use crate::queue::{Caller, Verdict};
use crate::request::Key;
use crate::shared::Shared;

/// A waiting caller looks this often for a driver that has stopped, and at its deadline.
const WATCH_EVERY: Duration = Duration::from_millis(300);

/// A caller. Dropping it leaves the queue; the time that was reserved for it passes to the next one.
pub(crate) struct Claim {
    shared: Arc<Shared>,
    key: Key,
    caller: Caller,
    arrived_at: Duration,
    unused: Option<Reservation>,
}

impl Claim {
    /// Joins the queue. Fails with the time that the caller would have to wait, if that is longer than it can.
    pub(crate) fn arrive(
        shared: Arc<Shared>,
        key: Key,
        pace: Pace,
        time_left: Duration,
    ) -> Result<Self, Duration> {
        let arrived = shared.with(|state, now, _| {
            let ticket = state.arrive(key, pace, time_left, now)?;
            Ok((Caller { ticket, deadline: now.saturating_add(time_left) }, now))
        });
        arrived.map(|(caller, arrived_at)| Self { shared, key, caller, arrived_at, unused: None })
    }

    /// Waits for a permit.
    pub(crate) fn wait<'a>(mut self) -> Acquire<'a> {
        Acquire::waiting(async move {
            match self.verdict().await? {
                Verdict::Granted(reservation) => {
                    self.unused = Some(reservation);
                    Ok(Permit::checked(move || self.use_now(reservation)))
                }
                Verdict::TooLate(wait) => Err(LimiterError::TooLate(wait)),
                Verdict::Refused => Err(LimiterError::Failed(Box::new(Error::UNAVAILABLE))),
            }
        })
    }

    async fn verdict(&self) -> Result<Verdict, LimiterError> {
        if Handle::try_current().is_err() {
            return Err(LimiterError::Failed(Box::new(Error::from(Failure::Runtime))));
        }
        let watch = || {
            let left = self.caller.deadline.saturating_sub(SystemClock.now());
            SystemClock.sleep(left.min(WATCH_EVERY))
        };
        let mut sleep = pin!(watch());
        std::future::poll_fn(|context| {
            loop {
                if let Poll::Ready(verdict) = self.poll(context) {
                    return Poll::Ready(Ok(verdict));
                }
                if sleep.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                sleep.set(watch());
            }
        })
        .await
    }

    fn poll(&self, context: &mut Context<'_>) -> Poll<Verdict> {
        let waker = context.waker();
        let verdict = self
            .shared
            .with(|state, now, events| state.poll(self.key, self.caller, now, waker, events));
        match verdict {
            Ok(verdict) => Poll::Ready(verdict),
            Err(driver) => {
                if let Some(id) = driver {
                    driver::start(&self.shared, self.key, id);
                }
                Poll::Pending
            }
        }
    }

    /// Uses the permit if its time is not over. Otherwise the caller keeps its position and waits for another.
    fn use_now<'a>(mut self, reservation: Reservation) -> Result<(), Acquire<'a>> {
        let arrived_at = self.arrived_at;
        let is_used = self.shared.with(|state, now, _| {
            let is_used = now <= reservation.until;
            let stats = state.stats();
            if is_used {
                stats.permits += 1;
                stats.waited = stats.waited.saturating_add(now.saturating_sub(arrived_at));
            } else {
                stats.given_up += 1;
            }
            is_used
        });
        self.unused = None;
        if is_used { Ok(()) } else { Err(self.wait()) }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let unused = self.unused.take();
        self.shared.with(|state, now, events| {
            state.leave(self.key, self.caller.ticket, unused, now, events);
        });
    }
}
