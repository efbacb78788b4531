//! Endpoints: a trait at compile time, a description at run time.

use std::time::Duration;

use crate::schema::{
    AnyRecord, Field, Pagination, Record, RecordMut, RecordRef, RecordType, Table,
};
use crate::{CodeInfo, ErrorCode};

/// A request to which the service responds with `Response`.
///
/// Declare it with [`endpoint`](macro@crate::endpoint), never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request of an endpoint",
    label = "not a request",
    note = "a call takes the `Request` of an endpoint's module, such as `conversation::delete_contact_group::Request`"
)]
pub trait Endpoint: Record + Field + Clone {
    /// The type of the response.
    type Response: Record + Field + Clone;

    /// Returns the endpoint's description.
    fn spec() -> &'static EndpointSpec
    where
        Self: Sized;
}

/// The request of a call: that of an [`Endpoint`], or a [`DynamicRequest`](crate::DynamicRequest).
///
/// It is not meant to be implemented elsewhere.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request of an endpoint",
    label = "not a request",
    note = "a call takes the `Request` of an endpoint's module, such as `conversation::delete_contact_group::Request`"
)]
pub trait CallRequest: Send + Sync + 'static {
    /// The type of the response.
    type Response: Clone + Send + 'static;

    /// Returns the endpoint's description.
    fn endpoint(&self) -> &'static EndpointSpec;

    /// Returns the fields, for reading.
    fn record(&self) -> RecordRef<'_>;

    /// Returns the fields, for filling.
    fn record_mut(&mut self) -> RecordMut<'_>;

    /// Returns an empty response of the endpoint, to be filled.
    fn empty_response(spec: &'static EndpointSpec) -> Self::Response;

    /// Returns the fields of a response, for filling.
    fn response_mut(response: &mut Self::Response) -> RecordMut<'_>;
}

#[diagnostic::do_not_recommend]
impl<R: Endpoint> CallRequest for R {
    type Response = <R as Endpoint>::Response;

    fn endpoint(&self) -> &'static EndpointSpec {
        R::spec()
    }

    fn record(&self) -> RecordRef<'_> {
        RecordRef::new(self)
    }

    fn record_mut(&mut self) -> RecordMut<'_> {
        RecordMut::new(self)
    }

    fn empty_response(_: &'static EndpointSpec) -> Self::Response {
        Field::empty()
    }

    fn response_mut(response: &mut Self::Response) -> RecordMut<'_> {
        RecordMut::new(response)
    }
}

/// An endpoint that responds in pages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not paged: its response is complete",
    label = "not paged",
    note = "await the call instead; only calls that respond in pages have `items()`"
)]
pub trait Paged: CallRequest {
    /// An item of a page.
    type Item: Send + 'static;

    /// Takes the items out of a response.
    fn take_items(response: &mut Self::Response) -> Vec<Self::Item>;
}

/// An endpoint whose request has a list that can be split over several calls.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no list that can be split over several calls",
    label = "cannot be split into batches",
    note = "await the call instead; only calls with a list that can be split have `batches()`"
)]
pub trait Batched: CallRequest + Clone {
    /// An item of the list.
    type Item: Send + 'static;

    /// Takes the items out of the list. Returns no items if the request lacks an optional list.
    fn take_list(&mut self) -> Vec<Self::Item>;

    /// Replaces the list. If there are no items, an optional list is left out.
    fn set_list(&mut self, items: Vec<Self::Item>);

    /// Appends the lists of the next response to those of the responses so far. Other fields keep their value if the
    /// responses agree on it, and become `None` otherwise.
    fn join(response: &mut Self::Response, next: Self::Response);
}

/// The spec of an endpoint, available at run time.
#[derive(Clone, Copy, Debug)]
pub struct EndpointSpec {
    name: &'static str,
    path: &'static str,
    doc: &'static str,
    page: Option<Page>,
    per_second: Option<u32>,
    idempotent: bool,
    deduplicated_secs: u32,
    is_partial: bool,
    superseded_by: Option<&'static str>,
    pages: Option<&'static Pagination>,
    batch: Option<BatchList>,
    own_codes: &'static [CodeInfo],
    request: RecordType,
    response: RecordType,
    errors: &'static [ErrorCode],
}

/// The list of a request that can be split over several calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct BatchList {
    /// The list's name on the wire.
    pub wire: &'static str,
    /// The maximum number of items in a batch.
    pub max: usize,
}

/// A page of the API's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Page {
    /// The number of the page.
    pub number: u32,
    /// The day on which it was read, such as `2026-11-24`.
    pub read: &'static str,
}

impl Page {
    /// Returns the address of the page.
    #[must_use]
    pub fn url(self) -> String {
        format!("https://www.tencentcloud.com/document/product/1047/{}", self.number)
    }
}

