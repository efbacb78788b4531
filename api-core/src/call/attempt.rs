//! One attempt of a call, from the request to the response of the transport.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::Instrument;

use super::large::Arrived;
use super::prepared::{Fill, Prepared};
use super::reading::Responded;
use super::state::CallState;
use crate::auth::SignedUrl;
use crate::clock::Timeout;
use crate::error::{Cause, Rounded, Source};
use crate::rate_limit::LimiterError;
use crate::redact::RedactedError;
use crate::schema::{FieldRole, RecordMut, RecordRef, Value};
use crate::transport::{Host, HttpRequest, Progress, TransportError};
use crate::{codec, rules};

/// A running attempt. It returns the state of the call and the result of the attempt.
pub(super) type Attempt = Pin<Box<dyn Future<Output = (CallState, Result<Arrived, Cause>)> + Send>>;

/// A serialized request: the body, and its part of the query.
struct Written {
    body: Bytes,
    parameters: String,
}

impl CallState {
    /// Begins an attempt after a wait. Each attempt writes the same request again, because keeping it would burden
    /// every call for the sake of a few retries.
    pub(super) fn attempt(mut self, request: RecordMut<'_>, fill: Fill, wait: Duration) -> Attempt {
        let written = self.write(request);
        Box::pin(async move {
            let span = self.call_span.span.clone();
            let result = self.send(written, wait).instrument(span).await;
            let result = match result {
                Ok(responded) => self.arrive(responded, fill).await,
                Err(cause) => Err(cause),
            };
            (self, result)
        })
    }

    /// Waits, signs, takes a permit and sends. The permit is taken last, because it is valid for 50 ms only.
    async fn send(
        &mut self,
        written: Result<Written, Cause>,
        wait: Duration,
    ) -> Result<Responded, Cause> {
        let Written { body, parameters } = written?;
        if !wait.is_zero() {
            self.prepared.core.clock().sleep(wait).await;
        }
        let signature = self.sign().await?;
        self.permit().await?;
        if self.attempts > 0 && !self.prepared.core.budget().spend() {
            return Err(Cause::Late(self.elapsed()));
        }
        self.sent_at = self.prepared.core.clock().now();
        let time_left = self.time_left_at(self.sent_at).min(self.prepared.options.timeout);
        let path = self.prepared.path();
        let hosts = self.prepared.core.signer().hosts();
        let host = hosts.current(self.sent_at);
        let max = self.prepared.core.max_response_bytes();
        let clock = self.prepared.core.shared_clock();
        let signed = Arc::clone(&signature);
        let mut request = HttpRequest::new(signed, host, path, parameters, body, max, clock);
        request.headers_mut().insert(USER_AGENT, self.prepared.core.user_agent());
        self.attempts += 1;
        let progress = request.progress();
        let response = self.prepared.core.transport().post(request);
        let response = Timeout::new(self.prepared.core.clock(), || time_left, response).await;
        match response {
            Ok(Ok(response)) => {
                hosts.reached(host, self.prepared.core.clock().now());
                Ok(Responded { response, signature })
            }
            Ok(Err(error)) => Err(self.transport_cause(error, host, &progress, &signature)),
            Err(limit) if progress.give_up() => {
                let error = format!("no connection took the request within {}", Rounded(limit));
                Err(self.not_sent(error.into(), host, &signature))
            }
            Err(limit) => Err(Cause::Timeout(limit)),
        }
    }

    /// Validates and serializes the request.
    fn write(&self, mut request: RecordMut<'_>) -> Result<Written, Cause> {
        let core = &self.prepared.core;
        request.fill_numbers(|role| match role {
            FieldRole::Random => Some(fastrand::u32(..)),
            FieldRole::Sequence => Some(core.next_in_sequence()),
            FieldRole::AppId => Some(core.signer().sdk_app_id()),
            _ => None,
        });
        let request = request.as_ref();
        let refused =
            |problem: &str| Cause::Refused(format!("{problem}; the request was not sent"));
        if let Some(problem) = &self.prepared.problem {
            return Err(refused(problem));
        }
        let body = match self.prepared.raw.as_deref() {
            Some(raw) => raw.body.clone(),
            None => {
                if !self.prepared.options.is_unchecked {
                    rules::validate_record(request).map_err(Cause::Invalid)?;
                }
                let mut json = codec::to_json(request).map_err(Cause::Unwritable)?;
                if let Some(extra) = &self.prepared.extra {
                    json = extra.write(json).map_err(|problem| refused(&problem))?;
                }
                json.into_boxed_slice().into()
            }
        };
        Ok(Written { body, parameters: query_of(request) })
    }

