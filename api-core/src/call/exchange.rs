//! A call, from request to answer, without its types.

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tracing::Instrument;

use super::Settings;
use crate::client::Client;
use crate::codec::{self, AnswerError, Record, RecordMut, RecordRef};
use crate::credentials::Signature;
use crate::error::Cause;
use crate::observe::Watch;
use crate::scrub::scrub;
use crate::transport::{HttpAnswer, HttpRequest, TransportError, unix_time_of};
use crate::{EndpointSpec, Error, Retry};

/// What fills an answer.
pub(super) type Made<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Where an answer goes.
pub(super) trait Blank: Send {
    /// What is there.
    fn record(&mut self) -> RecordMut<'_>;

    /// Makes it vacant again.
    fn clear(&mut self);
}

impl<A: Record> Blank for A {
    #[inline(never)]
    fn record(&mut self) -> RecordMut<'_> {
        RecordMut::new(self)
    }

    #[inline(never)]
    fn clear(&mut self) {
        *self = A::vacant();
    }
}

/// All attempts of a call, and the header `Date` of the answer where it is asked for.
///
/// Boxed, and without the types of the endpoint, since the code of a future is compiled in each crate that names its
/// type: here it is compiled once.
#[inline(never)]
pub(super) fn exchange<'a>(
    client: &'a Client,
    spec: &'static EndpointSpec,
    mut request: RecordMut<'a>,
    response: &'a mut dyn Blank,
    settings: Settings,
    date: Option<&'a mut Option<HeaderValue>>,
) -> Made<'a> {
    Box::pin(async move {
        request.fill_randoms(|| fastrand::u32(..));
        let path = spec.path().into();
        let mut exchange = Exchange::new(client, spec, path, request.as_ref(), settings);
        let made = loop {
            if let Some(made) = exchange.attempt(response.record()).await {
                break made;
            }
            response.clear();
        };
        if let Some(date) = date {
            *date = exchange.date.take();
        }
        made
    })
}

