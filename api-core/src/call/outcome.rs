//! What became of an attempt, and so of the call.

use std::any::Any;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;

use super::attempt::{CallState, Responded};
use super::large::Arrived;
use super::{Details, Fill, Prepared};
use crate::codec::{self, AnswerError, Oddities, RecordMut, Strictness};
use crate::credentials::Signature;
use crate::error::{Cause, Effect};
use crate::observe::Watch;
use crate::raw;
use crate::redact::Redacted;
use crate::transport::{HttpAnswer, unix_time_of, wait_of};
use crate::user_sig::UserSig;
use crate::{Envelope, Error, Retry};

/// What becomes of a call after an attempt.
pub(super) enum Outcome {
    /// It is over, and a large response comes in a box.
    Over(Result<Option<Box<dyn Any + Send>>, Error>),
    /// There is another attempt after this wait.
    Retry(Duration),
}

/// What a response that is a success says beside its fields.
#[derive(Default)]
pub(super) struct Success {
    /// The whole response to a raw call.
    pub(super) raw: Option<Value>,
    /// What does not fit, if anything.
    pub(super) oddities: Option<Box<Oddities>>,
    /// More of it, if the call is to keep it.
    pub(super) details: Option<Box<Details>>,
}

impl CallState {
    /// Decodes what came of an attempt, and decides what becomes of the call.
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
                // What went wrong at the attempt before tells more.
                Err(self.last_error.take().unwrap_or(error))
            }
            Err(error) => match self.wait_before_retry(&error) {
                Some(wait) => {
                    self.watch.again(self.attempts, &error, wait);
                    self.last_error = Some(error);
                    return Outcome::Retry(wait);
                }
                None => Err(error),
            },
        };
        self.watch.over(self.attempts, over.as_ref().err(), || self.elapsed());
        // The span ends here, however long the call is kept.
        self.watch = Watch::none();
        Outcome::Over(over)
    }

    /// Reads a response, if that was not done, and learns from it whether signatures hold.
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
            (Err(cause), date) if cause.retry(Some(self.prepared.spec)) == Retry::Resign => {
                signer.invalidate(signature, date);
            }
            (Ok(_) | Err(Cause::Service { .. }), Some(date)) => signer.learn(signature, date),
            _ => {}
        }
        self.success = read?;
        if let Some(oddities) = &self.success.oddities {
            let places = self.prepared.client.warned_places();
            places.warn(self.prepared.spec, oddities, &self.watch.span);
        }
        Ok(large)
    }

    /// The error of an attempt, which tells of the attempts before it too.
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
        let is_futile =
            error.retry() == Retry::Resign && !self.prepared.client.signer().can_renew();
        let error = error.after(self.attempts, self.effect);
        if is_futile { error.futile() } else { error }
    }

    /// How long to wait before another attempt; none if there is none: for what became of the last, or for want of
    /// attempts, time or budget.
    fn wait_before_retry(&mut self, error: &Error) -> Option<Duration> {
        let retry = error.retry();
        let policy = self.prepared.settings.retry;
        let wait = policy.wait(self.attempts, retry, error.retry_after(), fastrand::f64())?;
        let is_futile = retry == Retry::Resign && self.has_signed_again;
        self.has_signed_again |= retry == Retry::Resign;
        let is_due = !is_futile && self.is_harmless(wait) && self.time_left() > wait;
        (is_due && self.prepared.client.budget().has_some()).then_some(wait)
    }
}

impl Prepared {
    /// Reads a response, whose body is as it was meant.
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
        let mut envelope = Envelope::new();
        let read =
            codec::read_answer_into(&http.body, response.reborrow(), &mut envelope, strictness);
        let read = read.and_then(|oddities| {
            let raw = self.is_raw().then(|| raw::read_whole(&http.body)).transpose()?;
            Ok((oddities, raw))
        });
        match read {
            Ok((oddities, raw)) => {
                let details = self.settings.is_detailed.then(|| {
                    Box::new(details(envelope, &oddities, &http.body, fill, &signature.user_sig))
                });
                let oddities = (!oddities.is_empty()).then(|| Box::new(oddities));
                Ok(Success { raw, oddities, details })
            }
            Err(error) => Err(failure(error, http.clone(), response, signature, strictness)),
        }
    }
}

/// What is kept of a response in detail. If it repeats the `UserSig` it is read again without.
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
        envelope = Envelope::new();
        fill(&mut |response| {
            let lenient = Strictness::Lenient;
            let read = codec::read_answer_into(&raw_body, response, &mut envelope, lenient);
            oddities = read.unwrap_or_default();
        });
    }
    Details { envelope, raw_body: raw_body.into(), oddities, attempts: 0 }
}

/// What a response that is no success amounts to. If it repeats the `UserSig` it is read again without, so that nothing
/// made of it holds the `UserSig`.
fn failure(
    error: AnswerError,
    http: HttpAnswer,
    response: RecordMut<'_>,
    signature: &Signature,
    strictness: Strictness,
) -> Cause {
    let body = Redacted::new(&http.body, &signature.user_sig);
    let error = if *body == http.body {
        error
    } else {
        let mut envelope = Envelope::new();
        let read = codec::read_answer_into(&body, response, &mut envelope, strictness);
        read.err().unwrap_or(error)
    };
    match error {
        AnswerError::Service(envelope) => Cause::Service { envelope, body },
        AnswerError::TooLarge { success_seen } => Cause::TooCostly { success_seen, body },
        AnswerError::Unreadable { error, success_seen } => {
            let text = |header: HeaderValue| {
                let text = Bytes::copy_from_slice(header.as_bytes());
                Redacted::new(&text, &signature.user_sig).to_text()
            };
            let encoding = http.content_encoding.map(|encoding| text(encoding) + " encoding");
            let described: Vec<_> =
                http.content_type.map(text).into_iter().chain(encoding).collect();
            let content_type = (!described.is_empty()).then(|| described.join(", "));
            Cause::Unreadable { error, success_seen, content_type, body }
        }
    }
}
