//! Tests of the error table.

use proc_macro2::TokenStream;
use quote::quote;

use super::minimal;
use crate::report::Report;
use crate::tests::{errors_of, messages};
use crate::{check, parse};

#[test]
fn a_page_has_an_error_table() {
    assert_eq!(
        errors_of(quote!("v4/service/made_up", page = 7, read = "2026-11-24"), minimal()),
        [
            "`made_up` has no `ERRORS`: add the error codes of the page, `pub const ERRORS: &[ErrorCode] = &[ErrorCode::..];`, or `&[]` if it lists none"
        ]
    );
}

#[test]
fn the_error_table_names_each_code_once() {
    let with = |consts: TokenStream| {
        let item = quote! {
            /// Does something.
            pub mod made_up {
                pub struct Request {}
                pub struct Response {}
                #consts
            }
        };
        errors_of(quote!("v4/service/made_up"), item)
    };
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = &[..SHARED, ErrorCode::A, ..other::SHARED];
        )),
        [""; 0]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = SHARED;
        )),
        [
            "`ERRORS` must be a list, `&[ErrorCode::..]`. Codes that several endpoints share are a set under `#[codes]`: write `&[..SHARED_CODES]`"
        ]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = &[..SHARED, ..=SHARED, ..SHARED, A..SHARED];
        )),
        [
            "expected `ErrorCode::NAME`: add a code without a name to the code table, or classify it here with `ErrorCode::own(..)`",
            "`..SHARED` is listed twice: keep one",
            "expected `ErrorCode::NAME`: add a code without a name to the code table, or classify it here with `ErrorCode::own(..)`",
        ]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = &[ErrorCode::A, 51009, ErrorCode::A];
        )),
        [
            "expected `ErrorCode::NAME`: add a code without a name to the code table, or classify it here with `ErrorCode::own(..)`",
            "`ErrorCode::A` is listed twice: keep one",
        ]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = codes();
        )),
        ["`ERRORS` must be a list, `&[ErrorCode::..]`"]
    );
    assert_eq!(
        with(quote!(
            pub const CODES: &[ErrorCode] = &[];
        )),
        ["unexpected constant `CODES`: a spec has only `ERRORS`"]
    );
}

#[test]
fn a_set_is_public_and_has_only_codes_of_the_table() {
    let errors_of_set = |item: TokenStream| {
        let mut report = Report::default();
        if let Some(written) = parse::codes(quote!(), item, &mut report) {
            check::codes(written, &mut report);
        }
        messages(report)
    };
    let set = quote! {
        /// Some codes.
        pub const SOME_CODES: &[ErrorCode] = &[ErrorCode::A, ErrorCode::B];
    };
    assert_eq!(errors_of_set(set), [""; 0]);
    let wrong = quote! {
        const SOME_CODES: &[ErrorCode] = &[
            ..OTHER_CODES,
            ErrorCode::own(120001, "SHOP_CLOSED", CodeKind::Webhook, RetryClass::Permanent, "the shop is closed"),
        ];
    };
    assert_eq!(
        errors_of_set(wrong),
        [
            "`SOME_CODES` is not public: write `pub const SOME_CODES`",
            "a set has no other sets in it: write its codes, or name both sets in `ERRORS`",
            "a code that is classified here belongs to one endpoint: move it to the `ERRORS` of that endpoint",
        ]
    );
    assert_eq!(
        errors_of_set(quote!(
            pub mod some_codes {}
        )),
        [
            "`#[codes]` must be on a constant: write `pub const NAME_CODES: &[ErrorCode] = &[ErrorCode::..];`"
        ]
    );
}
