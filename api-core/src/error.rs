//! The one error type.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::codec::{DecodeError, EncodeError};
use crate::transport::MAX_ANSWER;
use crate::{CodeInfo, CodeKind, EndpointSpec, Envelope, ErrorCode, Retry, Violations};

/// What went wrong, and what may be done about it.
///
/// `Display` alone says what happened: the endpoint, the code with its meaning, the service's own text. Neither it
/// nor `Debug` ever shows the secret key, the `UserSig` or the URL.
///
/// # This error, do that
///
/// | [`kind`](Self::kind) | took effect | the client did | you do |
/// |---|---|---|---|
/// | [`Configuration`](ErrorKind::Configuration) | no | nothing | mend what it names |
/// | [`InvalidRequest`](ErrorKind::InvalidRequest) | no | nothing | mend the request: [`violations`](Self::violations) |
/// | [`Credentials`](ErrorKind::Credentials) | no | asked the provider | see to the provider, call again |
/// | [`Limited`](ErrorKind::Limited) | no | waited as long as it may | call later, or allow a longer wait |
/// | [`NotSent`](ErrorKind::NotSent) | no | tried again | see to address, DNS and network, call again |
/// | [`Timeout`](ErrorKind::Timeout), [`Transport`](ErrorKind::Transport) | maybe | tried again if that does no harm | look whether it took effect, then call again |
/// | [`HttpStatus`](ErrorKind::HttpStatus) | maybe | tried again at 5xx, if that does no harm | see to the proxy between you and the service, which gives 200 only |
/// | [`Service`](ErrorKind::Service) | by the code | by the code | see below |
/// | [`UnreadableAnswer`](ErrorKind::UnreadableAnswer) | maybe; see the text | nothing | look at [`raw_body`](Self::raw_body), and tell us |
///
/// What the service says is classed by its code; [`info`](Self::info) has the class.
///
/// | class of the code | took effect | the client did | you do |
/// |---|---|---|---|
/// | [`Retry::Never`] | no, but for [`CodeKind::Internal`] and [`CodeKind::Timeout`] | nothing | mend what the code's meaning says |
/// | [`Retry::Again`] | the same | tried again after a random wait, if that does no harm | call again later |
/// | [`Retry::Slower`] | no | tried again after a second or more | make fewer calls, or have the limit raised |
/// | [`Retry::Resign`] | no | signed anew once, by the clock of the service | see to the clock or the `UserSig` |
/// | not in the table | maybe | nothing | look the code up, and tell us |
///
/// "If that does no harm": see [`RetryPolicy`](crate::RetryPolicy). Whether any attempt may have taken effect is told by
/// [`may_have_taken_effect`](Self::may_have_taken_effect), how many there were by [`attempts`](Self::attempts).
pub struct Error(Box<Inner>);

struct Inner {
    endpoint: Option<&'static EndpointSpec>,
    cause: Cause,
    /// The path, where it is not that of the endpoint.
    path: Option<String>,
    attempts: u32,
    /// Whether an attempt before the last one may have taken effect.
    earlier_effect: bool,
}

/// An error of what a user plugs in.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from what it was given.
    Configuration,
    /// The request breaks a documented limit; see [`Error::violations`]. Nothing was sent.
    InvalidRequest,
    /// There is no `UserSig` to be had from the provider. Nothing was sent.
    Credentials,
    /// No place within the limits came free in time. Nothing was sent.
    Limited,
    /// No connection came about. Nothing was sent.
    NotSent,
    /// No whole answer came in time.
    Timeout,
    /// The connection broke before the whole answer was there.
    Transport,
    /// The answer has another status than 200, which the service itself never gives; see [`Error::http_status`].
    HttpStatus,
    /// The service says that the call failed; see [`Error::code`].
    Service,
    /// The answer does not fit the spec, or is larger than 32 MiB; see [`Error::raw_body`].
    UnreadableAnswer,
}

pub(crate) enum Cause {
    Configuration(Vec<String>),
    Invalid(Violations),
    Unwritable(EncodeError),
    Credentials(Source),
    Limited(Duration),
    Limiter(Source),
    NotSent { address: String, error: Source },
    Timeout(Duration),
    Transport(Source),
    HttpStatus { status: u16, body: Bytes },
    Service { envelope: Box<Envelope>, body: Bytes },
    Unreadable { error: DecodeError, success_seen: bool, content_type: Option<String>, body: Bytes },
    TooLarge,
}

