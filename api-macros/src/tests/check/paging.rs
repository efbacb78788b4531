//! Tests of lists that are too long for one call.

use proc_macro2::TokenStream;
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
    let errors = |batch| errors_of(quote!("v4/service/made_up"), quote!(#[#batch] #module));
    let none: [String; 0] = [];
    assert_eq!(errors(quote!(batch("Items", max = 20))), none);
    assert_eq!(errors(quote!(batch("Items", max = 0))), ["a batch must have at least 1 item"]);
    assert_eq!(
        errors(quote!(batch("Items", max = 101))),
        ["a batch of 101 items is too large: the list has at most 100"]
    );
}

/// Returns the messages for `#[pages("Items", args)]` of an endpoint with fields of many types.
fn errors_of_pages(args: TokenStream) -> Vec<String> {
    let module = quote! {
        /// Does something.
        #[pages("Items", #args)]
        pub mod made_up {
            pub struct Request {
                pub text: String,
                pub number: Option<u32>,
                pub offset: u32,
                pub limit: u32,
                pub key: Option<MsgKey>,
                pub list: Vec<u32>,
                pub flag: bool,
            }
            pub struct Response {
                pub items: Vec<Part>,
                pub others: Vec<Other>,
                pub names: Vec<String>,
                pub text: Option<String>,
                pub count: u64,
                pub number: u64,
                pub key: Option<MsgKey>,
                pub group: GroupId,
                pub list: Vec<u32>,
                pub flag: bool,
                pub part: f64,
            }
            pub struct Part {
                pub seq: u64,
                pub name: String,
            }
            pub struct Other {
                pub seq: u32,
                pub name: u32,
            }
        }
    };
    errors_of(quote!("v4/service/made_up"), module)
}

#[test]
fn a_cursor_can_take_the_value_of_the_response() {
    for cursor in [
        quote!(cursor("Text")),
        quote!(cursor("Number")),
        quote!(cursor("Offset", from = "Number")),
        quote!(cursor("Key")),
    ] {
        assert_eq!(errors_of_pages(cursor.clone()), [""; 0], "{cursor}");
    }
    for (to, from) in [
        ("Number", "Text"),
        ("Text", "Number"),
        ("Key", "Group"),
        ("Key", "Text"),
        ("Number", "Flag"),
        ("Number", "Part"),
        ("List", "List"),
        ("Flag", "Flag"),
    ] {
        let message = format!(
            "`{to}` of the request cannot take `{from}` of the response: a cursor needs two texts, two integers, or two fields of the same type"
        );
        assert_eq!(errors_of_pages(quote!(cursor(#to, from = #from))), [message]);
    }
}

#[test]
fn what_counts_is_an_integer() {
    let message = |field, what| {
        format!(
            "`{field}` is not an integer, so it is no {what}: name another field, or make it a `u32` or `u64`"
        )
    };
    for (args, field, what) in [
        (quote!(offset("Text", limit = "Limit")), "Text", "number of items to skip"),
        (quote!(offset("Offset", limit = "Text")), "Text", "number of items on a page"),
        (quote!(offset("Offset", limit = "Limit"), total = "List"), "List", "number of items"),
        (quote!(offset("Offset", limit = "Limit"), total = "Flag"), "Flag", "number of items"),
        (quote!(descending("Text", of = "Seq")), "Text", "number that descends"),
        (quote!(descending("Number", of = "Name")), "Name", "number that descends"),
    ] {
        assert_eq!(errors_of_pages(args.clone()), [message(field, what)], "{args}");
    }
    let good = quote!(total = "Number", offset("Offset", limit = "Limit"), cursor("Text"));
    assert_eq!(errors_of_pages(good), [""; 0]);
    assert_eq!(errors_of_pages(quote!(descending("Number", of = "Seq"))), [""; 0]);
}

#[test]
fn offset_and_limit_are_not_swapped() {
    assert_eq!(
        errors_of_pages(quote!(offset("Limit", limit = "Offset"))),
        ["offset and limit are swapped: write `offset(\"Offset\", limit = \"Limit\")`"]
    );
}

#[test]
fn a_field_has_one_use() {
    let twice = |field, whose| {
        format!("`{field}` of the {whose} is named twice in `pages`: each field has one use")
    };
    for (args, message) in [
        (quote!(cursor("Number"), cursor("Number", from = "Count")), twice("Number", "request")),
        (
            quote!(cursor("Offset", from = "Number"), cursor("Limit", from = "Number")),
            twice("Number", "response"),
        ),
        (quote!(total = "Number", cursor("Number")), twice("Number", "response")),
        (quote!(offset("Offset", limit = "Offset")), twice("Offset", "request")),
        (
            quote!(last = "Flag", last = "Flag", cursor("Text")),
            "`last` is given twice: keep one".to_owned(),
        ),
        (
            quote!(total = "Number", total = "Number", cursor("Text")),
            "`total` is given twice: keep one".to_owned(),
        ),
    ] {
        assert_eq!(errors_of_pages(args.clone()), [message], "{args}");
    }
}

#[test]
fn items_without_fields_do_not_descend() {
    let module = quote! {
        /// Does something.
        #[pages("Names", descending("Seq", of = "Seq"))]
        pub mod made_up {
            pub struct Request { pub seq: u32 }
            pub struct Response { pub names: Vec<String> }
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/made_up"), module),
        ["the items of the list have no field `Seq`, because they are no structs"]
    );
}

#[test]
fn a_page_may_have_several_lists() {
    for args in [
        quote!("Others", cursor("Text")),
        quote!("Names", "List", total = "Number", offset("Offset", limit = "Limit")),
        quote!("Others", descending("Number", of = "Seq")),
    ] {
        assert_eq!(errors_of_pages(args.clone()), [""; 0], "{args}");
    }
    for (args, message) in [
        (
            quote!("Items", cursor("Text")),
            "`Items` of the response is named twice in `pages`: each field has one use",
        ),
        (quote!("Count", cursor("Text")), "`Count` is not a list: name a `Vec` of the response"),
        (quote!("Other", cursor("Text")), "the response has no `Other`: did you mean `Others`?"),
        (
            quote!("Others", descending("Number", of = "Name")),
            "`Name` is not an integer, so it is no number that descends: name another field, or make it a `u32` or `u64`",
        ),
        (
            quote!("Names", descending("Number", of = "Seq")),
            "the items of the list have no field `Seq`, because they are no structs",
        ),
    ] {
        assert_eq!(errors_of_pages(args.clone()), [message], "{args}");
    }
}

#[test]
fn the_enum_over_several_lists_has_a_name_of_its_own() {
    let module = |lists| {
        quote! {
            /// Does something.
            #[pages(#lists, cursor("Cursor"))]
            pub mod made_up {
                pub struct Request { pub cursor: Option<String> }
                pub struct Response {
                    pub items: Vec<Item>,
                    pub names: Vec<String>,
                    pub cursor: Option<String>,
                }
                pub struct Item {}
            }
        }
    };
    let errors = |lists| errors_of(quote!("v4/service/made_up"), module(lists));
    assert_eq!(errors(quote!("Items")), [""; 0]);
    assert_eq!(
        errors(quote!("Items", "Names")),
        [
            "`Item` is the name of the enum over the items of the lists that `pages` names: rename this struct"
        ]
    );
}
