//! The client and its builder.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::Url;

use crate::account::{AccountItem, account_check};
use crate::call::Settings;
use crate::check::Check;
use crate::clock::{Clock, SystemClock};
use crate::credentials::{Credentials, MAX_USER_SIG, Secret, Signer, TOO_LONG_USER_SIG};
use crate::hosts::{Base, Host, Hosts};
use crate::rate_limit::{Limiter, RateLimiter};
use crate::retry::{Budget, RetryPolicy};
use crate::transport::{ReqwestTransport, Transport, TransportOptions};
use crate::{Call, Endpoint, Error, Region};

/// How long to wait for an answer: the service gives up on a request after 3 s and asks callers to wait longer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The documented limit of a `UserID`, in bytes.
const MAX_IDENTIFIER: usize = 32;

/// The longest base URL, in bytes. Many servers take 8 kB at most of URL and headers together.
const MAX_BASE_URL: usize = 2048;

/// Numbers that go up begin at random, below this: two thousand million later they would begin again.
const FIRST_BEFORE: u32 = 1 << 31;

/// A client of one app.
///
/// It is built once, and cheap to clone: the clones share connections and signature. It needs a tokio runtime with
/// time and I/O enabled when its calls are awaited.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    signer: Arc<Signer>,
}

/// What the clients of all identifiers have in common.
struct Shared {
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    limiter: Box<dyn Limiter>,
    budget: Budget,
    /// The next of the numbers that go up.
    sequence: AtomicU32,
    settings: Settings,
}

