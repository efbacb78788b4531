//! Eleven kinds of replies to every webhook that is sent before an action.

use serde_json::{Value, json};
use support::Reply;
use tencent_chat::ErrorCode;
use tencent_chat::webhook::WebhookSpec;
use tencent_chat_sim::{Simulator, WebhookOutcome};

use super::*;

/// A kind of reply, or of none.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Allow,
    Forbid,
    OwnCode,
    CodeOutOfRange,
    Discard,
    Rewrite,
    TimeOut,
    Status500,
    NoJson,
    WrongType,
    Refused,
}

const KINDS: [Kind; 11] = [
    Kind::Allow,
    Kind::Forbid,
    Kind::OwnCode,
    Kind::CodeOutOfRange,
    Kind::Discard,
    Kind::Rewrite,
    Kind::TimeOut,
    Kind::Status500,
    Kind::NoJson,
    Kind::WrongType,
    Kind::Refused,
];

/// A webhook that an action causes.
struct Case {
    spec: &'static WebhookSpec,
    /// The fields by which the app changes the action, if the webhook takes any.
    rewrite: Option<Value>,
    /// A field of a reply that does not fit.
    misfit: Value,
    /// Takes the action.
    act: fn(Client) -> Acting,
    /// Returns the traces of the action in the state: empty if it did not take place, else `done` or `changed`.
    trace: fn(&Simulator) -> &'static str,
}

type Acting = Pin<Box<dyn Future<Output = Option<ErrorCode>> + Send>>;

fn cases() -> Vec<Case> {
    vec![Case {
        spec: &before_send_message::SPEC,
        rewrite: Some(json!({
            "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "changed"}}],
            "CloudCustomData": "changed",
        })),
        misfit: json!({"MsgBody": 5}),
        act: |client| Box::pin(async move { client.call(to_bob("done")).await.err()?.code() }),
        trace: |simulator| {
            let state = simulator.state();
            let Some(message) = state.messages().next() else { return "" };
            match message.cloud_custom_data() {
                Some("changed") if message.body() == ["changed".into()] => "changed",
                None if message.body() == ["done".into()] => "done",
                _ => "odd",
            }
        },
    }]
}

fn own_code(spec: &WebhookSpec) -> ErrorCode {
    let own = spec.own_codes().unwrap();
    ErrorCode::new(own.start().cast_signed())
}

/// Returns the reply of the app; `None` if nobody listens.
fn reply(kind: Kind, case: &Case) -> Option<Reply> {
    let verdict = |code: ErrorCode| {
        Reply::json(
            &json!({"ActionStatus": "OK", "ErrorCode": code.get(), "ErrorInfo": "words"})
                .to_string(),
        )
    };
    let with = |fields: &Value| {
        let mut reply = json!({"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": ""});
        reply.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        Reply::json(&reply.to_string())
    };
    Some(match kind {
        Kind::Allow => verdict(ErrorCode::OK),
        Kind::Forbid => verdict(ErrorCode::new(1)),
        Kind::OwnCode => verdict(own_code(case.spec)),
        Kind::CodeOutOfRange => verdict(ErrorCode::new(7)),
        Kind::Discard => verdict(ErrorCode::new(2)),
        Kind::Rewrite => with(case.rewrite.as_ref().unwrap_or(&json!({"MsgBody": []}))),
        Kind::TimeOut => Reply::Silence,
        Kind::Status500 => Reply::http("500 Oops", "application/json", "{\"ErrorCode\":1}"),
        Kind::NoJson => Reply::http("200 OK", "text/html", "<html>"),
        Kind::WrongType => with(&case.misfit),
        Kind::Refused => return None,
    })
}

