//! Tests of `crate = ".."`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{checked, minimal};
use crate::report::Report;
use crate::tests::{errors_of, messages};
use crate::{check, parse};

/// Returns the messages for `#[object(args)]` and those for `#[open_enum(args)]`.
fn errors_of_both(args: &TokenStream) -> [Vec<String>; 2] {
    let (mut of_object, mut of_enum) = (Report::default(), Report::default());
    let object = quote! {
        /// A part.
        pub struct Part {}
    };
    if let Some(written) = parse::object(args.clone(), object, &mut of_object) {
        check::object(written, &mut of_object);
    }
    let power = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            On = 1,
        }
    };
    if let Some(written) = parse::open_enum(args.clone(), power, &mut of_enum) {
        check::open_enum(written, &mut of_enum);
    }
    [messages(of_object), messages(of_enum)]
}

#[test]
fn the_structs_of_an_endpoint_inherit_its_path() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {
                /// The parts.
                pub part: Vec<Part>,
            }
            /// A part.
            pub struct Part {}
        }
    };
    for (args, path) in [
        (quote!("v4/service/made_up"), quote!(::tencent_chat)),
        (quote!("v4/service/made_up", crate = "chat"), quote!(chat)),
        (quote!("v4/service/made_up", crate = "::chat"), quote!(::chat)),
        (quote!("v4/service/made_up", crate = "crate"), quote!(crate)),
        (
            quote!("v4/service/made_up", crate = "crate::vendored::chat"),
            quote!(crate::vendored::chat),
        ),
    ] {
        let endpoint = checked(args, item.clone());
        let structs = [&endpoint.request, &endpoint.response, &endpoint.objects[0]];
        let paths = structs.map(|record| &record.crate_path);
        for given in [&endpoint.crate_path].into_iter().chain(paths) {
            assert_eq!(given.to_token_stream().to_string(), path.to_string());
        }
    }
}

#[test]
fn the_path_means_the_same_in_every_module() {
    for path in [
        "",
        "tencent-chat",
        "chat::",
        "chat<T>",
        "self",
        "super::chat",
        "a::crate",
        "::crate",
        "$crate",
    ] {
        let expected = format!(
            "`{path}` is not the path of a crate: write the name of the dependency, `crate = \"chat\"`, or a path that begins with `crate`"
        );
        let args = quote!("v4/service/made_up", crate = #path);
        assert_eq!(errors_of(args, minimal()), [&*expected]);
        let [of_object, of_enum] = errors_of_both(&quote!(crate = #path));
        assert_eq!((of_object, of_enum), (vec![expected.clone()], vec![expected]));
    }
}

#[test]
fn the_path_is_one_text() {
    for (args, expected) in [
        (quote!(crate = chat), "expected a literal after `crate =`: write `crate = \"chat\"`"),
        (quote!(crate = "chat", crate = "chat"), "`crate` is given twice: keep one"),
    ] {
        assert_eq!(errors_of(quote!("v4/service/made_up", #args), minimal()), [expected]);
        assert_eq!(errors_of_both(&args), [[expected], [expected]]);
    }
    for wrong in [quote!(crate), quote!(crate = 1), quote!(crate("chat"))] {
        let form = "wrong form of `crate`: write `crate = \"chat\"`";
        assert_eq!(errors_of(quote!("v4/service/made_up", #wrong), minimal()), [form]);
    }
}

#[test]
fn other_attributes_take_only_the_path() {
    for wrong in [quote!(word), quote!("chat"), quote!(crate = 1)] {
        let expected = |attribute: &str| {
            vec![format!(
                "`#[{attribute}]` takes only the path of the crate: write `crate = \"chat\"`"
            )]
        };
        assert_eq!(errors_of_both(&wrong), [expected("object"), expected("open_enum")]);
    }
}
