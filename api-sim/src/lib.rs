//! A stand-in for the Tencent Cloud Chat service: it keeps state, checks requests as the documents say, and responses with the
//! documented codes. For tests and first runs; it listens on this machine only.
//!
//! A test starts a simulator, puts into its [`State`] what has to be there, and points a client at it. Afterwards the state
//! shows what became of it: users, groups, messages, pushes, and the requests that came.
//!
//! ```
//! use api_core::message::send_message;
//! use api_core::{Client, Credentials, Error, ErrorCode};
//! use api_sim::Simulator;
//!
//! fn client_of(simulator: &Simulator) -> Result<Client, Error> {
//!     let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
//!     Client::builder(simulator.sdk_app_id(), credentials).base_url(simulator.base_url()).build()
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::start().await?;
//! simulator.state().import_user("bob");
//! let client = client_of(&simulator)?;
//!
//! client.call(send_message::Request::new("bob", ["hello"])).await?;
//! let error = client.call(send_message::Request::new("eve", ["hello"])).await.unwrap_err();
//! assert_eq!(error.code(), Some(ErrorCode::TO_ACCOUNT_NOT_FOUND));
//!
//! let state = simulator.state();
//! assert_eq!(state.messages().next().unwrap().body(), ["hello".into()]);
//! assert_eq!(state.requests_of::<send_message::Request>()[1].to_account, "eve");
//! assert_eq!(state.to_json()["messages"][0]["to"], "bob");
//! # Ok(())
//! # }
//! ```
//!
//! [`Rule`]s make calls fail: before they take effect, after it, or in the middle of the response.
//!
//! ```
//! use api_core::message::send_message;
//! use api_core::{Client, Credentials, RetryPolicy};
//! use api_sim::{Fault, Rule, Simulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::start().await?;
//! simulator.state().import_user("bob");
//! # let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
//! # let client = Client::builder(simulator.sdk_app_id(), credentials).base_url(simulator.base_url()).build()?;
//!
//! // The message is there, its response is lost. The service drops the copy that the retry sends.
//! simulator.state().add_rule(Rule::new(Fault::ResetAfter).path("v4/openim/sendmsg"));
//! client.call(send_message::Request::new("bob", ["hello"])).await?;
//! assert_eq!(simulator.state().messages().count(), 1);
//! assert_eq!(simulator.state().requests().count(), 2);
//!
//! simulator.state().add_rule(Rule::new(Fault::Status(502)));
//! let call = client.call(send_message::Request::new("bob", ["again"])).retry(RetryPolicy::none());
//! assert_eq!(call.await.unwrap_err().http_status(), Some(502));
//! # Ok(())
//! # }
//! ```
//!
//! # What is simulated
//!
//! An endpoint with a handler keeps state. One without is responded by its spec alone: well-formed, and the same for the same
//! request. [`Simulator::endpoints`] tells which is which.
//!
//! # What is checked
//!
//! Requests of all endpoints are checked for: method, path, query, `UserSig`, rate, JSON; users that are named by strings;
//! required fields, types, and the constraints that the specs declare; values of enumerations that no page has; messages with
//! parts of unknown types, or with more than one custom part; spans that end before they begin; fields of the app's own that
//! are not configured ([`State::add_custom_field`]). An empty ID and an empty list count as missing where one is required,
//! although no page says so. Models check what depends on the state besides. The code is one that the endpoint's page lists,
//! or a common one of the service.
//!
//! # What is not checked
//!
//! - the length and the characters of IDs, other than of a `UserID` that is imported, and which IDs of groups are reserved;
//! - fields that no page has, and names of fields within lists of them (`ResponseFilter` and its like);
//! - the content of a message's parts, beyond the types of their fields; words that a filter would refuse;
//! - the daily quota of pushes and the second between two, and attributes that were not named before;
//! - numbers that no page bounds, such as `MaxCnt` and `MaxMemberCount`, and times in the future;
//! - whether the sender of a group's message is a member;
//! - what an edition of the app allows, except for conversation groups and standard marks
//!   ([`State::use_basic_edition`]);
//! - the parameter `nettype` of `GetIPList`.

mod account;
mod check;
mod conversation;
mod ending;
mod fault;
mod friend;
mod gateway;
mod group;
mod handler;
mod message;
mod profile;
mod push;
mod state;
mod synthesize;
mod tls;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api_specs::EndpointSpec;
use api_specs::user_sig::SecretKey;
use axum::Router;
use axum::serve::Listener;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::ending::Ending;
pub use crate::fault::{Fault, Rule};
pub use crate::state::{
    Conversation, Group, GroupMessage, Member, Message, Push, ReceivedRequest, State, User,
};
use crate::tls::{Identity, TlsListener};

/// The longest that the calls in flight may take when it is stopped.
const STOP: Duration = Duration::from_secs(10);

/// A running simulator. Dropped, it takes no more connections, and cuts those whose calls are not over ten seconds later;
/// [`Simulator::stop`] waits for it.
pub struct Simulator {
    app: Arc<App>,
    address: SocketAddr,
    certificate: Option<Vec<u8>>,
    stop: watch::Sender<bool>,
}

