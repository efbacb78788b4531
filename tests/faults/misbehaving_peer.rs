//! The client against a peer that misbehaves.

use std::time::Duration;

use support::process;
use support::{ManualClock, NOW, Peer, Reply, client_of, client_with, lean_client_of};
use tencent_chat::conversation::delete_contact_group::{Request, Response};
use tencent_chat::{Client, Effect, Error, ErrorCode, ErrorKind};
use tokio::net::TcpListener;

async fn delete(client: &Client) -> Result<Response, Error> {
    client.conversation().delete_contact_group(Request::new("user15", ["test0"])).await
}

/// Returns the error of a call, which is the same over both transports.
async fn error_of(reply: Reply) -> Error {
    let peer = Peer::start(reply.clone()).await;
    let lean = delete(&lean_client_of(&peer.url)).await.unwrap_err();
    let error = delete(&client_of(&Peer::start(reply).await.url)).await.unwrap_err();
    assert_eq!(
        (lean.kind(), lean.effect(), lean.raw_body()),
        (error.kind(), error.effect(), error.raw_body()),
        "{lean}"
    );
    error
}

#[tokio::test]
async fn a_body_that_is_not_json_is_unreadable_and_kept() {
    let error = error_of(Reply::http("200 OK", "text/html", "<html>Offline</html>")).await;
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert_eq!(error.raw_body(), Some(&b"<html>Offline</html>"[..]));
    assert_eq!((error.is_retryable(), error.effect()), (false, Effect::Unknown));
    assert!(
        error
            .to_string()
            .contains("could not read the response of 20 bytes (text/html): expected value"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("Offline"), "the body is not in Debug: {error:?}");
}

#[tokio::test]
async fn the_content_type_does_not_matter_if_the_body_is_json() {
    let body = r#"{"GroupItem":[],"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;
    let peer = Peer::start(Reply::http("200 OK", "text/plain", body)).await;
    assert!(delete(&client_of(&peer.url)).await.is_ok());
}

#[tokio::test]
async fn any_field_of_the_envelope_may_be_missing() {
    for body in [
        r#"{"GroupItem":[],"ErrorCode":0}"#,
        r#"{"GroupItem":[],"ActionStatus":"OK"}"#,
        r#"{"ErrorCode":0}"#,
        r#"{"ErrorCode":"0","ErrorInfo":null,"ErrorDisplay":"","Unknown":{"a":[1]}}"#,
    ] {
        let peer = Peer::start(Reply::json(body)).await;
        let response = delete(&client_of(&peer.url)).await.unwrap();
        assert!(response.group_item.is_empty(), "{body}");
    }
    let error = error_of(Reply::json(r#"{"ErrorCode":51009}"#)).await;
    assert_eq!(error.code(), Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
    assert!(error.to_string().ends_with("does not exist"), "{error}");
}

#[tokio::test]
async fn a_response_with_neither_success_nor_failure_is_unreadable() {
    for body in ["{}", r#"{"GroupItem":[]}"#, r#"{"ActionStatus":"Some"}"#] {
        let error = error_of(Reply::json(body)).await;
        assert_eq!(error.kind(), ErrorKind::UnreadableResponse, "{body}");
        assert!(error.to_string().ends_with("the request may have taken effect"), "{error}");
    }
}

#[tokio::test]
async fn the_services_own_error_is_not_hidden_by_fields_that_do_not_fit() {
    for body in [
        r#"{"GroupItem":"none","ActionStatus":"FAIL","ErrorCode":50004,"ErrorInfo":"oops"}"#,
        r#"{"ActionStatus":"FAIL","ErrorCode":50004,"ErrorInfo":"oops","GroupItem":[{"GroupId":[]}]}"#,
        r#"{"ErrorCode":50004,"ErrorInfo":"oops","GroupItem":[{}]}"#,
    ] {
        let error = error_of(Reply::json(body)).await;
        assert_eq!(error.code(), Some(ErrorCode::CONVERSATION_INTERNAL_ERROR), "{body}");
        assert_eq!(error.envelope().unwrap().error_info.as_deref(), Some("oops"));
        assert_eq!((error.is_retryable(), error.effect()), (true, Effect::Unknown));
    }
}

#[tokio::test]
async fn a_success_that_does_not_fit_reports_the_path_and_the_success() {
    let body = r#"{"GroupItem":[{"GroupName":"a","GroupId":1},{"GroupName":"b","GroupId":"x"}],"ErrorCode":0}"#;
    let error = error_of(Reply::json(body)).await;
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert_eq!(error.decode_error().unwrap().path(), "GroupItem[1].GroupId");
    assert!(
        error.decode_error().unwrap().message().starts_with("expected an integer, found \"x\"")
    );
    assert!(error.to_string().ends_with("the service reported success"), "{error}");
    assert_eq!((error.is_retryable(), error.effect()), (false, Effect::Done));
}

#[tokio::test]
async fn a_json_text_that_was_cut_is_unreadable() {
    let error = error_of(Reply::json(r#"{"GroupItem":[{"GroupName":"a","Gro"#)).await;
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert!(error.to_string().contains("EOF"), "{error}");
}

#[tokio::test]
async fn a_body_that_was_cut_is_a_broken_connection() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"ErrorCode\":0,";
    let error = error_of(Reply::Bytes(head.into())).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_retryable(), "the endpoint is idempotent");
    assert_eq!(error.effect(), Effect::Unknown);
}

#[tokio::test]
async fn a_response_that_is_not_http_is_a_broken_connection() {
    let error = error_of(Reply::Bytes(b"\x16\x03\x01 not http at all\r\n\r\n".into())).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.effect(), Effect::Unknown);
}

#[tokio::test]
async fn other_statuses_have_their_own_error_kind() {
    let error = error_of(Reply::http("502 Bad Gateway", "text/html", "no upstream")).await;
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::HttpStatus, Some(502)));
    assert_eq!(error.raw_body(), Some(&b"no upstream"[..]));
    assert_eq!((error.is_retryable(), error.effect()), (true, Effect::Unknown));
    assert!(error.to_string().contains("HTTP status 502 with a body of 11 bytes"), "{error}");
    let error = error_of(Reply::http("404 Not Found", "text/html", "")).await;
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let mut elsewhere = Peer::start(Reply::json(r#"{"ErrorCode":0}"#)).await;
    for status in
        ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let url = &elsewhere.url;
        let head = format!("HTTP/1.1 {status}\r\nlocation: {url}\r\ncontent-length: 0\r\n\r\n");
        let error = error_of(Reply::Bytes(head.into())).await;
        assert_eq!(error.kind(), ErrorKind::HttpStatus, "{status}");
    }
    assert!(elsewhere.is_untouched());
}

#[tokio::test]
async fn a_connection_that_closes_without_a_response_is_broken() {
    let error = error_of(Reply::Close).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!((error.is_retryable(), error.effect()), (true, Effect::Unknown));
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = delete(&client_of(&url)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent);
    assert_eq!((error.is_retryable(), error.effect()), (true, Effect::None));
    assert!(
        error
            .to_string()
            .contains(&format!("could not send the request to {url}; it had no effect")),
        "{error}"
    );
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_tls_handshake_that_fails_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"no TLS here\r\n\r\n").await.unwrap();
    });
    let error = delete(&client_of(&url)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent, "{error}");
    assert_eq!((error.is_retryable(), error.effect()), (true, Effect::None));
}

