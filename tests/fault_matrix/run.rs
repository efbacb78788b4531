//! Runs a cell: a call that meets its fault, then others that meet none.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api_core::{
    Client, Clock, Credentials, Endpoint, HyperTransport, RateLimiter, ReqwestTransport,
    TransportOptions, endpoint,
};
use tokio::runtime::Handle;

use super::peer::Peer;
use super::{Fault, Moment, Outcome, Over, Protocol, Row, tls};
use crate::support::{ADMIN, APP, KEY, ManualClock, NOW};

/// What a call may take in all, if nothing is said.
const DEADLINE: Duration = Duration::from_secs(15);

/// Nothing takes so long: it ends a test that would never end.
const GUARD: Duration = Duration::from_secs(60);

/// Waits that are shorter pass at once: those between attempts do, those for a response do not.
const SKIPPED: Duration = Duration::from_secs(2);

/// As many places a second as there are attempts.
const PLACES: u32 = 3;

/// More than the system keeps of what was written and is not read.
const LARGE: usize = 6 * 1024 * 1024;

/// Asks the peer.
#[endpoint("v4/made_up/ask", idempotent)]
pub mod ask {
    pub struct Request {
        /// What is asked.
        #[wire("Text")]
        pub text: String,
    }

    pub struct Response {
        /// What is responded.
        #[wire("Text")]
        pub text: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = &[];
}

/// Tells the peer, which takes it for something new each time.
#[endpoint("v4/made_up/tell")]
pub mod tell {
    pub struct Request {
        /// What is told.
        #[wire("Text")]
        pub text: String,
    }

    pub struct Response {
        /// What is responded.
        #[wire("Text")]
        pub text: Option<String>,
    }

    pub const ERRORS: &[ErrorCode] = &[];
}

/// Runs a cell of a row, on a runtime of its own.
pub(crate) fn run(row: &Row, protocol: Protocol, over: Over, is_idempotent: bool) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let text = text_of(row.fault);
        if is_idempotent {
            meet(row, protocol, over, || ask::Request::new(&*text)).await
        } else {
            meet(row, protocol, over, || tell::Request::new(&*text)).await
        }
    })
}

fn text_of(fault: Fault) -> String {
    "x".repeat(if let Fault::At(Moment::Write, _) = fault { LARGE } else { 1 })
}

async fn meet<R: Endpoint>(
    row: &Row,
    protocol: Protocol,
    over: Over,
    request: impl Fn() -> R,
) -> Outcome {
    let clock = ManualClock::skipping(NOW, SKIPPED);
    let mut peer = Peer::start(protocol, row.fault, clock.clone());
    let client = client(&peer.url(), protocol, over, &clock);
    let began = clock.now();
    let call = tokio::time::timeout(GUARD, client.call(request()).into_future());
    let error = call.await.expect("the call ends").err();
    let taken = clock.now() - began;
    assert!(taken <= DEADLINE, "{taken:?} are more than the deadline");

    settle(&peer).await;
    let requests = peer.ledger.requests.load(Ordering::Relaxed);
    let open = peer.ledger.open.get();
    assert!(open <= 1, "{open} connections were left open");
    go_on(&mut peer, &client, &clock, row.fault).await;

    drop(client);
    peer.stop();
    let alive = || Handle::current().metrics().num_alive_tasks();
    until("every task is over", || alive() == 0).await;
    assert_eq!((peer.ledger.open.get(), peer.ledger.busy.get()), (0, 0));
    let user_sigs = peer.ledger.user_sigs.lock().unwrap().clone();
    Outcome { error, requests, is_kept: open == 1, user_sigs }
}

fn client(url: &str, protocol: Protocol, over: Over, clock: &ManualClock) -> Client {
    let limiter = RateLimiter::new().clock(clock.clone()).app_per_second(PLACES);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    let builder = builder.allow_plain_http().clock(clock.clone()).limiter(limiter);
    let options = tls::trusted().into_iter().fold(TransportOptions::new(), TransportOptions::trust);
    let options = if protocol == Protocol::Http2 { options.http2() } else { options };
    let builder = match over {
        Over::Reqwest => {
            builder.transport(ReqwestTransport::with_options(options, |http| http).unwrap())
        }
        Over::Hyper => builder.transport(HyperTransport::with_options(options).unwrap()),
    };
    builder.build().unwrap()
}

/// As many calls at once as there are permits, none of which may wait: each permit has come free, and the client has or
/// makes a connection. Where the name does not resolve there is nobody to heal.
async fn go_on(peer: &mut Peer, client: &Client, clock: &ManualClock, fault: Fault) {
    if let Fault::NoName = fault {
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

/// Waits until the peer is through with all that came, and has seen what was closed.
async fn settle(peer: &Peer) {
    until("the peer is idle", || peer.ledger.busy.get() == 0).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Gives way until it is so.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let turns = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(GUARD, turns).await.expect(what);
}
