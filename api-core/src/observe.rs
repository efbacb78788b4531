//! What can be seen of a call from outside: a span, and figures. Neither holds a secret, a `UserID` or a body.

use std::time::Duration;

use tracing::field::{Empty, display};
use tracing::{Span, debug, info_span};

use crate::Error;

/// Under which the span and its events are found.
const TARGET: &str = "api_core";

/// A call that is watched.
pub(crate) struct Watch {
    pub(crate) span: Span,
    #[cfg(feature = "metrics")]
    endpoint: &'static str,
}

impl Watch {
    /// Of none yet.
    pub(crate) fn none() -> Self {
        Self {
            span: Span::none(),
            #[cfg(feature = "metrics")]
            endpoint: "",
        }
    }

    /// Of the endpoint with this name.
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
        Self {
            span,
            #[cfg(feature = "metrics")]
            endpoint,
        }
    }

    /// It had to wait so long for a place within the limits.
    #[cfg(feature = "metrics")]
    pub(crate) fn limited(&self, wait: Duration) {
        metrics::histogram!("chat_limiter_wait_seconds", "endpoint" => self.endpoint).record(wait);
    }

    /// It is made again, after an error and a wait.
    pub(crate) fn again(&self, attempts: u32, error: &Error, wait: Duration) {
        let wait_ms = millis(wait);
        let (kind, code) = (error.kind(), error.code().map(|code| code.get()));
        debug!(target: TARGET, parent: &self.span, attempts, reason = ?kind, code, wait_ms, "trying again");
        #[cfg(feature = "metrics")]
        metrics::counter!("chat_retries_total", "endpoint" => self.endpoint, "reason" => format!("{kind:?}"))
            .increment(1);
    }

    /// It is over.
    pub(crate) fn over(
        &self,
        attempts: u32,
        error: Option<&Error>,
        elapsed: impl FnOnce() -> Duration,
    ) {
        if self.span.is_disabled() && cfg!(not(feature = "metrics")) {
            return;
        }
        let elapsed = elapsed();
        let outcome = error.map_or_else(|| "Ok".to_owned(), |error| format!("{:?}", error.kind()));
        let code = error.and_then(Error::code).map(|code| code.get());
        self.span.record("attempts", attempts);
        self.span.record("outcome", display(&outcome));
        self.span.record("code", code);
        self.span.record("elapsed_ms", millis(elapsed));
        #[cfg(feature = "metrics")]
        {
            let code = code.map_or_else(String::new, |code| code.to_string());
            let endpoint = self.endpoint;
            metrics::counter!("chat_calls_total", "endpoint" => endpoint, "outcome" => outcome, "code" => code)
                .increment(1);
            metrics::histogram!("chat_call_seconds", "endpoint" => endpoint).record(elapsed);
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