impl Error {
    pub(crate) fn configuration(problems: Vec<String>) -> Self {
        let cause = Cause::Configuration(problems);
        Self(Box::new(Inner {
            endpoint: None,
            cause,
            path: None,
            attempts: 0,
            earlier_effect: false,
        }))
    }

    pub(crate) fn of_call(endpoint: &'static EndpointSpec, cause: Cause) -> Self {
        let endpoint = Some(endpoint);
        Self(Box::new(Inner { endpoint, cause, path: None, attempts: 0, earlier_effect: false }))
    }

    /// The last of several attempts.
    pub(crate) fn after(mut self, attempts: u32, earlier_effect: bool) -> Self {
        self.0.attempts = attempts;
        self.0.earlier_effect = earlier_effect;
        self
    }

    /// Of a call that no spec stands behind.
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
            Cause::Configuration(_) => ErrorKind::Configuration,
            Cause::Invalid(_) | Cause::Unwritable(_) => ErrorKind::InvalidRequest,
            Cause::Credentials(_) => ErrorKind::Credentials,
            Cause::Limited(_) | Cause::Limiter(_) => ErrorKind::Limited,
            Cause::NotSent { .. } => ErrorKind::NotSent,
            Cause::Timeout(_) => ErrorKind::Timeout,
            Cause::Transport(_) => ErrorKind::Transport,
            Cause::HttpStatus { .. } => ErrorKind::HttpStatus,
            Cause::Service { .. } => ErrorKind::Service,
            Cause::Unreadable { .. } | Cause::TooLarge => ErrorKind::UnreadableAnswer,
        }
    }

    /// The endpoint that was called; none where the client could not be built.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static EndpointSpec> {
        self.0.endpoint
    }

    /// The code that the service answered with, if it said that the call failed.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.envelope().and_then(Envelope::outcome)
    }

    /// What is known of the code that the service answered with.
    #[must_use]
    pub fn info(&self) -> Option<&'static CodeInfo> {
        self.0.endpoint.and_then(|endpoint| self.0.cause.info(endpoint))
    }

    /// What the service said of the failure, with the `UserSig` taken out.
    #[must_use]
    pub fn envelope(&self) -> Option<&Envelope> {
        match &self.0.cause {
            Cause::Service { envelope, .. } => Some(envelope),
            _ => None,
        }
    }

    /// Every limit that the request breaks.
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

    /// What was wrong with an unreadable answer, and where.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.0.cause {
            Cause::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }

    /// The answer as it came, with the `UserSig` taken out, where one came.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        match &self.0.cause {
            Cause::HttpStatus { body, .. }
            | Cause::Service { body, .. }
            | Cause::Unreadable { body, .. } => Some(body),
            _ => None,
        }
    }

    /// Whether the service may have done what it was asked for, at any of the attempts. Where an unreadable answer says
    /// that the call succeeded, it has.
    #[must_use]
    pub fn may_have_taken_effect(&self) -> bool {
        self.0.earlier_effect || self.last_may_have_taken_effect()
    }

    fn last_may_have_taken_effect(&self) -> bool {
        match &self.0.cause {
            Cause::Configuration(_)
            | Cause::Invalid(_)
            | Cause::Unwritable(_)
            | Cause::Credentials(_)
            | Cause::Limited(_)
            | Cause::Limiter(_)
            | Cause::NotSent { .. } => false,
            Cause::Service { .. } => {
                let kind = self.info().map(|info| info.kind);
                kind.is_none_or(|kind| matches!(kind, CodeKind::Timeout | CodeKind::Internal))
            }
            Cause::Timeout(_)
            | Cause::Transport(_)
            | Cause::HttpStatus { .. }
            | Cause::Unreadable { .. }
            | Cause::TooLarge => true,
        }
    }

    /// Whether the same call may succeed if made again, without taking effect twice.
    ///
    /// True where nothing was sent, where the code's [`Retry`] says to try again, and after timeouts, broken
    /// connections and statuses of 5xx; of these only if the endpoint is idempotent or the request has
    /// certainly not taken effect.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let is_idempotent = self.0.endpoint.is_some_and(EndpointSpec::is_idempotent);
        self.is_passing() && (is_idempotent || !self.may_have_taken_effect())
    }

    /// Whether the same call may be answered otherwise if made again, whatever it does then.
    pub(crate) fn is_passing(&self) -> bool {
        match &self.0.cause {
            Cause::Limited(_) | Cause::Limiter(_) | Cause::Credentials(_) => true,
            Cause::NotSent { .. } | Cause::Timeout(_) | Cause::Transport(_) => true,
            Cause::HttpStatus { status, .. } => *status >= 500,
            Cause::Service { .. } => {
                let retry = self.info().map(|info| info.retry);
                matches!(retry, Some(Retry::Again | Retry::Slower | Retry::Resign))
            }
            _ => false,
        }
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
            if self.0.earlier_effect {
                f.write_str(", an earlier one may have taken effect")?;
            }
        }
        Ok(())
    }
}

