//! HTTP by hyper-util: leaner than reqwest, without its proxies.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::tls::tls_config;
use super::{
    ASKED_AFTER, GIVEN_UP_AFTER, HttpAnswer, HttpRequest, MAX_ANSWER, Reply, Transport,
    TransportError,
};
use crate::Error;

/// How long a connection may be idle before TCP asks whether the peer is there: as long as reqwest has it.
const PROBED_AFTER: Duration = Duration::from_secs(15);

/// HTTP by hyper-util, for those to whom every microsecond counts. It knows no proxies and follows no redirects. Needs the
/// feature `hyper`.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    http: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl HyperTransport {
    /// One on rustls and ring, trusting the roots of webpki-roots.
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration), if rustls refuses its own defaults.
    pub fn new() -> Result<Self, Error> {
        Self::trusting(&[])
    }

    /// The same, trusting these certificates too, in DER.
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration), if one of them is no certificate.
    pub fn trusting(certificates: &[Vec<u8>]) -> Result<Self, Error> {
        let tls =
            tls_config(certificates).map_err(|problem| Error::configuration(vec![problem]))?;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        // What is written goes out at once: else an answer would wait for the peer's delayed acknowledgement.
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(PROBED_AFTER));
        tcp.set_keepalive_interval(Some(PROBED_AFTER));
        tcp.set_keepalive_retries(Some(3));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(tcp);
        let http = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(ASKED_AFTER)
            .http2_keep_alive_timeout(GIVEN_UP_AFTER)
            .build(connector);
        Ok(Self { http })
    }
}

impl Transport for HyperTransport {
    fn post(&self, request: HttpRequest) -> Reply {
        let uri = match request.uri() {
            Ok(uri) => uri,
            Err(error) => {
                return Box::pin(std::future::ready(Err(TransportError::NotSent(error.into()))));
            }
        };
        let HttpRequest { headers, body, .. } = request;
        let mut post = Request::new(Full::new(body));
        *post.method_mut() = Method::POST;
        *post.uri_mut() = uri;
        *post.headers_mut() = headers;
        post.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let response = self.http.request(post);
        Box::pin(async move {
            let response = response.await.map_err(|error| {
                if error.is_connect() {
                    TransportError::NotSent(error.into())
                } else {
                    TransportError::Broken(error.into())
                }
            })?;
            let header = |name| response.headers().get(name).cloned();
            let (status, content_type, date) =
                (response.status().as_u16(), header(CONTENT_TYPE), header(DATE));
            let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
            let body = body.map_err(|error| match error.downcast::<LengthLimitError>() {
                Ok(_) => TransportError::TooLarge,
                Err(error) => TransportError::Broken(error),
            })?;
            Ok(HttpAnswer { status, body: body.to_bytes(), content_type, date })
        })
    }
}

impl HttpRequest {
    /// Scheme and authority are kept with the signature; only the rest is looked at.
    fn uri(&self) -> Result<Uri, http::Error> {
        let mut parts = self.signature.authority().clone().into_parts();
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(self.target()))?);
        Ok(Uri::from_parts(parts)?)
    }
}
