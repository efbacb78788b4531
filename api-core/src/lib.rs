//! Client of the Tencent Cloud Chat (IM) server API.
//!
//! ```no_run
//! use api_core::conversation::delete_contact_group;
//! use api_core::{Client, Credentials, ErrorCode, Region};
//!
//! # async fn example(secret_key: String) -> Result<(), api_core::Error> {
//! let client = Client::builder(1_400_000_000, Credentials::secret_key("administrator", secret_key))
//!     .region(Region::Singapore)
//!     .build()?;
//!
//! let request = delete_contact_group::Request::new("user15", ["test0"]);
//! match client.conversation().delete_contact_group(request).await {
//!     Ok(answer) => println!("deleted {:?}", answer.group_item),
//!     Err(error) if error.code() == Some(ErrorCode::CONTACT_GROUP_NOT_FOUND) => println!("gone before"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] is built once and cloned at will; its methods, by family, return a [`Call`] to be awaited.
//! - [`Error`] is the one error type: what happened, whether the request may have taken effect, whether to try
//!   again, and the service's [`ErrorCode`].
//! - [`Call::items`] follows the pages of a long answer, [`Call::batches`] splits a long request; each answer's
//!   `failed_items()` finds what failed within a call that succeeded.
//! - [`Client::call`] takes the request of any [`endpoint`](macro@endpoint), also of one declared in your own crate.
//! - [`RetryPolicy`] says when a call is made again, [`RateLimiter`] when it has to wait; both can be set for a client
//!   and for a call.
//! - [`Client::check`] says in words whether a client is set up right.
//! - [`Transport`] is the way over the network: configure it, wrap it, or put a [`Script`] in its place in unit tests.
//!   The feature `hyper` has a leaner one.
//! - A call is a `tracing` span `chat_call`, with endpoint, attempts, outcome, code and time. The feature `metrics` adds
//!   `chat_calls_total`, `chat_call_seconds`, `chat_retries_total` and `chat_limiter_wait_seconds`.
//! - The feature `blocking` adds `send_blocking()` and `next_blocking()`, for code that is not asynchronous.
//! - [`Client::call_raw`] calls what has no spec yet.
//! - [`user_sig`] issues signatures for end users.
//!
//! Requests are checked against the documented limits before anything is sent. The secret key and the `UserSig`
//! appear in no error, log or `Debug`.

// The macros write `::api_core::..`.
extern crate self as api_core;

#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod check;
mod client;
mod clock;
mod credentials;
mod error;
mod families;
mod hosts;
mod observe;
mod rate_limit;
mod raw;
mod region;
mod retry;
mod scrub;
mod series;
mod transport;

pub use api_specs::{
    ActionStatus, Batched, CodeInfo, CodeKind, Endpoint, EndpointSpec, Envelope, ErrorCode,
    FailedItem, GroupId, IntoField, MsgKey, Page, Paged, Retry, Tag, TagItem, TagValue, TopicId,
    UserId, Violation, Violations, account, codec, conversation, endpoint, friend, group, message,
    object, open_enum, operation, profile, push, user_sig,
};

pub use crate::call::{Answer, Call};
pub use crate::check::{Check, Finding};
pub use crate::client::{Client, ClientBuilder};
pub use crate::clock::{Clock, Sleep, SystemClock};
pub use crate::credentials::{Credentials, IssuedUserSig, ProvidedUserSig, UserSigProvider};
pub use crate::error::{Effect, Error, ErrorKind};
pub use crate::families::*;
pub use crate::rate_limit::{Acquire, Limiter, LimiterError, Permit, RateLimiter, Unlimited};
pub use crate::region::{Region, UnknownRegion};
pub use crate::retry::RetryPolicy;
pub use crate::series::{BatchError, Batches, Items};
#[cfg(feature = "hyper")]
pub use crate::transport::HyperTransport;
pub use crate::transport::{
    HttpAnswer, HttpRequest, Reply, ReqwestTransport, Script, Transport, TransportError,
    TransportOptions,
};

/// What the expansions of the macros name. Not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use api_specs::__private::*;

    // Stands before that of the contract, which exports methods.
    pub use crate::client_method;
}

/// An endpoint of another crate has no client method of its own: it is called with [`Client::call`].
#[doc(hidden)]
#[macro_export]
macro_rules! client_method {
    ($($rules:tt)*) => {};
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
