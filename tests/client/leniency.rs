//! Responses that do not match the spec (newer service, data written by other clients), large responses, and requests
//! with fields that the spec lacks. All tests use a client over a `MockTransport`.

mod detailed;
mod large;
mod odd;
mod requests;
use support::{ADMIN, APP, KEY, ManualClock, NOW};
use tencent_chat::{
    Client, ClientBuilder, Credentials, HttpResponse, MockTransport, Region, RetryPolicy, Unlimited,
};

/// A builder for a client that uses the mock, does not retry, and tolerates unexpected fields.
fn builder(script: &MockTransport, clock: &ManualClock) -> ClientBuilder {
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY));
    let builder = builder.region(Region::Singapore).clock(clock.clone());
    builder.retry(RetryPolicy::none()).limiter(Unlimited).transport(script.clone())
}

/// A client that gets these bodies, one after the other.
fn client(bodies: impl IntoIterator<Item = impl Into<bytes::Bytes>>) -> (Client, MockTransport) {
    let script = MockTransport::new(bodies.into_iter().map(|body| HttpResponse::new(200, body)));
    let client = builder(&script, &ManualClock::at(NOW)).build().unwrap();
    (client, script)
}
