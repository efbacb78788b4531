//! A peer that responds to each request body, and the bodies that it received.

use serde_json::Value;
use support::{Peer, Reply, client_of};
use tencent_chat::Client;

/// A peer that responds to each request body by `response`, and a client of it.
pub(crate) async fn peer(response: impl Fn(&Value) -> Value + Send + 'static) -> (Peer, Client) {
    let peer =
        Peer::start_with(move |request| Reply::json(&response(&body_of(request)).to_string()));
    let peer = peer.await;
    let client = client_of(&peer.url);
    (peer, client)
}

pub(crate) fn body_of(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

pub(crate) async fn bodies(peer: &mut Peer, count: usize) -> Vec<Value> {
    let mut bodies = Vec::new();
    for _ in 0..count {
        bodies.push(body_of(&peer.request().await));
    }
    assert!(peer.is_untouched(), "there was another call");
    bodies
}

pub(crate) fn users(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("user{number}")).collect()
}
