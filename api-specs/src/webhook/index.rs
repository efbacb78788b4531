//! The index of the webhooks.

use std::fmt;

use super::event::{Received, WebhookEvent};
use super::spec::WebhookSpec;
use super::unread::Unread;
use crate::codec::{self, DecodeError, EventEnvelope, Oddities, Strictness};
use crate::schema::{Field, RecordMut, RecordRef};
use crate::webhooks::*;

/// Passes the list of all webhooks, by family, to a macro. Each line reads `webhook: Variant`, where `webhook` is a module of
/// the family and `Variant` a variant of [`Webhook`].
macro_rules! for_each_webhook {
    ($callback:ident) => {
        $callback! {
            /// One-to-one messages.
            c2c {
                before_send_message: C2cBeforeSendMessage
                after_send_message: C2cAfterSendMessage
            }
        }
    };
}

/// Webhooks that belong together: a module with their types.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WebhookFamily {
    /// The name of the module, such as `c2c`.
    pub name: &'static str,
    /// The doc of the family, one sentence.
    pub doc: &'static str,
    /// The specs, in the order of the index.
    pub webhooks: &'static [&'static WebhookSpec],
}

macro_rules! families {
    ($($(#[doc = $doc:literal])* $family:ident { $($webhook:ident: $Variant:ident)* })*) => {
        &[$(WebhookFamily {
            name: stringify!($family),
            doc: concat!($($doc),*).trim_ascii(),
            webhooks: &[$(&$family::$webhook::SPEC),*],
        }),*]
    };
}

/// All webhooks, by family, in the order of the index.
///
/// ```
/// let all = tencent_chat_specs::webhook::WEBHOOKS.iter().flat_map(|family| family.webhooks);
/// assert!(all.filter(|spec| spec.is_before()).all(|spec| spec.page().is_some()));
/// ```
pub static WEBHOOKS: &[WebhookFamily] = for_each_webhook!(families);

type Read = fn(&[u8], &mut EventEnvelope, Strictness) -> Result<(Webhook, Oddities), DecodeError>;

macro_rules! webhooks {
    ($($(#[doc = $doc:literal])* $family:ident { $($webhook:ident: $Variant:ident)* })*) => {
        /// The event of a delivery. Each variant has the event of the webhook that it names.
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Webhook {
            $($(
                #[doc = concat!(
                    "The event of [`", stringify!($family), "::", stringify!($webhook), "`](mod@super::",
                    stringify!($family), "::", stringify!($webhook), ").",
                )]
                $Variant(Received<$family::$webhook::Event>),
            )*)*
            /// A webhook that is not declared, or whose body is no JSON object.
            Other(Unread),
        }

        impl Webhook {
            /// Returns the fields of the event. [`Other`](Self::Other) has none.
            #[must_use]
            pub fn as_record(&self) -> Option<RecordRef<'_>> {
                match self {
                    $($(Self::$Variant(event) => Some(RecordRef::new(&**event)),)*)*
                    Self::Other(_) => None,
                }
            }
        }

        impl fmt::Debug for Webhook {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (name, event): (_, &dyn fmt::Debug) = match self {
                    $($(Self::$Variant(event) => (stringify!($Variant), event),)*)*
                    Self::Other(unread) => ("Other", unread),
                };
                f.debug_tuple(name).field(event).finish()
            }
        }

        static READERS: &[(&WebhookSpec, Read)] = &[$($((
            &$family::$webhook::SPEC,
            |body, envelope, strictness| {
                let (event, oddities) = read(body, envelope, strictness)?;
                Ok((Webhook::$Variant(event), oddities))
            },
        ),)*)*];
    };
}
for_each_webhook!(webhooks);

/// Reads an event.
pub(super) fn read<E: WebhookEvent>(
    body: &[u8],
    envelope: &mut EventEnvelope,
    strictness: Strictness,
) -> Result<(Received<E>, Oddities), DecodeError> {
    let mut event = <E as Field>::empty();
    let record = RecordMut::new(&mut event);
    let oddities = codec::read_event_into(body, record, envelope, strictness)?;
    Ok((Received::new(event), oddities))
}

/// Returns the reader of a command.
pub(super) fn reader_of(command: &str) -> Option<&'static (&'static WebhookSpec, Read)> {
    READERS.iter().find(|(spec, _)| spec.command() == command)
}

impl WebhookSpec {
    /// Returns the specs of all webhooks, in the order of [`WEBHOOKS`].
    pub fn all() -> impl Iterator<Item = &'static Self> {
        READERS.iter().map(|(spec, _)| *spec)
    }

    /// Returns the spec of a command, such as `C2C.CallbackBeforeSendMsg`.
    #[must_use]
    pub fn find(command: &str) -> Option<&'static Self> {
        reader_of(command).map(|(spec, _)| *spec)
    }

    /// Returns the family of the webhook; `None` if another crate declares it.
    #[must_use]
    pub fn family(&self) -> Option<&'static WebhookFamily> {
        WEBHOOKS
            .iter()
            .find(|family| family.webhooks.iter().any(|spec| spec.command() == self.command()))
    }
}
