//! Handlers: the behaviour of endpoints, behind the gateway.

use tencent_chat_specs::schema::{RecordMut, RecordRef};
use tencent_chat_specs::{Endpoint, EndpointSpec, Envelope, ErrorCode, Violation};
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

/// Handles a request with this body, and returns the body of the response.
pub(crate) type Serve = fn(&[u8], &mut State) -> Result<Vec<u8>, ApiError>;

/// An endpoint, and how its calls are served.
pub(crate) struct Route {
    pub(crate) spec: &'static EndpointSpec,
    /// The code for a request that does not fit the spec.
    pub(crate) invalid: ErrorCode,
    /// The function that serves its calls; `None` if there is no handler, and responses are synthesized.
    pub(crate) handler: Option<Serve>,
}

/// The routes of a file of handlers.
pub(crate) type Routes = &'static [fn() -> Route];

impl Route {
    /// Returns the route of an endpoint with a handler.
    pub(crate) fn stateful<H: Handler>() -> Self {
        Self { spec: H::spec(), invalid: H::INVALID, handler: Some(serve::<H>) }
    }
}

/// Serves a call of an endpoint with a handler: reads the request, handles it and writes the response.
fn serve<H: Handler>(body: &[u8], state: &mut State) -> Result<Vec<u8>, ApiError> {
    let mut request = H::empty();
    read(H::spec(), body, RecordMut::new(&mut request), H::INVALID, H::refuse)?;
    let response = request.handle(state)?;
    codec::write_response(RecordRef::new(&response), &success())
        .map_err(|error| ApiError::new(H::INVALID, error.to_string()))
}

/// Reads a request into `request`, which is empty, and checks its constraints. `refuse` returns the code for a broken
/// constraint. If `refuse` returns `invalid`, or the JSON does not match the spec, [`codes`] picks a code for the
/// field, with `invalid` as the fallback.
pub(crate) fn read(
    spec: &EndpointSpec,
    body: &[u8],
    mut request: RecordMut<'_>,
    invalid: ErrorCode,
    refuse: impl Fn(&Violation) -> ErrorCode,
) -> Result<(), ApiError> {
    codec::from_json_into(body, request.reborrow()).map_err(|error| {
        let code = codes::code_of(spec, codes::last_field(error.path()), invalid);
        ApiError::new(code, error.to_string())
    })?;
    rules::validate_record(request.as_ref()).map_err(|violations| {
        let code = violations.as_slice().first().map_or(invalid, |violation| {
            let code = refuse(violation);
            let is_specific = code != invalid;
            if is_specific { code } else { codes::code_of_violation(spec, violation, invalid) }
        });
        ApiError::new(code, violations.to_string())
    })
}

/// Returns the envelope of a call that succeeded.
pub(crate) fn success() -> Envelope {
    Envelope::new()
        .action_status(tencent_chat_specs::ActionStatus::Ok)
        .error_code(ErrorCode::OK)
        .error_info("")
}
