//! The control interface over HTTP: `POST /rules` and `DELETE /rules` for fault rules, `GET /state` for the state as
//! JSON, `GET /state/groups` for a part of it, `GET /endpoints` for the endpoints and whether they are stateful, and
//! `POST /webhooks/{command}` to send a webhook with the fields of the body.
//!
//! Requests from web pages are refused. `Host` must name this machine. `Origin`, if present, must equal this
//! interface's own. The check of `Host` prevents DNS rebinding. Rules must be sent as JSON, which a page cannot send to another
//! origin without a preflight request.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value};
use tencent_chat_sim::{Fault, Rule, Simulator};
use tencent_chat_specs::ErrorCode;
use tokio::net::TcpListener;

/// The error text for a malformed rule.
const SHAPE: &str = "a rule is a JSON object of up to 64 KiB with one of `code`, `status` (200 to 599), `body`, `delay_millis` (at most an hour), `cut` and `reset` (\"before\" or \"after\"), and optionally \
                     `path`, `every`, `chance` (from 0 to 1, optionally with an integer `seed`), and `times` (a number, or null for no limit)\n";

/// The size of the largest rule, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// The largest number of rules.
const MAX_RULES: usize = 100;

/// The longest delay.
const MAX_DELAY: Duration = Duration::from_secs(60 * 60);

/// Starts the control interface, which listens on this machine as long as the program runs.
pub(crate) async fn start(simulator: Arc<Simulator>, port: u16) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/rules", post(add_rule).delete(clear_rules))
        .route("/state", get(state))
        .route("/state/{part}", get(part))
        .route("/endpoints", get(endpoints))
        .route("/webhooks/{command}", post(send_webhook))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .layer(from_fn(guard))
        .with_state(simulator);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Refuses requests that a web page may have sent.
async fn guard(request: Request, next: Next) -> Response {
    match problem_of(request.uri(), request.headers()) {
        Some(problem) => (StatusCode::FORBIDDEN, problem).into_response(),
        None => next.run(request).await,
    }
}

fn problem_of(target: &Uri, headers: &HeaderMap) -> Option<&'static str> {
    let mut hosts = headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let (host, another) = (hosts.next().unwrap_or_default(), hosts.next());
    let is_elsewhere = target.authority().is_some_and(|host| !is_this_machine(host.as_str()));
    if another.is_some() || is_elsewhere || !is_this_machine(host) {
        return Some("the header `Host` must name this machine, such as 127.0.0.1\n");
    }
    let own = format!("http://{host}");
    let is_foreign = headers.get_all(ORIGIN).iter().any(|origin| *origin != own);
    is_foreign.then_some("requests from web pages are refused\n")
}

fn is_this_machine(host: &str) -> bool {
    let is_loopback = |host: &str| {
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
    };
    // The authority of a URL may have a user before its host, a header `Host` may not.
    let authority = host.parse::<Authority>();
    !host.contains('@') && authority.is_ok_and(|authority| is_loopback(authority.host()))
}

async fn add_rule(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, &'static str) {
    if !is_json(&headers) {
        let problem = "a rule is JSON: send the header `Content-Type: application/json`\n";
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, problem);
    }
    let Some(rule) = rule_of(&body) else { return (StatusCode::BAD_REQUEST, SHAPE) };
    let mut state = simulator.state();
    if state.rule_count() >= MAX_RULES {
        let problem = "there are 100 rules already: remove them with `DELETE /rules`\n";
        return (StatusCode::TOO_MANY_REQUESTS, problem);
    }
    state.add_rule(rule);
    (StatusCode::OK, "rule added\n")
}

/// Returns `true` if the content type is JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|text| text.split(';').next()).map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
}

/// Sends a webhook, and responds with its result.
async fn send_webhook(
    State(simulator): State<Arc<Simulator>>,
    Path(command): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let refuse = |status, problem: String| (status, format!("{problem}\n")).into_response();
    if !is_json(&headers) {
        let problem = "an event is JSON: send the header `Content-Type: application/json`";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem.to_owned());
    }
    let Ok(event) = serde_json::from_str(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "an event is a JSON object".to_owned());
    };
    match simulator.send_webhook_json(&command, event).await {
        Ok(sent) => format!("{}\n", sent.outcome()).into_response(),
        Err(error) => refuse(StatusCode::CONFLICT, error.to_string()),
    }
}

async fn clear_rules(State(simulator): State<Arc<Simulator>>) -> &'static str {
    simulator.state().clear_rules();
    "all rules removed\n"
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
            let problem = format!("no such part; the state has {}\n", parts.join(", "));
            (StatusCode::NOT_FOUND, problem).into_response()
        }
    }
}

fn json_of(json: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json")], format!("{json:#}\n")).into_response()
}

async fn endpoints() -> String {
    let kind = |is_stateful: bool| if is_stateful { "stateful   " } else { "synthesized" };
    Simulator::endpoints()
        .map(|(spec, is_stateful)| format!("{} {}\n", kind(is_stateful), spec.path()))
        .collect()
}

/// Reads a rule. Unknown keys and wrong values are errors, because a rule that matches other calls than intended would
/// spoil a test unnoticed.
fn rule_of(body: &str) -> Option<Rule> {
    let json: Map<String, Value> = serde_json::from_str(body).ok()?;
    let mut faults = Vec::new();
    for (key, value) in &json {
        match key.as_str() {
            "path" | "every" | "chance" | "seed" | "times" => {}
            _ => faults.extend(fault_of(key, value)?),
        }
    }
    let [fault] = <[Fault; 1]>::try_from(faults).ok()?;
    let mut rule = Rule::new(fault);
    if let Some(path) = json.get("path") {
        rule = rule.path(path.as_str()?);
    }
    if let Some(every) = json.get("every") {
        rule = rule.every(every.as_u64()?.try_into().ok()?);
    }
    match (json.get("chance"), json.get("seed")) {
        (None, None) => {}
        (None, Some(_)) => return None,
        (Some(chance), seed) => {
            let chance = chance.as_f64().filter(|chance| (0.0..=1.0).contains(chance))?;
            rule = rule.at_random(chance, seed.map_or(Some(0), Value::as_u64)?);
        }
    }
    match json.get("times") {
        None => Some(rule),
        Some(Value::Null) => Some(rule.for_ever()),
        Some(times) => Some(rule.times(times.as_u64()?.try_into().ok()?)),
    }
}

/// Returns the fault that a key of a rule stands for; `None` if the key or its value is wrong, `Some(None)` for a `cut`
/// that is false.
fn fault_of(key: &str, value: &Value) -> Option<Option<Fault>> {
    let number = || value.as_u64();
    Some(Some(match key {
        "code" => Fault::Code(ErrorCode::new(value.as_i64()?.try_into().ok()?)),
        "status" => {
            let status = number()?.try_into().ok()?;
            Fault::Status((200..=599).contains(&status).then_some(status)?)
        }
        "body" => Fault::Body(value.as_str()?.as_bytes().to_vec()),
        "delay_millis" => {
            let delay = Duration::from_millis(number()?);
            Fault::Delay((delay <= MAX_DELAY).then_some(delay)?)
        }
        "reset" if value == "before" => Fault::ResetBefore,
        "reset" if value == "after" => Fault::ResetAfter,
        "cut" if value.as_bool()? => Fault::Cut,
        "cut" => return Some(None),
        _ => return None,
    }))
}
