//! What is refused before anything is sent, and in which words.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::time::Duration;

use api_core::{Client, Credentials, Effect, ErrorKind, HttpAnswer, RetryPolicy, Script};
use serde_json::json;
use support::{ADMIN, APP, KEY, ManualClock, NOW, Peer, Reply, client_of, lean_client_of};

/// Clients of both transports, whose calls the peer would answer.
fn both_clients_of(peer: &Peer) -> [Client; 2] {
    [client_of(&peer.url), lean_client_of(&peer.url)]
}

#[tokio::test]
async fn a_raw_path_that_is_no_path_is_refused_before_it_is_sent() {
    let mut peer = Peer::start(Reply::json(r#"{"ErrorCode":0}"#)).await;
    let long = "v4/".to_owned() + &"a".repeat(300);
    let wrong = [
        ("v4/x?x=1", "U+003F"),
        ("v4/x#y", "U+0023"),
        ("v4/a b", "U+0020"),
        ("v4/a%2fb", "U+0025"),
        ("v4/a\u{0}", "U+0000"),
        ("v4/a\r\nx: y", "U+000D"),
        ("\u{feff}v4/a", "U+FEFF"),
        ("v4/\u{202e}a", "U+202E"),
        ("", "is empty"),
        ("/v4/a", "is empty"),
        ("v4//a", "is empty"),
        ("v4/a/", "is empty"),
        ("v4/../a", "`..`"),
        (long.as_str(), "303 bytes, allowed is at most 256"),
    ];
    for client in both_clients_of(&peer) {
        for (path, problem) in wrong {
            let error = client.call_raw(path, &json!({})).await.unwrap_err();
            let text = error.to_string();
            assert_eq!((error.kind(), error.effect()), (ErrorKind::InvalidRequest, Effect::None));
            assert!(text.starts_with("raw call: ") && text.contains(problem), "{text}");
            assert!(path.is_empty() || !text.contains(path), "{text}");
        }
        for body in [json!([]), json!("x"), json!(null), json!([{"a": 1}])] {
            let error = client.call_raw("v4/a/b", &body).await.unwrap_err();
            assert_eq!(
                error.to_string(),
                "raw call: the request is no JSON object; the request was not sent"
            );
        }
        client.call_raw("v4/open_im.svc/a-b_c", &json!({})).await.unwrap();
        assert!(peer.request().await.starts_with("POST /v4/open_im.svc/a-b_c?sdkappid="));
        assert!(peer.is_untouched());
    }
}

#[tokio::test]
async fn a_raw_call_has_what_other_calls_have() {
    let script = Script::new([
        HttpAnswer::new(502, ""),
        HttpAnswer::new(200, r#"{"ErrorCode":0,"Some":[1]}"#),
    ]);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let builder = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
    let client = builder.transport(script.clone()).build().unwrap();
    let call = client.call_raw("v4/a/b", &json!({"A": 1})).retry(RetryPolicy::none());
    let error = call.await.unwrap_err();
    assert_eq!((error.http_status(), error.attempts()), (Some(502), 1));
    assert!(error.to_string().starts_with("v4/a/b: HTTP status 502"), "{error}");
    let call = client.call_raw("v4/a/b", &json!({"A": 1})).timeout(Duration::from_secs(1));
    let call = call.deadline(Duration::from_secs(2)).limit_wait(Duration::ZERO);
    assert!(format!("{call:?}").contains("1s"), "{call:?}");
    let answer = call.into_future();
    assert_eq!(tokio::spawn(answer).await.unwrap().unwrap()["Some"], json!([1]));
    assert_eq!(script.asked()[1].1, r#"{"A":1}"#);
    let late = client.call_raw("v4/a/b", &json!({})).deadline(Duration::ZERO).await.unwrap_err();
    assert_eq!(late.kind(), ErrorKind::Limited);
}
