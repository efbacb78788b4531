//! A call without its types, before it begins: all that the files of this folder need to make it.

use std::any::Any;
use std::borrow::Cow;

use bytes::Bytes;

use super::extra::Extra;
use crate::EndpointSpec;
use crate::core::Core;
use crate::options::Options;
use crate::schema::RecordMut;

/// Everything that a call needs besides its request.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) core: Core,
    pub(super) spec: &'static EndpointSpec,
    pub(super) options: Options,
    /// The request of a raw call.
    pub(super) raw: Option<Box<RawRequest>>,
    /// The fields that were added to the typed request.
    pub(super) extra: Option<Box<Extra>>,
    /// The reason why the request cannot be sent.
    pub(super) problem: Option<Box<str>>,
}

impl Prepared {
    pub(super) fn new(core: &Core, spec: &'static EndpointSpec) -> Self {
        let (core, options) = (core.clone(), core.options());
        Self { core, spec, options, raw: None, extra: None, problem: None }
    }

    pub(super) fn path(&self) -> Cow<'static, str> {
        match self.raw.as_deref() {
            Some(raw) => raw.path.clone().into(),
            None => self.spec.path().into(),
        }
    }

    /// Returns the name of the endpoint in spans and metrics. All raw calls share one, because their paths are
    /// arbitrary.
    pub(super) fn label(&self) -> &'static str {
        if self.raw.is_some() { "raw" } else { self.spec.path() }
    }

    pub(super) fn is_raw(&self) -> bool {
        self.raw.is_some()
    }
}

/// The path and the body of a raw call.
#[derive(Clone)]
pub(super) struct RawRequest {
    pub(super) path: String,
    pub(super) body: Bytes,
}

impl RawRequest {
    /// Returns a request that stands for one that cannot be sent.
    pub(super) fn unknown() -> Self {
        Self { path: "raw call".to_owned(), body: Bytes::new() }
    }
}

/// Creates an empty response, passes it to the argument to be filled, and returns it without its type.
pub(super) type Fill =
    fn(&'static EndpointSpec, &mut dyn FnMut(RecordMut<'_>)) -> Box<dyn Any + Send>;
