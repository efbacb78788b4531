//! The webhooks, as far as the state knows them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::body::Bytes;
use tencent_chat_specs::codec;
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::webhook::{WebhookEvent, WebhookSpec};
use tokio::sync::mpsc;

use super::{Latest, State};
use crate::fault::{Rule, Rules, WebhookFault};
use crate::webhooks::{Outgoing, Parcel, SentWebhook, WebhookOutcome};

/// The webhooks of the app.
#[derive(Default)]
pub(crate) struct Webhooks {
    /// The outbox; `None` if the app has no URL.
    pub(crate) outbox: Option<mpsc::Sender<Parcel>>,
    disabled: BTreeSet<&'static str>,
    sent: Latest<SentWebhook>,
    rules: Rules<WebhookFault>,
}

impl State {
    /// Returns the last webhooks that were sent, oldest first: 1,000 at most, and 16 MiB of bodies and replies. One
    /// that waits for its reply is not among them yet.
    pub fn webhooks(&self) -> impl Iterator<Item = &SentWebhook> {
        self.webhooks.sent.iter()
    }

    /// Forgets the webhooks that were sent so far.
    pub fn clear_webhooks(&mut self) {
        self.webhooks.sent.clear();
    }

    /// Turns a webhook off, as the console does. At first all are on.
    pub fn disable_webhook(&mut self, webhook: &'static WebhookSpec) {
        self.webhooks.disabled.insert(webhook.command());
    }

    /// Turns a webhook on.
    pub fn enable_webhook(&mut self, webhook: &'static WebhookSpec) {
        self.webhooks.disabled.remove(webhook.command());
    }

    /// Adds a rule that injects faults into webhooks that actions cause. If several rules match a webhook, only the
    /// oldest is applied.
    pub fn add_webhook_rule(&mut self, rule: Rule<WebhookFault>) {
        self.webhooks.rules.add(rule);
    }

    /// Removes all rules that inject faults into webhooks.
    pub fn clear_webhook_rules(&mut self) {
        self.webhooks.rules.clear();
    }

    pub(crate) fn matching_webhook_fault(&mut self, command: &str) -> Option<WebhookFault> {
        self.webhooks.rules.matching_fault(command)
    }

    /// Keeps a webhook in the log.
    pub(crate) fn keep_webhook(
        &mut self,
        webhook: Outgoing,
        outcome: WebhookOutcome,
        reply: Option<Bytes>,
    ) -> SentWebhook {
        let sent = SentWebhook::new(webhook, outcome, reply);
        self.webhooks.sent.keep(sent.clone(), sent.size());
        sent
    }

    /// Returns `true` if the app has a URL.
    pub(crate) fn has_webhooks(&self) -> bool {
        self.webhooks.outbox.is_some()
    }

    /// Writes the event of a webhook; `None` if the webhook is off.
    pub(crate) fn outgoing<E: WebhookEvent>(
        &self,
        event: impl FnOnce(&Self) -> E,
    ) -> Option<Outgoing> {
        let command = E::spec().command();
        if !self.has_webhooks() || self.webhooks.disabled.contains(command) {
            return None;
        }
        // Numbers of events are finite, because JSON has no others.
        let body = codec::write_event(RecordRef::new(&event(self)), command).ok()?;
        Some(Outgoing { command: Cow::Borrowed(command), body: body.into() })
    }

    /// Tells the app of an action, if its webhook is on. `event` is not called otherwise.
    pub(crate) fn tell<E: WebhookEvent>(&mut self, event: impl FnOnce(&Self) -> E) {
        let Some(webhook) = self.outgoing(event) else { return };
        let Some(outbox) = &self.webhooks.outbox else { return };
        if let Err(error) = outbox.try_send(Parcel::Webhook(webhook))
            && let Parcel::Webhook(webhook) = error.into_inner()
        {
            self.keep_webhook(webhook, WebhookOutcome::Dropped, None);
        }
    }
}
