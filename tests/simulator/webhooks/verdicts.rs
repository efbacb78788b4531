//! Eleven kinds of replies to every webhook that is sent before an action.

use serde_json::{Map, Value, json};
use support::Reply;
use tencent_chat::group::{GroupKind, add_group_member, create_group, create_topic};
use tencent_chat::message::send_group_message;
use tencent_chat::webhook::{WebhookSpec, group};
use tencent_chat::{Endpoint, ErrorCode};
use tencent_chat_sim::{State, WebhookOutcome};

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

/// A webhook that asks, and the action that causes it.
struct Case {
    spec: &'static WebhookSpec,
    /// The fields by which the app changes the action, if the webhook takes any.
    rewrite: Option<Value>,
    /// A field of a reply that does not fit.
    misfit: Value,
    action: Action,
}

enum Action {
    /// A call, and the trace of its action in the state: empty if there is none, else `done` or `changed`.
    Call { act: fn(Client) -> Acting, trace: fn(&State) -> &'static str },
    /// No call causes the webhook. It is sent on demand.
    OnDemand,
}

type Acting = Pin<Box<dyn Future<Output = Option<ErrorCode>> + Send>>;

async fn code_of<R: Endpoint>(client: Client, request: R) -> Option<ErrorCode> {
    client.call(request).await.err()?.code()
}

fn cases() -> Vec<Case> {
    let calls: Vec<_> = message_cases().into_iter().chain(group_cases()).collect();
    let is_called =
        |spec: &WebhookSpec| calls.iter().any(|case| case.spec.command() == spec.command());
    let others = WebhookSpec::all().filter(|spec| spec.is_before() && !is_called(spec));
    let others = others.map(|spec| Case {
        spec,
        rewrite: spec.reply().map(|_| json!({"CloudCustomData": "x", "ResultItem": []})),
        misfit: json!({"ErrorCode": []}),
        action: Action::OnDemand,
    });
    let others: Vec<_> = others.collect();
    calls.into_iter().chain(others).collect()
}

fn message_cases() -> [Case; 2] {
    let rewrite = json!({
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "changed"}}],
        "CloudCustomData": "changed",
    });
    [
        Case {
            spec: &before_send_message::SPEC,
            rewrite: Some(rewrite.clone()),
            misfit: json!({"MsgBody": 5}),
            action: Action::Call {
                act: |client| Box::pin(code_of(client, to_bob("done"))),
                trace: |state| {
                    let Some(message) = state.messages().next() else { return "" };
                    match message.cloud_custom_data() {
                        Some("changed") if message.body() == ["changed".into()] => "changed",
                        None if message.body() == ["done".into()] => "done",
                        _ => "odd",
                    }
                },
            },
        },
        Case {
            spec: &group::before_send_message::SPEC,
            rewrite: Some(rewrite),
            misfit: json!({"CloudCustomData": [1]}),
            action: Action::Call {
                act: |client| {
                    let request = send_group_message::Request::new("club", ["done"]);
                    Box::pin(code_of(client, request))
                },
                trace: |state| match state.group("club").unwrap().messages() {
                    [] => "",
                    [message] if message.body() == ["changed".into()] => "changed",
                    [message] if message.body() == ["done".into()] => "done",
                    _ => "odd",
                },
            },
        },
    ]
}

fn group_cases() -> [Case; 3] {
    let create_group = Action::Call {
        act: |client| {
            let request = create_group::Request::new(GroupKind::Public, "new");
            Box::pin(code_of(client, request.group_id("new").owner_account("ann")))
        },
        trace: |state| state.group("new").map_or("", |_| "done"),
    };
    let add_members = Action::Call {
        act: |client| {
            let new = ["bob", "cat"].map(add_group_member::NewMember::new);
            Box::pin(code_of(client, add_group_member::Request::new("club", new)))
        },
        trace: |state| {
            let club = state.group("club").unwrap();
            match (club.member("bob"), club.member("cat")) {
                (None, None) => "",
                (Some(_), Some(_)) => "done",
                (None, Some(_)) => "changed",
                (Some(_), None) => "odd",
            }
        },
    };
    let create_topic = Action::Call {
        act: |client| Box::pin(code_of(client, create_topic::Request::new("town", "news"))),
        trace: |state| match state.to_json()["groups"]["town"]["topics"].as_object() {
            Some(topics) if topics.len() == 1 => "done",
            _ => "",
        },
    };
    let refused = json!({"RefusedMembers_Account": ["bob"]});
    let no_list = json!({"RefusedMembers_Account": "bob"});
    let case = |spec, rewrite, misfit, action| Case { spec, rewrite, misfit, action };
    [
        case(&group::before_create_group::SPEC, None, json!({"ErrorCode": "soon"}), create_group),
        case(&group::before_invite_join_group::SPEC, Some(refused), no_list, add_members),
        case(&group::before_create_topic::SPEC, None, json!({"ErrorInfo": {}}), create_topic),
    ]
}

fn own_code(spec: &WebhookSpec) -> ErrorCode {
    // Some webhooks take no such code.
    let own = spec.own_codes().unwrap_or(38_000..=39_000);
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
    let is_code = [Kind::Forbid, Kind::OwnCode, Kind::CodeOutOfRange, Kind::Discard];
    if is_code.contains(&kind) && !case.spec.can_forbid() {
        return failed("the app failed with the code");
    }
    match kind {
        Kind::Allow => (None, "done", WebhookOutcome::Allowed),
        Kind::Forbid | Kind::CodeOutOfRange => forbid(forbidden),
        Kind::OwnCode if case.spec.own_codes().is_none() => forbid(forbidden),
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
    let cases = cases();
    assert_eq!(cases.len(), 11);
    for case in &cases {
        for kind in kinds.iter().copied() {
            check_one(case, kind).await;
        }
    }
}

async fn check_one(case: &Case, kind: Kind) {
    let name = format!("{} {kind:?}", case.spec.command());
    let app = match reply(kind, case) {
        Some(reply) => Receiver::start(move |_| reply.clone()).await.url,
        None => {
            let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
            format!("http://{}/", closed.local_addr().unwrap())
        }
    };
    let (simulator, client) = simulator_with(builder(&app)).await;
    for spec in WebhookSpec::all() {
        simulator.state().disable_webhook(spec);
    }
    let create = |kind, id: &str| create_group::Request::new(kind, id).group_id(id);
    client.call(create(GroupKind::Public, "club")).await.unwrap();
    client.call(create(GroupKind::Community, "town").support_topic(true)).await.unwrap();
    simulator.state().enable_webhook(case.spec);
    let (expected_code, expected_trace, outcome) = expected(kind, case);
    match case.action {
        Action::Call { act, trace } => {
            assert_eq!(act(client).await, expected_code, "{name}");
            assert_eq!(trace(&simulator.state()), expected_trace, "{name}");
        }
        Action::OnDemand => {
            let sent = simulator.send_webhook_json(case.spec.command(), Map::new()).await;
            assert_eq!(sent.unwrap().command(), case.spec.command());
        }
    }
    let state = simulator.state();
    let sent: Vec<_> = state.webhooks().collect();
    assert_eq!(sent.len(), 1, "{name}");
    match (sent[0].outcome(), outcome) {
        (WebhookOutcome::Failed(found), WebhookOutcome::Failed(reason)) => {
            assert!(found.starts_with(&reason), "{name}: {found}");
        }
        (found, outcome) => assert_eq!(*found, outcome, "{name}"),
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
