//! The error of every operation that can fail. A [`BatchError`](crate::BatchError) holds one.

mod cause;
mod kind;
mod message;
mod quantity;
mod source;

use std::fmt;
use std::time::Duration;

use self::cause::code_of;
use crate::codec::DecodeError;
use crate::{CodeInfo, EndpointSpec, Envelope, ErrorCode, RetryClass, Violations};

pub(crate) use self::cause::Cause;
pub use self::kind::{Effect, ErrorKind};
pub(crate) use self::quantity::Rounded;
pub(crate) use self::source::Source;

/// The error of a call, of building a client and of signing for a user.
///
/// `Display` shows the whole message: the endpoint, the code with its meaning, and the error text of the service.
/// Neither `Display` nor `Debug` shows the secret key, the `UserSig` or the query of the URL, which contains the
/// `UserSig`.
///
/// # What to do about an error
///
/// [`effect`](Self::effect) tells whether the call changed anything in the service, over all its attempts:
///
/// | effect | meaning | what to do |
/// |---|---|---|
/// | [`Effect::None`] | the call changed nothing | call again at any time |
/// | [`Effect::Unknown`] | the call may have taken effect | check whether it did before you call again, unless the endpoint is idempotent |
/// | [`Effect::Done`] | the service reported success, but the client could not use the whole response | do not call again if the call changes data; see [`raw_body`](Self::raw_body), if present |
///
/// [`kind`](Self::kind) tells what went wrong at the last attempt:
///
/// | kind | the client did | what to do |
/// |---|---|---|
/// | [`Configuration`](ErrorKind::Configuration) | nothing | correct what the message names |
/// | [`InvalidRequest`](ErrorKind::InvalidRequest) | nothing | correct the request; see [`violations`](Self::violations) |
/// | [`Credentials`](ErrorKind::Credentials) | asked the provider for a `UserSig` | fix the provider, then call again |
/// | [`RateLimited`](ErrorKind::RateLimited) | waited for a permit, or failed at once because the wait would have been too long | call later, or allow a longer wait |
/// | [`NotSent`](ErrorKind::NotSent) | retried, if the policy allows | check the address, the DNS and the network, then call again |
/// | [`Timeout`](ErrorKind::Timeout), [`Transport`](ErrorKind::Transport) | retried if that is safe | see the effect |
/// | [`HttpStatus`](ErrorKind::HttpStatus) | retried 425 and 429, whose effect is none, and 408 and 5xx if that is safe | check the proxy between you and the service, because the service itself responds with 200 only |
/// | [`Service`](ErrorKind::Service) | depends on the code | see the next table |
/// | [`UnreadableResponse`](ErrorKind::UnreadableResponse) | nothing | see the effect and [`raw_body`](Self::raw_body), if present; report it to us |
///
/// A code of the service has a [`RetryClass`] and a [`CodeKind`], its subject. [`info`](Self::info) returns both.
///
/// | class of the code | effect | the client did | what to do |
/// |---|---|---|---|
/// | [`RetryClass::Permanent`] | none, but unknown for [`CodeKind::Internal`] and [`CodeKind::Timeout`] | nothing | see the [`CodeKind`] |
/// | [`RetryClass::Transient`] | as for `Permanent` | retried after a random wait, if that is safe | call again later |
/// | [`RetryClass::Throttled`] | none | retried after a second or more | make fewer calls, or have the rate limit raised |
/// | [`RetryClass::Unauthenticated`] | none | signed again by the clock of the service or asked the provider, then retried once; nothing if the `UserSig` is fixed | check the clock or the `UserSig` |
/// | not in the table | unknown | nothing | look the code up, and report it to us |
///
/// [`RetryPolicy`](crate::RetryPolicy) defines when a retry is safe. [`is_retryable`](Self::is_retryable) tells whether
/// the same call can simply be repeated, and [`attempts`](Self::attempts) how many attempts were made.
///
/// The kind of the error and the kind of the code are enough to choose an HTTP status for your own callers:
///
/// ```
/// use tencent_chat::{CodeKind, Error, ErrorKind};
///
/// fn http_status(error: &Error) -> u16 {
///     match (error.kind(), error.info().map(|info| info.kind)) {
///         (ErrorKind::InvalidRequest, _) | (_, Some(CodeKind::Request)) => 400,
///         (_, Some(CodeKind::Permission)) => 403,
///         (_, Some(CodeKind::NotFound)) => 404,
///         (ErrorKind::RateLimited, _) | (_, Some(CodeKind::Rate)) => 429,
///         _ => 502,
///     }
/// }
/// ```
///
/// [`CodeKind`]: crate::CodeKind
/// [`CodeKind::Internal`]: crate::CodeKind::Internal
/// [`CodeKind::Timeout`]: crate::CodeKind::Timeout
pub struct Error(Box<Inner>);

