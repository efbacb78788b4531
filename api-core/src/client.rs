//! The client and its builder.

use std::ffi::OsString;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::HeaderValue;
use reqwest::Url;
use tencent_chat_specs::text::{self, odd_in_name};

use crate::account::{AccountItem, account_check};
use crate::auth::{Credentials, Secret, Signer, bad_identifier};
use crate::call::Settings;
use crate::clock::{Clock, SystemClock};
use crate::codec::Strictness;
use crate::diagnosis::Diagnosis;
use crate::rate_limit::{Limiter, RateLimiter};
use crate::retry::{Budget, RetryPolicy};
#[cfg(feature = "metrics")]
use crate::telemetry;
use crate::telemetry::WarnedPlaces;
use crate::transport::{
    BaseUrl, Host, Hosts, ReqwestTransport, Transport, TransportOptions, proxies,
};
use crate::user_sig::{Lifetime, SecretKey, Subject, TextError, UserSig};
use crate::{Call, Endpoint, Error, Region, UserId};

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

/// Sequence numbers start at random below this bound, so that at least two thousand million follow before they wrap
/// around.
const FIRST_BEFORE: u32 = 1 << 31;

/// A client of one app.
///
/// Build it once and clone it: a clone is cheap and shares the connections, the rate limits and the `UserSig`. Its
/// calls must be awaited on a tokio runtime with time and I/O enabled.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    signer: Arc<Signer>,
}

/// The parts that the clients of all identifiers share.
struct Shared {
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    limiter: Box<dyn Limiter>,
    budget: Budget,
    /// The next sequence number.
    sequence: AtomicU32,
    user_agent: HeaderValue,
    settings: Settings,
    max_response_bytes: usize,
    warned_places: WarnedPlaces,
}

