//! What an endpoint is: to the compiler a trait, at run time a description.

use std::time::Duration;

use crate::codec::{Pagination, Record, Table};
use crate::{CodeInfo, ErrorCode};

/// A request that the service responds with `Response`. Declared with [`endpoint`](macro@crate::endpoint), never by
/// hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request of an endpoint",
    label = "not a request",
    note = "a call takes the `Request` of an endpoint's module, such as `conversation::delete_contact_group::Request`"
)]
pub trait Endpoint: Record {
    /// What comes back.
    type Response: Record;

    /// The endpoint's description.
    fn spec() -> &'static EndpointSpec
    where
        Self: Sized;
}

/// An endpoint that responds in pages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is responded in one piece: there are no pages to follow",
    label = "not responded in pages",
    note = "await the call; calls whose documentation has a section \"Pages\" have `items()`"
)]
pub trait Paged: Endpoint {
    /// What a page consists of.
    type Item: Send + 'static;

    /// Takes the items out of a response.
    fn take_items(response: &mut Self::Response) -> Vec<Self::Item>;
}

/// An endpoint with a list in its request that may be spread over several calls.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no list that could be spread over several calls",
    label = "not taken in batches",
    note = "await the call; calls whose documentation has a section \"Batches\" have `batches()`"
)]
pub trait Batched: Endpoint + Clone {
    /// What the list consists of.
    type Item: Send + 'static;

    /// The list's name on the wire.
    const LIST: &'static str;

    /// How many items a batch has at most.
    const MAX: usize;

    /// Takes the items out of the list. A request may lack the list; it has no items then.
    fn take_list(&mut self) -> Vec<Self::Item>;

    /// Replaces the list. Without items, a list that a request may lack is left out.
    fn set_list(&mut self, items: Vec<Self::Item>);

    /// Appends the lists of the next response to those of the responses so far. What else the responses have stays if they
    /// agree on it, and becomes `None` if not.
    fn join(response: &mut Self::Response, next: Self::Response);
}

/// What a spec says of its endpoint, to be asked at run time.
#[derive(Clone, Copy, Debug)]
pub struct EndpointSpec {
    name: &'static str,
    path: &'static str,
    doc: &'static str,
    page: Option<Page>,
    per_second: Option<u32>,
    idempotent: bool,
    deduplicated_secs: u32,
    pages: Option<&'static Pagination>,
    own_codes: &'static [CodeInfo],
    request: fn() -> &'static Table,
    response: fn() -> &'static Table,
    errors: &'static [ErrorCode],
}

/// A page of the API's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Page {
    /// Its number.
    pub number: u32,
    /// The day it was read, as `2026-11-24`.
    pub read: &'static str,
}

impl EndpointSpec {
    /// The name of the module and of the client method.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The path below the host, such as `v4/recentcontact/del_contact_group`.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// What the endpoint does, in a sentence.
    #[must_use]
    pub const fn doc(&self) -> &'static str {
        self.doc
    }

    /// The page that documents it, if one does.
    #[must_use]
    pub const fn page(&self) -> Option<Page> {
        self.page
    }

    /// Documented calls per second and app, if the documents say.
    #[must_use]
    pub const fn rate_per_second(&self) -> Option<u32> {
        self.per_second
    }

    /// Whether a repeated call leaves the service as one call does.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// For how long the service drops copies of a call, which it tells by the numbers in them; zero if it does not.
    #[must_use]
    pub const fn deduplication(&self) -> Duration {
        Duration::from_secs(self.deduplicated_secs as u64)
    }

    /// The fields of the request.
    #[must_use]
    pub fn request(&self) -> &'static Table {
        (self.request)()
    }

    /// The fields of the response, without the envelope.
    #[must_use]
    pub fn response(&self) -> &'static Table {
        (self.response)()
    }

    /// How its responses follow each other, if it responds in pages.
    #[must_use]
    pub const fn pages(&self) -> Option<&'static Pagination> {
        self.pages
    }

    /// What is known of a code that this endpoint responds with: from the table of codes, or from the spec itself if
    /// it classifies codes of its own.
    #[must_use]
    pub fn info(&self, code: ErrorCode) -> Option<&'static CodeInfo> {
        self.own_codes.iter().find(|info| info.code == code).or_else(|| code.info())
    }

    /// The codes that the documents list for this endpoint, beside the common ones.
    #[must_use]
    pub const fn errors(&self) -> &'static [ErrorCode] {
        self.errors
    }
}

/// For the expansion of `#[endpoint]`.
#[doc(hidden)]
impl EndpointSpec {
    pub const fn new(
        name: &'static str,
        path: &'static str,
        request: fn() -> &'static Table,
        response: fn() -> &'static Table,
        errors: &'static [ErrorCode],
    ) -> Self {
        Self {
            name,
            path,
            doc: "",
            page: None,
            per_second: None,
            idempotent: false,
            deduplicated_secs: 0,
            pages: None,
            own_codes: &[],
            request,
            response,
            errors,
        }
    }

    #[must_use]
    pub const fn with_doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    #[must_use]
    pub const fn with_page(self, number: u32, read: &'static str) -> Self {
        Self { page: Some(Page { number, read }), ..self }
    }

    #[must_use]
    pub const fn with_rate(self, per_second: u32) -> Self {
        Self { per_second: Some(per_second), ..self }
    }

    #[must_use]
    pub const fn with_pages(self, pages: &'static Pagination) -> Self {
        Self { pages: Some(pages), ..self }
    }

    #[must_use]
    pub const fn with_own_codes(self, own_codes: &'static [CodeInfo]) -> Self {
        Self { own_codes, ..self }
    }

    #[must_use]
    pub const fn with_idempotence(self) -> Self {
        Self { idempotent: true, ..self }
    }

    #[must_use]
    pub const fn with_deduplication(self, seconds: u32) -> Self {
        Self { deduplicated_secs: seconds, ..self }
    }
}
