//! Answers: a response and its envelope in one JSON object.

use std::{fmt, mem};

use super::decode::{MISSING, Top};
use super::glimpse::Glimpse;
use super::path::{Step, Trail};
use super::{
    DecodeError, EncodeError, Oddities, Record, RecordMut, RecordRef, Strictness, encode, failures,
};
use crate::{Envelope, ErrorCode};

/// An answer that is not a success.
#[derive(Debug)]
pub enum AnswerError {
    /// The service says that the call failed.
    Service(Box<Envelope>),
    /// The answer does not fit the spec, and says of no failure.
    Unreadable {
        /// What does not fit.
        error: DecodeError,
        /// Whether the answer says that the call succeeded.
        success_seen: bool,
    },
    /// The response would take far more memory than its own size: more than 32 times that and 1 MiB.
    TooLarge {
        /// Whether the response says that the call succeeded.
        success_seen: bool,
    },
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(envelope) => {
                write!(f, "the service answered {}", envelope.error_code.unwrap_or_default())
            }
            Self::Unreadable { error, .. } => write!(f, "the answer cannot be read: {error}"),
            Self::TooLarge { .. } => f.write_str("the response takes too much memory"),
        }
    }
}

impl std::error::Error for AnswerError {}

/// Reads an answer.
///
/// # Errors
///
/// As [`read_answer_into`].
pub fn read_answer<R: Record>(
    body: &[u8],
    strictness: Strictness,
) -> Result<(R, Oddities), AnswerError> {
    let mut response = R::vacant();
    match read_alone(body, RecordMut::new(&mut response), strictness) {
        Ok(oddities) => Ok((response, oddities)),
        Err(error) => Err(error),
    }
}

/// Reads an answer whose envelope nobody wants. For all types, so that its end is compiled once.
#[inline(never)]
fn read_alone(
    body: &[u8],
    response: RecordMut<'_>,
    strictness: Strictness,
) -> Result<Oddities, AnswerError> {
    read_answer_into(body, response, &mut Envelope::new(), strictness)
}

/// Reads an answer into a vacant response, and its envelope in the same pass into a new one.
///
/// Required fields count only on success. An answer that does not fit is read again for its envelope alone, so that
/// the service's own error is never hidden by ours. Where the spec says that the answer is judged per item, the
/// envelope counts only if no item has an outcome.
///
/// # Errors
///
/// The service says that the call failed, or the answer cannot be read.
pub fn read_answer_into(
    body: &[u8],
    response: RecordMut<'_>,
    envelope: &mut Envelope,
    strictness: Strictness,
) -> Result<Oddities, AnswerError> {
    let _ = strictness;
    let table = response.table;
    let mut trail = Trail::default();
    let mut top = Top { record: response, envelope: Some(RecordMut::new(envelope)) };
    let seen = match top.read(body, &mut trail) {
        Ok(seen) => seen,
        Err(error) => return Err(misfit(body, DecodeError::new(&trail, error))),
    };
    let unreadable = |trail: &Trail, message: &str, success_seen| {
        let error = DecodeError::new(trail, message);
        Err(AnswerError::Unreadable { error, success_seen })
    };
    let is_judged_per_item =
        table.is_judged_per_item && failures::has_outcomes(top.record.as_ref());
    let outcome = if is_judged_per_item { Some(ErrorCode::OK) } else { envelope.outcome() };
    match outcome {
        Some(code) if !code.is_ok() => Err(AnswerError::Service(Box::new(mem::take(envelope)))),
        None => unreadable(
            &trail,
            "neither an `ErrorCode` nor the `ActionStatus` \"OK\" is there",
            false,
        ),
        Some(_) => match table.missing(seen) {
            Some(field) => {
                trail.leave(Step::Field(field.wire));
                unreadable(&trail, MISSING, true)
            }
            None => Ok(Oddities::default()),
        },
    }
}

/// What an answer that does not fit because of `error` amounts to.
fn misfit(body: &[u8], error: DecodeError) -> AnswerError {
    let glimpse = Glimpse::of(body);
    match glimpse.outcome() {
        Some(code) if !code.is_ok() => AnswerError::Service(Box::new(glimpse.into_envelope())),
        outcome => AnswerError::Unreadable { error, success_seen: outcome.is_some() },
    }
}

/// Writes an answer: the fields of the response, then those of the envelope.
///
/// # Errors
///
/// Only if a number is infinite or none, or a hand-written field type refuses to be written.
pub fn write_answer(response: RecordRef<'_>, envelope: &Envelope) -> Result<Vec<u8>, EncodeError> {
    encode::both_to_json(response, RecordRef::new(envelope))
}