impl Cause {
    /// What is known of the code that the service answered with.
    pub(crate) fn info(&self, endpoint: &EndpointSpec) -> Option<&'static CodeInfo> {
        match self {
            Self::Service { envelope, .. } => endpoint.info(envelope.outcome()?),
            _ => None,
        }
    }

    /// Says what happened; `info` is what is known of the service's code.
    fn write(&self, f: &mut fmt::Formatter<'_>, info: Option<&CodeInfo>) -> fmt::Result {
        const MAYBE: &str = "the request may have taken effect";
        match self {
            Self::Configuration(problems) => {
                write!(f, "the client cannot be built: {}", problems.join("; "))
            }
            Self::Invalid(violations) => {
                write!(f, "the request breaks a limit, nothing was sent: {violations}")
            }
            Self::Unwritable(error) => write!(f, "{error}; nothing was sent"),
            Self::Credentials(error) => {
                write!(f, "no UserSig to be had, nothing was sent: {}", Chain(&**error))
            }
            Self::Limited(wait) => {
                write!(f, "no place within the limits came free in {wait:?}, nothing was sent")
            }
            Self::Limiter(error) => {
                write!(f, "the limiter failed, nothing was sent: {}", Chain(&**error))
            }
            Self::NotSent { address, error } => {
                write!(f, "no connection to {address}, nothing was sent: {}", Chain(&**error))
            }
            Self::Timeout(limit) => write!(f, "no answer within {limit:?}; {MAYBE}"),
            Self::Transport(error) => {
                write!(f, "the connection broke, {MAYBE}: {}", Chain(&**error))
            }
            Self::HttpStatus { status, body } => {
                write!(f, "HTTP status {status} with {} bytes; {MAYBE}", body.len())
            }
            Self::Service { envelope, .. } => write_service(f, envelope, info),
            Self::Unreadable { error, success_seen, content_type, body } => {
                write!(f, "the answer of {} bytes", body.len())?;
                if let Some(content_type) = content_type {
                    write!(f, " ({content_type})")?;
                }
                write!(f, " cannot be read: {error}; ")?;
                f.write_str(if *success_seen { "the service reported success" } else { MAYBE })
            }
            Self::TooLarge => {
                write!(f, "the answer is larger than {} MiB; {MAYBE}", MAX_ANSWER >> 20)
            }
        }
    }
}

/// As in `51009 CONTACT_GROUP_NOT_FOUND, the conversation .. does not exist; the service says: ".."`.
fn write_service(
    f: &mut fmt::Formatter<'_>,
    envelope: &Envelope,
    info: Option<&CodeInfo>,
) -> fmt::Result {
    let code = envelope.outcome().unwrap_or_default();
    match info {
        Some(info) => write!(f, "{} {}, {}", code.get(), info.name, info.meaning)?,
        None => write!(f, "{code}, a code that is not in the table")?,
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::Invalid(violations) => Some(violations),
            Cause::Unwritable(error) => Some(error),
            Cause::Credentials(error)
            | Cause::Limiter(error)
            | Cause::NotSent { error, .. }
            | Cause::Transport(error) => Some(&**error),
            Cause::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
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
        let classes = variants(include_str!("../../api-specs/src/codes.rs"), "pub enum Retry {");
        assert_eq!(classes.len(), 4);
        let kinds = kinds.into_iter().map(|kind| format!("(ErrorKind::{kind})"));
        for name in kinds.chain(classes.into_iter().map(|class| format!("[`Retry::{class}`]"))) {
            let mut rows = source.lines().filter(|line| line.starts_with("/// | ["));
            assert!(rows.any(|row| row.contains(&name)), "no row for {name}");
        }
    }
}
