//! Broken and misbehaving connections: a peer that speaks TLS and writes the frames of HTTP/2 by hand, over both
//! transports.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod fault_matrix;
mod support;

#[path = "connections/chaos.rs"]
mod chaos;
#[path = "connections/connecting.rs"]
mod connecting;
#[path = "connections/hosts.rs"]
mod hosts;
#[path = "connections/http2.rs"]
mod http2;
#[path = "connections/leftovers.rs"]
mod leftovers;
#[path = "connections/responses.rs"]
mod responses;
#[path = "connections/trust.rs"]
mod trust;

use fault_matrix::{TransportKind, tls};
use support::{ADMIN, APP, KEY};
use tencent_chat::{
    Client, ClientBuilder, Credentials, HyperTransport, ReqwestTransport, TransportOptions,
    Unlimited, endpoint,
};

/// Asks the peer.
#[endpoint("v4/made_up/ask", idempotent)]
pub mod ask {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[];
}

/// Tells the peer, which treats each request as new.
#[endpoint("v4/made_up/tell")]
pub mod tell {
    pub struct Request {}

    pub struct Response {}

    pub const ERRORS: &[ErrorCode] = &[];
}

/// A client without rate limits, over one of the transports, that trusts the peers of these tests.
fn client(
    url: &str,
    over: TransportKind,
    options: TransportOptions,
    change: impl Fn(ClientBuilder) -> ClientBuilder,
) -> Client {
    let options = tls::trusted().into_iter().fold(options, TransportOptions::trust);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    let builder = builder.strict_responses();
    let builder = match over {
        TransportKind::Reqwest => {
            builder.transport(ReqwestTransport::with_options(options, |http| http).unwrap())
        }
        TransportKind::Hyper => builder.transport(HyperTransport::with_options(options).unwrap()),
    };
    change(builder.limiter(Unlimited)).build().unwrap()
}
