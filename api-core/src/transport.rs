//! The way over the network, and what may be put in its place.

#[cfg(feature = "hyper")]
mod by_hyper;
mod by_reqwest;
mod clients;
mod encoding;
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

use crate::clock::Clock;
use crate::codec::{self, Record, RecordRef};
use crate::credentials::SignedUrl;
use crate::error::Source;
use crate::hosts::Host;
use crate::{ActionStatus, Envelope, ErrorCode};

#[cfg(feature = "hyper")]
pub use by_hyper::HyperTransport;
pub use by_reqwest::ReqwestTransport;
pub(crate) use encoding::plain;
pub use mock::{MockRequest, MockRoute, MockTransport};
pub use options::TransportOptions;
pub(crate) use progress::Progress;

/// How long an HTTP/2 connection on which calls wait may keep silent until it is asked whether it lives, and how long it
/// may take to say so. Together less than a call waits for its response: a connection that went dead without a word would
/// otherwise be kept for all later calls, and fail them one after the other.
const ASKED_AFTER: Duration = Duration::from_secs(2);
const GIVEN_UP_AFTER: Duration = Duration::from_secs(2);

/// An idle connection is kept for this long. Servers and what is on the way to them close after a minute or more, and
/// a call that meets a connection being closed may fail. There are never more than there were calls at once.
const IDLE_FOR: Duration = Duration::from_secs(30);

/// A response to come.
pub type ResponseFuture =
    Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send>>;

/// Takes a request to the service and brings back the response: [`ReqwestTransport`], or one of your own. Closures are
/// transports too, so that a unit test needs no server:
///
/// ```
/// use api_core::account::{AccountItem, account_check};
/// use api_core::{Client, Credentials, ErrorCode, HttpResponse, HttpRequest, Region};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), api_core::Error> {
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
/// A transport that wraps another sees each attempt of each call, and can pass a request on once, because requests cannot
/// be cloned.
///
/// # What was not sent
///
/// The transports of this crate tell the call when they take the body of its request, to write it. A call that times out
/// or breaks before gives the request up and ends as [`NotSent`](crate::ErrorKind::NotSent): the body cannot be taken any
/// more, however long a wrapper goes on polling the [`ResponseFuture`]. The call does not see a copy that a wrapper made of
/// [`body`](HttpRequest::body): a wrapper either passes the request on or sends a copy of it, and never both. Of a request
/// that is not passed on, nothing is known until the transport returns, so a call that times out meanwhile may have taken
/// effect.
///
/// Dropping a [`ResponseFuture`] gives up on it without a claim: if the request waits for a connection, it may still be sent. The
/// same goes for a call that is dropped.
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
    /// What else the query has, each beginning with `&`.
    parameters: String,
    headers: HeaderMap,
    body: Bytes,
    max_response_bytes: usize,
    progress: Progress,
    /// The client's clock, which knows how long a connection kept silent.
    clock: Arc<dyn Clock>,
}

impl HttpRequest {
    /// To `path` below the base URL; each of the `parameters` begins with `&`.
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

    /// Returns the handle by which the call gives the request up.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Returns whether the request goes over plain HTTP.
    fn is_plain(&self) -> bool {
        self.signature.base(self.host).url().scheme() == "http"
    }

    /// Fails before there was a connection, by no fault of the host.
    fn refuse(&self, error: Source) -> ResponseFuture {
        self.progress.refuse();
        Box::pin(std::future::ready(Err(TransportError::NotSent(error))))
    }

    /// Headers beside `Content-Type`, to be added to; `User-Agent` is one of them.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The path below the base URL, such as `v4/recentcontact/del_contact_group`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole URL. It holds the `UserSig`: print it nowhere.
    #[must_use]
    pub fn expose_url(&self) -> String {
        self.below(self.signature.base(self.host).url().as_str())
    }

    /// The JSON.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the longest body of a response that the client takes, in bytes. A transport stops reading beyond it with
    /// [`TransportError::TooLarge`]; the client refuses a longer body whatever the transport does.
    #[must_use]
    pub fn max_response_bytes(&self) -> usize {
        self.max_response_bytes
    }

    /// Path and query, with the `UserSig`.
    #[cfg(feature = "hyper")]
    fn target(&self) -> String {
        self.below(self.signature.base(self.host).url().path())
    }

    /// The same, below the base URL or a part of it.
    fn below(&self, base: &str) -> String {
        let query = self.signature.url(self.host).query().unwrap_or_default();
        let mut random = itoa::Buffer::new();
        let random = random.format(self.random);
        let base = base.trim_end_matches('/');
        [base, "/", &self.path, "?", query, &self.parameters, "&random=", random].concat()
    }

