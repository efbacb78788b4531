//! The steps of a mocked transport, in the order that a test gives.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::json;

use super::*;
use crate::account::{account_import, kick};
use crate::operation::{NetType, get_ip_list};
use crate::{Client, Credentials, Effect, Error, ErrorKind, RetryPolicy};

fn client(mock: &MockTransport) -> Client {
    Client::builder(1_400_000_000, Credentials::secret_key("administrator", "canary-key"))
        .base_url("http://127.0.0.1:1")
        .transport(mock.clone())
        .build()
        .unwrap()
}

async fn kick(client: &Client, user: &str) -> Result<kick::Response, Error> {
    client.account().kick(kick::Request::new(user)).retry(RetryPolicy::none()).await
}

fn verified(mock: &MockTransport) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| mock.verify()))
        .map_err(|panic| *panic.downcast::<String>().unwrap())
}

#[tokio::test]
async fn responses_go_to_their_calls_in_any_order() {
    let mock = MockTransport::default();
    for (user, code) in [("ann", 70107), ("bob", 70169), ("cat", 70202)] {
        let response = HttpResponse::failure(ErrorCode::new(code));
        mock.on::<kick::Request>().when(move |request| request.user_id == user).respond(response);
    }
    mock.on::<account_import::Request>().succeed(account_import::Response::new());
    let client = client(&mock);
    let import = client.account().account_import(account_import::Request::new("dan"));
    let import = import.into_future();
    let (cat, imported, ann, bob) =
        tokio::join!(kick(&client, "cat"), import, kick(&client, "ann"), kick(&client, "bob"));
    let codes = [ann, bob, cat].map(|result| result.unwrap_err().code().map(ErrorCode::get));
    assert_eq!(codes, [Some(70107), Some(70169), Some(70202)]);
    assert!(imported.is_ok());
    assert_eq!(verified(&mock), Ok(()));
}

#[tokio::test]
async fn errors_are_steps_at_any_position() {
    let mock = MockTransport::default();
    mock.on_path("v4/im_open_login_svc/kick")
        .respond(HttpResponse::json(&json!({"ErrorCode": 0})))
        .error(TransportError::NotSent("refused".into()))
        .error(TransportError::Broken("reset".into()))
        .respond(HttpResponse::new(503, "busy"))
        .respond(HttpResponse::failure_with(ErrorCode::ACCOUNT_NOT_FOUND, "a custom text"))
        .respond(HttpResponse::json(&json!({"ErrorCode": 0})));
    let client = client(&mock);
    assert!(kick(&client, "ann").await.is_ok());
    let mut errors = Vec::new();
    for _ in 0..4 {
        errors.push(kick(&client, "ann").await.unwrap_err());
    }
    let effects: Vec<_> = errors.iter().map(Error::effect).collect();
    assert_eq!(effects, [Effect::None, Effect::Unknown, Effect::Unknown, Effect::None]);
    assert_eq!(errors[2].http_status(), Some(503));
    assert!(errors[3].to_string().contains("a custom text"), "{}", errors[3]);
    assert_eq!(mock.unused_steps(), 1);
    assert!(kick(&client, "ann").await.is_ok());
    assert_eq!(verified(&mock), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn silence_lasts_until_the_caller_gives_up() {
    let mock = MockTransport::default();
    mock.on_any().silence();
    let call = client(&mock).account().kick(kick::Request::new("ann")).retry(RetryPolicy::none());
    let error = call.timeout(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Timeout, Effect::Unknown));
}

#[tokio::test]
async fn a_request_without_a_step_fails_with_its_path() {
    let mock = MockTransport::default();
    mock.on::<account_import::Request>().silence().silence();
    mock.on_match(|request| request.json()["UserID"] == "bob").silence();
    let error = client(&mock).account().kick(kick::Request::new("ann")).await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some(ErrorCode::NO_SUCH_ENDPOINT), 1));
    let problem = "the mock has no step for v4/im_open_login_svc/kick; unused steps: \
                2 for v4/im_open_login_svc/account_import, 1 for requests that a closure accepts";
    assert!(error.to_string().contains(problem), "{error}");
    assert_eq!(verified(&mock), Err(problem.to_owned()));
}

#[tokio::test]
async fn the_first_route_with_a_step_left_responds() {
    let mock = MockTransport::default();
    mock.on_any().respond(HttpResponse::failure(ErrorCode::new(1)));
    mock.on::<kick::Request>()
        .respond(HttpResponse::failure(ErrorCode::new(2)))
        .always(HttpResponse::failure(ErrorCode::new(3)));
    let client = client(&mock);
    for code in [1, 2, 3, 3] {
        let error = kick(&client, "ann").await.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::new(code)));
    }
    assert_eq!(verified(&mock), Ok(()), "`always` adds no step");
}

#[tokio::test]
async fn requests_are_shown_as_types_and_raw_and_without_secrets() {
    let mock = MockTransport::default();
    mock.on::<get_ip_list::Request>().always(HttpResponse::json(&json!({"ErrorCode": 0})));
    mock.on_any().always(HttpResponse::json(&json!({"ErrorCode": 0})));
    let client = client(&mock);
    client.account().kick(kick::Request::new("ann")).await.unwrap();
    drop(
        client
            .operation()
            .get_ip_list(get_ip_list::Request::new().nettype(NetType::NativeOutside))
            .await,
    );
    client.call_raw("v4/im_open_login_svc/kick", &json!({"UserID": [1]})).await.unwrap();

    let kicked = mock.requests_of::<kick::Request>();
    assert_eq!(kicked.len(), 1, "the third does not fit the type");
    assert_eq!(kicked[0].user_id, "ann");
    assert_eq!(mock.requests_of::<get_ip_list::Request>()[0].nettype, Some(NetType::NativeOutside));
    let requests = mock.requests();
    assert_eq!(requests[0].path(), "v4/im_open_login_svc/kick");
    assert_eq!(requests[0].body(), r#"{"UserID":"ann"}"#);
    assert_eq!(requests[1].parameters()["nettype"], "2");
    let names: Vec<_> = requests[0].parameters().keys().collect();
    assert_eq!(names, ["contenttype", "identifier", "random", "sdkappid"]);
    let shown = format!("{mock:?}{requests:#?}");
    assert!(!shown.contains("canary") && !shown.contains("usersig"), "{shown}");
}

#[tokio::test]
async fn a_closure_of_the_test_may_use_the_mock() {
    let mock = MockTransport::default();
    let seen = mock.clone();
    mock.on_match(move |_| seen.requests().len() == 2)
        .respond(HttpResponse::failure(ErrorCode::new(2)));
    mock.on_any().respond(HttpResponse::failure(ErrorCode::new(1)));
    let client = client(&mock);
    for code in [1, 2] {
        assert_eq!(kick(&client, "ann").await.unwrap_err().code(), Some(ErrorCode::new(code)));
    }
}
