//! Tests of the checks: one for each rule, with the message for the author.

mod constraint;
mod crate_path;
mod errors;
mod open_enum;
mod options;
mod paging;
mod record;
mod repeats;
mod structs;
mod types;
mod union;
mod webhook;

use proc_macro2::TokenStream;
use quote::quote;

use super::{errors_of, messages};
use crate::model::{Code, Endpoint};
use crate::report::Report;
use crate::{check, parse};

fn minimal() -> TokenStream {
    quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {}
        }
    }
}

fn checked(args: TokenStream, item: TokenStream) -> Endpoint {
    let mut report = Report::default();
    let written = parse::module("endpoint", args, item, &mut report).unwrap();
    let checked = check::endpoint(written, &mut report);
    assert_eq!(messages(report), [""; 0]);
    checked.unwrap()
}

#[test]
fn a_valid_spec_becomes_its_model() {
    let item = quote! {
        /// Does something
        /// in one sentence.
        ///
        /// More.
        pub mod made_up {
            pub struct Request {
                /// Someone.
                #[wire(items(1), each(bytes(max = 32)))]
                pub to_account: Vec<String>,
                /// The lifetime in seconds.
                #[wire(range(max = 604800))]
                pub msg_life_time_secs: Option<u32>,
            }
            pub struct Response {
                /// The parts.
                pub part: Vec<Part>,
            }
            /// A part.
            pub struct Part {}
            pub const ERRORS: &[ErrorCode] = &[ErrorCode::A, ..MADE_UP_CODES, ErrorCode::B];
        }
    };
    let args = quote!("v4/service/made_up", page = 7, read = "2026-11-24", rate = 200, idempotent);
    let endpoint = checked(args, item);
    assert_eq!(endpoint.options.path, "v4/service/made_up");
    assert_eq!(
        endpoint.options.page.map(|page| (page.number, page.read)),
        Some((7, Some("2026-11-24".into())))
    );
    assert_eq!(endpoint.options.per_second, Some(200));
    assert!(endpoint.options.idempotent);
    assert_eq!(check::doc_summary(&endpoint.attrs), "Does something in one sentence.");
    let [Code::Named(a), Code::Set(set), Code::Named(b)] = &endpoint.errors.codes[..] else {
        panic!("three members")
    };
    assert!(a.segments[1].ident == "A" && set.is_ident("MADE_UP_CODES"));
    assert!(b.segments[1].ident == "B");
    assert_eq!(endpoint.objects.len(), 1);
    let [to_account, life_time] = &endpoint.request.fields[..] else { panic!("two fields") };
    assert!(to_account.optional.is_none());
    assert_eq!(
        to_account.constraints.iter().map(crate::model::Constraint::describe).collect::<Vec<_>>(),
        ["exactly 1 item", "each at most 32 bytes"]
    );
    assert!(life_time.optional.is_some());
    assert_eq!(life_time.constraints[0].describe(), "at most 604800");
}

#[test]
fn page_and_rate_may_be_missing() {
    let endpoint = checked(quote!("v4/service/made_up"), minimal());
    assert!(endpoint.options.page.is_none() && endpoint.options.per_second.is_none());
    assert!(!endpoint.options.idempotent);
}

#[test]
fn request_and_response_are_declared_once() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Request {}
            pub struct Part {}
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/made_up"), item),
        [
            "`Request` is declared twice: keep one",
            "`made_up` has no `Response`: add `pub struct Response { .. }`, empty if it has no fields",
        ]
    );
}

#[test]
fn a_module_is_public() {
    let item = quote! {
        mod del_group_msg {
            pub struct Request {}
            pub struct Response {}
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/del_group_msg"), item),
        ["`del_group_msg` is not public: write `pub mod del_group_msg`"]
    );
}
