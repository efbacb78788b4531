//! Calls of endpoints that are known at run time only.

use serde_json::Value;

use super::Call;
use crate::core::Core;
use crate::{DynamicRequest, EndpointSpec};

impl Call<DynamicRequest> {
    /// Prepares a call. A request that cannot be read is the error of the call.
    pub(crate) fn dynamic(core: &Core, spec: &'static EndpointSpec, request: &Value) -> Self {
        match DynamicRequest::from_json(spec, request) {
            Ok(request) => Self::new(core, request),
            Err(error) => Self::new(core, DynamicRequest::new(spec)).refuse(error.to_string()),
        }
    }
}
