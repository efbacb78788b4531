//! Webhooks: what the service tells an app, or asks it before an action.
//!
//! A [`Receiver`] takes the HTTP requests of the service: it checks the method, verifies the query before it reads the body,
//! and bounds the size and the time of the body. It works with every server on the types of `http`. Two features connect it:
//!
//! - `axum`: `Verified` is an extractor, its rejection is [`ReceiveError`], and a [`WebhookResponse`] is a response.
//! - `tower`: `WebhookService` calls a handler, and replies with a `Fallback` if the handler is not ready in time. The service
//!   waits for two seconds only, and then lets the action take place.
//!
//! [`Seen`] recognizes events that the service sends again. [`Verifier`] alone makes no I/O.
//!
#![cfg_attr(feature = "axum", doc = "```no_run")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use axum::Router;
//! use axum::routing::post;
//! use tencent_chat::webhook::{Receiver, Verified, Verifier, Webhook, WebhookResponse};
//!
//! /// Forbids messages to oneself.
//! async fn reply(Verified(delivery): Verified) -> WebhookResponse {
//!     match &delivery.webhook {
//!         Webhook::C2cBeforeSendMessage(event) if !delivery.oddities.is_empty() => {
//!             event.forbid("this message cannot be read")
//!         }
//!         Webhook::C2cBeforeSendMessage(event) if event.from_account == event.to_account => {
//!             event.forbid("do not talk to yourself")
//!         }
//!         _ => WebhookResponse::received(),
//!     }
//! }
//!
//! # async fn serve(token: String) -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::new(Verifier::new(1_400_000_000, token)?);
//! let app: Router = Router::new().route("/chat", post(reply)).with_state(receiver);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8000").await?;
//! axum::serve(listener, app).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A refused delivery is a `tracing` event at WARN with the status and the reason. An event that does not fit its spec is one
//! at WARN, once for each webhook and field. None of them contains the URL, `Sign`, a token or a value of the event.

#[cfg(feature = "axum")]
mod axum;
mod error;
mod receiver;
mod seen;
#[cfg(feature = "tower")]
mod tower;

#[doc(inline)]
pub use tencent_chat_specs::webhook::*;

#[cfg(feature = "axum")]
pub use self::axum::Verified;
pub use self::error::ReceiveError;
pub use self::receiver::Receiver;
pub use self::seen::{Claim, Seen};
#[cfg(feature = "tower")]
pub use self::tower::{Fallback, WebhookService};
