//! The secret key and the `UserSig` appear in nothing that can be printed: a canary goes through every kind of failure,
//! with the logs of all dependencies enabled.

use std::thread;
use std::time::Duration;

use serde_json::json;
use support::fault_matrix::{self, Certificate, Protocol, ROWS, TransportKind, run};
use support::listen::{self, has_canary, hear, user_sig_at};
use support::process;
use support::{
    ADMIN, APP, KEY, ManualClock, NOW, Peer, Reply, client_of, client_with, everything_of,
    lean_client_of,
};
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::conversation::get_contact_group;
use tencent_chat::user_sig::{SecretKey, UnixTime, UserSig};
use tencent_chat::{
    Client, ClientBuilder, Credentials, Error, ErrorCode, ErrorKind, HttpRequest, HttpResponse,
    HyperTransport, IssuedUserSig, MockTransport, ProvidedUserSig, RateLimiter, Region,
    ReqwestTransport, RetryPolicy, TransportError, TransportOptions, UserSigProvider,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::Level;

/// Responds with the whole request, including the URL.
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
    errors.extend(disguised().await);
    errors.extend(of_connections().await);
    errors.extend(of_misuse(&user_sig).await);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    errors.push(
        builder.base_url(format!("http://example.com?usersig={user_sig}")).build().unwrap_err(),
    );
    (errors, user_sig)
}

/// The `UserSig` of a request in each way that a URL or JSON may write it.
fn disguises(request: &str) -> Vec<String> {
    let user_sig = request.split("usersig=").nth(1).and_then(|rest| rest.split('&').next());
    let plain = user_sig.unwrap_or_default().replace("%2A", "*");
    let percent = |c: char| format!("%{:02x}", u32::from(c));
    let unicode = |c: char| format!("\\u{:04x}", u32::from(c));
    let percent_encoded: String = plain.chars().map(percent).collect();
    vec![
        plain.replace('*', "%2a"),
        plain.replace('*', "%252A"),
        plain.replace('*', "\\u002a"),
        plain.replace('*', "\\\\u002A"),
        plain.chars().map(unicode).collect(),
        percent_encoded.chars().map(unicode).collect(),
        percent_encoded,
    ]
}

