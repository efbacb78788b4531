//! Runs a case of the matrix: a call that meets its fault, then calls that meet none.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tencent_chat::{
    Client, Clock, Credentials, Endpoint, HyperTransport, RateLimiter, ReqwestTransport,
    TransportOptions, endpoint,
};
use tokio::runtime::Handle;

use super::peer::Peer;
use super::{Fault, Moment, Outcome, Protocol, Row, TransportKind, tls};
use crate::{ADMIN, APP, KEY, ManualClock, NOW};

/// The default deadline of a call.
const DEADLINE: Duration = Duration::from_secs(15);

/// Longer than any test takes: fails one that would never end.
const GUARD: Duration = Duration::from_secs(60);

/// Shorter waits pass at once: those between attempts do, those for a response do not.
const SKIPPED: Duration = Duration::from_secs(2);

/// The permits per second, as many as there are attempts.
const PERMITS: u32 = 3;

/// More than the system buffers of written bytes that are not read.
const LARGE: usize = 6 * 1024 * 1024;

/// Asks the peer.
#[endpoint("v4/made_up/ask", idempotent)]
pub mod ask {
    pub struct Request {
        /// The question.
        pub text: String,
    }

    pub struct Response {
        /// The response of the peer.
        pub text: Option<String>,
    }
}

/// Tells the peer, which treats each request as new.
#[endpoint("v4/made_up/tell")]
pub mod tell {
    pub struct Request {
        /// The message.
        pub text: String,
    }

    pub struct Response {
        /// The response of the peer.
        pub text: Option<String>,
    }
}

/// Runs one case of a row, on its own runtime.
pub fn run(
    row: &Row,
    protocol: Protocol,
    transport: TransportKind,
    is_idempotent: bool,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let text = text_of(row.fault);
        if is_idempotent {
            meet(row, protocol, transport, || ask::Request::new(&*text)).await
        } else {
            meet(row, protocol, transport, || tell::Request::new(&*text)).await
        }
    })
}

fn text_of(fault: Fault) -> String {
    "x".repeat(if let Fault::At(Moment::Write, _) = fault { LARGE } else { 1 })
}

async fn meet<R: Endpoint>(
    row: &Row,
    protocol: Protocol,
    transport: TransportKind,
    request: impl Fn() -> R,
) -> Outcome {
    let clock = ManualClock::skipping(NOW, SKIPPED);
    let mut peer = Peer::start(protocol, row.fault, clock.clone());
    let client = client(&peer.url(), protocol, transport, &clock);
    let began = clock.now();
    let call = tokio::time::timeout(GUARD, client.call(request()).into_future());
    let error = call.await.expect("the call ends").err();
    let taken = clock.now() - began;
    assert!(taken <= DEADLINE, "the call took {taken:?}, longer than its deadline");

    settle(&peer).await;
    let requests = peer.record.requests.load(Ordering::Relaxed);
    let open = peer.record.open.get();
    assert!(open <= 1, "{open} connections were left open");
    go_on(&mut peer, &client, &clock, row.fault).await;

    drop(client);
    peer.stop();
    let alive = || Handle::current().metrics().num_alive_tasks();
    until("every task is over", || alive() == 0).await;
    assert_eq!((peer.record.open.get(), peer.record.busy.get()), (0, 0));
    let user_sigs = peer.record.user_sigs.lock().unwrap().clone();
    Outcome { error, requests, is_kept: open == 1, user_sigs }
}

fn client(url: &str, protocol: Protocol, transport: TransportKind, clock: &ManualClock) -> Client {
    let limiter = RateLimiter::new().clock(clock.clone()).app_per_second(PERMITS);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    let builder = builder.allow_plain_http().clock(clock.clone()).limiter(limiter);
    let options = tls::trusted().into_iter().fold(TransportOptions::new(), TransportOptions::trust);
    let options = if protocol == Protocol::Http2 { options.http2() } else { options };
    let builder = match transport {
        TransportKind::Reqwest => {
            builder.transport(ReqwestTransport::with_options(options, |http| http).unwrap())
        }
        TransportKind::Hyper => builder.transport(HyperTransport::with_options(options).unwrap()),
    };
    builder.build().unwrap()
}

/// Makes as many calls at once as there are permits, none of which may wait. It shows that every permit is free again
/// and that the client has or opens a connection. If the name does not resolve, there is no peer to heal.
async fn go_on(peer: &mut Peer, client: &Client, clock: &ManualClock, fault: Fault) {
    if let Fault::UnknownHost = fault {
        return;
    }
    peer.heal();
    clock.advance(Duration::from_secs(2));
    let call = || {
        let call = client.call(tell::Request::new("again")).rate_limit_timeout(Duration::ZERO);
        tokio::spawn(call.into_future())
    };
    for call in [call(), call(), call()] {
        let response = call.await.unwrap();
        assert_eq!(response.expect("the next call works").text.as_deref(), Some("well"));
    }
}

/// Waits until the peer has handled everything it received, and has seen every closed connection.
async fn settle(peer: &Peer) {
    until("the peer is idle", || peer.record.busy.get() == 0).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Yields until the condition holds.
async fn until(what: &str, condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(GUARD, waiting).await.expect(what);
}
