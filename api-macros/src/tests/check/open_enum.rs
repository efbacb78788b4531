//! Tests of open enumerations.

use proc_macro2::TokenStream;
use quote::quote;

use crate::report::Report;
use crate::tests::messages;
use crate::{check, parse};

/// Returns the messages for `#[open_enum] item`.
fn errors_of_enum(item: TokenStream) -> Vec<String> {
    let mut report = Report::default();
    if let Some(written) = parse::open_enum(quote!(), item, &mut report) {
        check::open_enum(written, &mut report);
    }
    messages(report)
}

#[test]
fn an_open_enumeration_names_texts_or_integers() {
    for (first, second) in [
        (quote!(On = 1), quote!(Off = 0)),
        (quote!(On = 0x7fff_ffff_ffff_ffff), quote!(Off = 255)),
        (quote!(On), quote!(Off)),
        (
            quote!(
                #[wire("on")]
                On
            ),
            quote!(Off),
        ),
    ] {
        let item = quote! {
            /// A power state.
            pub enum Power {
                /// It is on.
                #first,
                /// It is off.
                #second,
            }
        };
        assert_eq!(errors_of_enum(item), [""; 0]);
    }
}

#[test]
fn each_value_has_a_name_and_one_number() {
    let item = quote! {
        /// A power state.
        enum Power {
            On = 1,
            /// It is off.
            Off,
            /// It is between.
            Half = 1 / 2,
            /// It is unknown.
            Unknown = -1,
            /// It is beyond.
            Beyond = 9223372036854775808,
            /// It is on, again.
            OnAgain = 1,
            /// It is both.
            #[wire("Both")]
            Both = 4,
            /// It is something else.
            Other = 3,
        }
    };
    let negative = "must be a number of 0 or more";
    let errors = errors_of_enum(item);
    assert_eq!(
        errors,
        [
            "`Power` is not public: write `pub enum Power`",
            "`Off` has no number: write `Off = 1`, or remove the numbers of the others if the values are texts",
            &format!(
                "the value of `Half` {negative}: write `Half = 1`. A negative number has no name, and is read as `Other`"
            ),
            &format!(
                "the value of `Unknown` {negative}: write `Unknown = 1`. A negative number has no name, and is read as `Other`"
            ),
            "the value of `Beyond` must be at most 9223372036854775807: remove it",
            "another variant has this value already: keep one",
            "`Both` has a number: remove `#[wire(..)]`",
            "`Other` is generated for values without a name: remove it",
        ]
    );
}

#[test]
fn only_a_text_that_is_not_the_name_is_written() {
    let item = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            #[wire("On")]
            On,
            /// It is off.
            #[wire(0)]
            Off,
            /// It is between.
            #[wire(half)]
            Half,
            /// It is both.
            #[wire("both")]
            #[wire("BOTH")]
            Both,
            /// It is dim.
            #[wire("Dark")]
            Dim,
            /// It is dark.
            Dark,
        }
    };
    assert_eq!(
        errors_of_enum(item),
        [
            "`On` follows from the name: remove `#[wire(\"On\")]`",
            "a number is written `Off = 0`",
            "the value of `Half` must be one text or one number: write `#[wire(\"High\")]` or `Half = 1`",
            "`Both` has two values: keep one",
            "another variant has this value already: keep one",
        ]
    );
}

#[test]
fn an_open_enumeration_is_not_empty() {
    let empty = quote! {
        /// A power state.
        pub enum Power {}
    };
    assert_eq!(errors_of_enum(empty), ["`Power` has no values: add those that the page lists"]);
}

#[test]
fn a_value_is_a_plain_variant() {
    let item = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            On,
            /// It is off.
            Off(u32),
        }
    };
    assert_eq!(errors_of_enum(item), ["a value must be a variant without fields: write `Off`"]);
}

#[test]
fn two_values_do_not_share_a_name() {
    let item = quote! {
        pub enum Power {
            On = 1,
            On = 2,
        }
    };
    assert_eq!(errors_of_enum(item), ["`On` is declared twice: keep one"]);
}