/// A call without its types: the same code serves every endpoint.
pub(crate) struct Exchange<'a> {
    client: &'a Client,
    spec: &'static EndpointSpec,
    request: RecordRef<'a>,
    settings: Settings,
    /// The body of a call without a spec.
    raw: Option<Bytes>,
    began: Duration,
    attempts: u32,
    /// When the first attempt began that may have taken effect.
    effect_since: Option<Duration>,
    has_signed_again: bool,
    last_error: Option<Error>,
    /// The service's time at the last answer, as it said it.
    date: Option<HeaderValue>,
    path: Cow<'static, str>,
    watch: Watch,
    /// The last answer to such a call.
    kept: Option<Bytes>,
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(
        client: &'a Client,
        spec: &'static EndpointSpec,
        path: Cow<'static, str>,
        request: RecordRef<'a>,
        settings: Settings,
    ) -> Self {
        let began = client.clock().now();
        Self {
            client,
            spec,
            request,
            settings,
            raw: None,
            began,
            attempts: 0,
            effect_since: None,
            has_signed_again: false,
            last_error: None,
            date: None,
            watch: Watch::new(path.clone()),
            path,
            kept: None,
        }
    }

    /// The same with a body that no spec describes; the answer is kept.
    pub(crate) fn raw(self, body: Bytes) -> Self {
        Self { raw: Some(body), ..self }
    }

    /// The whole of the last answer.
    pub(crate) fn raw_answer(&mut self) -> Result<serde_json::Value, Error> {
        let body = self.kept.take().unwrap_or_default();
        serde_json::from_slice(&body).map_err(|error| {
            let error = error.into();
            let cause = Cause::Unreadable { error, success_seen: true, content_type: None, body };
            Error::of_call(self.spec, cause).after(self.attempts, false)
        })
    }

    /// One attempt: validate, sign, limit, send, decode, classify. Where there is to be another, it waits for it and
    /// gives nothing.
    pub(crate) async fn attempt(&mut self, response: RecordMut<'_>) -> Option<Result<(), Error>> {
        let span = self.watch.span.clone();
        let made = self.attempt_within(response).instrument(span).await;
        if let Some(made) = &made {
            let elapsed = || self.client.clock().now().saturating_sub(self.began);
            self.watch.over(self.attempts, made.as_ref().err(), elapsed);
        }
        made
    }

    async fn attempt_within(&mut self, response: RecordMut<'_>) -> Option<Result<(), Error>> {
        let attempts = self.attempts;
        let began = if attempts == 0 { self.began } else { self.client.clock().now() };
        let Err(cause) = self.make(response).await else {
            self.client.budget().fill(self.attempts);
            return Some(Ok(()));
        };
        let error = Error::of_call(self.spec, cause);
        let earlier_effect = self.effect_since.is_some();
        if error.may_have_taken_effect() {
            self.effect_since.get_or_insert(began);
        }
        if self.attempts == attempts {
            // Nothing was sent this time: what went wrong before tells more.
            return Some(Err(self.last_error.take().unwrap_or(error)));
        }
        let is_another_due = self.wait_for_another(&error).await;
        let error = error.after(self.attempts, earlier_effect);
        if is_another_due {
            self.last_error = Some(error);
            return None;
        }
        Some(Err(error))
    }

    async fn make(&mut self, mut response: RecordMut<'_>) -> Result<(), Cause> {
        // Written anew at each attempt, and the same at all: to keep it would cost every call for the few repetitions.
        let body = match &self.raw {
            Some(body) => body.clone(),
            None => {
                codec::validate_record(self.request).map_err(Cause::Invalid)?;
                codec::to_json(self.request).map_err(Cause::Unwritable)?.into_boxed_slice().into()
            }
        };
        self.take_place().await?;
        let signature = self.sign().await?;
        if !self.is_harmless(Duration::ZERO) {
            // Place and signature took so long that it would take effect again. What went wrong before is told.
            return Err(Cause::Limited(Duration::ZERO));
        }
        let path = self.path.clone();
        let request = self.client.post(path, self.request, Arc::clone(&signature), body);
        self.attempts += 1;
        let answer = self.send(request).await?;
        self.date.clone_from(&answer.date);
        if answer.status != 200 {
            let body = scrub(&answer.body, &signature.user_sig);
            return Err(Cause::HttpStatus { status: answer.status, body });
        }
        match codec::read_answer_into(&answer.body, response.reborrow()) {
            Ok(_) => {
                self.kept = self.raw.is_some().then_some(answer.body);
                Ok(())
            }
            Err(error) => {
                let cause = failure(error, answer, response, &signature);
                let info = cause.info(self.spec);
                if info.is_some_and(|info| info.retry == Retry::Resign) {
                    let date = self.date.as_ref().and_then(unix_time_of);
                    self.client.signer().reject(&signature, date, self.client.clock());
                }
                Err(cause)
            }
        }
    }

    /// What is left until the deadline.
    fn left(&self) -> Duration {
        let deadline = self.settings.deadline.unwrap_or(self.settings.timeout.saturating_mul(3));
        deadline.saturating_sub(self.client.clock().now().saturating_sub(self.began))
    }

    /// Gives up on something that takes too long, and tells for how long it waited; at a limit of zero, on what is not
    /// there at once. The client's own clock drives it, and is asked only if there is something to wait for.
    async fn within<T>(
        &self,
        limit: impl Fn() -> Duration,
        future: impl Future<Output = T>,
    ) -> Result<T, Duration> {
        let mut future = pin!(future);
        let mut timeout = pin!(None);
        let mut told = Duration::ZERO;
        poll_fn(|context| {
            if let Poll::Ready(result) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(result));
            }
            if timeout.is_none() {
                told = limit();
                if told.is_zero() {
                    return Poll::Ready(Err(told));
                }
                timeout.set(Some(self.client.clock().sleep(told)));
            }
            match timeout.as_mut().as_pin_mut() {
                Some(timeout) => timeout.poll(context).map(|()| Err(told)),
                None => Poll::Pending,
            }
        })
        .await
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

    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, Cause> {
        let reply = self.client.transport().post(request);
        let limit = || self.left().min(self.settings.timeout);
        let answer = self.within(limit, reply).await;
        answer.map_err(Cause::Timeout)?.map_err(|error| self.cause(error))
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

    /// Waits until the next attempt; says no if there is none, for what became of the last, or for want of attempts,
    /// time or budget.
    async fn wait_for_another(&mut self, error: &Error) -> bool {
        let retry = error.info().map(|info| info.retry);
        let Some(wait) = self.settings.retry.wait(self.attempts, retry, fastrand::f64()) else {
            return false;
        };
        let is_futile = retry == Some(Retry::Resign)
            && (self.has_signed_again || !self.client.signer().can_renew());
        self.has_signed_again |= retry == Some(Retry::Resign);
        let is_due = error.is_passing() && !is_futile && self.is_harmless(wait);
        if !is_due || self.left() <= wait || !self.client.budget().spend() {
            return false;
        }
        self.watch.again(self.attempts, error, wait);
        if !wait.is_zero() {
            self.client.clock().sleep(wait).await;
        }
        true
    }

    /// Whether another attempt, after this wait, cannot take effect a second time.
    fn is_harmless(&self, wait: Duration) -> bool {
        let Some(since) = self.effect_since else { return true };
        let age = self.client.clock().now().saturating_sub(since) + wait;
        self.spec.is_idempotent() || age < self.spec.deduplication()
    }
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
        codec::read_answer_into(&body, response).err().unwrap_or(error)
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
