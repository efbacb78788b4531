//! Tests of the phases with small specs, and the full expansion of the first endpoint.

mod check;
mod expand;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::report::Report;

/// Returns the messages for `#[endpoint(args)] item`.
fn errors_of(args: TokenStream, item: TokenStream) -> Vec<String> {
    let mut report = Report::default();
    let written = crate::parse::module("endpoint", args, item, &mut report);
    if let Some(written) = written {
        crate::check::endpoint(written, &mut report);
    }
    messages(report)
}

/// Returns the messages for a field of a request.
fn errors_of_field(field: TokenStream) -> Vec<String> {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request { #field }
            pub struct Response {}
        }
    };
    errors_of(quote!("v4/service/made_up"), item)
}

fn messages(report: Report) -> Vec<String> {
    report.into_errors().iter().map(ToString::to_string).collect()
}
