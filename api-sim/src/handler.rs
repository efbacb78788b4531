//! Handlers: the behaviour of endpoints, behind the gateway.

use tencent_chat_specs::schema::{RecordMut, RecordRef};
use tencent_chat_specs::webhook::WebhookEvent;
use tencent_chat_specs::{Endpoint, EndpointSpec, Envelope, ErrorCode, Violation};
use tencent_chat_specs::{codec, rules};

use crate::State;
use crate::api_error::ApiError;
use crate::codes;
use crate::webhooks::{Outgoing, Verdict};

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

/// The behaviour of an endpoint whose action the app may forbid, because a webhook asks about it.
///
/// Its [`handle`](Handler::handle) does not ask.
pub(crate) trait Guarded: Handler {
    /// The event of the webhook.
    type Event: WebhookEvent;

    /// The request after its checks.
    type Admitted: Send + 'static;

    /// Checks a request. Returns no event if it forbids the webhook.
    fn admit(self, state: &mut State) -> Result<(Self::Admitted, Option<Self::Event>), ApiError>;

    /// Takes the action. The state may have changed since it was admitted.
    fn finish(
        admitted: Self::Admitted,
        verdict: Verdict,
        state: &mut State,
    ) -> Result<Self::Response, ApiError>;

    /// Takes the action without asking.
    fn handle_unasked(self, state: &mut State) -> Result<Self::Response, ApiError> {
        let (admitted, _) = self.admit(state)?;
        Self::finish(admitted, Verdict::unasked(), state)
    }
}

/// A call that passed its checks, and the webhook that asks about it.
pub(crate) struct AdmittedCall {
    pub(crate) question: Option<Outgoing>,
    pub(crate) finish: Finish,
}

/// Takes the action of a call, and returns the body of the response.
pub(crate) type Finish = Box<dyn FnOnce(Verdict, &mut State) -> Result<Vec<u8>, ApiError> + Send>;

/// Checks a request with this body.
pub(crate) type Admit = fn(&[u8], &mut State) -> Result<AdmittedCall, ApiError>;

/// Handles a request with this body, and returns the body of the response.
pub(crate) type Serve = fn(&[u8], &mut State) -> Result<Vec<u8>, ApiError>;

/// An endpoint, and how its calls are served.
pub(crate) struct Route {
    pub(crate) spec: &'static EndpointSpec,
    /// The code for a request that does not fit the spec.
    pub(crate) invalid: ErrorCode,
    /// The function that serves its calls; `None` if there is no handler, and responses are synthesized.
    pub(crate) handler: Option<Serve>,
    /// The function that checks its requests before the app is asked; `None` if no webhook asks.
    pub(crate) admit: Option<Admit>,
}

/// The routes of a file of handlers.
pub(crate) type Routes = &'static [fn() -> Route];

impl Route {
    /// Returns the route of an endpoint with a handler.
    pub(crate) fn stateful<H: Handler>() -> Self {
        Self { spec: H::spec(), invalid: H::INVALID, handler: Some(serve::<H>), admit: None }
    }

    /// Returns the route of an endpoint whose action the app may forbid.
    pub(crate) fn guarded<G: Guarded>() -> Self {
        Self { admit: Some(admit::<G>), ..Self::stateful::<G>() }
    }
}

/// Serves a call of an endpoint with a handler: reads the request, handles it and writes the response.
fn serve<H: Handler>(body: &[u8], state: &mut State) -> Result<Vec<u8>, ApiError> {
    let response = request_of::<H>(body)?.handle(state)?;
    write::<H>(&response)
}

/// Admits a call: reads and checks the request.
fn admit<G: Guarded>(body: &[u8], state: &mut State) -> Result<AdmittedCall, ApiError> {
    let (admitted, event) = request_of::<G>(body)?.admit(state)?;
    let question = event.and_then(|event| state.outgoing(|_| event));
    let finish: Finish =
        Box::new(|verdict, state| write::<G>(&G::finish(admitted, verdict, state)?));
    Ok(AdmittedCall { question, finish })
}

fn request_of<H: Handler>(body: &[u8]) -> Result<H, ApiError> {
    let mut request = H::empty();
    read(H::spec(), body, RecordMut::new(&mut request), H::INVALID, H::refuse)?;
    Ok(request)
}

fn write<H: Handler>(response: &H::Response) -> Result<Vec<u8>, ApiError> {
    codec::write_response(RecordRef::new(response), &success())
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
