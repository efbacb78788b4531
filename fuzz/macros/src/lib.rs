//! The sources of `api-macros` as an ordinary library, which a fuzzer can call.

#[path = "../../../api-macros/src"]
mod sources {
    pub(crate) mod arg;
    pub(crate) mod check;
    pub(crate) mod depth;
    pub(crate) mod expand;
    pub(crate) mod model;
    pub(crate) mod names;
    pub(crate) mod parse;
    pub(crate) mod report;
    pub(crate) mod suggest;
    pub(crate) mod vocabulary;
}

use proc_macro2::TokenStream;
use sources::{arg, check, depth, expand, model, names, parse, report, suggest, vocabulary};

use crate::report::Report;

include!(concat!(env!("OUT_DIR"), "/pipeline.rs"));

/// Expands `#[endpoint(args)] item`.
pub fn endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    expand_endpoint(args, item)
}

/// Expands `#[object(args)] item`.
pub fn object(args: TokenStream, item: TokenStream) -> TokenStream {
    expand_object(args, item)
}

/// Expands `#[open_enum(args)] item`.
pub fn open_enum(args: TokenStream, item: TokenStream) -> TokenStream {
    expand_open_enum(args, item)
}

/// Expands `#[union(args)] item`.
pub fn union(args: TokenStream, item: TokenStream) -> TokenStream {
    expand_union(args, item)
}

/// Expands `#[codes(args)] item`.
pub fn codes(args: TokenStream, item: TokenStream) -> TokenStream {
    expand_codes(args, item)
}

/// Expands `code_docs! { input }`.
pub fn code_docs(input: TokenStream) -> TokenStream {
    expand::code_docs(input)
}
