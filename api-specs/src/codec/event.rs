//! Events of webhooks: an event and its command in one JSON object.

use super::decode::{Pass, note_missing, read_both};
use super::empty::Empty;
use super::{DecodeError, EncodeError, Oddities, Strictness, encode};
use crate::object;
use crate::schema::{RecordMut, RecordRef};

/// The part of an event that says which webhook it is of.
#[object]
pub struct EventEnvelope {
    /// The command, such as `C2C.CallbackBeforeSendMsg`.
    pub callback_command: Option<String>,
}

/// Reads the fields of an event into `event` and its command into `envelope`, in one pass. Both must be empty.
///
/// Values that do not fit become empty as in a response, and are noted as oddities; in strict mode the first one is an
/// error.
///
/// # Errors
///
/// Fails if the body is no JSON object, has an oddity in strict mode, or its values would take more memory than 32 times
/// the body plus 1 MiB.
pub fn read_event_into(
    body: &[u8],
    mut event: RecordMut<'_>,
    envelope: &mut EventEnvelope,
    strictness: Strictness,
) -> Result<Oddities, DecodeError> {
    let mut pass = Pass::new(strictness, body.len());
    read_both(body, event.reborrow(), RecordMut::new(envelope), &mut pass)
        .and_then(|seen| note_missing(event, seen, None, &mut pass))
        .map_err(|error: serde_json::Error| DecodeError::new(pass.failed_at(), error))?;
    Ok(pass.oddities)
}

/// Reads the command of an event of an unknown webhook.
///
/// # Errors
///
/// Fails as [`read_event_into`] does.
pub(crate) fn read_unknown_event(
    body: &[u8],
    envelope: &mut EventEnvelope,
) -> Result<(), DecodeError> {
    let mut empty = Empty;
    read_event_into(body, RecordMut::new(&mut empty), envelope, Strictness::Lenient).map(|_| ())
}

/// Writes an event: its command, then its fields.
///
/// # Errors
///
/// Fails if a number is infinite or NaN.
pub fn write_event(event: RecordRef<'_>, command: &str) -> Result<Vec<u8>, EncodeError> {
    let envelope = EventEnvelope::new().callback_command(command);
    encode::both_to_json(RecordRef::new(&envelope), event)
}
