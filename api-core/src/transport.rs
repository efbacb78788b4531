//! Transports: the way over the network, and replacements for it.

mod clients;
mod encoding;
mod error;
mod hosts;
#[cfg(feature = "hyper")]
mod hyper;
mod mock;
mod options;
mod progress;
pub(crate) mod proxies;
mod request;
mod reqwest;
mod response;
mod tls;

pub(crate) use self::encoding::plain;
pub use self::error::TransportError;
pub(crate) use self::hosts::{BaseUrl, Host, Hosts};
#[cfg(feature = "hyper")]
pub use self::hyper::HyperTransport;
pub use self::mock::{MockRequest, MockRoute, MockTransport};
pub use self::options::TransportOptions;
pub(crate) use self::progress::Progress;
pub use self::request::HttpRequest;
pub use self::reqwest::ReqwestTransport;
pub use self::response::{HttpResponse, ResponseFuture};
pub(crate) use self::response::{unix_time_of, wait_of};

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
