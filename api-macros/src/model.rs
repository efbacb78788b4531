//! An endpoint as checked: what the expander may rely on. Only [`crate::check`] builds these.

use syn::{Attribute, Expr, Ident, LitInt, LitStr, Type, Visibility};

use crate::limit::Limit;

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
}

/// One struct: a request, a response or an object.
pub(crate) struct Record {
    pub(crate) role: Role,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
}

/// What a struct is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Role {
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
    /// Whether it says what became of the item that it stands in.
    pub(crate) is_outcome: bool,
    pub(crate) limits: Vec<Limit>,
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
