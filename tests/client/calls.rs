//! The client against the simulator.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use serde_json::json;
use support::{ADMIN, APP, KEY, ManualClock, NOW, Peer, Reply, client_of, client_with, simulator};
use tencent_chat::conversation::delete_contact_group::{self, Request};
use tencent_chat::schema::Constraint;
use tencent_chat::{
    Client, CodeKind, Credentials, Effect, Endpoint, Error, ErrorCode, ErrorKind, HttpRequest,
    HttpResponse, HyperTransport, Region, ReqwestTransport, RetryClass, RetryPolicy, Transport,
    TransportOptions, endpoint,
};
use tencent_chat_sim::{Conversation, Simulator};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

async fn delete(client: &Client, group: &str) -> Result<delete_contact_group::Response, Error> {
    client.conversation().delete_contact_group(Request::new("user15", [group])).await
}

/// The error of a call to a simulator that was told to respond with `code`.
async fn error_of(simulator: &Simulator, client: &Client, code: ErrorCode) -> Error {
    simulator.state().fail_next(code);
    delete(client, "test0").await.unwrap_err()
}

#[tokio::test]
async fn a_group_is_deleted_and_its_conversations_stay() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    let response = delete(&client, "test0").await.unwrap();
    assert_eq!(response.group_item.len(), 1);
    assert_eq!(response.group_item[0].group_name, "test0");
    assert_eq!(response.group_item[0].group_id, 1);
    let state = simulator.state();
    let user = state.user("user15").unwrap();
    assert_eq!(user.contact_groups().collect::<Vec<_>>(), ["test1"]);
    let conversations: Vec<_> = user.conversations().cloned().collect();
    assert_eq!(
        conversations,
        [Conversation::with_user("user16"), Conversation::with_user("user17")]
    );
}

#[tokio::test]
async fn a_finished_call_is_not_sent_again() {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let client = Client::builder(APP, credentials)
        .region(Region::Singapore)
        .transport(|_| async { Ok(HttpResponse::failure(ErrorCode::ADMIN_REQUIRED)) })
        .build()
        .unwrap();
    let request = Request::new("user15", ["test0"]);
    let mut response = client.conversation().delete_contact_group(request).into_future();
    (&mut response).await.unwrap_err();
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut response).poll(&mut context).is_pending());
}

#[tokio::test]
async fn a_failing_response_is_a_typed_error() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    let error = delete(&client, "test9").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.code(), Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
    assert_eq!(
        error.envelope().unwrap().error_info.as_deref(),
        Some("user15 has no conversation group \"test9\"")
    );
    assert_eq!((error.is_retryable(), error.effect()), (false, Effect::None));
    assert_eq!(
        error.to_string(),
        "delete_contact_group (v4/recentcontact/del_contact_group): 51009 CONTACT_GROUP_NOT_FOUND, the \
         conversation group to be deleted does not exist; the service says: \"user15 has no conversation group \
         \\\"test9\\\"\""
    );
}

#[tokio::test]
async fn every_known_code_is_returned() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    let listed = Request::spec().errors();
    assert_eq!(listed.len(), 13);
    for info in ErrorCode::table() {
        let error = error_of(&simulator, &client, info.code).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some(info.code)));
        let text = error.to_string();
        assert!(text.contains(info.name) && text.contains(info.meaning), "{text}");
        assert_eq!(error.is_retryable(), info.retry != RetryClass::Permanent, "{text}");
        let may_have = matches!(info.kind, CodeKind::Internal | CodeKind::Timeout);
        assert_eq!(error.effect() != Effect::None, may_have, "{text}");
    }
    assert!(listed.iter().all(|code| code.info().is_some()));
    assert!(delete(&client, "test0").await.is_ok(), "nothing was deleted meanwhile");
}

#[tokio::test]
async fn an_unknown_code_is_returned_as_an_error_with_that_code() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    let error = error_of(&simulator, &client, ErrorCode::new(987_654)).await;
    assert_eq!(error.code(), Some(ErrorCode::new(987_654)));
    assert_eq!((error.is_retryable(), error.effect()), (false, Effect::Unknown));
    assert!(error.to_string().contains("987654, which is not in the table of codes"), "{error}");
}