    /// The whole URL, made of the one that is kept with the signature: most of it is not looked at again.
    fn url(&self) -> Url {
        let mut url = self.signature.url(self.host).clone();
        match url.path() {
            "/" => url.set_path(&self.path),
            below => url.set_path(&[below.trim_end_matches('/'), "/", &self.path].concat()),
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

/// A response, of whatever status.
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
    /// A response of a status; the service itself gives 200 only.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        let [content_type, content_encoding, date, retry_after] = [const { None }; 4];
        Self { status, body: body.into(), content_type, content_encoding, date, retry_after }
    }

    /// Reads the headers of a response that came from the network.
    fn received(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
        let header = |name| headers.get(name).cloned();
        let (content_type, date) = (header(CONTENT_TYPE), header(DATE));
        // Two look-ups less for nearly every response.
        let content_encoding = if body.starts_with(b"{") { None } else { header(CONTENT_ENCODING) };
        let retry_after = if status == StatusCode::OK { None } else { header(RETRY_AFTER) };
        let status = status.as_u16();
        Self { status, body, content_type, content_encoding, date, retry_after }
    }

    /// What the service responds to a call that succeeded.
    #[must_use]
    pub fn success<R: Record>(response: &R) -> Self {
        let envelope = envelope(ActionStatus::Ok, ErrorCode::OK, "");
        let body = codec::write_response(RecordRef::new(response), &envelope);
        Self::new(200, body.unwrap_or_default())
    }

    /// What the service responds to a call that failed.
    #[must_use]
    pub fn failure(code: ErrorCode) -> Self {
        Self::failure_with(code, code.info().map_or("", |info| info.meaning))
    }

    /// A failure with an `ErrorInfo` of your own, in place of what the code means.
    #[must_use]
    pub fn failure_with(code: ErrorCode, info: impl Into<String>) -> Self {
        let envelope = envelope(ActionStatus::Fail, code, info);
        Self::new(200, codec::to_json(RecordRef::new(&envelope)).unwrap_or_default())
    }

    /// A response of status 200 with any JSON. The envelope has to be in it: a call succeeds by `"ErrorCode": 0`.
    #[must_use]
    pub fn json(json: &serde_json::Value) -> Self {
        Self::new(200, json.to_string())
    }

    /// The header `Content-Type`, which an unreadable response is described with.
    #[must_use]
    pub fn content_type(self, content_type: HeaderValue) -> Self {
        Self { content_type: Some(content_type), ..self }
    }

    /// The header `Content-Encoding`, which an unreadable response is described with. A body in gzip is decoded with or without
    /// it, and no other encoding is.
    #[must_use]
    pub fn content_encoding(self, content_encoding: HeaderValue) -> Self {
        Self { content_encoding: Some(content_encoding), ..self }
    }

    /// The header `Retry-After`, in seconds or as a date: how long a retry waits at least, if the status allows one.
    #[must_use]
    pub fn retry_after(self, retry_after: HeaderValue) -> Self {
        Self { retry_after: Some(retry_after), ..self }
    }

    /// The header `Date`, by which a clock that is wrong is corrected.
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

/// The body of a response as it comes, bounded. One that comes in one piece is not copied.
struct ResponseBody {
    first: Bytes,
    joined: BytesMut,
    max: usize,
}

impl ResponseBody {
    /// Takes at most this many bytes.
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

/// What went wrong on the way. What is in it becomes part of the call's error: it must not name the URL.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection came about: the request was not sent, and will not be.
    NotSent(Box<dyn std::error::Error + Send + Sync>),
    /// The peer said, in the terms of the protocol, that it did not process the request.
    NotProcessed(Box<dyn std::error::Error + Send + Sync>),
    /// The connection broke later: the request may have taken effect.
    Broken(Box<dyn std::error::Error + Send + Sync>),
    /// The body of the response is larger than [`HttpRequest::max_response_bytes`].
    TooLarge,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => write!(f, "no connection: {error}"),
            Self::NotProcessed(error) => write!(f, "the request was not processed: {error}"),
            Self::Broken(error) => write!(f, "the connection broke: {error}"),
            Self::TooLarge => f.write_str("the response is larger than the client takes"),
        }
    }
}

impl std::error::Error for TransportError {}

impl TransportError {
    /// An error of an HTTP library before there was a response.
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

/// Returns the words for it if the peer said, over HTTP/2, that it did not process the request. The peer's own words are
/// left out.
fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    let mut errors = std::iter::successors(Some(error), |error| error.source());
    let error = errors.find_map(|error| error.downcast_ref::<h2::Error>())?;
    if error.is_remote() && error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM) {
        Some("the peer refused the stream (HTTP/2 REFUSED_STREAM)")
    } else if error.is_remote() && error.is_go_away() {
        // h2 gives this error to the streams beyond the last that the peer processed, and no other.
        Some("the peer closed the connection before it processed the request (HTTP/2 GOAWAY)")
    } else {
        None
    }
}

/// Returns the wait that `Retry-After` asks for, at this time in seconds since 1970 UTC.
pub(crate) fn wait_of(retry_after: &HeaderValue, unix_time: u64) -> Option<Duration> {
    let text = retry_after.to_str().ok()?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = match is_number {
        true => text.parse().unwrap_or(u64::MAX),
        false => unix_time_of(retry_after)?.saturating_sub(unix_time),
    };
    Some(Duration::from_secs(seconds))
}

/// Seconds since 1970 UTC.
pub(crate) fn unix_time_of(date: &HeaderValue) -> Option<u64> {
    let date = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    date.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_secs())
}
