//! Faults that only HTTP/2 has.

use std::time::Duration;

use support::fault_matrix::{Protocol, TransportKind, tls};
use support::{ManualClock, NOW};
use tencent_chat::{
    Client, Effect, Error, ErrorKind, HttpRequest, HyperTransport, ReqwestTransport, RetryPolicy,
    Transport, TransportOptions,
};
use tokio::task::JoinSet;

use super::chaos::{Chaos, Conduct};
use super::{ask, client, tell};

/// A call that waits this long without success considers its connection dead.
const WAIT: Duration = Duration::from_millis(600);

/// Longer than any call takes that must not time out, however busy the machine is.
const LONG: Duration = Duration::from_secs(60);

fn once(chaos: &Chaos, over: TransportKind) -> Client {
    let options = TransportOptions::new().http2();
    client(&chaos.url, over, options, |builder| builder.retry(RetryPolicy::none()).timeout(LONG))
}

fn retrying(chaos: &Chaos, over: TransportKind) -> Client {
    let options = TransportOptions::new().http2();
    let retry = RetryPolicy::new(3).first_wait(Duration::ZERO);
    client(&chaos.url, over, options, |builder| builder.retry(retry).timeout(LONG))
}

/// A client on which attempts time out after [`WAIT`], by a clock that is advanced by hand.
fn by_hand(chaos: &Chaos, over: TransportKind, retry: RetryPolicy) -> (Client, ManualClock) {
    let clock = ManualClock::at(NOW);
    let client = client(&chaos.url, over, TransportOptions::new().http2(), |builder| {
        builder.retry(retry).timeout(WAIT).clock(clock.clone())
    });
    (client, clock)
}

/// Lets [`WAIT`] pass once the peer has received `requests` requests.
async fn pass_after(requests: usize, chaos: &Chaos, clock: &ManualClock) {
    while chaos.requests() < requests {
        tokio::task::yield_now().await;
    }
    clock.advance(WAIT);
}

async fn peer(first: Conduct) -> Chaos {
    let conduct = move |number| if number == 0 { first } else { Conduct::Serve(Duration::ZERO) };
    Chaos::start(Protocol::Http2, conduct).await
}

async fn all_at_once(client: &Client, calls: usize) -> Vec<Result<(), Error>> {
    let mut under_way = JoinSet::new();
    for _ in 0..calls {
        let call = client.call(tell::Request::new()).into_future();
        under_way.spawn(async move { call.await.map(|_| ()) });
    }
    under_way.join_all().await
}

fn seen(error: &Error) -> (ErrorKind, Effect, u32) {
    (error.kind(), error.effect(), error.attempts())
}

#[tokio::test]
async fn more_calls_than_streams_take_further_connections() {
    for over in TransportKind::ALL {
        let conduct = |_| Conduct::Serve(Duration::from_millis(500));
        let chaos = Chaos::start(Protocol::Http2, conduct).await;
        let options = TransportOptions::new().http2();
        let client =
            client(&chaos.url, over, options, |builder| builder.retry(RetryPolicy::none()));
        for result in all_at_once(&client, 600).await {
            result.unwrap();
        }
        assert_eq!(chaos.requests(), 600);
        assert!(chaos.connections() >= 5, "{} connections", chaos.connections());
        for result in all_at_once(&client, 100).await {
            result.unwrap();
        }
        assert!(chaos.open() <= 6, "{} connections", chaos.open());
    }
}

