//! A response as a transport returns it: of the network, or of a test. The dates in its headers are read here too.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::error::TransportError;
use crate::codec;
use crate::schema::{Record, RecordRef};
use crate::{ActionStatus, Envelope, ErrorCode};

/// The future of a response.
pub type ResponseFuture =
    Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send>>;

/// A response of any HTTP status.
#[derive(Clone)]
pub struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) content_encoding: Option<HeaderValue>,
    pub(crate) date: Option<HeaderValue>,
    pub(crate) retry_after: Option<HeaderValue>,
}

impl HttpResponse {
    /// Creates a response of a status. The service itself responds with 200 only.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        let [content_type, content_encoding, date, retry_after] = [const { None }; 4];
        Self { status, body: body.into(), content_type, content_encoding, date, retry_after }
    }

    /// Reads the headers of a response from the network.
    pub(super) fn received(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
        let header = |name| headers.get(name).cloned();
        let (content_type, date) = (header(CONTENT_TYPE), header(DATE));
        // This saves two look-ups for nearly every response.
        let content_encoding = if body.starts_with(b"{") { None } else { header(CONTENT_ENCODING) };
        let retry_after = if status == StatusCode::OK { None } else { header(RETRY_AFTER) };
        let status = status.as_u16();
        Self { status, body, content_type, content_encoding, date, retry_after }
    }

    /// Returns the response of the service to a call that succeeded.
    #[must_use]
    pub fn success<R: Record>(response: &R) -> Self {
        let envelope = envelope(ActionStatus::Ok, ErrorCode::OK, "");
        let body = codec::write_response(RecordRef::new(response), &envelope);
        Self::new(200, body.unwrap_or_default())
    }

    /// Returns the response of the service to a call that failed.
    #[must_use]
    pub fn failure(code: ErrorCode) -> Self {
        Self::failure_with(code, code.info().map_or("", |info| info.meaning))
    }

    /// Returns a failure with your own `ErrorInfo`, which overrides the meaning of the code.
    #[must_use]
    pub fn failure_with(code: ErrorCode, info: impl Into<String>) -> Self {
        let envelope = envelope(ActionStatus::Fail, code, info);
        Self::new(200, codec::to_json(RecordRef::new(&envelope)).unwrap_or_default())
    }

    /// Creates a response of status 200 with any JSON. It must include the envelope: a call succeeds by `"ErrorCode":
    /// 0`.
    #[must_use]
    pub fn json(json: &serde_json::Value) -> Self {
        Self::new(200, json.to_string())
    }

    /// Sets the header `Content-Type`, which is part of the error if the response is unreadable.
    #[must_use]
    pub fn content_type(self, content_type: HeaderValue) -> Self {
        Self { content_type: Some(content_type), ..self }
    }

    /// Sets the header `Content-Encoding`, which is part of the error if the response is unreadable. A body in gzip is
    /// decoded with or without it. No other encoding is decoded.
    #[must_use]
    pub fn content_encoding(self, content_encoding: HeaderValue) -> Self {
        Self { content_encoding: Some(content_encoding), ..self }
    }

    /// Sets the header `Retry-After`, in seconds or as a date: the minimum wait before a retry, if the status allows
    /// one.
    #[must_use]
    pub fn retry_after(self, retry_after: HeaderValue) -> Self {
        Self { retry_after: Some(retry_after), ..self }
    }

    /// Sets the header `Date`, by which a wrong clock is corrected.
    #[must_use]
    pub fn date(self, date: HeaderValue) -> Self {
        Self { date: Some(date), ..self }
    }
}

fn envelope(status: ActionStatus, code: ErrorCode, info: impl Into<String>) -> Envelope {
    Envelope::new().action_status(status).error_code(code).error_info(info.into())
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The body of a response while it is received, with a bound. A body in one piece is not copied.
pub(super) struct ResponseBody {
    first: Bytes,
    joined: BytesMut,
    max: usize,
}

impl ResponseBody {
    /// Creates a body of at most this many bytes.
    pub(super) fn new(max: usize) -> Self {
        Self { first: Bytes::new(), joined: BytesMut::new(), max }
    }

    pub(super) fn push(&mut self, piece: Bytes) -> Result<(), TransportError> {
        if self.first.len() + self.joined.len() + piece.len() > self.max {
            return Err(TransportError::TooLarge);
        }
        if self.first.is_empty() && self.joined.is_empty() {
            self.first = piece;
        } else if !piece.is_empty() {
            if self.joined.is_empty() {
                self.joined = std::mem::take(&mut self.first).into();
            }
            self.joined.extend_from_slice(&piece);
        }
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

/// Returns the wait that `Retry-After` asks for. `unix_time` is the present time in seconds since 1970 UTC.
pub(crate) fn wait_of(retry_after: &HeaderValue, unix_time: u64) -> Option<Duration> {
    let text = retry_after.to_str().ok()?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = match is_number {
        true => text.parse().unwrap_or(u64::MAX),
        false => unix_time_of(retry_after)?.saturating_sub(unix_time),
    };
    Some(Duration::from_secs(seconds))
}

/// Returns a date in seconds since 1970 UTC.
pub(crate) fn unix_time_of(date: &HeaderValue) -> Option<u64> {
    let date = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    date.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_secs())
}
