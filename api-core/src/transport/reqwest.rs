//! The transport on reqwest: one POST, one bounded response.

use std::fmt;
use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method, Request, redirect, retry};

use super::clients::Clients;
use super::options::{ASKED_AFTER, GIVEN_UP_AFTER, IDLE_FOR};
use super::progress::RequestBody;
use super::response::ResponseBody;
use super::{
    HttpRequest, HttpResponse, ResponseFuture, Transport, TransportError, TransportOptions,
};
use crate::Error;

/// The default transport, on reqwest.
#[derive(Clone)]
pub struct ReqwestTransport {
    clients: Arc<Clients<reqwest::Client>>,
}

impl ReqwestTransport {
    /// Creates a transport from an existing client. The client must follow no redirects, which could carry the
    /// `UserSig` elsewhere (`redirect(Policy::none())`), and must send plain HTTP to no proxy, which could read it. It
    /// should have a `connect_timeout`, because a connection that is being made outlives its call. It needs no other
    /// timeouts. [`configured`](Self::configured) starts from the right settings.
    #[must_use]
    pub fn new(http: reqwest::Client) -> Self {
        Self { clients: Clients::of(http) }
    }

    /// Creates a transport from the standard client, changed by `change`. The standard client speaks HTTP/1.1 and uses
    /// rustls on ring with the roots of webpki-roots. It follows no redirects and makes no retries. It uses no proxy
    /// for plain HTTP whatever `change` does. `change` is called once here, again for each runtime that makes calls,
    /// and over HTTP/2 for every further 100 concurrent calls.
    ///
    /// ```
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use tencent_chat::ReqwestTransport;
    ///
    /// let proxy = reqwest::Proxy::https("http://proxy.example.com:3128")?;
    /// let transport = ReqwestTransport::configured(move |builder| builder.proxy(proxy.clone()))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) if reqwest rejects the configuration.
    pub fn configured(
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::with_options(TransportOptions::new(), change)
    }

    /// Creates a transport from the standard client with options, changed by `change` as in
    /// [`configured`](Self::configured).
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) if reqwest rejects the configuration, the connect
    /// timeout is zero or a certificate is invalid.
    pub fn with_options(
        options: TransportOptions,
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::build(&options, change).map_err(|problem| Error::configuration(vec![problem]))
    }

    pub(crate) fn standard(options: &TransportOptions) -> Result<Self, String> {
        Self::build(options, |builder| builder)
    }

    fn build(
        options: &TransportOptions,
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let mut tls = options.tls()?;
        let protocol: &[u8] = if options.http2 { b"h2" } else { b"http/1.1" };
        tls.alpn_protocols = vec![protocol.to_vec()];
        let TransportOptions { connect_timeout, http2, .. } = *options;
        let clients = Clients::new(http2, move |is_plain| {
            let standard = reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .connect_timeout(connect_timeout)
                .pool_idle_timeout(IDLE_FOR)
                .http2_keep_alive_interval(ASKED_AFTER)
                .http2_keep_alive_timeout(GIVEN_UP_AFTER)
                .retry(retry::never())
                .redirect(redirect::Policy::none());
            let standard = if http2 && !is_plain {
                standard.http2_prior_knowledge()
            } else {
                standard.http1_only()
            };
            let changed = change(standard);
            // A proxy that reads plain HTTP would see the UserSig.
            let changed = if is_plain { changed.no_proxy() } else { changed };
            changed.build().map_err(|error| error.without_url().into())
        });
        let clients =
            clients.map_err(|error| format!("could not create an HTTPS client: {error}"))?;
        Ok(Self { clients })
    }
}

impl Transport for ReqwestTransport {
    fn post(&self, request: HttpRequest) -> ResponseFuture {
        let lease = match self.clients.lease(request.is_plain(), &request.clock) {
            Ok(lease) => lease,
            Err(error) => return request.refuse(error),
        };
        let mut post = Request::new(Method::POST, request.url());
        let HttpRequest { headers, body, max_response_bytes, progress, .. } = request;
        *post.headers_mut() = headers;
        post.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *post.body_mut() = Some(Body::wrap(RequestBody::new(body, progress)));
        let response = lease.client().execute(post);
        Box::pin(async move {
            let result = read(response, max_response_bytes).await;
            lease.end(result.is_ok());
            result
        })
    }
}

async fn read(
    response: impl Future<Output = Result<reqwest::Response, reqwest::Error>>,
    max_response_bytes: usize,
) -> Result<HttpResponse, TransportError> {
    let mut response = response.await.map_err(|error| {
        let is_connect = error.is_connect();
        TransportError::before_response(error.without_url(), is_connect)
    })?;
    let mut body = ResponseBody::new(max_response_bytes);
    while let Some(piece) = response.chunk().await.map_err(broken)? {
        body.push(piece)?;
    }
    Ok(HttpResponse::received(response.status(), response.headers(), body.into_bytes()))
}

/// Removes the URL from an error of reqwest, because it contains the `UserSig`.
fn broken(error: reqwest::Error) -> TransportError {
    TransportError::Broken(error.without_url().into())
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}
