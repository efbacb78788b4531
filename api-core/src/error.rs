//! The error of everything that can fail; a [`BatchError`](crate::BatchError) holds one.

use std::fmt;
use std::time::Duration;

use crate::codec::{DecodeError, EncodeError};
use crate::redact::{Redacted, RedactedError};
use crate::{CodeInfo, CodeKind, EndpointSpec, Envelope, ErrorCode, RetryClass, Violations};

/// What went wrong, and what may be done about it.
///
/// `Display` alone says what happened: the endpoint, the code with its meaning, the service's own text. Neither it
/// nor `Debug` ever shows the secret key, the `UserSig` or the URL.
///
/// # This error, do that
///
/// [`effect`](Self::effect) says what the call did to the service, over all its attempts:
///
/// | effect | it means | you do |
/// |---|---|---|
/// | [`Effect::None`] | the call certainly changed nothing | call again as you like |
/// | [`Effect::Unknown`] | the call may have taken effect | look whether it did before you call again, unless the endpoint is idempotent |
/// | [`Effect::Done`] | the call took effect, and only its response could not be read | do not call again; look at [`raw_body`](Self::raw_body) |
///
/// [`kind`](Self::kind) says what went wrong at the last attempt:
///
/// | kind | the client did | you do |
/// |---|---|---|
/// | [`Configuration`](ErrorKind::Configuration) | nothing | correct what it names |
/// | [`InvalidRequest`](ErrorKind::InvalidRequest) | nothing | correct the request: [`violations`](Self::violations) |
/// | [`Credentials`](ErrorKind::Credentials) | asked the provider | see to the provider, call again |
/// | [`RateLimited`](ErrorKind::RateLimited) | waited, or knew that waiting would not do | call later, or allow a longer wait |
/// | [`NotSent`](ErrorKind::NotSent) | retried | see to address, DNS and network, call again |
/// | [`Timeout`](ErrorKind::Timeout), [`Transport`](ErrorKind::Transport) | retried if that does no harm | by the effect |
/// | [`HttpStatus`](ErrorKind::HttpStatus) | retried at 429 and 425, whose effect is none; at 5xx and 408 if that does no harm | see to the proxy between you and the service, which gives 200 only |
/// | [`Service`](ErrorKind::Service) | by the code | see below |
/// | [`UnreadableResponse`](ErrorKind::UnreadableResponse) | nothing | by the effect; look at [`raw_body`](Self::raw_body), and tell us |
///
/// A code of the service has a class and a [`CodeKind`], which says what it is about; [`info`](Self::info) has both.
///
/// | class of the code | effect | the client did | you do |
/// |---|---|---|---|
/// | [`RetryClass::Permanent`] | none, but unknown for [`CodeKind::Internal`] and [`CodeKind::Timeout`] | nothing | what the kind says |
/// | [`RetryClass::Transient`] | the same | retried after a random wait, if that does no harm | call again later |
/// | [`RetryClass::Throttled`] | none | retried after a second or more | make fewer calls, or have the rate raised |
/// | [`RetryClass::Unauthenticated`] | none | signed anew once, by the clock of the service, if it can sign | see to the clock or the `UserSig` |
/// | not in the table | unknown | nothing | look the code up, and tell us |
///
/// "If that does no harm": see [`RetryPolicy`](crate::RetryPolicy). [`is_retryable`](Self::is_retryable) says whether the
/// same call may simply be made again, [`attempts`](Self::attempts) how often it was sent.
///
/// A service that passes errors on as HTTP statuses needs the two kinds alone:
///
/// ```
/// use api_core::{CodeKind, Error, ErrorKind};
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
    /// The path, where it is not that of the endpoint.
    path: Option<String>,
    attempts: u32,
    /// What all attempts did.
    effect: Effect,
    /// Whether another call would go the same way, whatever the code says.
    is_futile: bool,
}

/// What a call did to the service, as far as the client can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It certainly changed nothing: it was not sent, or the service refused it.
    None,
    /// It may have taken effect.
    Unknown,
    /// It took effect: the service reported success, and only the rest of the response could not be read.
    Done,
}

api_specs::names! { Effect: None Unknown Done }

/// An error of what a user plugs in.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from what it was given, or cannot do that as it is configured or where it was called.
    Configuration,
    /// The request breaks a documented constraint; see [`Error::violations`]. Or an extra field is declared or none, the path or
    /// body of a raw call is none, or an argument of [`Client::sign_for`](crate::Client::sign_for) is out of bounds. Nothing was
    /// sent.
    InvalidRequest,
    /// The client could not obtain a `UserSig` from the provider. Nothing was sent.
    Credentials,
    /// The rate limit left no permit in time. Nothing was sent.
    RateLimited,
    /// No connection came about or took the request, or the peer said by HTTP/2 that it did not process the request.
    NotSent,
    /// No whole response came in time, a large one was not read in time, or the deadline passed before anything was sent: the
    /// effect tells.
    Timeout,
    /// The connection broke before the whole response was there.
    Transport,
    /// The response has another status than 200, which the service itself never gives; see [`Error::http_status`].
    HttpStatus,
    /// The service says that the call failed; see [`Error::code`].
    Service,
    /// The response is no JSON object, does not say whether the call succeeded, takes too much memory, says not where the next
    /// page begins, has an oddity while [`strict_responses`](crate::ClientBuilder::strict_responses) is set, or is larger than
    /// [`max_response_bytes`](crate::ClientBuilder::max_response_bytes); see [`Error::raw_body`].
    UnreadableResponse,
}

