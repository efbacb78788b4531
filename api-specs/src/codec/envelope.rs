//! The fields that every response has besides its own.

use crate::{ErrorCode, object, open_enum};

/// The part of a response that says whether the call succeeded.
///
/// Any of its fields may be missing. [`Envelope::code`] judges them.
#[object]
pub struct Envelope {
    /// The outcome as a word.
    pub action_status: Option<ActionStatus>,
    /// The outcome as a number; 0 is success.
    pub error_code: Option<ErrorCode>,
    /// The error text of the service.
    pub error_info: Option<String>,
    /// The error text of the service for end users.
    pub error_display: Option<String>,
}

impl Envelope {
    /// Returns the code of the response: its `ErrorCode`, or 0 if that is missing and `ActionStatus` is `OK`.
    ///
    /// Returns `None` if the code is missing and the status is missing or not `OK`.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        let by_status = || (self.action_status == Some(ActionStatus::Ok)).then_some(ErrorCode::OK);
        self.error_code.or_else(by_status)
    }

    /// Returns `true` if the call succeeded: the code is 0, or missing with the status `OK`, and the status is not
    /// `FAIL`.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.code() == Some(ErrorCode::OK) && !self.is_failure()
    }

    /// Returns `true` if the call failed: the code is not 0, or the status is `FAIL`, with any code or none.
    ///
    /// Without code and status the outcome is unknown. Neither this nor [`is_success`](Self::is_success) returns `true`
    /// then.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.error_code.is_some_and(|code| !code.is_ok())
            || self.action_status == Some(ActionStatus::Fail)
    }
}

/// The `ActionStatus` of an [`Envelope`].
///
/// Success is judged by the code, because a call that failed for some of its items has the status `SomeError` with the
/// code 0.
#[open_enum]
pub enum ActionStatus {
    /// The call succeeded.
    #[wire("OK")]
    Ok,
    /// The call failed.
    #[wire("FAIL")]
    Fail,
    /// The call failed for some of its items.
    SomeError,
}
