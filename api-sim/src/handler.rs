//! Handlers: the behaviour of endpoints, behind the gateway.

use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::{Endpoint, Envelope, ErrorCode, Violation};
use tencent_chat_specs::{codec, rules};

use crate::State;
use crate::api_error::ApiError;
use crate::codes;

/// The behaviour of an endpoint.
pub(crate) trait Handler: Endpoint {
    /// The code for a request that does not fit the spec.
    const INVALID: ErrorCode;

    /// Returns the code for a request that breaks a constraint.
    fn refuse(_violation: &Violation) -> ErrorCode
    where
        Self: Sized,
    {
        Self::INVALID
    }

    /// Handles a request.
    fn handle(self, state: &mut State) -> Result<Self::Response, ApiError>;
}

/// Serves a call of an endpoint with a handler: reads the request, handles it and writes the response.
pub(crate) fn serve<H: Handler>(body: &[u8], state: &mut State) -> Result<Vec<u8>, ApiError> {
    let response = read::<H>(body, H::INVALID, H::refuse)?.handle(state)?;
    codec::write_response(RecordRef::new(&response), &success())
        .map_err(|error| ApiError::new(H::INVALID, error.to_string()))
}

/// Reads a request and checks its constraints. `refuse` returns the code for a broken constraint. If `refuse` returns
/// `invalid`, or the JSON does not match the spec, [`codes`] picks a code for the field, with `invalid` as the
/// fallback.
pub(crate) fn read<R: Endpoint>(
    body: &[u8],
    invalid: ErrorCode,
    refuse: impl Fn(&Violation) -> ErrorCode,
) -> Result<R, ApiError> {
    let spec = R::spec();
    let request: R = codec::from_json(body).map_err(|error| {
        let code = codes::code_of(spec, codes::last_field(error.path()), invalid);
        ApiError::new(code, error.to_string())
    })?;
    rules::validate(&request).map_err(|violations| {
        let code = violations.as_slice().first().map_or(invalid, |violation| {
            let code = refuse(violation);
            let is_specific = code != invalid;
            if is_specific { code } else { codes::code_of_violation(spec, violation, invalid) }
        });
        ApiError::new(code, violations.to_string())
    })?;
    Ok(request)
}

/// Returns the envelope of a call that succeeded.
pub(crate) fn success() -> Envelope {
    Envelope::new()
        .action_status(tencent_chat_specs::ActionStatus::Ok)
        .error_code(ErrorCode::OK)
        .error_info("")
}
