//! The webhooks that the simulator sends, received by our own verifier.

mod actions;
mod faults;
mod on_demand;
mod verdicts;

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use support::{ADMIN, APP, KEY, NOW, Reply, client_of, read_request};
use tencent_chat::message::{ForbidCallback, MessageElement, batch_send_message, send_message};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::c2c::{after_send_message, before_send_message};
use tencent_chat::webhook::{Delivery, Verifier, Webhook, WebhookResponse};
use tencent_chat::{Client, ErrorCode};
use tencent_chat_sim::{Simulator, SimulatorBuilder, WebhookOutcome};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

const TOKEN: &str = "canary-token-8a1f0c4e";

type Handling = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// An app that receives webhooks.
#[derive(Clone)]
struct Receiver {
    url: String,
    deliveries: Arc<Mutex<Vec<Delivery>>>,
}

impl Receiver {
    /// Starts an app that replies to each delivery.
    async fn start(handle: impl Fn(Delivery) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with(move |delivery| {
            let reply = handle(delivery);
            Box::pin(async { reply })
        })
        .await
    }

    async fn start_with(handle: impl Fn(Delivery) -> Handling + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhook", listener.local_addr().unwrap());
        let receiver = Self { url, deliveries: Arc::default() };
        let deliveries = Arc::clone(&receiver.deliveries);
        let handle = Arc::new(handle);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (deliveries, handle) = (Arc::clone(&deliveries), Arc::clone(&handle));
                tokio::spawn(async move {
                    let delivery = read(&read_request(&mut stream).await);
                    deliveries.lock().unwrap().push(delivery.clone());
                    match handle(delivery).await {
                        Reply::Bytes(bytes) => drop(stream.write_all(&bytes).await),
                        Reply::Close => {}
                        Reply::Silence => std::future::pending().await,
                    }
                });
            }
        });
        receiver
    }

    fn commands(&self) -> Vec<String> {
        self.deliveries.lock().unwrap().iter().map(|delivery| delivery.command.clone()).collect()
    }

    fn last(&self) -> Webhook {
        self.deliveries.lock().unwrap().last().unwrap().webhook.clone()
    }
}

/// Verifies a delivery, which must fit its spec.
fn read(request: &str) -> Delivery {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let target = head.split(' ').nth(1).unwrap();
    let (path, query) = target.split_once('?').unwrap();
    assert!(head.starts_with("POST /webhook?") && path == "/webhook", "{head}");
    let verifier = Verifier::new(APP, TOKEN).unwrap().strict_events();
    verifier.receive(query, body, UnixTime::from_secs(NOW)).unwrap()
}

fn http(response: WebhookResponse) -> Reply {
    Reply::json(&String::from_utf8(response.into_body()).unwrap())
}

/// An app that replies to nothing but that it received it, which allows everything.
async fn silent_app() -> Receiver {
    Receiver::start(|_| http(WebhookResponse::received())).await
}

fn builder(url: &str) -> SimulatorBuilder {
    Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN).webhooks(url, TOKEN)
}

/// A simulator at [`NOW`] with Ann, Bob and Cat, that sends webhooks, and a client of it.
async fn simulator_with(builder: SimulatorBuilder) -> (Simulator, Client) {
    let simulator = builder.start().await.unwrap();
    let mut state = simulator.state();
    state.set_unix_time(NOW);
    for user in ["ann", "bob", "cat"] {
        state.import_user(user);
    }
    drop(state);
    let client = client_of(&simulator.base_url());
    (simulator, client)
}

async fn simulator_for(receiver: &Receiver) -> (Simulator, Client) {
    simulator_with(builder(&receiver.url)).await
}

fn to_bob(text: &str) -> send_message::Request {
    send_message::Request::new("bob", [text]).from_account("ann")
}

#[tokio::test]
async fn a_message_is_asked_about_and_told() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    let request = to_bob("hello").cloud_custom_data("x");
    let sent = client.call(request).await.unwrap();
    simulator.flush_webhooks().await;
    assert_eq!(app.commands(), ["C2C.CallbackBeforeSendMsg", "C2C.CallbackAfterSendMsg"]);
    let Webhook::C2cAfterSendMessage(told) = app.last() else { panic!("another webhook") };
    assert_eq!((told.from_account.as_str(), told.to_account.as_str()), ("ann", "bob"));
    assert_eq!((&told.msg_key, told.msg_time_secs), (&sent.msg_key, NOW));
    assert_eq!((told.unread_msg_num, &*told.error_info), (1, "send msg succeed"));
    assert_eq!(told.cloud_custom_data.as_deref(), Some("x"));

    let state = simulator.state();
    let log: Vec<_> = state.webhooks().collect();
    assert_eq!(*log[0].outcome(), WebhookOutcome::Allowed);
    assert_eq!(*log[1].outcome(), WebhookOutcome::Received);
    let asked: before_send_message::Event = log[0].event().unwrap();
    let told: after_send_message::Event = log[1].event().unwrap();
    assert_eq!((asked.msg_key, asked.msg_seq), (told.msg_key, told.msg_seq));
    assert_eq!(state.to_json()["webhooks"][0]["outcome"], "Allowed");
    assert!(!format!("{:?}", *state).contains(TOKEN));
    assert!(!state.to_json().to_string().contains(TOKEN));
}

