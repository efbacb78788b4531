//! A call, from request to answer, without its types.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::Instrument;

use super::Settings;
use super::within::Within;
use crate::client::Client;
use crate::codec::{self, AnswerError, Purpose, RecordMut, RecordRef, Value};
use crate::credentials::Signature;
use crate::error::Cause;
use crate::observe::Watch;
use crate::scrub::scrub;
use crate::transport::{HttpAnswer, HttpRequest, TransportError, unix_time_of};
use crate::{EndpointSpec, Envelope, Error, Retry};

/// A call without its types: the same code serves every endpoint.
///
/// An attempt is to [`write`](Self::write) the request, to [`carry`](Self::carry) it to the service, and to
/// [`settle`](Self::settle) what came of it; whoever holds request and answer goes from one to the next.
pub(crate) struct Exchange {
    pub(super) client: Client,
    pub(super) settings: Settings,
    spec: &'static EndpointSpec,
    path: Cow<'static, str>,
    /// What is sent at the next attempt: the body, and what is added to the query.
    body: Bytes,
    parameters: String,
    /// The body of a call without a spec, and then that of its answer.
    raw: Option<Bytes>,
    began: Duration,
    attempt_began: Duration,
    /// How often it was sent.
    attempts: u32,
    /// Whether it was sent at this attempt.
    is_sent: bool,
    is_over: bool,
    /// How long to wait before the next attempt.
    wait: Duration,
    /// When the first attempt began that may have taken effect.
    effect_since: Option<Duration>,
    has_signed_again: bool,
    last_error: Option<Error>,
    /// The service's time at the last answer, as it said it.
    date: Option<HeaderValue>,
    watch: Watch,
}

/// What was sent came to an answer.
pub(super) struct Answered {
    answer: HttpAnswer,
    signature: Arc<Signature>,
}

impl Exchange {
    /// One that is to begin when its request is first written.
    pub(super) fn new(client: Client, settings: Settings, spec: &'static EndpointSpec) -> Self {
        Self {
            client,
            settings,
            spec,
            path: spec.path().into(),
            body: Bytes::new(),
            parameters: String::new(),
            raw: None,
            began: Duration::ZERO,
            attempt_began: Duration::ZERO,
            attempts: 0,
            is_sent: false,
            is_over: false,
            wait: Duration::ZERO,
            effect_since: None,
            has_signed_again: false,
            last_error: None,
            date: None,
            watch: Watch::none(),
        }
    }

    /// Gives it a path and a body that no spec describes; the answer is kept.
    pub(super) fn set_raw(&mut self, path: String, body: Bytes) {
        self.path = path.into();
        self.raw = Some(body);
    }

    /// Whether it has come to its end.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// The same once more.
    pub(super) fn again(&self) -> Self {
        Self::new(self.client.clone(), self.settings, self.spec)
    }

    /// The service's time at the last answer, in seconds since 1970 UTC.
    pub(super) fn service_time(&self) -> Option<u64> {
        self.date.as_ref().and_then(unix_time_of)
    }

    /// The whole of the last answer.
    pub(super) fn raw_answer(&self) -> Result<serde_json::Value, Error> {
        let body = self.raw.clone().unwrap_or_default();
        serde_json::from_slice(&body).map_err(|error| {
            let error = error.into();
            let cause = Cause::Unreadable { error, success_seen: true, content_type: None, body };
            Error::of_call(self.spec, cause).after(self.attempts, false)
        })
    }

    /// Validates the request and writes it: anew at each attempt, and the same at all, since to keep it would cost every
    /// call for the few repetitions.
    pub(super) fn write(&mut self, mut request: RecordMut<'_>) -> Result<(), Cause> {
        self.is_sent = false;
        if self.attempts == 0 {
            self.began = self.client.clock().now();
            self.attempt_began = self.began;
            self.watch = Watch::new(self.path.clone());
        }
        request.fill_numbers(|| fastrand::u32(..), || fastrand::u32(..));
        let request = request.as_ref();
        self.body = match &self.raw {
            Some(body) => body.clone(),
            None => {
                codec::validate_record(request).map_err(Cause::Invalid)?;
                codec::to_json(request).map_err(Cause::Unwritable)?.into_boxed_slice().into()
            }
        };
        self.parameters = query_of(request);
        Ok(())
    }

