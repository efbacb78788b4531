//! Broken and misbehaving connections: a peer that speaks TLS and writes the frames of HTTP/2 by hand, over both
//! transports.

mod chaos;
mod connecting;
mod hosts;
mod http2;
mod leftovers;
mod responses;
mod trust;

use support::fault_matrix::{TransportKind, tls};
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
}

/// Tells the peer, which treats each request as new.
#[endpoint("v4/made_up/tell")]
pub mod tell {
    pub struct Request {}

    pub struct Response {}
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
