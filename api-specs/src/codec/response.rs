//! Responses: a response and its envelope in one JSON object.

use std::{fmt, mem};

use super::decode::{Pass, RootSeed, note_missing};
use super::mend::mend;
use super::salvage::{CODE, Verdict, judge, salvage};
use super::{
    DecodeError, EncodeError, Oddities, Record, RecordMut, RecordRef, Strictness, encode, failures,
};
use crate::Envelope;

/// A response that is not a success.
#[derive(Debug)]
pub enum ResponseError {
    /// The service says that the call failed.
    Service(Box<Envelope>),
    /// The response does not fit the spec, and says of no failure.
    Unreadable {
        /// What does not fit.
        error: DecodeError,
        /// Whether the response says that the call succeeded.
        success_seen: bool,
    },
    /// The response would take far more memory than its own size: more than 32 times that and 1 MiB.
    TooLarge {
        /// Whether the response says that the call succeeded.
        success_seen: bool,
    },
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(envelope) => match envelope.error_code {
                Some(code) if !code.is_ok() => write!(f, "the service responded {code}"),
                _ => f.write_str("the service responded that the call failed, without a code"),
            },
            Self::Unreadable { error, .. } => write!(f, "the response cannot be read: {error}"),
            Self::TooLarge { .. } => f.write_str("the response takes too much memory"),
        }
    }
}

impl std::error::Error for ResponseError {}

/// Reads a response.
///
/// # Errors
///
/// As [`read_response_into`].
pub fn read_response<R: Record>(
    body: &[u8],
    strictness: Strictness,
) -> Result<(R, Oddities), ResponseError> {
    let mut response = R::empty();
    match read_alone(body, RecordMut::new(&mut response), strictness) {
        Ok(oddities) => Ok((response, oddities)),
        Err(error) => Err(error),
    }
}

/// Reads a response whose envelope nobody wants. For all types, so that its end is compiled once.
#[inline(never)]
fn read_alone(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Oddities, ResponseError> {
    read_response_into(body, response, &mut Envelope::new(), strictness)
}

/// Reads a response into a empty response, and its envelope in the same pass into a new one.
///
/// Lenient, it reads of a success what can be read: the rest becomes empty, and each such value is an oddity. A status of
/// an item that cannot be read says that the item failed; so does an item that does not fit in a list whose items have a
/// status. Strict, the first oddity is an error with the same path.
///
/// Fields count only on success: whatever is odd, a failure is the service's own, wherever its code stands. Where the spec
/// says that the response is judged per item, the envelope counts only if no item has an outcome.
///
/// # Errors
///
/// The service says that the call failed; the response is no JSON object, does not say whether the call succeeded, or is odd
/// while that is an error; or the values would take more memory than 32 times the body and 1 MiB.
#[inline]
pub fn read_response_into(
    body: &[u8],
    mut response: RecordMut<'_>,
    envelope: &mut Envelope,
    strictness: Strictness,
) -> Result<Oddities, ResponseError> {
    let mut pass = Pass::new(strictness, body.len());
    let mut read = read_once(body, response.reborrow(), envelope, &mut pass);
    if read.is_err()
        && !pass.is_too_large
        && let Some(mended) = mend(body)
    {
        pass = Pass::new(strictness, body.len());
        pass.is_mended = true;
        read = read_again(mended.as_bytes(), response.reborrow(), envelope, &mut pass);
    }
    let verdict = judge(envelope, &pass);
    match read {
        Ok(seen) if verdict == Verdict::Success || is_judged_per_item(response.as_ref()) => {
            match note_missing::<serde_json::Error>(response, seen, None, &mut pass) {
                Ok(()) => Ok(pass.oddities),
                Err(error) => Err(salvage_envelope(body, &error, &pass)),
            }
        }
        Ok(_) if verdict == Verdict::Failure => {
            Err(ResponseError::Service(Box::new(mem::take(envelope))))
        }
        Ok(_) => Err(unknown(&pass)),
        Err(error) => Err(salvage_envelope(body, &error, &pass)),
    }
}

#[cold]
fn unknown(pass: &Pass) -> ResponseError {
    let error = if pass.oddities.has_lost(CODE) {
        DecodeError::new(CODE, "expected an integer")
    } else {
        DecodeError::new("", "neither an `ErrorCode` nor the `ActionStatus` \"OK\" is there")
    };
    ResponseError::Unreadable { error, success_seen: false }
}

/// What a response amounts to that was not read to its end because of `error`.
#[cold]
fn salvage_envelope(body: &[u8], error: &serde_json::Error, pass: &Pass) -> ResponseError {
    let (envelope, verdict) = salvage(body);
    let success_seen = verdict == Verdict::Success;
    match verdict {
        Verdict::Failure => ResponseError::Service(Box::new(envelope)),
        _ if pass.is_too_large => ResponseError::TooLarge { success_seen },
        _ => {
            let error = DecodeError::new(pass.failed_at(), error);
            ResponseError::Unreadable { error, success_seen }
        }
    }
}

fn read_once(
    body: &[u8],
    response: RecordMut<'_>,
    envelope: &mut Envelope,
    pass: &mut Pass,
) -> serde_json::Result<u64> {
    RootSeed { record: response, envelope: Some(RecordMut::new(envelope)) }.read(body, pass)
}

/// Reads a body once more, which was mended.
#[cold]
#[inline(never)]
fn read_again(
    body: &[u8],
    mut response: RecordMut<'_>,
    envelope: &mut Envelope,
    pass: &mut Pass,
) -> serde_json::Result<u64> {
    response.clear();
    *envelope = Envelope::new();
    read_once(body, response, envelope, pass)
}

fn is_judged_per_item(response: RecordRef<'_>) -> bool {
    response.table.is_judged_per_item && failures::has_statuses(response)
}

/// Writes a response: the fields of the response, then those of the envelope.
///
/// # Errors
///
/// Only if a number is infinite or none.
pub fn write_response(
    response: RecordRef<'_>,
    envelope: &Envelope,
) -> Result<Vec<u8>, EncodeError> {
    encode::both_to_json(response, RecordRef::new(envelope))
}
