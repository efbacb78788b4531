//! The server of the calls, in a separate process, so that its time and allocations are not counted. It speaks TLS with
//! its own certificate and gives every call the same response.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use crate::derived::RESPONSE;
use tencent_chat_sim::{Fault, Rule, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A server that runs until this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) base_url: String,
    pub(crate) certificate: Vec<u8>,
}

impl Server {
    /// Starts this program again as a server of `protocol`.
    pub(crate) fn start(protocol: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--serve", protocol])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let base_url = lines.next().unwrap();
        let certificate = lines.next().unwrap();
        let certificate = certificate.split(' ').map(|byte| byte.parse().unwrap()).collect();
        Self { child, base_url, certificate }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Serves, if this process was started as a server.
pub(crate) fn serve_if_asked() -> bool {
    let Some(protocol) = std::env::args().skip_while(|arg| arg != "--serve").nth(1) else {
        return false;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        match &*protocol {
            "h2" => serve_http2().await,
            _ => serve_http1().await,
        }
    });
    true
}

fn tell(base_url: &str, certificate: &[u8]) {
    let certificate: Vec<_> = certificate.iter().map(u8::to_string).collect();
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{base_url}\n{}", certificate.join(" ")).unwrap();
    stdout.flush().unwrap();
}

async fn serve_http2() {
    let simulator = Simulator::builder().tls().start().await.unwrap();
    simulator.state().add_rule(Rule::new(Fault::Body(RESPONSE.into())).for_ever());
    tell(&simulator.base_url(), simulator.certificate().unwrap());
    std::future::pending::<()>().await;
}

/// Does as little as a server can, because it shares the machine with the measured code.
async fn serve_http1() {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    tell(&format!("https://{}", listener.local_addr().unwrap()), made.cert.der());
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(respond_to_all(acceptor.clone(), stream));
    }
}

async fn respond_to_all(acceptor: TlsAcceptor, stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ndate: Wed, 25 Nov 2026 12:00:00 GMT\r\n\
         content-length: {}\r\n\r\n{RESPONSE}",
        RESPONSE.len()
    );
    let mut request = Vec::new();
    loop {
        while !is_whole(&request) {
            if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
                return;
            }
        }
        request.clear();
        if stream.write_all(head.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Returns `true` if head and body have arrived; each connection has one request at a time.
fn is_whole(request: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(request) else { return false };
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
    });
    body.len() >= length.unwrap_or(0)
}
