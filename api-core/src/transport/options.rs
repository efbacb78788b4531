//! Options of the transports of this crate.

use std::time::Duration;

use super::tls::tls_config;

/// The silence after which an HTTP/2 connection with waiting calls is pinged, and the time for the response to the
/// ping. The sum is less than the time that a call waits for its response. Otherwise a connection that died silently
/// would be kept for all later calls, and fail them one after the other.
pub(super) const ASKED_AFTER: Duration = Duration::from_secs(2);
pub(super) const GIVEN_UP_AFTER: Duration = Duration::from_secs(2);

/// An idle connection is kept for this long. Servers and intermediaries close connections after a minute or more, and a
/// call that meets a connection being closed may fail. There are never more idle connections than there were concurrent
/// calls.
pub(super) const IDLE_FOR: Duration = Duration::from_secs(30);

/// The default timeout of connecting, from resolving the host to the end of the TLS handshake.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Options of a [`ReqwestTransport`](crate::ReqwestTransport) or a `HyperTransport`. A
/// [`ClientBuilder`](crate::ClientBuilder) has the same methods for its own transport.
#[derive(Clone, Debug)]
pub struct TransportOptions {
    pub(crate) connect_timeout: Duration,
    pub(crate) http2: bool,
    pub(crate) trusted: Vec<Vec<u8>>,
}

impl TransportOptions {
    /// Creates the default options: connect within 2 s, speak HTTP/1.1 and trust the public authorities.
    #[must_use]
    pub const fn new() -> Self {
        Self { connect_timeout: CONNECT_TIMEOUT, http2: false, trusted: Vec::new() }
    }

    /// Sets the timeout of connecting, from resolving the host to the end of the TLS handshake; 2 s by default. It must
    /// be more than zero. A connection that takes longer is given up, and its call, which was not sent, is retried.
    #[must_use]
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// Uses HTTP/2 over TLS, and fails to connect to a server that does not support it. By default, and always over
    /// plain HTTP, every call has its own connection of HTTP/1.1 while it lasts, so that no call waits for another.
    ///
    /// Over HTTP/2 up to 100 calls share a connection, and more calls open further ones. With either protocol,
    /// connections that seem dead are replaced: calls that were given up, one or several in a row, have waited 500 ms
    /// in all, and no call got a response over any of the connections meanwhile.
    #[must_use]
    pub fn http2(self) -> Self {
        Self { http2: true, ..self }
    }

    /// Trusts a certificate in addition to those of the public authorities. It may be DER, or PEM with one or more
    /// certificates.
    #[must_use]
    pub fn trust(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.trusted.push(certificate.into());
        self
    }

    /// Returns the configuration of TLS, without ALPN.
    pub(super) fn tls(&self) -> Result<rustls::ClientConfig, String> {
        if self.connect_timeout.is_zero() {
            return Err("the connect timeout is 0".to_owned());
        }
        tls_config(&self.trusted)
    }
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self::new()
    }
}
