//! The builder of a client: its settings, and their checks.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use reqwest::Url;
use tencent_chat_specs::text::{self, odd_in_name};

use super::Client;
use crate::auth::{Credentials, Secret, Signer, bad_identifier};
use crate::clock::{Clock, SystemClock};
use crate::codec::Strictness;
use crate::core::Core;
use crate::options::Options;
use crate::rate_limit::{Limiter, RateLimiter};
use crate::retry::RetryPolicy;
#[cfg(feature = "metrics")]
use crate::telemetry;
use crate::transport::{
    BaseUrl, Host, Hosts, ReqwestTransport, Transport, TransportOptions, proxies,
};
use crate::user_sig::TextError;
use crate::{Error, Region};

/// The default timeout of an attempt. The service gives up on a request after 3 s and asks callers to wait longer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The longest `User-Agent`, in bytes, and the default.
const MAX_USER_AGENT: usize = 256;
const USER_AGENT: &str = concat!("tencent-chat/", env!("CARGO_PKG_VERSION"));

/// The longest base URL, in bytes. Many servers accept at most 8 kB for URL and headers together.
const MAX_BASE_URL: usize = 2048;

/// The bounds of `max_response_bytes`, and the default. The largest pages of the API have some hundred kilobytes.
const MIN_RESPONSE_BYTES: usize = 1 << 10;
const MAX_RESPONSE_BYTES: usize = 1 << 28;
const RESPONSE_BYTES: usize = 8 << 20;

impl Client {
    /// Returns a builder for a client of the app `sdk_app_id`, whose calls are signed with `credentials`.
    pub fn builder(sdk_app_id: u32, credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            sdk_app_id,
            credentials,
            region: None,
            base_url: None,
            allow_plain_http: false,
            transport_options: TransportOptions::new(),
            has_transport_options: false,
            options: Options::new(TIMEOUT),
            limiter: None,
            transport: None,
            user_agent: USER_AGENT.to_owned(),
            clock: Arc::new(SystemClock),
            max_response_bytes: RESPONSE_BYTES,
        }
    }
}

/// Builds a [`Client`]. Exactly one of [`region`](Self::region) and [`base_url`](Self::base_url) is required. The rest
/// is optional.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    sdk_app_id: u32,
    credentials: Credentials,
    region: Option<Region>,
    base_url: Option<String>,
    allow_plain_http: bool,
    transport_options: TransportOptions,
    has_transport_options: bool,
    options: Options,
    limiter: Option<Box<dyn Limiter>>,
    transport: Option<Box<dyn Transport>>,
    user_agent: String,
    clock: Arc<dyn Clock>,
    max_response_bytes: usize,
}

impl ClientBuilder {
    /// Sets the region that the app belongs to.
    ///
    /// If an attempt cannot connect to the region's [`host`](Region::host), later attempts go to its
    /// [`backup_host`](Region::backup_host), if it has one. Calls go there until the first host works
    /// again, or until the second cannot be reached either. After a minute one call tries the first host again, and if
    /// it gets a response, all calls return there. An attempt does not cause a switch if its timeout is shorter than
    /// the [connect timeout](Self::connect_timeout), or if it began before the host's last response.
    pub fn region(self, region: Region) -> Self {
        Self { region: Some(region), ..self }
    }

    /// Sets another address, such as that of a simulator, instead of a [`region`](Self::region). Plain HTTP is
    /// accepted only for loopback addresses, unless [`allow_plain_http`](Self::allow_plain_http) is set. The URL has at
    /// most 2048 bytes, no user, query or fragment, and does not end in `/v4`.
    pub fn base_url(self, base_url: impl Into<String>) -> Self {
        Self { base_url: Some(base_url.into()), ..self }
    }

    /// Allows plain HTTP to addresses that are not loopback. Anyone who can read the traffic can act as the
    /// administrator.
    pub fn allow_plain_http(self) -> Self {
        Self { allow_plain_http: true, ..self }
    }

    /// Trusts a certificate in addition to those of the public authorities, such as that of a simulator or of your own
    /// proxy. The format is DER, or PEM with one or more certificates.
    pub fn trust(self, certificate: impl Into<Vec<u8>>) -> Self {
        self.transport_options(|options| options.trust(certificate))
    }

