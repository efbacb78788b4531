//! What every answer has beside its own fields.

use crate::codec::{Field, FieldType, Slot, Text, Value};
use crate::{ErrorCode, IntoField, object};

/// The part of an answer that says whether the call succeeded.
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

impl Default for Envelope {
    fn default() -> Self {
        Self::new()
    }
}

impl Envelope {
    /// The code of the answer: its `ErrorCode`, or 0 where that is missing and `ActionStatus` is `OK`.
    ///
    /// Without either nobody can say whether the call succeeded, and this is `None`.
    #[must_use]
    pub fn outcome(&self) -> Option<ErrorCode> {
        let by_status = || (self.action_status == Some(ActionStatus::Ok)).then_some(ErrorCode::OK);
        self.error_code.or_else(by_status)
    }
}

/// `ActionStatus` of an [`Envelope`]. Success is judged by the code, since a call that failed for some of its
/// items says `SomeError` beside code 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActionStatus {
    /// `OK`
    #[default]
    Ok,
    /// `FAIL`
    Fail,
    /// Any other word, as it came.
    Other(String),
}

impl ActionStatus {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ok => "OK",
            Self::Fail => "FAIL",
            Self::Other(word) => word,
        }
    }
}

impl Field for ActionStatus {
    const TYPE: FieldType = FieldType::String;

    fn vacant() -> Self {
        Self::default()
    }

    fn get(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
}

impl Text for ActionStatus {
    fn set(&mut self, text: &str) {
        *self = match text {
            "OK" => Self::Ok,
            "FAIL" => Self::Fail,
            other => Self::Other(other.to_owned()),
        };
    }
}

impl IntoField<ActionStatus> for ActionStatus {
    fn into_field(self) -> ActionStatus {
        self
    }
}