#[tokio::test]
async fn a_request_that_breaks_constraints_is_not_sent() {
    let mut peer = Peer::start(Reply::Close).await;
    let client = client_of(&peer.url);
    let request = Request::new("user15", ["x".repeat(33), "é".repeat(17)]);
    let error = client.conversation().delete_contact_group(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!((error.is_retryable(), error.effect()), (false, Effect::None));
    assert_eq!(
        error.to_string(),
        "delete_contact_group (v4/recentcontact/del_contact_group): the request breaks a constraint and was not sent: \
         `GroupName` has 2 items, allowed is exactly 1; \
         `GroupName[0]` has 33 bytes, allowed is at most 32; \
         `GroupName[1]` has 34 bytes, allowed is at most 32"
    );
    let violations = error.violations().unwrap().as_slice();
    assert_eq!(violations.len(), 3);
    assert_eq!(
        (violations[1].field.as_str(), violations[1].found.as_str()),
        ("GroupName[0]", "33")
    );
    assert!(
        matches!(violations[1].constraint, Constraint::Bytes(bounds) if bounds.max == Some(32))
    );
    assert!(peer.is_untouched());
}

#[test]
fn constraints_are_checked_without_a_client_too() {
    assert!(Request::new("user15", ["x".repeat(32)]).validate().is_ok());
    let nothing = Request::new("user15", [""; 0]).validate().unwrap_err();
    assert_eq!(nothing.to_string(), "`GroupName` has 0 items, allowed is exactly 1");
}

#[tokio::test]
async fn the_request_is_a_post_with_the_documented_query_and_body() {
    let mut peer = Peer::start(Reply::json(r#"{"ErrorCode":0}"#)).await;
    let client = client_of(&format!("{}/below/", peer.url));
    delete(&client, "test0").await.unwrap();
    let request = peer.request().await;
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, r#"{"From_Account":"user15","GroupName":["test0"]}"#);
    let target = head.split(' ').nth(1).unwrap();
    let (path, query) = target.split_once('?').unwrap();
    assert!(head.starts_with("POST "), "the method");
    assert_eq!(path, "/below/v4/recentcontact/del_contact_group");
    let keys: Vec<_> = query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
    assert_eq!(
        keys.iter().map(|(key, _)| *key).collect::<Vec<_>>(),
        ["sdkappid", "identifier", "usersig", "contenttype", "random"]
    );
    assert_eq!((keys[0].1, keys[1].1, keys[3].1), ("1400000000", ADMIN, "json"));
    assert!(keys[4].1.parse::<u32>().is_ok());
    assert!(head.to_lowercase().contains("\r\ncontent-type: application/json"));
}

/// An endpoint declared here, for which the client has no method.
#[endpoint("v4/private/do_something")]
pub mod do_something {
    pub struct Request {}
    pub struct Response {}
}

#[tokio::test]
async fn an_endpoint_of_another_crate_is_called_by_its_request() {
    let peer = Peer::start(Reply::json(r#"{"ActionStatus":"OK"}"#)).await;
    let request = do_something::Request::new();
    assert_eq!(
        client_of(&peer.url).call(request.clone()).await.unwrap(),
        do_something::Response::new()
    );
    let simulator = simulator().await;
    let error = client_of(&simulator.base_url()).call(request).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::NO_SUCH_ENDPOINT));
}

#[tokio::test]
async fn a_signature_is_renewed_before_it_expires() {
    let simulator = simulator().await;
    let clock = ManualClock::at(NOW);
    let client = client_with(&simulator.base_url(), clock.clone());
    delete(&client, "test0").await.unwrap();
    for hours in [17, 25, 50] {
        let now = NOW + hours * 3600;
        clock.advance(Duration::from_secs(now - tencent_chat::Clock::unix_time(&clock)));
        simulator.state().set_unix_time(now);
        let error = delete(&client, "test0").await.unwrap_err();
        assert_eq!(
            error.code(),
            Some(ErrorCode::CONTACT_GROUP_NOT_FOUND),
            "refused after {hours} h"
        );
    }
}

#[tokio::test]
async fn the_service_refuses_a_wrong_signature_with_the_documented_code() {
    let simulator = simulator().await;
    let url = simulator.base_url();
    let code = async |app, identifier: &str, key: &str| {
        let credentials = Credentials::secret_key(identifier, key);
        let builder = Client::builder(app, credentials)
            .base_url(&url)
            .clock(ManualClock::at(NOW))
            .strict_responses()
            .retry(RetryPolicy::none());
        delete(&builder.build().unwrap(), "test0").await.unwrap_err().code()
    };
    assert_eq!(code(APP, ADMIN, "another-key").await, Some(ErrorCode::USER_SIG_OF_OTHER_KEY));
    assert_eq!(code(APP + 1, ADMIN, KEY).await, Some(ErrorCode::APP_NOT_FOUND));
    assert_eq!(code(APP, "user15", KEY).await, Some(ErrorCode::ADMIN_REQUIRED));
    simulator.state().set_unix_time(NOW + 25 * 3600);
    assert_eq!(code(APP, ADMIN, KEY).await, Some(ErrorCode::USER_SIG_EXPIRED));
}

#[tokio::test]
async fn one_client_serves_many_tasks() {
    fn assert_shared<T: Clone + Send + Sync + 'static>(_: &T) {}

    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    assert_shared(&client);
    let calls: Vec<_> = (0..32)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { delete(&client, "test0").await.is_ok() })
        })
        .collect();
    let mut deleted = 0;
    for call in calls {
        deleted += usize::from(call.await.unwrap());
    }
    assert_eq!(deleted, 1);
}

