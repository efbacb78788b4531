//! Telemetry of a call: a span and metrics. Neither contains a secret, a `UserID` or a body.

mod oddities;

use std::time::Duration;

use tracing::field::{Empty, display};
use tracing::{Span, debug, info_span, warn};

use crate::Error;

pub(crate) use self::oddities::WarnedPlaces;

/// The tracing target of the span and its events.
pub(crate) const TARGET: &str = "tencent_chat";

/// The span of a call.
pub(crate) struct CallSpan {
    pub(crate) span: Span,
    endpoint: &'static str,
}

/// Describes the metrics to the current recorder.
#[cfg(feature = "metrics")]
pub(crate) fn describe() {
    use metrics::{Unit, describe_counter, describe_histogram};

    describe_counter!(
        "chat_calls_total",
        Unit::Count,
        "Finished calls, by endpoint, outcome and code"
    );
    describe_histogram!(
        "chat_call_seconds",
        Unit::Seconds,
        "Duration of calls, including all waits and attempts"
    );
    describe_counter!("chat_retries_total", Unit::Count, "Retries, by endpoint and reason");
    describe_histogram!(
        "chat_limiter_wait_seconds",
        Unit::Seconds,
        "Time that attempts waited for the rate limiter"
    );
}

impl CallSpan {
    /// Returns a disabled span.
    pub(crate) fn none() -> Self {
        Self { span: Span::none(), endpoint: "" }
    }

    /// Creates the span of a call of the endpoint with this name.
    pub(crate) fn new(endpoint: &'static str) -> Self {
        let span = info_span!(
            target: TARGET,
            "chat_call",
            endpoint,
            attempts = Empty,
            outcome = Empty,
            code = Empty,
            elapsed_ms = Empty
        );
        Self { span, endpoint }
    }

    /// Records the time that an attempt waited for its permit.
    #[cfg(feature = "metrics")]
    pub(crate) fn limited(&self, wait: Duration) {
        metrics::histogram!("chat_limiter_wait_seconds", "endpoint" => self.endpoint).record(wait);
    }

    /// Records a retry, the error before it and the wait.
    pub(crate) fn again(&self, attempts: u32, error: &Error, wait: Duration) {
        let (endpoint, wait_ms) = (self.endpoint, millis(wait));
        let (kind, code) = (error.kind(), error.code().map(|code| code.get()));
        debug!(target: TARGET, parent: &self.span, endpoint, attempts, reason = ?kind, code, wait_ms, "retrying");
        #[cfg(feature = "metrics")]
        metrics::counter!("chat_retries_total", "endpoint" => endpoint, "reason" => format!("{kind:?}"))
            .increment(1);
    }

    /// Records the end of the call. A failure is a warning, and names the endpoint itself because spans may be
    /// disabled.
    pub(crate) fn over(
        &self,
        attempts: u32,
        error: Option<&Error>,
        elapsed: impl FnOnce() -> Duration,
    ) {
        if error.is_none() && self.span.is_disabled() && cfg!(not(feature = "metrics")) {
            return;
        }
        let (endpoint, elapsed) = (self.endpoint, elapsed());
        let outcome = error.map_or_else(|| "Ok".to_owned(), |error| format!("{:?}", error.kind()));
        let code = error.and_then(Error::code).map(|code| code.get());
        let elapsed_ms = millis(elapsed);
        self.span.record("attempts", attempts);
        self.span.record("outcome", display(&outcome));
        self.span.record("code", code);
        self.span.record("elapsed_ms", elapsed_ms);
        if error.is_some() {
            warn!(target: TARGET, parent: &self.span, endpoint, attempts, %outcome, code, elapsed_ms, "call failed");
        } else {
            debug!(target: TARGET, parent: &self.span, endpoint, attempts, elapsed_ms, "call succeeded");
        }
        #[cfg(feature = "metrics")]
        {
            let code = code.map_or_else(String::new, |code| code.to_string());
            metrics::counter!("chat_calls_total", "endpoint" => endpoint, "outcome" => outcome, "code" => code)
                .increment(1);
            metrics::histogram!("chat_call_seconds", "endpoint" => endpoint).record(elapsed);
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
