//! Calls of endpoints that no spec declares.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::codec::{self, Field, FieldMut, FieldType, ResponseError, Strictness, Visitor};
use crate::{Call, CallFuture, Client, Error, RetryPolicy, endpoint, object};

/// The longest path of a raw call, in bytes.
const MAX_PATH: usize = 256;

/// Stands for an endpoint that no spec declares.
#[endpoint("v4/service/command")]
pub mod raw_call {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[];
}

/// A whole response, as the codec reads it.
#[object]
pub struct Whole {
    /// The response.
    #[wire("Response")]
    pub response: AnyJson,
}

/// A field of any JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AnyJson(Value);

impl Field for AnyJson {
    const TYPE: FieldType = FieldType::Dynamic { name: "any JSON", example: "{}" };

    fn empty() -> Self {
        Self(Value::Null)
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, codec::Value::Dynamic(&self.0));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Dynamic(&mut self.0)
    }
}

/// Reads the whole of a response that was judged a success. The codec reads it as a field, so that what it takes of memory
/// is bounded, and what is broken in its texts is mended.
///
/// # Errors
///
/// It takes too much memory.
pub(crate) fn read_whole(body: &[u8]) -> Result<Value, ResponseError> {
    let text = [br#"{"ErrorCode":0,"Response":"#, body, b"}"].concat();
    codec::read_response::<Whole>(&text, Strictness::Lenient).map(|(whole, _)| whole.response.0)
}

impl Client {
    /// Prepares a call of an endpoint that has no spec yet, such as `v4/openim/admin_set_msg_read`, with a JSON object.
    /// It returns the whole response.
    ///
    /// It goes the way of every call: signed, limited by the rate of the app, retried where it certainly took no effect,
    /// classed by the codes that are known. No constraint of a field is checked. In spans and metrics its endpoint is `raw`,
    /// whatever the path.
    ///
    /// The response is bounded like that of every call: it is an error of kind
    /// [`UnreadableResponse`](crate::ErrorKind::UnreadableResponse) if its values would take more memory than 32 times its size
    /// and 1 MiB. What is nested deeper than 98 levels becomes `null`, broken characters become U+FFFD, and of repeated names
    /// the last counts.
    ///
    /// The path has up to 256 bytes: parts of ASCII letters, digits, `_`, `-` and `.`, joined by `/`.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(client: api_core::Client) -> Result<(), api_core::Error> {
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

/// A prepared call of an endpoint that no spec declares, made by [`Client::call_raw`]. Nothing is sent until it is awaited.
///
/// # Errors
///
/// As a [`Call`]; of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the path is no path, or the request no JSON
/// object. The error's [`endpoint`](Error::endpoint) is none that is declared; the text names the path.
#[must_use = "a call is made when it is awaited"]
pub struct RawCall {
    call: Call<raw_call::Request>,
}

impl RawCall {
    /// Overrides the client's [`timeout`](crate::ClientBuilder::timeout) of each attempt.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { call: self.call.timeout(timeout) }
    }

    /// Overrides the client's [`deadline`](crate::ClientBuilder::deadline) of the whole call.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { call: self.call.deadline(deadline) }
    }

    /// Overrides the client's [`retry`](crate::ClientBuilder::retry) policy.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self { call: self.call.retry(retry) }
    }

    /// Overrides how long the call may wait for the rate limiter. `Duration::ZERO` fails instead of waiting.
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

/// The response to a [`RawCall`], to come: a future that borrows nothing.
///
/// Dropping it abandons the call, which may have taken effect. Polled once more after the response it stays pending.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct RawCallFuture {
    future: CallFuture<raw_call::Request>,
}

impl Future for RawCallFuture {
    type Output = Result<Value, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = &mut self.get_mut().future;
        let made = Pin::new(&mut *future).poll(context);
        made.map_ok(|_| future.take_raw().unwrap_or_default())
    }
}

impl fmt::Debug for RawCallFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.future.fmt(f)
    }
}

/// Returns the problem that keeps a raw call from being sent. It does not repeat the path.
fn problem_of(path: &str, request: &Value) -> Option<String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let is_no_part = |part: &str| matches!(part, "" | "." | "..");
    if path.len() > MAX_PATH {
        Some(format!("the path has {} bytes, allowed is at most {MAX_PATH}", path.len()))
    } else if let Some(c) = path.chars().find(|c| !is_allowed(*c)) {
        Some(format!("the path has the character U+{:04X}", u32::from(c)))
    } else if path.split('/').any(is_no_part) {
        Some("the path, or a part of it, is empty, `.` or `..`".to_owned())
    } else if request.is_object() {
        None
    } else {
        Some("the request is no JSON object".to_owned())
    }
}
