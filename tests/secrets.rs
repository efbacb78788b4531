//! The secret key and the `UserSig` appear in nothing that can be printed: a canary goes through every kind of
//! failure, with the logs of all dependencies on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::sync::{Mutex, PoisonError};

use api_core::conversation::delete_contact_group::Request;
use api_core::user_sig::{SecretKey, UserSig};
use api_core::{Client, Credentials, Error, ErrorCode, ErrorKind, HttpAnswer, HttpRequest};
use serde_json::json;
use support::{
    ADMIN, APP, KEY, ManualClock, NOW, Peer, Reply, client_of, client_with, everything_of,
    lean_client_of,
};

/// All that was logged, by `log` and by `tracing`.
static LOGGED: Mutex<String> = Mutex::new(String::new());

fn note(line: std::fmt::Arguments<'_>) {
    let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
    *logged += &format!("{line}\n");
}

struct Log;

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        note(format_args!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

struct Trace;

struct Fields;

impl tracing::field::Visit for Fields {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        note(format_args!("{field}={value:?}"));
    }
}

impl tracing::Subscriber for Trace {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        span.record(&mut Fields);
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut Fields);
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        note(format_args!("{:?}", event.metadata()));
        event.record(&mut Fields);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

/// Answers with whatever it was asked, URL and all.
fn echo(status: &str, request: &str) -> Reply {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let body =
        format!(r#"{{"ErrorCode":60004,"ErrorInfo":"bad URL {target}","GroupItem":"{target}"}}"#);
    Reply::http(status, "application/json", &body)
}

async fn delete(client: &Client) -> Error {
    let request = Request::new("user15", ["test0"]);
    client.conversation().delete_contact_group(request).await.unwrap_err()
}

/// The errors of calls that fail in every way, and the signature they were made with.
async fn failures() -> (Vec<Error>, String) {
    let mut errors = Vec::new();
    let mut user_sig = String::new();
    let peers = [
        Peer::start_with(|request| echo("200 OK", request)).await,
        Peer::start_with(|request| echo("500 Internal Server Error", request)).await,
        Peer::start_with(|request| {
            let target = request.split(' ').nth(1).unwrap_or_default();
            Reply::http("200 OK", target, &format!("no JSON: {target}"))
        })
        .await,
        Peer::start_with(|request| {
            let user_sig = request.split("usersig=").nth(1).and_then(|rest| rest.split('&').next());
            let user_sig = user_sig.unwrap_or_default().replace('*', "%2A");
            Reply::json(&format!(r#"{{"ErrorCode":0,"GroupItem":[{{"GroupId":"{user_sig}"}}]}}"#))
        })
        .await,
        Peer::start(Reply::Close).await,
        Peer::start(Reply::Bytes(b"garbage\r\n\r\n".into())).await,
        Peer::start(Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".into())).await,
        Peer::start(Reply::Bytes(
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
                .into(),
        ))
        .await,
    ];
    for mut peer in peers {
        errors.push(delete(&client_of(&peer.url)).await);
        let request = peer.request().await;
        let sent = request.split("usersig=").nth(1).unwrap().split('&').next().unwrap();
        user_sig = sent.to_owned();
    }
    let mut silent = Peer::start(Reply::Silence).await;
    let clock = ManualClock::at(NOW);
    let client = client_with(&silent.url, clock.clone());
    let call = tokio::spawn(async move { delete(&client).await });
    silent.request().await;
    clock.advance(std::time::Duration::from_secs(5));
    errors.push(call.await.unwrap());
    errors.push(delete(&client_of("http://127.0.0.1:1")).await);
    errors.push(delete(&client_of("http://localhost:1/a/path")).await);
    let too_much = Request::new("user15", ["a", "b"]);
    let client = client_of("http://127.0.0.1:1");
    errors.push(client.conversation().delete_contact_group(too_much).await.unwrap_err());
    errors.extend(of_other_transports().await);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    errors.push(
        builder.base_url(format!("http://example.com?usersig={user_sig}")).build().unwrap_err(),
    );
    (errors, user_sig)
}

/// Through a transport that prints what it gets, and through the lean one.
async fn of_other_transports() -> [Error; 2] {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let seen = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
    let seen = seen.transport(|request: HttpRequest| async move {
        assert!(request.expose_url().contains("usersig="));
        note(format_args!("{request:?}"));
        Ok(HttpAnswer::failure(ErrorCode::ADMIN_REQUIRED))
    });
    let seen = delete(&seen.build().unwrap()).await;
    let lean = lean_client_of("http://127.0.0.1:1").call_raw("v4/a/b", &json!({})).await;
    [seen, lean.unwrap_err()]
}

/// Everything else that has a `Debug`.
fn debugged(user_sig: &str) -> String {
    let key_credentials = Credentials::secret_key(ADMIN, KEY);
    let sig_credentials = Credentials::user_sig(ADMIN, UserSig::new(user_sig));
    let client = client_of("http://127.0.0.1:1");
    let builder = Client::builder(APP, key_credentials.clone())
        .base_url(format!("https://example.com?usersig={user_sig}"));
    let call = client.conversation().delete_contact_group(Request::new("user15", ["test0"]));
    format!(
        "{key_credentials:#?}{sig_credentials:#?}{builder:#?}{client:#?}{:#?}{call:#?}{:?}{:?}",
        client.conversation(),
        SecretKey::new(KEY),
        UserSig::new(user_sig),
    )
}

#[tokio::test]
async fn the_canary_appears_nowhere() {
    log::set_logger(&Log).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing::subscriber::set_global_default(Trace).unwrap();

    let (errors, user_sig) = failures().await;
    assert!(user_sig.len() > 100, "a real signature was sent");
    let kinds: std::collections::BTreeSet<_> =
        errors.iter().map(|error| format!("{:?}", error.kind())).collect();
    assert_eq!(kinds.len(), 8, "every kind of error is there: {kinds:?}");
    assert!(errors.iter().any(|error| error.kind() == ErrorKind::Service));

    let logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(logged.contains("reqwest") && logged.contains("hyper_util"), "the logs are on");
    let printed: String = errors.iter().map(everything_of).collect();
    assert!(printed.contains("[UserSig]"), "the echoes were printed");
    let encoded = user_sig.replace('*', "%2A");
    for (what, text) in [("errors", printed), ("logs", logged), ("Debug", debugged(&user_sig))] {
        for canary in [KEY, &user_sig, &encoded] {
            // Not `contains` in the message: a failure must not print it either.
            assert!(!text.contains(canary), "the {what} hold a secret");
        }
    }
}
