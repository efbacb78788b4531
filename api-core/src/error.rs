//! The error of every operation that can fail. A [`BatchError`](crate::BatchError) holds one.

use std::fmt;
use std::time::Duration;

use crate::codec::{DecodeError, EncodeError};
use crate::redact::{Redacted, RedactedError};
use crate::{CodeInfo, CodeKind, EndpointSpec, Envelope, ErrorCode, RetryClass, Violations};

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

/// The effect of a failed call on the service, as far as the client can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The call changed nothing: it was not sent, or it was refused before it was processed.
    None,
    /// The call may have taken effect.
    Unknown,
    /// The service reported success, but the client could not use the whole response.
    Done,
}

tencent_chat_specs::names! { Effect: None Unknown Done }

/// An error of a component that the user plugs in: a provider, a limiter or a transport.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// The kind of an [`Error`]. It tells what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from its settings, or its settings or the calling thread do not allow the operation.
    Configuration,
    /// The request breaks a documented constraint; see [`Error::violations`]. Also: an extra field is invalid or
    /// declared, the path or the body of a raw call is invalid, or an argument of
    /// [`Client::sign_for`](crate::Client::sign_for) is invalid. Nothing was sent.
    InvalidRequest,
    /// The client could not obtain a `UserSig` from the provider. Nothing was sent.
    Credentials,
    /// The rate limiter failed or issued no permit in time. Nothing was sent.
    RateLimited,
    /// The request could not be sent: no connection was established or accepted it, or the peer reported over HTTP/2
    /// that it did not process the request.
    NotSent,
    /// The response did not arrive completely in time, a large response was not decoded in time, or the deadline passed
    /// before the request was sent. [`Error::effect`] tells whether the request may have taken effect.
    Timeout,
    /// The connection broke before the response had arrived completely.
    Transport,
    /// The HTTP status is not 200. The service itself responds with 200 only; see [`Error::http_status`].
    HttpStatus,
    /// The service reported that the call failed; see [`Error::code`].
    Service,
    /// The response could not be read; see [`Error::raw_body`]. It is not a JSON object, does not tell whether the call
    /// succeeded, would take too much memory, lacks the cursor of the next page, has an oddity while
    /// [`strict_responses`](crate::ClientBuilder::strict_responses) is set, or is larger than
    /// [`max_response_bytes`](crate::ClientBuilder::max_response_bytes).
    UnreadableResponse,
}

tencent_chat_specs::names! {
    ErrorKind: Configuration InvalidRequest Credentials RateLimited NotSent Timeout Transport HttpStatus Service
        UnreadableResponse
}

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

impl Cause {
    /// Returns the meaning, kind and class of the service's code, if it is in the table of codes.
    fn info(&self, endpoint: Option<&EndpointSpec>) -> Option<&'static CodeInfo> {
        match self {
            Self::Service { envelope, .. } => endpoint?.info(code_of(envelope)?),
            _ => None,
        }
    }

    /// Returns the effect of one attempt that ended with this cause.
    fn effect(&self, endpoint: Option<&EndpointSpec>) -> Effect {
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

    /// Writes the message. `info` describes the service's code.
    fn write(&self, f: &mut fmt::Formatter<'_>, info: Option<&CodeInfo>) -> fmt::Result {
        match self {
            Self::Configuration(failed, problems) => {
                write!(f, "{failed}: {}", problems.join("; "))
            }
            Self::Invalid(violations) => {
                write!(f, "the request breaks a constraint and was not sent: {violations}")
            }
            Self::Refused(problem) => f.write_str(problem),
            Self::Unwritable(error) => write!(f, "{error}; {NOT_SENT}"),
            Self::Credentials(error) => {
                write!(f, "could not obtain a UserSig; {NOT_SENT}: {}", Chain(&**error))
            }
            Self::RateLimited { needed, limit } => write_no_permit(f, *needed, *limit),
            Self::Limiter(error) => {
                write!(f, "the rate limiter failed; {NOT_SENT}: {}", Chain(&**error))
            }
            Self::NotSent { address, error } => {
                write!(
                    f,
                    "could not send the request to {address}; it had no effect: {}",
                    Chain(error.get())
                )
            }
            Self::Late(limit) => {
                write!(f, "the deadline of {} passed before the request was sent", Rounded(*limit))
            }
            Self::Timeout(limit) => write!(f, "no response within {}; {MAYBE}", Rounded(*limit)),
            Self::Unread(limit) => {
                write!(f, "the response was not read within {}; {MAYBE}", Rounded(*limit))
            }
            Self::Transport(error) => {
                write!(f, "the connection broke; {MAYBE}: {}", Chain(error.get()))
            }
            Self::HttpStatus { status, body, retry_after } => {
                write_status(f, *status, body.len(), *retry_after, self.effect(None))
            }
            Self::Service { envelope, .. } => write_service(f, envelope, info),
            Self::Unreadable { error, success_seen, content_type, body } => {
                let content_type = content_type.as_ref().map(Redacted::to_text);
                write_unreadable(f, body.len(), content_type, error)?;
                write!(f, "; {}", success_text(*success_seen))
            }
            Self::TooCostly { success_seen, body } => {
                write_too_costly(f, body.len())?;
                write!(f, "; {}", success_text(*success_seen))
            }
            Self::NoNextPage(error) => write!(f, "could not request the next page: {error}"),
            Self::TooLarge(max) => {
                write!(f, "the response is larger than {}; {MAYBE}", Bytes(*max))
            }
        }
    }
}

const NOT_SENT: &str = "the request was not sent";
const MAYBE: &str = "the request may have taken effect";

fn success_text(is_seen: bool) -> &'static str {
    if is_seen { "the service reported success" } else { MAYBE }
}

