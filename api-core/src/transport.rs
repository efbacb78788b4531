//! The way over the network: one POST, one bounded answer.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderValue};
use reqwest::{Method, Request, Url, redirect};

/// The largest answer that is read, in bytes. The largest of the API's pages have some hundred kilobytes.
pub(crate) const MAX_ANSWER: usize = 32 * 1024 * 1024;

/// An answer, of whatever status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<HeaderValue>,
    /// The service's time, as it says it.
    pub(crate) date: Option<HeaderValue>,
    pub(crate) body: Bytes,
}

/// What went wrong on the way.
#[derive(Debug)]
pub(crate) enum TransportError {
    /// No connection came about: the request was not sent.
    NotSent(reqwest::Error),
    /// The connection broke later.
    Broken(reqwest::Error),
    /// The answer is larger than [`MAX_ANSWER`].
    TooLarge,
}

/// HTTPS by reqwest, on rustls and ring, trusting the roots of webpki-roots. Redirects are not followed: they would
/// carry the `UserSig` elsewhere.
#[derive(Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
}

impl Transport {
    /// Plain HTTP stays on this machine unless asked for otherwise, so it takes no proxy.
    pub(crate) fn new(is_plain: bool, trusted: &[Vec<u8>]) -> Result<Self, String> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls_config(trusted)?)
            .redirect(redirect::Policy::none());
        if is_plain {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| error.without_url().to_string())?;
        Ok(Self { http })
    }

    pub(crate) async fn post(&self, url: Url, body: Bytes) -> Result<Answer, TransportError> {
        let mut request = Request::new(Method::POST, url);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(body.into());
        let response = self.http.execute(request).await.map_err(TransportError::of)?;
        let header = |name| response.headers().get(name).cloned();
        Ok(Answer {
            status: response.status().as_u16(),
            content_type: header(CONTENT_TYPE),
            date: header(DATE),
            body: read_body(response).await?,
        })
    }
}

/// Seconds since 1970 UTC.
pub(crate) fn unix_time_of(date: &HeaderValue) -> Option<u64> {
    let date = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    date.duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs())
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
        if error.is_connect() { Self::NotSent(error) } else { Self::Broken(error) }
    }
}

fn tls_config(trusted: &[Vec<u8>]) -> Result<rustls::ClientConfig, String> {
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in trusted {
        roots.add(certificate.clone().into()).map_err(|error| error.to_string())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
