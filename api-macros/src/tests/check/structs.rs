//! Tests of how the structs of a module hang together.

use proc_macro2::TokenStream;
use quote::quote;

use crate::tests::errors_of;

fn errors_of_module(args: TokenStream, fields: TokenStream, objects: TokenStream) -> Vec<String> {
    let module = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Response { #fields }
            #objects
        }
    };
    errors_of(quote!("v4/service/made_up", #args), module)
}

#[test]
fn every_struct_is_used() {
    let outer = quote!(pub outer: BTreeMap<String, Vec<Outer>>);
    let objects = quote! {
        pub struct Outer { pub inner: Option<Inner> }
        pub struct Inner {}
    };
    assert_eq!(errors_of_module(quote!(), outer, objects.clone()), [""; 0]);
    let unused = |name| {
        format!(
            "neither the request nor the response contains `{name}`: make it the type of a field, or remove it"
        )
    };
    assert_eq!(errors_of_module(quote!(), quote!(), objects), [unused("Outer"), unused("Inner")]);
}

#[test]
fn a_struct_has_a_finite_size() {
    let node = quote!(pub node: Vec<Node>);
    let errors = |objects| errors_of_module(quote!(), node.clone(), objects);
    let in_list = quote! {
        pub struct Node {
            pub list: Option<Vec<Node>>,
            pub map: BTreeMap<String, Node>,
        }
    };
    assert_eq!(errors(in_list), [""; 0]);
    let itself = quote!(
        pub struct Node {
            pub next: Option<Node>,
        }
    );
    let message = "`Node` contains itself, so its size is infinite: write `Vec<Node>`";
    assert_eq!(errors(itself), [message]);
    let circle = quote! {
        pub struct Node { pub edge: Edge }
        pub struct Edge { pub to: Option<Node> }
    };
    assert_eq!(errors(circle), [message]);
}

#[test]
fn a_response_that_is_judged_per_item_has_a_status() {
    let errors = |fields, objects| errors_of_module(quote!(per_item), fields, objects);
    let items = || quote!(pub items: Vec<Item>);
    let with = quote!(
        pub struct Item {
            #[wire(status)]
            pub code: ErrorCode,
        }
    );
    let without = quote!(
        pub struct Item {
            pub code: ErrorCode,
        }
    );
    let message = "no item of the response has a status: write `status` at the field that has it, such as `#[wire(\"ResultCode\", status)]`, or remove `per_item`";
    assert_eq!(errors(items(), with), [""; 0]);
    assert_eq!(errors(items(), quote!()), [""; 0], "declared elsewhere");
    assert_eq!(errors(items(), without), [message]);
    assert_eq!(errors(quote!(), quote!()), [message]);
}
