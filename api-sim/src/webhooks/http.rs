//! Sends webhooks over HTTP.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tencent_chat_specs::user_sig::UnixTime;
use tencent_chat_specs::webhook::Verifier;

use super::Outgoing;

/// The size of the largest reply that is read, in bytes.
const MAX_REPLY: usize = 1024 * 1024;

/// The time that the app has for its reply by default.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(2);

/// The settings of the webhooks, as the console has them.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) url: String,
    pub(crate) token: String,
}

/// Sends webhooks to the app.
pub(crate) struct Sender {
    url: String,
    verifier: Verifier,
    client: Client<HttpConnector, Body>,
    timeout: Duration,
    forbids_late: bool,
}

/// The failure of a webhook.
pub(crate) enum Failure {
    TimedOut,
    /// The reason.
    Failed(String),
}

impl Sender {
    pub(crate) fn new(
        sdk_app_id: u32,
        Settings { url, token }: Settings,
        timeout: Duration,
        forbids_late: bool,
    ) -> io::Result<Self> {
        check(&url)?;
        let verifier = Verifier::new(sdk_app_id, token)
            .map_err(|error| invalid(format!("the token of the webhooks {error}")))?;
        // A connection that the app has closed in the meantime would fail a webhook now and then.
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
        Ok(Self { url, verifier, client, timeout, forbids_late })
    }

    /// Returns `true` if an action whose webhook timed out is forbidden.
    pub(crate) fn forbids_late(&self) -> bool {
        self.forbids_late
    }

    /// Sends a webhook after `delay`, and returns the reply. The timeout includes the delay.
    pub(crate) async fn send(
        &self,
        webhook: &Outgoing,
        now: UnixTime,
        delay: Duration,
    ) -> Result<Bytes, Failure> {
        let sent = async {
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            self.post(webhook, now).await.map_err(Failure::Failed)
        };
        tokio::time::timeout(self.timeout, sent).await.unwrap_or(Err(Failure::TimedOut))
    }

    async fn post(&self, webhook: &Outgoing, now: UnixTime) -> Result<Bytes, String> {
        let query = self.verifier.signed_query(&webhook.command, now);
        let request = Request::post(format!("{}?{query}", self.url))
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from(webhook.body.clone()))
            .map_err(|_| "the command does not fit in a URL")?;
        // The texts of the errors are our own, because theirs may repeat the URL.
        let response = self.client.request(request).await.map_err(|error| match error {
            error if error.is_connect() => "could not connect",
            _ => "the connection broke",
        })?;
        if response.status() != StatusCode::OK {
            return Err(format!("the HTTP status is {}", response.status().as_u16()));
        }
        let body = to_bytes(Body::new(response.into_body()), MAX_REPLY);
        Ok(body.await.map_err(|_| "the reply is truncated or larger than 1 MiB")?)
    }
}

/// Checks that a URL is of this machine, without a query.
fn check(url: &str) -> io::Result<()> {
    let uri: Uri = url.parse().map_err(|_| invalid("the URL of the webhooks is malformed"))?;
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback());
    if uri.scheme_str() != Some("http") || !is_here || uri.query().is_some() || url.contains('#') {
        return Err(invalid(
            "the URL of the webhooks must be of this machine and without a query, such as http://127.0.0.1:8080/webhook",
        ));
    }
    Ok(())
}

fn invalid(problem: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, problem.into())
}
