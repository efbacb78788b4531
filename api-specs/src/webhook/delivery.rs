//! Deliveries: webhooks that arrived, with all that the service tells of them.

use std::fmt;

use sha2::{Digest, Sha256};

use super::event::{Received, WebhookEvent};
use super::index::{self, Webhook};
use super::platform::Platform;
use super::response::{FORBIDDEN, WebhookResponse};
use super::spec::WebhookSpec;
use super::unread::Unread;
use crate::codec::{self, DecodeError, EventEnvelope, Oddities, Strictness};
use crate::schema::{RecordRef, Value};
use crate::user_sig::UnixTime;

/// A webhook that arrived and was verified.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The command, such as `C2C.CallbackBeforeSendMsg`.
    pub command: String,
    /// The SDKAppID.
    pub sdk_app_id: u32,
    /// The address of the client whose action caused the webhook, unless the service leaves it out.
    pub client_ip: Option<String>,
    /// The platform of that client, unless the service leaves it out.
    pub platform: Option<Platform>,
    /// The second in which the service signed the delivery; `None` if the app has no token.
    pub request_time: Option<UnixTime>,
    /// The event.
    pub webhook: Webhook,
    /// The values of the event that did not fit, and are empty now.
    pub oddities: Oddities,
    /// The body as it arrived.
    pub raw: Vec<u8>,
}

/// The query of a delivery.
pub(super) struct Query {
    pub(super) command: String,
    pub(super) sdk_app_id: u32,
    pub(super) client_ip: Option<String>,
    pub(super) platform: Option<Platform>,
    pub(super) request_time: Option<UnixTime>,
}

/// The fingerprint of a delivery, by which a repeated one is recognized.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryKey([u8; 32]);

impl Delivery {
    /// Reads the body of a delivery. Returns the command of the body instead if it is another one.
    pub(super) fn read(query: Query, raw: Vec<u8>, strictness: Strictness) -> Result<Self, String> {
        let Query { command, sdk_app_id, client_ip, platform, request_time } = query;
        let mut envelope = EventEnvelope::new();
        let read = match index::reader_of(&command) {
            Some((_, read)) => read(&raw, &mut envelope, strictness),
            None => codec::read_unknown_event(&raw, &mut envelope)
                .map(|()| (Webhook::Other(Unread::new(None)), Oddities::default())),
        };
        match envelope.callback_command {
            Some(other) if other != command => return Err(other),
            _ => {}
        }
        let (webhook, oddities) = read.unwrap_or_else(|error| {
            (Webhook::Other(Unread::new(Some(error))), Oddities::default())
        });
        Ok(Self { command, sdk_app_id, client_ip, platform, request_time, webhook, oddities, raw })
    }

    /// Returns the spec of the webhook; `None` if it is not declared.
    #[must_use]
    pub fn spec(&self) -> Option<&'static WebhookSpec> {
        WebhookSpec::find(&self.command)
    }

    /// Forbids the action, whatever the webhook is. Returns `None` if its reply cannot forbid anything as a whole. A webhook
    /// that is not declared may be one that can.
    pub fn forbid(&self, words: impl Into<String>) -> Option<WebhookResponse> {
        let can_forbid = self.spec().is_none_or(WebhookSpec::can_forbid);
        can_forbid.then(|| WebhookResponse::verdict(FORBIDDEN, words.into()))
    }

    /// Reads the event as one that your crate declares. Returns `None` if the delivery is about another webhook.
    ///
    /// # Errors
    ///
    /// Fails if the body is no JSON object, or its values would take more memory than 32 times the body plus 1 MiB.
    pub fn event<E: WebhookEvent>(&self) -> Option<Result<(Received<E>, Oddities), DecodeError>> {
        let is_same = E::spec().command() == self.command;
        is_same.then(|| index::read(&self.raw, &mut EventEnvelope::new(), Strictness::Lenient))
    }

    /// Returns a key that is the same for the same event, if the service sends it again. A webhook before an action has no
    /// key, because it has to be replied to every time.
    ///
    /// The key is a hash of app, command and body. Some events contain nothing that would tell them from a later one with the
    /// same content: neither a time nor the number of a message. They have no key either, so that none is lost.
    #[must_use]
    pub fn key(&self) -> Option<DeliveryKey> {
        let is_after = self.spec().is_some_and(|spec| !spec.is_before());
        if !is_after || !self.webhook.as_record().is_some_and(is_unique) {
            return None;
        }
        let mut hash = Sha256::new();
        hash.update(self.sdk_app_id.to_be_bytes());
        hash.update(self.command.as_bytes());
        hash.update([0]);
        hash.update(&self.raw);
        Some(DeliveryKey(hash.finalize().into()))
    }
}

/// Returns `true` if an event contains a moment or the number of a message.
fn is_unique(event: RecordRef<'_>) -> bool {
    const UNIQUE: [&str; 4] = ["EventTime", "MsgKey", "MsgSeq", "MsgTime"];
    let mut is_found = false;
    event.for_each(|field, value| {
        is_found = is_found
            || match value {
                Value::List(list) => {
                    let mut is_any = false;
                    list.for_each(|_, item| {
                        is_any = is_any || matches!(item, Value::Record(item) if is_unique(item));
                    });
                    is_any
                }
                // A field that is missing, though every event has it, is empty.
                Value::Text("") | Value::Int(0) | Value::Uint(0) => false,
                _ => UNIQUE.contains(&field.wire),
            };
    });
    is_found
}

impl DeliveryKey {
    /// Returns the key as bytes, for a store of your own.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Writes 64 hexadecimal digits.
impl fmt::Display for DeliveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DeliveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeliveryKey({self})")
    }
}

/// Shows the length of the body only.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("command", &self.command)
            .field("sdk_app_id", &self.sdk_app_id)
            .field("client_ip", &self.client_ip)
            .field("platform", &self.platform)
            .field("request_time", &self.request_time)
            .field("webhook", &self.webhook)
            .field("oddities", &self.oddities)
            .field("raw", &format_args!("{} bytes", self.raw.len()))
            .finish()
    }
}