#[tokio::test]
async fn a_simulator_without_a_url_sends_nothing() {
    let (simulator, client) =
        simulator_with(Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN)).await;
    client.call(to_bob("hello")).await.unwrap();
    simulator.flush_webhooks().await;
    assert_eq!(simulator.state().webhooks().count(), 0);
}

#[tokio::test]
async fn a_request_forbids_the_webhooks_of_its_message() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    let both = [ForbidCallback::BeforeSend, ForbidCallback::AfterSend];
    for (forbidden, sent) in [
        (&both[..1], &["C2C.CallbackAfterSendMsg"][..]),
        (&both[1..], &["C2C.CallbackBeforeSendMsg"]),
        (&both, &[]),
    ] {
        client.call(to_bob("hello").forbid_callback_control(forbidden)).await.unwrap();
        simulator.flush_webhooks().await;
        assert_eq!(app.commands(), sent);
        app.deliveries.lock().unwrap().clear();
    }
    let batch = batch_send_message::Request::new(["bob", "cat"], ["hello"]);
    client.call(batch).await.unwrap();
    simulator.flush_webhooks().await;
    assert_eq!(app.commands(), [""; 0], "the documents name no webhook of a batch");
}

#[tokio::test]
async fn each_webhook_can_be_turned_off_and_on() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    simulator.state().disable_webhook(&before_send_message::SPEC);
    client.call(to_bob("one")).await.unwrap();
    simulator.flush_webhooks().await;
    assert_eq!(app.commands(), ["C2C.CallbackAfterSendMsg"]);
    simulator.state().enable_webhook(&before_send_message::SPEC);
    simulator.state().disable_webhook(&after_send_message::SPEC);
    client.call(to_bob("two")).await.unwrap();
    simulator.flush_webhooks().await;
    assert_eq!(app.commands()[1..], ["C2C.CallbackBeforeSendMsg"]);
    simulator.state().clear_webhooks();
    assert_eq!(simulator.state().webhooks().count(), 0);
}

