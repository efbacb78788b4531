//! Calls by description and JSON: they do all that typed calls do.

mod own;
mod refused;
mod streams;

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use support::{ADMIN, APP, KEY, ManualClock, NOW};
use tencent_chat::schema::FieldRole;
use tencent_chat::{
    Client, ClientBuilder, Credentials, Effect, Endpoint, EndpointSpec, ErrorCode, ErrorKind,
    HttpResponse, MockTransport, RateLimiter, Region, RetryPolicy, Unlimited, account, codec,
};

/// A client that gives its requests to the mock, once each, without waiting.
fn builder(mock: &MockTransport) -> ClientBuilder {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let builder = builder.region(Region::Singapore).transport(mock.clone()).limiter(Unlimited);
    builder.retry(RetryPolicy::none()).strict_responses()
}

/// A mock that gives these responses in order, and a client of it.
fn scripted(responses: impl IntoIterator<Item = Value>) -> (MockTransport, Client) {
    let mock = MockTransport::new(responses.into_iter().map(|json| HttpResponse::json(&json)));
    let client = builder(&mock).clock(ManualClock::at(NOW)).build().unwrap();
    (mock, client)
}

fn samples(spec: &EndpointSpec, kind: &str) -> Vec<Value> {
    let file = format!("{}/samples/{}.json", env!("CARGO_MANIFEST_DIR"), spec.path());
    let samples: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    samples[kind].as_array().unwrap().clone()
}

/// Sets the numbers that the client would draw.
fn with_numbers(mut request: Value, spec: &EndpointSpec) -> Value {
    let is_drawn = |role| matches!(role, FieldRole::Random | FieldRole::Sequence);
    for field in spec.request().fields.iter().filter(|field| is_drawn(field.words.role)) {
        request[field.wire] = json!(7);
    }
    request
}

/// Makes a typed call and a dynamic one for each sample, and compares the requests and the responses.
async fn is_called_alike<R: Endpoint<Response: Serialize>>() {
    let spec = R::spec();
    let path = spec.path();
    for response in samples(spec, "responses") {
        let mock = MockTransport::default();
        mock.on_any().always(HttpResponse::json(&response));
        let client = builder(&mock).build().unwrap();
        for request in samples(spec, "requests") {
            let request = with_numbers(request, spec);
            let typed: R = codec::from_json(request.to_string().as_bytes()).unwrap();
            let typed = client.call(typed).await.unwrap();
            let dynamic = client.call_dynamic(spec, &request).await.unwrap();
            assert_eq!(serde_json::to_vec(&typed).unwrap(), serde_json::to_vec(&dynamic).unwrap());
            let [.., one, other] = &mock.requests()[..] else { panic!("{path} was not called") };
            assert_eq!((one.path(), one.body()), (path, other.body()));
            let parameters = [one, other].map(|request| {
                let mut parameters = request.parameters().clone();
                assert!(parameters.remove("random").is_some());
                (request.path().to_owned(), parameters)
            });
            assert_eq!(parameters[0], parameters[1]);
        }
    }
}

#[tokio::test]
async fn every_sample_request_is_sent_as_by_a_typed_call() {
    macro_rules! each {
        ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
            $($(is_called_alike::<tencent_chat::$family::$endpoint::Request>().await;)*)*
        };
    }
    tencent_chat_specs::for_each_endpoint!(each);
}

/// A field of the query is a key like any other.
#[tokio::test]
async fn fields_of_the_query_are_sent_there() {
    let in_query = |spec: &&EndpointSpec| {
        spec.request().fields.iter().any(|field| field.words.role == FieldRole::Query)
    };
    let mut count = 0;
    for spec in EndpointSpec::all().filter(in_query) {
        let (mock, client) = scripted(samples(spec, "responses").into_iter().take(1));
        let mut request = with_numbers(samples(spec, "requests")[0].clone(), spec);
        let fields =
            spec.request().fields.iter().filter(|field| field.words.role == FieldRole::Query);
        let wires: Vec<_> = fields.map(|field| field.wire).collect();
        wires.iter().for_each(|wire| request[wire] = json!("7"));
        client.call_dynamic(spec, &request).unchecked().await.unwrap();
        for wire in wires {
            assert_eq!(mock.requests()[0].parameters()[wire], "7", "{}", spec.path());
            assert_eq!(mock.requests()[0].json().get(wire), None);
        }
        count += 1;
    }
    assert!(count > 0);
}

