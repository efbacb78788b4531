//! Receives webhooks with a tower service that replies in time.

use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;
use tracing::warn;

use super::receiver::TIMEOUT;
use super::{Delivery, ReceiveError, Receiver, WebhookResponse, WebhookSpec};
use crate::clock::Timeout;
use crate::telemetry::TARGET;

/// The reply to a webhook before an action, if the handler is not ready in time, or panics.
///
/// After an action there is nothing to decide. The response then has the status 503, because the handler did not finish. The
/// service sends it again only if retries are switched on in the console.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fallback {
    /// Lets the action take place, as the service does if it gets no reply.
    #[default]
    Allow,
    /// Forbids the action, with these words. It is allowed where the webhook cannot be forbidden as a whole.
    Forbid(String),
}

/// A tower service that receives webhooks and replies to them by a handler.
///
/// The handler has what is left of the [timeout](Self::timeout) when the body has arrived. Then its future is dropped and the
/// [`Fallback`] is the reply, with a `tracing` event at WARN. Pass work that takes longer, or must not be dropped halfway, to a
/// queue or a task of your own. A handler that panics counts as one that is late, unless the program aborts on panics.
///
/// ```
/// use std::time::Duration;
///
/// use tencent_chat::webhook::{Delivery, Fallback, Verifier, Webhook, WebhookResponse, WebhookService};
///
/// async fn reply(delivery: Delivery) -> WebhookResponse {
///     match &delivery.webhook {
///         Webhook::C2cBeforeSendMessage(event) => event.allow(),
///         _ => WebhookResponse::received(),
///     }
/// }
///
/// # fn example(token: String) -> Result<(), Box<dyn std::error::Error>> {
/// let service = WebhookService::new(Verifier::new(1_400_000_000, token)?, reply)
///     .timeout(Duration::from_millis(1500))
///     .fallback(Fallback::Forbid("try again later".into()));
/// # drop(service);
/// # Ok(())
/// # }
/// ```
pub struct WebhookService<H> {
    receiver: Receiver,
    handler: Arc<H>,
    timeout: Duration,
    fallback: Fallback,
}

impl<H> WebhookService<H> {
    /// Creates a service from a [`Receiver`] or a [`Verifier`](super::Verifier), and a handler.
    #[must_use]
    pub fn new<F>(receiver: impl Into<Receiver>, handler: H) -> Self
    where
        H: Fn(Delivery) -> F,
        F: Future<Output = WebhookResponse>,
    {
        Self {
            receiver: receiver.into(),
            handler: Arc::new(handler),
            timeout: TIMEOUT,
            fallback: Fallback::Allow,
        }
    }

    /// Sets the longest time from the head of a request to its reply; 1.7 seconds by default, because the service waits for two
    /// and the way back takes some of them.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets the reply for handlers that are late; [`Fallback::Allow`] by default.
    #[must_use]
    pub fn fallback(self, fallback: Fallback) -> Self {
        Self { fallback, ..self }
    }

    async fn respond<F, B>(self, request: Request<B>) -> Response<Full<Bytes>>
    where
        H: Fn(Delivery) -> F,
        F: Future<Output = WebhookResponse>,
        B: Body,
    {
        let clock = self.receiver.shared_clock();
        let began = clock.now();
        let delivery = match self.receiver.receive(request).await {
            Ok(delivery) => delivery,
            Err(error) => return refusal(&error),
        };
        let spec = delivery.spec();
        let fallback = self.fallback.reply_to(&delivery);
        let left = self.timeout.saturating_sub(clock.now().saturating_sub(began));
        let handled = caught(async { (self.handler)(delivery).await });
        let reason = match Timeout::new(&*clock, || left, handled).await {
            Ok(Some(reply)) => return json(reply),
            Ok(None) => "panic",
            Err(_) => "timeout",
        };
        let webhook = spec.map_or("", WebhookSpec::command);
        warn!(target: TARGET, webhook, reason, "a handler did not reply to a webhook");
        fallback.map_or_else(
            || text(StatusCode::SERVICE_UNAVAILABLE, "the handler did not finish".to_owned()),
            json,
        )
    }
}

impl Fallback {
    /// Returns the reply to a webhook before an action, and to one that is not declared.
    fn reply_to(&self, delivery: &Delivery) -> Option<WebhookResponse> {
        let is_after = delivery.spec().is_some_and(|spec| !spec.is_before());
        let words = match self {
            _ if is_after => return None,
            Self::Allow => None,
            Self::Forbid(words) => Some(words),
        };
        let forbidden = words.and_then(|words| delivery.forbid(words));
        Some(forbidden.unwrap_or_else(WebhookResponse::received))
    }
}

/// Returns `None` if the future panics. It is not polled again.
async fn caught<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |poll| poll.map(Some))
    })
    .await
}

fn json(reply: WebhookResponse) -> Response<Full<Bytes>> {
    response(StatusCode::OK, "application/json", reply.into_body())
}

fn text(status: StatusCode, words: String) -> Response<Full<Bytes>> {
    response(status, "text/plain; charset=utf-8", words.into_bytes())
}

fn refusal(error: &ReceiveError) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = text(status, error.to_string());
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

fn response(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

impl<H, F, B> Service<Request<B>> for WebhookService<H>
where
    H: Fn(Delivery) -> F + Send + Sync + 'static,
    F: Future<Output = WebhookResponse> + Send + 'static,
    B: Body<Data: Send, Error: Send> + Send + 'static,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move { Ok(service.respond(request).await) })
    }
}

impl<H> Clone for WebhookService<H> {
    fn clone(&self) -> Self {
        Self {
            receiver: self.receiver.clone(),
            handler: Arc::clone(&self.handler),
            timeout: self.timeout,
            fallback: self.fallback.clone(),
        }
    }
}

impl<H> fmt::Debug for WebhookService<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookService")
            .field("receiver", &self.receiver)
            .field("timeout", &self.timeout)
            .field("fallback", &self.fallback)
            .finish_non_exhaustive()
    }
}