impl Client {
    /// Begins a client of the app `sdk_app_id`, whose calls are signed with `credentials`.
    pub fn builder(sdk_app_id: u32, credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            sdk_app_id,
            credentials,
            base_url: None,
            backup_host: None,
            allow_plain_http: false,
            options: TransportOptions::new(),
            has_options: false,
            settings: Settings::new(TIMEOUT),
            limiter: None,
            transport: None,
            clock: Arc::new(SystemClock),
        }
    }

    /// Begins a client from the environment: `CHAT_SDK_APP_ID`, `CHAT_SECRET_KEY`, `CHAT_IDENTIFIER` (an
    /// administrator of the app) and `CHAT_REGION` (a name of [`Region`]).
    ///
    /// # Errors
    ///
    /// Names each variable that is missing or wrong.
    pub fn from_env() -> Result<ClientBuilder, Error> {
        Self::from_vars(|name| std::env::var(name).ok())
    }

    /// As [`Client::from_env`], with the variables from elsewhere.
    ///
    /// # Errors
    ///
    /// Names each variable that is missing or wrong.
    pub fn from_vars(lookup: impl Fn(&str) -> Option<String>) -> Result<ClientBuilder, Error> {
        let mut vars = Vars { lookup, problems: Vec::new() };
        let sdk_app_id = vars.parse::<u32>("CHAT_SDK_APP_ID", |_| "is not a number".to_owned());
        let secret_key = vars.get("CHAT_SECRET_KEY");
        let identifier = vars.get("CHAT_IDENTIFIER");
        let region = vars.parse::<Region>("CHAT_REGION", |error| error.to_string());
        match (sdk_app_id, secret_key, identifier, region) {
            (Some(sdk_app_id), Some(secret_key), Some(identifier), Some(region)) => {
                let credentials = Credentials::secret_key(identifier, secret_key);
                Ok(Self::builder(sdk_app_id, credentials).region(region))
            }
            _ => Err(Error::configuration(vars.problems)),
        }
    }

    /// Prepares a call of any endpoint, also of one that is declared in another crate.
    pub fn call<R: Endpoint>(&self, request: R) -> Call<R> {
        Call::new(self, request)
    }

    /// The same client for another administrator: it shares connections, rate limits and the budget of retries. Keep it:
    /// each has a signature of its own, and a provider is asked for each.
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration) where the client has a fixed `UserSig`, which stands
    /// for one identifier only, or where the identifier is empty, longer than 32 bytes or has white space around it.
    pub fn as_user(&self, identifier: impl Into<String>) -> Result<Self, Error> {
        let identifier = identifier.into();
        let mut problems: Vec<_> = bad_identifier(&identifier).into_iter().collect();
        match self.signer.credentials().for_identifier(identifier) {
            Some(credentials) if problems.is_empty() => {
                let signer = Arc::new(self.signer.with(credentials));
                return Ok(Self { shared: Arc::clone(&self.shared), signer });
            }
            Some(_) => {}
            None => problems.push("a fixed UserSig stands for one identifier only"),
        }
        Err(Error::configuration(problems.into_iter().map(str::to_owned).collect()))
    }

    /// Makes one harmless call (`account_check` of the identifier) and says whether address, clock, app, identifier and key
    /// are right.
    ///
    /// ```no_run
    /// # async fn example(client: api_core::Client) {
    /// let check = client.check().await;
    /// assert!(check.is_right(), "{check}");
    /// # }
    /// ```
    pub async fn check(&self) -> Check {
        let identifier = self.signer.credentials().identifier.as_str();
        let request = account_check::Request::new([AccountItem::new(identifier)]);
        let mut answer = self.call(request).into_future();
        let result = (&mut answer).await;
        Check::of(result.err().as_ref(), answer.service_time(), self.clock().unix_time())
    }

    pub(crate) fn settings(&self) -> Settings {
        self.shared.settings
    }

    pub(crate) fn limiter(&self) -> &dyn Limiter {
        &*self.shared.limiter
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    /// The next of the numbers that order what this client and its clones send.
    pub(crate) fn next_in_sequence(&self) -> u32 {
        self.shared.sequence.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn signer(&self) -> &Arc<Signer> {
        &self.signer
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
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

/// Builds a [`Client`]. It needs a [`region`](Self::region) or a [`base_url`](Self::base_url).
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    sdk_app_id: u32,
    credentials: Credentials,
    base_url: Option<String>,
    backup_host: Option<&'static str>,
    allow_plain_http: bool,
    options: TransportOptions,
    has_options: bool,
    settings: Settings,
    limiter: Option<Box<dyn Limiter>>,
    transport: Option<Box<dyn Transport>>,
    clock: Arc<dyn Clock>,
}

impl ClientBuilder {
    /// Calls the service in the region that the app belongs to. An attempt that could not be sent to the region's
    /// [`host`](Region::host) lets the next ones go to its [`backup_host`](Region::backup_host), if it has one. After a
    /// minute one call tries the first host again, and if it gets a response, all go there.
    pub fn region(self, region: Region) -> Self {
        let builder = self.base_url(["https://", region.host()].concat());
        Self { backup_host: region.backup_host(), ..builder }
    }

    /// Calls another address, such as that of a simulator. Plain HTTP is for this machine only.
    pub fn base_url(self, base_url: impl Into<String>) -> Self {
        Self { base_url: Some(base_url.into()), backup_host: None, ..self }
    }

    /// Allows plain HTTP to other machines. Whoever can read it there can act as the administrator.
    pub fn allow_plain_http(self) -> Self {
        Self { allow_plain_http: true, ..self }
    }

    /// Trusts a certificate beside those of the public authorities: that of a simulator, or of a proxy of your own. It may
    /// be DER, or PEM with one or more certificates.
    pub fn trust(self, certificate: impl Into<Vec<u8>>) -> Self {
        self.options(|options| options.trust(certificate))
    }

    /// Limits how long connecting may take, from resolving the host to the end of the TLS handshake; 2 s by default, and
    /// more than zero. A call that could not connect in time was not sent, and is retried.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        self.options(|options| options.connect_timeout(connect_timeout))
    }

    /// Speaks HTTP/2 over TLS, which the server must agree to; by default HTTP/1.1. See [`TransportOptions::http2`].
    pub fn http2(self) -> Self {
        self.options(TransportOptions::http2)
    }

    fn options(self, change: impl FnOnce(TransportOptions) -> TransportOptions) -> Self {
        Self { options: change(self.options), has_options: true, ..self }
    }

    /// Sends requests another way: by a [`ReqwestTransport`] of your own making, through a wrapper, or nowhere at all.
    /// [`trust`](Self::trust), [`connect_timeout`](Self::connect_timeout) and [`http2`](Self::http2) are for the standard
    /// transport, and refused beside this; another one takes them as [`TransportOptions`].
    pub fn transport(self, transport: impl Transport) -> Self {
        Self { transport: Some(Box::new(transport)), ..self }
    }

    /// How long to wait for an answer, at each attempt; 5 s if nothing is said. The service itself gives up after 3 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long a call may take in all, with its waits and attempts; three times the timeout if nothing is said.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Some(deadline);
        self
    }

    /// How often calls are made again, where that can do no harm; at most twice if nothing is said.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// How long a call may wait for a place within the limits; as long as its deadline allows if nothing is said. At
    /// zero it fails at once.
    pub fn limit_wait(mut self, limit_wait: Duration) -> Self {
        self.settings.limit_wait = Some(limit_wait);
        self
    }

    /// Keeps other limits than the documented rates: a [`RateLimiter`] with one for the whole app, one that is shared,
    /// or [`Unlimited`](crate::Unlimited). A limiter has a clock of its own: [`RateLimiter::clock`].
    pub fn limiter(self, limiter: impl Limiter) -> Self {
        Self { limiter: Some(Box::new(limiter)), ..self }
    }

    /// Takes the time from another clock, also for the rates, unless [`limiter`](Self::limiter) gives a limiter.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration), naming everything that makes no sense: an app ID
    /// of 0, an empty `UserSig` or one of more than 16 KiB, an empty identifier or key or one with white space around it,
    /// an identifier of more than 32 bytes, no address or a wrong one or one of more than 2048 bytes, plain HTTP to another machine, a timeout of 0, options of the standard transport beside another one.
    pub fn build(mut self) -> Result<Client, Error> {
        let mut problems = self.problems();
        let hosts = self.hosts().map_err(|problem| problems.push(problem)).ok();
        let transport = self.transport.take().map_or_else(
            || {
                let standard = ReqwestTransport::standard(&self.options);
                standard.map(|transport| Box::new(transport) as Box<dyn Transport>)
            },
            Ok,
        );
        let transport = transport.map_err(|problem| problems.push(problem)).ok();
        match (hosts, transport) {
            (Some(hosts), Some(transport)) if problems.is_empty() => {
                let Self { sdk_app_id, credentials, settings, limiter, clock, .. } = self;
                let limiter = limiter
                    .unwrap_or_else(|| Box::new(RateLimiter::with_clock(Arc::clone(&clock))));
                let budget = Budget::new();
                let sequence = AtomicU32::new(fastrand::u32(..FIRST_BEFORE));
                let signer =
                    Signer::new(Arc::new(hosts), sdk_app_id, credentials, Arc::clone(&clock));
                let shared = Shared { transport, clock, limiter, budget, sequence, settings };
                Ok(Client { shared: Arc::new(shared), signer: Arc::new(signer) })
            }
            _ => Err(Error::configuration(problems)),
        }
    }

    fn problems(&self) -> Vec<String> {
        let Credentials { identifier, secret } = &self.credentials;
        let bad_secret = match secret {
            Secret::Key(key) => key.check().err(),
            Secret::UserSig(user_sig) => match user_sig.expose().len() {
                0 => Some("the UserSig is empty"),
                length => (length > MAX_USER_SIG).then_some(TOO_LONG_USER_SIG),
            },
            Secret::Provider(_) => None,
        };
        let no_app = (self.sdk_app_id == 0).then_some("the SDKAppID is 0");
        let no_time = self.settings.timeout.is_zero().then_some("the timeout is 0");
        let no_use = (self.has_options && self.transport.is_some()).then_some(
            "trust, connect_timeout and http2 are for the standard transport: give them to the other one",
        );
        let problems = [no_app, bad_identifier(identifier), bad_secret, no_time, no_use];
        problems.into_iter().flatten().map(str::to_owned).collect()
    }

    fn hosts(&self) -> Result<Hosts, String> {
        let first = self.checked_base_url()?;
        let second = self.backup_host.map(|host| {
            let mut url = first.clone();
            url.set_host(Some(host)).map_err(|error| error.to_string())?;
            Base::new(url)
        });
        Ok(Hosts::new(Base::new(first)?, second.transpose()?))
    }

    fn checked_base_url(&self) -> Result<Url, String> {
        let text = self.base_url.as_deref().ok_or("no address: give a region or a base URL")?;
        if text.len() > MAX_BASE_URL {
            return Err(format!("the base URL is longer than {MAX_BASE_URL} bytes"));
        }
        let url = Url::parse(text)
            .map_err(|error| format!("the base URL is no URL, such as `https://host`: {error}"))?;
        if url.path().trim_end_matches('/').ends_with("/v4") {
            return Err(
                "the base URL ends in `/v4`, which each path begins with: leave it off".to_owned()
            );
        }
        let has_more = url.query().is_some() || url.fragment().is_some();
        if has_more || !url.username().is_empty() || url.password().is_some() {
            return Err("the base URL has a user, query or fragment: leave these off".to_owned());
        }
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_plain_http || is_loopback(&url) => Ok(url),
            "http" => Err("the base URL is plain HTTP to another machine, which would show the \
                           UserSig: use https, or `allow_plain_http()`"
                .to_owned()),
            other => Err(format!("the base URL is of scheme `{other}`: use https")),
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

fn bad_identifier(identifier: &str) -> Option<&'static str> {
    match identifier {
        "" => Some("the identifier is empty"),
        text if text.len() > MAX_IDENTIFIER => {
            Some("the identifier is longer than 32 bytes, which no UserID is")
        }
        text => (text.trim() != text).then_some("the identifier has white space around it"),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Variables, and what is wrong with them.
struct Vars<F> {
    lookup: F,
    problems: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Vars<F> {
    fn get(&mut self, name: &str) -> Option<String> {
        let value = (self.lookup)(name).filter(|value| !value.trim().is_empty());
        if value.is_none() {
            self.problems.push(format!("{name} is not set"));
        }
        value
    }

    fn parse<T: FromStr>(&mut self, name: &str, wrong: impl Fn(T::Err) -> String) -> Option<T> {
        let value = self.get(name)?;
        let parsed = value.trim().parse();
        parsed.map_err(|error| self.problems.push(format!("{name}: {}", wrong(error)))).ok()
    }
}