/// Drawn numbers differ from call to call, and are kept by a retry.
#[tokio::test]
async fn numbers_are_drawn_once_a_call() {
    let draws = |spec: &&EndpointSpec| {
        spec.request().fields.iter().any(|field| field.words.role == FieldRole::Random)
    };
    let spec = EndpointSpec::all().find(draws).unwrap();
    let field =
        spec.request().fields.iter().find(|field| field.words.role == FieldRole::Random).unwrap();
    let mut request = samples(spec, "requests")[0].clone();
    request.as_object_mut().unwrap().remove(field.wire);
    let mock = MockTransport::default();
    let response = HttpResponse::json(&samples(spec, "responses")[0]);
    let bad = HttpResponse::new(502, "");
    [bad, response.clone(), response].into_iter().fold(mock.on_any(), |mock, it| mock.respond(it));
    let retry = RetryPolicy::new(2).first_wait(Duration::ZERO);
    let client = builder(&mock).retry(retry).build().unwrap();
    client.call_dynamic(spec, &request).await.unwrap();
    client.call_dynamic(spec, &request).await.unwrap();
    let drawn = |index: usize| mock.requests()[index].json()[field.wire].clone();
    assert!(drawn(0).is_u64() && drawn(0) == drawn(1) && drawn(1) != drawn(2));
}

fn check() -> (&'static EndpointSpec, Value) {
    (&account::account_check::SPEC, json!({"CheckItem": [{"UserID": "user15"}]}))
}

fn checked() -> Value {
    json!({"ErrorCode": 0, "ResultItem": [
        {"UserID": "user15", "ResultCode": 70107, "ResultInfo": "", "AccountStatus": "NotImported"}]})
}

#[tokio::test(start_paused = true)]
async fn the_options_of_a_call_apply() {
    let (spec, request) = check();
    let mock = MockTransport::default();
    mock.on_any().silence().silence();
    let client = builder(&mock).build().unwrap();
    let started = tokio::time::Instant::now();
    let call = client.call_dynamic(spec, &request).timeout(Duration::from_secs(3));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(started.elapsed(), Duration::from_secs(3));
    let call = client.call_dynamic(spec, &request).deadline(Duration::from_secs(2));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(started.elapsed(), Duration::from_secs(5));

    let mock = MockTransport::default();
    mock.on_any().always(HttpResponse::json(&checked()));
    let limited = builder(&mock).limiter(RateLimiter::new().app_per_second(1)).build().unwrap();
    limited.call_dynamic(spec, &request).await.unwrap();
    let call = limited.call_dynamic(spec, &request).rate_limit_timeout(Duration::ZERO);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::RateLimited);
}

#[tokio::test]
async fn a_dynamic_call_is_retried_like_a_typed_one() {
    let (spec, request) = check();
    let mock = MockTransport::default();
    mock.on_any().respond(HttpResponse::new(502, "")).respond(HttpResponse::json(&checked()));
    let client = builder(&mock).build().unwrap();
    let retry = RetryPolicy::new(2).first_wait(Duration::ZERO);
    let detailed = client.call_dynamic(spec, &request).retry(retry).detailed().await.unwrap();
    assert_eq!(detailed.details.attempts, 2);
    assert!(!detailed.details.raw_body.is_empty());
    let failed = detailed.response.failed_items();
    assert_eq!((failed.len(), failed[0].code), (1, Some(ErrorCode::ACCOUNT_NOT_FOUND)));
    assert_eq!(detailed.response.spec().path(), spec.path());
    mock.verify();
}

