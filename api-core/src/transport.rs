//! Transports: the way over the network, and replacements for it.

#[cfg(feature = "hyper")]
mod by_hyper;
mod by_reqwest;
mod clients;
mod encoding;
mod hosts;
mod mock;
mod options;
mod progress;
pub(crate) mod proxies;
mod tls;

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Url;

use crate::auth::SignedUrl;
use crate::clock::Clock;
use crate::codec;
use crate::error::Source;
use crate::schema::{Record, RecordRef};
use crate::{ActionStatus, Envelope, ErrorCode};

#[cfg(feature = "hyper")]
pub use by_hyper::HyperTransport;
pub use by_reqwest::ReqwestTransport;
pub(crate) use encoding::plain;
pub(crate) use hosts::{BaseUrl, Host, Hosts};
pub use mock::{MockRequest, MockRoute, MockTransport};
pub use options::TransportOptions;
pub(crate) use progress::Progress;

/// The silence after which an HTTP/2 connection with waiting calls is pinged, and the time for the response to the
/// ping. The sum is less than the time that a call waits for its response. Otherwise a connection that died silently
/// would be kept for all later calls, and fail them one after the other.
const ASKED_AFTER: Duration = Duration::from_secs(2);
const GIVEN_UP_AFTER: Duration = Duration::from_secs(2);

/// An idle connection is kept for this long. Servers and intermediaries close connections after a minute or more, and a
/// call that meets a connection being closed may fail. There are never more idle connections than there were concurrent
/// calls.
const IDLE_FOR: Duration = Duration::from_secs(30);

/// The future of a response.
pub type ResponseFuture =
    Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send>>;

/// Sends a request to the service and returns the response: [`ReqwestTransport`], or your own. Closures are transports
/// too, so that a unit test needs no server:
///
/// ```
/// use tencent_chat::account::{AccountItem, account_check};
/// use tencent_chat::{Client, Credentials, ErrorCode, HttpResponse, HttpRequest, Region};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), tencent_chat::Error> {
/// let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", "key"))
///     .region(Region::Singapore)
///     .transport(|request: HttpRequest| async move {
///         assert_eq!(request.path(), "v4/im_open_login_svc/account_check");
///         Ok(HttpResponse::failure(ErrorCode::ADMIN_REQUIRED))
///     })
///     .build()?;
/// let request = account_check::Request::new([AccountItem::new("user15")]);
/// let error = client.account().account_check(request).await.unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::ADMIN_REQUIRED));
/// # Ok(())
/// # }
/// ```
///
/// A transport that wraps another sees each attempt of each call. It can pass a request on only once, because requests
/// cannot be cloned.
///
/// # Requests that were not sent
///
/// The transports of this crate tell the call when they take the body of its request to write it. A call that times out
/// or breaks before that gives the request up and ends as [`NotSent`](crate::ErrorKind::NotSent): the body can no
/// longer be taken, however long a wrapper goes on polling the [`ResponseFuture`].
///
/// The call does not see a copy that a wrapper made of [`body`](HttpRequest::body). A wrapper must either pass the
/// request on or send a copy of it, never both. If a request is not passed on, nothing is known of it until the
/// transport returns, so a call that times out meanwhile may have taken effect.
///
/// Dropping a [`ResponseFuture`] guarantees nothing: a request that waits for a connection may still be sent. The same
/// applies to a call that is dropped.
pub trait Transport: Send + Sync + 'static {
    /// Posts the request.
    fn post(&self, request: HttpRequest) -> ResponseFuture;
}

impl<F, R> Transport for F
where
    F: Fn(HttpRequest) -> R + Send + Sync + 'static,
    R: Future<Output = Result<HttpResponse, TransportError>> + Send + 'static,
{
    fn post(&self, request: HttpRequest) -> ResponseFuture {
        Box::pin(self(request))
    }
}

/// A POST of JSON. `Debug` shows the path and the size of the body.
pub struct HttpRequest {
    signature: Arc<SignedUrl>,
    host: Host,
    path: Cow<'static, str>,
    random: u32,
    /// The other parameters of the query, each beginning with `&`.
    parameters: String,
    headers: HeaderMap,
    body: Bytes,
    max_response_bytes: usize,
    progress: Progress,
    /// The client's clock, which measures the silence of a connection.
    clock: Arc<dyn Clock>,
}

