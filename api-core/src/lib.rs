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
//!     Ok(response) => println!("deleted {:?}", response.group_item),
//!     Err(error) if error.code() == Some(ErrorCode::CONTACT_GROUP_NOT_FOUND) => println!("gone before"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] is built once and cloned at will; its methods, by family, return a [`Call`] to be awaited.
//! - [`Error`] is the error of every call: what happened, whether the request may have taken effect, whether to try
//!   again, and the service's [`ErrorCode`]. [`BatchError`] adds what is left of several calls.
//! - [`Call::items`] follows the pages of a long response, [`Call::batches`] splits a long request; each response's
//!   `failed_items()` finds what failed within a call that succeeded.
//! - A value of a response that does not fit its spec becomes empty and is an [`Oddity`], which an event at WARN tells once a
//!   client of each endpoint and field, for at most 1,000 of them. [`Call::detailed`] and [`Call::pages`] give a response with
//!   its [`Details`], and [`ClientBuilder::strict_responses`] makes an error of each oddity.
//! - [`Call::extra`] and [`Call::unchecked`] send what a spec does not know yet.
//! - [`Client::call`] takes the request of any [`endpoint`](macro@endpoint), also of one declared in your own crate.
//! - [`RetryPolicy`] says when a call is made again, [`RateLimiter`] when it has to wait; both can be set for a client
//!   and for a call.
//! - [`Client::diagnose`] says in words what of a client's set-up is wrong.
//! - [`Transport`] is the way over the network: configure it, wrap it, or put a [`MockTransport`] in its place in unit tests.
//!   The feature `hyper` has a leaner one.
//! - A call is a `tracing` span `chat_call`, with endpoint, attempts, outcome, code and time. A call that fails is an event
//!   at WARN; one that succeeds, and each retry, is an event at DEBUG. The feature `metrics` adds `chat_calls_total`,
//!   `chat_call_seconds`, `chat_retries_total` and `chat_limiter_wait_seconds`; building a client describes them to the
//!   recorder that is installed then.
//! - The feature `blocking` adds `send_blocking()`, `next_blocking()` and `diagnose_blocking()`, for threads that may block.
//! - [`Client::call_raw`] calls what has no spec yet.
//! - [`Client::sign_for`] issues signatures for end users; [`user_sig`] has what it is made of.
//!
//! Requests are checked against the documented limits before anything is sent. The secret key and the `UserSig`
//! appear in no error, `Debug`, or log line of ours. h2 logs at DEBUG and TRACE what a peer says in a frame, which may be the
//! URL: log with a filter such as `debug,h2=info`.

// The macros write `::api_core::..`.
extern crate self as api_core;

#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
mod clock;
mod credentials;
mod diagnosis;
mod error;
mod families;
mod hosts;
mod oddities;
mod paging;
mod rate_limit;
mod raw;
mod redact;
mod region;
mod retry;
mod telemetry;
mod transport;

pub use api_specs::{
    ActionStatus, Batched, CodeInfo, CodeKind, Endpoint, EndpointSpec, Envelope, ErrorCode,
    FailedItem, GroupId, IntoField, MsgKey, Page, Paged, ParseErrorCodeError, RetryClass, Tag,
    TagItem, TagValue, TopicId, UnknownName, UserId, Violation, Violations, account, codec,
    conversation, endpoint, friend, group, message, object, open_enum, operation, profile, push,
    user_sig,
};

pub use api_specs::codec::{Oddities, Oddity};

pub use crate::call::{
    Batch, BatchError, Batching, Call, CallFuture, Detailed, DetailedFuture, Details,
};
pub use crate::client::{Client, ClientBuilder};
pub use crate::clock::{Clock, Sleep, SystemClock};
pub use crate::credentials::{Credentials, IssuedUserSig, ProvidedUserSig, UserSigProvider};
pub use crate::diagnosis::{Check, Diagnosis};
pub use crate::error::{Effect, Error, ErrorKind};
pub use crate::families::*;
pub use crate::paging::{DetailedPages, PageItems};
pub use crate::rate_limit::{Acquire, Limiter, LimiterError, Permit, RateLimiter, Unlimited};
pub use crate::raw::{RawCall, RawCallFuture};
pub use crate::region::{Region, UnknownRegion};
pub use crate::retry::RetryPolicy;
#[cfg(feature = "hyper")]
pub use crate::transport::HyperTransport;
pub use crate::transport::{
    HttpRequest, HttpResponse, MockRequest, MockRoute, MockTransport, ReqwestTransport,
    ResponseFuture, Transport, TransportError, TransportOptions,
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

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The examples of docs/testing.md compile.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct Testing;
