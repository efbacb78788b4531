//! What an endpoint does, once the front door has let a call in.

use api_specs::codec::{self, RecordRef};
use api_specs::{Endpoint, Envelope, ErrorCode, Violation};

use crate::State;

/// The behaviour of an endpoint.
pub(crate) trait Model: Endpoint {
    /// The code for a request that does not fit the spec.
    const INVALID: ErrorCode;

    /// The code for a request that breaks a limit.
    fn refuse(_violation: &Violation) -> ErrorCode
    where
        Self: Sized,
    {
        Self::INVALID
    }

    /// Does what the request asks for.
    fn answer(self, state: &mut State) -> Result<Self::Response, Failure>;
}

/// Why a call fails.
pub(crate) struct Failure {
    pub(crate) code: ErrorCode,
    pub(crate) info: String,
}

impl Failure {
    pub(crate) fn new(code: ErrorCode, info: impl Into<String>) -> Self {
        Self { code, info: info.into() }
    }
}

/// In the words of the table.
impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self::new(code, code.info().map_or("no such code", |info| info.meaning))
    }
}

/// Answers a call whose body is `body`.
pub(crate) type Serve = fn(&[u8], &mut State) -> Result<Vec<u8>, Failure>;

/// The endpoints that have a model.
macro_rules! models {
    ($($family:ident::$endpoint:ident)*) => {
        /// The model of the endpoint with this path.
        pub(crate) fn find(path: &str) -> Option<Serve> {
            $(
                if path == api_specs::$family::$endpoint::Request::spec().path() {
                    return Some(serve::<api_specs::$family::$endpoint::Request>);
                }
            )*
            None
        }
    };
}

models! {
    conversation::delete_contact_group
}

fn serve<M: Model>(body: &[u8], state: &mut State) -> Result<Vec<u8>, Failure> {
    let invalid = |info: String| Failure::new(M::INVALID, info);
    let request: M = codec::from_json(body).map_err(|error| invalid(error.to_string()))?;
    if let Err(violations) = codec::validate(&request) {
        let code = violations.as_slice().first().map_or(M::INVALID, M::refuse);
        return Err(Failure::new(code, violations.to_string()));
    }
    let response = request.answer(state)?;
    let envelope = Envelope::new()
        .action_status(api_specs::ActionStatus::Ok)
        .error_code(ErrorCode::OK)
        .error_info("");
    codec::write_answer(RecordRef::new(&response), &envelope)
        .map_err(|error| invalid(error.to_string()))
}
