//! Several processes: copies of this program.

use std::env;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tencent_chat::{Client, Credentials, ErrorCode, RetryPolicy};
use tencent_chat_limit_redis::RedisLimiter;
use tencent_chat_sim::Simulator;

use super::server::RedisServer;
use super::worker::{
    Output, TASK, Use, most_in_a_second, print, read, start, unix_micros, use_until,
};

/// The arguments with which this program runs its task as a worker.
const WORKER: &[&str] = &["processes::worker", "--exact", "--nocapture"];

/// Runs the task of a worker; without one it does nothing.
#[tokio::test]
async fn worker() {
    let Ok(task) = env::var(TASK) else { return };
    let words: Vec<_> = task.split(' ').collect();
    let output = match words[..] {
        ["use", url, until] => {
            let limiter = RedisLimiter::connect(url).await.unwrap();
            let shared = Arc::new(limiter.clone());
            let until = until.parse().unwrap();
            let (uses, _) = use_until(shared, 30, until, Duration::ZERO).await;
            let stats = limiter.stats();
            let counts = [("permits", stats.permits), ("outage_permits", stats.outage_permits)];
            Output { uses, counts: counts.map(|(name, count)| (name.to_owned(), count)).into() }
        }
        ["call", url, base_url, app, key, until] => {
            call(url, base_url, app.parse().unwrap(), key, until.parse().unwrap()).await
        }
        _ => panic!("{task}"),
    };
    print(&output);
}

/// Makes calls until a time, and counts those that the service rejected because of their rate.
async fn call(url: &str, base_url: &str, app: u32, key: &str, until: u64) -> Output {
    let client = Client::builder(app, Credentials::secret_key("administrator", key))
        .base_url(base_url)
        .retry(RetryPolicy::none())
        .limiter(RedisLimiter::connect(url).await.unwrap())
        .build()
        .unwrap();
    let tasks: Vec<_> = (0..30)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let (mut calls, mut exceeded) = (0, 0);
                while unix_micros() < until {
                    let request =
                        tencent_chat::conversation::delete_contact_group::Request::new("a", ["b"]);
                    let result = client.conversation().delete_contact_group(request).await;
                    let code = result.unwrap_err().code();
                    calls += 1;
                    exceeded += u64::from(code == Some(ErrorCode::ENDPOINT_RATE_EXCEEDED));
                }
                (calls, exceeded)
            })
        })
        .collect();
    let mut output = Output::default();
    for task in tasks {
        let (calls, exceeded) = task.await.unwrap();
        *output.counts.entry("calls".to_owned()).or_default() += calls;
        *output.counts.entry("exceeded".to_owned()).or_default() += exceeded;
    }
    output
}

fn use_for_five_seconds(disturb: impl FnOnce(&mut RedisServer)) -> Vec<Output> {
    let mut server = RedisServer::start();
    let until = unix_micros() + 5_000_000;
    let task = format!("use {} {until}", server.url());
    let workers: Vec<_> = (0..2).map(|_| start(&task, WORKER)).collect();
    disturb(&mut server);
    workers.into_iter().map(read).collect()
}

fn most(outputs: &[Output]) -> usize {
    let uses: Vec<Use> = outputs.iter().flat_map(|output| output.uses.iter().copied()).collect();
    most_in_a_second(&uses)
}

#[test]
fn two_processes_never_use_more_than_the_rate_and_both_get_permits() {
    let outputs = use_for_five_seconds(|_| {});
    for output in &outputs {
        assert!(output.uses.len() > 10, "{}", output.uses.len());
        assert_eq!(output.counts["permits"], output.uses.len() as u64);
    }
    let most = most(&outputs);
    assert!(most <= 200, "{most}");
}

#[test]
fn two_processes_never_use_more_than_the_rate_while_redis_dies_and_returns() {
    let outputs = use_for_five_seconds(|server| {
        thread::sleep(Duration::from_millis(1500));
        server.kill();
        thread::sleep(Duration::from_millis(1000));
        server.restart();
    });
    for output in &outputs {
        assert!(output.counts["outage_permits"] > 0);
    }
    let most = most(&outputs);
    assert!(most <= 200, "{most}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_keep_the_rate_of_a_service() {
    let server = RedisServer::start();
    let simulator = Simulator::start().await.unwrap();
    let until = unix_micros() + 4_000_000;
    let (base_url, app) = (simulator.base_url(), simulator.sdk_app_id());
    let key = simulator.secret_key();
    let task = format!("call {} {base_url} {app} {key} {until}", server.url());
    let workers: Vec<_> = (0..2).map(|_| start(&task, WORKER)).collect();
    let (mut calls, mut exceeded) = (0, 0);
    for worker in workers {
        let output = tokio::task::spawn_blocking(move || read(worker)).await.unwrap();
        calls += output.counts["calls"];
        exceeded += output.counts["exceeded"];
    }
    // What happens to a call after it was let go is out of the limiter's hands, and this machine may be busy. With a
    // limiter for each process half of the calls would be rejected.
    assert!(calls > 100 && exceeded * 20 < calls, "{exceeded} of {calls}");
}