#[test]
fn a_base_url_is_https_or_on_this_machine() {
    let build = |url: &str| Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    for right in
        ["https://example.com", "http://127.0.0.1:1/a", "http://[::1]:1", "http://localhost"]
    {
        assert!(build(right).build().is_ok(), "{right}");
    }
    for (wrong, reason) in [
        ("example.com", "not a URL such as `https://host`"),
        ("https://example.com/v4/", "leave it off"),
        ("ftp://example.com", "neither https nor http"),
        ("http://example.com", "plain HTTP"),
        ("http://127.0.0.1.example.com", "plain HTTP"),
        ("https://example.com?usersig=x", "query"),
        ("https://user:password@example.com", "user"),
    ] {
        let error = build(wrong).build().unwrap_err().to_string();
        assert!(error.contains(reason), "{wrong}: {error}");
    }
    assert!(build("http://example.com").allow_plain_http().build().is_ok());
}

#[test]
fn a_region_is_an_address() {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let client = Client::builder(APP, credentials).region(Region::Tokyo).build().unwrap();
    assert!(format!("{client:?}").contains("https://adminapijpn.im.qcloud.com"), "{client:?}");
}

#[tokio::test]
async fn tls_works_with_a_certificate_that_is_trusted_and_with_no_other() {
    let simulator = Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN).tls();
    let simulator = simulator.start().await.unwrap();
    simulator.state().set_unix_time(NOW);
    assert!(simulator.base_url().starts_with("https://"));
    let builder = || {
        let credentials = Credentials::secret_key(ADMIN, KEY);
        Client::builder(APP, credentials)
            .base_url(simulator.base_url())
            .clock(ManualClock::at(NOW))
            .strict_responses()
            .retry(RetryPolicy::none())
    };
    let import = || tencent_chat::account::account_import::Request::new("ann");
    let error = builder().build().unwrap().call(import()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent);
    assert!(error.to_string().contains("certificate"), "{error}");
    let trusting = builder().trust(simulator.certificate().unwrap()).build().unwrap();
    trusting.call(import()).await.unwrap();
    assert!(simulator.state().user("ann").is_some());
    let lean = HyperTransport::trusting(&[simulator.certificate().unwrap().to_vec()]).unwrap();
    builder().transport(lean).build().unwrap().call(import()).await.unwrap();
    let strange = HyperTransport::new().unwrap();
    let error = builder().transport(strange).build().unwrap().call(import()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent);
    assert!(error.to_string().contains("certificate"), "{error}");
    let error = builder().trust(b"no certificate".as_slice()).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn an_endpoint_without_a_spec_is_called_by_its_path() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    let request = json!({"From_Account": "user15", "GroupName": ["test0"]});
    let path = "v4/recentcontact/del_contact_group";
    let response = client.call_raw(path, &request).await.unwrap();
    assert_eq!(
        (&response["ErrorCode"], &response["GroupItem"][0]["GroupName"]),
        (&json!(0), &json!("test0"))
    );
    let error = client.call_raw(path, &request).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
    let text = error.to_string();
    assert!(
        text.starts_with("v4/recentcontact/del_contact_group: 51009 CONTACT_GROUP_NOT"),
        "{text}"
    );
    let error = client.call_raw("v4/made/up", &json!({})).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::NO_SUCH_ENDPOINT));
}

