//! A server of axum on this machine receives webhooks.

use axum::Router;
use axum::routing::post_service;
use support::{ManualClock, NOW};
use tencent_chat::webhook::{Receiver, Verified, WebhookService};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::reached::{BEFORE, event, signed, tell, verifier};

/// Sends a request whose body is chunked, and returns the status line and the body of the response.
async fn send(address: &str, path: &str, query: &str, body: &str) -> (String, String) {
    let length = body.len();
    let request = format!(
        "POST {path}?{query} HTTP/1.1\r\nhost: {address}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-type: "), "{head}");
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

#[tokio::test]
async fn a_server_receives_webhooks() {
    let receiver = || Receiver::new(verifier()).clock(ManualClock::at(NOW));
    let extracted = axum::routing::post(|Verified(delivery): Verified| tell(delivery));
    let served = post_service(WebhookService::new(receiver(), tell));
    let app =
        Router::new().route("/axum", extracted).route("/tower", served).with_state(receiver());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let server = tokio::spawn(axum::serve(listener, app).into_future());
    for path in ["/axum", "/tower"] {
        let (status, body) = send(&address, path, &signed(BEFORE), &event(BEFORE)).await;
        assert_eq!(status, "HTTP/1.1 200 OK", "{path}");
        assert!(body.contains(r#""ErrorInfo":"0 oddities""#), "{path}: {body}");
        let (status, body) = send(&address, path, "a=b", &event(BEFORE)).await;
        assert_eq!(status, "HTTP/1.1 400 Bad Request", "{path}");
        assert_eq!(body, "the query has no `SdkAppid`", "{path}");
    }
    server.abort();
}
