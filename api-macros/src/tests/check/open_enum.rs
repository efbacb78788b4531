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
fn an_open_enumeration_names_strings_or_integers() {
    for (first, second) in [(quote!(1), quote!(2)), (quote!("On"), quote!("Off"))] {
        let item = quote! {
            /// A power state.
            pub enum Power {
                /// It is on.
                #[wire(#first)]
                On,
                /// It is off.
                #[wire(#second)]
                Off,
            }
        };
        assert_eq!(errors_of_enum(item), [""; 0]);
    }
}

#[test]
fn each_value_has_a_name_and_one_value_on_the_wire() {
    let item = quote! {
        /// A power state.
        enum Power {
            #[wire(1)]
            On,
            /// It is off.
            Off,
            /// It is between.
            #[wire(half)]
            Half,
            /// It is on, again.
            #[wire(1)]
            OnAgain,
            /// It is something else.
            #[wire(3)]
            Other,
        }
    };
    assert_eq!(
        errors_of_enum(item),
        [
            "`Power` is not public: write `pub enum Power`",
            "`Off` must have exactly one wire value: write `#[wire(1)]` or `#[wire(\"High\")]`",
            "the wire value of `Half` must be one string or one integer: write `#[wire(1)]` or `#[wire(\"High\")]`",
            "another variant has this value already: keep one",
            "`Other` is generated for values without a name: remove it",
        ]
    );
}

#[test]
fn an_open_enumeration_is_of_one_kind_and_not_empty() {
    let mixed = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            #[wire("On")]
            On,
            /// It is off.
            #[wire(0)]
            Off,
        }
    };
    assert_eq!(errors_of_enum(mixed), ["mixed wire values: use only strings or only integers"]);
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
            #[wire(1)]
            On = 1,
            /// It is off.
            #[wire(0)]
            Off(u32),
        }
    };
    assert_eq!(
        errors_of_enum(item),
        [
            "a value must be a variant without fields or discriminant: write `#[wire(..)] On`",
            "a value must be a variant without fields or discriminant: write `#[wire(..)] Off`"
        ]
    );
}

#[test]
fn two_values_do_not_share_a_name() {
    let item = quote! {
        pub enum Power {
            #[wire(1)]
            On,
            #[wire(2)]
            On,
        }
    };
    assert_eq!(errors_of_enum(item), ["`On` is declared twice: keep one"]);
}
