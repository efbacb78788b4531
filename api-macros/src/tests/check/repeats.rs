//! Tests of `idempotent` and `deduplicated`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::tests::errors_of;

#[test]
fn what_is_said_about_repeated_calls_fits_the_request() {
    let errors = |words: TokenStream, fields: TokenStream| {
        let module = quote! {
            /// Does something.
            pub mod made_up {
                pub struct Request { #fields }
                pub struct Response {}
            }
        };
        errors_of(quote!("v4/service/made_up", #words), module)
    };
    let random = || quote!(#[wire(random)] pub random: Option<u32>);
    let sequence = || quote!(#[wire(sequence)] pub seq: Option<u32>);
    assert_eq!(errors(quote!(idempotent), quote!()), [""; 0]);
    assert_eq!(errors(quote!(), random()), [""; 0]);
    assert_eq!(errors(quote!(deduplicated(seconds = 1)), sequence()), [""; 0]);
    assert_eq!(errors(quote!(deduplicated), random()), [""; 0]);
    for (fields, name) in [(random(), "Random"), (sequence(), "Seq")] {
        let message = format!(
            "a request with `{name}`, by which the service recognizes copies, is not `idempotent`: write `deduplicated(seconds = 300)` with the time of the page, or `deduplicated` if copies are dropped for ever"
        );
        assert_eq!(errors(quote!(idempotent), fields), [message]);
    }
    assert_eq!(
        errors(quote!(deduplicated(seconds = 1)), quote!()),
        [
            "the request has no field by which the service recognizes a copy: mark it, such as `#[wire(\"MsgRandom\", random)]`, or remove `deduplicated`"
        ]
    );
    let both = "an endpoint cannot be both `idempotent` and `deduplicated`: keep `idempotent` if a repeated call changes nothing more however late it comes, else `deduplicated`";
    assert_eq!(errors(quote!(idempotent, deduplicated(seconds = 1)), random()), [both]);
    assert_eq!(errors(quote!(deduplicated, idempotent), quote!()), [both]);
}