/// Returns the code of the call, the trace of the action and the outcome in the log.
fn expected(kind: Kind, case: &Case) -> (Option<ErrorCode>, &'static str, WebhookOutcome) {
    let c2c = case.spec.command().starts_with("C2C.");
    let forbidden = ErrorCode::new(if c2c { 20006 } else { 10016 });
    let forbid = |code| (Some(code), "", WebhookOutcome::Forbidden(code));
    let failed = |reason: &str| (None, "done", WebhookOutcome::Failed(reason.to_owned()));
    match kind {
        Kind::Allow => (None, "done", WebhookOutcome::Allowed),
        Kind::Forbid | Kind::CodeOutOfRange => forbid(forbidden),
        Kind::OwnCode => forbid(own_code(case.spec)),
        Kind::Discard if case.spec.can_discard() => (None, "", WebhookOutcome::Discarded),
        Kind::Discard => forbid(forbidden),
        Kind::Rewrite if case.rewrite.is_some() => (None, "changed", WebhookOutcome::Allowed),
        Kind::Rewrite => (None, "done", WebhookOutcome::Allowed),
        Kind::TimeOut => (None, "done", WebhookOutcome::TimedOut),
        Kind::Status500 => failed("the HTTP status is 500"),
        Kind::NoJson => failed("the reply is not JSON"),
        Kind::WrongType => failed(""),
        Kind::Refused => failed("could not connect"),
    }
}

#[tokio::test]
async fn every_kind_of_reply_has_its_effect() {
    let but_silence = KINDS.into_iter().filter(|kind| *kind != Kind::TimeOut);
    check(&but_silence.collect::<Vec<_>>()).await;
}

#[tokio::test(start_paused = true)]
async fn an_action_takes_place_if_the_app_is_silent() {
    check(&[Kind::TimeOut]).await;
}

async fn check(kinds: &[Kind]) {
    for case in cases() {
        for kind in kinds.iter().copied() {
            let name = format!("{} {kind:?}", case.spec.command());
            let app = match reply(kind, &case) {
                Some(reply) => Receiver::start(move |_| reply.clone()).await.url,
                None => {
                    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
                    format!("http://{}/", closed.local_addr().unwrap())
                }
            };
            let (simulator, client) = simulator_with(builder(&app)).await;
            let code = (case.act)(client).await;
            let (expected_code, trace, outcome) = expected(kind, &case);
            assert_eq!((code, (case.trace)(&simulator)), (expected_code, trace), "{name}");
            let state = simulator.state();
            let asked = state.webhooks().find(|sent| sent.command() == case.spec.command());
            match (asked.unwrap().outcome(), kind) {
                (WebhookOutcome::Failed(_), Kind::WrongType) => {}
                (found, _) => assert_eq!(*found, outcome, "{name}"),
            }
        }
    }
}

#[tokio::test]
async fn the_words_of_the_app_reach_the_caller() {
    for (body, words) in [
        (json!({"ErrorCode": 1, "ErrorInfo": "no cats"}), "no cats"),
        (json!({"ErrorCode": 1}), "the app's own webhook refused the message"),
    ] {
        let app = Receiver::start(move |_| Reply::json(&body.to_string())).await;
        let (_simulator, client) = simulator_for(&app).await;
        let error = client.call(to_bob("hello")).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_console_lets_a_late_reply_forbid() {
    let app = Receiver::start(|_| Reply::Silence).await;
    let (simulator, client) = simulator_with(builder(&app.url).forbid_late()).await;
    let began = tokio::time::Instant::now();
    let error = client.call(to_bob("hello")).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::MESSAGE_REFUSED_BY_WEBHOOK));
    assert_eq!(began.elapsed().as_secs(), 2);
    assert_eq!(simulator.state().messages().count(), 0);
    let failed = Receiver::start(|_| Reply::Close).await;
    let (simulator, client) = simulator_with(builder(&failed.url).forbid_late()).await;
    client.call(to_bob("hello")).await.unwrap();
    assert_eq!(simulator.state().messages().count(), 1, "only late replies forbid");
}

#[tokio::test]
async fn a_large_reply_is_a_failure() {
    let words = "x".repeat(2 * 1024 * 1024);
    let body = json!({"ErrorCode": 1, "ErrorInfo": words}).to_string();
    let app = Receiver::start(move |_| Reply::json(&body)).await;
    let (simulator, client) = simulator_for(&app).await;
    client.call(to_bob("hello")).await.unwrap();
    let state = simulator.state();
    let outcome = state.webhooks().next().unwrap().outcome().to_string();
    assert_eq!(outcome, "Failed: the reply is truncated or larger than 1 MiB");
}
