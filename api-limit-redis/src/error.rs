//! The reasons why Redis cannot be used. None has a text that came from a peer or a URL, because that may hold a password.

use std::fmt;

use redis::RedisError;

/// The codes of Redis that an error shows. The text of any other error may repeat what was sent.
const CODES: &[&str] = &[
    "BUSY",
    "CLUSTERDOWN",
    "CROSSSLOT",
    "ERR",
    "LOADING",
    "MASTERDOWN",
    "MISCONF",
    "MOVED",
    "NOAUTH",
    "NOPERM",
    "NOREPLICAS",
    "NOSCRIPT",
    "OOM",
    "READONLY",
    "UNKILLABLE",
    "WRONGPASS",
    "WRONGTYPE",
];

/// The reason why a limiter cannot use Redis. Its texts never hold the URL, and nothing that Redis sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Error(Failure);

/// The reason of an [`Error`], and of a failed request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Failure {
    /// The URL is none of Redis.
    Url,
    /// Nothing listens at its address.
    NoListener,
    /// The connection could not be made or broke.
    Disconnected,
    /// There was no response in time.
    Timeout,
    /// Responses take so long that the difference of the clocks is less certain than the guard allows.
    TooSlow,
    /// Redis refused the user or the password.
    Authentication,
    /// Redis responded with this error code.
    Code(&'static str),
    /// The response has another form than the script gives it.
    Malformed,
    /// There is an outage, whatever its reason.
    Outage,
    /// There is no tokio runtime.
    Runtime,
}

impl Error {
    /// The reason of a refusal during an outage.
    pub(crate) const UNAVAILABLE: Self = Self(Failure::Outage);

    /// Returns `true` if the URL cannot be used, so that trying again is useless.
    #[must_use]
    pub fn is_invalid_url(&self) -> bool {
        self.0 == Failure::Url
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Failure::Url => f.write_str(
                "the URL of Redis is invalid; it is not shown, because it may hold a password",
            ),
            Failure::Runtime => f.write_str("a shared rate limiter needs a tokio runtime"),
            failure => write!(f, "Redis cannot be used: {failure}"),
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => f.write_str("its URL is invalid"),
            Self::NoListener => f.write_str("nothing listens at its address"),
            Self::Disconnected => f.write_str("the connection could not be made or broke"),
            Self::Timeout => f.write_str("it did not respond in time"),
            Self::TooSlow => f.write_str("its responses take longer than the guard"),
            Self::Authentication => f.write_str("it refused the user or the password"),
            Self::Code(code) => write!(f, "it responded with {code}"),
            Self::Malformed => f.write_str("its response was not understood"),
            Self::Outage => f.write_str("there is an outage"),
            Self::Runtime => f.write_str("there is no tokio runtime"),
        }
    }
}

impl From<RedisError> for Failure {
    fn from(error: RedisError) -> Self {
        use redis::{ErrorKind, ServerErrorKind};
        let known = |code: &str| CODES.iter().find(|known| **known == code).copied();
        match error.kind() {
            _ if error.is_timeout() => Self::Timeout,
            ErrorKind::AuthenticationFailed => Self::Authentication,
            ErrorKind::InvalidClientConfig => Self::Url,
            ErrorKind::Io if error.is_connection_refusal() => Self::NoListener,
            ErrorKind::Io => Self::Disconnected,
            ErrorKind::Server(ServerErrorKind::NoScript) => Self::Code("NOSCRIPT"),
            _ => match error.code() {
                Some(code) => Self::Code(known(code).unwrap_or("an unknown code")),
                None => Self::Malformed,
            },
        }
    }
}
