//! Redis dies, hangs, refuses to write, or is missing.

use std::time::Duration;

use tencent_chat::LimiterError;
use tencent_chat_limit_redis::{Error, OnOutage, RedisLimiter};

use super::server::RedisServer;
use super::worker::most_in_a_second;
use super::{permits, recovers, uses};

#[tokio::test]
async fn callers_that_wait_while_redis_dies_get_permits_by_their_share() {
    let mut server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    let killed = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        server.kill();
    };
    let (all, ()) = tokio::join!(uses(&limiter, 100), killed);
    assert!(most_in_a_second(&all) <= 200);
    let stats = limiter.stats();
    assert!(stats.outages == 1 && stats.outage_permits > 0 && stats.is_outage, "{stats:?}");
    server.restart();
    recovers(&limiter).await;
    let stats = limiter.stats();
    uses(&limiter, 10).await;
    // The rest of an outage's share is used within a second after its end.
    assert!(limiter.stats().permits == stats.permits + 10, "{stats:?}");
}

#[tokio::test]
async fn calls_fail_while_redis_is_dead_if_that_is_the_policy() {
    let mut server = RedisServer::start();
    let builder = RedisLimiter::builder(server.url()).on_outage(OnOutage::Refuse);
    let limiter = builder.connect().await.unwrap();
    uses(&limiter, 1).await;
    server.kill();
    for result in permits(&limiter, 100).await {
        let Err(LimiterError::Failed(error)) = result else { panic!("{result:?}") };
        assert!(error.downcast_ref::<Error>().is_some(), "{error}");
    }
    assert_eq!(limiter.stats().refused, 100);
    server.restart();
    recovers(&limiter).await;
    uses(&limiter, 10).await;
}

#[tokio::test]
async fn a_limiter_alone_uses_the_whole_rate_and_no_more() {
    let mut server = RedisServer::start();
    let builder = RedisLimiter::builder(server.url()).processes(50).on_outage(OnOutage::Alone);
    let limiter = builder.connect().await.unwrap();
    server.kill();
    let all = uses(&limiter, 250).await;
    assert!(most_in_a_second(&all) <= 200);
    // With the fiftieth part it would be more than a minute.
    assert_eq!(limiter.stats().outage_permits, 250);
}

#[tokio::test]
async fn a_redis_that_hangs_hangs_no_call() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    for hang in ["STOP", "DEBUG SLEEP 1"] {
        let before = limiter.stats();
        let hangs = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if hang == "STOP" {
                server.signal("STOP");
            } else {
                server.begin(hang);
            }
            tokio::time::sleep(Duration::from_millis(900)).await;
            server.signal("CONT");
        };
        let (all, ()) = tokio::join!(uses(&limiter, 250), hangs);
        assert!(most_in_a_second(&all) <= 200);
        assert!(limiter.stats().failures > before.failures, "{hang}");
        recovers(&limiter).await;
    }
}

#[tokio::test]
async fn a_redis_that_may_not_write_is_an_outage() {
    let server = RedisServer::start();
    let builder = RedisLimiter::builder(server.url()).on_outage(OnOutage::Refuse);
    let limiter = builder.connect().await.unwrap();
    uses(&limiter, 1).await;
    for (refuse, allow) in [
        ("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"),
        ("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"),
    ] {
        assert_eq!(server.command(refuse).unwrap(), "+OK\r\n");
        let refused = permits(&limiter, 5).await;
        assert!(refused.iter().all(Result::is_err), "{refused:?}");
        assert_eq!(server.command(allow).unwrap(), "+OK\r\n");
        recovers(&limiter).await;
        uses(&limiter, 5).await;
    }
}

#[tokio::test]
async fn a_redis_without_memory_stops_no_call() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    uses(&limiter, 1).await;
    // Whether the script may still write then depends on the version.
    server.command("CONFIG SET maxmemory 1").unwrap();
    assert!(server.command("SET a b").unwrap().starts_with("-OOM"));
    let mut all = uses(&limiter, 30).await;
    server.command("CONFIG SET maxmemory 0").unwrap();
    recovers(&limiter).await;
    all.extend(uses(&limiter, 30).await);
    assert!(most_in_a_second(&all) <= 200);
}

#[tokio::test]
async fn a_process_may_start_without_redis() {
    let mut server = RedisServer::start();
    server.kill();
    let error = RedisLimiter::connect(server.url()).await.unwrap_err();
    // A connection that the system accepted for the dead process breaks instead.
    let reasons = ["nothing listens at its address", "the connection could not be made or broke"];
    let is_told = reasons.iter().any(|reason| error.to_string().ends_with(reason));
    assert!(is_told, "{error}");
    let builder = RedisLimiter::builder(server.url()).processes(4);
    let limiter = builder.connect_lazily().unwrap();
    let all = uses(&limiter, 60).await;
    // Evenly spread, and a quarter of the rate.
    assert!(most_in_a_second(&all) <= 50, "{}", most_in_a_second(&all));
    server.restart();
    recovers(&limiter).await;
    let requests = limiter.stats().requests;
    // The share is used for another second, until the times of Redis begin.
    uses(&limiter, 60).await;
    assert!(limiter.stats().requests > requests);
}