api_specs::names! {
    ErrorKind: Configuration InvalidRequest Credentials RateLimited NotSent Timeout Transport HttpStatus Service
        UnreadableResponse
}

pub(crate) enum Cause {
    /// Something could not be done, for these reasons.
    Configuration(&'static str, Vec<String>),
    Invalid(Violations),
    /// An argument is out of bounds that no constraint of a field says.
    Refused(String),
    Unwritable(EncodeError),
    Credentials(Source),
    /// There was no permit within a limit; maybe it is known how long it would have taken.
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
    /// A large response could not be read in the time that was left.
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
    /// What is made of the body takes too much memory.
    TooCostly {
        success_seen: bool,
        body: Redacted,
    },
    /// It cannot be said how to ask for the next page.
    NoNextPage(DecodeError),
    /// The body has more bytes than this.
    TooLarge(usize),
}

impl Error {
    /// The client could not be built.
    pub(crate) fn configuration(problems: Vec<String>) -> Self {
        Self::misuse("could not build the client", problems)
    }

    /// The client cannot do that, as it is configured or where it was called.
    pub(crate) fn misuse(what: &'static str, problems: Vec<String>) -> Self {
        Self::new(None, Cause::Configuration(what, problems))
    }

    /// An argument is out of bounds.
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

    /// The last of so many attempts, which had this effect in all.
    pub(crate) fn after(mut self, attempts: u32, effect: Effect) -> Self {
        self.0.attempts = attempts;
        self.0.effect = self.0.effect.max(effect);
        self
    }

    /// An error that another call would meet again.
    pub(crate) fn futile(mut self) -> Self {
        self.0.is_futile = true;
        self
    }

    /// Names another path than that of the endpoint: a raw call has none.
    pub(crate) fn of_path(mut self, path: &str) -> Self {
        self.0.path = Some(path.to_owned());
        self
    }

    /// How many times it was tried to send the request; 0 if something stood in the way before.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What kind of thing went wrong.
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

    /// The endpoint that was called; none where the client could not be built.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static EndpointSpec> {
        self.0.endpoint
    }

    /// The code that the service responded with, if it said that the call failed, and why.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.envelope().and_then(code_of)
    }

    /// What is known of the code that the service responded with.
    #[must_use]
    pub fn info(&self) -> Option<&'static CodeInfo> {
        self.0.cause.info(self.0.endpoint)
    }

    /// What the service said of the failure, with the `UserSig` taken out.
    #[must_use]
    pub fn envelope(&self) -> Option<&Envelope> {
        match &self.0.cause {
            Cause::Service { envelope, .. } => Some(envelope),
            _ => None,
        }
    }

    /// Every constraint that the request breaks.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.cause {
            Cause::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// The HTTP status, if it is not 200.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self.0.cause {
            Cause::HttpStatus { status, .. } => Some(status),
            _ => None,
        }
    }

    /// What was wrong with an unreadable response, and where.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.0.cause {
            Cause::Unreadable { error, .. } => Some(error),
            Cause::NoNextPage(error) => Some(error),
            _ => None,
        }
    }

    /// The response as it came, with the `UserSig` taken out, where one came.
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

    /// The error of the transport, the provider of `UserSig`s or the limiter, if it was one of theirs: to be downcast. If the
    /// `UserSig` was in its texts, this is an error that has the redacted texts alone.
    ///
    /// `Display` of [`Error`] tells it already.
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match &self.0.cause {
            Cause::Credentials(error) | Cause::Limiter(error) => Some(&**error),
            Cause::NotSent { error, .. } | Cause::Transport(error) => Some(error.get()),
            _ => None,
        }
    }

    /// What the call did to the service, at any of its attempts.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.0.effect
    }

    /// Whether the same call may succeed if made again, without taking effect twice.
    ///
    /// True where nothing was sent, where the code's [`RetryClass`] says to try again, and after timeouts, broken
    /// connections and the statuses 408, 425, 429 and 5xx; of these only if the endpoint is idempotent or the request has
    /// certainly not taken effect. False where the `UserSig` is refused and the client cannot sign another.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let is_idempotent = self.0.endpoint.is_some_and(EndpointSpec::is_idempotent);
        self.retry() != RetryClass::Permanent && (is_idempotent || self.0.effect == Effect::None)
    }

    /// Returns the wait that the response asks for, if it does.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self.0.cause {
            Cause::HttpStatus { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// Whether what went wrong was before anything was handed to the transport.
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

    /// Whether and how the same call may go otherwise if made again, whatever it does then.
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
            write!(f, "; the last of {} attempts", self.0.attempts)?;
            if self.0.effect > self.0.cause.effect(self.0.endpoint) {
                f.write_str(", an earlier one may have taken effect")?;
            }
        }
        Ok(())
    }
}