/// Whom a simulator serves, and where.
#[derive(Clone)]
#[must_use = "a builder does nothing until `start`"]
pub struct SimulatorBuilder {
    port: u16,
    sdk_app_id: u32,
    secret_key: String,
    admin: String,
    log: Option<Log>,
    tls: bool,
}

/// What a line about each call is handed to.
type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// The one app that a simulator serves.
struct App {
    sdk_app_id: u32,
    secret_key: String,
    admin: String,
    log: Option<Log>,
    state: Mutex<State>,
}

impl Simulator {
    /// Starts one on a free port, with an app and a key of its own.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Begins one with settings of your own.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder {
            port: 0,
            sdk_app_id: 1_400_000_000,
            secret_key: std::iter::repeat_with(|| fastrand::digit(16)).take(64).collect(),
            admin: "administrator".to_owned(),
            log: None,
            tls: false,
        }
    }

    /// Where it listens, such as `http://127.0.0.1:40001`.
    #[must_use]
    pub fn base_url(&self) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The certificate that it made for itself, in DER, if it was asked for TLS. A client has to trust it.
    #[must_use]
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// The app that it serves.
    #[must_use]
    pub fn sdk_app_id(&self) -> u32 {
        self.app.sdk_app_id
    }

    /// The secret key of the app.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.app.secret_key
    }

    /// The administrator of the app, whose signature calls need.
    #[must_use]
    pub fn admin(&self) -> &str {
        &self.app.admin
    }

    /// Every endpoint that is responded, and whether it has a handler; the others are responded by their spec alone.
    pub fn endpoints() -> impl Iterator<Item = (&'static EndpointSpec, bool)> {
        handler::all().map(|served| (served.spec, served.is_modelled))
    }

    /// Takes no more connections, and waits until the calls in flight are responded, ten seconds at most. Then the
    /// connections that are left are cut.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        self.stop.closed().await;
    }

    /// The state, to look at and to change. No call is responded while it is held: drop it before you await one. A call that
    /// comes all the same is refused after a quarter of a second, in words that say so.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.app.state()
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("address", &self.address).finish_non_exhaustive()
    }
}

impl fmt::Debug for SimulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatorBuilder").field("port", &self.port).finish_non_exhaustive()
    }
}

impl SimulatorBuilder {
    /// Listens on this port; 0, the default, takes a free one.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Serves this app; 1400000000 by default.
    pub fn sdk_app_id(self, sdk_app_id: u32) -> Self {
        Self { sdk_app_id, ..self }
    }

    /// Uses this secret key; a random one by default.
    pub fn secret_key(self, secret_key: impl Into<String>) -> Self {
        Self { secret_key: secret_key.into(), ..self }
    }

    /// Names the administrator; `administrator` by default.
    pub fn admin(self, identifier: impl Into<String>) -> Self {
        Self { admin: identifier.into(), ..self }
    }

    /// Speaks TLS, with a certificate that it makes for itself.
    pub fn tls(self) -> Self {
        Self { tls: true, ..self }
    }

    /// Hands a line about each call to `log`: its path, and what it was responded. It is called while the call waits.
    pub fn log(self, log: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { log: Some(Arc::new(log)), ..self }
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start(self) -> io::Result<Simulator> {
        let Self { port, sdk_app_id, secret_key, admin, log, tls } = self;
        let identity = if tls { Some(Identity::new()?) } else { None };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let state = Mutex::new(State::of(&admin));
        let app = Arc::new(App { sdk_app_id, secret_key, admin, log, state });
        let (stop, stopped) = watch::channel(false);
        let router = gateway::router(Arc::clone(&app));
        match &identity {
            Some(identity) => serve(TlsListener::new(listener, identity)?, router, stopped),
            None => serve(listener, router, stopped),
        }
        let certificate = identity.map(|identity| identity.certificate.to_vec());
        Ok(Simulator { app, address, certificate, stop })
    }
}

/// Serves until told to stop, or until nobody is left to tell; the receiver lives until the last call is responded.
fn serve<L>(listener: L, router: Router, stopped: watch::Receiver<bool>)
where
    L: Listener,
    L::Addr: fmt::Debug,
{
    tokio::spawn(async move {
        let (cutter, cut) = watch::channel(());
        let told = |mut stopped: watch::Receiver<bool>| async move {
            drop(stopped.wait_for(|is_told| *is_told).await);
        };
        let late = told(stopped.clone());
        let late = async move {
            late.await;
            tokio::time::sleep(STOP).await;
        };
        let serving = axum::serve(Ending { listener, cut }, router);
        let serving = serving.with_graceful_shutdown(told(stopped.clone())).into_future();
        tokio::select! {
            served = serving => drop(served),
            () = late => {}
        }
        drop(cutter);
        drop(stopped);
    });
}

impl App {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self) -> SecretKey {
        SecretKey::new(&*self.secret_key)
    }
}
