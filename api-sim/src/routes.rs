//! The routes: every endpoint of the registry, and those of the handlers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tencent_chat_specs::EndpointSpec;

use crate::api_error::ApiError;
use crate::handler::Route;
use crate::{State, handlers, synthesize};

/// The route of every endpoint, by path. A stateful route overrides the synthesized one.
static ROUTES: LazyLock<BTreeMap<&'static str, Route>> = LazyLock::new(|| {
    let synthesized = EndpointSpec::all().map(Route::synthesized);
    let stateful = handlers::ROUTES.iter().copied().flatten().map(|route| route());
    synthesized.chain(stateful).map(|route| (route.spec.path(), route)).collect()
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
    fn synthesized(spec: &'static EndpointSpec) -> Self {
        Self { spec, invalid: synthesize::code_of_invalid(spec), handler: None, admit: None }
    }

    /// Handles a request with this body, and returns the body of the response.
    pub(crate) fn serve(&self, body: &[u8], state: &mut State) -> Result<Vec<u8>, ApiError> {
        match self.handler {
            Some(serve) => serve(body, state),
            None => synthesize::serve(self.spec, self.invalid, body),
        }
    }
}
