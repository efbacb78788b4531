//! Tests of the parser: the shape of a spec, and input that is not a spec.

use quote::quote;

use super::{errors_of, messages};
use crate::arg::{self, Arg};
use crate::parse;
use crate::report::Report;
use syn::parse::Parser;

#[test]
fn an_endpoint_is_read_with_its_structs_fields_and_constants() {
    let mut report = Report::default();
    let item = quote! {
        pub mod made_up {
            pub struct Request {
                /// Someone.
                #[wire(bytes(max = 32))]
                pub from_account: String,
            }
            pub struct Response {}
            pub const ERRORS: &[ErrorCode] = &[];
        }
    };
    let written =
        parse::module("endpoint", quote!("v4/a/b", idempotent), item, &mut report).unwrap();
    assert_eq!(messages(report), [""; 0]);
    assert_eq!(written.ident, "made_up");
    assert_eq!(written.args.len(), 2);
    assert_eq!(written.structs.len(), 2);
    assert_eq!(written.consts[0].ident, "ERRORS");
    let field = &written.structs[0].fields[0];
    assert_eq!(field.ident, "from_account");
    assert_eq!(field.attrs.len(), 1, "the doc comment, without `wire`");
    assert_eq!(field.wires[0].args.len(), 1);
}

#[test]
fn paging_and_batching_are_attributes_of_their_own() {
    let mut report = Report::default();
    let item = quote! {
        #[doc = "Does something."]
        #[pages("Items", cursor("StartIndex"))]
        #[batch("To_Account")]
        pub mod made_up {
            pub struct Request {}
        }
    };
    let written =
        parse::module("endpoint", quote!("v4/a/b", idempotent), item, &mut report).unwrap();
    assert_eq!(messages(report), [""; 0]);
    let words = written.args.iter().filter_map(Arg::outline).collect::<Vec<_>>();
    assert_eq!(words, ["idempotent"]);
    let [pages, batch] = &written.lists[..] else { panic!("two lists") };
    assert!(pages.name == "pages" && pages.args.len() == 2);
    assert!(batch.name == "batch" && batch.args.len() == 1);
    assert_eq!(written.attrs.len(), 1, "the doc comment");
}

#[test]
fn paging_and_batching_have_arguments() {
    let item = quote! {
        #[pages]
        #[batch = "To_Account"]
        pub mod made_up {}
    };
    assert_eq!(
        errors_of(quote!("v4/a/b"), item),
        [
            "wrong form of `pages`: write `#[pages(\"Items\", last = \"CompleteFlag\", cursor(\"StartIndex\"))]`",
            "wrong form of `batch`: write `#[batch(\"Items\")]`",
        ]
    );
}

#[test]
fn arguments_are_literals_words_values_and_lists() {
    let args = arg::parse_list.parse2(quote!("text", word, key = 1, list(max = 2, each(3))));
    let [literal, word, value, list] = &args.unwrap()[..] else { panic!("four arguments") };
    assert!(matches!(literal, Arg::Literal(_)));
    assert!(matches!(word, Arg::Word(name) if name == "word"));
    assert!(matches!(value, Arg::Value(name, _) if name == "key"));
    assert!(matches!(list, Arg::List(name, args) if name == "list" && args.len() == 2));
}

#[test]
fn an_argument_is_nothing_else() {
    for tokens in [quote!(1..2), quote!([1]), quote!(max = LIMIT), quote!(a b)] {
        assert!(arg::parse_list.parse2(tokens.clone()).is_err(), "{tokens}");
    }
}

#[test]
fn an_endpoint_is_an_inline_module() {
    let path = || quote!("v4/service/made_up");
    let on_struct = errors_of(
        path(),
        quote!(
            pub struct Request {}
        ),
    );
    assert_eq!(
        on_struct,
        ["`#[endpoint]` must be on an inline module: write `pub mod name { .. }`"]
    );
    let in_file = errors_of(
        path(),
        quote!(
            pub mod made_up;
        ),
    );
    assert_eq!(in_file, ["the spec must be inline: write `pub mod name { .. }`, not `mod name;`"]);
}

#[test]
fn a_module_contains_only_the_spec() {
    let item = quote! {
        pub mod made_up {
            pub struct Request {}
            pub struct Response();
            pub struct Generic<T> { pub field: T }
            fn helper() {}
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/made_up"), item),
        [
            "`Response` must have named fields: write `pub struct Response {}`",
            "a struct in a spec must not be generic: name the types",
            "a spec contains only structs and `ERRORS`: move this item out of the module",
        ]
    );
}

#[test]
fn an_object_is_a_struct_with_named_fields() {
    let mut report = Report::default();
    let item = quote!(
        pub enum Kind {}
    );
    assert!(parse::object(quote!(), item, &mut report).is_none());
    assert_eq!(messages(report), ["`#[object]` must be on a struct with named fields"]);
}

#[test]
fn a_mistake_of_syntax_is_left_to_the_compiler() {
    let item = quote! {
        #[doc = "Does something."]
        pub mod made_up {
            pub struct Request { pub name String }
            pub struct Response {}
        }
    };
    assert_eq!(errors_of(quote!("v4/service/made_up"), item.clone()), [""; 0]);
    let names = crate::expand_endpoint(quote!("v4/service/made_up"), item);
    let expected = quote!(
        pub mod made_up {
            pub struct Request {}
            pub struct Response {}
        }
    );
    assert_eq!(names.to_string(), expected.to_string());
}

#[test]
fn what_is_nested_too_deeply_is_refused_before_it_is_parsed() {
    use proc_macro2::TokenStream;
    let wrapped = |mut tokens: TokenStream, wrap: fn(TokenStream) -> TokenStream| {
        (0..2000).for_each(|_| tokens = wrap(tokens.clone()));
        tokens
    };
    let list = |depth: usize| {
        let (open, close) = ("Vec<".repeat(depth), ">".repeat(depth));
        format!("{open}u32{close}").parse::<TokenStream>().unwrap()
    };
    let is_refused = |tokens: &TokenStream| {
        let mut report = Report::default();
        let is_shallow = crate::depth::check_depth(tokens, &mut report);
        let message = "this is nested deeper than 32 levels: remove levels, or declare a part of it as a struct under `#[object]`";
        assert_eq!(messages(report), if is_shallow { vec![] } else { vec![message] });
        !is_shallow
    };
    assert!(is_refused(&wrapped(quote!(bytes(max = 1)), |inner| quote!(each(#inner)))));
    assert!(is_refused(&wrapped(quote!(u32), |inner| quote!([#inner]))));
    assert!(is_refused(&wrapped(quote!(u32), |inner| quote!(&#inner))));
    assert!(is_refused(&list(3000)));
    assert!(is_refused(&list(33)));
    assert!(!is_refused(&list(32)));
    let many = quote!(a: Vec<u32>, b: Vec<u32>, c: fn() -> u32, d: &u32,);
    let many: TokenStream = (0..100).map(|_| many.clone()).collect();
    assert!(!is_refused(&many), "none of them is deep");
}
