//! Handlers: the behaviour of endpoints, behind the gateway.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::{Endpoint, EndpointSpec, Envelope, ErrorCode, Violation};
use tencent_chat_specs::{codec, rules};

use crate::{State, check, synthesize};

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

/// Handles a request with this body, and returns the body of the response.
pub(crate) type Serve = fn(&[u8], &mut State) -> Result<Vec<u8>, ApiError>;

/// An endpoint, and the function that responds to its calls.
pub(crate) struct Route {
    pub(crate) spec: &'static EndpointSpec,
    pub(crate) serve: Serve,
    /// The code for a request that does not fit the spec.
    pub(crate) invalid: ErrorCode,
    /// `true` if the endpoint has a handler.
    pub(crate) is_stateful: bool,
}

/// Makes a synthesized route for every endpoint of the index.
macro_rules! synthesized {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        [$($(Route::synthesized::<tencent_chat_specs::$family::$endpoint::Request>()),*),*]
    };
}

/// Makes a stateful route for every endpoint that has a handler.
macro_rules! stateful {
    ($($family:ident::$endpoint:ident)*) => {
        fn stateful() -> impl Iterator<Item = Route> {
            [$(Route::stateful::<tencent_chat_specs::$family::$endpoint::Request>()),*].into_iter()
        }
    };
}

stateful! {
    account::account_check
    account::account_delete
    account::account_import
    account::kick
    account::multiaccount_import
    account::query_online_status
    conversation::create_contact_group
    conversation::delete
    conversation::delete_contact_group
    conversation::get_contact_group
    conversation::get_list
    conversation::mark_contact
    conversation::search_contact_group
    conversation::update_contact_group
    friend::friend_add
    friend::friend_delete
    friend::friend_get_list
    friend::friend_update
    group::add_group_member
    group::create_group
    group::destroy_group
    group::get_group_info
    group::get_group_member_info
    group::get_joined_group_list
    group::import_group_member
    group::modify_group_base_info
    message::admin_get_roam_message
    message::admin_message_withdraw
    message::batch_send_message
    message::group_message_get_simple
    message::import_message
    message::modify_c2c_message
    message::send_group_message
    message::send_message
    profile::portrait_get
    profile::portrait_set
    push::im_push
}

/// The route of every endpoint, by path. A stateful route overrides the synthesized one.
static ROUTES: LazyLock<BTreeMap<&'static str, Route>> = LazyLock::new(|| {
    let synthesized = tencent_chat_specs::for_each_endpoint!(synthesized).into_iter();
    synthesized.chain(stateful()).map(|route| (route.spec.path(), route)).collect()
});

/// Returns the route of the endpoint with this path.
pub(crate) fn find(path: &str) -> Option<&'static Route> {
    ROUTES.get(path)
}

/// Returns all routes, in order of path.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    ROUTES.values()
}

impl Route {
    fn synthesized<R: Endpoint>() -> Self {
        let (spec, serve) = (R::spec(), synthesize::serve::<R>);
        Self { spec, serve, invalid: synthesize::code_of_invalid(spec), is_stateful: false }
    }

    fn stateful<H: Handler>() -> Self {
        Self { spec: H::spec(), serve: serve::<H>, invalid: H::INVALID, is_stateful: true }
    }
}

fn serve<H: Handler>(body: &[u8], state: &mut State) -> Result<Vec<u8>, ApiError> {
    let response = read::<H>(body, H::INVALID, H::refuse)?.handle(state)?;
    codec::write_response(RecordRef::new(&response), &success())
        .map_err(|error| ApiError::new(H::INVALID, error.to_string()))
}

/// Reads a request and checks its constraints. `refuse` returns the code for a broken constraint. If `refuse` returns
/// `invalid`, or the JSON does not match the spec, [`check`] picks a code for the field, with `invalid` as the
/// fallback.
pub(crate) fn read<R: Endpoint>(
    body: &[u8],
    invalid: ErrorCode,
    refuse: impl Fn(&Violation) -> ErrorCode,
) -> Result<R, ApiError> {
    let spec = R::spec();
    let request: R = codec::from_json(body).map_err(|error| {
        let code = check::code_of(spec, check::last_field(error.path()), invalid);
        ApiError::new(code, error.to_string())
    })?;
    rules::validate(&request).map_err(|violations| {
        let code = violations.as_slice().first().map_or(invalid, |violation| {
            let code = refuse(violation);
            let is_specific = code != invalid;
            if is_specific { code } else { check::code_of_violation(spec, violation, invalid) }
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
