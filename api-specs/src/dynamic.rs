//! Requests and responses of endpoints that are known at run time only.

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::codec::{self, DecodeError};
use crate::endpoint::{Batched, CallRequest, EndpointSpec, Paged};
use crate::rules::{self, FailedItem, Violations};
use crate::schema::{AnyRecord, FieldMut, RecordMut, RecordRef, Value};

/// A request to an endpoint that is known at run time only, read from JSON.
///
/// ```
/// use serde_json::json;
/// use tencent_chat_specs::conversation::delete_contact_group;
/// use tencent_chat_specs::{DynamicRequest, Endpoint};
///
/// let spec = &delete_contact_group::SPEC;
/// let json = json!({"From_Account": "user15", "GroupName": ["test0"]});
/// let request = DynamicRequest::from_json(spec, &json).unwrap();
/// assert!(request.validate().is_ok());
///
/// let misspelt = json!({"From_Account": "user15", "GroupNam": ["test0"]});
/// let error = DynamicRequest::from_json(spec, &misspelt).unwrap_err();
/// assert_eq!(error.to_string(), "`GroupNam`: is not a field: did you mean `GroupName`?");
/// ```
#[derive(Clone, Debug)]
pub struct DynamicRequest {
    spec: &'static EndpointSpec,
    record: AnyRecord,
}

/// The response to a [`DynamicRequest`].
#[derive(Clone, Debug)]
pub struct DynamicResponse {
    spec: &'static EndpointSpec,
    record: AnyRecord,
}

impl DynamicRequest {
    /// Creates a request with all fields empty.
    #[must_use]
    pub fn new(spec: &'static EndpointSpec) -> Self {
        Self { spec, record: spec.empty_request() }
    }

    /// Reads a request from JSON. The constraints are checked by the call, or by [`validate`](Self::validate).
    ///
    /// # Errors
    ///
    /// Fails at the first key that no field has, with a suggestion, or else as [`codec::from_json`] does.
    pub fn from_json(spec: &'static EndpointSpec, json: &Json) -> Result<Self, DecodeError> {
        rules::unknown_key(json, spec.request())?;
        let mut request = Self::new(spec);
        codec::from_json_into(json.to_string().as_bytes(), request.record.as_mut())?;
        Ok(request)
    }

    /// Returns the spec of the endpoint.
    #[must_use]
    pub fn spec(&self) -> &'static EndpointSpec {
        self.spec
    }

    /// Returns the fields, for reading.
    #[must_use]
    pub fn as_record(&self) -> RecordRef<'_> {
        self.record.as_ref()
    }

    /// Returns the fields, for filling.
    #[must_use]
    pub fn as_record_mut(&mut self) -> RecordMut<'_> {
        self.record.as_mut()
    }

    /// Checks the documented constraints without sending the request. Every call also checks them.
    ///
    /// # Errors
    ///
    /// Fails with all violated constraints, each with its field and its actual size or value.
    pub fn validate(&self) -> Result<(), Violations> {
        rules::validate_record(self.as_record())
    }
}

impl DynamicResponse {
    /// Returns the spec of the endpoint.
    #[must_use]
    pub fn spec(&self) -> &'static EndpointSpec {
        self.spec
    }

    /// Returns the fields, for reading.
    #[must_use]
    pub fn as_record(&self) -> RecordRef<'_> {
        self.record.as_ref()
    }

    /// Returns the items that failed. The call may have succeeded nevertheless.
    #[must_use]
    pub fn failed_items(&self) -> Vec<FailedItem<'_>> {
        rules::failed_items_of(self.as_record())
    }
}

impl PartialEq for DynamicRequest {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl PartialEq for DynamicResponse {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl Eq for DynamicRequest {}
impl Eq for DynamicResponse {}

impl Serialize for DynamicRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_record().serialize(serializer)
    }
}

impl Serialize for DynamicResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_record().serialize(serializer)
    }
}

#[diagnostic::do_not_recommend]
impl CallRequest for DynamicRequest {
    type Response = DynamicResponse;

    fn endpoint(&self) -> &'static EndpointSpec {
        self.spec
    }

    fn record(&self) -> RecordRef<'_> {
        self.as_record()
    }

    fn record_mut(&mut self) -> RecordMut<'_> {
        self.as_record_mut()
    }

    fn empty_response(spec: &'static EndpointSpec) -> DynamicResponse {
        DynamicResponse { spec, record: spec.empty_response() }
    }

    fn response_mut(response: &mut DynamicResponse) -> RecordMut<'_> {
        response.record.as_mut()
    }
}

/// Only endpoints that respond in pages have items. The items of any other are none. If a page has several lists, each
/// item is an object with one key: the name of its list.
#[diagnostic::do_not_recommend]
impl Paged for DynamicRequest {
    type Item = Json;

    fn take_items(response: &mut DynamicResponse) -> Vec<Json> {
        match response.spec.pages().map_or(&[][..], |pages| pages.items) {
            [list] => take(response.record.as_mut(), list),
            lists => {
                let mut items = Vec::new();
                for list in lists {
                    let taken = take(response.record.as_mut(), list);
                    items.extend(taken.into_iter().map(|item| json!({ *list: item })));
                }
                items
            }
        }
    }
}

/// Only endpoints with [`EndpointSpec::batch`] have a list that can be split. The list of any other is empty.
#[diagnostic::do_not_recommend]
impl Batched for DynamicRequest {
    type Item = Json;

    fn take_list(&mut self) -> Vec<Json> {
        self.spec.batch().map_or_else(Vec::new, |list| take(self.record.as_mut(), list.wire))
    }

    fn set_list(&mut self, items: Vec<Json>) {
        let Some(list) = self.spec.batch() else { return };
        let is_optional = |wire: &str| {
            let field = self.spec.request().fields.iter().find(|field| field.wire == wire);
            field.is_some_and(|field| !field.required)
        };
        if items.is_empty() && is_optional(list.wire) {
            self.record.as_mut().clear_field(list.wire);
        } else {
            codec::restore_field(self.record.as_mut(), list.wire, &Json::Array(items));
        }
    }

    fn join(response: &mut DynamicResponse, next: DynamicResponse) {
        rules::join(next.as_record(), response.record.as_mut());
    }
}

/// Takes the items out of a list, as JSON.
fn take(mut record: RecordMut<'_>, wire: &str) -> Vec<Json> {
    let mut items = Vec::new();
    if let Some(Value::List(list)) = record.as_ref().get(wire) {
        list.for_each(|_, item| items.extend(serde_json::to_value(item)));
        if let FieldMut::List(list) = record.field_mut(wire) {
            list.truncate(0);
        }
    }
    items
}
