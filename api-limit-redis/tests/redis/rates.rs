//! The rates: of an endpoint, of the app, and none.

use std::sync::Arc;
use std::time::Duration;

use tencent_chat::{EndpointSpec, Limiter, LimiterError};
use tencent_chat_limit_redis::RedisLimiter;

use super::server::RedisServer;
use super::worker::{endpoint, most_in_a_second, permit};
use super::{PATIENCE, ends, uses};

#[tokio::test]
async fn two_limiters_share_the_rate_of_an_endpoint() {
    let server = RedisServer::start();
    let [one, two] =
        [RedisLimiter::connect(server.url()).await, RedisLimiter::connect(server.url()).await];
    let (one, two) = (one.unwrap(), two.unwrap());
    let (mut all, others) = tokio::join!(uses(&one, 150), uses(&two, 150));
    all.extend(others);
    assert_eq!(all.len(), 300);
    assert!(most_in_a_second(&all) <= 200);
    // Group commit: far fewer requests than permits.
    let requests = one.stats().requests + two.stats().requests;
    assert!(requests < 150, "{requests}");
}

#[tokio::test]
async fn the_rate_of_the_app_holds_over_its_endpoints_and_limiters() {
    let server = RedisServer::start();
    let limiter = || RedisLimiter::builder(server.url()).app_per_second(40).connect();
    let limiters = [limiter().await.unwrap(), limiter().await.unwrap()];
    let endpoints: Vec<_> =
        EndpointSpec::all().filter(|spec| spec.rate_per_second() == Some(200)).take(3).collect();
    let mut tasks = Vec::new();
    for limiter in limiters {
        let limiter = Arc::new(limiter);
        for endpoint in &endpoints {
            for _ in 0..20 {
                let (limiter, endpoint) = (Arc::clone(&limiter), *endpoint);
                tasks
                    .push(tokio::spawn(async move { permit(&*limiter, endpoint, PATIENCE).await }));
            }
        }
    }
    let mut all = Vec::new();
    for task in tasks {
        all.push(ends(task).await.unwrap().unwrap());
    }
    assert_eq!((all.len(), endpoints.len()), (120, 3));
    assert!(most_in_a_second(&all) <= 40, "{}", most_in_a_second(&all));
}

#[tokio::test]
async fn an_endpoint_without_a_rate_needs_no_permit() {
    let server = RedisServer::start();
    let limiter = RedisLimiter::connect(server.url()).await.unwrap();
    let free = EndpointSpec::all().find(|spec| spec.rate_per_second().is_none()).unwrap();
    ends(permit(&limiter, free, Duration::ZERO)).await.unwrap();
    assert_eq!(limiter.stats().requests, 0);
    let limiter = RedisLimiter::builder(server.url()).app_per_second(40).connect().await.unwrap();
    ends(permit(&limiter, free, PATIENCE)).await.unwrap();
    assert_eq!(limiter.stats().requests, 1);
}

#[tokio::test]
async fn a_permit_that_comes_too_late_is_refused_and_takes_nothing() {
    let server = RedisServer::start();
    let [one, two] =
        [RedisLimiter::connect(server.url()).await, RedisLimiter::connect(server.url()).await];
    let (one, two) = (one.unwrap(), two.unwrap());
    let key = format!("chat:{{1400000000}}:{}", endpoint().path());
    // The schedule is full for a second and a half, which only Redis knows.
    let set = "local t = redis.call('TIME') return redis.call('SET', KEYS[1], \
               string.format('%.0f', (t[1] + 1.5) * 1000000 + t[2]), 'PX', 5000)";
    server.command(&format!("EVAL \"{set}\" 1 {key}")).unwrap();
    let refused = ends(permit(&one, endpoint(), Duration::from_millis(300))).await;
    assert!(matches!(refused, Err(LimiterError::TooLate(_))), "{refused:?}");
    assert_eq!((one.stats().too_late, one.stats().permits), (1, 0));
    ends(permit(&two, endpoint(), PATIENCE)).await.unwrap();
    // One that cannot wait at all does not hang.
    let refused = ends(one.acquire(1400000000, endpoint(), Duration::ZERO)).await;
    assert!(matches!(refused, Err(LimiterError::TooLate(_))), "{refused:?}");
}
