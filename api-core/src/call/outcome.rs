//! The outcome of an attempt: the end of the call, or a retry.

use std::any::Any;
use std::time::Duration;

use super::large::Arrived;
use super::prepared::{Fill, Prepared};
use super::state::CallState;
use crate::error::{Cause, Effect};
use crate::schema::RecordMut;
use crate::telemetry::CallSpan;
use crate::transport::unix_time_of;
use crate::{Error, RetryClass};

/// The state of a call after an attempt.
pub(super) enum Outcome {
    /// The call is over. A large response is returned in a box.
    Over(Result<Option<Box<dyn Any + Send>>, Error>),
    /// The call is retried after this wait.
    Retry(Duration),
}

impl CallState {
    /// Decodes the response of an attempt, and decides whether the call is over.
    pub(super) fn settle(
        &mut self,
        result: Result<Arrived, Cause>,
        response: RecordMut<'_>,
        fill: Fill,
    ) -> Outcome {
        let result = result.and_then(|arrived| self.read(arrived, response, fill));
        let over = match result.map_err(|cause| self.error(cause)) {
            Ok(large) => {
                self.prepared.core.budget().fill(self.attempts);
                Ok(large)
            }
            Err(error) if error.is_before_sending() => {
                // The error of the previous attempt tells more.
                Err(self.last_error.take().unwrap_or(error))
            }
            Err(error) => match self.wait_before_retry(&error) {
                Some(wait) => {
                    self.call_span.again(self.attempts, &error, wait);
                    self.last_error = Some(error);
                    return Outcome::Retry(wait);
                }
                None => Err(error),
            },
        };
        self.call_span.over(self.attempts, over.as_ref().err(), || self.elapsed());
        // The span ends here, however long the caller keeps the future.
        self.call_span = CallSpan::none();
        Outcome::Over(over)
    }

    /// Reads a response unless that is done already, and learns from it whether the signature is accepted.
    fn read(
        &mut self,
        arrived: Arrived,
        response: RecordMut<'_>,
        fill: Fill,
    ) -> Result<Option<Box<dyn Any + Send>>, Cause> {
        let Arrived { responded, large } = arrived;
        let (read, large) = match large {
            None => (self.prepared.read(&responded, response, fill), None),
            Some(large) => (large.read, Some(large.response)),
        };
        let signer = self.prepared.core.signer();
        let signature = &responded.signature;
        self.service_time = responded.response.date.as_ref().and_then(unix_time_of);
        match (&read, self.service_time) {
            (Err(cause), date)
                if cause.retry(Some(self.prepared.spec)) == RetryClass::Unauthenticated =>
            {
                signer.invalidate(signature, date);
            }
            (Ok(_) | Err(Cause::Service { .. }), Some(date)) => signer.learn(signature, date),
            _ => {}
        }
        self.success = read?;
        if let Some(oddities) = &self.success.oddities {
            let places = self.prepared.core.warned_places();
            places.warn(self.prepared.spec, oddities, &self.call_span.span);
        }
        Ok(large)
    }

    /// Returns the error of an attempt, including the effect of the attempts before it.
    fn error(&mut self, cause: Cause) -> Error {
        let error = Error::of_call(self.prepared.spec, cause);
        let error = match self.prepared.raw.as_deref() {
            None => error,
            Some(raw) => error.of_path(&raw.path),
        };
        if error.effect() != Effect::None {
            self.effect_since.get_or_insert(self.sent_at);
        }
        self.effect = self.effect.max(error.effect());
        let is_futile = error.retry() == RetryClass::Unauthenticated
            && !self.prepared.core.signer().can_renew();
        let error = error.after(self.attempts, self.effect);
        if is_futile { error.futile() } else { error }
    }

    /// Returns the wait before a retry. `None` if a retry would not help or is not safe, or if attempts, time or budget
    /// are used up.
    fn wait_before_retry(&mut self, error: &Error) -> Option<Duration> {
        let retry = error.retry();
        let policy = self.prepared.options.retry;
        let wait = policy.wait(self.attempts, retry, error.retry_after(), fastrand::f64())?;
        let is_futile = retry == RetryClass::Unauthenticated && self.has_signed_again;
        self.has_signed_again |= retry == RetryClass::Unauthenticated;
        let is_due = !is_futile && self.is_harmless(wait) && self.time_left() > wait;
        (is_due && self.prepared.core.budget().has_some()).then_some(wait)
    }

    /// Returns `true` if another attempt after `wait` cannot take effect a second time. Either nothing has taken effect
    /// yet, or the endpoint is idempotent, or the service still drops copies at the latest time at which the attempt
    /// can reach it.
    pub(super) fn is_harmless(&self, wait: Duration) -> bool {
        let Prepared { core, spec, options, .. } = &self.prepared;
        let Some(since) = self.effect_since else { return true };
        let age = core.clock().now().saturating_sub(since).saturating_add(wait);
        let transit = options.timeout.min(self.time_left().saturating_sub(wait));
        spec.is_idempotent() || age.saturating_add(transit) < spec.deduplication()
    }
}
