//! Tests of unions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::report::Report;
use crate::tests::messages;
use crate::{check, parse};

/// Returns the messages for `#[union(args)] item`.
fn errors_of_union(args: TokenStream, item: TokenStream) -> Vec<String> {
    let mut report = Report::default();
    if let Some(written) = parse::union(args, item, &mut report) {
        check::union(written, &mut report);
    }
    messages(report)
}

fn shape() -> TokenStream {
    quote! {
        /// A shape.
        pub enum Shape {
            /// A circle.
            Circle(Circle),
            /// A square.
            #[wire("Sq")]
            Square(Square),
        }
    }
}

#[test]
fn a_union_names_its_tag_and_its_content() {
    let form = "write `#[union(tag = \"MsgType\", content = \"MsgContent\")]`";
    let missing = format!("`Shape` needs the wire names of its tag and its content: {form}");
    for (args, expected) in [
        (quote!(tag = "Kind", content = "Fields"), vec![]),
        (quote!(tag = "Kind", content = "Fields", crate = "chat"), vec![]),
        (quote!(), vec![missing.clone()]),
        (quote!(tag = "Kind"), vec![missing.clone()]),
        (
            quote!(tag = "Kind", contents = "Fields"),
            vec!["unknown word `contents`: did you mean `content`?".to_owned(), missing.clone()],
        ),
        (
            quote!(tag = "Kind", shape = "Fields"),
            vec![
                "unknown word `shape`: the words of a union are `tag`, `content` and `crate`"
                    .to_owned(),
                missing.clone(),
            ],
        ),
        (
            quote!(tag = "Kind", content = "Fields", tag = "Type"),
            vec!["`tag` is given twice: keep one".to_owned()],
        ),
        (quote!("Kind", content = "Fields"), vec![format!("wrong form: {form}"), missing]),
        (
            quote!(tag = "Kind", content = "Kind"),
            vec!["tag and content must be two wire names, those of the page".to_owned()],
        ),
        (
            quote!(tag = "a kind", content = "Fields"),
            vec!["`a kind` cannot name a method: it must be a word".to_owned()],
        ),
    ] {
        assert_eq!(errors_of_union(args.clone(), shape()), expected, "{args}");
    }
}

#[test]
fn a_member_has_one_content_and_a_separate_tag() {
    let args = || quote!(tag = "Kind", content = "Fields");
    let shapes = quote! {
        pub enum Shape {
            /// None.
            Nothing,
            /// Two.
            Two(Circle, Circle),
            /// Named.
            Named { circle: Circle },
        }
    };
    assert_eq!(
        errors_of_union(args(), shapes),
        ["Nothing", "Two", "Named"]
            .map(|name| format!("a member must have one content: write `{name}(TextElement)`"))
    );
    let members = quote! {
        enum Shape {
            Circle(Circle),
            /// A round thing.
            #[wire("Circle")]
            Round(Round),
            /// A square.
            #[wire("Square")]
            Square(Square),
            /// Something else.
            Other(Circle),
        }
    };
    assert_eq!(
        errors_of_union(args(), members),
        [
            "`Shape` is not public: write `pub enum Shape`",
            "another member has this tag already: keep one",
            "`Square` follows from the name: remove `#[wire(\"Square\")]`",
            "`Other` is generated for members without a name: remove it",
        ]
    );
    let empty = quote! {
        /// A shape.
        pub enum Shape {}
    };
    assert_eq!(
        errors_of_union(args(), empty),
        ["`Shape` has no members: add those that the page lists"]
    );
    assert_eq!(
        errors_of_union(
            args(),
            quote!(
                pub struct Shape {}
            )
        ),
        ["`#[union]` must be on an enum"]
    );
}
