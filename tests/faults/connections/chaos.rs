//! A peer that misbehaves on some of its connections. It writes HTTP/2 frame by frame, because no library would
//! misbehave so.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::fault_matrix::{Certificate, Protocol, tls};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::AbortHandle;

const BODY: &[u8] = br#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// The behaviour of the peer on a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Conduct {
    /// Keeps silent from the TLS handshake on.
    Mute,
    /// Responds to each request after this time.
    Serve(Duration),
    /// Responds to every PING, but to no request.
    Hang,
    /// Responds to the first requests, this many, at once, and then hangs.
    HangAfter(usize),
    /// Responds to all requests but the first.
    SkipFirst,
    /// Closes the connection at a request.
    Close,
    /// HTTP/2: allows this many concurrent streams, and responds to none.
    Streams(u32),
    /// HTTP/2: allows one concurrent stream, and responds once it is released.
    OneStream,
    /// HTTP/2: opens no window for the body of a request.
    NoWindow,
    /// HTTP/2: refuses each stream.
    Refuse,
    /// HTTP/2: at the first request, sends GOAWAY with this as the last processed stream, then closes.
    GoAway(u32),
}

struct Seen {
    connections: AtomicUsize,
    open: AtomicUsize,
    /// Opened streams, or requests over HTTP/1.1.
    requests: AtomicUsize,
    /// Bodies that arrived whole, over HTTP/2.
    bodies: AtomicUsize,
    /// Connections whose client has acknowledged the settings, over HTTP/2.
    acknowledged: AtomicUsize,
    /// A permit for each response of [`Conduct::OneStream`].
    released: Semaphore,
}

impl Default for Seen {
    fn default() -> Self {
        let [connections, open, requests, bodies, acknowledged] =
            [const { AtomicUsize::new(0) }; 5];
        let released = Semaphore::const_new(0);
        Self { connections, open, requests, bodies, acknowledged, released }
    }
}

pub(crate) struct Chaos {
    pub(crate) url: String,
    seen: Arc<Seen>,
    accepting: AbortHandle,
}

