//! The peer: it does one thing wrong until it is healed, and keeps a ledger of what came.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_core::ErrorCode;
use api_core::user_sig::{SecretKey, Subject, UnixTime};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::server::TlsStream;

use super::{Action, Certificate, Fault, Moment, PeerResponse, Protocol, http1, http2, tls};
use crate::support::listen::AHEAD;
use crate::support::{ADMIN, APP, KEY, ManualClock, NOW};

/// How long a drip waits for its next drop.
pub(super) const DROP: Duration = Duration::from_millis(250);

pub(super) const GOOD: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","Text":"well"}"#;

/// What is neither HTTP nor TLS.
pub(super) const GARBAGE: &[u8] = b"\x15\x00\xffneither this\nnor that\r\n\r\n";

const TOO_LARGE: &[u8] = b"HTTP/1.1 413 Said\r\ncontent-length: 0\r\n\r\n";

/// A counter that goes back down when what it counts is over.
#[derive(Clone, Default)]
pub(super) struct Gauge(Arc<AtomicUsize>);

pub(super) struct Counted(Gauge);

impl Gauge {
    pub(super) fn enter(&self) -> Counted {
        self.0.fetch_add(1, Ordering::Relaxed);
        Counted(self.clone())
    }

    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the peer is to do, and what came to it.
pub(super) struct Ledger {
    fault: Mutex<Option<Fault>>,
    pub(super) clock: ManualClock,
    /// Connections that were not yet seen to close.
    pub(super) open: Gauge,
    /// Connections that do not just wait for a request, and streams.
    pub(super) busy: Gauge,
    pub(super) requests: AtomicU32,
    pub(super) user_sigs: Mutex<BTreeSet<String>>,
}

impl Ledger {
    pub(super) fn fault(&self) -> Option<Fault> {
        *self.fault.lock().unwrap()
    }

    /// What to do at this moment, if anything.
    pub(super) fn deed_at(&self, moment: Moment) -> Option<Action> {
        match self.fault() {
            Some(Fault::At(when, action)) if when == moment => Some(action),
            _ => None,
        }
    }

    /// Takes down a request by its target.
    pub(super) fn note(&self, target: &str) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.user_sigs.lock().unwrap().extend(user_sig_of(target));
    }

    /// The whole response to a request.
    pub(super) fn respond(&self, target: &str) -> PeerResponse {
        match self.fault() {
            Some(Fault::Responses(response)) => response(),
            Some(Fault::Says(code)) => refusal(ErrorCode::new(code)),
            Some(Fault::LateClock) => late_response(target),
            _ => PeerResponse::json(GOOD),
        }
    }

    /// Lets time pass until the client has given up.
    pub(super) async fn wear_out(&self) {
        while !self.clock.pass(Duration::MAX) {
            tokio::task::yield_now().await;
        }
    }
}

fn user_sig_of(target: &str) -> Option<String> {
    let (_, rest) = target.split_once("usersig=")?;
    Some(rest.split('&').next()?.to_owned())
}

fn refusal(code: ErrorCode) -> PeerResponse {
    let code = code.get();
    let body = format!(r#"{{"ActionStatus":"FAIL","ErrorCode":{code},"ErrorInfo":"oops"}}"#);
    PeerResponse::new(200, body)
}

/// As of a service whose clock is ahead.
fn late_response(target: &str) -> PeerResponse {
    let (user_sig, subject) = (user_sig_of(target).unwrap(), Subject::new(APP, ADMIN));
    let verified =
        SecretKey::new(KEY).verify(&user_sig, &subject, UnixTime::from_secs(NOW + AHEAD));
    let response = match verified {
        Ok(_) => PeerResponse::json(GOOD),
        Err(_) => refusal(ErrorCode::USER_SIG_EXPIRED),
    };
    response.header("date", "Thu, 19 Nov 2026 17:06:40 GMT")
}

pub(super) struct Peer {
    pub(super) ledger: Arc<Ledger>,
    protocol: Protocol,
    address: SocketAddr,
    /// Dropped to stop accepting.
    stop: Option<oneshot::Sender<()>>,
}

impl Peer {
    pub(super) fn start(protocol: Protocol, fault: Fault, clock: ManualClock) -> Self {
        let ledger = Arc::new(Ledger {
            fault: Mutex::new(Some(fault)),
            clock,
            open: Gauge::default(),
            busy: Gauge::default(),
            requests: AtomicU32::new(0),
            user_sigs: Mutex::default(),
        });
        let listener = listen("127.0.0.1:0".parse().unwrap());
        let address = listener.local_addr().unwrap();
        let mut peer = Self { ledger, protocol, address, stop: None };
        match fault {
            Fault::Refused => drop(listener),
            _ => peer.accept(listener),
        }
        peer
    }

    pub(super) fn url(&self) -> String {
        let scheme = if self.protocol == Protocol::Plain { "http" } else { "https" };
        match self.ledger.fault() {
            // A label of more than 63 characters: the resolver refuses it without asking anyone.
            Some(Fault::NoName) => format!("{scheme}://{}.invalid", "x".repeat(64)),
            _ => format!("{scheme}://{}", self.address),
        }
    }

    /// Does nothing wrong from now on.
    pub(super) fn heal(&mut self) {
        *self.ledger.fault.lock().unwrap() = None;
        if self.stop.is_none() {
            self.accept(listen(self.address));
        }
    }

    /// Takes no more connections.
    pub(super) fn stop(&mut self) {
        self.stop = None;
    }

    fn accept(&mut self, listener: TcpListener) {
        let (stop, mut stopped) = oneshot::channel();
        self.stop = Some(stop);
        let (ledger, protocol) = (Arc::clone(&self.ledger), self.protocol);
        tokio::spawn(async move {
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    _ = &mut stopped => return,
                };
                let (socket, _) = accepted.unwrap();
                tokio::spawn(serve(socket, protocol, Arc::clone(&ledger)));
            }
        });
    }
}

