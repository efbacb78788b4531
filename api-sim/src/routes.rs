//! The routes: every endpoint, and the function that responds to its calls.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tencent_chat_specs::{Endpoint, EndpointSpec, ErrorCode};

use crate::api_error::ApiError;
use crate::handler::{self, Handler};
use crate::{State, synthesize};

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
        Self { spec: H::spec(), serve: handler::serve::<H>, invalid: H::INVALID, is_stateful: true }
    }
}
