//! The peer's HTTP/1.1.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::peer::{GOOD, Record, Wire, act, wait_for_request};
use super::{Fault, Moment, PeerResponse};

/// Responds to requests until the client closes the connection, or the fault ends it.
pub(super) async fn serve<W: Wire>(mut stream: W, record: &Record) {
    if let Some(action) = record.action_at(Moment::Open) {
        wait_for_request(&mut stream).await;
        return act(action, stream, record).await;
    }
    let mut read = Vec::new();
    while let Some(head) = read_head(&mut stream, &mut read).await {
        let _busy = record.busy.enter();
        let target = head.split(' ').nth(1).unwrap_or_default();
        record.add_request(target);
        if let Some(action) = record.action_at(Moment::Write) {
            return act(action, stream, record).await;
        }
        if read_body(&mut stream, &mut read, length_of(&head)).await.is_none() {
            return;
        }
        match record.fault() {
            Some(Fault::At(moment, action)) if moment != Moment::Done => {
                if stream.write_all(beginning(moment).as_bytes()).await.is_ok() {
                    drop(stream.flush().await);
                    act(action, stream, record).await;
                }
                return;
            }
            _ => {
                let response = record.respond(target);
                let is_cut = response.length() > response.body.len();
                if write(&mut stream, &response).await.is_none() || is_cut {
                    return;
                }
                if let Some(action) = record.action_at(Moment::Done) {
                    return act(action, stream, record).await;
                }
            }
        }
    }
}

/// The part of a response that is written before the fault.
fn beginning(moment: Moment) -> String {
    let half = &GOOD[..GOOD.len() / 2];
    match moment {
        Moment::Handshake | Moment::Open | Moment::Write | Moment::Wait | Moment::Done => {
            String::new()
        }
        Moment::Head => "HTTP/1.1 200 OK\r\ncontent-ty".to_owned(),
        Moment::Body => {
            format!("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{half}")
        }
        Moment::Chunk => {
            let length = half.len();
            format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{half}\r\n")
        }
    }
}

async fn write(stream: &mut impl Wire, response: &PeerResponse) -> Option<()> {
    let mut head = format!("HTTP/1.1 {} Said\r\n", response.status);
    for (name, value) in &response.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", response.length());
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&response.body).await.ok()?;
    stream.flush().await.ok()
}

/// Reads up to the end of the next head; the bytes after it stay in `read`.
async fn read_head(stream: &mut impl Wire, read: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = read.drain(..end + 4).collect();
            return String::from_utf8(head).ok();
        }
        read_more(stream, read).await?;
    }
}

async fn read_body(stream: &mut impl Wire, read: &mut Vec<u8>, length: usize) -> Option<()> {
    while read.len() < length {
        read_more(stream, read).await?;
    }
    read.drain(..length);
    Some(())
}

async fn read_more(stream: &mut impl Wire, read: &mut Vec<u8>) -> Option<()> {
    let count = stream.read_buf(read).await.ok()?;
    (count > 0).then_some(())
}

fn length_of(head: &str) -> usize {
    let (_, rest) = head.split_once("content-length: ").unwrap();
    rest.split("\r\n").next().unwrap().parse().unwrap()
}
