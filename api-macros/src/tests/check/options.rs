//! Tests of the arguments of `#[endpoint(..)]`.

use quote::quote;

use super::{checked, minimal};
use crate::tests::errors_of;

#[test]
fn a_call_is_deduplicated_for_some_seconds() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                /// A number.
                #[wire(random)]
                pub random: Option<u32>,
            }
            pub struct Response {}
        }
    };
    let seconds =
        |word| checked(quote!("v4/service/made_up", #word), item.clone()).options.deduplicated;
    assert_eq!(seconds(quote!(deduplicated(seconds = 300))), Some(300));
    assert_eq!(seconds(quote!(deduplicated)), Some(u32::MAX));
    let zero = quote!("v4/service/made_up", deduplicated(seconds = 0));
    let message = "copies that are dropped for 0 seconds are not dropped: remove `deduplicated`";
    assert_eq!(errors_of(zero, item), [message]);
    let message = "`deduplicated` needs the time during which copies are dropped: write `deduplicated(seconds = 300)`";
    let args = quote!("v4/service/made_up", deduplicated(minutes = 5));
    assert_eq!(errors_of(args, minimal()), [message]);
}

#[test]
fn a_path_is_three_plain_parts() {
    for (path, hint) in [
        ("/v4/service/made_up", "without a slash at either end"),
        ("v4/service/made_up/", "without a slash at either end"),
        ("v4/service/made_up?a=b", "the client adds the query"),
        ("https://host/v4/service/made_up", "the region determines the host"),
        ("v3/service/made_up", "three parts of letters, digits and `_`, the first of them `v4`"),
        ("v4/made_up", "three parts of letters, digits and `_`, the first of them `v4`"),
        ("v4/ser vice/made_up", "three parts of letters, digits and `_`, the first of them `v4`"),
    ] {
        let expected = format!("`{path}` is not an API path: write `v4/service/command`, {hint}");
        assert_eq!(errors_of(quote!(#path), minimal()), [expected]);
    }
}

#[test]
fn the_path_is_the_first_argument() {
    let message =
        "the path must be the first argument: write `#[endpoint(\"v4/service/command\", ..)]`";
    assert_eq!(errors_of(quote!(), minimal()), [message]);
    assert_eq!(errors_of(quote!(idempotent), minimal()), [message]);
}

#[test]
fn every_mistake_among_the_words_is_reported() {
    let args =
        quote!("v4/service/made_up", pge = 1, rate(200), rate = 0, idempotent, idempotent, "more");
    assert_eq!(
        errors_of(args, minimal()),
        [
            "unknown word `pge`: did you mean `page`?",
            "wrong form of `rate`: write `rate = 200`",
            "`rate` is given twice: keep one",
            "`idempotent` is given twice: keep one",
            "unexpected literal: the arguments after the path are `page`, `read`, `rate`, `idempotent`, `deduplicated`, `per_item`, `partial`, `superseded_by` and `crate`",
        ]
    );
    assert_eq!(
        errors_of(quote!("v4/service/made_up", rate = 0, retry), minimal()),
        [
            "a rate of 0 allows no call: remove `rate` if no rate limit is documented",
            "unknown word `retry`: the words of an endpoint are `page`, `read`, `rate`, `idempotent`, `deduplicated`, `per_item`, `partial`, `superseded_by` and `crate`",
        ]
    );
}

#[test]
fn a_date_belongs_to_a_page() {
    assert_eq!(
        errors_of(quote!("v4/service/made_up", read = "2026-11-24"), minimal()),
        ["`read` needs the page that was read: add `page = 53441`"]
    );
    for wrong in ["24.11.2026", "2026-13-01", "2026-11-32", "yesterday"] {
        let errors = errors_of(quote!("v4/service/made_up", read = #wrong), minimal());
        assert_eq!(errors[0], "`read` must be a date such as `\"2026-11-24\"`", "{wrong}");
    }
}

#[test]
fn paging_and_batching_stand_under_the_attribute() {
    let inside = quote!("v4/service/made_up", batch("Items"), pages, batch("Items"));
    let batch =
        "`batch` is a separate attribute: write `#[batch(\"Items\")]` under `#[endpoint(..)]`";
    let pages = "`pages` is a separate attribute: write `#[pages(\"Items\", last = \"CompleteFlag\", cursor(\"StartIndex\"))]` under `#[endpoint(..)]`";
    assert_eq!(errors_of(inside, minimal()), [batch, pages, batch]);
    let module = |attr| {
        quote! {
            /// Does something.
            #attr
            pub mod made_up {
                pub struct Request {
                    #[wire(items(max = 100))]
                    pub items: Vec<String>,
                }
                pub struct Response {}
            }
        }
    };
    for (attr, message) in [
        (quote!(#[batch("Items")] #[batch("Items")]), "`batch` is given twice: keep one"),
        (quote!(#[batches("Items")]), "unknown attribute `batches`: did you mean `batch`?"),
        (quote!(#[page("Items")]), "unknown attribute `page`: did you mean `pages`?"),
    ] {
        assert_eq!(errors_of(quote!("v4/service/made_up"), module(attr)), [message]);
    }
    let object = errors_of(
        quote!("v4/service/made_up"),
        quote! {
            /// Does something.
            pub mod made_up {
                pub struct Request {}
                #[pages("Items", cursor("Cursor"))]
                pub struct Response {}
            }
        },
    );
    assert_eq!(object, ["remove `#[pages]`: it stands under `#[endpoint(..)]`"]);
}

#[test]
fn an_endpoint_is_superseded_by_another_path() {
    let successor = |path: &str| quote!("v4/service/made_up", superseded_by = #path);
    let endpoint = checked(successor("v4/timpush/push"), minimal());
    assert_eq!(endpoint.options.superseded_by.as_deref(), Some("v4/timpush/push"));
    assert_eq!(
        errors_of(successor("v4/service/made_up"), minimal()),
        ["an endpoint does not supersede itself: write the path of the endpoint to call instead"]
    );
    assert_eq!(
        errors_of(successor("timpush/push"), minimal()),
        [
            "`timpush/push` is not an API path: write `v4/service/command`, three parts of letters, digits and `_`, the first of them `v4`"
        ]
    );
    assert_eq!(
        errors_of(quote!("v4/service/made_up", superseded_by("v4/timpush/push")), minimal()),
        ["wrong form of `superseded_by`: write `superseded_by = \"v4/service/command\"`"]
    );
}

#[test]
fn a_response_that_is_known_in_part_requires_nothing() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                pub sent: Sent,
                pub both: Both,
            }
            pub struct Response {
                pub name: String,
                pub maybe: Option<String>,
                pub items: Vec<Item>,
                pub by_user: BTreeMap<String, Item>,
                pub both: Option<Both>,
            }
            pub struct Sent {
                pub text: String,
            }
            pub struct Both {
                pub tags: BTreeMap<String, u32>,
                pub user: tencent_chat::UserId,
            }
            pub struct Item {
                pub level: u32,
                #[wire(status)]
                pub result_code: ErrorCode,
            }
        }
    };
    let message = |field, ty| {
        format!("`{field}` may be missing, because the endpoint is `partial`: write `Option<{ty}>`")
    };
    let mut errors = errors_of(quote!("v4/service/made_up", partial), item.clone());
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            message("level", "u32"),
            message("name", "String"),
            message("user", "tencent_chat::UserId")
        ]
    );
    assert!(!checked(quote!("v4/service/made_up"), item).options.is_partial);
    assert!(checked(quote!("v4/service/made_up", partial), minimal()).options.is_partial);
}
