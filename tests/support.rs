//! Shared parts of the tests: a clock that is advanced by hand, and a peer that misbehaves as told.

#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod listen;

use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tencent_chat::{
    Client, Clock, Credentials, Error, HyperTransport, RetryPolicy, Sleep, Unlimited,
};
use tencent_chat_sim::Simulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use zlib_rs::{Deflate, DeflateFlush, Status};

/// The time of the tests, in seconds since 1970 UTC.
pub(crate) const NOW: u64 = 1_795_000_000;

pub(crate) const APP: u32 = 1_400_000_000;
pub(crate) const ADMIN: &str = "administrator";
pub(crate) const KEY: &str = "canary-key-5bd2850fff3ecb11d7c805251c51ee463a25727b";

/// A clock that stands still until it is advanced.
#[derive(Clone)]
pub(crate) struct ManualClock(Arc<Mutex<Time>>);

struct Time {
    now: Duration,
    sleepers: Vec<(Duration, oneshot::Sender<()>)>,
    /// Shorter waits pass at once.
    skipped: Duration,
    waits: Vec<Duration>,
}

impl ManualClock {
    pub(crate) fn at(unix_time: u64) -> Self {
        let now = Duration::from_secs(unix_time);
        let skipped = Duration::ZERO;
        Self(Arc::new(Mutex::new(Time { now, sleepers: Vec::new(), skipped, waits: Vec::new() })))
    }

    /// A clock on which waits shorter than `skipped` pass at once.
    pub(crate) fn skipping(unix_time: u64, skipped: Duration) -> Self {
        let clock = Self::at(unix_time);
        clock.time().skipped = skipped;
        clock
    }

    /// The waits that passed at once.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.time().waits.clone()
    }

    /// Wakes the sleepers whose time has come.
    pub(crate) fn advance(&self, by: Duration) {
        let mut time = self.time();
        time.now += by;
        let now = time.now;
        for (_, wake) in time.sleepers.extract_if(.., |(until, _)| *until <= now) {
            drop(wake);
        }
    }

    /// Lets time pass until the next sleeper wakes, but at most `at_most`. Returns `true` if one woke.
    pub(crate) fn pass(&self, at_most: Duration) -> bool {
        let mut time = self.time();
        time.sleepers.retain(|(_, wake)| !wake.is_closed());
        let next = time.sleepers.iter().map(|(until, _)| until.saturating_sub(time.now)).min();
        drop(time);
        self.advance(next.unwrap_or(at_most).min(at_most));
        next.is_some_and(|next| next <= at_most)
    }

    fn time(&self) -> std::sync::MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn unix_time(&self) -> u64 {
        self.time().now.as_secs()
    }

    fn now(&self) -> Duration {
        self.time().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (wake, woken) = oneshot::channel();
        let mut time = self.time();
        if duration < time.skipped {
            time.now += duration;
            time.waits.push(duration);
            return Sleep::new(std::future::ready(()));
        }
        let until = time.now.saturating_add(duration);
        time.sleepers.push((until, wake));
        Sleep::new(async move { drop(woken.await) })
    }
}

/// The behaviour of a [`Peer`] on a connection.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Reads the request, writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Reads the request and closes.
    Close,
    /// Reads the request and keeps silent.
    Silence,
}

impl Reply {
    /// A whole response of status 200.
    pub(crate) fn json(body: &str) -> Self {
        Self::http("200 OK", "application/json", body)
    }

    pub(crate) fn http(status: &str, content_type: &str, body: &str) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self::Bytes([head.as_bytes(), body.as_bytes()].concat())
    }
}

/// A server that responds to every request in the same way and passes on what it received.
pub(crate) struct Peer {
    pub(crate) url: String,
    requests: mpsc::UnboundedReceiver<String>,
}

impl Peer {
    pub(crate) async fn start(reply: Reply) -> Self {
        Self::start_with(move |_| reply.clone()).await
    }

    /// Starts a peer whose reply may depend on the request.
    pub(crate) async fn start_with(reply: impl Fn(&str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                let reply = reply(&request);
                if sender.send(request).is_err() {
                    return;
                }
                match reply {
                    Reply::Bytes(bytes) => drop(stream.write_all(&bytes).await),
                    Reply::Close => {}
                    Reply::Silence => silent.push(stream),
                }
            }
        });
        Self { url, requests }
    }

    /// The next request, head and body.
    pub(crate) async fn request(&mut self) -> String {
        self.requests.recv().await.unwrap()
    }

    /// Returns `true` if no request has arrived so far.
    pub(crate) fn is_untouched(&mut self) -> bool {
        self.requests.try_recv().is_err()
    }
}

pub(crate) async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() >= content_length(head)
        {
            return text;
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
        }
    }
}

fn content_length(head: &str) -> usize {
    let value = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse().unwrap())
    };
    head.lines().find_map(value).unwrap_or_default()
}

/// A client of the peer, at [`NOW`], that makes one attempt per call without waiting, and rejects odd responses.
pub(crate) fn client_of(url: &str) -> Client {
    client_with(url, ManualClock::at(NOW))
}

pub(crate) fn client_with(url: &str, clock: ManualClock) -> Client {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let builder = Client::builder(APP, credentials).base_url(url).clock(clock);
    builder.retry(RetryPolicy::none()).limiter(Unlimited).strict_responses().build().unwrap()
}

/// A client like that of [`client_of`], over the lean transport.
pub(crate) fn lean_client_of(url: &str) -> Client {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    let builder = builder.clock(ManualClock::at(NOW)).retry(RetryPolicy::none());
    let builder = builder.limiter(Unlimited).strict_responses();
    builder.transport(HyperTransport::new().unwrap()).build().unwrap()
}

/// A simulator at [`NOW`], with a user who has two conversation groups.
pub(crate) async fn simulator() -> Simulator {
    let builder = Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN);
    let simulator = builder.start().await.unwrap();
    let mut state = simulator.state();
    state.set_unix_time(NOW);
    state.import_user("user15");
    for (group, peer) in [("test0", "user16"), ("test1", "user17")] {
        let conversations = [tencent_chat_sim::Conversation::with_user(peer)];
        state.create_contact_group("user15", group, conversations).unwrap();
    }
    drop(state);
    simulator
}

/// Everything that can be printed of an error.
pub(crate) fn everything_of(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let inner = error.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static));
    let mut source = error.source().or(inner);
    while let Some(error) = source {
        text += &format!("{error}\n{error:?}\n");
        source = error.source();
    }
    text += &format!("{:?}\n{:?}\n", error.envelope(), error.decode_error());
    text += &String::from_utf8_lossy(error.raw_body().unwrap_or_default());
    text
}

/// Compresses a text as a proxy would.
pub(crate) fn gzip(text: &str) -> Bytes {
    let mut written = vec![0; text.len() + 1024];
    let mut deflate = Deflate::new(6, true, 16 + 15);
    let status = deflate.compress(text.as_bytes(), &mut written, DeflateFlush::Finish);
    assert_eq!(status, Ok(Status::StreamEnd));
    written.truncate(usize::try_from(deflate.total_out()).unwrap());
    written.into()
}