struct Inner {
    endpoint: Option<&'static EndpointSpec>,
    cause: Cause,
    /// The path, if it is not that of the endpoint.
    path: Option<String>,
    attempts: u32,
    /// The effect of all attempts together.
    effect: Effect,
    /// `true` if a retry would fail too, whatever the class of the code.
    is_futile: bool,
}

impl Error {
    /// Returns the error of a client that could not be built.
    pub(crate) fn configuration(problems: Vec<String>) -> Self {
        Self::misuse("could not build the client", problems)
    }

    /// Returns the error of an operation that the settings of the client or the calling thread do not allow.
    pub(crate) fn misuse(failed: &'static str, problems: Vec<String>) -> Self {
        Self::new(None, Cause::Configuration(failed, problems))
    }

    /// Returns the error of an argument that is out of bounds.
    pub(crate) fn invalid(problem: String) -> Self {
        Self::new(None, Cause::Refused(problem))
    }

    pub(crate) fn of_call(endpoint: &'static EndpointSpec, cause: Cause) -> Self {
        Self::new(Some(endpoint), cause)
    }

    fn new(endpoint: Option<&'static EndpointSpec>, cause: Cause) -> Self {
        let effect = cause.effect(endpoint);
        let (path, attempts, is_futile) = (None, 0, false);
        Self(Box::new(Inner { endpoint, cause, path, attempts, effect, is_futile }))
    }

    /// Adds the number of attempts and their joint effect.
    pub(crate) fn after(mut self, attempts: u32, effect: Effect) -> Self {
        self.0.attempts = attempts;
        self.0.effect = self.0.effect.max(effect);
        self
    }

    /// Marks an error that a retry would meet again.
    pub(crate) fn futile(mut self) -> Self {
        self.0.is_futile = true;
        self
    }

    /// Overrides the path of the endpoint, because a raw call has its own.
    pub(crate) fn of_path(mut self, path: &str) -> Self {
        self.0.path = Some(path.to_owned());
        self
    }

