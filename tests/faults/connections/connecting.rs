//! Connections that cannot be opened, or that open in the background.

use std::time::Duration;

use support::fault_matrix::{Protocol, TransportKind};
use tencent_chat::{Effect, ErrorKind, RetryPolicy, TransportOptions};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::Instant;

use super::chaos::{Chaos, Conduct};
use super::{ask, client, tell};

const SHORT: Duration = Duration::from_millis(200);

fn quickly() -> TransportOptions {
    TransportOptions::new().connect_timeout(SHORT)
}

fn two_attempts() -> RetryPolicy {
    RetryPolicy::new(2).first_wait(Duration::ZERO)
}

#[tokio::test]
async fn a_listener_whose_backlog_is_full_ends_at_the_connect_timeout() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(stream) = tokio::time::timeout(SHORT, TcpStream::connect(address)).await {
        queued.push(stream.unwrap());
    }
    for over in TransportKind::ALL {
        let url = format!("http://{address}");
        let client = client(&url, over, quickly(), |builder| builder.retry(two_attempts()));
        let began = Instant::now();
        let error = client.call(tell::Request::new()).await.unwrap_err();
        let seen = (error.kind(), error.effect(), error.attempts());
        assert_eq!(seen, (ErrorKind::NotSent, Effect::None, 2), "{over:?}: {error}");
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_handshake_that_stalls_is_retried_on_another_connection() {
    for (over, protocol) in TransportKind::ALL.into_iter().zip([Protocol::Tls, Protocol::Http2]) {
        let chaos = Chaos::start(protocol, |number| match number {
            0 => Conduct::Mute,
            _ => Conduct::Serve(Duration::ZERO),
        });
        let chaos = chaos.await;
        let options = if protocol == Protocol::Http2 { quickly().http2() } else { quickly() };
        let client = client(&chaos.url, over, options, |builder| builder.retry(two_attempts()));
        let began = Instant::now();
        client.call(tell::Request::new()).await.expect("the second attempt works");
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        assert_eq!((chaos.connections(), chaos.requests()), (2, 1));
    }
}

/// The connect timeout need not have passed: a call that ends before it was sent reports that it was not sent.
#[tokio::test]
async fn a_call_that_times_out_while_it_connects_was_not_sent() {
    let chaos = Chaos::start(Protocol::Tls, |_| Conduct::Mute).await;
    for over in TransportKind::ALL {
        let client = client(&chaos.url, over, TransportOptions::new(), |builder| {
            builder.retry(RetryPolicy::none()).timeout(SHORT)
        });
        let error = client.call(tell::Request::new()).await.unwrap_err();
        let seen = (error.kind(), error.effect(), error.attempts());
        assert_eq!(seen, (ErrorKind::NotSent, Effect::None, 1), "{error}");
        assert!(error.to_string().contains("no connection took the request"), "{error}");
    }
}

/// One connection works, and every other keeps silent in its handshake. Of two concurrent calls the second may take the
/// first one's connection, and the connection that it began to open continues in the background.
#[tokio::test]
async fn a_connect_that_lost_the_race_ends_at_the_connect_timeout() {
    for (over, protocol) in TransportKind::ALL
        .into_iter()
        .flat_map(|over| [(over, Protocol::Tls), (over, Protocol::Http2)])
    {
        let chaos = Chaos::start(protocol, |number| match number {
            0 => Conduct::Serve(Duration::ZERO),
            _ => Conduct::Mute,
        });
        let chaos = chaos.await;
        let options = if protocol == Protocol::Http2 { quickly().http2() } else { quickly() };
        let client = client(&chaos.url, over, options, |builder| builder);
        client.call(ask::Request::new()).await.unwrap();
        for _ in 0..100 {
            let call = || client.call(ask::Request::new()).into_future();
            let (first, second) = tokio::join!(call(), call());
            assert!(first.is_ok() && second.is_ok());
        }
        let peak = chaos.open();
        let began = Instant::now();
        while chaos.open() > 1 && began.elapsed() < 5 * SHORT {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(chaos.open(), 1, "{over:?}, {protocol:?}: at most {peak}");
        drop(client);
        while chaos.open() > 0 && began.elapsed() < 10 * SHORT {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(chaos.open(), 0, "nothing outlives the client");
    }
}

/// The connections of a runtime that is kept but not driven cannot be used from another runtime.
#[test]
fn a_second_runtime_has_connections_of_its_own() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (over, protocol) in TransportKind::ALL
        .into_iter()
        .flat_map(|over| [(over, Protocol::Tls), (over, Protocol::Http2)])
    {
        let peers = tokio::runtime::Builder::new_multi_thread();
        let peers = { peers }.worker_threads(1).enable_all().build().unwrap();
        let chaos = peers.block_on(Chaos::start(protocol, |_| Conduct::Serve(Duration::ZERO)));
        let options = TransportOptions::new();
        let options = if protocol == Protocol::Http2 { options.http2() } else { options };
        let client =
            client(&chaos.url, over, options, |builder| builder.retry(RetryPolicy::none()));
        let call = || client.call(tell::Request::new()).into_future();
        let first = runtime();
        first.block_on(call()).unwrap();
        let (began, second) = (Instant::now(), runtime());
        second.block_on(call()).unwrap();
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
        first.block_on(call()).unwrap();
        assert_eq!(chaos.connections(), 2, "each runtime keeps its own");
    }
}

/// The network silently forgot the kept connections. The first call on one of them times out, and no other kept
/// connection is tried.
#[tokio::test]
async fn kept_connections_that_went_dead_cost_one_timeout() {
    for over in TransportKind::ALL {
        let conduct = |number| match number {
            0..5 => Conduct::HangAfter(1),
            _ => Conduct::Serve(Duration::ZERO),
        };
        let chaos = Chaos::start(Protocol::Plain, conduct).await;
        let client = client(&chaos.url, over, TransportOptions::new(), |builder| {
            builder.retry(two_attempts()).timeout(3 * SHORT)
        });
        let call = || client.call(ask::Request::new()).into_future();
        let calls = tokio::join!(call(), call(), call(), call(), call());
        assert!(calls.0.is_ok() && calls.1.is_ok() && calls.2.is_ok());
        assert!(calls.3.is_ok() && calls.4.is_ok());
        assert_eq!(chaos.connections(), 5);
        tokio::time::sleep(Duration::from_millis(20)).await;
        call().await.expect("the second attempt opens its own connection");
        call().await.unwrap();
        assert_eq!((chaos.connections(), chaos.requests()), (6, 8));
    }
}
