//! The secret key and the `UserSig` appear in nothing that can be printed: a canary goes through every kind of
//! failure, with the logs of all dependencies on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cells;
mod support;

use std::thread;

use api_core::account::{AccountItem, account_check};
use api_core::conversation::delete_contact_group::Request;
use api_core::conversation::get_contact_group;
use api_core::user_sig::{SecretKey, UnixTime, UserSig};
use api_core::{
    Client, Credentials, Error, ErrorCode, ErrorKind, HttpAnswer, HttpRequest, HyperTransport,
    IssuedUserSig, ProvidedUserSig, RateLimiter, ReqwestTransport, Script, TransportError,
    UserSigProvider,
};
use cells::{Lane, Over, ROWS, run};
use serde_json::json;
use support::listen::{self, has_canary, hear, user_sig_at};
use support::{
    ADMIN, APP, KEY, ManualClock, NOW, Peer, Reply, client_of, client_with, everything_of,
    lean_client_of,
};

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
        hear("a transport", &format!("{request:?}"));
        Ok(HttpAnswer::failure(ErrorCode::ADMIN_REQUIRED))
    });
    let seen = delete(&seen.build().unwrap()).await;
    let lean = lean_client_of("http://127.0.0.1:1").call_raw("v4/a/b", &json!({})).await;
    [seen, lean.unwrap_err()]
}

/// Everything else that has a `Debug`, a text each.
async fn debugged(user_sig: &str) -> Vec<String> {
    let key_credentials = Credentials::secret_key(ADMIN, KEY);
    let sig_credentials = Credentials::user_sig(ADMIN, UserSig::new(user_sig));
    let client = client_of("http://127.0.0.1:1");
    let builder = Client::builder(APP, key_credentials.clone())
        .base_url(format!("https://example.com?usersig={user_sig}"));
    let script = Script::new([HttpAnswer::failure(ErrorCode::ADMIN_REQUIRED)]);
    let scripted = Client::builder(APP, key_credentials.clone()).base_url("http://127.0.0.1:1");
    let scripted = scripted.clock(ManualClock::at(NOW)).transport(script.clone()).build().unwrap();
    delete(&scripted).await;
    let delete = client.call(Request::new("user15", ["test0"]));
    let items = client.call(get_contact_group::Request::new("user15", 0u64)).items();
    let batches = client.call(account_check::Request::new([AccountItem::new("user15")])).batches();
    let check = client.check().await;
    let debugged: [&dyn std::fmt::Debug; 17] = [
        &key_credentials,
        &sig_credentials,
        &builder,
        &client,
        &client.conversation(),
        &delete,
        &items,
        &batches,
        &check,
        &script,
        &SecretKey::new(KEY),
        &UserSig::new(user_sig),
        &IssuedUserSig::new(UserSig::new(user_sig), UnixTime::from_secs(NOW)),
        &ReqwestTransport::configured(|http| http).unwrap(),
        &HyperTransport::new().unwrap(),
        &RateLimiter::new(),
        &HttpAnswer::new(200, user_sig.to_owned()),
    ];
    let mut texts: Vec<_> = debugged.iter().map(|shown| format!("{shown:?}{shown:#?}")).collect();
    texts.push(check.to_string());
    texts
}

/// Fails in the middle of a call.
struct Panics;

impl UserSigProvider for Panics {
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        panic!("no UserSig for {identifier} of {sdk_app_id}")
    }
}

/// What is said of panics in what a user plugs in: by the hook, by what is thrown, by the task that ended.
async fn panics() -> Vec<String> {
    std::panic::set_hook(Box::new(|panic| hear("a panic", &format!("{panic} {panic:?}"))));
    let builder = |credentials| {
        let builder = Client::builder(APP, credentials).base_url("http://127.0.0.1:1");
        builder.clock(ManualClock::at(NOW))
    };
    let transport = builder(Credentials::secret_key(ADMIN, KEY))
        .transport(|request: HttpRequest| async move { panic!("cannot send {request:?}") });
    let late =
        builder(Credentials::secret_key(ADMIN, KEY)).transport(|request: HttpRequest| async move {
            let error = TransportError::Broken(format!("{request:?}").into());
            panic!("{error}: {error:?}")
        });
    let provider = builder(Credentials::provider(ADMIN, Panics)).build().unwrap();
    let mut texts = vec![everything_of(&delete(&provider).await)];
    for client in [transport, late] {
        let client = client.build().unwrap();
        let ended = tokio::spawn(async move { delete(&client).await }).await.unwrap_err();
        texts.push(format!("{ended} {ended:?}"));
        let thrown = ended.into_panic();
        texts.push(thrown.downcast_ref::<String>().expect("a formatted panic").clone());
    }
    drop(std::panic::take_hook());
    texts
}

/// Runs every cell of the matrix, and gives all that can be printed of the errors.
fn cells() -> Vec<String> {
    thread::scope(|scope| {
        let ways = Lane::ALL.into_iter().flat_map(|lane| Over::ALL.map(|over| (lane, over)));
        let ways = ways.map(|(lane, over)| scope.spawn(move || printed_of(lane, over)));
        let ways: Vec<_> = ways.collect();
        ways.into_iter().flat_map(|way| way.join().expect("each cell runs")).collect()
    })
}

fn printed_of(lane: Lane, over: Over) -> Vec<String> {
    let mut printed = Vec::new();
    for row in ROWS.iter().filter(|row| row.lanes.contains(&lane)) {
        for is_idempotent in [true, false] {
            let outcome = run(row, lane, over, is_idempotent);
            assert!(
                outcome.user_sigs.iter().all(|user_sig| has_canary(user_sig)),
                "a signature that is no canary was sent"
            );
            printed.extend(outcome.error.as_ref().map(everything_of));
        }
    }
    printed
}

#[test]
fn the_canary_appears_nowhere() {
    listen::begin();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (errors, user_sig) = runtime.block_on(failures());
    assert!(user_sig.len() > 100 && has_canary(&user_sig), "a real signature was sent");
    assert!(user_sig == user_sig_at(NOW), "the same time gives the same signature");
    let kinds: std::collections::BTreeSet<_> =
        errors.iter().map(|error| format!("{:?}", error.kind())).collect();
    assert_eq!(kinds.len(), 8, "every kind of error is there: {kinds:?}");
    assert!(errors.iter().any(|error| error.kind() == ErrorKind::Service));

    let printed: Vec<_> = errors.iter().map(everything_of).collect();
    assert!(printed.iter().any(|text| text.contains("[UserSig]")), "the echoes were printed");
    let debugged = runtime.block_on(debugged(&user_sig));
    let panics = runtime.block_on(panics());
    for (what, texts) in
        [("errors", printed), ("Debug", debugged), ("panics", panics), ("cells", cells())]
    {
        // Not in the message: a failure must not print it either.
        assert!(!texts.iter().any(|text| has_canary(text)), "the {what} hold a secret");
    }
    let heard = listen::heard();
    for name in ["api_core", "h2", "hyper_util", "metrics", "reqwest", "rustls"] {
        assert!(heard.crates.contains(name), "{name} said nothing: {:?}", heard.crates);
    }
    assert!(heard.leaks.is_empty(), "said a secret: {:?}", heard.leaks);
}
