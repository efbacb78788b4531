//! Tests of constraints.

use proc_macro2::TokenStream;
use quote::quote;

use crate::tests::errors_of_field;

/// Returns the messages for `#[wire("Name", constraints)] pub name: ty`.
fn errors_of_constraints(constraints: TokenStream, ty: TokenStream) -> Vec<String> {
    errors_of_field(quote! {
        /// A name.
        #[wire(#constraints)]
        pub name: #ty
    })
}

#[test]
fn valid_constraints_are_accepted() {
    for (constraints, ty) in [
        (quote!(items(1), each(bytes(max = 32))), quote!(Vec<String>)),
        (quote!(items(min = 1, max = 100)), quote!(Option<Vec<Part>>)),
        (quote!(chars(min = 1), one_of("a", "b")), quote!(String)),
        (quote!(range(min = 1, max = 5), one_of(1, 2)), quote!(u32)),
        (quote!(bytes(max = 32)), quote!(UserId)),
        (quote!(each(each(range(max = 2)))), quote!(Vec<Vec<u32>>)),
    ] {
        assert_eq!(errors_of_constraints(constraints.clone(), ty), [""; 0], "{constraints}");
    }
}

#[test]
fn a_constraint_fits_its_type() {
    for (constraints, ty, expected) in [
        (
            quote!(bytes(max = 1)),
            quote!(u32),
            "`bytes` does not fit the type: a number takes `range(..)` or `one_of(..)`",
        ),
        (
            quote!(items(1)),
            quote!(String),
            "`items` does not fit the type: a string takes `bytes(..)`, `chars(..)` or `one_of(..)`",
        ),
        (
            quote!(range(max = 1)),
            quote!(bool),
            "`range` does not fit the type: a `bool` takes no constraints",
        ),
        (
            quote!(bytes(max = 1)),
            quote!(Vec<String>),
            "`bytes` does not fit the type: a list takes `items(..)`; put the constraints of its items into `each(..)`",
        ),
        (
            quote!(each(range(max = 1))),
            quote!(Vec<String>),
            "`range` does not fit the type: a string takes `bytes(..)`, `chars(..)` or `one_of(..)`",
        ),
        (quote!(one_of("a")), quote!(u32), "each value of `one_of` must be an integer here"),
        (
            quote!(one_of(1)),
            quote!(String),
            "each value of `one_of` must be a string in quotes here",
        ),
    ] {
        assert_eq!(errors_of_constraints(constraints.clone(), ty), [expected], "{constraints}");
    }
}

#[test]
fn a_constraint_has_bounds_that_allow_a_value() {
    for (constraints, expected) in [
        (quote!(bytes()), "`bytes` needs bounds: write `bytes(max = 32)`"),
        (quote!(bytes), "`bytes` needs bounds: write `bytes(max = 32)`"),
        (
            quote!(bytes(min = 2, max = 1)),
            "`bytes` allows no value: its `min` of 2 must not exceed its `max` of 1",
        ),
        (
            quote!(bytes(most = 1)),
            "wrong bounds of `bytes`: write `bytes(2)`, `bytes(max = 2)` or `bytes(min = 1, max = 2)`",
        ),
        (
            quote!(bytes(1, 2)),
            "wrong bounds of `bytes`: write `bytes(2)`, `bytes(max = 2)` or `bytes(min = 1, max = 2)`",
        ),
        (quote!(bytes(max = 1), bytes(max = 2)), "`bytes` is given twice: keep one"),
        (quote!(one_of()), "`one_of` needs values: write `one_of(1, 2)` or `one_of(\"a\", \"b\")`"),
        (
            quote!(length(max = 1)),
            "unknown word `length`: the constraints are `items`, `bytes`, `chars`, `range`, `one_of` and `each`; the other words are `status`, `alias`, `flag`, `query`, `random` and `sequence`",
        ),
        (
            quote!("NAME", "Other"),
            "unexpected literal: the constraints after the wire name are `items`, `bytes`, `chars`, `range`, `one_of` and `each`",
        ),
    ] {
        assert_eq!(
            errors_of_constraints(constraints.clone(), quote!(String)),
            [expected],
            "{constraints}"
        );
    }
}
