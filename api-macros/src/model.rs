//! An endpoint as checked: what the expander may rely on. Only [`crate::check`] builds these.

use syn::{Attribute, Expr, Ident, LitInt, LitStr, Type, Visibility};

use crate::constraint::{Constraint, WireValue};

/// One endpoint of the API.
pub(crate) struct Endpoint {
    /// Doc comments and other attributes of the module.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) options: Options,
    pub(crate) request: Record,
    pub(crate) response: Record,
    /// Further structs of the module.
    pub(crate) objects: Vec<Record>,
    pub(crate) errors: Errors,
}

/// The arguments of the attribute.
pub(crate) struct Options {
    /// Such as `v4/recentcontact/del_contact_group`.
    pub(crate) path: String,
    /// The page that documents the endpoint.
    pub(crate) page: Option<Page>,
    /// Documented calls per second.
    pub(crate) per_second: Option<u32>,
    /// Whether a repeated call leaves the service as one call does.
    pub(crate) idempotent: bool,
    /// For how many seconds the service drops repetitions.
    pub(crate) deduplicated: Option<u32>,
    /// How the responses of a paging of calls make up a list.
    pub(crate) pages: Option<Pagination>,
    /// The field of the request whose items may be spread over several calls.
    pub(crate) batch: Option<Batch>,
}

/// How the responses of a paging of calls make up a list. All names but that of the list are wire names.
pub(crate) struct Pagination {
    /// The list of the response that holds a page.
    pub(crate) items: Ident,
    /// The type of its items.
    pub(crate) item: Type,
    /// The flag of the response that the last page sets.
    pub(crate) last: Option<String>,
    /// The number of items on all pages.
    pub(crate) total: Option<String>,
    pub(crate) steps: Vec<PageStep>,
}

/// How a field of the request changes from page to page.
pub(crate) enum PageStep {
    /// It takes the value of a field of the response.
    Cursor { to: String, from: String },
    /// It counts the items read so far; without a limit all come at once.
    Offset { to: String, limit: String },
    /// It goes below the smallest value of a field of the items.
    Descending { to: String, of: String },
}

/// A request that may be spread over several calls.
pub(crate) struct Batch {
    /// The field that is split.
    pub(crate) items: Ident,
    /// Its name on the wire.
    pub(crate) wire: String,
    /// The type of its items.
    pub(crate) item: Type,
    /// Whether the request may lack the list.
    pub(crate) is_optional: bool,
    /// How many of them a batch has.
    pub(crate) max: usize,
    /// How many of them a call may have, if that is checked.
    pub(crate) checked: Option<u64>,
}

/// A page of the API's documents.
pub(crate) struct Page {
    pub(crate) number: u32,
    /// The day it was read, `2026-11-24`.
    pub(crate) read: String,
}

/// The error table of an endpoint.
pub(crate) struct Errors {
    /// The expression behind `ERRORS`, if the spec has one.
    pub(crate) expr: Option<Expr>,
    /// The names in it, where it is a list rather than the name of one.
    pub(crate) names: Vec<Ident>,
    /// The codes in it that are classified in place.
    pub(crate) own: Vec<OwnCode>,
}

/// A code that is not in the table of the API: `ErrorCode::own(..)` with its number, name, kind, retry class and
/// meaning.
pub(crate) struct OwnCode {
    pub(crate) number: LitInt,
    pub(crate) name: LitStr,
    pub(crate) kind: Expr,
    pub(crate) retry: Expr,
    pub(crate) meaning: LitStr,
}

/// One struct: a request, a response or an object.
pub(crate) struct Record {
    pub(crate) kind: RecordKind,
    /// Whether each item of this response is judged by its own outcome, whatever the envelope says.
    pub(crate) is_judged_per_item: bool,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
}

/// What a struct is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum RecordKind {
    Request,
    Response,
    Object,
}

/// One field of a struct.
pub(crate) struct Field {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The type within `Option<..>`: what a setter takes. Required fields have none.
    pub(crate) optional: Option<Type>,
    pub(crate) wire: String,
    pub(crate) role: FieldRole,
    /// Other names that it may come under.
    pub(crate) aliases: Vec<String>,
    /// What stands for `true` and for `false`, where that is not 1 and 0.
    pub(crate) switch: Option<(WireValue, WireValue)>,
    pub(crate) constraints: Vec<Constraint>,
}

/// What a field does beside holding a value.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum FieldRole {
    Data,
    /// It says what became of the item that it stands in: an error code, 0 for success.
    Status,
    /// The same, with one value for failure.
    StatusUnless(u64),
    /// It goes into the query of the URL.
    Query,
    /// The client draws a number where the caller gave none.
    Random,
    /// The client counts upward where the caller gave no number.
    Sequence,
}

impl Field {
    /// Whether it says what became of the item that it stands in.
    pub(crate) fn is_status(&self) -> bool {
        matches!(self.role, FieldRole::Status | FieldRole::StatusUnless(_))
    }
}

/// An open enumeration: named values, and whatever else may come.
pub(crate) struct OpenEnum {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) values: Values,
}

/// The values of an open enumeration, on the wire all texts or all integers.
pub(crate) enum Values {
    Texts(Vec<Value<LitStr>>),
    Integers(Vec<Value<LitInt>>),
}

/// One named value.
pub(crate) struct Value<L> {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) wire: L,
}