    /// Takes what is written to the service, and brings back what came of it.
    #[expect(clippy::manual_async_fn, reason = "an `async fn` would have room for `self` twice")]
    pub(super) fn carry(mut self) -> impl Future<Output = (Self, Result<Answered, Cause>)> + Send {
        async move {
            let span = self.watch.span.clone();
            let answered = self.send().instrument(span).await;
            (self, answered)
        }
    }

    /// Waits for its time, takes a place within the limits, signs and sends.
    async fn send(&mut self) -> Result<Answered, Cause> {
        if self.attempts > 0 {
            if !self.wait.is_zero() {
                self.client.clock().sleep(self.wait).await;
            }
            self.attempt_began = self.client.clock().now();
        }
        self.take_place().await?;
        let signature = self.sign().await?;
        if !self.is_harmless(Duration::ZERO) {
            // Place and signature took so long that it would take effect again. What went wrong before is told.
            return Err(Cause::Limited(Duration::ZERO));
        }
        let path = self.path.clone();
        let (parameters, body) = (mem::take(&mut self.parameters), mem::take(&mut self.body));
        let request = HttpRequest::new(Arc::clone(&signature), path, parameters, body);
        self.attempts += 1;
        self.is_sent = true;
        let reply = self.client.transport().post(request);
        let limit = || self.left().min(self.settings.timeout);
        let answer = self.within(limit, reply).await.map_err(Cause::Timeout)?;
        let answer = answer.map_err(|error| self.cause(error))?;
        Ok(Answered { answer, signature })
    }

    /// Decodes and classifies what came of an attempt. Gives nothing where there is to be another.
    pub(super) fn settle(
        &mut self,
        answered: Result<Answered, Cause>,
        response: RecordMut<'_>,
    ) -> Option<Result<(), Error>> {
        let read = answered.and_then(|answered| self.read(answered, response));
        let made = match read {
            Ok(()) => {
                self.client.budget().fill(self.attempts);
                Ok(())
            }
            Err(cause) => Err(self.judge(Error::of_call(self.spec, cause))?),
        };
        self.is_over = true;
        let elapsed = || self.client.clock().now().saturating_sub(self.began);
        self.watch.over(self.attempts, made.as_ref().err(), elapsed);
        // The span ends here, however long the exchange is kept.
        self.watch = Watch::none();
        Some(made)
    }

    fn read(&mut self, answered: Answered, mut response: RecordMut<'_>) -> Result<(), Cause> {
        let Answered { answer, signature } = answered;
        self.date.clone_from(&answer.date);
        if answer.status != 200 {
            let body = scrub(&answer.body, &signature.user_sig);
            return Err(Cause::HttpStatus { status: answer.status, body });
        }
        match codec::read_answer_into(&answer.body, response.reborrow(), &mut Envelope::new()) {
            Ok(()) => {
                if self.raw.is_some() {
                    self.raw = Some(answer.body);
                }
                Ok(())
            }
            Err(error) => {
                let cause = failure(error, answer, response, &signature);
                let info = cause.info(self.spec);
                if info.is_some_and(|info| info.retry == Retry::Resign) {
                    let clock = self.client.clock();
                    self.client.signer().reject(&signature, self.service_time(), clock);
                }
                Err(cause)
            }
        }
    }

    /// The error that the call ends with. Gives nothing where there is to be another attempt.
    fn judge(&mut self, error: Error) -> Option<Error> {
        let earlier_effect = self.effect_since.is_some();
        if error.may_have_taken_effect() {
            self.effect_since.get_or_insert(self.attempt_began);
        }
        if !self.is_sent {
            // What went wrong before tells more.
            return Some(self.last_error.take().unwrap_or(error));
        }
        let wait = self.wait_before_another(&error);
        let error = error.after(self.attempts, earlier_effect);
        let Some(wait) = wait else { return Some(error) };
        self.wait = wait;
        self.last_error = Some(error);
        None
    }

    /// What is left until the deadline.
    fn left(&self) -> Duration {
        let deadline = self.settings.deadline.unwrap_or(self.settings.timeout.saturating_mul(3));
        deadline.saturating_sub(self.client.clock().now().saturating_sub(self.began))
    }