#[tokio::test]
async fn silence_ends_in_a_timeout_by_the_clock_of_the_client() {
    let mut peer = Peer::start(Reply::Silence).await;
    let clock = ManualClock::at(NOW);
    let client = client_with(&peer.url, clock.clone());
    for (timeout, shown) in [(None, "5s"), (Some(Duration::from_secs(10)), "10s")] {
        let call = client.conversation().delete_contact_group(Request::new("user15", ["test0"]));
        let call = match timeout {
            Some(timeout) => call.timeout(timeout),
            None => call,
        };
        let call = tokio::spawn(call.into_future());
        peer.request().await;
        clock.advance(timeout.unwrap_or(Duration::from_secs(5)) - Duration::from_millis(1));
        tokio::task::yield_now().await;
        assert!(!call.is_finished(), "not before the timeout");
        clock.advance(Duration::from_millis(1));
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!((error.is_retryable(), error.effect()), (true, Effect::Unknown));
        assert!(error.to_string().contains(&format!("no response within {shown}")), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_stalls_ends_in_a_timeout() {
    let (ready, stalled) = tokio::sync::oneshot::channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"ErrorCode\":0,";
        tokio::io::AsyncWriteExt::write_all(&mut stream, half.as_bytes()).await.unwrap();
        ready.send(stream).unwrap();
    });
    let clock = ManualClock::at(NOW);
    let client = client_with(&url, clock.clone());
    let call = tokio::spawn(async move { delete(&client).await });
    let _stream = stalled.await.unwrap();
    clock.advance(Duration::from_secs(5));
    assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_response_without_end_is_cut_off() {
    let body = " ".repeat(9 * 1024 * 1024);
    let error = error_of(Reply::json(&body)).await;
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert!(error.to_string().contains("larger than 8 MiB"), "{error}");
}

#[tokio::test]
async fn a_response_may_arrive_in_chunks() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks = "4\r\n{\"Er\r\nA\r\nrorCode\":0\r\n1\r\n}\r\n0\r\n\r\n";
    let peer = Peer::start(Reply::Bytes([head, chunks].concat().into())).await;
    assert!(delete(&client_of(&peer.url)).await.is_ok());
}

#[tokio::test]
async fn a_client_works_after_a_fault() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let peer =
        Peer::start_with(move |_| match calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => Reply::Close,
            _ => Reply::json(r#"{"ErrorCode":0}"#),
        })
        .await;
    let client = client_of(&peer.url);
    assert!(delete(&client).await.is_err());
    assert!(delete(&client).await.is_ok());
}