/// The errors of responses that encode the repeated secret in other ways: to a call with a spec and to raw ones, over
/// both transports.
async fn disguised() -> Vec<Error> {
    fn nested(text: &str) -> String {
        format!("{}\"{text}\"{}", "[".repeat(200), "]".repeat(200))
    }

    let mut errors = Vec::new();
    for index in 0..7 {
        let bodies: [fn(&str) -> String; 6] = [
            |text| format!(r#"{{"ErrorCode":60004,"ErrorInfo":"{text}"}}"#),
            |text| format!(r#"{{"ErrorCode":0,"GroupItem":"{text}"}}"#),
            |text| format!("no JSON {text}"),
            |text| format!(r#"{{"ErrorCode":0,"Unknown":{}}}"#, nested(text)),
            |text| format!(r#"{{"ErrorCode":0,"Unknown":1e999,"Text":"{text}"}}"#),
            |text| format!(r#"{{"ErrorCode":0,"Unknown":"\ud800","Text":"{text}"}}"#),
        ];
        for body in bodies {
            let response = move |request: &str| {
                let text = disguises(request).swap_remove(index);
                Reply::http("200 OK", &format!("text/{}", text.replace('\\', "")), &body(&text))
            };
            let peer = Peer::start_with(response).await;
            for client in [client_of(&peer.url), lean_client_of(&peer.url)] {
                let delete = Request::new("user15", ["test0"]);
                errors.extend(client.conversation().delete_contact_group(delete).await.err());
                errors.extend(client.call_raw("v4/a/b", &json!({})).await.err());
            }
        }
    }
    errors
}

/// A peer that takes an HTTP/2 request and ends the connection, repeating the URL in its GOAWAY: `last_stream` is the
/// last stream that it claims to have processed.
async fn goes_away(last_stream: u8) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = fault_matrix::tls::acceptor(Certificate::Right, Protocol::Http2);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.unwrap();
            let frame = |kind: u8, payload: &[u8]| {
                let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
                [&length[1..], &[kind, 0, 0, 0, 0, 0], payload].concat()
            };
            drop(stream.write_all(&frame(4, &[])).await);
            // The preface is followed by frames; the first of a stream is the request.
            let mut preface = [0; 24];
            drop(stream.read_exact(&mut preface).await);
            let mut head = [0; 9];
            while stream.read_exact(&mut head).await.is_ok() {
                let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
                let mut payload = vec![0; usize::try_from(length).unwrap()];
                drop(stream.read_exact(&mut payload).await);
                if head[3] == 1 {
                    let text = format!("slow down: /v4/a/b?usersig={}", user_sig_at(NOW));
                    let payload = [&[0, 0, 0, last_stream, 0, 0, 0, 11], text.as_bytes()].concat();
                    drop(stream.write_all(&frame(7, &payload)).await);
                    // The rest of the request is read, so that the client reads this before it meets a broken pipe.
                    drop(stream.shutdown().await);
                }
            }
        }
    });
    format!("https://{address}")
}

/// The errors of calls to peers that send GOAWAY, and of calls through proxies that repeat the request.
async fn of_connections() -> Vec<Error> {
    let mut errors = Vec::new();
    let builder = |url: &str| {
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
        builder.clock(ManualClock::at(NOW)).retry(RetryPolicy::none())
    };
    for last_stream in [0, 1] {
        let url = goes_away(last_stream).await;
        let trusted = fault_matrix::tls::trusted();
        let options = TransportOptions::new().http2();
        let options = trusted.iter().cloned().fold(options, TransportOptions::trust);
        let lean = builder(&url).transport(HyperTransport::with_options(options).unwrap());
        let standard = trusted.into_iter().fold(builder(&url).http2(), ClientBuilder::trust);
        for client in [standard.build().unwrap(), lean.build().unwrap()] {
            errors.push(delete(&client).await);
            errors.push(client.call_raw("v4/a/b", &json!({})).await.unwrap_err());
        }
    }
    // For a stream that the peer claims to have processed, h2 reports how the connection ended.
    for error in &errors[..4] {
        assert!(error.to_string().contains("HTTP/2 GOAWAY"), "the peer's text is missing");
    }
    let proxy = Peer::start_with(|request| {
        let status = format!("407 {}", request.lines().next().unwrap_or_default());
        Reply::http(&status, "text/plain", request)
    });
    let proxy = proxy.await;
    for url in ["https://example.invalid", "http://example.invalid"] {
        let by_proxy = reqwest::Proxy::all(&proxy.url).unwrap();
        let transport =
            ReqwestTransport::configured(move |http| http.proxy(by_proxy.clone())).unwrap();
        let client = builder(url).allow_plain_http().transport(transport).build();
        errors.push(match client {
            Ok(client) => delete(&client).await,
            Err(error) => error,
        });
    }
    errors
}

/// The errors of inputs that are refused before anything is sent, with a secret in every wrong place.
async fn of_misuse(user_sig: &str) -> Vec<Error> {
    let mut errors = Vec::new();
    let client = client_of("http://127.0.0.1:1");
    for wrong in [
        KEY.to_owned(),
        format!("\u{feff}{KEY}"),
        format!("\"{user_sig}\""),
        format!("{user_sig}\n"),
    ] {
        errors.extend(Client::from_vars(|_| Some(wrong.clone())).err());
        for name in ["CHAT_SDK_APP_ID", "CHAT_SECRET_KEY", "CHAT_IDENTIFIER", "CHAT_REGION"] {
            let right = |name: &str| match name {
                "CHAT_SDK_APP_ID" => "1400000000",
                "CHAT_IDENTIFIER" => ADMIN,
                "CHAT_REGION" => "china",
                _ => KEY,
            };
            let vars = |asked: &str| {
                Some(if asked == name { wrong.clone() } else { right(asked).to_owned() })
            };
            errors.extend(Client::from_vars(vars).err());
        }
        let builder = || Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
        errors.extend(builder().base_url(&wrong).build().err());
        errors.extend(builder().base_url(format!("https://{wrong}:x")).build().err());
        let credentials = [
            Credentials::secret_key(&wrong, &*wrong),
            Credentials::user_sig(ADMIN, UserSig::new(&wrong)),
        ];
        for credentials in credentials {
            let builder = Client::builder(APP, credentials).region(Region::China);
            errors.extend(builder.build().err());
        }
        errors.extend(client.as_user(&wrong).err());
        errors.extend(client.sign_for(&*wrong, Duration::ZERO).err());
        errors.extend(client.call_raw(&format!("v4/{user_sig}"), &json!(wrong)).await.err());
        errors.extend(client.call_raw("v4/a", &json!(wrong)).await.err());
    }
    errors
}

/// The errors through a transport that prints its requests, and through the lean one.
async fn of_other_transports() -> [Error; 4] {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let seen = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
    let seen = seen.transport(|request: HttpRequest| async move {
        assert!(request.expose_url().contains("usersig="));
        hear("a transport", &format!("{request:?}"));
        Ok(HttpResponse::failure(ErrorCode::ADMIN_REQUIRED))
    });
    let seen = delete(&seen.build().unwrap()).await;
    let lean = lean_client_of("http://127.0.0.1:1").call_raw("v4/a/b", &json!({})).await;
    let telling = |tell: fn(Box<dyn std::error::Error + Send + Sync>) -> TransportError| async move {
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
        let builder = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
        let builder =
            builder.retry(RetryPolicy::none()).transport(move |request: HttpRequest| async move {
                Err(tell(request.expose_url().into()))
            });
        let error = delete(&builder.build().unwrap()).await;
        assert!(
            error.to_string().contains("usersig=[UserSig]&"),
            "the transport's text is missing"
        );
        error
    };
    let broken = telling(TransportError::Broken).await;
    [seen, lean.unwrap_err(), broken, telling(TransportError::NotProcessed).await]
}

/// The `Debug` texts of everything else.
async fn debugged(user_sig: &str) -> Vec<String> {
    let key_credentials = Credentials::secret_key(ADMIN, KEY);
    let sig_credentials = Credentials::user_sig(ADMIN, UserSig::new(user_sig));
    let client = client_of("http://127.0.0.1:1");
    let builder = Client::builder(APP, key_credentials.clone())
        .base_url(format!("https://example.com?usersig={user_sig}"));
    let script = MockTransport::new([HttpResponse::failure(ErrorCode::ADMIN_REQUIRED)]);
    let scripted = Client::builder(APP, key_credentials.clone()).base_url("http://127.0.0.1:1");
    let scripted = scripted.clock(ManualClock::at(NOW)).transport(script.clone()).build().unwrap();
    delete(&scripted).await;
    let delete = client.call(Request::new("user15", ["test0"]));
    let items = client.call(get_contact_group::Request::new("user15", 0u64)).items();
    let batches = client.call(account_check::Request::new([AccountItem::new("user15")])).batches();
    let diagnosis = client.diagnose().await;
    let debugged: [&dyn std::fmt::Debug; 17] = [
        &key_credentials,
        &sig_credentials,
        &builder,
        &client,
        &client.conversation(),
        &delete,
        &items,
        &batches,
        &diagnosis,
        &script,
        &SecretKey::new(KEY),
        &UserSig::new(user_sig),
        &IssuedUserSig::new(UserSig::new(user_sig), UnixTime::from_secs(NOW)),
        &ReqwestTransport::configured(|http| http).unwrap(),
        &HyperTransport::new().unwrap(),
        &RateLimiter::new(),
        &HttpResponse::new(200, user_sig.to_owned()),
    ];
    let mut texts: Vec<_> = debugged.iter().map(|shown| format!("{shown:?}{shown:#?}")).collect();
    texts.push(diagnosis.to_string());
    texts
}

/// A transport that panics in the middle of a call.
struct Panics;

impl UserSigProvider for Panics {
    fn user_sig<'a>(&'a self, sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        panic!("no UserSig for {identifier} of {sdk_app_id}")
    }
}

