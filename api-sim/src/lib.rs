//! Simulates the Tencent Cloud Chat service (unofficially), for tests and for trying out the client. The simulator keeps state, checks
//! requests against the documentation, and responds with the documented codes. It listens on the loopback interface
//! only.
//!
//! A test starts a simulator, prepares its [`State`], and points a client at it. Afterwards the state shows the effects
//! of the calls: users, groups, messages, pushes, and the received requests.
//!
//! ```
//! use tencent_chat::message::send_message;
//! use tencent_chat::{Client, Credentials, Error, ErrorCode};
//! use tencent_chat_sim::Simulator;
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
//! [`Rule`]s make calls fail, before or after they take effect.
//!
//! ```
//! use tencent_chat::message::send_message;
//! use tencent_chat::{Client, Credentials, RetryPolicy};
//! use tencent_chat_sim::{Fault, Rule, Simulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::start().await?;
//! simulator.state().import_user("bob");
//! # let credentials = Credentials::secret_key(simulator.admin(), simulator.secret_key());
//! # let client = Client::builder(simulator.sdk_app_id(), credentials).base_url(simulator.base_url()).build()?;
//!
//! // The message is stored, but its response is lost. The service drops the copy that the retry sends.
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
//! Endpoints with a handler are stateful. For the others a response is generated from the response's spec, with a
//! random seed from the path and the request body: identical requests get identical responses.
//! [`Simulator::endpoints`] lists both kinds.
//!
//! # What is checked
//!
//! The simulator checks the requests of all endpoints:
//!
//! - method, path, query, `UserSig`, rate, and JSON;
//! - that users are named by strings;
//! - required fields, types, and the constraints that the specs declare;
//! - that values of enumerations are documented;
//! - that messages have parts of known types only, and at most one custom part;
//! - that time spans do not end before they begin;
//! - that custom fields of the app are configured ([`State::add_custom_field`]).
//!
//! An empty ID or list counts as missing where one is required, although this is not documented. Handlers also check
//! what depends on the state. The response has a code that the endpoint's page lists, or a common one of the service.
//!
//! # What is not checked
//!
//! - the length and the characters of IDs, except for a `UserID` that is imported, and which IDs of groups are
//!   reserved;
//! - undocumented fields, and the field names in a `ResponseFilter` or a similar list;
//! - the content of a message's parts, except for the types of their fields; words that a filter would refuse;
//! - the daily quota of pushes, and the minimum interval of one second between pushes;
//! - whether the attributes in a push's condition were named, and how many different tags an app has;
//! - devices: a `RegistrationID` is an account that does not exist;
//! - numbers without a documented bound, such as `MaxCnt` and `MaxMemberCount`, and times in the future;
//! - that the sender of a group's message is a member;
//! - restrictions of the app's edition, except for conversation groups and standard marks
//!   ([`State::use_basic_edition`]);
//! - the parameter `nettype` of `GetIPList`.

mod api_error;
mod app;
mod codes;
mod connections;
mod fault;
mod gateway;
mod handler;
mod handlers;
mod request_check;
mod routes;
mod state;
mod synthesize;
mod tls;
mod webhooks;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use serde_json::{Map, Value};
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::webhook::WebhookEvent;
use tencent_chat_specs::{EndpointSpec, codec};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};

use crate::app::{App, Log};
use crate::connections::CuttableListener;
pub use crate::fault::{Fault, Rule, WebhookFault};
pub use crate::state::{
    Conversation, Group, GroupMessage, Member, Message, Push, ReceivedRequest, State, User,
};
use crate::tls::{Identity, TlsListener};
use crate::webhooks::{Outgoing, Parcel, Sender, Settings};
pub use crate::webhooks::{SentWebhook, WebhookOutcome};

/// The time that calls in flight may take after the simulator is stopped.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// A running simulator. When it is dropped, it accepts no more connections, and ten seconds later closes those that
/// still have a call in flight. [`Simulator::stop`] does the same and waits.
pub struct Simulator {
    app: Arc<App>,
    address: SocketAddr,
    certificate: Option<Vec<u8>>,
    stop: watch::Sender<bool>,
}

