//! HTTP by reqwest: one POST, one bounded answer.

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderValue};
use reqwest::{Method, Request, redirect};

use crate::Error;

use super::tls::tls_config;
use super::{
    ASKED_AFTER, GIVEN_UP_AFTER, HttpAnswer, HttpRequest, MAX_ANSWER, Reply, Transport,
    TransportError,
};

/// HTTP by reqwest, the default.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    http: reqwest::Client,
}

impl ReqwestTransport {
    /// Takes a client that you have. Let it follow no redirects, which could carry the `UserSig` elsewhere:
    /// `redirect(Policy::none())`. Its own timeouts are not needed. [`configured`](Self::configured) starts from what is
    /// right.
    #[must_use]
    pub const fn new(http: reqwest::Client) -> Self {
        Self { http }
    }

    /// The standard client, changed as you like: rustls on ring, the roots of webpki-roots, no redirects.
    ///
    /// ```
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_core::ReqwestTransport;
    ///
    /// let proxy = reqwest::Proxy::https("http://proxy.example.com:3128")?;
    /// let transport = ReqwestTransport::configured(|builder| builder.proxy(proxy))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration), if reqwest refuses it.
    pub fn configured(
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, Error> {
        Self::build(&[], change).map_err(|problem| Error::configuration(vec![problem]))
    }

    /// Plain HTTP stays on this machine unless asked for otherwise, so it takes no proxy.
    pub(crate) fn standard(is_plain: bool, trusted: &[Vec<u8>]) -> Result<Self, String> {
        Self::build(trusted, |builder| if is_plain { builder.no_proxy() } else { builder })
    }

    fn build(
        trusted: &[Vec<u8>],
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, String> {
        let mut tls = tls_config(trusted)?;
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let standard = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .http2_keep_alive_interval(ASKED_AFTER)
            .http2_keep_alive_timeout(GIVEN_UP_AFTER)
            .redirect(redirect::Policy::none());
        let http = change(standard).build();
        let http = http.map_err(|error| format!("no HTTPS client: {}", error.without_url()))?;
        Ok(Self { http })
    }
}

impl Transport for ReqwestTransport {
    fn post(&self, request: HttpRequest) -> Reply {
        let mut post = Request::new(Method::POST, request.url());
        let HttpRequest { headers, body, .. } = request;
        *post.headers_mut() = headers;
        post.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *post.body_mut() = Some(body.into());
        let response = self.http.execute(post);
        Box::pin(async move {
            let response = response.await.map_err(TransportError::of)?;
            let header = |name| response.headers().get(name).cloned();
            Ok(HttpAnswer {
                status: response.status().as_u16(),
                content_type: header(CONTENT_TYPE),
                date: header(DATE),
                body: read_body(response).await?,
            })
        })
    }
}

async fn read_body(mut response: reqwest::Response) -> Result<Bytes, TransportError> {
    let Some(first) = response.chunk().await.map_err(TransportError::of)? else {
        return Ok(Bytes::new());
    };
    let Some(second) = response.chunk().await.map_err(TransportError::of)? else {
        return bounded(first);
    };
    let mut body = BytesMut::from(first);
    body.extend_from_slice(&second);
    while let Some(chunk) = response.chunk().await.map_err(TransportError::of)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER {
            return Err(TransportError::TooLarge);
        }
    }
    bounded(body.freeze())
}

fn bounded(body: Bytes) -> Result<Bytes, TransportError> {
    if body.len() > MAX_ANSWER { Err(TransportError::TooLarge) } else { Ok(body) }
}

impl TransportError {
    /// reqwest's errors carry the URL, hence the `UserSig`: it is taken off here, before anyone sees it.
    fn of(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() { Self::NotSent(error.into()) } else { Self::Broken(error.into()) }
    }
}
