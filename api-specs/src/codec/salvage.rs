//! Judging the envelope of a response, and salvaging it from a body that does not fit.

use super::Strictness;
use super::decode::{Pass, RootSeed};
use super::empty::Empty;
use super::mend::mend;
use crate::schema::RecordMut;
use crate::{Envelope, ErrorCode};

pub(super) const CODE: &str = "ErrorCode";

/// The result of a call, as its response reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Success,
    Failure,
    /// The response does not report the result, or it cannot be read.
    Unknown,
}

/// Judges the envelope that a pass has read. If the code is repeated, a code of failure overrides a code of success.
pub(super) fn judge(envelope: &mut Envelope, pass: &Pass) -> Verdict {
    if let Some(code) = pass.failure
        && envelope.error_code.is_none_or(ErrorCode::is_ok)
    {
        envelope.error_code = i32::try_from(code).ok().map(ErrorCode::new);
    }
    if envelope.is_failure() {
        return Verdict::Failure;
    }
    let is_code_lost = || envelope.error_code.is_none() && pass.oddities.has_lost(CODE);
    match envelope.code() {
        Some(_) if !is_code_lost() => Verdict::Success,
        _ => Verdict::Unknown,
    }
}

/// Reads and judges the envelope of a body that does not fit or is cut.
#[cold]
pub(super) fn salvage(body: &[u8]) -> (Envelope, Verdict) {
    // A body may be cut within a number. The digits before the cut would be a different number.
    let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let end = body.iter().rposition(|byte| !is_of_number(byte)).map_or(0, |last| last + 1);
    let body = body.get(..end).unwrap_or_default();
    let mended = mend(body);
    let body = mended.as_ref().map_or(body, String::as_bytes);
    let mut envelope = Envelope::new();
    let mut pass = Pass::new(Strictness::Lenient, body.len());
    pass.is_mended = mended.is_some();
    let mut empty = Empty;
    let record = RecordMut::new(&mut empty);
    let mut top = RootSeed { record, envelope: Some(RecordMut::new(&mut envelope)) };
    // The caller knows the error already.
    let is_whole = top.read(body, &mut pass).is_ok();
    let verdict = judge(&mut envelope, &pass);
    // The code may stand after the cut.
    let is_known = is_whole || envelope.error_code.is_some();
    (envelope, if is_known { verdict } else { Verdict::Unknown })
}
