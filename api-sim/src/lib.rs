//! A stand-in for the Tencent Cloud Chat service: it keeps state, applies the documented limits and answers with the
//! documented codes. For tests and first runs; it listens on this machine only.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! use api_sim::{Conversation, Simulator};
//!
//! let simulator = Simulator::start().await?;
//! let mut state = simulator.state();
//! state.import_user("user15");
//! let group = state.create_contact_group("user15", "test0", [Conversation::with_user("user16")]);
//! assert!(group.is_ok());
//! drop(state);
//! println!("point a client at {}", simulator.base_url());
//! println!("for app {} as {}", simulator.sdk_app_id(), simulator.admin());
//! # Ok(())
//! # }
//! ```
//!
//! The client signs with [`Simulator::secret_key`].
//!
//! What it checks before it looks at a request is in `front_door`; what an endpoint then does is the endpoint's model.
//! An endpoint without a model is answered by its spec alone: well-formed, and the same for the same request.
//! [`Simulator::endpoints`] tells which is which.

mod account;
mod check;
mod conversation;
mod derived;
mod ending;
mod fault;
mod friend;
mod front_door;
mod group;
mod message;
mod model;
mod profile;
mod push;
mod state;
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

    /// Every endpoint that is answered, and whether it has a model; the others are answered by their spec alone.
    pub fn endpoints() -> impl Iterator<Item = (&'static EndpointSpec, bool)> {
        model::all().map(|served| (served.spec, served.is_modelled))
    }

    /// Takes no more connections, and waits until the calls in flight are answered, ten seconds at most. Then the
    /// connections that are left are cut.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        self.stop.closed().await;
    }

    /// The state, to look at and to change. No call is answered while it is held: drop it before you await one. A call that
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

    /// Hands a line about each call to `log`: its path, and what it was answered. It is called while the call waits.
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
        let router = front_door::router(Arc::clone(&app));
        match &identity {
            Some(identity) => serve(TlsListener::new(listener, identity)?, router, stopped),
            None => serve(listener, router, stopped),
        }
        let certificate = identity.map(|identity| identity.certificate.to_vec());
        Ok(Simulator { app, address, certificate, stop })
    }
}

/// Serves until told to stop, or until nobody is left to tell; the receiver lives until the last call is answered.
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
