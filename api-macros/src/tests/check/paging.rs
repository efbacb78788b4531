//! Tests of lists that are too long for one call.

use quote::quote;

use crate::tests::errors_of;

#[test]
fn a_batch_has_at_least_one_item_and_at_most_those_of_a_call() {
    let module = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                /// Items.
                #[wire(items(max = 100))]
                pub items: Vec<String>,
            }
            pub struct Response {}
        }
    };
    let errors = |batch| errors_of(quote!("v4/service/made_up", #batch), module.clone());
    let none: [String; 0] = [];
    assert_eq!(errors(quote!(batch("Items", max = 20))), none);
    assert_eq!(errors(quote!(batch("Items", max = 0))), ["a batch must have at least 1 item"]);
    assert_eq!(
        errors(quote!(batch("Items", max = 101))),
        ["a batch of 101 items is too large: the list has at most 100"]
    );
}
