//! The failure of a call, which the gateway turns into the envelope of the response.

use tencent_chat_specs::ErrorCode;

/// The failure of a call: a code and an error text.
pub(crate) struct ApiError {
    pub(crate) code: ErrorCode,
    pub(crate) info: String,
}

impl ApiError {
    pub(crate) fn new(code: ErrorCode, info: impl Into<String>) -> Self {
        Self { code, info: info.into() }
    }
}

/// Takes the error text from the table of codes.
impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code, meaning(code))
    }
}

/// Returns the code and the text to report for one item of a batch.
pub(crate) fn result_of(result: Result<(), ErrorCode>) -> (ErrorCode, &'static str) {
    match result {
        Ok(()) => (ErrorCode::OK, ""),
        Err(code) => (code, meaning(code)),
    }
}

/// Returns the meaning of a code, from the table of codes.
pub(crate) fn meaning(code: ErrorCode) -> &'static str {
    code.info().map_or("unknown code", |info| info.meaning)
}