/// Starts a TLS server that supports HTTP/2 and HTTP/1.1, lets the client connect once, and returns the protocol that
/// ALPN chose.
async fn negotiated_protocol(client: impl FnOnce(String, Vec<u8>) -> Client) -> Option<Vec<u8>> {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let (certificate, key) = (made.cert.der().clone(), made.signing_key.serialize_der());
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let key = PrivateKeyDer::Pkcs8(key.into());
    let mut config = config.with_single_cert(vec![certificate.clone()], key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client =
        client(format!("https://{}", listener.local_addr().unwrap()), certificate.to_vec());
    let call = tokio::spawn(async move { delete(&client, "test0").await });
    let (stream, _) = listener.accept().await.unwrap();
    let stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await.unwrap();
    let agreed = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
    drop(stream);
    assert!(call.await.unwrap().is_err());
    agreed
}

#[tokio::test]
async fn both_transports_speak_http_1_by_default_and_http_2_by_choice() {
    let builder = |url: String| {
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
        builder.clock(ManualClock::at(NOW)).retry(RetryPolicy::none()).strict_responses()
    };
    for (is_http2, agreed) in [(false, &b"http/1.1"[..]), (true, b"h2")] {
        let standard = negotiated_protocol(|url, trusted| {
            let builder = builder(url).trust(trusted);
            if is_http2 { builder.http2() } else { builder }.build().unwrap()
        });
        assert_eq!(standard.await.as_deref(), Some(agreed));
        let lean = negotiated_protocol(|url, trusted| {
            let options = TransportOptions::new().trust(trusted);
            let options = if is_http2 { options.http2() } else { options };
            let lean = HyperTransport::with_options(options).unwrap();
            builder(url).transport(lean).build().unwrap()
        });
        // hyper-rustls offers no protocol if HTTP/1.1 is the only one.
        assert_eq!(lean.await.as_deref().unwrap_or(b"http/1.1"), agreed);
    }
}

#[test]
fn options_of_the_standard_transport_are_refused_with_another() {
    let builder =
        || Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).region(Region::China);
    let builders = [
        builder().http2(),
        builder().connect_timeout(Duration::from_secs(1)),
        builder().trust(b"anything".as_slice()),
    ];
    for builder in builders {
        let error = builder.transport(HyperTransport::new().unwrap()).build().unwrap_err();
        assert!(error.to_string().contains("are for the standard transport"), "{error}");
    }
    let error = builder().connect_timeout(Duration::ZERO).build().unwrap_err();
    assert!(error.to_string().contains("the connect timeout is 0"), "{error}");
}

/// Adds a header to each request.
struct Marked<T>(T);

impl<T: Transport> Transport for Marked<T> {
    fn post(&self, mut request: HttpRequest) -> tencent_chat::ResponseFuture {
        request.headers_mut().insert("x-mark", "7".parse().unwrap());
        self.0.post(request)
    }
}

/// Serves `requests` requests over the first connection, refuses other connections, and returns the requests.
async fn serve_one_connection(listener: TcpListener, requests: usize) -> Vec<String> {
    let (mut stream, _) = listener.accept().await.unwrap();
    drop(listener);
    let mut seen = Vec::new();
    while seen.len() < requests {
        seen.push(support::read_request(&mut stream).await);
        let body = r#"{"ErrorCode":0,"GroupItem":[]}"#;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).await.unwrap();
    }
    seen
}

#[tokio::test]
async fn connections_are_kept_and_wrappers_reach_the_wire() {
    for is_lean in [false, true] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(serve_one_connection(listener, 3));
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
        let builder = builder.clock(ManualClock::at(NOW)).retry(RetryPolicy::none());
        let builder = if is_lean {
            builder.transport(Marked(HyperTransport::new().unwrap()))
        } else {
            builder.transport(Marked(ReqwestTransport::configured(|http| http.no_proxy()).unwrap()))
        };
        let client = builder.build().unwrap();
        for _ in 0..3 {
            delete(&client, "test0").await.unwrap();
        }
        for request in served.await.unwrap() {
            assert!(request.contains("\r\nx-mark: 7\r\n"), "no mark");
            assert!(request.contains("\r\ncontent-type: application/json\r\n"), "no type");
        }
    }
}
