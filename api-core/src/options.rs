//! The options of a call. A client has them too, as the defaults of its calls.

use std::time::Duration;

use crate::codec::Strictness;
use crate::retry::RetryPolicy;

/// The options that each call can override.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limit_timeout: Option<Duration>,
    /// `true` if the constraints of the request are left to the service.
    pub(crate) is_unchecked: bool,
    /// The treatment of values that do not fit the spec.
    pub(crate) strictness: Strictness,
    /// `true` if the details are kept.
    pub(crate) is_detailed: bool,
}

impl Options {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            deadline: None,
            retry: RetryPolicy::default(),
            rate_limit_timeout: None,
            is_unchecked: false,
            strictness: Strictness::Lenient,
            is_detailed: false,
        }
    }
}
