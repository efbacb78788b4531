//! A peer that misbehaves as told.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// The behaviour of a [`Peer`] on a connection.
#[derive(Clone)]
pub enum Reply {
    /// Reads the request, writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Reads the request and closes.
    Close,
    /// Reads the request and keeps silent.
    Silence,
}

impl Reply {
    /// A whole response of status 200.
    pub fn json(body: &str) -> Self {
        Self::http("200 OK", "application/json", body)
    }

    pub fn http(status: &str, content_type: &str, body: &str) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self::Bytes([head.as_bytes(), body.as_bytes()].concat())
    }
}

/// A server that responds to every request in the same way and passes on what it received.
pub struct Peer {
    pub url: String,
    requests: mpsc::UnboundedReceiver<String>,
}

impl Peer {
    pub async fn start(reply: Reply) -> Self {
        Self::start_with(move |_| reply.clone()).await
    }

    /// Starts a peer whose reply may depend on the request.
    pub async fn start_with(reply: impl Fn(&str) -> Reply + Send + 'static) -> Self {
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
    pub async fn request(&mut self) -> String {
        self.requests.recv().await.unwrap()
    }

    /// Returns `true` if no request has arrived so far.
    pub fn is_untouched(&mut self) -> bool {
        self.requests.try_recv().is_err()
    }
}

pub async fn read_request(stream: &mut TcpStream) -> String {
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
