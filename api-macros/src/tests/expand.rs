//! The generated code, pretty-printed: the first endpoint whole, and small inputs for the rest of the language.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Item;

/// The expansion as rustfmt would roughly lay it out; the tokens themselves where they are no Rust.
fn pretty(tokens: TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("the expansion is no Rust: {error}\n{tokens}"),
    }
}

/// The spec of `delete_contact_group` as it stands in `api-specs`.
fn first_endpoint() -> (TokenStream, TokenStream) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../api-specs/src/conversation.rs");
    let source = std::fs::read_to_string(path).unwrap();
    let is_it =
        |item: &Item| matches!(item, Item::Mod(module) if module.ident == "delete_contact_group");
    let item = syn::parse_file(&source).unwrap().items.into_iter().find(is_it);
    let Some(Item::Mod(mut module)) = item else { panic!("no such module") };
    let is_endpoint = |attr: &syn::Attribute| attr.path().is_ident("endpoint");
    let at = module.attrs.iter().position(is_endpoint).unwrap();
    let args = module.attrs.remove(at).meta.require_list().unwrap().tokens.clone();
    (args, module.into_token_stream())
}

#[test]
fn the_first_endpoint() {
    let (args, item) = first_endpoint();
    insta::assert_snapshot!(pretty(crate::expand_endpoint(args, item)));
}

#[test]
fn optional_fields_have_setters() {
    let item = quote! {
        /// A part of an answer.
        pub struct Part {
            /// Seconds.
            #[wire("Time")]
            pub time_secs: Option<u32>,
            /// Others, if any.
            #[wire("Others")]
            pub others: Option<Vec<String>>,
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_object(quote!(), item)));
}

#[test]
fn every_limit_is_a_row_of_the_table() {
    let item = quote! {
        /// Limits.
        pub struct Limits {
            /// Texts.
            #[wire("Texts", items(min = 1, max = 3), each(bytes(max = 32), chars(min = 2)))]
            pub texts: Vec<String>,
            /// A number.
            #[wire("Number", range(max = 9), one_of(1, 9))]
            pub number: u64,
            /// A word.
            #[wire("Word", one_of("On", "Off"))]
            pub word: String,
        }
    };
    let expansion = pretty(crate::expand_object(quote!(), item));
    let table = expansion.find("static TABLE").unwrap();
    let end = expansion[table..].find("&TABLE").unwrap();
    insta::assert_snapshot!(&expansion[table..table + end]);
}

#[test]
fn an_open_enumeration_of_integers() {
    let item = quote! {
        /// A switch.
        pub enum Switch {
            /// It is on.
            #[wire(1)]
            On,
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_open_enum(quote!(), item)));
}

#[test]
fn an_open_enumeration_of_texts() {
    let item = quote! {
        /// A switch.
        pub enum Switch {
            /// It is on.
            #[wire("On")]
            On,
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_open_enum(quote!(), item)));
}

#[test]
fn an_endpoint_may_be_empty_and_undocumented_on_the_web() {
    let item = quote! {
        /// Does nothing.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {}
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_endpoint(quote!("v4/service/made_up"), item)));
}

#[test]
fn a_wrong_spec_keeps_its_names_and_loses_what_would_draw_further_errors() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                #[serde(default)]
                #[wire("From_Account")]
                pub from_account: String,
            }
            pub struct Request {}
            pub const ERRORS: &[ErrorCode] = &[51009];
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_endpoint(quote!(oops), item)));
}