impl EndpointSpec {
    /// Returns the name of the module and of the client method.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the path below the host, such as `v4/recentcontact/del_contact_group`.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Returns the summary of the endpoint's documentation.
    #[must_use]
    pub const fn doc(&self) -> &'static str {
        self.doc
    }

    /// Returns the documentation page, if there is one.
    #[must_use]
    pub const fn page(&self) -> Option<Page> {
        self.page
    }

    /// Returns the documented rate limit, in requests per second per app, if there is one.
    #[must_use]
    pub const fn rate_per_second(&self) -> Option<u32> {
        self.per_second
    }

    /// Returns `true` if repeating a call leaves the service in the same state as one call.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Returns the time during which the service drops repeated requests; zero if it does not, and [`Duration::MAX`] if
    /// it always does. It recognizes a repeat by its `random` and `sequence` fields.
    #[must_use]
    pub const fn deduplication(&self) -> Duration {
        match self.deduplicated_secs {
            u32::MAX => Duration::MAX,
            seconds => Duration::from_secs(seconds as u64),
        }
    }

    /// Returns `true` if the endpoint is known in part: its page was not read to the end, or it is known from an SDK only.
    ///
    /// A response may then have fields that [`response`](Self::response) lacks, and codes that [`errors`](Self::errors)
    /// lacks. None of its fields is required.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// Returns the path of the endpoint that new code should call instead, such as `v4/timpush/push`, if there is one.
    #[must_use]
    pub const fn superseded_by(&self) -> Option<&'static str> {
        self.superseded_by
    }

    /// Returns the fields of the request.
    #[must_use]
    pub fn request(&self) -> &'static Table {
        self.request.table()
    }

    /// Returns the fields of the response, without the envelope.
    #[must_use]
    pub fn response(&self) -> &'static Table {
        self.response.table()
    }

    /// Returns an empty request, to be filled.
    #[must_use]
    pub fn empty_request(&self) -> AnyRecord {
        self.request.empty()
    }

    /// Returns an empty response, to be filled.
    #[must_use]
    pub fn empty_response(&self) -> AnyRecord {
        self.response.empty()
    }

    /// Returns the list that can be split over several calls, if the request has one.
    #[must_use]
    pub const fn batch(&self) -> Option<BatchList> {
        self.batch
    }

    /// Returns the pagination, if the endpoint responds in pages.
    #[must_use]
    pub const fn pages(&self) -> Option<&'static Pagination> {
        self.pages
    }

    /// Returns the description of a code that this endpoint responds with. It is taken from the spec if the spec
    /// classifies the code itself, otherwise from the table of codes.
    #[must_use]
    pub fn info(&self, code: ErrorCode) -> Option<&'static CodeInfo> {
        self.own_codes.iter().find(|info| info.code == code).or_else(|| code.info())
    }

    /// Returns the codes that the documents list for this endpoint, besides the common ones.
    #[must_use]
    pub const fn errors(&self) -> &'static [ErrorCode] {
        self.errors
    }
}

/// An argument of the attribute, for the expansion of `#[endpoint]`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum SpecOption {
    Page(u32, &'static str),
    Rate(u32),
    Idempotent,
    Deduplicated(u32),
    Partial,
    SupersededBy(&'static str),
    Paged(&'static Pagination),
    Batch(&'static str, usize),
    OwnCodes(&'static [CodeInfo]),
}

/// Used by the expansion of `#[endpoint]`.
#[doc(hidden)]
impl EndpointSpec {
    // One call costs the compiler less than a chain of calls, because it asks of each value whether it can be changed.
    #[must_use]
    pub const fn new(
        [name, path, doc]: [&'static str; 3],
        [request, response]: [RecordType; 2],
        errors: &'static [ErrorCode],
        options: &[SpecOption],
    ) -> Self {
        let mut spec = Self {
            name,
            path,
            doc,
            page: None,
            per_second: None,
            idempotent: false,
            deduplicated_secs: 0,
            is_partial: false,
            superseded_by: None,
            pages: None,
            batch: None,
            own_codes: &[],
            request,
            response,
            errors,
        };
        let mut index = 0;
        while index < options.len() {
            match options[index] {
                SpecOption::Page(number, read) => spec.page = Some(Page { number, read }),
                SpecOption::Rate(per_second) => spec.per_second = Some(per_second),
                SpecOption::Idempotent => spec.idempotent = true,
                SpecOption::Deduplicated(seconds) => spec.deduplicated_secs = seconds,
                SpecOption::Partial => spec.is_partial = true,
                SpecOption::SupersededBy(path) => spec.superseded_by = Some(path),
                SpecOption::Paged(pages) => spec.pages = Some(pages),
                SpecOption::Batch(wire, max) => spec.batch = Some(BatchList { wire, max }),
                SpecOption::OwnCodes(codes) => spec.own_codes = codes,
            }
            index += 1;
        }
        spec
    }
}