    fn within<L, F>(&self, limit: L, future: F) -> Within<'_, L, F> {
        Within::new(self.client.clock(), limit, future)
    }

    async fn take_place(&self) -> Result<(), Cause> {
        let sdk_app_id = self.client.signer().sdk_app_id();
        let place = self.client.limiter().acquire(sdk_app_id, self.spec);
        let limit = || self.left().min(self.settings.limit_wait.unwrap_or(Duration::MAX));
        #[cfg(feature = "metrics")]
        let asked = self.client.clock().now();
        let taken = self.within(limit, place).await;
        #[cfg(feature = "metrics")]
        self.watch.limited(self.client.clock().now().saturating_sub(asked));
        taken.map_err(Cause::Limited)?.map_err(Cause::Limiter)
    }

    async fn sign(&self) -> Result<Arc<Signature>, Cause> {
        let signature = self.client.signer().signature(self.client.clock());
        let late = |limit| format!("the provider took more than {limit:?}").into();
        let signature = self.within(|| self.left(), signature).await.map_err(late);
        signature.and_then(|signature| signature).map_err(Cause::Credentials)
    }

    fn cause(&self, error: TransportError) -> Cause {
        match error {
            TransportError::NotSent(error) => {
                Cause::NotSent { address: self.client.signer().base().origin(), error }
            }
            TransportError::Broken(error) => Cause::Transport(error),
            TransportError::TooLarge => Cause::TooLarge,
        }
    }

    /// How long to wait before another attempt; nothing if there is none, for what became of the last, or for want of
    /// attempts, time or budget.
    fn wait_before_another(&mut self, error: &Error) -> Option<Duration> {
        let retry = error.info().map(|info| info.retry);
        let wait = self.settings.retry.wait(self.attempts, retry, fastrand::f64())?;
        let is_futile = retry == Some(Retry::Resign)
            && (self.has_signed_again || !self.client.signer().can_renew());
        self.has_signed_again |= retry == Some(Retry::Resign);
        let is_due = error.is_passing() && !is_futile && self.is_harmless(wait);
        if !is_due || self.left() <= wait || !self.client.budget().spend() {
            return None;
        }
        self.watch.again(self.attempts, error, wait);
        Some(wait)
    }

    /// Whether another attempt, after this wait, cannot take effect a second time.
    fn is_harmless(&self, wait: Duration) -> bool {
        let Some(since) = self.effect_since else { return true };
        let age = self.client.clock().now().saturating_sub(since) + wait;
        self.spec.is_idempotent() || age < self.spec.deduplication()
    }
}

/// What a request adds to the query, each parameter beginning with `&`.
fn query_of(request: RecordRef<'_>) -> String {
    let mut query = String::new();
    let fields = request.table().fields.iter();
    for field in fields.filter(|field| field.purpose == Purpose::Query) {
        let value = match request.get(field.wire) {
            Some(Value::Text(text)) => utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
            Some(Value::Int(value)) => value.to_string(),
            Some(Value::Uint(value)) => value.to_string(),
            Some(Value::Flag(flag)) => u8::from(flag).to_string(),
            _ => continue,
        };
        query.extend(["&", field.wire, "=", &value]);
    }
    query
}

/// What an answer that is no success amounts to. If it repeats the `UserSig` it is read again without, so that
/// nothing made of it holds the `UserSig`.
fn failure(
    error: AnswerError,
    answer: HttpAnswer,
    response: RecordMut<'_>,
    signature: &Signature,
) -> Cause {
    let body = scrub(&answer.body, &signature.user_sig);
    let error = if body == answer.body {
        error
    } else {
        codec::read_answer_into(&body, response, &mut Envelope::new()).err().unwrap_or(error)
    };
    match error {
        AnswerError::Service(envelope) => Cause::Service { envelope, body },
        AnswerError::Unreadable { error, success_seen } => {
            let content_type = answer.content_type.map(|text| {
                let text = Bytes::copy_from_slice(text.as_bytes());
                let text = scrub(&text, &signature.user_sig);
                String::from_utf8_lossy(&text).into_owned()
            });
            Cause::Unreadable { error, success_seen, content_type, body }
        }
    }
}
