//! A request as a test sees it.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use crate::Endpoint;
use crate::codec;
use crate::schema::FieldRole;
use crate::transport::HttpRequest;

/// A request that a [`MockTransport`](super::MockTransport) received, without the `UserSig`. `Debug` shows its path and
/// the size of its body.
#[derive(Clone)]
pub struct MockRequest {
    path: String,
    parameters: BTreeMap<String, String>,
    body: Bytes,
}

impl MockRequest {
    pub(super) fn new(request: &HttpRequest) -> Self {
        let url = request.url();
        let parameters = url.query_pairs().into_owned().filter(|(key, _)| key != "usersig");
        let (path, body) = (request.path().to_owned(), request.body().clone());
        Self { path, parameters: parameters.collect(), body }
    }

    /// Returns the path under the base URL, such as `v4/recentcontact/del_contact_group`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the decoded parameters of the query, without the `UserSig`.
    #[must_use]
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.parameters
    }

    /// Returns the body that would have been sent.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the JSON of the body.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the typed request; `None` if it went to another endpoint, or if its JSON does not fit this one.
    #[must_use]
    pub fn typed<R: Endpoint>(&self) -> Option<R> {
        let spec = R::spec();
        if self.path != spec.path() {
            return None;
        }
        let mut json = self.json();
        // Parameters that the client puts into the query are fields like all others.
        let fields =
            spec.request().fields.iter().filter(|field| field.words.role == FieldRole::Query);
        for (field, text) in
            fields.filter_map(|field| Some((field, self.parameters.get(field.wire)?)))
        {
            json.as_object_mut()?.insert(field.wire.to_owned(), text.as_str().into());
        }
        codec::from_json(json.to_string().as_bytes()).ok()
    }
}

impl fmt::Debug for MockRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockRequest")
            .field("path", &self.path)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}
