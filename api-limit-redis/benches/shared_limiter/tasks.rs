//! The tasks of worker processes.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use tencent_chat::{Client, Credentials, Limiter};
use tencent_chat_limit_redis::{OnOutage, RedisLimiter};

use super::gcra::Gcra;
use super::worker::{Output, print, unix_micros, use_until};

/// Runs a task: a name, and its arguments after blanks.
pub(crate) fn run(task: &str) {
    let words: Vec<_> = task.split(' ').collect();
    match words[..] {
        ["burn", until] => {
            let until = number(until);
            let mut sum = 0_u64;
            while unix_micros() < until {
                (0..10_000).for_each(|add| sum = black_box(sum.wrapping_add(add)));
            }
        }
        ["call", url, base_url, app, key, until] => {
            block_on(call(url, base_url, number(app), key, number(until)));
        }
        [algorithm, url, callers, until, think, policy] => {
            let (until, think) = (number(until), Duration::from_millis(number(think)));
            let callers = usize::try_from(number(callers)).expect("a number of this size");
            block_on(use_limiter(algorithm, url, callers, until, think, policy));
        }
        _ => panic!("unknown task: {task}"),
    }
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number")
}

fn block_on(task: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(task);
}

async fn use_limiter(
    algorithm: &str,
    url: &str,
    callers: usize,
    until: u64,
    think: Duration,
    policy: &str,
) {
    let policy = match policy {
        "refuse" => OnOutage::Refuse,
        "alone" => OnOutage::Alone,
        _ => OnOutage::LocalShare,
    };
    if algorithm == "gcra" {
        let gcra = Gcra::connect(url).await;
        let (uses, refused) = use_until(Arc::new(gcra), callers, until, think).await;
        let requests = uses.len() as u64;
        let counts = [("requests", requests), ("refused", refused)];
        return print(&Output { uses, counts: counts.map(named).into() });
    }
    let limiter = RedisLimiter::builder(url).on_outage(policy).connect().await.expect("Redis");
    let shared = Arc::new(limiter.clone());
    let (uses, refused) = use_until(shared, callers, until, think).await;
    let stats = limiter.stats();
    let counts = [
        ("requests", stats.requests),
        ("refused", refused),
        ("given_up", stats.given_up),
        ("failures", stats.failures),
        ("outages", stats.outages),
        ("outage_permits", stats.outage_permits),
    ];
    print(&Output { uses, counts: counts.map(named).into() });
}

fn named((name, count): (&str, u64)) -> (String, u64) {
    (name.to_owned(), count)
}

/// Makes calls to a simulator, and counts those that it rejected because of their rate.
async fn call(url: &str, base_url: &str, app: u64, key: &str, until: u64) {
    let limiter = RedisLimiter::connect(url).await.expect("Redis");
    let _: &dyn Limiter = &limiter;
    let app = u32::try_from(app).expect("an app");
    let client = Client::builder(app, Credentials::secret_key("administrator", key))
        .base_url(base_url)
        .retry(tencent_chat::RetryPolicy::none())
        .limiter(limiter)
        .build()
        .expect("a client");
    let tasks: Vec<_> = (0..30)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let (mut calls, mut exceeded) = (0, 0);
                while unix_micros() < until {
                    let request =
                        tencent_chat::conversation::delete_contact_group::Request::new("a", ["b"]);
                    let result = client.conversation().delete_contact_group(request).await;
                    calls += 1;
                    let code = result.err().and_then(|error| error.code());
                    exceeded +=
                        u64::from(code == Some(tencent_chat::ErrorCode::ENDPOINT_RATE_EXCEEDED));
                }
                (calls, exceeded)
            })
        })
        .collect();
    let (mut calls, mut exceeded) = (0, 0);
    for task in tasks {
        let (more, worse) = task.await.expect("no panic");
        calls += more;
        exceeded += worse;
    }
    let counts = [("calls", calls), ("exceeded", exceeded)];
    print(&Output { uses: Vec::new(), counts: counts.map(named).into() });
}