/// The visible parts of responses that are odd where they repeat the `UserSig`.
async fn oddities() -> Vec<String> {
    let mut texts = Vec::new();
    for index in 0..7 {
        let echo = move |request: &str| {
            let text = disguises(request).swap_remove(index);
            Reply::json(&format!(
                r#"{{"ErrorCode":0,"ErrorInfo":"{text}","GroupItem":[{{"GroupId":["{text}"]}},"{text}"]}}"#
            ))
        };
        let peer = Peer::start_with(echo).await;
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
        let client = builder.base_url(&peer.url).clock(ManualClock::at(NOW)).build().unwrap();
        let request = Request::new("user15", ["test0"]);
        let call = client.conversation().delete_contact_group(request);
        let details = call.detailed().await.unwrap().details;
        texts.push(format!("{details:?}{details:#?}{:?}", details.envelope.error_info));
        texts.push(String::from_utf8_lossy(&details.raw_body).into_owned());
        assert!(details.oddities.len() >= 2);
        for oddity in &details.oddities {
            texts.push(format!("{oddity}{oddity:?}{}{}", oddity.excerpt(), oddity.expected()));
        }
        texts.push(everything_of(&delete(&client_of(&peer.url)).await));
    }
    assert!(texts.iter().any(|text| text.contains("[UserSig]")), "excerpts were printed");
    texts
}

