//! Receives deliveries over HTTP.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Buf;
use http::{Method, Request, Uri};
use http_body::Body;
use tokio::task::coop;
use tracing::warn;

use super::{Delivery, ReceiveError, Verifier, Webhook};
use crate::clock::{Clock, SystemClock, Timeout};
use crate::telemetry::{TARGET, WarnedPlaces};
use crate::user_sig::UnixTime;

/// The most bytes of a body, by default.
const MAX_BODY: usize = 1024 * 1024;

/// The default time limit. The service waits for two seconds.
pub(super) const TIMEOUT: Duration = Duration::from_millis(1700);

/// Receives the HTTP requests of the service. Clones share what it keeps: the oddities that it has warned of.
///
/// With axum it is the state, or a part of it by `FromRef`.
#[derive(Clone)]
pub struct Receiver {
    verifier: Arc<Verifier>,
    clock: Arc<dyn Clock>,
    max_body_bytes: usize,
    body_timeout: Duration,
    warned_places: Arc<WarnedPlaces>,
}

impl Receiver {
    /// Creates a receiver.
    #[must_use]
    pub fn new(verifier: Verifier) -> Self {
        Self {
            verifier: Arc::new(verifier),
            clock: Arc::new(SystemClock),
            max_body_bytes: MAX_BODY,
            body_timeout: TIMEOUT,
            warned_places: Arc::default(),
        }
    }

    /// Sets the clock, for tests; [`SystemClock`] by default, which needs a tokio runtime.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets the most bytes of a body; 1 MiB by default. What is read takes as much memory.
    #[must_use]
    pub fn max_body_bytes(self, max_body_bytes: usize) -> Self {
        Self { max_body_bytes, ..self }
    }

    /// Sets the longest time in which a body must arrive; 1.7 seconds by default, because the service waits for two.
    #[must_use]
    pub fn body_timeout(self, body_timeout: Duration) -> Self {
        Self { body_timeout, ..self }
    }

    /// Receives a request. The query is verified before the body is read.
    ///
    /// # Errors
    ///
    /// Fails if the method is not `POST`, if the verifier refuses the delivery, or if the body is too large, late or cut off.
    /// Respond with [`ReceiveError::status`]. A delivery that was verified but cannot be read is [`Webhook::Other`].
    pub async fn receive<B: Body>(&self, request: Request<B>) -> Result<Delivery, ReceiveError> {
        let (head, body) = request.into_parts();
        let received = self.read(&head.method, &head.uri, body).await;
        match &received {
            Ok(delivery) => self.warn_of_oddities(delivery),
            Err(error) => {
                let status = error.status();
                warn!(target: TARGET, status, reason = %error, "a delivery was refused");
            }
        }
        received
    }

    async fn read<B: Body>(
        &self,
        method: &Method,
        uri: &Uri,
        body: B,
    ) -> Result<Delivery, ReceiveError> {
        if method != Method::POST {
            return Err(ReceiveError::MethodNotAllowed);
        }
        let query = uri.query().unwrap_or_default();
        let now = UnixTime::from_secs(self.clock.unix_time());
        self.verifier.verify(query, now)?;
        let body = read_body(body, self.max_body_bytes);
        let body = Timeout::new(&*self.clock, || self.body_timeout, body).await;
        let body = body.map_err(|_| ReceiveError::BodyTimeout)??;
        Ok(self.verifier.receive(query, body, now)?)
    }

    fn warn_of_oddities(&self, delivery: &Delivery) {
        let Some(spec) = delivery.spec() else { return };
        match &delivery.webhook {
            Webhook::Other(_) => self.warned_places.warn_of_unread(spec),
            _ => self.warned_places.warn_of_event(spec, &delivery.oddities),
        }
    }

    #[cfg(feature = "tower")]
    pub(super) fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }
}

/// Reads a body. The memory grows with what has arrived, whatever length was announced.
async fn read_body<B: Body>(body: B, limit: usize) -> Result<Vec<u8>, ReceiveError> {
    let too_large = || ReceiveError::BodyTooLarge { limit };
    if usize::try_from(body.size_hint().lower()).is_ok_and(|announced| announced > limit) {
        return Err(too_large());
    }
    let mut body = pin!(body);
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|_| ReceiveError::BodyBroken)?;
        // Trailers say nothing here.
        let Ok(mut data) = frame.into_data() else { continue };
        if data.remaining() > limit - read.len() {
            return Err(too_large());
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            read.extend_from_slice(chunk);
            data.advance(chunk.len());
        }
        // Frames that are always ready must not keep the timeout from being polled.
        coop::consume_budget().await;
    }
    Ok(read)
}

impl From<Verifier> for Receiver {
    fn from(verifier: Verifier) -> Self {
        Self::new(verifier)
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("verifier", &self.verifier)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("body_timeout", &self.body_timeout)
            .finish_non_exhaustive()
    }
}
