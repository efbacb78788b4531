//! Webhooks that were sent.

use std::fmt;

use axum::body::Bytes;
use serde_json::Value;
use tencent_chat_specs::webhook::WebhookEvent;
use tencent_chat_specs::{ErrorCode, codec};

use super::Outgoing;

/// A webhook that the simulator sent, and its result. The query, which holds `Sign`, is not kept. `Debug` does not show
/// the bodies.
#[derive(Clone)]
pub struct SentWebhook {
    webhook: Outgoing,
    outcome: WebhookOutcome,
    reply: Option<Bytes>,
}

/// The result of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookOutcome {
    /// The app received a webhook that does not ask.
    Received,
    /// The app allowed the action, maybe with changes.
    Allowed,
    /// The app forbade the action. The caller gets this code.
    Forbidden(ErrorCode),
    /// The app discarded the action. The caller does not notice.
    Discarded,
    /// The app could not be reached or did not reply as documented, for this reason. The action takes place.
    Failed(String),
    /// The app did not reply in time. By default the action takes place.
    TimedOut,
    /// The webhook was not sent, because of a fault or a full outbox.
    Dropped,
}

impl SentWebhook {
    pub(crate) fn new(webhook: Outgoing, outcome: WebhookOutcome, reply: Option<Bytes>) -> Self {
        Self { webhook, outcome, reply }
    }

    /// Returns the command, such as `C2C.CallbackAfterSendMsg`.
    #[must_use]
    pub fn command(&self) -> &str {
        &self.webhook.command
    }

    /// Returns the body as sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.webhook.body
    }

    /// Returns the body as JSON; `null` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.webhook.body).unwrap_or_default()
    }

    /// Returns the event; `None` if it is of another webhook, or does not fit its type.
    #[must_use]
    pub fn event<E: WebhookEvent>(&self) -> Option<E> {
        let is_same = E::spec().command() == self.command();
        if is_same { codec::from_json(&self.webhook.body).ok() } else { None }
    }

    /// Returns the result.
    #[must_use]
    pub fn outcome(&self) -> &WebhookOutcome {
        &self.outcome
    }

    /// Returns the body of the reply, if there was one with the HTTP status 200.
    #[must_use]
    pub fn reply(&self) -> Option<&[u8]> {
        self.reply.as_deref()
    }

    pub(crate) fn size(&self) -> usize {
        let reply = self.reply.as_ref().map_or(0, Bytes::len);
        self.webhook.command.len() + self.webhook.body.len() + reply
    }
}

impl fmt::Debug for SentWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentWebhook")
            .field("command", &self.webhook.command)
            .field("body_length", &self.webhook.body.len())
            .field("outcome", &self.outcome)
            .finish()
    }
}

/// Writes the result as a text such as `Allowed` or `Forbidden: 20006 MESSAGE_REFUSED_BY_WEBHOOK`.
impl fmt::Display for WebhookOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forbidden(code) => write!(f, "Forbidden: {code}"),
            Self::Failed(reason) => write!(f, "Failed: {reason}"),
            outcome => write!(f, "{outcome:?}"),
        }
    }
}
