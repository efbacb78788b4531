//! The `tracing` events of a receiver. The test runs in a separate process, because `tracing` keeps for all threads whether
//! an event is of interest.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use support::process;
use tencent_chat::webhook::{Delivery, WebhookService};
use tower_service::Service;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata};

use super::reached::{AFTER, BEFORE, event, post, receiver, run, signed, tell};

/// Records each event as a line.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "tencent_chat" && *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut lines = self.0.lock().unwrap();
        write!(lines, "{}", event.metadata().level()).unwrap();
        event.record(&mut Fields(&mut lines));
        lines.push('\n');
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

async fn receive() {
    let receiver = receiver();
    let mut service = WebhookService::new(receiver.clone(), tell);
    let mut late = WebhookService::new(receiver, |_: Delivery| std::future::pending());
    let odd = event(BEFORE).replace(":1,", ":[],").replace(r#""MsgBody":[]"#, r#""MsgBody":[1,2]"#);
    for body in [odd, "no JSON".to_owned()] {
        // Each place is reported once, whichever clone it was.
        for _ in 0..2 {
            service.call(post(&signed(BEFORE), body.clone())).await.unwrap();
            service.clone().call(post(&signed(BEFORE), body.clone())).await.unwrap();
        }
    }
    service.call(post(&signed("Made.Up"), "{}")).await.unwrap();
    service.call(post("SdkAppid=7", "{}")).await.unwrap();
    late.call(post(&signed(BEFORE), event(BEFORE))).await.unwrap();
    late.call(post(&signed(AFTER), event(AFTER))).await.unwrap();
    late.call(post(&signed("Made.Up"), "{}")).await.unwrap();
}

#[test]
fn a_receiver_warns_of_refusals_oddities_and_late_handlers() {
    let name = "a_receiver_warns_of_refusals_oddities_and_late_handlers";
    if !process::is_alone(module_path!(), name) {
        return;
    }
    let lines = Lines::default();
    tracing::subscriber::set_global_default(lines.clone()).unwrap();
    run(receive());
    insta::assert_snapshot!(lines.0.lock().unwrap());
}
