//! A thousand faults leave nothing behind.

use std::fs;
use std::time::Duration;

use support::fault_matrix::{Protocol, TransportKind};
use support::process;
use tencent_chat::{Client, RetryPolicy, TransportOptions};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::chaos::{Chaos, Conduct};
use super::{client, tell};

const FAULTS: usize = 1000;
const AT_ONCE: usize = 50;
const SHORT: Duration = Duration::from_millis(100);

/// The file descriptors, tasks and memory in MiB that the process holds.
#[derive(Debug)]
struct Held {
    files: usize,
    tasks: usize,
    memory: usize,
}

impl Held {
    fn now() -> Self {
        let pages = fs::read_to_string("/proc/self/statm").unwrap();
        let pages: usize = pages.split(' ').nth(1).unwrap().parse().unwrap();
        Self {
            files: fs::read_dir("/proc/self/fd").unwrap().count(),
            tasks: Handle::current().metrics().num_alive_tasks(),
            memory: (pages * 4096) >> 20,
        }
    }
}

/// Runs in a separate process, because other tests open files too.
#[test]
fn a_thousand_faults_leave_nothing_behind() {
    if process::is_alone(module_path!(), "a_thousand_faults_leave_nothing_behind") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(cause_faults());
    }
}

async fn cause_faults() {
    let ways: Vec<_> = TransportKind::ALL
        .into_iter()
        .flat_map(|over| [(over, Protocol::Tls), (over, Protocol::Http2)])
        .collect();
    let mut before = None;
    for round in 0..2 {
        for (over, protocol) in &ways {
            // The first round makes everything that is made once, such as the threads that resolve names.
            let faults = if round == 0 { AT_ONCE } else { FAULTS / ways.len() };
            cause_some(*over, *protocol, faults).await;
        }
        let held = settled(before.as_ref()).await;
        if let Some(before) = &before {
            let Held { files, tasks, memory } = before;
            assert!(held.files <= *files && held.tasks <= *tasks, "{held:?} after {before:?}");
            assert!(held.memory <= memory + 16, "{held:?} after {before:?}");
        }
        before = Some(held);
    }
}

/// Returns what is held once the connect timeout has passed; waits a little longer if that is more than `before`.
async fn settled(before: Option<&Held>) -> Held {
    tokio::time::sleep(2 * SHORT).await;
    for _ in 0..100 {
        let held = Held::now();
        match before {
            Some(before) if held.files > before.files || held.tasks > before.tasks => {
                tokio::time::sleep(SHORT / 10).await;
            }
            _ => break,
        }
    }
    Held::now()
}

async fn cause_some(over: TransportKind, protocol: Protocol, faults: usize) {
    let conduct = |number| match number % 6 {
        0 => Conduct::Mute,
        1 => Conduct::Hang,
        2 => Conduct::Close,
        3 => Conduct::Refuse,
        4 => Conduct::GoAway(0),
        _ => Conduct::NoWindow,
    };
    let chaos = Chaos::start(protocol, conduct).await;
    let options = TransportOptions::new().connect_timeout(SHORT);
    let options = if protocol == Protocol::Http2 { options.http2() } else { options };
    let client = client(&chaos.url, over, options, |builder| {
        builder.retry(RetryPolicy::none()).timeout(SHORT)
    });
    for _ in 0..faults / AT_ONCE {
        fail_at_once(&client).await;
    }
}

async fn fail_at_once(client: &Client) {
    let mut calls = JoinSet::new();
    for _ in 0..AT_ONCE {
        calls.spawn(client.call(tell::Request::new()).into_future());
    }
    for result in calls.join_all().await {
        result.map(|_| ()).unwrap_err();
    }
}
