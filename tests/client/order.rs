//! Messages arrive in the order in which they were sent, and each once, however late a retry arrives.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use support::{ADMIN, APP, KEY, NOW, client_of, simulator};
use tencent_chat::message::{
    MessageElement, SyncFromOldSystem, admin_get_roam_message, batch_send_message, import_message,
    send_group_message, send_message,
};
use tencent_chat::{
    Client, Credentials, Effect, Endpoint, Error, ErrorKind, HttpRequest, HttpResponse,
    RetryPolicy, TransportError,
};
use tencent_chat_sim::Simulator;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// The messages from one user to another, in the order in which the service keeps them.
async fn history(client: &Client, user: &str, peer: &str) -> Vec<String> {
    let read = admin_get_roam_message::Request::new(user, peer, 100u32, NOW, NOW + 9);
    let messages = client.call(read).await.unwrap().msg_list;
    let text = |body: &[MessageElement]| match body {
        [MessageElement::Text(text)] => text.text.clone(),
        other => panic!("{other:?} was never sent"),
    };
    messages.iter().map(|message| text(&message.msg_body)).collect()
}

fn parts() -> Vec<String> {
    (0..6).map(|part| format!("part {part}")).collect()
}

async fn start() -> (Simulator, Client) {
    let simulator = simulator().await;
    ["a", "b", "c"].into_iter().for_each(|user| simulator.state().import_user(user));
    let client = client_of(&simulator.base_url());
    (simulator, client)
}

#[tokio::test]
async fn messages_of_one_second_are_kept_in_the_order_of_sending() {
    let (_simulator, client) = start().await;
    for part in parts() {
        // A clone continues the count, and so does the same client for another administrator.
        let send = send_message::Request::new("b", [&*part]).from_account("a");
        client.clone().call(send).await.unwrap();
    }
    assert_eq!(history(&client, "a", "b").await, parts());
}

#[tokio::test]
async fn messages_to_many_and_imported_ones_keep_their_order_too() {
    let (_simulator, client) = start().await;
    for part in parts() {
        let send = batch_send_message::Request::new(["b", "c"], [&*part]).from_account("a");
        client.call(send).await.unwrap();
        let from = SyncFromOldSystem::History;
        client.call(import_message::Request::new(from, "b", "c", NOW, [&*part])).await.unwrap();
    }
    for (user, peer) in [("a", "b"), ("a", "c"), ("b", "c")] {
        assert_eq!(history(&client, user, peer).await, parts());
    }
}

/// A transport that acts by a list of instructions, one per request, and keeps the bodies it received.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<Value>>>);

#[derive(Clone, Copy)]
enum Then {
    Responds,
    Status(u16),
    KeepsSilent,
    CannotConnect,
}

impl Wire {
    fn client(&self, steps: &[Then]) -> Client {
        let (wire, steps) = (self.clone(), steps.to_vec());
        let transport = move |request: HttpRequest| {
            let mut bodies = wire.0.lock().unwrap();
            bodies.push(serde_json::from_slice(request.body()).unwrap());
            let step = steps[(bodies.len() - 1).min(steps.len() - 1)];
            async move {
                match step {
                    Then::Responds => Ok(HttpResponse::new(
                        200,
                        r#"{"ErrorCode":0,"MsgTime":1,"MsgKey":"1_2_3","MsgSeq":4,"ErrorList":[]}"#,
                    )),
                    Then::Status(status) => Ok(HttpResponse::new(status, "")),
                    Then::KeepsSilent => std::future::pending().await,
                    Then::CannotConnect => Err(TransportError::NotSent("refused".into())),
                }
            }
        };
        let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
        let builder = builder.base_url("https://example.com").strict_responses();
        builder.transport(transport).build().unwrap()
    }

    fn bodies(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }
}

fn to_one() -> send_message::Request {
    send_message::Request::new("b", ["hi"])
}

fn to_many() -> batch_send_message::Request {
    batch_send_message::Request::new(["b", "c"], ["hi"])
}

