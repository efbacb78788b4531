//! The parts that the tests share: clients and a simulator with known data, a clock that is advanced by hand, a peer that
//! misbehaves as told, sections of documents that a test writes, and the fault matrix.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    reason = "only the tests of this repository use it"
)]

mod clock;
pub mod document;
pub mod fault_matrix;
pub mod listen;
pub mod own;
mod peer;
pub mod process;

use std::error::Error as _;

use bytes::Bytes;
use tencent_chat::{Client, Credentials, Error, HyperTransport, RetryPolicy, Unlimited};
use tencent_chat_sim::Simulator;
use zlib_rs::{Deflate, DeflateFlush, Status};

pub use self::clock::ManualClock;
pub use self::peer::{Peer, Reply, read_request};

/// The time of the tests, in seconds since 1970 UTC.
pub const NOW: u64 = 1_795_000_000;

pub const APP: u32 = 1_400_000_000;
pub const ADMIN: &str = "administrator";
pub const KEY: &str = "canary-key-5bd2850fff3ecb11d7c805251c51ee463a25727b";

/// A client of the peer, at [`NOW`], that makes one attempt per call without waiting, and rejects odd responses.
pub fn client_of(url: &str) -> Client {
    client_with(url, ManualClock::at(NOW))
}

pub fn client_with(url: &str, clock: ManualClock) -> Client {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let builder = Client::builder(APP, credentials).base_url(url).clock(clock);
    builder.retry(RetryPolicy::none()).limiter(Unlimited).strict_responses().build().unwrap()
}

/// A client like that of [`client_of`], over the lean transport.
pub fn lean_client_of(url: &str) -> Client {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).base_url(url);
    let builder = builder.clock(ManualClock::at(NOW)).retry(RetryPolicy::none());
    let builder = builder.limiter(Unlimited).strict_responses();
    builder.transport(HyperTransport::new().unwrap()).build().unwrap()
}

/// A simulator at [`NOW`], with a user who has two conversation groups.
pub async fn simulator() -> Simulator {
    let builder = Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN);
    let simulator = builder.start().await.unwrap();
    let mut state = simulator.state();
    state.set_unix_time(NOW);
    state.import_user("user15");
    for (group, peer) in [("test0", "user16"), ("test1", "user17")] {
        let conversations = [tencent_chat_sim::Conversation::with_user(peer)];
        state.create_contact_group("user15", group, conversations).unwrap();
    }
    drop(state);
    simulator
}

/// Everything that can be printed of an error.
pub fn everything_of(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let inner = error.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static));
    let mut source = error.source().or(inner);
    while let Some(error) = source {
        text += &format!("{error}\n{error:?}\n");
        source = error.source();
    }
    text += &format!("{:?}\n{:?}\n", error.envelope(), error.decode_error());
    text += &String::from_utf8_lossy(error.raw_body().unwrap_or_default());
    text
}

/// Compresses a text as a proxy would.
pub fn gzip(text: &str) -> Bytes {
    let mut written = vec![0; text.len() + 1024];
    let mut deflate = Deflate::new(6, true, 16 + 15);
    let status = deflate.compress(text.as_bytes(), &mut written, DeflateFlush::Finish);
    assert_eq!(status, Ok(Status::StreamEnd));
    written.truncate(usize::try_from(deflate.total_out()).unwrap());
    written.into()
}