impl HttpRequest {
    /// Creates a request to `path` under the base URL. Each of the `parameters` begins with `&`.
    pub(crate) fn new(
        signature: Arc<SignedUrl>,
        host: Host,
        path: Cow<'static, str>,
        parameters: String,
        body: Bytes,
        max_response_bytes: usize,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            signature,
            host,
            path,
            random: fastrand::u32(..),
            parameters,
            headers: HeaderMap::new(),
            body,
            max_response_bytes,
            progress: Progress::default(),
            clock,
        }
    }

    /// Returns the handle with which the call gives the request up.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Returns `true` if the request goes over plain HTTP.
    fn is_plain(&self) -> bool {
        self.signature.base(self.host).url().scheme() == "http"
    }

    /// Fails the request before there is a connection, through no fault of the host.
    fn refuse(&self, error: Source) -> ResponseFuture {
        self.progress.refuse();
        Box::pin(std::future::ready(Err(TransportError::NotSent(error))))
    }

    /// Returns the headers besides `Content-Type`, to be added to. `User-Agent` is one of them.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Returns the path under the base URL, such as `v4/recentcontact/del_contact_group`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole URL. It contains the `UserSig`: never print or log it.
    #[must_use]
    pub fn expose_url(&self) -> String {
        self.append_to(self.signature.base(self.host).url().as_str())
    }

    /// Returns the JSON.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the size of the largest response body that the client accepts, in bytes. A transport must stop reading
    /// beyond it and fail with [`TransportError::TooLarge`]. The client rejects a larger body in any case.
    #[must_use]
    pub fn max_response_bytes(&self) -> usize {
        self.max_response_bytes
    }

    /// Returns path and query, with the `UserSig`.
    #[cfg(feature = "hyper")]
    fn target(&self) -> String {
        self.append_to(self.signature.base(self.host).url().path())
    }

    /// Appends path and query to the base URL or a part of it.
    fn append_to(&self, base: &str) -> String {
        let query = self.signature.url(self.host).query().unwrap_or_default();
        let mut random = itoa::Buffer::new();
        let random = random.format(self.random);
        let base = base.trim_end_matches('/');
        [base, "/", &self.path, "?", query, &self.parameters, "&random=", random].concat()
    }

    /// Returns the whole URL, built from the one that is cached with the signature, so that most of it is not parsed
    /// again.
    fn url(&self) -> Url {
        let mut url = self.signature.url(self.host).clone();
        match url.path() {
            "/" => url.set_path(&self.path),
            base => url.set_path(&[base.trim_end_matches('/'), "/", &self.path].concat()),
        }
        if !self.parameters.is_empty() {
            let query = [url.query().unwrap_or_default(), &self.parameters].concat();
            url.set_query(Some(&query));
        }
        url.query_pairs_mut().append_pair("random", itoa::Buffer::new().format(self.random));
        url
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("path", &self.path())
            .field("body_length", &self.body.len())
            .finish()
    }
}

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
    fn received(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
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
struct ResponseBody {
    first: Bytes,
    joined: BytesMut,
    max: usize,
}

impl ResponseBody {
    /// Creates a body of at most this many bytes.
    fn new(max: usize) -> Self {
        Self { first: Bytes::new(), joined: BytesMut::new(), max }
    }

    fn push(&mut self, piece: Bytes) -> Result<(), TransportError> {
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

    fn into_bytes(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

/// An error of a transport. Its text becomes part of the call's error and must not contain the URL.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// There was no connection: the request was not sent, and will not be.
    NotSent(Box<dyn std::error::Error + Send + Sync>),
    /// The peer stated, by means of the protocol, that it did not process the request.
    NotProcessed(Box<dyn std::error::Error + Send + Sync>),
    /// The connection broke later: the request may have taken effect.
    Broken(Box<dyn std::error::Error + Send + Sync>),
    /// The body of the response is larger than [`HttpRequest::max_response_bytes`].
    TooLarge,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => write!(f, "could not connect: {error}"),
            Self::NotProcessed(error) => write!(f, "the request was not processed: {error}"),
            Self::Broken(error) => write!(f, "the connection broke: {error}"),
            Self::TooLarge => f.write_str("the response is larger than the client accepts"),
        }
    }
}

impl std::error::Error for TransportError {}

impl TransportError {
    /// Converts an error of an HTTP library that occurred before a response.
    fn before_response(
        error: impl std::error::Error + Send + Sync + 'static,
        is_connect: bool,
    ) -> Self {
        if is_connect {
            return Self::NotSent(error.into());
        }
        match refusal(&error) {
            Some(refusal) => Self::NotProcessed(refusal.into()),
            None => Self::Broken(error.into()),
        }
    }
}

/// Returns an error text if the peer stated, over HTTP/2, that it did not process the request. The peer's own text is
/// left out.
fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    let mut errors = std::iter::successors(Some(error), |error| error.source());
    let error = errors.find_map(|error| error.downcast_ref::<h2::Error>())?;
    if error.is_remote() && error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM) {
        Some("the peer refused the stream (HTTP/2 REFUSED_STREAM)")
    } else if error.is_remote() && error.is_go_away() {
        // h2 returns this error only for streams beyond the last one that the peer processed.
        Some("the peer closed the connection before it processed the request (HTTP/2 GOAWAY)")
    } else {
        None
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
