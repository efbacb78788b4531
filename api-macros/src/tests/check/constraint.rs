//! Tests of constraints.

use proc_macro2::TokenStream;
use quote::quote;

use crate::tests::errors_of_field;

/// Returns the messages for `#[wire(constraints)] pub name: ty`.
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
        (quote!(items(exactly = 2)), quote!(Vec<u32>)),
        (quote!(bytes(exactly = 1), one_of("a", "b")), quote!(UserId)),
        (quote!(range(max = 4294967295)), quote!(u32)),
        (quote!(bytes(max = 30), chars(max = 10)), quote!(String)),
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
            "wrong bounds of `bytes`: write `bytes(max = 2)`, `bytes(min = 1, max = 2)` or `bytes(exactly = 2)`",
        ),
        (
            quote!(bytes(1, 2)),
            "wrong bounds of `bytes`: write `bytes(max = 2)`, `bytes(min = 1, max = 2)` or `bytes(exactly = 2)`",
        ),
        (quote!(bytes(max = 1), bytes(max = 2)), "`bytes` is given twice: keep one"),
        (quote!(one_of()), "`one_of` needs values: write `one_of(1, 2)` or `one_of(\"a\", \"b\")`"),
        (
            quote!(length(max = 1)),
            "unknown word `length`: the constraints are `items`, `bytes`, `chars`, `range`, `one_of` and `each`; the other words are `status`, `alias`, `flag`, `query`, `random`, `sequence` and `app_id`",
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

#[test]
fn a_bare_number_is_no_bound_but_for_one_item() {
    for (constraints, word) in [
        (quote!(bytes(32)), "bytes"),
        (quote!(chars(32)), "chars"),
        (quote!(each(bytes(32))), "bytes"),
        (quote!(items(32)), "items"),
    ] {
        let ty = if constraints.to_string().starts_with(['i', 'e']) {
            quote!(Vec<String>)
        } else {
            quote!(String)
        };
        let message = format!(
            "`{word}(32)` may mean a maximum or an exact number: write `{word}(max = 32)` or `{word}(exactly = 32)`"
        );
        assert_eq!(errors_of_constraints(constraints, ty), [message]);
    }
}

#[test]
fn a_value_is_one_of_its_type() {
    for (constraints, ty, expected) in [
        (
            quote!(range(max = 5000000000)),
            quote!(u32),
            "5000000000 is no value of `u32`, whose largest is 4294967295: lower it, or make the field a `u64`",
        ),
        (
            quote!(range(min = 256)),
            quote!(Option<u8>),
            "256 is no value of `u8`, whose largest is 255: lower it, or make the field a `u32`",
        ),
        (
            quote!(each(range(max = 128))),
            quote!(Vec<i8>),
            "128 is no value of `i8`, whose largest is 127: lower it, or make the field a `u32`",
        ),
        (
            quote!(one_of(1, 256)),
            quote!(u8),
            "256 is no value of `u8`, whose largest is 255: lower it, or make the field a `u32`",
        ),
    ] {
        assert_eq!(errors_of_constraints(constraints.clone(), ty), [expected], "{constraints}");
    }
}

#[test]
fn constraints_do_not_contradict_each_other() {
    for (constraints, ty, expected) in [
        (
            quote!(range(max = 5), one_of(1, 9)),
            quote!(u32),
            "`range` does not allow `9`: remove one of them",
        ),
        (
            quote!(one_of("a", "long"), bytes(max = 2)),
            quote!(String),
            "`bytes` does not allow `long`: remove one of them",
        ),
        (quote!(one_of(1, 1)), quote!(u32), "`1` is listed twice: keep one"),
        (quote!(one_of("a", "a")), quote!(Kind), "`a` is listed twice: keep one"),
        (
            quote!(one_of("a", 1)),
            quote!(Kind),
            "each value of `one_of` must be a string in quotes here",
        ),
        (
            quote!(bytes(max = 2), chars(min = 3)),
            quote!(String),
            "no text has as many bytes as `bytes` and as many characters as `chars` asks for: correct one of them",
        ),
        (
            quote!(bytes(max = 0)),
            quote!(String),
            "`bytes` allows only what is empty: remove the field",
        ),
        (
            quote!(each()),
            quote!(Vec<String>),
            "`each` needs the constraints of an item: write `each(bytes(max = 32))`",
        ),
        (
            quote!(range(max = 1)),
            quote!(f64),
            "`range` does not fit the type: an `f64` takes no constraints",
        ),
    ] {
        assert_eq!(errors_of_constraints(constraints.clone(), ty), [expected], "{constraints}");
    }
}

#[test]
fn what_only_the_compiler_knows_is_asked_of_it() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                #[wire(one_of("a"), bytes(max = 1), range(max = 1))]
                pub name: Name,
                #[wire(each(one_of(1)))]
                pub list: Vec<Name>,
            }
            pub struct Response {}
        }
    };
    let endpoint = super::checked(quote!("v4/service/made_up"), item);
    let questions: Vec<_> =
        endpoint.request.type_checks.iter().map(|check| check.question).collect();
    assert_eq!(questions, ["has_texts", "is_text", "is_integer", "has_integers"]);
}