/// Receives little before it is read, so that a large request is not written at once.
fn listen(address: SocketAddr) -> TcpListener {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.set_recv_buffer_size(64 * 1024).unwrap();
    socket.bind(address).unwrap();
    socket.listen(64).unwrap()
}

async fn serve(socket: TcpStream, protocol: Protocol, ledger: Arc<Ledger>) {
    let _open = ledger.open.enter();
    let busy = ledger.busy.enter();
    socket.set_nodelay(true).unwrap();
    if let Some(Fault::At(_, Action::Reset)) = ledger.fault() {
        socket.set_zero_linger().unwrap();
    }
    if protocol == Protocol::Plain {
        drop(busy);
        return http1::serve(socket, &ledger).await;
    }
    match ledger.deed_at(Moment::Handshake) {
        Some(Action::Stall) => return play_dead(socket, &ledger).await,
        Some(action) => return act(action, socket, &ledger).await,
        None => {}
    }
    let shown = match ledger.fault() {
        Some(Fault::Shows(certificate)) => certificate,
        _ => Certificate::Right,
    };
    let Ok(stream) = tls::acceptor(shown, protocol).accept(socket).await else { return };
    drop(busy);
    if protocol == Protocol::Http2 {
        http2::serve(stream, ledger).await;
    } else {
        http1::serve(stream, &ledger).await;
    }
}

/// A connection, with or without TLS.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    fn socket(&mut self) -> &mut TcpStream;
}

impl Wire for TcpStream {
    fn socket(&mut self) -> &mut TcpStream {
        self
    }
}

impl Wire for TlsStream<TcpStream> {
    fn socket(&mut self) -> &mut TcpStream {
        self.get_mut().0
    }
}

/// Waits until the client has written something: before, a connection that ends is one that took nothing. In TLS it may be
/// in the buffer of rustls already.
pub(super) async fn wait_for_request(stream: &mut impl Wire) {
    drop(stream.read(&mut [0]).await);
}

/// Does to a connection what can be done to one.
pub(super) async fn act(action: Action, mut stream: impl Wire, ledger: &Ledger) {
    let _busy = ledger.busy.enter();
    match action {
        // A socket that is closed with something unread is reset: this one is closed for writing, and read to its end.
        Action::Close => drop(stream.socket().shutdown().await),
        Action::Reset => return,
        Action::Stall => ledger.wear_out().await,
        Action::Drip => drip(&mut stream, ledger).await,
        Action::Garbage => say_and_close(GARBAGE, &mut stream).await,
        Action::TurnAway => say_and_close(TOO_LARGE, &mut stream).await,
        Action::ResetStream(_)
        | Action::GoAway
        | Action::Retire
        | Action::Disown
        | Action::NoStreams => {
            unreachable!("of HTTP/2")
        }
    }
    // The end of the connection is the client's to make: until it does, this one counts as open.
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
}

/// Keeps silent until the client finds out by tokio's clock: that of its HTTP/2, and that of its connecting. With that one
/// stopped and nothing else going on, tokio turns it to the next alarm.
pub(super) async fn play_dead(mut stream: impl Wire, ledger: &Ledger) {
    let _busy = ledger.busy.enter();
    tokio::time::pause();
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
    tokio::time::resume();
}

async fn say_and_close(text: &[u8], stream: &mut impl Wire) {
    drop(stream.write_all(text).await);
    drop(stream.flush().await);
    drop(stream.socket().shutdown().await);
}

/// Writes a letter at a time, which ends neither a header nor a body.
async fn drip(stream: &mut impl Wire, ledger: &Ledger) {
    while stream.write_all(b"x").await.is_ok() && stream.flush().await.is_ok() {
        if ledger.clock.pass(DROP) {
            return;
        }
        tokio::task::yield_now().await;
    }
}