/// Webhooks after actions arrive in the order of the actions.
#[tokio::test]
async fn messages_are_told_in_order() {
    let app = silent_app().await;
    let (simulator, client) = simulator_for(&app).await;
    for number in 0..20 {
        client.call(to_bob(&number.to_string())).await.unwrap();
    }
    simulator.flush_webhooks().await;
    let deliveries = app.deliveries.lock().unwrap().clone();
    let told = deliveries.iter().filter_map(|delivery| match &delivery.webhook {
        Webhook::C2cAfterSendMessage(event) => Some(event.msg_body.clone()),
        _ => None,
    });
    let expected: Vec<Vec<MessageElement>> =
        (0..20).map(|number: u32| vec![number.to_string().into()]).collect();
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn each_sent_webhook_is_a_line_of_the_log() {
    let app = silent_app().await;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let log = move |line: &str| log.lock().unwrap().push(line.to_owned());
    let (simulator, client) = simulator_with(builder(&app.url).log(log)).await;
    client.call(to_bob("hello")).await.unwrap();
    simulator.flush_webhooks().await;
    simulator.send_webhook_json("a\nb", serde_json::Map::new()).await.unwrap();
    let mut lines = lines.lock().unwrap().clone();
    // The webhook after the call may be sent before the line of the call is written.
    lines.sort();
    assert_eq!(
        lines,
        [
            "C2C.CallbackAfterSendMsg: Received",
            "C2C.CallbackBeforeSendMsg: Allowed",
            "a\\nb: Received",
            "v4/openim/sendmsg: OK",
        ]
    );
}

/// A retry of a message is neither asked about nor told again, even if the app has changed the message.
#[tokio::test]
async fn a_copy_of_a_message_causes_no_webhooks() {
    let app = Receiver::start(|delivery| match &delivery.webhook {
        Webhook::C2cBeforeSendMessage(event) => {
            let reply = before_send_message::Reply::new().msg_body(["changed"]);
            http(event.reply(reply).unwrap())
        }
        _ => http(WebhookResponse::received()),
    })
    .await;
    let (simulator, client) = simulator_for(&app).await;
    let request = to_bob("hello").msg_seq(7u32).msg_random(8u32);
    let first = client.call(request.clone()).await.unwrap();
    let second = client.call(request).await.unwrap();
    assert_eq!(first.msg_key, second.msg_key);
    simulator.flush_webhooks().await;
    assert_eq!(app.commands().len(), 2);
    assert_eq!(simulator.state().messages().count(), 1);
}

#[tokio::test]
async fn a_handler_calls_the_api_and_looks_at_the_state_from_within_a_webhook() {
    let shared = Arc::new(Mutex::new(None::<(Arc<Simulator>, Client)>));
    let within = Arc::clone(&shared);
    let app = Receiver::start_with(move |delivery| {
        let (simulator, client) = within.lock().unwrap().clone().unwrap();
        Box::pin(async move {
            let Webhook::C2cBeforeSendMessage(event) = &delivery.webhook else {
                return http(WebhookResponse::received());
            };
            if event.to_account == "cat" {
                return http(event.allow());
            }
            assert_eq!(simulator.state().messages().count(), 0);
            let request = send_message::Request::new("cat", ["first"]).from_account("ann");
            client.call(request).await.unwrap();
            assert_eq!(simulator.state().messages().count(), 1);
            http(event.allow())
        })
    })
    .await;
    let (simulator, client) = simulator_for(&app).await;
    let simulator = Arc::new(simulator);
    *shared.lock().unwrap() = Some((Arc::clone(&simulator), client.clone()));
    client.call(to_bob("second")).await.unwrap();
    simulator.flush_webhooks().await;
    let state = simulator.state();
    let order: Vec<_> = state.messages().map(|message| message.to().as_str()).collect();
    assert!(order.contains(&"bob") && order.contains(&"cat"), "{order:?}");
    assert_eq!(state.webhooks().count(), 4);
}

/// A URL of another machine, or a malformed token, is an error that repeats neither.
#[tokio::test]
async fn odd_settings_are_refused() {
    let here = "http://127.0.0.1:9/webhook";
    for (url, token, problem) in [
        ("http://app.example/canary", TOKEN, "must be of this machine"),
        ("https://127.0.0.1/canary", TOKEN, "must be of this machine"),
        ("http://127.0.0.1/canary?a=b", TOKEN, "must be of this machine"),
        ("http://127.0.0.1/canary#a", TOKEN, "must be of this machine"),
        ("http://10.0.0.1/canary", TOKEN, "must be of this machine"),
        ("canary", TOKEN, "must be of this machine"),
        ("http://canary canary", TOKEN, "is malformed"),
        (here, "", "the token of the webhooks"),
        (here, "canary canary", "the token of the webhooks"),
    ] {
        let builder = Simulator::builder().webhooks(url, token);
        assert!(!format!("{builder:?}").contains("canary"));
        let error = builder.start().await.unwrap_err();
        assert!(error.to_string().contains(problem), "{url}: {error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    for url in ["http://[::1]:9/", "http://localhost:9", here] {
        assert!(Simulator::builder().webhooks(url, TOKEN).start().await.is_ok(), "{url}");
    }
}

/// The caller of an action that waits for the app may give up. The action takes place all the same.
#[tokio::test]
async fn an_action_does_not_depend_on_its_caller() {
    let (release, released) = tokio::sync::watch::channel(false);
    let app = Receiver::start_with(move |_| {
        let mut released = released.clone();
        Box::pin(async move {
            released.wait_for(|released| *released).await.unwrap();
            http(WebhookResponse::received())
        })
    })
    .await;
    let (simulator, client) = simulator_for(&app).await;
    let calling = tokio::spawn(client.call(to_bob("hello")).into_future());
    while app.commands().is_empty() {
        tokio::task::yield_now().await;
    }
    calling.abort();
    calling.await.unwrap_err();
    release.send_replace(true);
    while simulator.state().messages().count() == 0 {
        tokio::task::yield_now().await;
    }
    simulator.flush_webhooks().await;
    assert_eq!(app.commands().len(), 2);
}

#[tokio::test]
async fn an_own_code_is_described() {
    let app = Receiver::start(|delivery| match &delivery.webhook {
        Webhook::C2cBeforeSendMessage(event) => {
            let code = tencent_chat::webhook::OwnCode::new(120_007).unwrap();
            http(event.forbid_with(code, "the shop is closed"))
        }
        _ => http(WebhookResponse::received()),
    })
    .await;
    let (_simulator, client) = simulator_for(&app).await;
    let error = client.call(to_bob("hello")).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::new(120_007)));
    let info = error.info().unwrap();
    assert_eq!(info.name, "MESSAGE_WEBHOOK_CODES");
    assert!(error.to_string().contains("the shop is closed"), "{error}");
}
