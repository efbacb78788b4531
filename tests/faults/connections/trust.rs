//! Certificates, proxies, and bounds on what goes into a URL.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use support::fault_matrix::{Protocol, TransportKind, tls};
use support::process::{self, is_child, pass};
use support::{ADMIN, APP, KEY};
use tencent_chat::user_sig::{UnixTime, UserSig};
use tencent_chat::{
    Client, Credentials, ErrorKind, IssuedUserSig, ProvidedUserSig, Region, ReqwestTransport,
    RetryPolicy, TransportOptions, Unlimited, UserSigProvider,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::chaos::{Chaos, Conduct};
use super::{client, tell};

fn pem(certificates: &[Vec<u8>]) -> String {
    let block = |der: &Vec<u8>| {
        let text = STANDARD.encode(der);
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    };
    certificates.iter().map(block).collect()
}

/// Another run of a test of this file.
fn again(test: &str) -> Command {
    process::again(module_path!(), test)
}

fn builder(url: &str) -> tencent_chat::ClientBuilder {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    builder.retry(RetryPolicy::none()).limiter(Unlimited).strict_responses()
}

#[tokio::test]
async fn certificates_are_trusted_in_der_and_in_pem() {
    let chaos = Chaos::start(Protocol::Tls, |_| Conduct::Serve(Duration::ZERO)).await;
    let trusted = tls::trusted();
    let one = pem(&trusted[..1]);
    let texts = [
        one.clone(),
        pem(&trusted),
        pem(&[trusted[1].clone(), trusted[0].clone()]),
        format!("\u{feff}{one}"),
        format!("Certificate:\n  Data: version 3\n{}", one.replace('\n', "\r\n")),
    ];
    let all = texts.into_iter().map(String::into_bytes).chain([trusted[0].clone()]);
    for certificate in all {
        let client = builder(&chaos.url).trust(certificate.clone()).build().unwrap();
        client.call(tell::Request::new()).await.unwrap();
        let lean = tencent_chat::HyperTransport::trusting(&[certificate]).unwrap();
        let client = builder(&chaos.url).transport(lean).build().unwrap();
        client.call(tell::Request::new()).await.unwrap();
    }
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let cut = &one[..one.len() - 30];
    for (bytes, problem) in [
        ("no certificate", "not valid DER"),
        ("", "not valid DER"),
        (key, "contains no certificate"),
        (cut, "incomplete or malformed"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "not valid DER"),
    ] {
        let error = builder(&chaos.url).trust(bytes).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(problem), "{error}");
    }
}

/// The platform's roots are those of a file that the environment names.
#[cfg(feature = "native-roots")]
#[tokio::test]
async fn certificates_of_the_platform_are_trusted() {
    let chaos = Chaos::start(Protocol::Tls, |_| Conduct::Serve(Duration::ZERO)).await;
    if is_child() {
        let client = builder(&chaos.url).build().unwrap();
        let error = client.call(tell::Request::new()).await.map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("certificate"), "{error}");
        // The peer of the parent process presents a certificate from the file.
        let client = builder(&std::env::var("CONNECTIONS_PEER").unwrap()).build().unwrap();
        client.call(tell::Request::new()).await.unwrap();
        return;
    }
    let file = std::env::temp_dir().join(format!("api-tests-roots-{}.pem", std::process::id()));
    std::fs::write(&file, pem(&tls::trusted())).unwrap();
    let mut child = again("certificates_of_the_platform_are_trusted");
    child.env("SSL_CERT_FILE", &file).env_remove("SSL_CERT_DIR");
    child.env("CONNECTIONS_PEER", &chaos.url);
    tokio::task::spawn_blocking(move || pass(child)).await.unwrap();
    std::fs::remove_file(file).unwrap();
    // Without the file it is not trusted.
    let error = builder(&chaos.url).build().unwrap().call(tell::Request::new()).await;
    assert_eq!(error.map(|_| ()).unwrap_err().kind(), ErrorKind::NotSent);
}

/// Accepts connections and records the first bytes of each.
async fn eavesdropper() -> (SocketAddr, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (send, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let count = stream.read(&mut buffer).await.unwrap_or_default();
            let head = String::from_utf8_lossy(&buffer[..count]).into_owned();
            drop(send.send(head.lines().next().unwrap_or_default().to_owned()));
        }
    });
    (address, heard)
}

#[tokio::test]
async fn plain_http_uses_no_proxy_with_any_transport() {
    let (proxy, mut heard) = eavesdropper().await;
    let plain = Chaos::start(Protocol::Plain, |_| Conduct::Serve(Duration::ZERO)).await;
    let in_tls = Chaos::start(Protocol::Tls, |_| Conduct::Serve(Duration::ZERO)).await;
    let url = format!("http://{proxy}");
    let proxies =
        move |builder: reqwest::ClientBuilder| builder.proxy(reqwest::Proxy::all(&*url).unwrap());
    let transport = ReqwestTransport::configured(proxies).unwrap();
    let client = builder(&plain.url).transport(transport.clone()).build().unwrap();
    client.call(tell::Request::new()).await.unwrap();
    assert!(heard.try_recv().is_err(), "the proxy received nothing");
    let client = builder(&in_tls.url).transport(transport).build().unwrap();
    client.call(tell::Request::new()).await.map(|_| ()).unwrap_err();
    let asked = heard.recv().await.unwrap();
    assert_eq!(asked, format!("CONNECT {} HTTP/1.1", in_tls.url.trim_start_matches("https://")));
}

