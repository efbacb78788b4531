//! The password of the URL is in nothing that can be printed.

use std::error::Error;

use tencent_chat_limit_redis::{OnOutage, RedisLimiter};

use super::permits;
use super::server::RedisServer;

const PASSWORD: &str = "swordfish7";

fn assert_redacted(text: &str) {
    assert!(!text.contains(PASSWORD) && !text.contains("redis://"), "{text}");
}

#[tokio::test]
async fn the_password_is_in_no_output() {
    let mut server = RedisServer::with_password(PASSWORD);
    let builder = RedisLimiter::builder(server.url()).on_outage(OnOutage::Refuse);
    assert_redacted(&format!("{builder:?} {builder:#?}"));
    let limiter = builder.connect().await.unwrap();
    assert_redacted(&format!("{limiter:?} {limiter:#?} {:?}", limiter.stats()));
    server.kill();
    let error = permits(&limiter, 1).await.pop().unwrap().unwrap_err();
    let mut next = Some(&error as &dyn Error);
    while let Some(error) = next {
        assert_redacted(&format!("{error} {error:?}"));
        next = error.source();
    }
}

#[tokio::test]
async fn a_wrong_password_or_url_is_refused_and_not_shown() {
    let server = RedisServer::with_password("another");
    let port = server.port();
    for url in [
        format!("redis://:{PASSWORD}@127.0.0.1:{port}"),
        format!("redis://{PASSWORD}:{PASSWORD}@127.0.0.1:{port}"),
        format!("redis://127.0.0.1:{port}/{PASSWORD}"),
        format!("http://:{PASSWORD}@127.0.0.1:{port}"),
        format!("rediss://:{PASSWORD}@127.0.0.1:{port}"),
        format!("redis://:{PASSWORD}@127.0.0.1:1"),
        format!("redis://:{PASSWORD}@:::{port}"),
        PASSWORD.to_owned(),
    ] {
        let error = RedisLimiter::connect(&url).await.unwrap_err();
        assert_redacted(&format!("{error} {error:?}"));
        assert_eq!(error.is_invalid_url(), RedisLimiter::builder(&url).connect_lazily().is_err());
    }
    let error = RedisLimiter::connect(format!("redis://127.0.0.1:{port}")).await.unwrap_err();
    assert_eq!(error.to_string(), "Redis cannot be used: it responded with NOAUTH");
}