#[tokio::test]
async fn over_http_1_each_call_has_a_connection_which_is_kept() {
    for over in TransportKind::ALL {
        let conduct = |_| Conduct::Serve(Duration::from_millis(200));
        let chaos = Chaos::start(Protocol::Plain, conduct).await;
        let options = TransportOptions::new().connect_timeout(LONG);
        let client = client(&chaos.url, over, options, |builder| {
            builder.retry(RetryPolicy::none()).timeout(LONG)
        });
        // A system may queue no more than 128 connections that are not accepted.
        for _ in 0..3 {
            for result in all_at_once(&client, 100).await {
                result.unwrap();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!((chaos.requests(), chaos.connections()), (300, 100));
        for result in all_at_once(&client, 600).await {
            result.unwrap();
        }
    }
}

#[tokio::test]
async fn a_call_that_never_got_a_stream_was_not_sent() {
    for over in TransportKind::ALL {
        let chaos = Chaos::start(Protocol::Http2, |_| Conduct::OneStream).await;
        wait_without_success(&chaos, &once(&chaos, over)).await;
    }
}

/// A transport that continues to poll what the call has given up.
#[tokio::test]
async fn a_call_that_never_got_a_stream_is_not_sent_by_a_wrapper_either() {
    fn spawning(inner: impl Transport) -> impl Transport {
        move |request: HttpRequest| {
            let reply = tokio::spawn(inner.post(request));
            async move { reply.await.unwrap() }
        }
    }
    for over in TransportKind::ALL {
        let chaos = Chaos::start(Protocol::Http2, |_| Conduct::OneStream).await;
        let options =
            tls::trusted().into_iter().fold(TransportOptions::new(), TransportOptions::trust);
        let options = options.http2();
        let client = client(&chaos.url, over, TransportOptions::new(), |builder| {
            let builder = builder.retry(RetryPolicy::none()).timeout(LONG);
            match over {
                TransportKind::Reqwest => builder.transport(spawning(
                    ReqwestTransport::with_options(options.clone(), |http| http).unwrap(),
                )),
                TransportKind::Hyper => builder
                    .transport(spawning(HyperTransport::with_options(options.clone()).unwrap())),
            }
        });
        wait_without_success(&chaos, &client).await;
    }
}

/// Makes calls while no stream is free for them, and others when one is.
async fn wait_without_success(chaos: &Chaos, client: &Client) {
    let call = || client.call(tell::Request::new());
    let first = tokio::spawn(call().into_future());
    // hyper assumes 100 streams until it has read the settings.
    while chaos.acknowledged() == 0 || chaos.bodies() == 0 {
        tokio::task::yield_now().await;
    }
    let other = || call().timeout(Duration::from_millis(100));
    let others = [other(), other(), other()].map(|call| tokio::spawn(call.into_future()));
    for other in others {
        let error = other.await.unwrap().unwrap_err();
        assert_eq!(seen(&error), (ErrorKind::NotSent, Effect::None, 1), "{error}");
    }
    chaos.release();
    first.await.unwrap().unwrap();
    call().await.unwrap();
    assert_eq!(chaos.bodies(), 2, "a call reported as not sent is not sent later either");
}

/// Silence of a connection is measured by the client's clock, which is advanced by hand here.
#[tokio::test]
async fn calls_that_are_given_up_at_once_say_nothing_of_their_connection() {
    for over in TransportKind::ALL {
        let chaos = Chaos::start(Protocol::Http2, |_| Conduct::Hang).await;
        let (client, clock) = by_hand(&chaos, over, RetryPolicy::none());
        let drop_after = async |wait: Duration| {
            let requests = chaos.requests();
            let call = tokio::spawn(client.call(tell::Request::new()).into_future());
            while chaos.requests() == requests {
                tokio::task::yield_now().await;
            }
            clock.advance(wait);
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled());
        };
        for _ in 0..20 {
            drop_after(Duration::ZERO).await;
        }
        assert_eq!(chaos.connections(), 1);
        for connections in [1, 1, 1, 2] {
            drop_after(Duration::from_millis(200)).await;
            assert_eq!(chaos.connections(), connections, "three in a row have waited 600 ms");
        }
    }
}

#[tokio::test]
async fn goaway_below_the_call_is_retried_or_not_sent() {
    for over in TransportKind::ALL {
        let chaos = peer(Conduct::GoAway(0)).await;
        let error = once(&chaos, over).call(tell::Request::new()).await.unwrap_err();
        assert_eq!(seen(&error), (ErrorKind::NotSent, Effect::None, 1), "{error}");

        let chaos = peer(Conduct::GoAway(0)).await;
        let call = retrying(&chaos, over).call(tell::Request::new());
        call.await.expect("another connection takes it");
        assert_eq!((chaos.connections(), chaos.requests()), (2, 2));
    }
}

#[tokio::test]
async fn goaway_behind_the_call_may_have_taken_effect() {
    for over in TransportKind::ALL {
        let chaos = peer(Conduct::GoAway(1)).await;
        let error = retrying(&chaos, over).call(tell::Request::new()).await.unwrap_err();
        assert_eq!(seen(&error), (ErrorKind::Transport, Effect::Unknown, 1), "{error}");
    }
}

#[tokio::test]
async fn refused_streams_are_retried_within_the_one_budget() {
    for over in TransportKind::ALL {
        let chaos = Chaos::start(Protocol::Http2, |_| Conduct::Refuse).await;
        let client = retrying(&chaos, over);
        let errors = all_at_once(&client, 200).await.into_iter().map(Result::unwrap_err);
        let mut attempts = 0;
        for error in errors {
            assert_eq!(
                (error.kind(), error.effect()),
                (ErrorKind::NotSent, Effect::None),
                "{error}"
            );
            attempts += error.attempts() as usize;
        }
        assert_eq!(chaos.requests(), attempts, "each stream is an attempt");
        assert!(attempts <= 200 + 100, "{attempts} attempts: the budget is a hundred");
    }
}

/// The connection responds to PING, and serves nothing.
#[tokio::test]
async fn a_connection_that_lives_and_serves_nothing_is_replaced() {
    let conducts = [Conduct::Hang, Conduct::HangAfter(1), Conduct::NoWindow, Conduct::Streams(0)];
    let mut ways = JoinSet::new();
    for (over, conduct) in
        TransportKind::ALL.into_iter().flat_map(|over| conducts.map(|what| (over, what)))
    {
        ways.spawn(meet_a_useless_connection(over, conduct));
    }
    ways.join_all().await;
}

async fn meet_a_useless_connection(over: TransportKind, conduct: Conduct) {
    let served = if let Conduct::HangAfter(count) = conduct { count } else { 0 };

    let chaos = peer(conduct).await;
    let (client, clock) = by_hand(&chaos, over, RetryPolicy::none());
    let call = || client.call(tell::Request::new()).into_future();
    let calls = async {
        for _ in 0..served {
            call().await.unwrap();
        }
        let error = call().await.unwrap_err();
        assert_eq!(seen(&error), (ErrorKind::Timeout, Effect::Unknown, 1), "{error}");
        call().await.expect("another connection takes it");
    };
    tokio::join!(calls, pass_after(served + 1, &chaos, &clock));

    let chaos = peer(conduct).await;
    let (client, clock) = by_hand(&chaos, over, RetryPolicy::new(3).first_wait(Duration::ZERO));
    let calls = async {
        for _ in 0..3 {
            client.call(ask::Request::new()).await.expect("a retry takes another connection");
        }
    };
    tokio::join!(calls, pass_after(served + 1, &chaos, &clock));
    assert_eq!(chaos.connections(), 2);
}

#[tokio::test]
async fn a_connection_that_serves_others_is_kept() {
    for over in TransportKind::ALL {
        let chaos = peer(Conduct::SkipFirst).await;
        let (client, clock) = by_hand(&chaos, over, RetryPolicy::none());
        let skipped = tokio::spawn(client.call(tell::Request::new()).into_future());
        while chaos.requests() == 0 {
            tokio::task::yield_now().await;
        }
        client.call(tell::Request::new()).await.unwrap();
        clock.advance(WAIT);
        assert_eq!(seen(&skipped.await.unwrap().unwrap_err()).0, ErrorKind::Timeout);
        client.call(tell::Request::new()).await.unwrap();
        assert_eq!(chaos.connections(), 1);
    }
}
