//! Others change the keys of the limiter.

use tencent_chat_limit_redis::{OnOutage, RedisLimiter};

use super::server::RedisServer;
use super::uses;
use super::worker::{endpoint, most_in_a_second};

const APP: &str = "chat:{1400000000}:";

fn schedule() -> String {
    format!("{APP}{}", endpoint().path())
}

/// Limits, after each command, two times as many permits as a tenth of a second has.
async fn works_after(commands: &[String]) {
    let server = RedisServer::start();
    let limiter = RedisLimiter::builder(server.url())
        .app_per_second(1000)
        .on_outage(OnOutage::Refuse)
        .connect()
        .await
        .unwrap();
    let mut all = uses(&limiter, 3).await;
    for command in commands {
        let response = server.command(command).unwrap();
        assert!(!response.starts_with('-'), "{command}: {response}");
        all.extend(uses(&limiter, 40).await);
    }
    assert!(most_in_a_second(&all) <= 200);
    assert_eq!(limiter.stats().failures, 0);
}

#[tokio::test]
async fn a_schedule_that_is_none_is_replaced() {
    let key = schedule();
    let values = ["abc", "nan", "-nan", "inf", "-1e300", "1e300", "9007199254740993", "0x7f", "''"];
    let mut commands: Vec<_> = values.map(|value| format!("SET {key} {value}")).into();
    // A minute ahead: no limiter reserves that far, so the clock of Redis must have been set back.
    commands.push(format!(
        "EVAL \"local t = redis.call('TIME') return redis.call('SET', KEYS[1], \
         string.format('%.0f', (t[1] + 60) * 1000000))\" 1 {key}"
    ));
    works_after(&commands).await;
}

#[tokio::test]
async fn a_key_of_another_type_is_replaced() {
    let key = schedule();
    works_after(&[
        format!(
            "EVAL \"redis.call('DEL', KEYS[1]) return redis.call('RPUSH', KEYS[1], 1)\" 1 {key}"
        ),
        format!("SET {APP} abc"),
        format!("SET {APP}limiters abc"),
        format!("HSET {APP} x y"),
    ])
    .await;
}

#[tokio::test]
async fn lost_keys_and_scripts_are_no_fault() {
    works_after(&["FLUSHALL", "SCRIPT FLUSH"].map(str::to_owned)).await;
}

#[tokio::test]
async fn lost_keys_do_not_let_more_through() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    let flushes = async {
        for _ in 0..5 {
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
            server.command("FLUSHALL").unwrap();
        }
    };
    let (all, ()) = tokio::join!(uses(&limiter, 400), flushes);
    assert!(most_in_a_second(&all) <= 200, "{}", most_in_a_second(&all));
}