impl Cause {
    /// What is known of the code that the service responded with.
    fn info(&self, endpoint: Option<&EndpointSpec>) -> Option<&'static CodeInfo> {
        match self {
            Self::Service { envelope, .. } => endpoint?.info(code_of(envelope)?),
            _ => None,
        }
    }

    /// What one attempt that ended so did to the service.
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
            // These statuses say that the request was refused before it was processed.
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

    /// Whether another attempt may go otherwise, and when.
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

    /// Says what happened; `info` is what is known of the service's code.
    fn write(&self, f: &mut fmt::Formatter<'_>, info: Option<&CodeInfo>) -> fmt::Result {
        const NOT_SENT: &str = "the request was not sent";
        match self {
            Self::Configuration(what, problems) => write!(f, "{what}: {}", problems.join("; ")),
            Self::Invalid(violations) => {
                write!(f, "the request breaks a constraint and was not sent: {violations}")
            }
            Self::Refused(problem) => f.write_str(problem),
            Self::Unwritable(error) => write!(f, "{error}; {NOT_SENT}"),
            Self::Credentials(error) => {
                write!(f, "could not obtain a UserSig; {NOT_SENT}: {}", Chain(&**error))
            }
            Self::RateLimited { needed: Some(wait), limit } => {
                let (wait, limit) = (Rounded(*wait), Rounded(*limit));
                write!(
                    f,
                    "the rate limit leaves no permit for {wait}, and the call can wait for {limit}; {NOT_SENT}"
                )
            }
            Self::RateLimited { needed: None, limit } => {
                write!(f, "the rate limit left no permit within {}; {NOT_SENT}", Rounded(*limit))
            }
            Self::Limiter(error) => {
                write!(f, "the rate limiter failed; {NOT_SENT}: {}", Chain(&**error))
            }
            Self::NotSent { address, error } => {
                write!(
                    f,
                    "could not send the request to {address}, it took no effect: {}",
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
                write!(f, "; {}", of_success(*success_seen))
            }
            Self::TooCostly { success_seen, body } => {
                let bytes = body.len();
                write!(f, "the response of {bytes} bytes takes more than 32 times as much memory")?;
                write!(f, "; {}", of_success(*success_seen))
            }
            Self::NoNextPage(error) => write!(f, "could not ask for the next page: {error}"),
            Self::TooLarge(max) => {
                write!(f, "the response is larger than {}; {MAYBE}", Bytes(*max))
            }
        }
    }
}

const MAYBE: &str = "the request may have taken effect";

fn of_success(is_seen: bool) -> &'static str {
    if is_seen { "the service reported success" } else { MAYBE }
}

fn write_status(
    f: &mut fmt::Formatter<'_>,
    status: u16,
    bytes: usize,
    retry_after: Option<Duration>,
    effect: Effect,
) -> fmt::Result {
    write!(f, "HTTP status {status} with {bytes} bytes")?;
    if let Some(wait) = retry_after {
        write!(f, ", to be retried after {}", Rounded(wait))?;
    }
    let is_refused = effect == Effect::None;
    write!(f, "; {}", if is_refused { "the request took no effect" } else { MAYBE })
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

/// The code of a call that failed; a failure with the code 0 has none.
fn code_of(envelope: &Envelope) -> Option<ErrorCode> {
    envelope.error_code.filter(|code| !code.is_ok())
}

/// As in `51009 CONTACT_GROUP_NOT_FOUND, the conversation .. does not exist; the service says: ".."`.
fn write_service(
    f: &mut fmt::Formatter<'_>,
    envelope: &Envelope,
    info: Option<&CodeInfo>,
) -> fmt::Result {
    match (code_of(envelope), info) {
        (Some(code), Some(info)) => write!(f, "{} {}, {}", code.get(), info.name, info.meaning)?,
        (Some(code), None) => write!(f, "{code}, a code that is not in the table")?,
        (None, _) => f.write_str("the service reported a failure without a code")?,
    }
    match envelope.error_info.as_deref() {
        None | Some("") => Ok(()),
        Some(text) => write!(f, "; the service says: {text:?}"),
    }
}

/// An error with its sources: reqwest says little by itself.
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

/// Shows what `Display` says, and the kind; never the body.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &format_args!("{self}"))
            .field("body_length", &self.raw_body().map(<[u8]>::len))
            .finish()
    }
}

/// `Display` tells the causes too, so `source` is always `None`, and a report of the chain says nothing twice. See
/// [`Error::get_ref`].
impl std::error::Error for Error {}

/// A duration as a person reads it: to the tenth of a second, and below a second to the millisecond.
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

/// A number of bytes: in MiB where it is a whole number of them.
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
    fn durations_are_told_as_a_person_would() {
        let told = |nanos| Rounded(Duration::from_nanos(nanos)).to_string();
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
            assert_eq!(told(nanos), text);
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

    /// The variants of an enum, off its source.
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
