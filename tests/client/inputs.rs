//! Invalid inputs are refused before anything is sent, with messages that help.

use std::time::Duration;

use serde_json::json;
use support::process;
use support::{ADMIN, APP, KEY, ManualClock, NOW, Peer, Reply, client_of, lean_client_of};
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime, UserSig};
use tencent_chat::{
    Client, Credentials, Effect, ErrorKind, HttpResponse, HyperTransport, IssuedUserSig,
    MockTransport, ProvidedUserSig, Region, ReqwestTransport, RetryPolicy, UserSigProvider,
};

/// Clients of both transports, whose calls the peer would respond to.
fn both_clients_of(peer: &Peer) -> [Client; 2] {
    [client_of(&peer.url), lean_client_of(&peer.url)]
}

#[tokio::test]
async fn an_invalid_raw_path_is_refused_before_it_is_sent() {
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
                "raw call: the request is not a JSON object; the request was not sent"
            );
        }
        client.call_raw("v4/open_im.svc/a-b_c", &json!({})).await.unwrap();
        assert!(peer.request().await.starts_with("POST /v4/open_im.svc/a-b_c?sdkappid="));
        assert!(peer.is_untouched());
    }
}

#[tokio::test]
async fn a_raw_call_has_what_other_calls_have() {
    let script = MockTransport::new([
        HttpResponse::new(502, ""),
        HttpResponse::new(200, r#"{"ErrorCode":0,"Some":[1]}"#),
    ]);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let builder = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
    let client = builder.transport(script.clone()).build().unwrap();
    let call = client.call_raw("v4/a/b", &json!({"A": 1})).retry(RetryPolicy::none());
    let error = call.await.unwrap_err();
    assert_eq!((error.http_status(), error.attempts()), (Some(502), 1));
    assert!(error.to_string().starts_with("v4/a/b: HTTP status 502"), "{error}");
    let call = client.call_raw("v4/a/b", &json!({"A": 1})).timeout(Duration::from_secs(1));
    let call = call.deadline(Duration::from_secs(2)).rate_limit_timeout(Duration::ZERO);
    assert!(format!("{call:?}").contains("1s"), "{call:?}");
    let response = call.into_future();
    assert_eq!(tokio::spawn(response).await.unwrap().unwrap()["Some"], json!([1]));
    assert_eq!(script.requests()[1].body(), r#"{"A":1}"#);
    let late = client.call_raw("v4/a/b", &json!({})).deadline(Duration::ZERO).await.unwrap_err();
    assert_eq!((late.attempts(), late.effect()), (0, Effect::None));
}

#[test]
fn a_builder_reports_every_invalid_setting() {
    let error = Client::builder(0, Credentials::secret_key("", ""))
        .timeout(Duration::ZERO)
        .deadline(Duration::ZERO)
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "could not build the client: the SDKAppID is 0; the identifier is empty; the secret key is empty; \
         the timeout is 0; the deadline is 0; no address: give a region or a base URL"
    );
}

fn build(app: u32, identifier: &str, key: &str) -> Result<Client, tencent_chat::Error> {
    Client::builder(app, Credentials::secret_key(identifier, key)).region(Region::China).build()
}

#[test]
fn invalid_keys_and_identifiers_are_refused_when_the_client_is_built() {
    for (identifier, key, problem) in [
        (ADMIN, "\u{feff}key", "the secret key has the character U+FEFF"),
        (ADMIN, "\"key\"", "the secret key has the character U+0022"),
        (ADMIN, "key\r\n", "the secret key has the character U+000D"),
        (ADMIN, "ke\u{200b}y", "the secret key has the character U+200B"),
        (ADMIN, "k e y", "the secret key has the character U+0020"),
        (ADMIN, &"k".repeat(300), "the secret key has 300 bytes, allowed is at most 256"),
        ("\u{feff}admin", KEY, "the identifier has the character U+FEFF"),
        ("admin\u{202e}", KEY, "the identifier has the character U+202E"),
        ("'admin'", KEY, "the identifier has the character U+0027"),
        ("\u{2018}admin\u{2019}", KEY, "the identifier has the character U+2018"),
        ("admin\u{fe0f}", KEY, "the identifier has the character U+FE0F"),
        ("\u{3164}", KEY, "the identifier has the character U+3164"),
        ("ad\u{a0}min", KEY, "the identifier has the character U+00A0"),
        (ADMIN, "key\u{a0}", "the secret key has the character U+00A0"),
        (" admin", KEY, "the identifier has the character U+0020"),
        (&"a".repeat(70_000), KEY, "the identifier has 70000 bytes, allowed is at most 32"),
    ] {
        let error = build(APP, identifier, key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(error.to_string(), format!("could not build the client: {problem}"));
    }
    for right in ["@TIM#管理员", "O'Neil Jr"] {
        assert!(build(APP, right, KEY).is_ok(), "{right}");
    }
    let client = build(APP, ADMIN, KEY).unwrap();
    let error = client.as_user("b\u{feff}ob").unwrap_err().to_string();
    assert_eq!(error, "could not act as another user: the identifier has the character U+FEFF");
    let user_sig = Credentials::user_sig(ADMIN, UserSig::new("eJw*\n"));
    let error = Client::builder(APP, user_sig).region(Region::China).build().unwrap_err();
    assert!(error.to_string().ends_with("the UserSig has the character U+000A"), "{error}");
}

#[tokio::test]
async fn every_request_has_a_user_agent() {
    let mut peer = Peer::start(Reply::json(r#"{"ErrorCode":0}"#)).await;
    let builder = || {
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
        builder.base_url(&peer.url).clock(ManualClock::at(NOW))
    };
    let lean = || HyperTransport::new().unwrap();
    let default = concat!("user-agent: tencent-chat/", env!("CARGO_PKG_VERSION"), "\r\n");
    let named = "user-agent: Shop/2 (+https://shop.example)\r\n";
    let name = "Shop/2 (+https://shop.example)";
    let clients = [
        (builder().build().unwrap(), default),
        (builder().transport(lean()).build().unwrap(), default),
        (builder().user_agent(name).build().unwrap(), named),
        (builder().user_agent(name).transport(lean()).build().unwrap(), named),
    ];
    for (wrong, problem) in [
        ("", "is empty".to_owned()),
        ("a\r\nx: y", "has the character U+000D".to_owned()),
        ("Läden", "has the character U+00E4".to_owned()),
        (&"a".repeat(257), "has 257 bytes, allowed is at most 256".to_owned()),
    ] {
        let error = builder().user_agent(wrong).build().unwrap_err().to_string();
        assert_eq!(error, format!("could not build the client: the User-Agent {problem}"));
    }
    for (client, header) in clients {
        client.call_raw("v4/a/b", &json!({})).await.unwrap();
        let request = peer.request().await;
        assert!(request.contains(header), "another User-Agent");
    }
}

/// Provides a text that cannot be a `UserSig`.
struct Careless;

impl UserSigProvider for Careless {
    fn user_sig<'a>(&'a self, _: u32, _: &'a str) -> ProvidedUserSig<'a> {
        let user_sig = UserSig::new("canary-of-the-provider\n");
        Box::pin(async { Ok(IssuedUserSig::new(user_sig, UnixTime::from_secs(NOW + 3600))) })
    }
}

#[tokio::test]
async fn an_invalid_user_sig_of_a_provider_is_reported() {
    let builder = Client::builder(APP, Credentials::provider(ADMIN, Careless));
    let builder = builder.base_url("http://127.0.0.1:1").clock(ManualClock::at(NOW));
    let client = builder.transport(MockTransport::default()).build().unwrap();
    let error = client.call_raw("v4/a/b", &json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let text = format!("{error} {error:?}");
    assert!(text.contains("the provider's UserSig has the character U+000A"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn a_region_and_a_base_url_exclude_each_other() {
    let builder = || Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let both = "could not build the client: two addresses: give a region or a base URL, not both";
    let one = builder().region(Region::Singapore).base_url("https://example.com");
    assert_eq!(one.build().unwrap_err().to_string(), both);
    let other = builder().base_url("https://example.com").region(Region::Singapore);
    assert_eq!(other.build().unwrap_err().to_string(), both);
    assert!(builder().region(Region::Singapore).region(Region::Tokyo).build().is_ok());
    for url in [
        "https://@example.com",
        "https://a@example.com/b",
        "https://:b@example.com",
        "https://h?x",
        "https://h/#",
    ] {
        let error = builder().base_url(url).build().unwrap_err().to_string();
        assert!(error.ends_with("has a user, query or fragment: leave these off"), "{error}");
    }
    assert!(builder().base_url("https://example.com/chat/@a").build().is_ok(), "a path");
    let backslash = ("https:\\\\example.com\\@evil.example", "U+005C");
    for (url, c) in
        [backslash, ("\u{feff}https://example.com", "U+FEFF"), ("https://exam\tple.com", "U+0009")]
    {
        let error = builder().base_url(url).build().unwrap_err().to_string();
        assert_eq!(
            error,
            format!("could not build the client: the base URL has the character {c}")
        );
    }
    let broken = format!("-----BEGIN {KEY}\n-----BEGIN {KEY}-----\n{KEY}");
    for pem in [&broken[..20], &broken[..], &broken[60..]] {
        let error = builder().region(Region::China).trust(pem.as_bytes()).build().unwrap_err();
        let text = error.to_string();
        assert!(!text.contains(['[', '{']) && !text.contains("canary"), "{text}");
    }
    let error = builder().base_url(KEY).build().unwrap_err();
    assert!(!error.to_string().contains(KEY), "a key pasted for a URL");
}

/// Runs again in processes with another environment.
#[test]
fn an_invalid_proxy_is_reported_when_the_client_is_built() {
    const VARIABLE: &str = "INPUTS_PROXY";

    let builder = || Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    if let Some(name) = std::env::var_os(VARIABLE) {
        let told = builder().region(Region::China).build().unwrap_err().to_string();
        let name = name.into_string().unwrap();
        let start = format!("could not build the client: the variable {name} is not the URL of");
        assert!(told.starts_with(&start) && !told.contains("canary"), "{told}");
        assert!(builder().base_url("http://127.0.0.1:1").build().is_ok(), "it takes no proxy");
        let own = ReqwestTransport::configured(reqwest::ClientBuilder::no_proxy).unwrap();
        assert!(builder().region(Region::China).transport(own).build().is_ok());
        return;
    }
    for (name, value) in [("ALL_PROXY", "socks6://a:canary@127.0.0.1"), ("https_proxy", "canary x")]
    {
        let test = "an_invalid_proxy_is_reported_when_the_client_is_built";
        let mut again = process::again(module_path!(), test);
        for variable in ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"] {
            again.env_remove(variable);
        }
        again.env(VARIABLE, name).env(name, value);
        process::pass(again);
    }
}

#[test]
fn variables_are_named_one_by_one_and_never_their_values() {
    let problems = |vars: [Option<&str>; 4]| {
        let names = ["CHAT_SDK_APP_ID", "CHAT_SECRET_KEY", "CHAT_IDENTIFIER", "CHAT_REGION"];
        let lookup = |name: &str| {
            let index = names.iter().position(|known| *known == name)?;
            vars[index].map(str::to_owned)
        };
        let error = Client::from_vars(lookup).map(drop).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains(KEY) && !text.contains("mars"), "a value is in the error");
        let text = error.to_string();
        text.strip_prefix("could not build the client: ").unwrap().to_owned()
    };
    let regions = "the regions are china, ";
    let missing = problems([Some("12x"), None, Some(" "), Some("mars")]);
    assert!(missing.starts_with("CHAT_SDK_APP_ID is not a number; CHAT_SECRET_KEY is not set; CHAT_IDENTIFIER is not set; CHAT_REGION names an unknown region"), "{missing}");
    assert!(missing.contains(regions), "{missing}");
    let pasted = problems([Some(KEY), Some(KEY), Some(ADMIN), Some(KEY)]);
    assert!(pasted.starts_with("CHAT_SDK_APP_ID is not a number; CHAT_REGION names"), "{pasted}");
    let key = format!("\u{feff}{KEY}");
    let odd =
        [Some("\u{feff}1400000000"), Some(key.as_str()), Some("admin\r"), Some("china\u{200b}")];
    assert_eq!(
        problems(odd),
        "CHAT_SDK_APP_ID has the character U+FEFF; CHAT_SECRET_KEY has the character U+FEFF; \
         CHAT_IDENTIFIER has the character U+000D; CHAT_REGION has the character U+200B"
    );
    let quoted = [Some("+1400000000"), Some("\"key\""), Some("\u{fffd}"), Some("'china'")];
    assert_eq!(
        problems(quoted),
        "CHAT_SDK_APP_ID is not a number; CHAT_SECRET_KEY has the character U+0022; \
         CHAT_IDENTIFIER has the character U+FFFD; CHAT_REGION has the character U+0027"
    );
    let large = problems([Some("4294967296"), Some("schlüssel"), Some(ADMIN), Some("china")]);
    assert_eq!(
        large,
        "CHAT_SDK_APP_ID is larger than any SDKAppID; CHAT_SECRET_KEY has the character U+00FC"
    );
    let vars = |name: &str| {
        let value = match name {
            "CHAT_SDK_APP_ID" => "1400000000",
            "CHAT_SECRET_KEY" => KEY,
            "CHAT_IDENTIFIER" => ADMIN,
            _ => "Singapore",
        };
        Some(value.to_owned())
    };
    let client = Client::from_vars(vars).unwrap().build().unwrap();
    assert_eq!(client.sdk_app_id(), APP);
}

#[test]
fn a_client_with_a_key_signs_for_end_users() {
    let day = Duration::from_secs(86_400);
    let builder = |credentials| {
        let builder = Client::builder(APP, credentials).region(Region::China);
        builder.clock(ManualClock::at(NOW)).build().unwrap()
    };
    let client = builder(Credentials::secret_key(ADMIN, KEY));
    let user_sig = client.sign_for("user15", day).unwrap();
    let (key, subject) = (SecretKey::new(KEY), Subject::new(APP, "user15"));
    let verified = |at| key.verify(user_sig.expose(), &subject, UnixTime::from_secs(at));
    assert_eq!(verified(NOW).unwrap().lifetime, day);
    assert!(verified(NOW + 86_400).is_ok() && verified(NOW + 86_401).is_err());
    let other = client.as_user("boss").unwrap().sign_for("user15", day).unwrap();
    assert_eq!(other.expose(), user_sig.expose(), "it is the user's, whichever client signs it");

    for (user, lifetime, problem) in [
        ("", day, "the user is empty"),
        ("user\u{feff}", day, "the user has the character U+FEFF"),
        (&"u".repeat(33), day, "the user has 33 bytes, allowed is at most 32"),
        ("user15", Duration::ZERO, "at least one second"),
        ("user15", Lifetime::MAX.duration() + Duration::from_secs(1), "at most 180 days"),
        ("user15", Duration::MAX, "at most 180 days"),
    ] {
        let error = client.sign_for(user, lifetime).unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::InvalidRequest, Effect::None));
        assert!(error.to_string().contains(problem), "{error}");
    }
    let keyless = builder(Credentials::user_sig(ADMIN, UserSig::new("eJw*")));
    let error = keyless.sign_for("user15", day).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.to_string(), "could not sign for the user: the client has no secret key");
    let provided = builder(Credentials::provider(ADMIN, Careless));
    assert_eq!(provided.sign_for("user15", day).unwrap_err().to_string(), error.to_string());
}

#[tokio::test]
async fn a_user_sig_is_issued_by_the_clock_of_the_service() {
    // Ten hours after `NOW`.
    let date = http::HeaderValue::from_static("Wed, 18 Nov 2026 21:06:40 GMT");
    let response = HttpResponse::new(200, r#"{"ErrorCode":0}"#).date(date);
    let script = MockTransport::new([response.clone(), response]);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).region(Region::China);
    let client = builder.clock(ManualClock::at(NOW)).transport(script).build().unwrap();
    // One response may have a wrong date: two that agree count.
    client.call_raw("v4/a/b", &json!({})).await.unwrap();
    client.call_raw("v4/a/b", &json!({})).await.unwrap();
    let user_sig = client.sign_for("user15", Duration::from_secs(60)).unwrap();
    let now = UnixTime::from_secs(NOW + 10 * 3600);
    let subject = Subject::new(APP, "user15");
    let validity = SecretKey::new(KEY).verify(user_sig.expose(), &subject, now).unwrap();
    assert_eq!(validity.issued_at, now);
}
