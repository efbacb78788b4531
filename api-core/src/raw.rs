//! Calls of endpoints without a spec.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::codec::{self, ResponseError, Strictness};
use crate::schema::{self, Field, FieldMut, FieldType, Visitor};
use crate::{Call, CallFuture, Client, Error, RetryPolicy, endpoint, object};

/// The longest path of a raw call, in bytes.
const MAX_PATH: usize = 256;

/// The placeholder for an endpoint without a spec.
#[endpoint("v4/service/command")]
pub mod raw_call {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[];
}

/// A whole response, in the form that the codec reads.
#[object]
pub struct Whole {
    /// The response.
    #[wire("Response")]
    pub response: AnyJson,
}

/// A field that holds any JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AnyJson(Value);

impl Field for AnyJson {
    const TYPE: FieldType = FieldType::Dynamic { name: "any JSON", example: "{}", types: &[] };

    fn empty() -> Self {
        Self(Value::Null)
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, schema::Value::Dynamic(&self.0));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Dynamic(&mut self.0)
    }
}

/// Reads the whole of a successful response. The codec reads it as a field, so that its memory is bounded and broken
/// characters in its texts are replaced.
///
/// # Errors
///
/// Fails if it would take too much memory.
pub(crate) fn read_whole(body: &[u8]) -> Result<Value, ResponseError> {
    let text = [br#"{"ErrorCode":0,"Response":"#, body, b"}"].concat();
    codec::read_response::<Whole>(&text, Strictness::Lenient).map(|(whole, _)| whole.response.0)
}

impl Client {
    /// Prepares a call of an endpoint that has no spec yet, such as `v4/openim/admin_set_msg_read`. The request must be
    /// a JSON object. Awaiting the call returns the whole response.
    ///
    /// Like every call it is signed, obeys the rate limit of the app, and fails with classified codes. It is retried
    /// only if it had no effect. No constraint of a field is checked. Spans and metrics name its endpoint `raw`,
    /// whatever the path.
    ///
    /// The response is bounded like that of every call: the call fails with kind
    /// [`UnreadableResponse`](crate::ErrorKind::UnreadableResponse) if the values would take more memory than 32 times
    /// the body and 1 MiB. Values nested deeper than 98 levels become `null`, and broken characters become U+FFFD. The
    /// last of repeated names counts.
    ///
    /// The path must have at most 256 bytes and consist of segments joined by `/`. A segment consists of ASCII letters,
    /// digits, `_`, `-` and `.`, and must not be empty, `.` or `..`.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(client: tencent_chat::Client) -> Result<(), tencent_chat::Error> {
    /// let request = serde_json::json!({"Report_Account": "user15", "Peer_Account": "user16"});
    /// let call = client.call_raw("v4/openim/admin_set_msg_read", &request);
    /// let response = call.timeout(Duration::from_secs(10)).await?;
    /// println!("{response}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_raw(&self, path: &str, request: &Value) -> RawCall {
        let content = match problem_of(path, request) {
            None => Ok(RawRequest { path: path.to_owned(), body: request.to_string().into() }),
            Some(problem) => Err(problem),
        };
        RawCall { call: self.call(raw_call::Request::new()).raw(content) }
    }
}

/// The path and the body of a raw call.
#[derive(Clone)]
pub(crate) struct RawRequest {
    pub(crate) path: String,
    pub(crate) body: Bytes,
}

/// A prepared call of an endpoint without a spec, returned by [`Client::call_raw`]. Nothing is sent until it is
/// awaited.
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
