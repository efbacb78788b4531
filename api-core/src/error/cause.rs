//! The causes of errors: what each says of the effect of a call and of a retry.

use std::time::Duration;

use super::kind::Effect;
use super::source::Source;
use crate::codec::{DecodeError, EncodeError};
use crate::redact::{Redacted, RedactedError};
use crate::{CodeInfo, CodeKind, EndpointSpec, Envelope, ErrorCode, RetryClass, Violations};

pub(crate) enum Cause {
    /// The failed operation, and the reasons.
    Configuration(&'static str, Vec<String>),
    Invalid(Violations),
    /// An argument is out of bounds that are not a constraint of a field.
    Refused(String),
    Unwritable(EncodeError),
    Credentials(Source),
    /// There was no permit within `limit`. `needed` is the wait for one, if it is known.
    RateLimited {
        needed: Option<Duration>,
        limit: Duration,
    },
    Limiter(Source),
    /// The deadline passed before the request was sent.
    Late(Duration),
    NotSent {
        address: String,
        error: RedactedError,
    },
    Timeout(Duration),
    /// A large response could not be decoded in the time left.
    Unread(Duration),
    Transport(RedactedError),
    HttpStatus {
        status: u16,
        body: Redacted,
        /// The wait that `Retry-After` asks for.
        retry_after: Option<Duration>,
    },
    Service {
        envelope: Redacted<Box<Envelope>>,
        body: Redacted,
    },
    Unreadable {
        error: Redacted<DecodeError>,
        success_seen: bool,
        content_type: Option<Redacted>,
        body: Redacted,
    },
    /// The decoded body would take too much memory.
    TooCostly {
        success_seen: bool,
        body: Redacted,
    },
    /// The request for the next page could not be built from the response.
    NoNextPage(DecodeError),
    /// The body has more bytes than this.
    TooLarge(usize),
}

impl Cause {
    /// Returns the meaning, kind and class of the service's code, if it is in the table of codes.
    pub(super) fn info(&self, endpoint: Option<&EndpointSpec>) -> Option<&'static CodeInfo> {
        match self {
            Self::Service { envelope, .. } => endpoint?.info(code_of(envelope)?),
            _ => None,
        }
    }

    /// Returns the effect of one attempt that ended with this cause.
    pub(super) fn effect(&self, endpoint: Option<&EndpointSpec>) -> Effect {
        match self {
            Self::Configuration(..)
            | Self::Invalid(_)
            | Self::Refused(_)
            | Self::Unwritable(_)
            | Self::Credentials(_)
            | Self::RateLimited { .. }
            | Self::Limiter(_)
            | Self::Late(_)
            | Self::NotSent { .. } => Effect::None,
            Self::Service { .. } => match self.info(endpoint).map(|info| info.kind) {
                None | Some(CodeKind::Timeout | CodeKind::Internal) => Effect::Unknown,
                Some(_) => Effect::None,
            },
            // A request with one of these statuses was refused before it was processed.
            Self::HttpStatus { status: 425 | 429, .. } => Effect::None,
            Self::Unreadable { success_seen: true, .. }
            | Self::TooCostly { success_seen: true, .. }
            | Self::NoNextPage(_) => Effect::Done,
            Self::Timeout(_)
            | Self::Unread(_)
            | Self::Transport(_)
            | Self::HttpStatus { .. }
            | Self::Unreadable { .. }
            | Self::TooCostly { .. }
            | Self::TooLarge(_) => Effect::Unknown,
        }
    }

    /// Returns the class of the cause: whether a retry may help, and when.
    pub(crate) fn retry(&self, endpoint: Option<&EndpointSpec>) -> RetryClass {
        match self {
            Self::Credentials(_)
            | Self::RateLimited { .. }
            | Self::Limiter(_)
            | Self::Late(_)
            | Self::NotSent { .. }
            | Self::Timeout(_)
            | Self::Unread(_)
            | Self::Transport(_) => RetryClass::Transient,
            Self::HttpStatus { status: 429, .. } => RetryClass::Throttled,
            Self::HttpStatus { status: 408 | 425 | 500.., .. } => RetryClass::Transient,
            Self::Service { .. } => {
                self.info(endpoint).map_or(RetryClass::Permanent, |info| info.retry)
            }
            Self::Configuration(..)
            | Self::Invalid(_)
            | Self::Refused(_)
            | Self::Unwritable(_)
            | Self::HttpStatus { .. }
            | Self::Unreadable { .. }
            | Self::TooCostly { .. }
            | Self::NoNextPage(_)
            | Self::TooLarge(_) => RetryClass::Permanent,
        }
    }
}

/// Returns the code of a failed call. A failure with the code 0 has no code.
pub(super) fn code_of(envelope: &Envelope) -> Option<ErrorCode> {
    envelope.error_code.filter(|code| !code.is_ok())
}
