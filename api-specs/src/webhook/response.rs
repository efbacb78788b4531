//! The HTTP response to a webhook: what the app replies.

use std::fmt;

use crate::codec::{self, Empty, EncodeError};
use crate::schema::RecordRef;
use crate::{ActionStatus, Envelope, ErrorCode};

pub(super) const FORBIDDEN: ErrorCode = ErrorCode::new(1);
pub(super) const DISCARDED: ErrorCode = ErrorCode::new(2);

/// The reply to a webhook: the body of an HTTP response with the status 200 and the content type `application/json`.
///
/// [`Received`](super::Received) makes those that the service takes to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a reply has no effect until it is sent"]
pub struct WebhookResponse {
    body: Vec<u8>,
}

impl WebhookResponse {
    /// Says that the webhook was received. After an action that is all there is to say; before one, it lets the action take
    /// place.
    pub fn received() -> Self {
        Self::verdict(ErrorCode::OK, String::new())
    }

    pub(super) fn verdict(code: ErrorCode, words: String) -> Self {
        // Texts and integers can always be written.
        let body = codec::write_response(RecordRef::new(&Empty), &envelope(code, words));
        Self { body: body.unwrap_or_default() }
    }

    pub(super) fn with_reply(reply: RecordRef<'_>) -> Result<Self, EncodeError> {
        let body = codec::write_response(reply, &envelope(ErrorCode::OK, String::new()))?;
        Ok(Self { body })
    }

    /// Returns the body, a JSON object.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body, a JSON object.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

/// Returns the envelope of a reply. Its status is `OK` whatever the verdict is, as in all samples of the pages.
fn envelope(code: ErrorCode, words: String) -> Envelope {
    Envelope::new().action_status(ActionStatus::Ok).error_code(code).error_info(words)
}

/// A code of the app's own, from `MIN` to `MAX`, with which it forbids an action.
///
/// ```
/// use tencent_chat_specs::webhook::OwnCode;
///
/// assert!(OwnCode::<120_001, 130_000>::new(120_007).is_ok());
/// assert_eq!(
///     OwnCode::<120_001, 130_000>::new(7).unwrap_err().to_string(),
///     "7 is no code of the app's own: it must be from 120001 to 130000"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OwnCode<const MIN: u32, const MAX: u32>(u32);

/// A number that is no code of the app's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnCodeError {
    code: u32,
    min: u32,
    max: u32,
}

impl<const MIN: u32, const MAX: u32> OwnCode<MIN, MAX> {
    /// Takes a code.
    ///
    /// # Errors
    ///
    /// Fails if it is less than `MIN` or greater than `MAX`.
    pub const fn new(code: u32) -> Result<Self, OwnCodeError> {
        if MIN <= code && code <= MAX {
            Ok(Self(code))
        } else {
            Err(OwnCodeError { code, min: MIN, max: MAX })
        }
    }
}

impl<const MIN: u32, const MAX: u32> From<OwnCode<MIN, MAX>> for ErrorCode {
    fn from(code: OwnCode<MIN, MAX>) -> Self {
        // The ranges of the documents are within `i32`.
        i32::try_from(code.0).map_or(FORBIDDEN, Self::new)
    }
}

impl fmt::Display for OwnCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, min, max } = self;
        write!(f, "{code} is no code of the app's own: it must be from {min} to {max}")
    }
}

impl std::error::Error for OwnCodeError {}
