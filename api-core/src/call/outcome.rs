//! What became of an attempt, and so of the call.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;

use super::attempt::{CallState, Responded};
use crate::codec::{self, AnswerError, RecordMut, Strictness};
use crate::credentials::Signature;
use crate::error::{Cause, Effect};
use crate::observe::Watch;
use crate::redact::Redacted;
use crate::transport::{HttpAnswer, TooLarge, plain, unix_time_of, wait_of};
use crate::{Envelope, Error, Retry};

/// What becomes of a call after an attempt.
pub(super) enum Outcome {
    Over(Result<(), Error>),
    /// There is another attempt after this wait.
    Retry(Duration),
}

impl CallState {
    /// Decodes what came of an attempt, and decides what becomes of the call.
    pub(super) fn settle(
        &mut self,
        result: Result<Responded, Cause>,
        response: RecordMut<'_>,
    ) -> Outcome {
        let result = result.and_then(|responded| self.read(responded, response));
        let over = match result.map_err(|cause| self.error(cause)) {
            Ok(()) => {
                self.prepared.client.budget().fill(self.attempts);
                Ok(())
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

    fn read(&mut self, responded: Responded, mut response: RecordMut<'_>) -> Result<(), Cause> {
        let Responded { response: mut http, signature } = responded;
        let signer = self.prepared.client.signer();
        self.service_time = http.date.as_ref().and_then(unix_time_of);
        http.body = plain(http.body).map_err(|TooLarge| Cause::TooLarge)?;
        if http.status != 200 {
            let body = Redacted::new(&http.body, &signature.user_sig);
            let now = self.service_time.unwrap_or_else(|| self.prepared.client.clock().unix_time());
            let retry_after = http.retry_after.as_ref().and_then(|header| wait_of(header, now));
            return Err(Cause::HttpStatus { status: http.status, body, retry_after });
        }
        let mut envelope = Envelope::new();
        let lenient = Strictness::Lenient;
        let read = codec::read_answer_into(&http.body, response.reborrow(), &mut envelope, lenient);
        let read = match read.map(drop) {
            Ok(()) if self.prepared.is_raw() => {
                let raw = serde_json::from_slice(&http.body).map(|raw| self.raw = Some(raw));
                raw.map_err(|error| AnswerError::Unreadable {
                    error: error.into(),
                    success_seen: true,
                })
            }
            read => read,
        };
        let read = read.map_err(|error| failure(error, http, response, &signature));
        match (&read, self.service_time) {
            (Err(cause), date) if cause.retry(Some(self.prepared.spec)) == Retry::Resign => {
                signer.invalidate(&signature, date);
            }
            (Ok(()) | Err(Cause::Service { .. }), Some(date)) => signer.learn(&signature, date),
            _ => {}
        }
        read
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

/// What a response that is no success amounts to. If it repeats the `UserSig` it is read again without, so that nothing
/// made of it holds the `UserSig`.
fn failure(
    error: AnswerError,
    http: HttpAnswer,
    response: RecordMut<'_>,
    signature: &Signature,
) -> Cause {
    let body = Redacted::new(&http.body, &signature.user_sig);
    let error = if *body == http.body {
        error
    } else {
        let mut envelope = Envelope::new();
        let read = codec::read_answer_into(&body, response, &mut envelope, Strictness::Lenient);
        read.err().unwrap_or(error)
    };
    match error {
        AnswerError::Service(envelope) => Cause::Service { envelope, body },
        AnswerError::TooLarge { .. } => Cause::TooLarge,
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
