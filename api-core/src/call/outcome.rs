//! The outcome of an attempt: the end of the call, or a retry.

use std::any::Any;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::attempt::{CallState, Responded};
use super::large::Arrived;
use super::{Details, Fill, Prepared};
use crate::auth::SignedUrl;
use crate::codec::{self, Oddities, ResponseError, Strictness};
use crate::error::{Cause, Effect};
use crate::raw;
use crate::redact::{Failure, Read, Redacted};
use crate::schema::RecordMut;
use crate::telemetry::CallSpan;
use crate::transport::{HttpResponse, unix_time_of, wait_of};
use crate::user_sig::UserSig;
use crate::{Envelope, Error, RetryClass};

/// The state of a call after an attempt.
pub(super) enum Outcome {
    /// The call is over. A large response is returned in a box.
    Over(Result<Option<Box<dyn Any + Send>>, Error>),
    /// The call is retried after this wait.
    Retry(Duration),
}

/// The parts of a successful response besides its fields.
#[derive(Default)]
pub(super) struct Success {
    /// The whole response to a raw call.
    pub(super) raw: Option<Value>,
    /// The values that do not fit the spec, if any.
    pub(super) oddities: Option<Box<Oddities>>,
    /// The details, if the call keeps them.
    pub(super) details: Option<Box<Details>>,
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
                self.prepared.client.budget().fill(self.attempts);
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
        let signer = self.prepared.client.signer();
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
            let places = self.prepared.client.warned_places();
            places.warn(self.prepared.spec, oddities, &self.call_span.span);
        }
        Ok(large)
    }

    /// Returns the error of an attempt, including the effect of the attempts before it.
    fn error(&mut self, cause: Cause) -> Error {
        let error = Error::of_call(self.prepared.spec, cause);
        let error = match self.prepared.raw.as_deref() {
            None => error,
            Some(Ok(raw)) => error.of_path(&raw.path),
            Some(Err(_)) => error.of_path("raw call"),
        };
        if error.effect() != Effect::None {
            self.effect_since.get_or_insert(self.sent_at);
        }
        self.effect = self.effect.max(error.effect());
        let is_futile = error.retry() == RetryClass::Unauthenticated
            && !self.prepared.client.signer().can_renew();
        let error = error.after(self.attempts, self.effect);
        if is_futile { error.futile() } else { error }
    }

    /// Returns the wait before a retry. `None` if a retry would not help or is not safe, or if attempts, time or budget
    /// are used up.
    fn wait_before_retry(&mut self, error: &Error) -> Option<Duration> {
        let retry = error.retry();
        let policy = self.prepared.settings.retry;
        let wait = policy.wait(self.attempts, retry, error.retry_after(), fastrand::f64())?;
        let is_futile = retry == RetryClass::Unauthenticated && self.has_signed_again;
        self.has_signed_again |= retry == RetryClass::Unauthenticated;
        let is_due = !is_futile && self.is_harmless(wait) && self.time_left() > wait;
        (is_due && self.prepared.client.budget().has_some()).then_some(wait)
    }
}

impl Prepared {
    /// Reads a response, whose body is decoded from gzip and has no byte order mark.
    pub(super) fn read(
        &self,
        responded: &Responded,
        mut response: RecordMut<'_>,
        fill: Fill,
    ) -> Result<Success, Cause> {
        let Responded { response: http, signature } = responded;
        if http.status != 200 {
            let body = Redacted::new(&http.body, &signature.user_sig);
            let now = http.date.as_ref().and_then(unix_time_of);
            let now = now.unwrap_or_else(|| self.client.clock().unix_time());
            let retry_after = http.retry_after.as_ref().and_then(|header| wait_of(header, now));
            return Err(Cause::HttpStatus { status: http.status, body, retry_after });
        }
        let strictness = self.settings.strictness;
        let read: Read<_> = if self.is_raw() { read_raw } else { read_typed };
        match read(&http.body, response.reborrow(), strictness) {
            Ok(Reading { envelope, oddities, raw }) => {
                let details = self.settings.is_detailed.then(|| {
                    Box::new(details(envelope, &oddities, &http.body, fill, &signature.user_sig))
                });
                let oddities = (!oddities.is_empty()).then(|| Box::new(oddities));
                Ok(Success { raw, oddities, details })
            }
            Err(error) => {
                response.clear();
                let success_seen = matches!(
                    error,
                    ResponseError::Unreadable { success_seen: true, .. }
                        | ResponseError::TooLarge { success_seen: true }
                );
                let body = Redacted::new(&http.body, &signature.user_sig);
                let failure = body.failure(read, response, strictness, success_seen);
                Err(cause_of(failure, body, http, signature))
            }
        }
    }
}

/// The parts of a successful response that were read besides its fields.
struct Reading {
    envelope: Envelope,
    oddities: Oddities,
    raw: Option<Value>,
}

fn read_typed(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Reading, ResponseError> {
    let mut envelope = Envelope::new();
    let oddities = codec::read_response_into(body, response, &mut envelope, strictness)?;
    Ok(Reading { envelope, oddities, raw: None })
}

fn read_raw(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Reading, ResponseError> {
    let read = read_typed(body, response, strictness)?;
    Ok(Reading { raw: Some(raw::read_whole(body)?), ..read })
}

/// Returns the details of a response. If the body contains the `UserSig`, it is redacted and read again.
fn details(
    mut envelope: Envelope,
    oddities: &Oddities,
    body: &Bytes,
    fill: Fill,
    user_sig: &UserSig,
) -> Details {
    let raw_body = Redacted::new(body, user_sig);
    let mut oddities = oddities.clone();
    if *raw_body != *body {
        (envelope, oddities) = Default::default();
        fill(&mut |response| {
            if let Ok(read) = read_typed(&raw_body, response, Strictness::Lenient) {
                (envelope, oddities) = (read.envelope, read.oddities);
            }
        });
    }
    Details { envelope, raw_body: raw_body.into(), oddities, attempts: 0 }
}

/// Returns the cause of an error from a response that is not a success.
fn cause_of(failure: Failure, body: Redacted, http: &HttpResponse, signature: &SignedUrl) -> Cause {
    match failure {
        Failure::Service(envelope) => Cause::Service { envelope, body },
        Failure::TooLarge { success_seen } => Cause::TooCostly { success_seen, body },
        Failure::Unreadable { error, success_seen } => {
            let encoding =
                http.content_encoding.as_ref().map(|value| [value.as_bytes(), b" encoding"]);
            let described = [
                http.content_type.as_ref().map(|value| value.as_bytes().to_vec()),
                encoding.map(|encoding| encoding.concat()),
            ];
            let described = described.into_iter().flatten().collect::<Vec<_>>().join(&b", "[..]);
            let content_type = (!described.is_empty())
                .then(|| Redacted::new(&described.into(), &signature.user_sig));
            Cause::Unreadable { error, success_seen, content_type, body }
        }
    }
}