    /// Sets the longest time for connecting, from resolving the host to the end of the TLS handshake: 2 s by default.
    /// It must be more than zero. A call that could not connect in time was not sent, so it can be retried.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        self.transport_options(|options| options.connect_timeout(connect_timeout))
    }

    /// Uses HTTP/2 over TLS, which the server must support. The default is HTTP/1.1. See [`TransportOptions::http2`].
    pub fn http2(self) -> Self {
        self.transport_options(TransportOptions::http2)
    }

    fn transport_options(self, change: impl FnOnce(TransportOptions) -> TransportOptions) -> Self {
        let transport_options = change(self.transport_options);
        Self { transport_options, has_transport_options: true, ..self }
    }

    /// Replaces the standard transport: with a [`ReqwestTransport`] that you configured, a wrapper, or a mock.
    ///
    /// [`trust`](Self::trust), [`connect_timeout`](Self::connect_timeout) and [`http2`](Self::http2) configure the
    /// standard transport, and [`build`](Self::build) refuses them together with this. Other transports accept
    /// [`TransportOptions`].
    pub fn transport(self, transport: impl Transport) -> Self {
        Self { transport: Some(Box::new(transport)), ..self }
    }

    /// Sets the longest wait for a response, at each attempt: 5 s by default. It must be more than zero. The service
    /// itself gives up after 3 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the longest time for a call in all, with its waits and attempts: three times the timeout by default. It
    /// must be more than zero.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Sets the retry policy. By default a call is retried at most twice, and only if that is safe.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.options.retry = retry;
        self
    }

    /// Sets how long a call may wait for the rate limiter: until its deadline by default. `Duration::ZERO` fails
    /// instead of waiting.
    pub fn rate_limit_timeout(mut self, rate_limit_timeout: Duration) -> Self {
        self.options.rate_limit_timeout = Some(rate_limit_timeout);
        self
    }

    /// Replaces the rate limiter, which by default keeps the documented rates: with a [`RateLimiter`] that also limits
    /// the whole app or is shared between clients, or with [`Unlimited`](crate::Unlimited). A limiter has its own
    /// clock; see [`RateLimiter::clock`].
    pub fn limiter(self, limiter: impl Limiter) -> Self {
        Self { limiter: Some(Box::new(limiter)), ..self }
    }

    /// Sets the header `User-Agent` of every request: by default `tencent-chat/` and the version. It must have 1 to 256
    /// characters, which are printable ASCII or spaces.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        Self { user_agent: user_agent.into(), ..self }
    }

    /// Sets the largest body of a response, both as received and decoded from gzip: 8 MiB by default, 1 KiB to 256 MiB.
    /// The call of a larger response fails with kind [`UnreadableResponse`](crate::ErrorKind::UnreadableResponse) and
    /// may have taken effect. A decoded body takes at most 32 times its size plus 1 MiB of memory.
    pub fn max_response_bytes(self, max_response_bytes: usize) -> Self {
        Self { max_response_bytes, ..self }
    }

    /// Makes a call fail if a value of its response does not fit the spec: with kind
    /// [`UnreadableResponse`](crate::ErrorKind::UnreadableResponse) and the effect [`Done`](crate::Effect::Done). By
    /// default such a value becomes empty and is listed as an oddity in the [`Details`](crate::Details). Intended for
    /// tests.
    pub fn strict_responses(mut self) -> Self {
        self.options.strictness = Strictness::Strict;
        self
    }

    /// Replaces the system clock. The default rate limiter uses this clock too; one set with [`limiter`](Self::limiter)
    /// does not.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration) and lists every invalid setting:
    ///
    /// - an app ID of 0;
    /// - an invalid identifier, key, `UserSig` or `User-Agent`;
    /// - no address, two addresses or an invalid one, or plain HTTP to an address that is not loopback, unless
    ///   [`allow_plain_http`](Self::allow_plain_http) is set;
    /// - a timeout, connect timeout or deadline of 0;
    /// - an invalid certificate;
    /// - a [`max_response_bytes`](Self::max_response_bytes) that is out of bounds;
    /// - options of the standard transport together with another transport;
    /// - with the standard transport and HTTPS, an environment variable with an invalid proxy.
    ///
    /// The message names the character, the bound or the variable, but not the value.
    pub fn build(mut self) -> Result<Client, Error> {
        let mut problems = self.problems();
        let hosts = self.hosts().map_err(|problem| problems.push(problem)).ok();
        let is_https = |hosts: &Hosts| hosts.base(Host::First).url().scheme() == "https";
        if self.transport.is_none() && hosts.as_ref().is_some_and(is_https) {
            problems.extend(proxies::problem_of(|name| std::env::var_os(name)));
        }
        let transport = self.transport.take().map_or_else(
            || {
                let standard = ReqwestTransport::standard(&self.transport_options);
                standard.map(|transport| Box::new(transport) as Box<dyn Transport>)
            },
            Ok,
        );
        let transport = transport.map_err(|problem| problems.push(problem)).ok();
        let user_agent = user_agent_of(&self.user_agent);
        let user_agent = user_agent.map_err(|problem| problems.push(problem)).ok();
        match (hosts, transport, user_agent) {
            (Some(hosts), Some(transport), Some(user_agent)) if problems.is_empty() => {
                #[cfg(feature = "metrics")]
                telemetry::describe();
                let Self { sdk_app_id, credentials, options, limiter, clock, .. } = self;
                let max = self.max_response_bytes;
                let limiter = limiter
                    .unwrap_or_else(|| Box::new(RateLimiter::with_clock(Arc::clone(&clock))));
                let signer =
                    Signer::new(Arc::new(hosts), sdk_app_id, credentials, Arc::clone(&clock));
                let core = Core::new(signer, transport, clock, limiter, user_agent, options, max);
                Ok(Client { core })
            }
            _ => Err(Error::configuration(problems)),
        }
    }

    fn problems(&self) -> Vec<String> {
        let Credentials { identifier, secret } = &self.credentials;
        let secret = match secret {
            Secret::Key(key) => key.check().map_err(|problem| format!("the secret key {problem}")),
            Secret::UserSig(user_sig) => {
                user_sig.check().map_err(|problem| format!("the UserSig {problem}"))
            }
            Secret::Provider(_) => Ok(()),
        };
        let no_app = (self.sdk_app_id == 0).then(|| "the SDKAppID is 0".to_owned());
        let no_time = self.options.timeout.is_zero().then(|| "the timeout is 0".to_owned());
        let is_over = self.options.deadline.is_some_and(|deadline| deadline.is_zero());
        let no_deadline = is_over.then(|| "the deadline is 0".to_owned());
        let unused_options = (self.has_transport_options && self.transport.is_some()).then(|| {
            "trust, connect_timeout and http2 are for the standard transport: configure the other one instead"
                .to_owned()
        });
        let bounds = MIN_RESPONSE_BYTES..=MAX_RESPONSE_BYTES;
        let no_size = (!bounds.contains(&self.max_response_bytes)).then(|| {
            "max_response_bytes is out of bounds: 1 KiB to 256 MiB are allowed".to_owned()
        });
        let identifier = bad_identifier(identifier);
        let problems =
            [no_app, identifier, secret.err(), no_time, no_deadline, unused_options, no_size];
        problems.into_iter().flatten().collect()
    }

    fn hosts(&self) -> Result<Hosts, String> {
        let first = self.checked_base_url()?;
        let second = self.region.and_then(Region::backup_host).map(|host| {
            let mut url = first.clone();
            url.set_host(Some(host)).map_err(|error| error.to_string())?;
            BaseUrl::new(url)
        });
        Ok(Hosts::new(BaseUrl::new(first)?, second.transpose()?))
    }

    fn checked_base_url(&self) -> Result<Url, String> {
        let text = match (self.region, self.base_url.as_deref()) {
            (None, None) => return Err("no address: give a region or a base URL".to_owned()),
            (Some(_), Some(_)) => {
                return Err("two addresses: give a region or a base URL, not both".to_owned());
            }
            (Some(region), None) => &["https://", region.host()].concat(),
            (None, Some(base_url)) => base_url,
        };
        if text.len() > MAX_BASE_URL {
            let problem = TextError::TooLong { bytes: text.len(), max: MAX_BASE_URL };
            return Err(format!("the base URL {problem}"));
        }
        // The parser would drop some of these characters, and read a backslash as a slash.
        if let Some(c) = odd_in_name(text).or_else(|| text.chars().find(|c| *c == '\\')) {
            return Err(format!("the base URL {}", TextError::Character(c)));
        }
        let url = Url::parse(text).map_err(|error| {
            format!("the base URL is not a URL such as `https://host`: {error}")
        })?;
        if url.path().trim_end_matches('/').ends_with("/v4") {
            return Err(
                "the base URL ends in `/v4`: leave it off, because each path begins with it"
                    .to_owned(),
            );
        }
        let has_user = text.split('/').nth(2).is_some_and(|authority| authority.contains('@'));
        let has_more = url.query().is_some() || url.fragment().is_some();
        if has_user || has_more || !url.username().is_empty() || url.password().is_some() {
            return Err("the base URL has a user, query or fragment: leave these off".to_owned());
        }
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_plain_http || is_loopback(&url) => Ok(url),
            "http" => Err("the base URL is plain HTTP to another machine, which would expose the \
                           UserSig: use https, or `allow_plain_http()`"
                .to_owned()),
            _ => Err("the base URL is neither https nor http: use https".to_owned()),
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("sdk_app_id", &self.sdk_app_id)
            .field("credentials", &self.credentials)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

fn user_agent_of(text: &str) -> Result<HeaderValue, String> {
    let odd = |text: &str| text.chars().find(|c| !c.is_ascii_graphic() && *c != ' ');
    let problem = |problem| format!("the User-Agent {problem}");
    text::check(text, MAX_USER_AGENT, odd).map_err(|error| problem(error.to_string()))?;
    HeaderValue::from_str(text).map_err(|error| problem(format!("is not a valid header: {error}")))
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
