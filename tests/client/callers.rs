//! No caller can delay another: callers that are held, dropped or given up, or whose runtime ends, next to one that
//! continues, and rates that hold at the transport in every case. All tests run in tokio's paused time, with a
//! transport that responds by itself.

mod held;
mod providers;
mod rate_limit;

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use support::{ADMIN, APP, KEY};
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::conversation::get_list;
use tencent_chat::{
    Client, ClientBuilder, Credentials, Endpoint, Error, HttpRequest, HttpResponse, TransportError,
    message,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// The response of the service to any of these calls.
const BODY: &str = r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":[],"SessionItem":[],
    "CompleteFlag":1,"TimeStamp":0,"StartIndex":0,"TopTimeStamp":0,"TopStartIndex":0,"NextStartIndex":0,
    "ContactItem":[],"MsgTime":1,"MsgKey":"1_2_3"}"#;

fn builder(credentials: Credentials) -> ClientBuilder {
    Client::builder(APP, credentials).base_url("https://example.com").strict_responses()
}

fn key() -> Credentials {
    Credentials::secret_key(ADMIN, KEY)
}

/// The times at which requests were passed to the transport.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Vec<Instant>>>);

impl Sent {
    /// A transport that records the time and responds after `after`.
    fn transport(&self, after: Duration) -> impl tencent_chat::Transport + use<> {
        let sent = self.clone();
        move |_: HttpRequest| {
            sent.0.lock().unwrap().push(Instant::now());
            async move {
                sleep(after).await;
                Ok::<_, TransportError>(HttpResponse::new(200, BODY))
            }
        }
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Asserts that no second has more requests than the rate.
    fn assert_keeps(&self, rate: usize) {
        let sent = self.0.lock().unwrap();
        for some in sent.windows(rate + 1) {
            assert!(some[rate] - some[0] > SECOND, "{} in {:?}", rate + 1, some[rate] - some[0]);
        }
    }
}

fn check() -> account_check::Request {
    account_check::Request::new([AccountItem::new("user15")])
}

fn list() -> get_list::Request {
    get_list::Request::new("user15", 0u64, 0u64, 0u64, 0u64, 7u32)
}

fn send() -> message::send_message::Request {
    message::send_message::Request::new("user16", ["hi"])
}

/// Makes a call `count` times concurrently, and returns each result with its time.
async fn at_once<R: Endpoint<Response: Send> + Clone>(
    client: &Client,
    request: R,
    count: usize,
) -> Vec<(Result<(), Error>, Duration)> {
    let began = Instant::now();
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let call = client.call(request.clone()).into_future();
        calls.spawn(async move { (call.await.map(drop), began.elapsed()) });
    }
    calls.join_all().await
}

/// Polls a future once, as a holder that then does something else would.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
