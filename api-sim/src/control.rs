//! Where failures are asked for over HTTP: `POST /rules`, `DELETE /rules`, and `GET /endpoints` for what is modelled.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use api_sim::{Fault, Rule, Simulator};
use api_specs::ErrorCode;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde_json::Value;
use tokio::net::TcpListener;

/// What a rule is made of.
const SHAPE: &str = "a rule is a JSON object with one of `code`, `status`, `body`, `delay_millis`, `cut` and `reset` (\"before\" or \"after\"), and maybe \
                     `path`, `every`, `chance` (from 0 to 1, with or without a `seed`), and `times` (a number, or null for ever)\n";

/// Listens on this machine, as long as the program runs.
pub(crate) async fn start(simulator: Arc<Simulator>, port: u16) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/rules", post(add_rule).delete(clear_rules))
        .route("/endpoints", get(endpoints))
        .with_state(simulator);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn add_rule(
    State(simulator): State<Arc<Simulator>>,
    body: String,
) -> (StatusCode, &'static str) {
    match rule_of(&body) {
        Some(rule) => {
            simulator.state().add_rule(rule);
            (StatusCode::OK, "so be it\n")
        }
        None => (StatusCode::BAD_REQUEST, SHAPE),
    }
}

async fn clear_rules(State(simulator): State<Arc<Simulator>>) -> &'static str {
    simulator.state().clear_rules();
    "no rules are left\n"
}

async fn endpoints() -> String {
    let line = |is_modelled: bool| if is_modelled { "modelled" } else { "derived " };
    Simulator::endpoints()
        .map(|(spec, is_modelled)| format!("{} {}\n", line(is_modelled), spec.path()))
        .collect()
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
        number("delay_millis").map(|millis| Fault::Delay(Duration::from_millis(millis))),
        json["reset"].as_str().and_then(|when| match when {
            "before" => Some(Fault::ResetBefore),
            "after" => Some(Fault::ResetAfter),
            _ => None,
        }),
        json["cut"].as_bool().filter(|cut| *cut).map(|_| Fault::Cut),
    ];
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
