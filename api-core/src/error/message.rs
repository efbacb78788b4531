//! The text of each cause.

use std::fmt;
use std::time::Duration;

use super::cause::{Cause, code_of};
use super::kind::Effect;
use super::quantity::{Bytes, Rounded};
use super::source::Chain;
use crate::codec::DecodeError;
use crate::redact::Redacted;
use crate::{CodeInfo, Envelope};

impl Cause {
    /// Writes the message. `info` describes the service's code.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, info: Option<&CodeInfo>) -> fmt::Result {
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
