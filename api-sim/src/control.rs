//! The control over HTTP: `POST /rules` and `DELETE /rules` for failures, `GET /state` for what the simulator remembers, as
//! JSON, `GET /state/groups` for a part of it, and `GET /endpoints` for what is modelled.
//!
//! Web pages are kept out, whatever their host resolves to: `Host` has to name this machine, `Origin` has to be the control
//! port itself, and rules are JSON, which a page may not send elsewhere without asking.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use api_sim::{Fault, Rule, Simulator};
use api_specs::ErrorCode;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::net::TcpListener;

/// What a rule is made of.
const SHAPE: &str = "a rule is a JSON object of up to 64 KiB with one of `code`, `status`, `body`, `delay_millis` (an hour at most), `cut` and `reset` (\"before\" or \"after\"), and maybe \
                     `path`, `every`, `chance` (from 0 to 1, with or without a `seed`), and `times` (a number, or null for ever)\n";

/// The words of a rule.
const KEYS: [&str; 11] = [
    "code",
    "status",
    "body",
    "delay_millis",
    "cut",
    "reset",
    "path",
    "every",
    "chance",
    "seed",
    "times",
];

/// The largest rule, in bytes, and how many there may be.
const MAX_BYTES: usize = 64 * 1024;
const MAX_RULES: usize = 100;

/// The longest delay.
const MAX_DELAY: Duration = Duration::from_secs(60 * 60);

/// Listens on this machine, as long as the program runs.
pub(crate) async fn start(simulator: Arc<Simulator>, port: u16) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/rules", post(add_rule).delete(clear_rules))
        .route("/state", get(state))
        .route("/state/{part}", get(part))
        .route("/endpoints", get(endpoints))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .layer(from_fn(guard))
        .with_state(simulator);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Refuses what a web page may have sent.
async fn guard(request: Request, next: Next) -> Response {
    match problem_of(request.headers()) {
        Some(problem) => (StatusCode::FORBIDDEN, problem).into_response(),
        None => next.run(request).await,
    }
}

fn problem_of(headers: &HeaderMap) -> Option<&'static str> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_this_machine(host) {
        return Some("the header `Host` has to name this machine, such as 127.0.0.1\n");
    }
    let is_foreign = headers.get(ORIGIN).is_some_and(|origin| *origin != format!("http://{host}"));
    is_foreign.then_some("web pages are kept out\n")
}

fn is_this_machine(host: &str) -> bool {
    let host = host.parse::<Authority>();
    let is_loopback = |host: &str| {
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
    };
    host.is_ok_and(|host| is_loopback(host.host()))
}

async fn add_rule(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, &'static str) {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|text| text.split(';').next()).map(str::trim);
    if !essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json")) {
        let told = "a rule is JSON: send the header `Content-Type: application/json`\n";
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, told);
    }
    let Some(rule) = rule_of(&body) else { return (StatusCode::BAD_REQUEST, SHAPE) };
    let mut state = simulator.state();
    if state.rule_count() >= MAX_RULES {
        let told = "there are 100 rules already: take them back with `DELETE /rules`\n";
        return (StatusCode::TOO_MANY_REQUESTS, told);
    }
    state.add_rule(rule);
    (StatusCode::OK, "the rule is added\n")
}

async fn clear_rules(State(simulator): State<Arc<Simulator>>) -> &'static str {
    simulator.state().clear_rules();
    "all rules are taken back\n"
}

async fn state(State(simulator): State<Arc<Simulator>>) -> Response {
    json_of(&simulator.state().to_json())
}

async fn part(State(simulator): State<Arc<Simulator>>, Path(part): Path<String>) -> Response {
    let state = simulator.state().to_json();
    match (state.get(&part), state.as_object()) {
        (Some(part), _) => json_of(part),
        (None, parts) => {
            let parts: Vec<_> = parts.into_iter().flat_map(|parts| parts.keys()).cloned().collect();
            let told = format!("the state has these parts: {}\n", parts.join(", "));
            (StatusCode::NOT_FOUND, told).into_response()
        }
    }
}

fn json_of(json: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json")], format!("{json:#}\n")).into_response()
}

async fn endpoints() -> String {
    let line = |is_modelled: bool| if is_modelled { "modelled" } else { "derived " };
    Simulator::endpoints()
        .map(|(spec, is_modelled)| format!("{} {}\n", line(is_modelled), spec.path()))
        .collect()
}

/// A delay of an hour at most.
fn delay_of(json: &Value) -> Option<Duration> {
    let delay = Duration::from_millis(json["delay_millis"].as_u64()?);
    (delay <= MAX_DELAY).then_some(delay)
}

fn rule_of(body: &str) -> Option<Rule> {
    let json: Value = serde_json::from_str(body).ok()?;
    let number = |key: &str| json[key].as_u64();
    let faults = [
        json["code"]
            .as_i64()
            .and_then(|code| Some(Fault::Code(ErrorCode::new(code.try_into().ok()?)))),
        number("status").and_then(|status| Some(Fault::Status(status.try_into().ok()?))),
        json["body"].as_str().map(|body| Fault::Body(body.as_bytes().to_vec())),
        delay_of(&json).map(Fault::Delay),
        json["reset"].as_str().and_then(|when| match when {
            "before" => Some(Fault::ResetBefore),
            "after" => Some(Fault::ResetAfter),
            _ => None,
        }),
        json["cut"].as_bool().filter(|cut| *cut).map(|_| Fault::Cut),
    ];
    if !json.as_object()?.keys().all(|key| KEYS.contains(&key.as_str())) {
        return None;
    }
    let mut faults = faults.into_iter().flatten();
    let mut rule = Rule::new(faults.next()?);
    if faults.next().is_some() {
        return None;
    }
    if let Some(path) = json["path"].as_str() {
        rule = rule.path(path);
    }
    if let Some(every) = number("every") {
        rule = rule.every(every.try_into().ok()?);
    }
    if let Some(chance) = json["chance"].as_f64() {
        rule = rule.at_random(chance, number("seed").unwrap_or_default());
    }
    match json.get("times") {
        None => Some(rule),
        Some(Value::Null) => Some(rule.for_ever()),
        Some(times) => Some(rule.times(times.as_u64()?.try_into().ok()?)),
    }
}