/// The texts of panics in a user's plug-in: from the hook, from the payload, from the task that ended.
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

/// Runs every case of the matrix, and returns everything that can be printed of the errors.
fn matrix_errors() -> Vec<String> {
    thread::scope(|scope| {
        let ways = Protocol::ALL
            .into_iter()
            .flat_map(|protocol| TransportKind::ALL.map(|over| (protocol, over)));
        let ways = ways.map(|(protocol, over)| scope.spawn(move || printed_of(protocol, over)));
        let ways: Vec<_> = ways.collect();
        ways.into_iter().flat_map(|way| way.join().expect("each case runs")).collect()
    })
}

fn printed_of(protocol: Protocol, over: TransportKind) -> Vec<String> {
    let mut printed = Vec::new();
    for row in ROWS.iter().filter(|row| row.protocols.contains(&protocol)) {
        for is_idempotent in [true, false] {
            let outcome = run(row, protocol, over, is_idempotent);
            assert!(
                outcome.user_sigs.iter().all(|user_sig| has_canary(user_sig)),
                "a signature that is not a canary was sent"
            );
            printed.extend(outcome.error.as_ref().map(everything_of));
        }
    }
    printed
}

/// Runs in a separate process, because it listens to everything that the process logs.
#[test]
fn the_canary_appears_nowhere() {
    if !process::is_alone(module_path!(), "the_canary_appears_nowhere") {
        return;
    }
    listen::begin();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (errors, user_sig) = runtime.block_on(failures());
    assert!(user_sig.len() > 100 && has_canary(&user_sig), "a real signature was sent");
    assert!(user_sig == user_sig_at(NOW), "the same time gives the same signature");
    let kinds: std::collections::BTreeSet<_> =
        errors.iter().map(|error| format!("{:?}", error.kind())).collect();
    assert_eq!(kinds.len(), 8, "every kind of error occurs: {kinds:?}");
    assert!(errors.iter().any(|error| error.kind() == ErrorKind::Service));

    let printed: Vec<_> = errors.iter().map(everything_of).collect();
    assert!(printed.iter().any(|text| text.contains("[UserSig]")), "the echoes were printed");
    let debugged = runtime.block_on(debugged(&user_sig));
    let panics = runtime.block_on(panics());
    let oddities = runtime.block_on(oddities());
    for (what, texts) in [
        ("errors", printed),
        ("Debug", debugged),
        ("panics", panics),
        ("oddities", oddities),
        ("errors of the fault matrix", matrix_errors()),
    ] {
        // The text is not in the message, because a failure must not print it either.
        assert!(!texts.iter().any(|text| has_canary(text)), "a secret is in the {what}");
    }
    let heard = listen::heard();
    for name in ["tencent_chat", "h2", "hyper_util", "metrics", "reqwest", "rustls"] {
        assert!(heard.crates.contains(name), "{name} said nothing: {:?}", heard.crates);
    }
    // The messages of h2 about frames are for its own developers: SECURITY.md has the filter that silences them.
    let filter = "h2=info";
    let is_silenced =
        |(target, level): &&(String, Level)| target.starts_with("h2::") && *level > Level::INFO;
    let leaks: Vec<_> = heard.leaks.iter().filter(|leak| !is_silenced(leak)).collect();
    assert!(leaks.is_empty(), "logged a secret: {leaks:?}");
    assert!(
        !heard.leaks.is_empty(),
        "the filter is no longer needed: remove it from the documents"
    );
    for document in [include_str!("../../SECURITY.md"), include_str!("../../docs/client.md")] {
        assert!(document.contains(filter), "the filter is not documented");
    }
}
