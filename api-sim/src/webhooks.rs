//! The webhooks that the simulator sends: those after an action through an outbox, in order, by one task; those before
//! one while the call waits and the state is not locked.

mod http;
mod sent;
mod verdict;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tencent_chat_specs::user_sig::UnixTime;
use tencent_chat_specs::webhook::WebhookSpec;
use tokio::sync::{mpsc, oneshot};

use crate::api_error::ApiError;
use crate::app::App;
use crate::fault::WebhookFault;

pub(crate) use self::http::{Failure, Sender, Settings, TIMEOUT};
pub use self::sent::{SentWebhook, WebhookOutcome};
pub(crate) use self::verdict::{Judged, Verdict, changes};

/// The number of webhooks that wait in the outbox. If it is full, a further one is dropped.
pub(crate) const MAX_OUTBOX: usize = 1_000;

/// A webhook that is to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) command: Cow<'static, str>,
    pub(crate) body: Bytes,
}

/// An entry of the outbox.
pub(crate) enum Parcel {
    Webhook(Outgoing),
    /// A caller who waits until the entries before it were sent.
    Flush(oneshot::Sender<()>),
}

/// Sends the contents of the outbox, in order.
pub(crate) async fn deliver(app: Arc<App>, mut outbox: mpsc::Receiver<Parcel>) {
    let mut held = None;
    while let Some(parcel) = outbox.recv().await {
        match parcel {
            Parcel::Flush(flushed) => {
                send_held(&app, &mut held).await;
                // The waiting caller is woken.
                drop(flushed);
            }
            Parcel::Webhook(webhook) => match fault_of(&app, &webhook).await {
                Some(WebhookFault::Drop) => {
                    app.unlocked().await;
                    app.state().keep_webhook(webhook, WebhookOutcome::Dropped, None);
                }
                Some(WebhookFault::Reorder) if held.is_none() => held = Some(webhook),
                fault => {
                    if let Some(WebhookFault::Delay(delay)) = fault {
                        tokio::time::sleep(delay).await;
                    }
                    if fault == Some(WebhookFault::Repeat) {
                        send(&app, webhook.clone()).await;
                    }
                    send(&app, webhook).await;
                    send_held(&app, &mut held).await;
                }
            },
        }
    }
}

async fn send_held(app: &App, held: &mut Option<Outgoing>) {
    if let Some(webhook) = held.take() {
        send(app, webhook).await;
    }
}

async fn fault_of(app: &App, webhook: &Outgoing) -> Option<WebhookFault> {
    app.unlocked().await;
    app.state().matching_webhook_fault(&webhook.command)
}

/// Asks the app about an action. The state is not locked meanwhile.
pub(crate) async fn ask(app: &App, question: Outgoing) -> Result<Verdict, ApiError> {
    let fault = fault_of(app, &question).await;
    exchange(app, question, fault).await.1
}

/// Sends a webhook, without faults.
pub(crate) async fn send(app: &App, webhook: Outgoing) -> SentWebhook {
    exchange(app, webhook, None).await.0
}

/// Sends a webhook, judges its reply and keeps it in the log.
async fn exchange(
    app: &App,
    webhook: Outgoing,
    fault: Option<WebhookFault>,
) -> (SentWebhook, Result<Verdict, ApiError>) {
    app.unlocked().await;
    let now = UnixTime::from_secs(app.state().unix_time());
    let response = match (&app.webhooks, fault) {
        (None, _) => Err(Failure::Failed("no URL is set".to_owned())),
        (Some(_), Some(WebhookFault::Drop)) => Err(Failure::TimedOut),
        (Some(sender), Some(WebhookFault::Delay(delay))) => sender.send(&webhook, now, delay).await,
        (Some(sender), _) => sender.send(&webhook, now, Duration::ZERO).await,
    };
    let forbids_late = app.webhooks.as_ref().is_some_and(Sender::forbids_late);
    let spec = WebhookSpec::find(&webhook.command);
    let (reply, Judged { outcome, verdict }) = match response {
        Ok(reply) => {
            let judged = verdict::judge(spec, &reply);
            (Some(reply), judged)
        }
        Err(failure) => (None, verdict::judge_failure(spec, failure, forbids_late)),
    };
    app.unlocked().await;
    (app.state().keep_webhook(webhook, outcome, reply), verdict)
}
