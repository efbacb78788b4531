//! Webhooks: what the service tells an app, or asks it before an action.
//!
//! The service sends each webhook as a `POST` to the URL of the app. A [`Verifier`] checks that it comes from the service,
//! and reads it to a [`Delivery`]. [`Webhook`] has a variant for each of the declared webhooks. [`WEBHOOKS`] lists their
//! specs.
//!
//! ```
//! use tencent_chat_specs::user_sig::UnixTime;
//! use tencent_chat_specs::webhook::{WebhookResponse, Delivery, Verifier, Webhook};
//!
//! /// Forbids messages to oneself.
//! fn reply(delivery: &Delivery) -> WebhookResponse {
//!     match &delivery.webhook {
//!         Webhook::C2cBeforeSendMessage(event) if !delivery.oddities.is_empty() => {
//!             event.forbid("this message cannot be read")
//!         }
//!         Webhook::C2cBeforeSendMessage(event) if event.from_account == event.to_account => {
//!             event.forbid("do not talk to yourself")
//!         }
//!         Webhook::C2cBeforeSendMessage(event) => event.allow(),
//!         _ => WebhookResponse::received(),
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = Verifier::new(1_400_000_000, "xxxxyyyy")?;
//! let now = UnixTime::from_secs(1_795_000_000);
//! // What the service sends: the part of the URL after the question mark, and the body.
//! let query = verifier.signed_query("C2C.CallbackBeforeSendMsg", now);
//! let body = r#"{"CallbackCommand":"C2C.CallbackBeforeSendMsg","From_Account":"a"}"#;
//!
//! let delivery = verifier.receive(&query, body, now)?;
//! assert_eq!(
//!     reply(&delivery).body(),
//!     br#"{"ActionStatus":"OK","ErrorCode":1,"ErrorInfo":"this message cannot be read"}"#
//! );
//! # Ok(())
//! # }
//! ```
//!
//! # What `Sign` proves, and what it does not
//!
//! `Sign` is the SHA-256 of the token and the second of the delivery. Whoever has the token can make it, and whoever sees
//! one can send it again, with any body, until the [window](Verifier::window) ends: all deliveries of a second have the
//! same. So it proves that the sender knows the token or has seen a delivery of the last minutes. It does not prove that
//! the body is what the service sent, nor that the delivery is new. Receive webhooks over HTTPS only, and keep their URL
//! and query out of logs.
//!
//! # An event that does not fit
//!
//! Events are read as leniently as responses: a value that does not fit becomes empty, and the delivery has an
//! [`Oddity`](crate::codec::Oddity) of it. A command that is not declared, and a body that is no JSON object, are
//! [`Webhook::Other`]. So nothing that the service sends is lost, and no message of the app waits for a new version of
//! this crate.

#[cfg(feature = "axum")]
mod axum;
mod delivery;
mod event;
mod index;
mod platform;
mod response;
mod spec;
mod unread;
mod verifier;

pub use self::delivery::{Delivery, DeliveryKey};
pub use self::event::{
    Before, CanDiscard, CanForbid, CanForbidWith, CanReply, Received, WebhookEvent,
};
pub use self::index::{WEBHOOKS, Webhook, WebhookFamily};
pub use self::platform::Platform;
pub use self::response::{OwnCode, OwnCodeError, WebhookResponse};
pub use self::spec::WebhookSpec;
pub use self::unread::Unread;
pub use self::verifier::{Refused, Verifier};
pub use crate::webhooks::*;

#[doc(hidden)]
pub use self::spec::WebhookOption;
