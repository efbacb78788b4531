//! Two processes that share the rate of an endpoint, 200 requests a second, against a simulator that enforces it.
//!
//! It uses the Redis that `REDIS_URL` names, or starts `redis-server` on a free port, and ends after three seconds:
//! `cargo run -p tencent-chat-limit-redis --example two_processes`.

#![allow(clippy::print_stdout, reason = "an example prints its result")]

#[path = "../tests/support/server.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod server;

use std::env;
use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Duration;

use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::{Client, Credentials, ErrorCode, RetryPolicy};
use tencent_chat_limit_redis::RedisLimiter;
use tencent_chat_sim::Simulator;

use self::server::RedisServer;

const SECS: u64 = 3;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The child processes get what they need in variables, because arguments can be seen by others.
    match env::var("EXAMPLE_BASE_URL") {
        Ok(base_url) => call(&base_url).await,
        Err(_) => start_two().await,
    }
}

/// Makes calls from 20 tasks, as fast as the limiter allows.
async fn call(base_url: &str) -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::secret_key("administrator", env::var("EXAMPLE_SECRET_KEY")?);
    let limiter = RedisLimiter::connect(env::var("REDIS_URL")?).await?;
    let client = Client::builder(env::var("EXAMPLE_APP")?.parse()?, credentials)
        .base_url(base_url)
        .retry(RetryPolicy::none())
        .limiter(limiter.clone())
        .build()?;
    let tasks: Vec<_> = (0..20).map(|_| tokio::spawn(call_in_turn(client.clone()))).collect();
    tokio::time::sleep(Duration::from_secs(SECS)).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    println!("process {}: {:?}", std::process::id(), limiter.stats());
    Ok(())
}

async fn call_in_turn(client: Client) {
    loop {
        let request = Request::new("user15", ["test0"]);
        let result = client.conversation().delete_contact_group(request).await;
        let code = result.err().and_then(|error| error.code());
        if code == Some(ErrorCode::ENDPOINT_RATE_EXCEEDED) {
            println!("the service rejected a call because of its rate");
        }
    }
}

async fn start_two() -> Result<(), Box<dyn Error>> {
    let (server, url) = match env::var("REDIS_URL") {
        Ok(url) => (None, url),
        Err(_) => {
            let server = RedisServer::start();
            let url = server.url();
            (Some(server), url)
        }
    };
    let simulator = Simulator::start().await?;
    println!("Two processes, 200 requests a second for both together, {SECS} seconds:");
    let processes = [(); 2].map(|()| {
        Command::new(env::current_exe()?)
            .env("REDIS_URL", &url)
            .env("EXAMPLE_BASE_URL", simulator.base_url())
            .env("EXAMPLE_APP", simulator.sdk_app_id().to_string())
            .env("EXAMPLE_SECRET_KEY", simulator.secret_key())
            .stdin(Stdio::null())
            .spawn()
    });
    for process in processes {
        let mut process = process?;
        tokio::task::spawn_blocking(move || process.wait()).await??;
    }
    drop(server);
    Ok(())
}