#[test]
fn plain_http_uses_no_proxy_of_the_environment() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    if is_child() {
        return runtime.block_on(async {
            let plain = Chaos::start(Protocol::Plain, |_| Conduct::Serve(Duration::ZERO)).await;
            for transport in [
                ReqwestTransport::configured(|builder| builder).unwrap(),
                ReqwestTransport::with_options(TransportOptions::new().http2(), |http| http)
                    .unwrap(),
            ] {
                let client = builder(&plain.url).transport(transport).build().unwrap();
                client.call(tell::Request::new()).await.unwrap();
            }
        });
    }
    let mut child = again("plain_http_uses_no_proxy_of_the_environment");
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, "http://127.0.0.1:1");
    }
    pass(child);
}

/// The part of SOCKS 5 that accepts one connection to an IPv4 address.
async fn socks_proxy() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 2];
            stream.read_exact(&mut hello).await.unwrap();
            stream.read_exact(&mut vec![0; hello[1].into()]).await.unwrap();
            stream.write_all(&[5, 0]).await.unwrap();
            let mut asked = [0; 10];
            stream.read_exact(&mut asked).await.unwrap();
            assert_eq!(asked[..4], [5, 1, 0, 1]);
            let port = u16::from_be_bytes([asked[8], asked[9]]);
            let mut peer = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).await.unwrap();
            tokio::spawn(async move { drop(copy_bidirectional(&mut stream, &mut peer).await) });
        }
    });
    address
}

#[tokio::test]
async fn a_socks_proxy_of_the_environment_is_used() {
    let in_tls = Chaos::start(Protocol::Tls, |_| Conduct::Serve(Duration::ZERO)).await;
    if is_child() {
        let builder = builder(&in_tls.url);
        let builder = tls::trusted().into_iter().fold(builder, tencent_chat::ClientBuilder::trust);
        let result = builder.build().unwrap().call(tell::Request::new()).await;
        let is_there = std::env::var_os("CONNECTIONS_PROXY").is_some();
        assert_eq!(
            result.map_err(|error| error.kind()).err(),
            (!is_there).then_some(ErrorKind::NotSent)
        );
        return;
    }
    let proxy = socks_proxy().await;
    for (address, is_there) in [(proxy.to_string(), true), ("127.0.0.1:1".to_owned(), false)] {
        let mut child = again("a_socks_proxy_of_the_environment_is_used");
        child.env("ALL_PROXY", format!("socks5://{address}"));
        if is_there {
            child.env("CONNECTIONS_PROXY", "1");
        }
        tokio::task::spawn_blocking(move || pass(child)).await.unwrap();
    }
}

#[test]
fn the_parts_of_a_url_are_bounded_when_the_client_is_built() {
    let long = "x".repeat(70_000);
    let of = |identifier: &str| {
        let credentials = Credentials::secret_key(identifier, KEY);
        Client::builder(APP, credentials).region(Region::Singapore).build()
    };
    assert!(of(&long[..32]).is_ok());
    for length in [33, 70_000] {
        let error = of(&long[..length]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("allowed is at most 32"), "{error}");
        assert!(error.to_string().len() < 200, "it is not repeated");
        assert!(of(ADMIN).unwrap().as_user(&long[..length]).is_err());
    }
    let user_sig = Credentials::user_sig(ADMIN, UserSig::new(&long));
    let error = Client::builder(APP, user_sig).region(Region::Singapore).build().unwrap_err();
    assert!(
        error.to_string().contains("UserSig has 70000 bytes, allowed is at most 16384"),
        "{error}"
    );
    let error = builder(&format!("https://host/{long}")).build().unwrap_err();
    assert!(error.to_string().contains("bytes, allowed is at most 2048"), "{error}");
}

/// Provides a `UserSig` that is too long for any URL.
struct Verbose;

impl UserSigProvider for Verbose {
    fn user_sig<'a>(&'a self, _: u32, _: &'a str) -> ProvidedUserSig<'a> {
        let user_sig = UserSig::new("x".repeat(70_000));
        Box::pin(std::future::ready(Ok(IssuedUserSig::new(
            user_sig,
            UnixTime::from_secs(u64::MAX),
        ))))
    }
}

#[tokio::test]
async fn a_provided_user_sig_is_bounded_too() {
    let client = Client::builder(APP, Credentials::provider(ADMIN, Verbose));
    let client = client.region(Region::Singapore).build().unwrap();
    let error = client.call(tell::Request::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
    assert!(
        error.to_string().contains("UserSig has 70000 bytes, allowed is at most 16384"),
        "{error}"
    );
}

/// The server closes a kept connection: nothing was written, so another connection takes the call.
#[tokio::test]
async fn a_kept_connection_that_the_server_closed_is_not_used() {
    for over in TransportKind::ALL {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                drop(support::read_request(&mut stream).await);
                let body = r#"{"ErrorCode":0}"#;
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                stream.write_all((head + body).as_bytes()).await.unwrap();
            }
        });
        let options = TransportOptions::new();
        let client = client(&url, over, options, |builder| builder.retry(RetryPolicy::none()));
        for _ in 0..20 {
            client.call(tell::Request::new()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}
