//! A call, from request to answer.

use std::borrow::Cow;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tracing::Instrument;

use crate::client::Client;
use crate::codec::{self, AnswerError, Record, RecordMut, RecordRef};
use crate::credentials::Signature;
use crate::error::Cause;
use crate::observe::Watch;
use crate::retry::RetryPolicy;
use crate::scrub::scrub;
use crate::transport::{HttpAnswer, HttpRequest, TransportError, unix_time_of};
use crate::{Batched, Batches, Endpoint, EndpointSpec, Error, Items, Paged, Retry};

/// A call that was prepared and not yet made: awaiting it makes it.
///
/// ```no_run
/// # use std::time::Duration;
/// # use api_core::{Client, Error, conversation::delete_contact_group::Request};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let request = Request::new("user15", ["test0"]);
/// let answer = client
///     .conversation()
///     .delete_contact_group(request)
///     .timeout(Duration::from_secs(10))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Awaiting it gives an [`Error`] of any kind but `Configuration`. Dropping the future abandons the call; it may have
/// taken effect.
#[must_use = "a call is made when it is awaited"]
pub struct Call<R> {
    client: Client,
    request: R,
    settings: Settings,
}

/// How a call is made, where it can be said for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) limit_wait: Option<Duration>,
}

impl Settings {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self { timeout, deadline: None, retry: RetryPolicy::default(), limit_wait: None }
    }
}

impl<R> Call<R> {
    pub(crate) fn new(client: Client, request: R) -> Self {
        let settings = client.settings();
        Self { client, request, settings }
    }

    /// The items of the answer and of the pages that follow it, as a stream. Each page is a call of its own, made when
    /// its first item is asked for; the [`timeout`](Self::timeout) counts anew for each.
    ///
    /// ```no_run
    /// # use api_core::{Client, Error, conversation::get_contact_group::Request};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut conversations =
    ///     client.conversation().get_contact_group(Request::new("user15", 0u64)).items();
    /// while let Some(conversation) = conversations.next().await {
    ///     println!("{:?}", conversation?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> Items<R>
    where
        R: Paged,
    {
        Items::new(self)
    }

    /// Spreads a list that is too long for one call over several, one after the other. Awaited, they give one answer;
    /// taken as a stream, the answer of each.
    pub fn batches(self) -> Batches<R>
    where
        R: Batched,
    {
        Batches::new(self)
    }

    /// How long to wait for the answer at each attempt, in place of the client's own timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long it may take in all, with its waits and attempts, in place of the client's own deadline.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Some(deadline);
        self
    }

    /// How often it is made again where that can do no harm, in place of the client's own policy.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// How long it may wait for a place within the limits, in place of what the client was told. At zero it fails at
    /// once.
    pub fn limit_wait(mut self, limit_wait: Duration) -> Self {
        self.settings.limit_wait = Some(limit_wait);
        self
    }
}

impl<R: Endpoint> Call<R> {
    /// Makes the call, and gives the request back.
    pub(crate) async fn make(self) -> (Self, Result<R::Response, Error>) {
        let (call, result, _) = self.probe().await;
        (call, result)
    }

    /// As [`Call::make`], with the header `Date` of the answer.
    pub(crate) async fn probe(mut self) -> (Self, Result<R::Response, Error>, Option<HeaderValue>) {
        let mut response = <R::Response as Record>::vacant();
        let mut date = None;
        let made = self.exchange(&mut response, Some(&mut date)).await;
        (self, made.map(|()| response), date)
    }

    /// All attempts.
    fn exchange<'a>(
        &'a mut self,
        response: &'a mut R::Response,
        date: Option<&'a mut Option<HeaderValue>>,
    ) -> Made<'a> {
        let request = RecordMut::new(&mut self.request);
        exchange(&self.client, R::spec(), request, response, self.settings, date)
    }

    pub(crate) fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    pub(crate) fn into_request(self) -> R {
        self.request
    }

    /// The same call of another request.
    pub(crate) fn with(&self, request: R) -> Self {
        Self { client: self.client.clone(), request, settings: self.settings }
    }
}

impl<R: Endpoint> IntoFuture for Call<R> {
    type Output = Result<R::Response, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(answer(self))
    }
}

async fn answer<R: Endpoint>(mut call: Call<R>) -> Result<R::Response, Error> {
    let mut response = <R::Response as Record>::vacant();
    match call.exchange(&mut response, None).await {
        Ok(()) => Ok(response),
        Err(error) => Err(error),
    }
}

/// What fills an answer.
type Made<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Where an answer goes.
trait Blank: Send {
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
fn exchange<'a>(
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

impl<R: Endpoint + fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &R::spec().name())
            .field("request", &self.request)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
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
