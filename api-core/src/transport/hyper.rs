//! The transport on hyper-util: leaner than reqwest, without proxies.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, Request, Uri};
use http_body_util::BodyExt;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use super::clients::Clients;
use super::options::{ASKED_AFTER, GIVEN_UP_AFTER, IDLE_FOR};
use super::progress::RequestBody;
use super::response::ResponseBody;
use super::{
    HttpRequest, HttpResponse, ResponseFuture, Transport, TransportError, TransportOptions,
};
use crate::Error;
use crate::error::Rounded;
use crate::error::Source;

/// The idle time of a connection after which TCP probes the peer: the same as that of reqwest.
const PROBED_AFTER: Duration = Duration::from_secs(15);

/// A transport on hyper-util, for users to whom every microsecond counts. It supports no proxies and follows no
/// redirects. Requires the feature `hyper`.
#[derive(Clone)]
pub struct HyperTransport {
    clients: Arc<Clients<HyperClient>>,
}

type HyperClient = Client<Connector, RequestBody>;

/// Connects within a timeout. A connection that is being made lives on when its call has taken another one.
#[derive(Clone)]
struct Connector {
    https: HttpsConnector<HttpConnector>,
    timeout: Duration,
}

impl Service<Uri> for Connector {
    type Response = <HttpsConnector<HttpConnector> as Service<Uri>>::Response;
    type Error = Source;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Source>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Source>> {
        self.https.poll_ready(context)
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let connection = tokio::time::timeout(self.timeout, self.https.call(address));
        let timeout = self.timeout;
        Box::pin(async move {
            connection.await.unwrap_or_else(|_| {
                Err(format!("no connection within {}", Rounded(timeout)).into())
            })
        })
    }
}

impl HyperTransport {
    /// Creates a transport on rustls and ring that trusts the roots of webpki-roots.
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) if rustls rejects its own defaults.
    pub fn new() -> Result<Self, Error> {
        Self::with_options(TransportOptions::new())
    }

    /// Creates a transport that also trusts these certificates, each in DER or PEM.
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) if one of them is not a certificate.
    pub fn trusting(certificates: &[Vec<u8>]) -> Result<Self, Error> {
        let options = certificates.iter().cloned();
        Self::with_options(options.fold(TransportOptions::new(), TransportOptions::trust))
    }

    /// Creates a transport with options.
    ///
    /// # Errors
    ///
    /// Fails with [`Configuration`](crate::ErrorKind::Configuration) if the connect timeout is zero or a certificate is
    /// invalid.
    pub fn with_options(options: TransportOptions) -> Result<Self, Error> {
        let tls = options.tls().map_err(|problem| Error::configuration(vec![problem]))?;
        let TransportOptions { connect_timeout, http2, .. } = options;
        let clients = Clients::new(http2, move |is_plain| {
            Ok(client(tls.clone(), http2 && !is_plain, connect_timeout))
        });
        let clients = clients.map_err(|error| Error::configuration(vec![error.to_string()]))?;
        Ok(Self { clients })
    }
}

fn client(tls: rustls::ClientConfig, is_http2: bool, connect_timeout: Duration) -> HyperClient {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    // Writes are sent at once. Otherwise a response would wait for the peer's delayed acknowledgement.
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(PROBED_AFTER));
    tcp.set_keepalive_interval(Some(PROBED_AFTER));
    tcp.set_keepalive_retries(Some(3));
    // A silent address leaves time for the next one.
    tcp.set_connect_timeout(Some(connect_timeout));
    let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
    let https = if is_http2 {
        https.enable_http2().wrap_connector(tcp)
    } else {
        https.enable_http1().wrap_connector(tcp)
    };
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_FOR)
        .http2_only(is_http2)
        .http2_keep_alive_interval(ASKED_AFTER)
        .http2_keep_alive_timeout(GIVEN_UP_AFTER)
        .build(Connector { https, timeout: connect_timeout })
}

impl Transport for HyperTransport {
    fn post(&self, request: HttpRequest) -> ResponseFuture {
        let uri = match request.uri() {
            Ok(uri) => uri,
            Err(error) => return request.refuse(error.into()),
        };
        let lease = match self.clients.lease(request.is_plain(), &request.clock) {
            Ok(lease) => lease,
            Err(error) => return request.refuse(error),
        };
        let HttpRequest { signature, host, headers, body, max_response_bytes, progress, .. } =
            request;
        let mut post = Request::new(RequestBody::new(body, progress));
        *post.method_mut() = Method::POST;
        *post.uri_mut() = uri;
        *post.headers_mut() = headers;
        post.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if !lease.is_http2() {
            // hyper would otherwise build it for each request.
            let host = signature.base(host).host();
            post.headers_mut().entry(HOST).or_insert_with(|| host.clone());
        }
        let response = lease.client().request(post);
        Box::pin(async move {
            let result = read(response, max_response_bytes).await;
            lease.end(result.is_ok());
            result
        })
    }
}

async fn read(
    response: hyper_util::client::legacy::ResponseFuture,
    max_response_bytes: usize,
) -> Result<HttpResponse, TransportError> {
    let response = response.await.map_err(|error| {
        let is_connect = error.is_connect();
        TransportError::before_response(error, is_connect)
    })?;
    let (parts, mut body) = response.into_parts();
    let mut whole = ResponseBody::new(max_response_bytes);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| TransportError::Broken(error.into()))?;
        if let Ok(piece) = frame.into_data() {
            whole.push(piece)?;
        }
    }
    Ok(HttpResponse::received(parts.status, &parts.headers, whole.into_bytes()))
}

impl HttpRequest {
    /// Returns the URI. Scheme and authority are cached with the signature, so only the rest is parsed.
    fn uri(&self) -> Result<Uri, http::Error> {
        let mut parts = self.signature.base(self.host).authority().clone().into_parts();
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(self.target()))?);
        Ok(Uri::from_parts(parts)?)
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}
