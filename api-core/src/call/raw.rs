//! Calls of endpoints without a spec.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde_json::Value;

use super::prepared::RawRequest;
use super::{Call, CallFuture};
use crate::core::Core;
use crate::{Error, RetryPolicy, endpoint};

/// The longest path of a raw call, in bytes.
const MAX_PATH: usize = 256;

/// The placeholder for an endpoint without a spec.
#[endpoint("v4/service/command")]
pub mod raw_call {
    pub struct Request {}

    pub struct Response {}
}

/// A prepared call of an endpoint without a spec, returned by [`Client::call_raw`](crate::Client::call_raw). Nothing is
/// sent until it is awaited.
///
/// # Errors
///
/// Fails like a [`Call`], and with kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the path is invalid or
/// the request is not a JSON object. The [`endpoint`](Error::endpoint) of the error is a placeholder; its message names
/// the path.
#[must_use = "calls do nothing unless awaited"]
pub struct RawCall {
    call: Call<raw_call::Request>,
}

impl RawCall {
    /// Prepares a call of this path.
    pub(crate) fn new(core: &Core, path: &str, request: &Value) -> Self {
        let call = Call::new(core, raw_call::Request::new());
        Self {
            call: match problem_of(path, request) {
                None => {
                    call.raw(RawRequest { path: path.to_owned(), body: request.to_string().into() })
                }
                // The path may be too long to be shown.
                Some(problem) => call.raw(RawRequest::unknown()).refuse(problem),
            },
        }
    }

    /// Overrides the client's [`timeout`](crate::ClientBuilder::timeout) for each attempt.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { call: self.call.timeout(timeout) }
    }

    /// Overrides the client's [`deadline`](crate::ClientBuilder::deadline) for the whole call.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { call: self.call.deadline(deadline) }
    }

    /// Overrides the client's [`retry`](crate::ClientBuilder::retry) policy.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self { call: self.call.retry(retry) }
    }

    /// Overrides how long this call may wait for the rate limiter. `Duration::ZERO` fails instead of waiting.
    pub fn rate_limit_timeout(self, rate_limit_timeout: Duration) -> Self {
        Self { call: self.call.rate_limit_timeout(rate_limit_timeout) }
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Value, Error>;
    type IntoFuture = RawCallFuture;

    fn into_future(self) -> RawCallFuture {
        RawCallFuture { future: self.call.into_future() }
    }
}

impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

/// The future of a [`RawCall`]. It borrows nothing.
///
/// Dropping it abandons the call, which may have taken effect. Polling it after completion returns `Pending` forever.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct RawCallFuture {
    future: CallFuture<raw_call::Request>,
}

impl Future for RawCallFuture {
    type Output = Result<Value, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = &mut self.get_mut().future;
        let polled = Pin::new(&mut *future).poll(context);
        polled.map_ok(|_| future.take_raw().unwrap_or_default())
    }
}

impl fmt::Debug for RawCallFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.future.fmt(f)
    }
}

/// Returns the problem that prevents a raw call from being sent. Its text does not repeat the path.
fn problem_of(path: &str, request: &Value) -> Option<String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let is_invalid = |segment: &str| matches!(segment, "" | "." | "..");
    if path.len() > MAX_PATH {
        Some(format!("the path has {} bytes, allowed is at most {MAX_PATH}", path.len()))
    } else if let Some(c) = path.chars().find(|c| !is_allowed(*c)) {
        Some(format!("the path has the character U+{:04X}", u32::from(c)))
    } else if path.split('/').any(is_invalid) {
        Some("the path, or a segment of it, is empty, `.` or `..`".to_owned())
    } else if request.is_object() {
        None
    } else {
        Some("the request is not a JSON object".to_owned())
    }
}
