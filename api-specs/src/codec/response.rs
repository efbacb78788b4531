//! Responses: a response and its envelope in one JSON object.

use std::{fmt, mem};

use super::decode::{Pass, note_missing, read_both};
use super::salvage::{CODE, Verdict, judge, salvage};
use super::{DecodeError, EncodeError, Oddities, Strictness, encode};
use crate::Envelope;
use crate::schema::{Field, Record, RecordMut, RecordRef, Value};

/// A response that is not a success.
#[derive(Debug)]
pub enum ResponseError {
    /// The service reports that the call failed.
    Service(Box<Envelope>),
    /// The response does not fit the spec and reports no failure.
    Unreadable {
        /// The first value that does not fit.
        error: DecodeError,
        /// `true` if the response says that the call succeeded.
        success_seen: bool,
    },
    /// The values of the response would take more memory than 32 times its size plus 1 MiB.
    TooLarge {
        /// `true` if the response says that the call succeeded.
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
/// Fails as [`read_response_into`] does.
pub fn read_response<R: Record + Field>(
    body: &[u8],
    strictness: Strictness,
) -> Result<(R, Oddities), ResponseError> {
    let mut response = R::empty();
    match read_alone(body, RecordMut::new(&mut response), strictness) {
        Ok(oddities) => Ok((response, oddities)),
        Err(error) => Err(error),
    }
}

/// Reads a response and drops its envelope. It is not generic, so that it is compiled once.
#[inline(never)]
fn read_alone(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Oddities, ResponseError> {
    read_response_into(body, response, &mut Envelope::new(), strictness)
}

/// Reads the fields of a response into `response` and its envelope into `envelope`, in one pass. Both must be empty.
///
/// In lenient mode, a value of a success that cannot be read becomes empty and is noted as an oddity. An unreadable status
/// marks its item as failed. An item that does not fit is marked as failed if the items of its list have a status. In
/// strict mode, the first oddity is an error with the same path.
///
/// A failure is reported as such, whatever else in the response is odd and wherever its code stands. If the spec says that
/// the response is judged per item, the envelope counts only if no item has a status.
///
/// # Errors
///
/// - [`Service`](ResponseError::Service): the service reports that the call failed.
/// - [`Unreadable`](ResponseError::Unreadable): the response is not a JSON object, does not say whether the call succeeded,
///   or has an oddity in strict mode.
/// - [`TooLarge`](ResponseError::TooLarge): the values would take more memory than 32 times the body plus 1 MiB.
#[inline]
pub fn read_response_into(
    body: &[u8],
    mut response: RecordMut<'_>,
    envelope: &mut Envelope,
    strictness: Strictness,
) -> Result<Oddities, ResponseError> {
    let mut pass = Pass::new(strictness, body.len());
    let read = read_both(body, response.reborrow(), RecordMut::new(envelope), &mut pass);
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
        DecodeError::new("", "neither an `ErrorCode` nor the `ActionStatus` \"OK\" is present")
    };
    ResponseError::Unreadable { error, success_seen: false }
}

/// Returns the failure of a response whose decoding ended early because of `error`.
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

fn is_judged_per_item(response: RecordRef<'_>) -> bool {
    response.table.is_judged_per_item && has_statuses(response)
}

/// Writes a response: the fields of the response, then those of the envelope.
///
/// # Errors
///
/// Fails if a number is infinite or NaN.
pub fn write_response(
    response: RecordRef<'_>,
    envelope: &Envelope,
) -> Result<Vec<u8>, EncodeError> {
    encode::both_to_json(response, RecordRef::new(envelope))
}

/// Returns `true` if a response has items with a status.
fn has_statuses(response: RecordRef<'_>) -> bool {
    let mut has_statuses = false;
    response.for_each(|field, value| {
        has_statuses = has_statuses || field.is_status() || is_judged(value);
    });
    has_statuses
}

fn is_judged(value: Value<'_>) -> bool {
    match value {
        Value::Record(record) => has_statuses(record),
        Value::List(list) => {
            let mut is_any = false;
            list.for_each(|_, item| is_any = is_any || is_judged(item));
            is_any
        }
        _ => false,
    }
}