    async fn sign(&self) -> Result<Arc<SignedUrl>, Cause> {
        let core = &self.prepared.core;
        let signature = core.signer().signature();
        let signature = Timeout::new(core.clock(), || self.time_left(), signature).await;
        let late = |limit| format!("the provider took more than {}", Rounded(limit)).into();
        signature.map_err(late).and_then(|signature| signature).map_err(Cause::Credentials)
    }

    /// Waits for a permit and uses it. Fails if it arrives after the deadline, or too late for the service to drop the
    /// request as a copy.
    async fn permit(&self) -> Result<(), Cause> {
        let Prepared { core, spec, options, .. } = &self.prepared;
        let asked = core.clock().now();
        let time_left = self.time_left_at(asked);
        if time_left.is_zero() {
            return Err(Cause::Late(self.elapsed()));
        }
        let limit = time_left.min(options.rate_limit_timeout.unwrap_or(Duration::MAX));
        let left = || limit.saturating_sub(core.clock().now().saturating_sub(asked));
        let too_late = |needed| Err(Cause::RateLimited { needed, limit });
        let mut acquire = core.limiter().acquire(core.signer().sdk_app_id(), spec, limit);
        let permitted = loop {
            let permit = match Timeout::new(core.clock(), left, acquire).await {
                Ok(Ok(permit)) => permit,
                Ok(Err(LimiterError::TooLate(wait))) => break too_late(Some(wait)),
                Ok(Err(LimiterError::Failed(error))) => break Err(Cause::Limiter(error)),
                Err(_) => break too_late(None),
            };
            if self.time_left().is_zero() || !self.is_harmless(Duration::ZERO) {
                break too_late(None);
            }
            match permit.use_now() {
                Ok(()) => break Ok(()),
                Err(_) if left().is_zero() => break too_late(None),
                // The permit had expired. Yielding lets other tasks run, however fast a limiter issues expired permits.
                Err(another) => acquire = another,
            }
            tokio::task::yield_now().await;
        };
        #[cfg(feature = "metrics")]
        self.call_span.limited(core.clock().now().saturating_sub(asked));
        permitted
    }

    fn transport_cause(
        &self,
        error: TransportError,
        host: Host,
        progress: &Progress,
        signature: &SignedUrl,
    ) -> Cause {
        match error {
            TransportError::NotSent(error) => {
                // A request that the transport itself refused tells nothing about the host.
                if !progress.is_given_up() {
                    let Prepared { core, .. } = &self.prepared;
                    core.signer().hosts().missed(host, self.sent_at, core.clock().now());
                }
                self.not_sent(error, host, signature)
            }
            TransportError::Broken(error) if progress.give_up() => {
                self.not_sent(error, host, signature)
            }
            TransportError::NotProcessed(error) => self.not_sent(error, host, signature),
            TransportError::Broken(error) => {
                Cause::Transport(RedactedError::new(error, &signature.user_sig))
            }
            TransportError::TooLarge => Cause::TooLarge(self.prepared.core.max_response_bytes()),
        }
    }

    fn not_sent(&self, error: Source, host: Host, signature: &SignedUrl) -> Cause {
        let address = self.prepared.core.signer().hosts().base(host).origin();
        Cause::NotSent { address, error: RedactedError::new(error, &signature.user_sig) }
    }
}

/// Returns the parameters that a request adds to the query, each preceded by `&`.
fn query_of(request: RecordRef<'_>) -> String {
    let mut query = String::new();
    let fields = request.table().fields.iter();
    for field in fields.filter(|field| field.words.role == FieldRole::Query) {
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