/// Runs another test again in an environment whose proxy does not exist.
#[test]
fn plain_http_takes_no_proxy() {
    let mut again = process::again(module_path!(), "a_response_may_arrive_in_chunks");
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        again.env(name, "http://127.0.0.1:1");
    }
    process::pass(again);
}

/// Reports an error and its sources, as anyhow's `{:#}` does.
fn chain_of(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(error.source(), |error| error.source());
    sources.fold(error.to_string(), |text, source| format!("{text}: {source}"))
}

#[tokio::test]
async fn each_cause_is_reported_once() {
    let peer = Peer::start(Reply::Close).await;
    let closed = delete(&client_of(&peer.url)).await.unwrap_err();
    let unreadable = Peer::start(Reply::json("no JSON")).await;
    let unreadable = delete(&client_of(&unreadable.url)).await.unwrap_err();
    let refused = delete(&client_of("http://127.0.0.1:1")).await.unwrap_err();
    let lean = delete(&lean_client_of("http://127.0.0.1:1")).await.unwrap_err();
    let two = Request::new("user15", ["a", "b"]);
    let invalid = client_of(&peer.url).conversation().delete_contact_group(two).await.unwrap_err();
    for error in [&closed, &unreadable, &refused, &lean, &invalid] {
        assert_eq!(chain_of(error), error.to_string());
    }
    let os_error = "(os error 111)";
    for error in [refused, lean] {
        assert_eq!(error.to_string().matches(os_error).count(), 1, "{error}");
        let inner = error.get_ref().unwrap();
        assert!(
            std::iter::successors(inner.source(), |error| error.source())
                .any(|e| e.is::<std::io::Error>())
        );
    }
}
