//! The peer: it causes one fault until it is healed, and records what it receives.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tencent_chat::ErrorCode;
use tencent_chat::user_sig::{SecretKey, Subject, UnixTime};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::server::TlsStream;

use super::{Action, Certificate, Fault, Moment, PeerResponse, Protocol, http1, http2, tls};
use crate::listen::AHEAD;
use crate::{ADMIN, APP, KEY, ManualClock, NOW};

/// The time between two bytes of [`Action::Drip`].
pub(super) const DROP: Duration = Duration::from_millis(250);

pub(super) const GOOD: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","Text":"well"}"#;

/// Bytes that are neither HTTP nor TLS.
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

/// The fault of the peer and a record of what it received.
pub(super) struct Record {
    fault: Mutex<Option<Fault>>,
    pub(super) clock: ManualClock,
    /// Connections that have not been seen to close.
    pub(super) open: Gauge,
    /// Streams, and connections that do more than wait for a request.
    pub(super) busy: Gauge,
    pub(super) requests: AtomicU32,
    pub(super) user_sigs: Mutex<BTreeSet<String>>,
}

impl Record {
    pub(super) fn fault(&self) -> Option<Fault> {
        *self.fault.lock().unwrap()
    }

    /// Returns the action for this moment, if any.
    pub(super) fn action_at(&self, moment: Moment) -> Option<Action> {
        match self.fault() {
            Some(Fault::At(when, action)) if when == moment => Some(action),
            _ => None,
        }
    }

    /// Records a request by its target.
    pub(super) fn add_request(&self, target: &str) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.user_sigs.lock().unwrap().extend(user_sig_of(target));
    }

    /// The whole response to a request.
    pub(super) fn respond(&self, target: &str) -> PeerResponse {
        match self.fault() {
            Some(Fault::Responds(response)) => response(),
            Some(Fault::FailsWith(code)) => refusal(ErrorCode::new(code)),
            Some(Fault::ClientClockBehind) => late_response(target),
            _ => PeerResponse::json(GOOD),
        }
    }

    /// Lets time pass until the client has given up.
    pub(super) async fn outlast_client(&self) {
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

/// The response of a service whose clock is ahead.
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
    pub(super) record: Arc<Record>,
    protocol: Protocol,
    address: SocketAddr,
    /// Dropped to stop accepting.
    stop: Option<oneshot::Sender<()>>,
}

impl Peer {
    pub(super) fn start(protocol: Protocol, fault: Fault, clock: ManualClock) -> Self {
        let record = Arc::new(Record {
            fault: Mutex::new(Some(fault)),
            clock,
            open: Gauge::default(),
            busy: Gauge::default(),
            requests: AtomicU32::new(0),
            user_sigs: Mutex::default(),
        });
        let listener = listen("127.0.0.1:0".parse().unwrap());
        let address = listener.local_addr().unwrap();
        let mut peer = Self { record, protocol, address, stop: None };
        match fault {
            Fault::Refused => drop(listener),
            _ => peer.accept(listener),
        }
        peer
    }

    pub(super) fn url(&self) -> String {
        let scheme = if self.protocol == Protocol::Plain { "http" } else { "https" };
        match self.record.fault() {
            // A label of more than 63 characters: the resolver rejects it without a query.
            Some(Fault::UnknownHost) => format!("{scheme}://{}.invalid", "x".repeat(64)),
            _ => format!("{scheme}://{}", self.address),
        }
    }

    /// Causes no fault from now on.
    pub(super) fn heal(&mut self) {
        *self.record.fault.lock().unwrap() = None;
        if self.stop.is_none() {
            self.accept(listen(self.address));
        }
    }

    /// Accepts no more connections.
    pub(super) fn stop(&mut self) {
        self.stop = None;
    }

    fn accept(&mut self, listener: TcpListener) {
        let (stop, mut stopped) = oneshot::channel();
        self.stop = Some(stop);
        let (record, protocol) = (Arc::clone(&self.record), self.protocol);
        tokio::spawn(async move {
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    _ = &mut stopped => return,
                };
                let (socket, _) = accepted.unwrap();
                tokio::spawn(serve(socket, protocol, Arc::clone(&record)));
            }
        });
    }
}

/// Listens with a small receive buffer, so that a large request is not written at once.
fn listen(address: SocketAddr) -> TcpListener {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.set_recv_buffer_size(64 * 1024).unwrap();
    socket.bind(address).unwrap();
    socket.listen(64).unwrap()
}

async fn serve(socket: TcpStream, protocol: Protocol, record: Arc<Record>) {
    let _open = record.open.enter();
    let busy = record.busy.enter();
    socket.set_nodelay(true).unwrap();
    if let Some(Fault::At(_, Action::Reset)) = record.fault() {
        socket.set_zero_linger().unwrap();
    }
    if protocol == Protocol::Plain {
        drop(busy);
        return http1::serve(socket, &record).await;
    }
    match record.action_at(Moment::Handshake) {
        Some(Action::Stall) => return play_dead(socket, &record).await,
        Some(action) => return act(action, socket, &record).await,
        None => {}
    }
    let certificate = match record.fault() {
        Some(Fault::Presents(certificate)) => certificate,
        _ => Certificate::Right,
    };
    let Ok(stream) = tls::acceptor(certificate, protocol).accept(socket).await else { return };
    drop(busy);
    if protocol == Protocol::Http2 {
        http2::serve(stream, record).await;
    } else {
        http1::serve(stream, &record).await;
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

/// Waits until the client has written something, because a connection that ends before took no request. In TLS the
/// bytes may already be in the buffer of rustls.
pub(super) async fn wait_for_request(stream: &mut impl Wire) {
    drop(stream.read(&mut [0]).await);
}

/// Takes an action that applies to any connection.
pub(super) async fn act(action: Action, mut stream: impl Wire, record: &Record) {
    let _busy = record.busy.enter();
    match action {
        // Closing a socket with unread bytes resets it, so this one is closed for writing and read to its end.
        Action::Close => drop(stream.socket().shutdown().await),
        Action::Reset => return,
        Action::Stall => record.outlast_client().await,
        Action::Drip => drip(&mut stream, record).await,
        Action::Garbage => write_and_close(GARBAGE, &mut stream).await,
        Action::RejectUnread => write_and_close(TOO_LARGE, &mut stream).await,
        Action::ResetStream(_)
        | Action::GoAway
        | Action::GoAwayGracefully
        | Action::GoAwayUnprocessed
        | Action::AllowNoStreams => {
            unreachable!("only for HTTP/2")
        }
    }
    // The client must end the connection: until it does, the connection counts as open.
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
}

/// Keeps silent until the client finds out by tokio's clock, which drives HTTP/2 and connecting. While that clock is
/// paused and nothing else runs, tokio advances it to the next timer.
pub(super) async fn play_dead(mut stream: impl Wire, record: &Record) {
    let _busy = record.busy.enter();
    tokio::time::pause();
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
    tokio::time::resume();
}

async fn write_and_close(text: &[u8], stream: &mut impl Wire) {
    drop(stream.write_all(text).await);
    drop(stream.flush().await);
    drop(stream.socket().shutdown().await);
}

/// Writes one letter at a time, which ends neither a header nor a body.
async fn drip(stream: &mut impl Wire, record: &Record) {
    while stream.write_all(b"x").await.is_ok() && stream.flush().await.is_ok() {
        if record.clock.pass(DROP) {
            return;
        }
        tokio::task::yield_now().await;
    }
}
