//! A request as a transport gets it. Its URL is made only when it is sent, because it contains the `UserSig`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use reqwest::Url;

use super::error::TransportError;
use super::hosts::Host;
use super::progress::Progress;
use super::response::ResponseFuture;
use crate::auth::SignedUrl;
use crate::clock::Clock;
use crate::error::Source;

/// A POST of JSON. `Debug` shows the path and the size of the body.
pub struct HttpRequest {
    pub(super) signature: Arc<SignedUrl>,
    pub(super) host: Host,
    path: Cow<'static, str>,
    random: u32,
    /// The other parameters of the query, each beginning with `&`.
    parameters: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) max_response_bytes: usize,
    pub(super) progress: Progress,
    /// The client's clock, which measures the silence of a connection.
    pub(super) clock: Arc<dyn Clock>,
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
    pub(super) fn is_plain(&self) -> bool {
        self.signature.base(self.host).url().scheme() == "http"
    }

    /// Fails the request before there is a connection, through no fault of the host.
    pub(super) fn refuse(&self, error: Source) -> ResponseFuture {
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
    pub(super) fn target(&self) -> String {
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
    pub(super) fn url(&self) -> Url {
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
