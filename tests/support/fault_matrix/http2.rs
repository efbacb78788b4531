//! The peer's HTTP/2.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream, SendStream};
use http::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::server::TlsStream;

use super::peer::{DROP, GOOD, Record, act, play_dead, wait_for_request};
use super::{Action, Fault, Moment, PeerResponse};

/// The way in which a request ends its connection.
enum Order {
    /// Closes it without notice.
    End,
    /// Sends GOAWAY with an error and closes it.
    GoAway,
    /// Sends GOAWAY, and finishes the requests in progress.
    GoAwayGracefully,
}

/// Responds to requests until the client closes the connection, or a fault ends it.
pub(super) async fn serve(mut stream: TlsStream<TcpStream>, record: Arc<Record>) {
    match record.action_at(Moment::Open) {
        Some(Action::Stall) => return play_dead(stream, &record).await,
        Some(action @ (Action::GoAwayUnprocessed | Action::AllowNoStreams)) => {
            drop(serve_by_hand(action, stream, &record).await);
            return;
        }
        Some(action) => {
            wait_for_request(&mut stream).await;
            return act(action, stream, &record).await;
        }
        None => {}
    }
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    let (orders, mut ordered) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            biased;
            order = ordered.recv() => match order {
                Some(Order::GoAway) => connection.abrupt_shutdown(Reason::INTERNAL_ERROR),
                Some(Order::GoAwayGracefully) => connection.graceful_shutdown(),
                Some(Order::End) | None => return,
            },
            accepted = connection.accept() => {
                let Some(Ok((request, respond))) = accepted else { return };
                tokio::spawn(serve_one(request, respond, Arc::clone(&record), orders.clone()));
            }
        }
    }
}

/// Writes frames that h2 would not write: settings (empty, or allowing no stream) and GOAWAY.
async fn serve_by_hand(
    action: Action,
    mut stream: TlsStream<TcpStream>,
    record: &Record,
) -> std::io::Result<()> {
    let settings: &[u8] = match action {
        Action::AllowNoStreams => &[0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0],
        _ => &[0, 0, 0, 4, 0, 0, 0, 0, 0],
    };
    stream.write_all(settings).await?;
    stream.flush().await?;
    stream.read_exact(&mut [0; 24]).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        stream.read_exact(&mut vec![0; length as usize]).await?;
        match (action, head[3]) {
            (Action::GoAwayUnprocessed, 1) => {
                record.requests.fetch_add(1, Ordering::Relaxed);
                let goaway = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
                stream.write_all(&goaway).await?;
                stream.shutdown().await?;
            }
            // The acknowledgement of the settings.
            (Action::AllowNoStreams, 4) if head[4] == 1 => {
                let _busy = record.busy.enter();
                record.outlast_client().await;
            }
            _ => {}
        }
    }
}

async fn serve_one(
    request: Request<RecvStream>,
    respond: SendResponse<Bytes>,
    record: Arc<Record>,
    orders: mpsc::UnboundedSender<Order>,
) {
    let _busy = record.busy.enter();
    let target = request.uri().to_string();
    record.add_request(&target);
    // In that case nothing is read of a large body, and its window stays closed.
    if record.action_at(Moment::Write).is_none() {
        let mut body = request.into_body();
        while let Some(Ok(chunk)) = body.data().await {
            drop(body.flow_control().release_capacity(chunk.len()));
        }
    }
    match record.fault() {
        Some(Fault::At(Moment::Body, action)) => {
            let half = Bytes::from_static(&GOOD.as_bytes()[..GOOD.len() / 2]);
            let response = PeerResponse::new(200, half);
            if let Some(stream) = write(respond, response, false).await {
                act_within(action, stream, &record, &orders).await;
            }
        }
        Some(Fault::At(_, action)) => act_before(action, respond, &record, &orders).await,
        _ => drop(write(respond, record.respond(&target), true).await),
    }
}

/// Writes a response or its beginning.
async fn write(
    mut respond: SendResponse<Bytes>,
    planned: PeerResponse,
    is_whole: bool,
) -> Option<SendStream<Bytes>> {
    let mut response = Response::builder().status(planned.status);
    for (name, value) in &planned.headers {
        response = response.header(*name, value);
    }
    if is_whole {
        response = response.header("content-length", planned.length());
    }
    let mut stream = respond.send_response(response.body(()).unwrap(), false).ok()?;
    let mut body = planned.body;
    while !body.is_empty() {
        stream.reserve_capacity(body.len());
        let capacity = poll_fn(|context| stream.poll_capacity(context)).await?.ok()?;
        let part = body.split_to(capacity.min(body.len()));
        stream.send_data(part, false).ok()?;
    }
    if is_whole {
        stream.send_data(Bytes::new(), true).ok()?;
    }
    Some(stream)
}

/// Takes an action before the response has begun.
async fn act_before(
    action: Action,
    mut respond: SendResponse<Bytes>,
    record: &Record,
    orders: &mpsc::UnboundedSender<Order>,
) {
    match action {
        Action::ResetStream(reason) => return respond.send_reset(reason),
        // After the response, h2 tells the client that it need not send the rest.
        Action::RejectUnread => {
            return drop(write(respond, PeerResponse::new(413, ""), true).await);
        }
        _ => {}
    }
    act_upon(action, record, orders).await;
    if action == Action::GoAwayGracefully {
        // The client reads the GOAWAY before it reads the response.
        tokio::task::yield_now().await;
        drop(write(respond, PeerResponse::json(GOOD), true).await);
        return;
    }
    drop(poll_fn(|context| respond.poll_reset(context)).await);
}

/// Takes an action within the response.
async fn act_within(
    action: Action,
    mut stream: SendStream<Bytes>,
    record: &Record,
    orders: &mpsc::UnboundedSender<Order>,
) {
    match action {
        Action::ResetStream(reason) => return stream.send_reset(reason),
        Action::Drip => {
            while stream.send_data(Bytes::from_static(b"x"), false).is_ok() {
                if record.clock.pass(DROP) {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        _ => act_upon(action, record, orders).await,
    }
    drop(poll_fn(|context| stream.poll_reset(context)).await);
}

/// Takes an action that concerns the whole connection.
async fn act_upon(action: Action, record: &Record, orders: &mpsc::UnboundedSender<Order>) {
    let order = match action {
        Action::Close | Action::Reset => Order::End,
        Action::GoAway => Order::GoAway,
        Action::GoAwayGracefully => Order::GoAwayGracefully,
        Action::Stall => return record.outlast_client().await,
        Action::Drip
        | Action::Garbage
        | Action::RejectUnread
        | Action::ResetStream(_)
        | Action::GoAwayUnprocessed
        | Action::AllowNoStreams => {
            unreachable!("handled by the caller")
        }
    };
    drop(orders.send(order));
}
