//! Listens to all logs, traces and metrics of this process, and searches them for a canary.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Debug, Write};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, Key, KeyName, SharedString, Unit};
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat::webhook::Verifier;
use tracing::Level;

use crate::{ADMIN, APP, KEY, NOW};

/// The lifetime of a client's signatures.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The number of seconds by which the service's clock is ahead of ours, if it is.
pub const AHEAD: u64 = 30 * 60 * 60;

/// The texts that must not be heard: the key, and each signature and `Sign` made with it, plain and as written in a URL.
static CANARIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    // Some are made a little later, because the first was refused.
    let times = [NOW, NOW + AHEAD].into_iter().flat_map(|from| from..from + 3);
    let signed: Vec<_> = times.map(user_sig_at).chain([sign_at(NOW)]).collect();
    let encoded = signed.iter().map(|user_sig| user_sig.replace('*', "%2A"));
    [KEY.to_owned()].into_iter().chain(encoded).chain(signed.clone()).collect()
});

static HEARD: Mutex<Heard> = Mutex::new(Heard { crates: BTreeSet::new(), leaks: BTreeSet::new() });

#[derive(Clone)]
pub struct Heard {
    /// The crates that logged anything.
    pub crates: BTreeSet<String>,
    /// The crates that leaked a canary, and the level. The texts are kept nowhere, because a failing test must not
    /// print them.
    pub leaks: BTreeSet<(String, Level)>,
}

/// The `UserSig` that a client makes at this time.
pub fn user_sig_at(unix_time: u64) -> String {
    let (at, lifetime) = (UnixTime::from_secs(unix_time), Lifetime::new(LIFETIME).unwrap());
    let signed = SecretKey::new(KEY).sign(&Subject::new(APP, ADMIN), at, lifetime);
    signed.expose().to_owned()
}

/// The `Sign` of a webhook at this time, with the key as its token.
pub fn sign_at(unix_time: u64) -> String {
    let now = UnixTime::from_secs(unix_time);
    let query = Verifier::new(APP, KEY).unwrap().signed_query("command", now);
    let (_, sign) = query.split_once("&Sign=").unwrap();
    sign.split('&').next().unwrap().to_owned()
}

/// Returns `true` if a secret is in a text, below up to three layers of escapes of URLs and JSON.
pub fn has_canary(text: &str) -> bool {
    let mut text = Cow::Borrowed(text);
    for _ in 0..4 {
        if CANARIES.iter().any(|canary| text.contains(canary)) {
            return true;
        }
        if !text.contains('%') && !text.contains("\\u") {
            return false;
        }
        text = unescaped(&text).into();
    }
    false
}

/// The text without one layer of escapes.
fn unescaped(text: &str) -> String {
    let mut parts = text.split(['%', '\\']);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    let mut at = plain.len();
    for part in parts {
        let escape = &text[at..];
        at += 1 + part.len();
        let digits = match (escape.starts_with('%'), part.strip_prefix('u')) {
            (true, _) => part.get(..2),
            (false, Some(digits)) => digits.get(..4),
            (false, None) => None,
        };
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                plain.push(char::from(byte));
                let (_, rest) = part.split_at(if escape.starts_with('%') { 2 } else { 5 });
                plain.push_str(rest);
            }
            None if escape.starts_with('%') => plain.extend(["%", part]),
            None => plain.push_str(part),
        }
    }
    plain
}

/// Begins to listen, at the finest level.
pub fn begin() {
    log::set_logger(&Listener).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing::subscriber::set_global_default(Listener).unwrap();
    metrics::set_global_recorder(Listener).unwrap();
}

/// Everything heard so far.
pub fn heard() -> Heard {
    lock().clone()
}

/// Records a text, at the most severe level.
pub fn hear(target: &str, text: &str) {
    hear_at(target, Level::ERROR, text);
}

fn hear_at(target: &str, level: Level, text: &str) {
    let is_leak = has_canary(text);
    let mut heard = lock();
    let name = target.split("::").next().unwrap_or_default();
    if !heard.crates.contains(name) {
        heard.crates.insert(name.to_owned());
    }
    if is_leak {
        heard.leaks.insert((target.to_owned(), level));
    }
}

fn lock() -> MutexGuard<'static, Heard> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Listener;

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let level = match record.level() {
            log::Level::Error => Level::ERROR,
            log::Level::Warn => Level::WARN,
            log::Level::Info => Level::INFO,
            log::Level::Debug => Level::DEBUG,
            log::Level::Trace => Level::TRACE,
        };
        hear_at(record.target(), level, &record.args().to_string());
    }

    fn flush(&self) {}
}

/// The fields of a span or an event, as one text.
#[derive(Default)]
struct Fields(String);

impl tracing::field::Visit for Fields {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

impl tracing::Subscriber for Listener {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        hear_at(span.metadata().target(), *span.metadata().level(), &fields.0);
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        hear("a span", &fields.0);
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        hear_at(event.metadata().target(), *event.metadata().level(), &fields.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

impl metrics::Recorder for Listener {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &metrics::Metadata<'_>) -> Counter {
        hear("metrics", &text_of(key));
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &metrics::Metadata<'_>) -> Gauge {
        hear("metrics", &text_of(key));
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &metrics::Metadata<'_>) -> Histogram {
        hear("metrics", &text_of(key));
        Histogram::noop()
    }
}

/// Name and labels, without the quoting of `Display`.
fn text_of(key: &Key) -> String {
    let mut text = key.name().to_owned();
    for label in key.labels() {
        text += &fmt::format(format_args!(" {}={}", label.key(), label.value()));
    }
    text
}
