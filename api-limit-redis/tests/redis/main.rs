//! Tests against a real Redis, which each test starts for itself. They need `redis-server`, and fail without it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod callers;
mod faults;
mod keys;
mod processes;
mod rates;
mod secrets;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/worker.rs"]
mod worker;

use std::sync::Arc;
use std::time::Duration;

use tencent_chat::LimiterError;
use tencent_chat_limit_redis::RedisLimiter;

use self::worker::{Use, endpoint, permit};

/// The longest time that a call waits in these tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something that must not hang, and may take long on a busy machine.
async fn ends<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(3 * PATIENCE, future).await.expect("it does not hang")
}

/// Takes and uses so many permits at once.
async fn permits(limiter: &RedisLimiter, count: usize) -> Vec<Result<Use, LimiterError>> {
    let limiter = Arc::new(limiter.clone());
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { permit(&*limiter, endpoint(), PATIENCE).await })
        })
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(ends(task).await.unwrap());
    }
    results
}

/// Takes and uses so many permits, all of which there must be.
async fn uses(limiter: &RedisLimiter, count: usize) -> Vec<Use> {
    permits(limiter, count).await.into_iter().map(Result::unwrap).collect()
}

/// Makes calls until the limiter has left an outage.
async fn recovers(limiter: &RedisLimiter) {
    let recovered = async {
        loop {
            let _ = permits(limiter, 1).await;
            let before = limiter.stats();
            if !before.is_outage && before.failures == limiter.stats().failures {
                return;
            }
        }
    };
    ends(recovered).await;
}
