//! The visible parts of a call: the names of spans, events and metrics, and their contents. Each test runs in a separate
//! process: `tracing` keeps for all threads whether an event is of interest, so calls of other tests would change what
//! is seen here.

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, SharedString, Unit};
use support::process;
use support::{ADMIN, APP, KEY, client_of, simulator};
use tencent_chat::conversation::delete_contact_group::{self, Request};
use tencent_chat::{
    Client, Credentials, ErrorCode, HttpResponse, MockTransport, Region, RetryPolicy,
};
use tencent_chat_sim::{Fault, Rule};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};

/// Records everything visible, one line each; there is one span at a time.
#[derive(Clone, Default)]
struct Notes {
    text: Arc<Mutex<String>>,
    spans: Arc<AtomicUsize>,
    /// Drops everything below warnings.
    is_terse: bool,
}

impl Notes {
    fn line(&self, head: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(head.to_owned());
        record(&mut line);
        writeln!(self.text.lock().unwrap(), "{}", line.0).unwrap();
    }

    fn figure(&self, kind: &str, key: &Key) {
        let labels: Vec<_> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        self.line(&format!("{kind} {} {}", key.name(), labels.join(" ")), |_| {});
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Notes {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        let is_loud = *metadata.level() <= tracing::Level::WARN;
        metadata.target() == "tencent_chat" && (is_loud || !self.is_terse)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let head = format!("span {} {}", span.metadata().level(), span.metadata().name());
        self.line(&head, |line| span.record(line));
        assert_eq!(
            self.spans.fetch_add(1, Ordering::Relaxed),
            0,
            "the previous span is still open"
        );
        Id::from_u64(1)
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.spans.fetch_add(1, Ordering::Relaxed);
        id.clone()
    }

    fn try_close(&self, _: Id) -> bool {
        self.spans.fetch_sub(1, Ordering::Relaxed) == 1
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line("  record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let head = format!("  event {}", event.metadata().level());
        self.line(&head, |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl metrics::Recorder for Notes {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, text: SharedString) {
        self.line(&format!("counter {} ({unit:?}): {text}", name.as_str()), |_| {});
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, text: SharedString) {
        self.line(&format!("gauge {} ({unit:?}): {text}", name.as_str()), |_| {});
    }

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, text: SharedString) {
        self.line(&format!("histogram {} ({unit:?}): {text}", name.as_str()), |_| {});
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        self.figure("counter", key);
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        self.figure("gauge", key);
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        self.figure("histogram", key);
        Histogram::noop()
    }
}

/// A call that succeeds at the second attempt, one that the service refuses, and one without a spec.
async fn calls(client: &Client) {
    let policy = RetryPolicy::new(2).first_wait(Duration::ZERO);
    let delete = || client.call(Request::new("user15", ["test0"])).retry(policy);
    // The span ends with the call, not when the call is dropped.
    let mut kept = delete().into_future();
    (&mut kept).await.unwrap();
    assert_eq!(delete().await.unwrap_err().code(), Some(ErrorCode::CONTACT_GROUP_NOT_FOUND));
    let request = serde_json::json!({"From_Account": "user15", "GroupName": ["test0"]});
    client.call_raw("v4/recentcontact/del_contact_group", &request).await.unwrap_err();
}

/// Makes calls to a simulator that fails once, and returns their telemetry.
fn seen(notes: &Notes) -> String {
    seen_of(notes, async |client| calls(&client).await)
}

fn seen_of(notes: &Notes, calls: impl AsyncFnOnce(Client)) -> String {
    let (traced, counted) = (notes.clone(), notes.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tracing::subscriber::with_default(traced, || {
        metrics::with_local_recorder(&counted, || {
            runtime.block_on(async {
                let simulator = simulator().await;
                simulator.state().add_rule(Rule::new(Fault::Status(502)));
                calls(client_of(&simulator.base_url())).await;
            });
        });
    });
    let seen = notes.text.lock().unwrap().clone();
    assert!(!seen.contains("user15") && !seen.contains("test0"), "{seen}");
    seen
}

#[test]
fn a_call_is_seen_by_its_path_attempts_and_outcome() {
    if !process::is_alone(module_path!(), "a_call_is_seen_by_its_path_attempts_and_outcome") {
        return;
    }
    insta::assert_snapshot!(seen(&Notes::default()));
}

#[test]
fn a_dynamic_call_is_seen_like_a_typed_one() {
    if !process::is_alone(module_path!(), "a_dynamic_call_is_seen_like_a_typed_one") {
        return;
    }
    let policy = RetryPolicy::new(2).first_wait(Duration::ZERO);
    let typed = seen_of(&Notes::default(), async |client| {
        let delete = || client.call(Request::new("user15", ["test0"])).retry(policy);
        delete().await.unwrap();
        delete().await.unwrap_err();
    });
    let dynamic = seen_of(&Notes::default(), async |client| {
        let request = serde_json::json!({"From_Account": "user15", "GroupName": ["test0"]});
        let delete = || client.call_dynamic(&delete_contact_group::SPEC, &request).retry(policy);
        delete().await.unwrap();
        delete().await.unwrap_err();
    });
    assert!(typed.contains("v4/recentcontact/del_contact_group"), "{typed}");
    assert_eq!(dynamic, typed);
}

#[test]
fn a_failed_call_is_a_warning_even_if_only_warnings_are_enabled() {
    let test = "a_failed_call_is_a_warning_even_if_only_warnings_are_enabled";
    if !process::is_alone(module_path!(), test) {
        return;
    }
    let seen = seen(&Notes { is_terse: true, ..Notes::default() });
    let events: Vec<_> = seen.lines().filter(|line| line.contains("event")).collect();
    let failed = |endpoint: &str| {
        format!(
            "  event WARN message=call failed endpoint=\"{endpoint}\" attempts=1 outcome=Service code=51009 elapsed_ms=0"
        )
    };
    assert_eq!(events, [failed("v4/recentcontact/del_contact_group"), failed("raw")]);
}

/// A client warns once per path, whatever stands there and however often.
#[test]
fn odd_paths_are_warned_of_once_per_client() {
    if !process::is_alone(module_path!(), "odd_paths_are_warned_of_once_per_client") {
        return;
    }
    let notes = Notes { is_terse: true, ..Notes::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let odd =
        r#"{"ErrorCode":0,"GroupItem":[{"GroupId":"user15"},{"GroupId":[],"GroupName":"test0"}]}"#;
    let call = async |client: &Client| {
        client
            .conversation()
            .delete_contact_group(Request::new("user15", ["test0"]))
            .await
            .unwrap();
    };
    tracing::subscriber::with_default(notes.clone(), || {
        runtime.block_on(async {
            for _ in 0..2 {
                let transport =
                    MockTransport::new([HttpResponse::new(200, odd), HttpResponse::new(200, odd)]);
                let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
                let builder = builder.region(Region::Singapore).transport(transport);
                let client = builder.build().unwrap();
                call(&client).await;
                call(&client.clone()).await;
            }
        });
    });
    let seen = notes.text.lock().unwrap().clone();
    assert!(!seen.contains("user15") && !seen.contains("test0"), "{seen}");
    let warned = |line: &&str| line.contains("event WARN message=a response does not fit its spec");
    let paths: Vec<_> =
        seen.lines().filter(warned).filter_map(|line| line.split(" path=").nth(1)).collect();
    let paths: Vec<_> = paths.iter().filter_map(|rest| rest.split(' ').next()).collect();
    assert_eq!(paths.len() % 2, 0, "{seen}");
    let (first, second) = paths.split_at(paths.len() / 2);
    assert_eq!(first, second, "each client warns");
    assert!(first.contains(&"\"GroupItem.GroupId\""), "{seen}");
    let once: std::collections::BTreeSet<_> = first.iter().collect();
    assert_eq!(once.len(), first.len(), "{seen}");
}
