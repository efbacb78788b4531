//! What every response has beside its own fields.

use crate::{ErrorCode, object, open_enum};

/// The part of a response that says whether the call succeeded.
///
/// Any of its fields may be missing. [`Envelope::outcome`] is the judgement.
#[object]
pub struct Envelope {
    /// The outcome in a word.
    #[wire("ActionStatus")]
    pub action_status: Option<ActionStatus>,
    /// The outcome as a number; 0 is success.
    #[wire("ErrorCode")]
    pub error_code: Option<ErrorCode>,
    /// What went wrong, in the service's words.
    #[wire("ErrorInfo")]
    pub error_info: Option<String>,
    /// What went wrong, for display to end users.
    #[wire("ErrorDisplay")]
    pub error_display: Option<String>,
}

impl Envelope {
    /// Returns the code of the response: its `ErrorCode`, or 0 where that is missing and `ActionStatus` is `OK`.
    ///
    /// It is `None` if the code is missing and the status says that the call failed, or nothing at all.
    #[must_use]
    pub fn outcome(&self) -> Option<ErrorCode> {
        let by_status = || (self.action_status == Some(ActionStatus::Ok)).then_some(ErrorCode::OK);
        self.error_code.or_else(by_status)
    }

    /// Returns `true` if it says that the call succeeded: the code is 0, or missing beside the status `OK`, and the status
    /// is not `FAIL`.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.outcome() == Some(ErrorCode::OK) && !self.is_failure()
    }

    /// Returns `true` if it says that the call failed: the code is not 0, or the status is `FAIL`, with whatever code.
    ///
    /// Without code and status nobody can say whether the call succeeded, and neither this nor
    /// [`is_success`](Self::is_success) is `true`.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.error_code.is_some_and(|code| !code.is_ok())
            || self.action_status == Some(ActionStatus::Fail)
    }
}

/// `ActionStatus` of an [`Envelope`]. Success is judged by the code, since a call that failed for some of its
/// items says `SomeError` beside code 0.
#[open_enum]
pub enum ActionStatus {
    /// The call succeeded.
    #[wire("OK")]
    Ok,
    /// The call failed.
    #[wire("FAIL")]
    Fail,
    /// The call failed for some of its items.
    #[wire("SomeError")]
    SomeError,
}
