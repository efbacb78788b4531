//! The procedural macros behind the endpoint specs: [`endpoint`] for a whole endpoint, [`webhook`] for a webhook,
//! [`object`] for a structure that several endpoints share, [`open_enum`] for a list of values that may grow, [`union`] for an
//! object whose content depends on a tag, [`codes`] for a set of error codes.
//!
//! All run the same pipeline, readable in `expand_endpoint`: parse (shape only) -> check (meaning,
//! every mistake reported at its own token) -> expand (cannot fail). They emit data: a table of
//! fields and the accessors of each struct. The code that uses the data is ordinary code in `tencent-chat-specs`.

mod arg;
mod check;
mod depth;
mod expand;
mod model;
mod names;
mod parse;
mod report;
mod suggest;
#[cfg(test)]
mod tests;
mod vocabulary;

use proc_macro2::TokenStream;

use crate::report::Report;

/// Turns an inline module into an endpoint: typed request and response, and the client method.
///
/// CONTRIBUTING.md, "Adding an endpoint in one sitting", describes the language.
#[proc_macro_attribute]
pub fn endpoint(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_endpoint(args.into(), item.into()).into()
}

/// Turns an inline module into a webhook: its typed event, and the reply where the service takes more than a verdict.
///
/// CONTRIBUTING.md, "Adding a webhook", describes the language.
#[proc_macro_attribute]
pub fn webhook(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_webhook(args.into(), item.into()).into()
}

/// Turns a struct into an object: a part of requests and responses that several endpoints share.
#[proc_macro_attribute]
pub fn object(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_object(args.into(), item.into()).into()
}

/// Turns an enum into an open enumeration: named values, and `Other` for all others.
#[proc_macro_attribute]
pub fn open_enum(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_open_enum(args.into(), item.into()).into()
}

/// Turns an enum into a union: an object whose content depends on a tag next to it, and `Other` for unknown tags.
#[proc_macro_attribute]
pub fn union(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_union(args.into(), item.into()).into()
}

/// Turns a constant list of error codes into a set, which the `ERRORS` of several endpoints name as `..SET`.
///
/// The documentation of these endpoints lists the members. For that, the set is also a macro of the same name.
#[proc_macro_attribute]
pub fn codes(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_codes(args.into(), item.into()).into()
}

/// Defines the macro that documents a set of codes, from the rows of the table of codes.
#[doc(hidden)]
#[proc_macro]
pub fn code_docs(set_and_rows: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::code_docs(set_and_rows.into()).into()
}

/// Adds the number of an error code as a search alias to its constant. `macro_rules` could not: an alias has to be a literal.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn code_alias(
    number: proc_macro::TokenStream,
    constant: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand_code_alias(&number.into(), &constant.into()).into()
}

fn expand_code_alias(number: &TokenStream, constant: &TokenStream) -> TokenStream {
    let alias = number.to_string().replace(' ', "");
    quote::quote!(#[doc(alias = #alias)] #constant)
}

fn expand_endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline(&args, &item, |args, report| {
        let written = parse::module("endpoint", args, item.clone(), report)?;
        let checked = check::endpoint(written, report)?;
        Some(expand::endpoint(&checked))
    })
}

fn expand_webhook(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline(&args, &item, |args, report| {
        let written = parse::module("webhook", args, item.clone(), report)?;
        let checked = check::webhook(written, report)?;
        Some(expand::webhook(&checked))
    })
}

fn expand_object(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline(&args, &item, |args, report| {
        let written = parse::object(args, item.clone(), report)?;
        let checked = check::object(written, report)?;
        Some(expand::object(&checked))
    })
}

fn expand_open_enum(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline(&args, &item, |args, report| {
        let written = parse::open_enum(args, item.clone(), report)?;
        let checked = check::open_enum(written, report)?;
        Some(expand::open_enum(&checked))
    })
}

fn expand_union(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline(&args, &item, |args, report| {
        let written = parse::union(args, item.clone(), report)?;
        let checked = check::union(written, report)?;
        Some(expand::union(&checked))
    })
}

fn expand_codes(args: TokenStream, item: TokenStream) -> TokenStream {
    pipeline(&args, &item, |args, report| {
        let written = parse::codes(args, item.clone(), report)?;
        let checked = check::codes(written, report)?;
        Some(expand::codes(&checked))
    })
}

/// Runs the phases. If any error was reported, emits the errors plus a stripped copy of the item, so that its names
/// still resolve. An item that is nested too deeply is left out, because nothing can parse it.
fn pipeline(
    args: &TokenStream,
    item: &TokenStream,
    phases: impl FnOnce(TokenStream, &mut Report) -> Option<TokenStream>,
) -> TokenStream {
    let mut report = Report::default();
    let is_shallow = [args, item].into_iter().all(|tokens| depth::check_depth(tokens, &mut report));
    let output = if is_shallow { phases(args.clone(), &mut report) } else { None };
    match (output, report.finish()) {
        (Some(output), None) => output,
        (_, errors) => {
            let item = is_shallow.then(|| expand::fallback(item.clone()));
            quote::quote!(#item #errors)
        }
    }
}
