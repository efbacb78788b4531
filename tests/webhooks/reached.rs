//! The two receivers, each with the same handler, reached without a network.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::Request;
use http_body_util::BodyExt;
use support::{APP, KEY, NOW};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{
    Delivery, Receiver, Verified, Verifier, Webhook, WebhookResponse, WebhookService,
};
use tencent_chat::{Clock, Sleep, SystemClock};
use tower_service::Service;

/// The command of the requests.
pub(crate) const BEFORE: &str = "C2C.CallbackBeforeSendMsg";
pub(crate) const AFTER: &str = "C2C.CallbackAfterSendMsg";

/// The token is a canary.
pub(crate) fn verifier() -> Verifier {
    Verifier::new(APP, KEY).unwrap()
}

/// The date stands at [`NOW`]. All else is the time of tokio, which the tests pause.
struct PausedAtNow;

impl Clock for PausedAtNow {
    fn unix_time(&self) -> u64 {
        NOW
    }

    fn now(&self) -> Duration {
        SystemClock.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

/// A receiver at [`NOW`], for a runtime whose time is paused.
pub(crate) fn receiver() -> Receiver {
    Receiver::new(verifier()).clock(PausedAtNow)
}

/// Runs a future in a runtime whose time is paused.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    let builder = &mut tokio::runtime::Builder::new_current_thread();
    builder.enable_all().start_paused(true).build().unwrap().block_on(future)
}

pub(crate) fn signed(command: &str) -> String {
    verifier().signed_query(command, UnixTime::from_secs(NOW))
}

pub(crate) fn post(query: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(format!("/chat?{query}")).body(body.into()).unwrap()
}

/// An event with its command.
pub(crate) fn event(command: &str) -> String {
    format!(
        r#"{{"CallbackCommand":"{command}","From_Account":"ann","To_Account":"bob","MsgSeq":1,"MsgRandom":2,"MsgTime":3,"MsgKey":"1_2_3","OnlineOnlyFlag":0,"MsgBody":[],"SendMsgResult":0,"ErrorInfo":"","UnreadMsgNum":1}}"#
    )
}

/// Tells how the delivery was read.
pub(crate) async fn tell(delivery: Delivery) -> WebhookResponse {
    match &delivery.webhook {
        Webhook::Other(unread) if unread.error().is_some() => unread.forbid("unreadable"),
        Webhook::Other(unread) => unread.forbid("unknown"),
        _ => delivery.forbid(format!("{} oddities", delivery.oddities.len())).unwrap(),
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    Axum,
    Tower,
}

impl Way {
    pub(crate) const ALL: [Self; 2] = [Self::Axum, Self::Tower];

    /// Returns the response.
    pub(crate) async fn respond(self, receiver: Receiver, request: Request<Body>) -> Response {
        let handler = |Verified(delivery): Verified| tell(delivery);
        match self {
            Self::Axum => {
                let mut app = Router::new().route("/chat", any(handler)).with_state(receiver);
                let response = app.call(request).await;
                response.unwrap()
            }
            Self::Tower => {
                let mut service = WebhookService::new(receiver, tell);
                service.call(request).await.unwrap().into_response()
            }
        }
    }
}

/// Returns the status and the body.
pub(crate) async fn read(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.into()).unwrap())
}