impl Chaos {
    /// Starts the peer. `conduct` maps the number of the connection, from zero, to its behaviour.
    pub(crate) async fn start(
        protocol: Protocol,
        conduct: impl Fn(usize) -> Conduct + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = if protocol == Protocol::Plain { "http" } else { "https" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Seen::default());
        let noted = Arc::clone(&seen);
        let accepting = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let number = noted.connections.fetch_add(1, Ordering::SeqCst);
                noted.open.fetch_add(1, Ordering::SeqCst);
                let (conduct, noted) = (conduct(number), Arc::clone(&noted));
                tokio::spawn(async move {
                    // An error means that the client ended the connection.
                    drop(serve(socket, protocol, conduct, &noted).await);
                    noted.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { url, seen, accepting: accepting.abort_handle() }
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Connections that the client has not closed.
    pub(crate) fn open(&self) -> usize {
        self.seen.open.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> usize {
        self.seen.requests.load(Ordering::SeqCst)
    }

    /// Bodies that arrived whole, over HTTP/2.
    pub(crate) fn bodies(&self) -> usize {
        self.seen.bodies.load(Ordering::SeqCst)
    }

    /// Connections whose client has acknowledged the settings, over HTTP/2.
    pub(crate) fn acknowledged(&self) -> usize {
        self.seen.acknowledged.load(Ordering::SeqCst)
    }

    /// Lets the peer respond, if it behaves as [`Conduct::OneStream`].
    pub(crate) fn release(&self) {
        self.seen.released.add_permits(1000);
    }
}

impl Drop for Chaos {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(
    mut socket: TcpStream,
    protocol: Protocol,
    conduct: Conduct,
    seen: &Arc<Seen>,
) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    if let Conduct::Mute = conduct {
        return read_to_end(&mut socket).await;
    }
    match protocol {
        Protocol::Plain => serve_http1(socket, conduct, seen).await,
        Protocol::Tls => {
            let stream = tls::acceptor(Certificate::Right, protocol).accept(socket).await?;
            serve_http1(stream, conduct, seen).await
        }
        Protocol::Http2 => {
            let stream = tls::acceptor(Certificate::Right, protocol).accept(socket).await?;
            serve_http2(stream, conduct, seen).await
        }
    }
}

async fn read_to_end(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// Reads requests whose bodies end with `}`, as JSON does.
async fn serve_http1(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    conduct: Conduct,
    seen: &Seen,
) -> std::io::Result<()> {
    let mut read = Vec::new();
    let mut responded = 0;
    while stream.read_buf(&mut read).await? > 0 {
        if !read.ends_with(b"}") {
            continue;
        }
        read.clear();
        seen.requests.fetch_add(1, Ordering::SeqCst);
        match conduct {
            Conduct::Serve(wait) => tokio::time::sleep(wait).await,
            Conduct::HangAfter(count) if responded < count => responded += 1,
            Conduct::Close => return Ok(()),
            _ => return read_to_end(&mut stream).await,
        }
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", BODY.len());
        stream.write_all(&[head.as_bytes(), BODY].concat()).await?;
        stream.flush().await?;
    }
    Ok(())
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head, payload].concat()
}

/// A setting, by its number in RFC 9113.
fn setting(number: u16, value: u32) -> Vec<u8> {
    [&number.to_be_bytes()[..], &value.to_be_bytes()].concat()
}

fn response(stream: u32) -> Vec<u8> {
    // Status 200 in HPACK's static table.
    [frame(HEADERS, END_HEADERS, stream, &[0x88]), frame(DATA, END_STREAM, stream, BODY)].concat()
}

fn settings_of(conduct: Conduct) -> Vec<u8> {
    match conduct {
        Conduct::Streams(count) => setting(3, count),
        Conduct::OneStream => setting(3, 1),
        Conduct::NoWindow => setting(4, 0),
        _ => setting(3, 128),
    }
}

async fn serve_http2(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    conduct: Conduct,
    seen: &Arc<Seen>,
) -> std::io::Result<()> {
    let (mut reader, mut writer) = tokio::io::split(stream);
    let mut preface = [0; 24];
    reader.read_exact(&mut preface).await?;
    let (send, mut frames) = mpsc::unbounded_channel::<Option<Vec<u8>>>();
    send.send(Some(frame(SETTINGS, 0, 0, &settings_of(conduct)))).unwrap();
    let writing = tokio::spawn(async move {
        while let Some(Some(frame)) = frames.recv().await {
            if writer.write_all(&frame).await.is_err() || writer.flush().await.is_err() {
                return;
            }
        }
        drop(writer.shutdown().await);
    });
    let result = read_frames(&mut reader, conduct, seen, &send).await;
    writing.abort();
    result
}

async fn read_frames(
    reader: &mut (impl AsyncRead + Unpin),
    conduct: Conduct,
    seen: &Arc<Seen>,
    send: &mpsc::UnboundedSender<Option<Vec<u8>>>,
) -> std::io::Result<()> {
    let mut responded = 0;
    loop {
        let mut head = [0; 9];
        reader.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let (kind, flags) = (head[3], head[4]);
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; length as usize];
        reader.read_exact(&mut payload).await?;
        let say = |frame: Vec<u8>| drop(send.send(Some(frame)));
        let is_whole = kind == DATA && flags & END_STREAM != 0;
        match kind {
            SETTINGS if flags & ACK != 0 => {
                seen.acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            SETTINGS => say(frame(SETTINGS, ACK, 0, &[])),
            PING if flags & ACK == 0 => say(frame(PING, ACK, 0, &payload)),
            HEADERS => {
                seen.requests.fetch_add(1, Ordering::SeqCst);
                match conduct {
                    Conduct::Refuse => say(frame(RST_STREAM, 0, stream, &7_u32.to_be_bytes())),
                    Conduct::GoAway(last) => {
                        let payload = [last.to_be_bytes(), 0_u32.to_be_bytes()].concat();
                        say(frame(GOAWAY, 0, 0, &payload));
                        drop(send.send(None));
                    }
                    _ => {}
                }
            }
            DATA if length > 0 => say(frame(WINDOW_UPDATE, 0, 0, &length.to_be_bytes())),
            _ => {}
        }
        seen.bodies.fetch_add(usize::from(is_whole), Ordering::SeqCst);
        match conduct {
            Conduct::Serve(wait) if is_whole => {
                let send = send.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(wait).await;
                    drop(send.send(Some(response(stream))));
                });
            }
            Conduct::OneStream if is_whole => {
                let (send, seen) = (send.clone(), Arc::clone(seen));
                tokio::spawn(async move {
                    seen.released.acquire().await.unwrap().forget();
                    drop(send.send(Some(response(stream))));
                });
            }
            Conduct::HangAfter(count) if is_whole && responded < count => {
                responded += 1;
                say(response(stream));
            }
            Conduct::SkipFirst if is_whole && stream > 1 => say(response(stream)),
            Conduct::Close if is_whole => return Ok(()),
            _ => {}
        }
    }
}
