//! What an endpoint does, once the front door has let a call in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use api_specs::codec::{self, RecordRef};
use api_specs::{Endpoint, EndpointSpec, Envelope, ErrorCode, Violation};

use crate::{State, check, synthesize};

/// The behaviour of an endpoint.
pub(crate) trait Handler: Endpoint {
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
    fn handle(self, state: &mut State) -> Result<Self::Response, ApiError>;
}

/// Why a call fails.
pub(crate) struct ApiError {
    pub(crate) code: ErrorCode,
    pub(crate) info: String,
}

impl ApiError {
    pub(crate) fn new(code: ErrorCode, info: impl Into<String>) -> Self {
        Self { code, info: info.into() }
    }
}

/// In the words of the table.
impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code, meaning(code))
    }
}

/// Code and words of an item's own result.
pub(crate) fn result_of(result: Result<(), ErrorCode>) -> (ErrorCode, &'static str) {
    match result {
        Ok(()) => (ErrorCode::OK, ""),
        Err(code) => (code, meaning(code)),
    }
}

/// What a code means, in the words of the table.
pub(crate) fn meaning(code: ErrorCode) -> &'static str {
    code.info().map_or("no such code", |info| info.meaning)
}

/// Responds to a call whose body is `body`.
pub(crate) type Serve = fn(&[u8], &mut State) -> Result<Vec<u8>, ApiError>;

/// An endpoint, and what responses it.
pub(crate) struct Route {
    pub(crate) spec: &'static EndpointSpec,
    pub(crate) serve: Serve,
    /// The code for a request that does not fit the spec.
    pub(crate) invalid: ErrorCode,
    pub(crate) is_modelled: bool,
}

/// Every endpoint of the index, with its handler if it has one.
macro_rules! served {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        [$($(Route::synthesize::<api_specs::$family::$endpoint::Request>()),*),*]
    };
}

/// The endpoints that have a handler.
macro_rules! models {
    ($($family:ident::$endpoint:ident)*) => {
        fn models() -> impl Iterator<Item = Route> {
            [$(Route::modelled::<api_specs::$family::$endpoint::Request>()),*].into_iter()
        }
    };
}

models! {
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

/// Every endpoint, by path.
static SERVED: LazyLock<BTreeMap<&'static str, Route>> = LazyLock::new(|| {
    let synthesize = api_specs::for_each_endpoint!(served).into_iter();
    synthesize.chain(models()).map(|served| (served.spec.path(), served)).collect()
});

/// What responses the endpoint with this path.
pub(crate) fn find(path: &str) -> Option<&'static Route> {
    SERVED.get(path)
}

/// Every endpoint, in order of path.
pub(crate) fn all() -> impl Iterator<Item = &'static Route> {
    SERVED.values()
}

impl Route {
    fn synthesize<R: Endpoint>() -> Self {
        let (spec, serve) = (R::spec(), synthesize::serve::<R>);
        Self { spec, serve, invalid: synthesize::code_of_invalid(spec), is_modelled: false }
    }

    fn modelled<M: Handler>() -> Self {
        Self { spec: M::spec(), serve: serve::<M>, invalid: M::INVALID, is_modelled: true }
    }
}

fn serve<M: Handler>(body: &[u8], state: &mut State) -> Result<Vec<u8>, ApiError> {
    let response = read::<M>(body, M::INVALID, M::refuse)?.handle(state)?;
    codec::write_response(RecordRef::new(&response), &success())
        .map_err(|error| ApiError::new(M::INVALID, error.to_string()))
}

/// Reads a request and checks its constraints. `refuse` gives the code for a limit that is broken. Where that is no other than
/// `invalid`, and for all else that does not fit the spec, the field decides.
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
    codec::validate(&request).map_err(|violations| {
        let code = violations.as_slice().first().map_or(invalid, |violation| {
            let code = refuse(violation);
            let is_told = code != invalid;
            if is_told { code } else { check::code_of_violation(spec, violation, invalid) }
        });
        ApiError::new(code, violations.to_string())
    })?;
    Ok(request)
}

/// The envelope of a call that succeeded.
pub(crate) fn success() -> Envelope {
    Envelope::new()
        .action_status(api_specs::ActionStatus::Ok)
        .error_code(ErrorCode::OK)
        .error_info("")
}