/// Builds a [`Simulator`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `start`"]
pub struct SimulatorBuilder {
    port: u16,
    sdk_app_id: u32,
    secret_key: String,
    admin: String,
    log: Option<Log>,
    tls: bool,
    webhooks: Option<Settings>,
    webhook_timeout: Duration,
    forbids_late: bool,
}

impl Simulator {
    /// Starts a simulator with the default settings: a free port and a random secret key.
    ///
    /// # Errors
    ///
    /// Fails if the port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns a builder, for other settings.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder {
            port: 0,
            sdk_app_id: 1_400_000_000,
            secret_key: std::iter::repeat_with(|| fastrand::digit(16)).take(64).collect(),
            admin: "administrator".to_owned(),
            log: None,
            tls: false,
            webhooks: None,
            webhook_timeout: webhooks::TIMEOUT,
            forbids_late: false,
        }
    }

    /// Returns the URL of the simulator, such as `http://127.0.0.1:40001`.
    #[must_use]
    pub fn base_url(&self) -> String {
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Returns the self-signed certificate, in DER; `None` without TLS. A client must trust it.
    #[must_use]
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// Returns the `SDKAppID` of the app.
    #[must_use]
    pub fn sdk_app_id(&self) -> u32 {
        self.app.sdk_app_id
    }

    /// Returns the secret key of the app.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.app.secret_key
    }

    /// Returns the administrator of the app, in whose name every call must be signed.
    #[must_use]
    pub fn admin(&self) -> &str {
        &self.app.admin
    }

    /// Returns every simulated endpoint, each with `true` if it is stateful, or `false` if its responses are
    /// synthesized.
    pub fn endpoints() -> impl Iterator<Item = (&'static EndpointSpec, bool)> {
        routes::all().map(|route| (route.spec, route.handler.is_some()))
    }

    /// Accepts no more connections, and waits up to ten seconds until the calls in flight have their responses. Then it
    /// closes the remaining connections.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        self.stop.closed().await;
    }

    /// Sends a webhook now, whether it is on or off, for events that no action causes. Rules do not apply, and the
    /// webhooks in the outbox may be sent later.
    ///
    /// # Errors
    ///
    /// Fails if no URL is set, or a number of the event is infinite or NaN.
    pub async fn send_webhook<E: WebhookEvent>(&self, event: &E) -> io::Result<SentWebhook> {
        let command = E::spec().command();
        let body = codec::write_event(RecordRef::new(event), command);
        self.send_now(command.into(), body.map_err(io::Error::other)?).await
    }

    /// Sends a webhook with this command and these fields now, as [`send_webhook`](Self::send_webhook) does. Neither
    /// needs to be declared. The command is added to the fields.
    ///
    /// # Errors
    ///
    /// Fails if no URL is set.
    pub async fn send_webhook_json(
        &self,
        command: &str,
        mut event: Map<String, Value>,
    ) -> io::Result<SentWebhook> {
        event.insert("CallbackCommand".to_owned(), command.into());
        self.send_now(command.to_owned().into(), Value::Object(event).to_string().into()).await
    }

    async fn send_now(&self, command: Cow<'static, str>, body: Vec<u8>) -> io::Result<SentWebhook> {
        if self.app.webhooks.is_none() {
            let problem = "the simulator has no URL for webhooks: set one with `webhooks`";
            return Err(io::Error::new(io::ErrorKind::NotConnected, problem));
        }
        let webhook = Outgoing { command, body: body.into() };
        Ok(webhooks::send(&self.app, webhook).await)
    }

    /// Waits until all webhooks that are in the outbox now were sent. Returns at once if there is no outbox.
    pub async fn flush_webhooks(&self) {
        self.app.unlocked().await;
        let outbox = self.app.state().webhooks.outbox.clone();
        let (flushed, wait) = oneshot::channel();
        if let Some(outbox) = outbox
            && outbox.send(Parcel::Flush(flushed)).await.is_ok()
        {
            // An error is the signal, and there is no other.
            drop(wait.await);
        }
    }

    /// Locks the state, to read and to change it. Drop the guard before you await a call. While the state is locked,
    /// calls wait for at least 250 ms, and then fail with `MALFORMED_HTTP_REQUEST` and an error text that names the
    /// reason.
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
    /// Sets the port to listen on; 0, the default, means a free one.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Sets the `SDKAppID` of the app; 1400000000 by default.
    pub fn sdk_app_id(self, sdk_app_id: u32) -> Self {
        Self { sdk_app_id, ..self }
    }

    /// Sets the secret key of the app; random by default.
    pub fn secret_key(self, secret_key: impl Into<String>) -> Self {
        Self { secret_key: secret_key.into(), ..self }
    }

    /// Sets the administrator of the app; `administrator` by default.
    pub fn admin(self, identifier: impl Into<String>) -> Self {
        Self { admin: identifier.into(), ..self }
    }

    /// Serves HTTPS instead of HTTP, with a new self-signed certificate.
    pub fn tls(self) -> Self {
        Self { tls: true, ..self }
    }

    /// Passes one line for each call to `log`: the path and the result. The response waits until `log` returns.
    pub fn log(self, log: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { log: Some(Arc::new(log)), ..self }
    }

    /// Sends webhooks to this URL, such as `http://127.0.0.1:8080/webhook`, signed with this token. The URL must be of
    /// this machine, over HTTP and without a query. By default no webhooks are sent.
    pub fn webhooks(self, url: impl Into<String>, token: impl Into<String>) -> Self {
        Self { webhooks: Some(Settings { url: url.into(), token: token.into() }), ..self }
    }

    /// Sets how long the app may take to reply to a webhook; two seconds by default, as the service waits.
    pub fn webhook_timeout(self, timeout: Duration) -> Self {
        Self { webhook_timeout: timeout, ..self }
    }

    /// Forbids an action if the app does not reply in time to the webhook that asks about it. By default it takes place.
    /// The console of the service has the same setting.
    pub fn forbid_late(self) -> Self {
        Self { forbids_late: true, ..self }
    }

    /// Starts the simulator.
    ///
    /// # Errors
    ///
    /// Fails if the port cannot be opened, or if the URL or the token of the webhooks is malformed.
    pub async fn start(self) -> io::Result<Simulator> {
        let Self { port, sdk_app_id, secret_key, admin, log, tls, .. } = self;
        let sender = self.webhooks.map(|settings| {
            Sender::new(sdk_app_id, settings, self.webhook_timeout, self.forbids_late)
        });
        let sender = sender.transpose()?;
        let identity = if tls { Some(Identity::new()?) } else { None };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let mut state = State::of(&admin);
        let outbox = sender.is_some().then(|| mpsc::channel(webhooks::MAX_OUTBOX)).map(
            |(outbox, parcels)| {
                state.webhooks.outbox = Some(outbox);
                parcels
            },
        );
        let state = Mutex::new(state);
        let app = Arc::new(App { sdk_app_id, secret_key, admin, log, webhooks: sender, state });
        if let Some(outbox) = outbox {
            let delivering = webhooks::deliver(Arc::clone(&app), outbox);
            let stopping = wait_for_stop(stopped.clone());
            tokio::spawn(async {
                tokio::select! { () = delivering => {}, () = stopping => {} }
            });
        }
        let router = gateway::router(Arc::clone(&app));
        match &identity {
            Some(identity) => serve(TlsListener::new(listener, identity)?, router, stopped),
            None => serve(listener, router, stopped),
        }
        let certificate = identity.map(|identity| identity.certificate.to_vec());
        Ok(Simulator { app, address, certificate, stop })
    }
}

/// Waits until the simulator is stopped or dropped.
async fn wait_for_stop(mut stopped: watch::Receiver<bool>) {
    drop(stopped.wait_for(|is_stopped| *is_stopped).await);
}

/// Serves until `stopped` becomes `true` or its sender is dropped. The receiver lives until the last call has its
/// response.
fn serve<L>(listener: L, router: Router, stopped: watch::Receiver<bool>)
where
    L: Listener,
    L::Addr: fmt::Debug,
{
    tokio::spawn(async move {
        let (cutter, cut) = watch::channel(());
        let late = wait_for_stop(stopped.clone());
        let late = async move {
            late.await;
            tokio::time::sleep(STOP_TIMEOUT).await;
        };
        let serving = axum::serve(CuttableListener { listener, cut }, router);
        let serving = serving.with_graceful_shutdown(wait_for_stop(stopped.clone())).into_future();
        tokio::select! {
            result = serving => drop(result),
            () = late => {}
        }
        drop(cutter);
        drop(stopped);
    });
}