#[tokio::test]
async fn extra_fields_and_unchecked_requests_are_sent() {
    let (spec, request) = check();
    let (mock, client) = scripted([checked(), checked()]);
    client.call_dynamic(spec, &request).extra("New", json!({"A": 1})).await.unwrap();
    let sent = mock.requests()[0].body().clone();
    assert_eq!(sent, r#"{"CheckItem":[{"UserID":"user15"}],"New":{"A":1}}"#);
    let error = client.call_dynamic(spec, &request).extra("CheckItem", 1).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::InvalidRequest, Effect::None));
    let many = json!({"CheckItem": vec![json!({"UserID": "user15"}); 101]});
    client.call_dynamic(spec, &many).unchecked().await.unwrap();
    assert_eq!(mock.requests().len(), 2);
    mock.verify();
}

#[tokio::test]
async fn errors_of_the_service_are_classified() {
    let (spec, request) = check();
    let (_, client) = scripted([json!({"ErrorCode": 70500, "ErrorInfo": "inside"})]);
    let error = client.call_dynamic(spec, &request).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::ACCOUNT_INTERNAL_ERROR));
    assert!(error.to_string().starts_with("account_check ("), "{error}");
}

#[tokio::test]
async fn an_odd_response_is_an_error_if_it_is_read_strictly() {
    let (spec, request) = check();
    let odd = json!({"ErrorCode": 0, "ResultItem": [{"UserID": {}, "ResultCode": 0}]});
    let (_, client) = scripted([odd]);
    let error = client.call_dynamic(spec, &request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableResponse);
    assert!(error.to_string().contains("ResultItem[0].UserID"), "{error}");
}

/// A response of more than 256 KiB is decoded on another thread.
#[tokio::test]
async fn a_large_response_is_read() {
    let (spec, request) = check();
    let item = json!({"UserID": "user15", "ResultCode": 0, "ResultInfo": "x".repeat(100),
        "AccountStatus": "Imported"});
    let large = json!({"ErrorCode": 0, "ResultItem": vec![item; 3000]});
    assert!(large.to_string().len() > 256 << 10);
    let (_, client) = scripted([large.clone()]);
    let response = client.call_dynamic(spec, &request).await.unwrap();
    assert_eq!(serde_json::to_value(&response).unwrap()["ResultItem"], large["ResultItem"]);
}

#[cfg(feature = "blocking")]
#[test]
fn every_blocking_form_works() {
    use tencent_chat::conversation::get_contact_group;

    let (spec, request) = check();
    let page = json!({"ErrorCode": 0, "CompleteFlag": 1, "NextStartIndex": 0, "ContactItem": [
        {"Type": 1, "To_Account": "user16", "Timestamp": 5, "StandardMark": "0"}]});
    let (mock, client) = scripted([checked(), page.clone(), page, checked(), checked(), checked()]);
    client.call_dynamic(spec, &request).send_blocking().unwrap();
    let read = json!({"From_Account": "user15", "StartIndex": 0});
    let mut items = client.call_dynamic(&get_contact_group::SPEC, &read).items();
    assert_eq!(items.next_blocking().unwrap().unwrap()["To_Account"], "user16");
    assert!(items.next_blocking().is_none());
    let mut pages = client.call_dynamic(&get_contact_group::SPEC, &read).pages();
    assert_eq!(pages.next_blocking().unwrap().unwrap().details.attempts, 1);
    assert!(pages.next_blocking().is_none());
    let many = json!({"CheckItem": vec![json!({"UserID": "user15"}); 101]});
    let mut batches = client.call_dynamic(spec, &many).batches();
    assert_eq!(batches.next_blocking().unwrap().unwrap().range, 0..100);
    assert_eq!(batches.next_blocking().unwrap().unwrap().range, 100..101);
    assert!(batches.next_blocking().is_none());
    client.call_dynamic(spec, &request).batches().send_blocking().unwrap();
    mock.verify();
}