fn write_no_permit(
    f: &mut fmt::Formatter<'_>,
    needed: Option<Duration>,
    limit: Duration,
) -> fmt::Result {
    let limit = Rounded(limit);
    match needed.map(Rounded) {
        Some(wait) => write!(
            f,
            "the rate limiter has no permit for another {wait}, but the call may wait only {limit}; {NOT_SENT}"
        ),
        None => write!(f, "the rate limiter issued no permit within {limit}; {NOT_SENT}"),
    }
}

fn write_too_costly(f: &mut fmt::Formatter<'_>, bytes: usize) -> fmt::Result {
    write!(
        f,
        "decoding the response of {bytes} bytes would take more memory than 32 times its size plus 1 MiB"
    )
}

fn write_status(
    f: &mut fmt::Formatter<'_>,
    status: u16,
    bytes: usize,
    retry_after: Option<Duration>,
    effect: Effect,
) -> fmt::Result {
    write!(f, "HTTP status {status} with a body of {bytes} bytes")?;
    if let Some(wait) = retry_after {
        write!(f, ", retry after {}", Rounded(wait))?;
    }
    let is_refused = effect == Effect::None;
    write!(f, "; {}", if is_refused { "the request had no effect" } else { MAYBE })
}

fn write_unreadable(
    f: &mut fmt::Formatter<'_>,
    bytes: usize,
    content_type: Option<String>,
    error: &DecodeError,
) -> fmt::Result {
    write!(f, "could not read the response of {bytes} bytes")?;
    if let Some(content_type) = content_type {
        write!(f, " ({content_type})")?;
    }
    write!(f, ": {error}")
}

/// Returns the code of a failed call. A failure with the code 0 has no code.
fn code_of(envelope: &Envelope) -> Option<ErrorCode> {
    envelope.error_code.filter(|code| !code.is_ok())
}

/// Writes `51009 CONTACT_GROUP_NOT_FOUND, the conversation .. does not exist; the service says: ".."`.
fn write_service(
    f: &mut fmt::Formatter<'_>,
    envelope: &Envelope,
    info: Option<&CodeInfo>,
) -> fmt::Result {
    match (code_of(envelope), info) {
        (Some(code), Some(info)) => write!(f, "{} {}, {}", code.get(), info.name, info.meaning)?,
        (Some(code), None) => write!(f, "{code}, which is not in the table of codes")?,
        (None, _) => f.write_str("the service reported a failure without a code")?,
    }
    match envelope.error_info.as_deref() {
        None | Some("") => Ok(()),
        Some(text) => write!(f, "; the service says: {text:?}"),
    }
}

/// Shows an error with its sources, because the top error of reqwest says little.
struct Chain<'a>(&'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
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

/// Shows a duration to the tenth of a second; below a second to the millisecond, and below that to the microsecond.
pub(crate) struct Rounded(pub(crate) Duration);

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SECOND: u128 = 1_000_000_000;
        let nanos = self.0.as_nanos();
        let unit = match nanos {
            0 => return f.write_str("0s"),
            1..1_000_000 => 1_000,
            1_000_000..SECOND => 1_000_000,
            _ => SECOND / 10,
        };
        let nanos = (nanos + unit / 2) / unit * unit;
        let secs = u64::try_from(nanos / SECOND).unwrap_or(u64::MAX);
        let rest = u32::try_from(nanos % SECOND).unwrap_or_default();
        write!(f, "{:?}", Duration::new(secs, rest))
    }
}

/// Shows a number of bytes, in MiB if it is a whole number of them.
struct Bytes(usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes >= 1 << 20 && bytes.trailing_zeros() >= 20 => {
                write!(f, "{} MiB", bytes >> 20)
            }
            bytes => write!(f, "{bytes} bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded() {
        let shown = |nanos| Rounded(Duration::from_nanos(nanos)).to_string();
        for (nanos, text) in [
            (1_499_998_657, "1.5s"),
            (0, "0s"),
            (1_234, "1µs"),
            (999_999, "1ms"),
            (12_345_678, "12ms"),
            (999_600_000, "1s"),
            (14_960_000_000, "15s"),
            (15_000_000_001, "15s"),
        ] {
            assert_eq!(shown(nanos), text);
        }
        assert!(Rounded(Duration::MAX).to_string().starts_with("18446744073709551615"));
    }

    #[test]
    fn kinds_and_effects_are_read_as_they_are_written() {
        for kind in ErrorKind::ALL {
            assert_eq!(kind.to_string(), format!("{kind:?}"), "as the metrics name it");
            assert_eq!(kind.name().parse(), Ok(*kind));
            let json = serde_json::to_string(kind).unwrap();
            assert_eq!(serde_json::from_str::<ErrorKind>(&json).unwrap(), *kind);
        }
        for effect in Effect::ALL {
            assert_eq!(effect.to_string().parse(), Ok(*effect));
            let json = serde_json::to_string(effect).unwrap();
            assert_eq!(serde_json::from_str::<Effect>(&json).unwrap(), *effect);
        }
        assert!("Lost".parse::<ErrorKind>().is_err());
    }

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
        let kinds = variants(source, "pub enum ErrorKind {");
        assert_eq!(kinds.len(), 10);
        let classes =
            variants(include_str!("../../api-specs/src/codes.rs"), "pub enum RetryClass {");
        assert_eq!(classes.len(), 4);
        let kinds = kinds.into_iter().map(|kind| format!("(ErrorKind::{kind})"));
        for name in kinds.chain(classes.into_iter().map(|class| format!("[`RetryClass::{class}`]")))
        {
            let mut rows = source.lines().filter(|line| line.starts_with("/// | ["));
            assert!(rows.any(|row| row.contains(&name)), "no row for {name}");
        }
    }
}