    /// Returns the number of attempts to send the request; 0 if the call failed before the first.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self.0.cause {
            Cause::Configuration(..) => ErrorKind::Configuration,
            Cause::Invalid(_) | Cause::Refused(_) | Cause::Unwritable(_) => {
                ErrorKind::InvalidRequest
            }
            Cause::Credentials(_) => ErrorKind::Credentials,
            Cause::RateLimited { .. } | Cause::Limiter(_) => ErrorKind::RateLimited,
            Cause::NotSent { .. } => ErrorKind::NotSent,
            Cause::Late(_) | Cause::Timeout(_) | Cause::Unread(_) => ErrorKind::Timeout,
            Cause::Transport(_) => ErrorKind::Transport,
            Cause::HttpStatus { .. } => ErrorKind::HttpStatus,
            Cause::Service { .. } => ErrorKind::Service,
            Cause::Unreadable { .. }
            | Cause::TooCostly { .. }
            | Cause::NoNextPage(_)
            | Cause::TooLarge(_) => ErrorKind::UnreadableResponse,
        }
    }

    /// Returns the endpoint that was called; `None` if the error is not that of a call.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static EndpointSpec> {
        self.0.endpoint
    }

    /// Returns the code of the service, if the service reported a failure with a code.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.envelope().and_then(code_of)
    }

    /// Returns the meaning, kind and class of the [`code`](Self::code), if it is in the table of codes.
    #[must_use]
    pub fn info(&self) -> Option<&'static CodeInfo> {
        self.0.cause.info(self.0.endpoint)
    }

    /// Returns the envelope of the response, if the service reported a failure. The `UserSig` is redacted.
    #[must_use]
    pub fn envelope(&self) -> Option<&Envelope> {
        match &self.0.cause {
            Cause::Service { envelope, .. } => Some(envelope),
            _ => None,
        }
    }

    /// Returns every constraint that the request breaks.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.cause {
            Cause::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// Returns the HTTP status, if it is not 200.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self.0.cause {
            Cause::HttpStatus { status, .. } => Some(status),
            _ => None,
        }
    }

    /// Returns the reason why a response was unreadable, with its position.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.0.cause {
            Cause::Unreadable { error, .. } => Some(error),
            Cause::NoNextPage(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the body, decompressed and with the `UserSig` redacted. `None` if there was no response, if it was too
    /// large, or if only the cursor of the next page is missing.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        match &self.0.cause {
            Cause::HttpStatus { body, .. }
            | Cause::Service { body, .. }
            | Cause::Unreadable { body, .. }
            | Cause::TooCostly { body, .. } => Some(body),
            _ => None,
        }
    }

    /// Returns the error of the transport, the provider of `UserSig`s or the limiter, for downcasting. If its texts
    /// contained the `UserSig`, a substitute with the redacted texts is returned, which cannot be downcast.
    ///
    /// `Display` of [`Error`] includes its text already.
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match &self.0.cause {
            Cause::Credentials(error) | Cause::Limiter(error) => Some(&**error),
            Cause::NotSent { error, .. } | Cause::Transport(error) => Some(error.get()),
            _ => None,
        }
    }

    /// Returns the effect of the call on the service, over all its attempts.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// Returns `true` if the same call may succeed when repeated, without taking effect twice.
    ///
    /// This holds for the kinds `Credentials`, `RateLimited`, `NotSent`, `Timeout` and `Transport`, for the HTTP
    /// statuses 408, 425, 429 and 5xx, and for codes whose [`RetryClass`] is not `Permanent`. In each case the endpoint
    /// must be idempotent or the effect [`Effect::None`]. Returns `false` if the service refused a fixed `UserSig`,
    /// because the client cannot obtain another.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let is_idempotent = self.0.endpoint.is_some_and(EndpointSpec::is_idempotent);
        self.retry() != RetryClass::Permanent && (is_idempotent || self.0.effect == Effect::None)
    }

    /// Returns the wait that the response asks for, if any.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self.0.cause {
            Cause::HttpStatus { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// Returns `true` if the attempt failed before the request was handed to the transport.
    pub(crate) const fn is_before_sending(&self) -> bool {
        match self.0.cause {
            Cause::Configuration(..)
            | Cause::Invalid(_)
            | Cause::Refused(_)
            | Cause::Unwritable(_)
            | Cause::Credentials(_)
            | Cause::RateLimited { .. }
            | Cause::Limiter(_)
            | Cause::Late(_) => true,
            Cause::NotSent { .. }
            | Cause::Timeout(_)
            | Cause::Unread(_)
            | Cause::Transport(_)
            | Cause::HttpStatus { .. }
            | Cause::Service { .. }
            | Cause::Unreadable { .. }
            | Cause::TooCostly { .. }
            | Cause::NoNextPage(_)
            | Cause::TooLarge(_) => false,
        }
    }

    /// Returns the class of the error, whatever the effect of a retry would be.
    pub(crate) fn retry(&self) -> RetryClass {
        if self.0.is_futile { RetryClass::Permanent } else { self.0.cause.retry(self.0.endpoint) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.0.path {
            write!(f, "{path}: ")?;
        } else if let Some(endpoint) = self.0.endpoint {
            write!(f, "{} ({}): ", endpoint.name(), endpoint.path())?;
        }
        self.0.cause.write(f, self.info())?;
        if self.0.attempts > 1 {
            write!(f, "; {} attempts were made", self.0.attempts)?;
            if self.0.effect > self.0.cause.effect(self.0.endpoint) {
                f.write_str(", and an earlier one may have taken effect")?;
            }
        }
        Ok(())
    }
}

/// Shows the kind and the message, but not the body.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &format_args!("{self}"))
            .field("body_length", &self.raw_body().map(<[u8]>::len))
            .finish()
    }
}

/// `source` always returns `None`, because `Display` includes the causes and a report of the chain would repeat them.
/// See [`Error::get_ref`].
impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    /// Returns the variants of an enum from its source.
    fn variants<'a>(source: &'a str, head: &str) -> Vec<&'a str> {
        let (_, body) = source.split_once(head).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let lines = body.lines().map(str::trim);
        lines.filter_map(|line| line.strip_suffix(',')).collect()
    }

    #[test]
    fn every_kind_and_class_has_its_row() {
        let source = include_str!("error.rs");
        let kinds = variants(include_str!("error/kind.rs"), "pub enum ErrorKind {");
        assert_eq!(kinds.len(), 10);
        let classes = crate::RetryClass::ALL.iter().map(|class| class.name());
        let kinds = kinds.into_iter().map(|kind| format!("(ErrorKind::{kind})"));
        for name in kinds.chain(classes.map(|class| format!("[`RetryClass::{class}`]"))) {
            let mut rows = source.lines().filter(|line| line.starts_with("/// | ["));
            assert!(rows.any(|row| row.contains(&name)), "no row for {name}");
        }
    }
}