impl Client {
    /// Returns a builder for a client of the app `sdk_app_id`, whose calls are signed with `credentials`.
    pub fn builder(sdk_app_id: u32, credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            sdk_app_id,
            credentials,
            region: None,
            base_url: None,
            allow_plain_http: false,
            options: TransportOptions::new(),
            has_options: false,
            settings: Settings::new(TIMEOUT),
            limiter: None,
            transport: None,
            user_agent: USER_AGENT.to_owned(),
            clock: Arc::new(SystemClock),
            max_response_bytes: RESPONSE_BYTES,
        }
    }

    /// Returns a builder for a client that is configured by the environment variables `CHAT_SDK_APP_ID`,
    /// `CHAT_SECRET_KEY`, `CHAT_IDENTIFIER` (an administrator of the app) and `CHAT_REGION` (a name of [`Region`]). All
    /// four are required.
    ///
    /// Values are not trimmed. Invisible characters and spaces or quotes at either end are refused.
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration). The message names each missing or invalid
    /// variable, but not its value.
    pub fn from_env() -> Result<ClientBuilder, Error> {
        let text = |text: OsString| text.to_string_lossy().into_owned();
        Self::from_vars(|name| std::env::var_os(name).map(text))
    }

    /// Returns a builder like [`Client::from_env`], but looks the variables up with `lookup`.
    ///
    /// # Errors
    ///
    /// Fails like [`Client::from_env`].
    pub fn from_vars(lookup: impl Fn(&str) -> Option<String>) -> Result<ClientBuilder, Error> {
        let mut vars = Vars { lookup, problems: Vec::new() };
        let sdk_app_id = vars.get("CHAT_SDK_APP_ID", app_id_of);
        let secret_key = vars.get("CHAT_SECRET_KEY", |key| {
            let key = SecretKey::new(key);
            key.check().map(|()| key).map_err(|problem| problem.to_string())
        });
        let identifier = vars.get("CHAT_IDENTIFIER", |identifier| {
            let checked = Subject::new(0, identifier).check();
            checked.map(|()| identifier.to_owned()).map_err(|problem| problem.to_string())
        });
        let region = vars.get("CHAT_REGION", |name| {
            name.parse::<Region>().map_err(|problem| format!("names an {problem}"))
        });
        match (sdk_app_id, secret_key, identifier, region) {
            (Some(sdk_app_id), Some(secret_key), Some(identifier), Some(region)) => {
                let credentials = Credentials::secret_key(identifier, secret_key);
                Ok(Self::builder(sdk_app_id, credentials).region(region))
            }
            _ => Err(Error::configuration(vars.problems)),
        }
    }

    /// Prepares a call of any endpoint, even one that is declared in another crate.
    pub fn call<R: Endpoint>(&self, request: R) -> Call<R> {
        Call::new(self, request)
    }

    /// Returns a client for another administrator of the app. It shares the connections, the rate limits and the budget
    /// of retries with this one. Keep it, because each new one signs its own `UserSig` or requests one from the
    /// provider.
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration) if the client has a fixed `UserSig`, which is
    /// valid for one identifier only, or if the identifier is invalid: see
    /// [`Subject::check`](crate::user_sig::Subject::check).
    pub fn as_user(&self, identifier: impl Into<String>) -> Result<Self, Error> {
        let identifier = identifier.into();
        let mut problems: Vec<_> = bad_identifier(&identifier).into_iter().collect();
        match self.signer.credentials().for_identifier(identifier) {
            Some(credentials) if problems.is_empty() => {
                let signer = Arc::new(self.signer.with(credentials));
                return Ok(Self { shared: Arc::clone(&self.shared), signer });
            }
            Some(_) => {}
            None => problems.push("a fixed UserSig is valid for one identifier only".to_owned()),
        }
        Err(Error::misuse("could not act as another user", problems))
    }

    /// Returns the `SDKAppID` of the app.
    #[must_use]
    pub fn sdk_app_id(&self) -> u32 {
        self.signer.sdk_app_id()
    }

    /// Issues a `UserSig` with which an end user of the app logs in. It is valid from now, for a whole number of
    /// seconds. "Now" is the service's time if a response has reported it, else the client's clock. Tencent advises a
    /// lifetime of at least 24 hours. Nothing is sent.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use tencent_chat::{Client, Error};
    /// fn log_in(client: &Client, user: &str) -> Result<String, Error> {
    ///     let user_sig = client.sign_for(user, Duration::from_secs(7 * 24 * 60 * 60))?;
    ///     Ok(user_sig.expose().to_owned())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with kind [`Configuration`](crate::ErrorKind::Configuration) if the client has no secret key. Fails with
    /// kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the user is invalid (see
    /// [`Subject::check`](crate::user_sig::Subject::check)), or if the lifetime is shorter than a second or longer than
    /// [`Lifetime::MAX`].
    pub fn sign_for(&self, user: impl Into<UserId>, lifetime: Duration) -> Result<UserSig, Error> {
        let user = user.into();
        let subject = Subject::new(self.sdk_app_id(), user.as_str());
        let checked = subject.check().map_err(|problem| format!("the user {problem}"));
        checked.map_err(Error::invalid)?;
        let lifetime =
            Lifetime::new(lifetime).map_err(|error| Error::invalid(error.to_string()))?;
        self.signer.sign_for(&subject, lifetime).ok_or_else(|| {
            let problem = "the client has no secret key".to_owned();
            Error::misuse("could not sign for the user", vec![problem])
        })
    }

    /// Checks the address, the clock, the app, the identifier and the key with one harmless call: `account_check` of
    /// the identifier.
    ///
    /// ```no_run
    /// # async fn example(client: tencent_chat::Client) {
    /// let diagnosis = client.diagnose().await;
    /// assert!(diagnosis.is_ok(), "{diagnosis}");
    /// # }
    /// ```
    pub async fn diagnose(&self) -> Diagnosis {
        let identifier = self.signer.credentials().identifier.as_str();
        let request = account_check::Request::new([AccountItem::new(identifier)]);
        let mut future = self.call(request).into_future();
        let result = (&mut future).await;
        Diagnosis::of(result.err().as_ref(), future.service_time(), self.clock().unix_time())
    }

    pub(crate) fn settings(&self) -> Settings {
        self.shared.settings
    }

    pub(crate) fn warned_places(&self) -> &WarnedPlaces {
        &self.shared.warned_places
    }

    pub(crate) fn max_response_bytes(&self) -> usize {
        self.shared.max_response_bytes
    }

    pub(crate) fn limiter(&self) -> &dyn Limiter {
        &*self.shared.limiter
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    /// Returns the next sequence number, which orders the requests of this client and its clones.
    pub(crate) fn next_in_sequence(&self) -> u32 {
        self.shared.sequence.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn signer(&self) -> &Arc<Signer> {
        &self.signer
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
    }

    pub(crate) fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.shared.clock)
    }

    pub(crate) fn user_agent(&self) -> HeaderValue {
        self.shared.user_agent.clone()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.signer.hosts().base(Host::First).url().as_str())
            .field("settings", &self.shared.settings)
            .finish_non_exhaustive()
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
    options: TransportOptions,
    has_options: bool,
    settings: Settings,
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
        self.options(|options| options.trust(certificate))
    }

    /// Sets the longest time for connecting, from resolving the host to the end of the TLS handshake: 2 s by default.
    /// It must be more than zero. A call that could not connect in time was not sent, so it can be retried.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        self.options(|options| options.connect_timeout(connect_timeout))
    }

    /// Uses HTTP/2 over TLS, which the server must support. The default is HTTP/1.1. See [`TransportOptions::http2`].
    pub fn http2(self) -> Self {
        self.options(TransportOptions::http2)
    }

    fn options(self, change: impl FnOnce(TransportOptions) -> TransportOptions) -> Self {
        Self { options: change(self.options), has_options: true, ..self }
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
        self.settings.timeout = timeout;
        self
    }

    /// Sets the longest time for a call in all, with its waits and attempts: three times the timeout by default. It
    /// must be more than zero.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Some(deadline);
        self
    }

    /// Sets the retry policy. By default a call is retried at most twice, and only if that is safe.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Sets how long a call may wait for the rate limiter: until its deadline by default. `Duration::ZERO` fails
    /// instead of waiting.
    pub fn rate_limit_timeout(mut self, rate_limit_timeout: Duration) -> Self {
        self.settings.rate_limit_timeout = Some(rate_limit_timeout);
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
        self.settings.strictness = Strictness::Strict;
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
                let standard = ReqwestTransport::standard(&self.options);
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
                let Self { sdk_app_id, credentials, settings, limiter, clock, .. } = self;
                let max_response_bytes = self.max_response_bytes;
                let limiter = limiter
                    .unwrap_or_else(|| Box::new(RateLimiter::with_clock(Arc::clone(&clock))));
                let budget = Budget::new();
                let sequence = AtomicU32::new(fastrand::u32(..FIRST_BEFORE));
                let signer =
                    Signer::new(Arc::new(hosts), sdk_app_id, credentials, Arc::clone(&clock));
                let shared = Shared {
                    transport,
                    clock,
                    limiter,
                    budget,
                    sequence,
                    user_agent,
                    settings,
                    max_response_bytes,
                    warned_places: WarnedPlaces::default(),
                };
                Ok(Client { shared: Arc::new(shared), signer: Arc::new(signer) })
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
        let no_time = self.settings.timeout.is_zero().then(|| "the timeout is 0".to_owned());
        let is_over = self.settings.deadline.is_some_and(|deadline| deadline.is_zero());
        let no_deadline = is_over.then(|| "the deadline is 0".to_owned());
        let unused_options = (self.has_options && self.transport.is_some()).then(|| {
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
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

fn user_agent_of(text: &str) -> Result<HeaderValue, String> {
    let odd = |text: &str| text.chars().find(|c| !c.is_ascii_graphic() && *c != ' ');
    let problem = |problem| format!("the User-Agent {problem}");
    text::check(text, MAX_USER_AGENT, odd).map_err(|error| problem(error.to_string()))?;
    HeaderValue::from_str(text).map_err(|error| problem(format!("is not a valid header: {error}")))
}

/// Parses a number that consists of ASCII digits only.
fn app_id_of(text: &str) -> Result<u32, String> {
    match text.chars().find(|c| !c.is_ascii_digit()) {
        None => text.parse().map_err(|_| "is larger than any SDKAppID".to_owned()),
        Some(_) => Err("is not a number".to_owned()),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// The environment variables, and the problems found in them.
struct Vars<F> {
    lookup: F,
    problems: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Vars<F> {
    /// Reads a variable. An odd character is reported for every variable, whatever its format.
    fn get<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let value = (self.lookup)(name).filter(|value| !value.trim().is_empty());
        let value = value.ok_or_else(|| "is not set".to_owned());
        let value = value.and_then(|value| match odd_in_name(&value) {
            Some(c) => Err(TextError::Character(c).to_string()),
            None => read(&value),
        });
        value.map_err(|problem| self.problems.push(format!("{name} {problem}"))).ok()
    }
}