fn to_group() -> send_group_message::Request {
    send_group_message::Request::new("@group", ["hi"])
}

async fn made<R: Endpoint>(client: &Client, request: R, timeout: Duration) -> Result<(), Error> {
    client.call(request).timeout(timeout).await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn a_message_is_retried_with_the_same_numbers_after_a_timeout() {
    let steps = [Then::KeepsSilent, Then::Responds];
    for is_group in [false, true] {
        let wire = Wire::default();
        let client = wire.client(&steps);
        let timeout = 5 * SECOND;
        match is_group {
            false => made(&client, to_one(), timeout).await.unwrap(),
            true => made(&client, to_group(), timeout).await.unwrap(),
        }
        let bodies = wire.bodies();
        assert_eq!(bodies.len(), 2);
        assert_eq!(bodies[0], bodies[1]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_is_made_only_if_it_can_arrive_while_the_service_drops_copies() {
    assert_eq!(batch_send_message::Request::spec().deduplication(), SECOND);
    // A retry may travel for as long as an attempt may take.
    let wire = Wire::default();
    let client = wire.client(&[Then::Status(502), Then::Responds]);
    let error = made(&client, to_many(), 5 * SECOND).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::HttpStatus, Effect::Unknown));
    assert_eq!((error.attempts(), wire.bodies().len()), (1, 1));

    let wire = Wire::default();
    made(&wire.client(&[Then::Status(502), Then::Responds]), to_many(), SECOND / 2).await.unwrap();
    assert_eq!(
        wire.bodies().len(),
        2,
        "the attempt takes half a second, and the wait up to 200 ms"
    );

    // A message that was certainly not sent can always be retried.
    let wire = Wire::default();
    let steps = [Then::CannotConnect, Then::CannotConnect, Then::Responds];
    made(&wire.client(&steps), to_many(), 5 * SECOND).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_message_is_retried_only_within_two_minutes() {
    let wire = Wire::default();
    let client = wire.client(&[Then::KeepsSilent]);
    let patient = RetryPolicy::new(u32::MAX);
    let began = tokio::time::Instant::now();
    let call = client.call(to_one()).timeout(5 * SECOND).deadline(1000 * SECOND).retry(patient);
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Timeout, Effect::Unknown));
    assert!(error.attempts() > 10, "{error}");
    assert!(began.elapsed() < 120 * SECOND, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn each_message_has_its_own_numbers_and_keeps_those_of_the_caller() {
    let wire = Wire::default();
    let client = wire.client(&[Then::Responds]);
    for request in [to_one(), to_one(), to_one().msg_seq(7u32).msg_random(8u32), to_one()] {
        client.call(request).await.unwrap();
        sleep(SECOND).await;
    }
    let bodies = wire.bodies();
    let [one, two, given, three] = [0, 1, 2, 3].map(|at| bodies[at]["MsgSeq"].as_u64().unwrap());
    assert!(one < two && two < three && u32::try_from(three).is_ok(), "{one}, {two}, {three}");
    assert_eq!((given, bodies[2]["MsgRandom"].as_u64()), (7, Some(8)));
    assert_ne!(bodies[0]["MsgRandom"], bodies[1]["MsgRandom"]);
}

#[tokio::test(start_paused = true)]
async fn the_effect_is_that_of_all_attempts_and_the_kind_is_that_of_the_last() {
    let effect = async |steps: &[Then]| {
        let client = Wire::default().client(steps);
        let error = made(&client, to_one(), 5 * SECOND).await.unwrap_err();
        (error.kind(), error.effect(), error.is_retryable())
    };
    let unknown = (ErrorKind::NotSent, Effect::Unknown, false);
    assert_eq!(effect(&[Then::Status(502), Then::CannotConnect]).await, unknown);
    assert_eq!(effect(&[Then::CannotConnect]).await, (ErrorKind::NotSent, Effect::None, true));
    let unknown = (ErrorKind::HttpStatus, Effect::Unknown, false);
    assert_eq!(effect(&[Then::CannotConnect, Then::Status(404)]).await, unknown);
}
