//! The cost of a call to the simulator, compared with an axum handler that only responds: `cargo bench -p api-benches
//! --bench simulator`. Only ratios mean anything across machines.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures and prints")]

mod measure;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};
use tencent_chat_sim::Simulator;

const NOW: u64 = 1_795_000_000;
const FORBID: &str = r#"{"RawURL":"https://files.example/ann.jpg"}"#;
const KICK: &str = r#"{"UserID":"ann"}"#;
const RESPONSE: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    simulator.state().import_user("ann");
    simulator.state().set_unix_time(NOW);
    let bare = runtime.block_on(bare());
    let address = simulator.base_url().replace("http://", "");
    let subject = Subject::new(simulator.sdk_app_id(), simulator.admin());
    let user_sig = SecretKey::new(simulator.secret_key()).sign(
        &subject,
        UnixTime::from_secs(NOW),
        Lifetime::MAX,
    );
    let query = format!(
        "sdkappid={}&identifier={}&usersig={}&random=1&contenttype=json",
        simulator.sdk_app_id(),
        simulator.admin(),
        user_sig.expose()
    );
    let path = |command: &str| format!("/v4/{command}?{query}");
    // Rates go by the injected time, which advances by a second per hundred calls.
    let tick = |call: u32| {
        if call.is_multiple_of(100) {
            simulator.state().set_unix_time(NOW + u64::from(call / 100));
        }
    };
    let cases = [
        ("bare handler", bare.as_str(), path("bare"), KICK),
        (
            "synthesized response",
            address.as_str(),
            path("im_cos_msg/forbid_illegal_object"),
            FORBID,
        ),
        ("stateful response", address.as_str(), path("im_open_login_svc/kick"), KICK),
    ];
    let (rounds, calls) = if measure::is_quick() { (1, 100) } else { (5, 4000) };
    let best = |(_, address, path, body): &(&str, &str, String, &str)| {
        (0..rounds).map(|_| round(calls, address, path, body, tick)).min().unwrap()
    };
    let times: Vec<_> = cases.iter().map(best).collect();
    println!("\n### A call of the simulator\n\n| response | time | ratio |\n|---|---|---|");
    for ((name, ..), time) in cases.iter().zip(&times) {
        let ratio = time.as_secs_f64() / times[0].as_secs_f64();
        println!("| {name} | {:.1?} | {ratio:.2} |", *time / calls);
    }
}

async fn bare() -> String {
    let router = Router::new().route("/v4/bare", post(|_: String| async { RESPONSE }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Makes all calls of a round over one connection.
fn round(calls: u32, address: &str, path: &str, body: &str, tick: impl Fn(u32)) -> Duration {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut buffer = [0; 4096];
    let began = Instant::now();
    for call in 0..calls {
        tick(call);
        stream.write_all(request.as_bytes()).unwrap();
        let count = stream.read(&mut buffer).unwrap();
        let response = String::from_utf8_lossy(&buffer[..count]);
        assert!(response.contains(r#""ErrorCode":0"#), "{response}");
    }
    began.elapsed()
}
