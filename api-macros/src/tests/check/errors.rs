//! Tests of the error table.

use proc_macro2::TokenStream;
use quote::quote;

use super::minimal;
use crate::tests::errors_of;

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
            pub const ERRORS: &[ErrorCode] = SHARED;
        )),
        [""; 0]
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
        ["`ERRORS` must be `&[ErrorCode::..]` or the name of a shared list"]
    );
    assert_eq!(
        with(quote!(
            pub const CODES: &[ErrorCode] = &[];
        )),
        ["unexpected constant `CODES`: a spec has only `ERRORS`"]
    );
}
