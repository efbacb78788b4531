//! Tests of the types of fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::tests::errors_of_field;

fn errors_of_type(ty: &TokenStream) -> Vec<String> {
    errors_of_field(quote! {
        pub name: #ty
    })
}

#[test]
fn a_type_that_no_field_can_have_has_another_instead() {
    for (ty, wrong, instead) in [
        (quote!(&str), "&str", "String"),
        (quote!(&'static str), "&'static str", "String"),
        (quote!(Option<Vec<str>>), "str", "String"),
        (quote!(char), "char", "String"),
        (quote!(usize), "usize", "u64"),
        (quote!(i128), "i128", "i64"),
        (quote!(f32), "f32", "f64"),
        (quote!(&[String]), "&[String]", "Vec<String>"),
        (quote!([u8]), "[u8]", "Vec<u8>"),
        (quote!([u8; 4]), "[u8; 4]", "Vec<u8>"),
        (quote!(Vec<Box<Part>>), "Box<Part>", "Part"),
        (quote!(std::rc::Rc<u8>), "std::rc::Rc<u8>", "u8"),
        (quote!(Cow<'static, str>), "Cow<'static, str>", "String"),
        (quote!(HashSet<&str>), "HashSet<&str>", "Vec<String>"),
        (quote!(HashMap<String, u32>), "HashMap<String, u32>", "BTreeMap<String, u32>"),
    ] {
        let message = format!("`{wrong}` is not a type for a field: write `{instead}`");
        assert_eq!(errors_of_type(&ty), [message]);
    }
}

#[test]
fn any_other_impossible_type_is_explained() {
    let general = "this is not a type for a field: write `String`, `bool`, `u32`, `i64`, `f64`, a struct under `#[object]`, an enum under `#[open_enum]`, or `Option`, `Vec` or `BTreeMap<String, _>` of one of these";
    for (ty, expected) in [
        (quote!(()), "`()` holds no value: remove the field"),
        (
            quote!(Vec<(u8, String)>),
            "a tuple has no wire names: declare a struct under `#[object]`, and write its name",
        ),
        (quote!(fn()), general),
        (quote!(impl Sized), general),
        (quote!(Box<dyn Debug>), general),
        (
            quote!(BTreeMap<u32, String>),
            "the keys of an object are texts: write `BTreeMap<String, String>`",
        ),
        (quote!(BTreeMap<String>), "`BTreeMap` needs two types: write `BTreeMap<String, u32>`"),
        (quote!(Vec), "`Vec` needs the type of its value: write `Vec<String>`"),
    ] {
        assert_eq!(errors_of_type(&ty), [expected], "{ty}");
    }
}

#[test]
fn types_of_other_crates_are_left_to_the_compiler() {
    for ty in [quote!(serde_json::Value), quote!(Option<chat::UserId>), quote!(Vec<Vec<Mine>>)] {
        assert_eq!(errors_of_type(&ty), [""; 0], "{ty}");
    }
}
