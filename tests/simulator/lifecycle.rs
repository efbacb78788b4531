//! Simulators share nothing, and each ends with its connections when it is stopped or dropped.

use std::time::Duration;

use serde_json::json;
use support::{client_of, simulator};
use tencent_chat::conversation::delete_contact_group;
use tencent_chat_sim::Simulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::gateway::{code_of_body, post, query_with};

#[tokio::test]
#[expect(clippy::await_holding_lock, reason = "the error of the call is about this lock")]
async fn a_test_that_holds_the_state_while_it_calls_gets_an_error() {
    let simulator = simulator().await;
    let client = client_of(&simulator.base_url());
    let state = simulator.state();
    let request = delete_contact_group::Request::new("user15", ["test0"]);
    let error = client.conversation().delete_contact_group(request).await.unwrap_err();
    drop(state);
    assert!(error.to_string().contains("`Simulator::state()` is held"), "{error}");
}

#[tokio::test]
async fn simulators_share_nothing_and_stop_when_dropped() {
    let (first, second) = (simulator().await, simulator().await);
    let body = json!({"From_Account": "user15", "GroupName": ["test0"]});
    assert_eq!(code_of_body(&first, &body).await, 0);
    assert_eq!(code_of_body(&second, &body).await, 0);
    let address = first.base_url().replace("http://", "");
    drop(first);
    let mut refused = false;
    for _ in 0..1000 {
        refused |= TcpStream::connect(&address).await.is_err();
    }
    assert!(refused, "the listener is closed");
    assert_eq!(code_of_body(&second, &body).await, 51009);
}

#[tokio::test]
async fn simulators_in_one_process_share_nothing() {
    let (one, other) = (simulator().await, simulator().await);
    one.state().import_user("ann");
    one.state().fail_next(tencent_chat::ErrorCode::new(50004));
    let body = json!({"UserID": "ann"}).to_string();
    let path = "v4/im_open_login_svc/kick";
    let code = async |simulator: &Simulator| {
        post(simulator, path, &query_with(""), body.clone()).await["ErrorCode"].clone()
    };
    assert_eq!(code(&other).await, 70107);
    assert_eq!((code(&one).await, code(&one).await), (json!(50004), json!(0)));
}

#[tokio::test]
async fn a_simulator_stops_when_it_is_dropped() {
    let simulator = simulator().await;
    let address = simulator.base_url().replace("http://", "");
    assert!(TcpStream::connect(&address).await.is_ok());
    drop(simulator);
    let refused = async {
        while TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    refused.await;
}

#[tokio::test(start_paused = true)]
async fn stopping_waits_ten_seconds_and_then_closes_the_rest() {
    let simulator = simulator().await;
    let address = simulator.base_url().replace("http://", "");
    let mut half = TcpStream::connect(&address).await.unwrap();
    half.write_all(b"POST /v4/a HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{").await.unwrap();
    // The response shows that the connection before it was accepted.
    client_of(&simulator.base_url()).call_raw("v4/a/b", &json!({})).await.unwrap_err();
    let began = tokio::time::Instant::now();
    simulator.stop().await;
    assert_eq!(began.elapsed().as_secs(), 10);
    let mut response = Vec::new();
    drop(half.read_to_end(&mut response).await);
    assert!(response.is_empty(), "the connection is closed");
    simulator.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_dropped_simulator_closes_its_connections_too() {
    let simulator = simulator().await;
    let address = simulator.base_url().replace("http://", "");
    let mut half = TcpStream::connect(&address).await.unwrap();
    half.write_all(b"POST /v4/a HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    client_of(&simulator.base_url()).call_raw("v4/a/b", &json!({})).await.unwrap_err();
    drop(simulator);
    let mut response = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(60), half.read_to_end(&mut response)).await;
    assert!(read.is_ok(), "the connection is closed");
}
