//! An unofficial client of the Tencent Cloud Chat (IM) server API.
//!
//! ```no_run
//! use tencent_chat::conversation::delete_contact_group;
//! use tencent_chat::{Client, Credentials, ErrorCode, Region};
//!
//! # async fn example(secret_key: String) -> Result<(), tencent_chat::Error> {
//! let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", secret_key))
//!     .region(Region::Singapore)
//!     .build()?;
//!
//! let request = delete_contact_group::Request::new("user15", ["test0"]);
//! match client.conversation().delete_contact_group(request).await {
//!     Ok(response) => println!("deleted {:?}", response.group_item),
//!     Err(error) if error.code() == Some(ErrorCode::CONTACT_GROUP_NOT_FOUND) => println!("already deleted"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] is built once and cloned freely. Its methods, grouped by family, return a [`Call`] to be awaited.
//! - [`Error`] is the error of every call. It tells the cause, whether the call may have taken effect, whether a retry
//!   may help, and the [`ErrorCode`] of the service. [`BatchError`] adds the items that were not sent.
//! - [`Call::items`] follows the pages of a long list, and [`Call::batches`] splits a long request. The method
//!   `failed_items()` of a response returns the items that failed within a successful call.
//! - A value of a response that does not fit its spec becomes empty and is reported as an [`Oddity`]. A client logs an
//!   event at WARN once for each endpoint and field with an oddity, for at most 1,000 of them. [`Call::detailed`] and
//!   [`Call::pages`] return a response with its [`Details`], and [`ClientBuilder::strict_responses`] turns each oddity
//!   into an error.
//! - [`Call::extra`] sends fields that a spec does not declare yet, and [`Call::unchecked`] skips the constraint
//!   checks.
//! - [`Client::call`] accepts the request of any [`endpoint`](macro@endpoint), including one declared in your own
//!   crate.
//! - [`RetryPolicy`] decides when a call is retried. It can be set for a client and for a call.
//! - [`RateLimiter`] delays calls that would exceed a rate limit. It is set for a client. The longest wait for it is
//!   set for a client, and a call can override it.
//! - [`Client::diagnose`] checks the client's settings and explains what is wrong.
//! - [`Transport`] sends the requests. It can be configured, wrapped, or replaced by a [`MockTransport`] in unit tests.
//!   The feature `hyper` adds `HyperTransport`, which is leaner than the reqwest one.
//! - Each call has a `tracing` span `chat_call` with endpoint, attempts, outcome, code and duration. A failed call is
//!   an event at WARN; a successful call and each retry are events at DEBUG.
//! - The feature `metrics` adds `chat_calls_total`, `chat_call_seconds`, `chat_retries_total` and
//!   `chat_limiter_wait_seconds`. Building a client registers their descriptions, so install your `metrics` recorder
//!   first.
//! - The feature `blocking` adds `send_blocking()`, `next_blocking()` and `diagnose_blocking()` for threads that may
//!   block.
//! - [`Client::call_dynamic`] calls an endpoint by its [`EndpointSpec`], with JSON. [`ENDPOINTS`] has all specs.
//! - [`Client::call_raw`] calls endpoints that have no spec yet.
//! - [`webhook`](mod@webhook) receives what the service tells the app, with axum (feature `axum`) or as a tower service with
//!   a time limit (feature `tower`).
//! - [`Client::sign_for`] issues a `UserSig` for an end user. [`user_sig`] has the types for issuing and verifying
//!   `UserSig`s.
//!
//! Requests are validated against the documented constraints before they are sent. The secret key and the `UserSig` do
//! not appear in the errors, `Debug` output or log lines of this crate. h2, however, logs the content of frames at
//! DEBUG and TRACE, which may include the URL: use a filter such as `debug,h2=info`.

// The macros expand to paths such as `::tencent_chat::..`.
extern crate self as tencent_chat;

mod auth;
mod call;
mod client;
mod clock;
mod core;
mod error;
mod options;
mod rate_limit;
mod redact;
mod region;
mod retry;
mod telemetry;
mod transport;
pub mod webhook;

/// The attribute `#[webhook]`.
pub use tencent_chat_specs::__private::attribute::*;
pub use tencent_chat_specs::endpoints::*;
pub use tencent_chat_specs::{
    ActionStatus, BatchList, Batched, CallRequest, CodeInfo, CodeKind, DynamicRequest,
    DynamicResponse, ENDPOINTS, Endpoint, EndpointSpec, Envelope, ErrorCode, FailedItem, Family,
    GroupId, IntoField, MsgKey, Page, Paged, ParseErrorCodeError, PermissionGroupId, RetryClass,
    Tag, TagItem, TagValue, TopicId, UnknownName, UserId, Violation, Violations, codec, codes,
    endpoint, object, open_enum, rules, schema, union, user_sig,
};

pub use tencent_chat_specs::codec::{Oddities, Oddity};

pub use crate::auth::{Credentials, IssuedUserSig, ProvidedUserSig, UserSigProvider};
pub use crate::call::{
    Batch, BatchError, Batching, Call, CallFuture, Detailed, DetailedFuture, DetailedPages,
    Details, PageItems, RawCall, RawCallFuture,
};
pub use crate::client::families::*;
pub use crate::client::{Check, Client, ClientBuilder, Diagnosis};
pub use crate::clock::{Clock, Sleep, SystemClock};
pub use crate::error::{Effect, Error, ErrorKind};
pub use crate::rate_limit::{Acquire, Limiter, LimiterError, Permit, RateLimiter, Unlimited};
pub use crate::region::{Region, UnknownRegion};
pub use crate::retry::RetryPolicy;
#[cfg(feature = "hyper")]
pub use crate::transport::HyperTransport;
pub use crate::transport::{
    HttpRequest, HttpResponse, MockRequest, MockRoute, MockTransport, ReqwestTransport,
    ResponseFuture, Transport, TransportError, TransportOptions,
};

/// The names that macro expansions use. Not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use tencent_chat_specs::__private::*;

    // This shadows the macro of the same name in `tencent_chat_specs`, which expands to methods.
    pub use crate::client_method;
}

/// Expands to nothing, because an endpoint of another crate has no client method. Use [`Client::call`].
#[doc(hidden)]
#[macro_export]
macro_rules! client_method {
    ($($rules:tt)*) => {};
}

/// The examples of the README compile. One of them needs a feature.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The examples of docs/testing.md compile.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct Testing;

/// The examples of docs/webhooks.md compile.
#[cfg(all(doctest, feature = "axum", feature = "tower"))]
#[doc = include_str!("../../docs/webhooks.md")]
pub struct Webhooks;
