//! Tests of the checks: one for each rule, with the message for the author.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use super::{errors_of, errors_of_field, messages};
use crate::model::Endpoint;
use crate::report::Report;
use crate::{check, parse};

fn minimal() -> TokenStream {
    quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {}
        }
    }
}

fn checked(args: TokenStream, item: TokenStream) -> Endpoint {
    let mut report = Report::default();
    let written = parse::endpoint(args, item, &mut report).unwrap();
    let checked = check::endpoint(written, &mut report);
    assert_eq!(messages(report), [""; 0]);
    checked.unwrap()
}

#[test]
fn a_valid_spec_becomes_its_model() {
    let item = quote! {
        /// Does something
        /// in one sentence.
        ///
        /// More.
        pub mod made_up {
            pub struct Request {
                /// Someone.
                #[wire("To_Account", items(1), each(bytes(max = 32)))]
                pub to_account: Vec<String>,
                /// The lifetime in seconds.
                #[wire("MsgLifeTime", range(max = 604800))]
                pub msg_life_time_secs: Option<u32>,
            }
            pub struct Response {}
            /// A part.
            pub struct Part {}
            pub const ERRORS: &[ErrorCode] = &[ErrorCode::A, ErrorCode::B];
        }
    };
    let args = quote!(
        "v4/service/made_up",
        page = 7,
        read = "2026-11-24",
        rate(per_second = 200),
        idempotent
    );
    let endpoint = checked(args, item);
    assert_eq!(endpoint.options.path, "v4/service/made_up");
    assert_eq!(
        endpoint.options.page.map(|page| (page.number, page.read)),
        Some((7, "2026-11-24".into()))
    );
    assert_eq!(endpoint.options.per_second, Some(200));
    assert!(endpoint.options.idempotent);
    assert_eq!(check::doc_summary(&endpoint.attrs), "Does something in one sentence.");
    assert_eq!(endpoint.errors.names, ["A", "B"]);
    assert_eq!(endpoint.objects.len(), 1);
    let [to_account, life_time] = &endpoint.request.fields[..] else { panic!("two fields") };
    assert!(to_account.optional.is_none());
    assert_eq!(
        to_account.constraints.iter().map(crate::model::Constraint::describe).collect::<Vec<_>>(),
        ["exactly 1 item", "each at most 32 bytes"]
    );
    assert!(life_time.optional.is_some());
    assert_eq!(life_time.constraints[0].describe(), "at most 604800");
}

#[test]
fn page_and_rate_may_be_missing() {
    let endpoint = checked(quote!("v4/service/made_up"), minimal());
    assert!(endpoint.options.page.is_none() && endpoint.options.per_second.is_none());
    assert!(!endpoint.options.idempotent);
}

#[test]
fn a_call_is_deduplicated_for_some_seconds() {
    let args = quote!("v4/service/made_up", deduplicated(seconds = 300));
    assert_eq!(checked(args, minimal()).options.deduplicated, Some(300));
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
    let args = quote!(
        "v4/service/made_up",
        pge = 1,
        rate = 200,
        rate(per_second = 0),
        idempotent,
        idempotent,
        "more"
    );
    assert_eq!(
        errors_of(args, minimal()),
        [
            "unknown word `pge`: did you mean `page`?",
            "wrong form of `rate`: write `rate(per_second = 200)`",
            "`rate` is given twice: keep one",
            "`idempotent` is given twice: keep one",
            "unexpected literal: the arguments after the path are `page`, `read`, `rate`, `idempotent`, `deduplicated`, `per_item`, `pages` and `batch`",
        ]
    );
    assert_eq!(
        errors_of(quote!("v4/service/made_up", rate(per_second = 0), retry), minimal()),
        [
            "a rate of 0 allows no call: remove `rate` if no rate limit is documented",
            "unknown word `retry`: the words of an endpoint are `page`, `read`, `rate`, `idempotent`, `deduplicated`, `per_item`, `pages` and `batch`",
        ]
    );
}

#[test]
fn a_page_and_the_day_it_was_read_go_together() {
    assert!(errors_of(quote!("v4/service/made_up", page = 7), minimal()).contains(
        &"`page` needs the day on which page 7 was read: add `read = \"2026-11-24\"`".to_owned()
    ));
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
fn a_page_has_an_error_table() {
    assert_eq!(
        errors_of(quote!("v4/service/made_up", page = 7, read = "2026-11-24"), minimal()),
        [
            "`made_up` has no `ERRORS`: add the error codes of the page, `pub const ERRORS: &[ErrorCode] = &[ErrorCode::..];`, or `&[]` if it lists none"
        ]
    );
}

#[test]
fn the_error_table_names_each_code_once() {
    let with = |consts: TokenStream| {
        let item = quote! {
            /// Does something.
            pub mod made_up {
                pub struct Request {}
                pub struct Response {}
                #consts
            }
        };
        errors_of(quote!("v4/service/made_up"), item)
    };
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = SHARED;
        )),
        [""; 0]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = &[ErrorCode::A, 51009, ErrorCode::A];
        )),
        [
            "expected `ErrorCode::NAME`: add a code without a name to the code table, or classify it here with `ErrorCode::own(..)`",
            "`ErrorCode::A` is listed twice: keep one",
        ]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = codes();
        )),
        ["`ERRORS` must be `&[ErrorCode::..]` or the name of a shared list"]
    );
    assert_eq!(
        with(quote!(
            pub const CODES: &[ErrorCode] = &[];
        )),
        ["unexpected constant `CODES`: a spec has only `ERRORS`"]
    );
}

#[test]
fn request_and_response_are_declared_once() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Request {}
            pub struct Part {}
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/made_up"), item),
        [
            "`Request` is declared twice: keep one",
            "`Part` has no doc comment: describe the object in a `///` line",
            "`made_up` has no `Response`: add `pub struct Response { .. }`, empty if it has no fields",
        ]
    );
}

#[test]
fn a_module_is_public_documented_and_spelt_out() {
    let item = quote! {
        mod del_group_msg {
            pub struct Request {}
            pub struct Response {}
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/del_group_msg"), item),
        [
            "`del_group_msg` has no doc comment: describe the endpoint in a `///` line",
            "`del_group_msg` is not public: write `pub mod del_group_msg`",
            "`del_group_msg` contains an abbreviation: write `delete_group_message`",
        ]
    );
}

#[test]
fn a_field_has_one_wire_name_a_doc_comment_and_is_public() {
    assert_eq!(
        errors_of_field(quote!(from_account: String)),
        [
            "`from_account` is not public: write `pub from_account`",
            "`from_account` has no doc comment: describe the field and its unit in a `///` line",
            "`from_account` has no wire name: add `#[wire(\"..\")]` with the name from the page",
        ]
    );
    let twice = quote! {
        /// Someone.
        #[wire("From_Account")]
        #[wire("FromAccount")]
        pub from_account: String
    };
    assert_eq!(errors_of_field(twice), ["`from_account` has two wire names: keep one"]);
    let first = quote! {
        /// Someone.
        #[wire(bytes(max = 32))]
        pub from_account: String
    };
    assert_eq!(
        errors_of_field(first),
        ["the wire name must be the first argument: write `#[wire(\"From_Account\", ..)]`"]
    );
}

#[test]
fn a_field_is_named_after_its_wire_name() {
    let field = quote! {
        /// Someone.
        #[wire("Type")]
        pub account: String
    };
    assert_eq!(
        errors_of_field(field),
        [
            "the field of `Type` must be named `kind`, optionally with a unit (`_secs`, `_millis`, `_bytes`, `_percent`)"
        ]
    );
}

#[test]
fn two_fields_do_not_share_a_wire_name() {
    let fields = quote! {
        /// A time.
        #[wire("Time")]
        pub time: u32,
        /// The same time again.
        #[wire("Time")]
        pub time_secs: u32
    };
    assert_eq!(errors_of_field(fields), ["`Time` is the wire name of two fields: keep one"]);
}

#[test]
fn responses_have_neither_envelope_nor_constraints() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {
                /// A code.
                #[wire("ErrorCode")]
                pub error_code: i32,
                /// A name.
                #[wire("Name", bytes(max = 32))]
                pub name: String,
            }
        }
    };
    assert_eq!(
        errors_of(quote!("v4/service/made_up"), item),
        [
            "`ErrorCode` is part of the envelope of every response: remove the field",
            "responses are not checked: describe the constraint in the doc comment instead",
        ]
    );
}

#[test]
fn option_is_outermost_and_not_nested() {
    for ty in
        [quote!(Option<Option<u32>>), quote!(Vec<Option<u32>>), quote!(Option<Vec<Option<u32>>>)]
    {
        let field = quote! {
            /// Numbers.
            #[wire("Numbers")]
            pub numbers: #ty
        };
        assert_eq!(
            errors_of_field(field),
            ["`Option` must be outermost and not nested: items of a list are required"],
            "{ty}"
        );
    }
}

#[test]
fn a_setter_does_not_clash_with_a_method() {
    let field = quote! {
        /// `true` if it is new.
        #[wire("New")]
        pub new: Option<bool>
    };
    assert_eq!(
        errors_of_field(field),
        ["the setter of `new` would clash with the method `new`: make the field required"]
    );
}

#[test]
fn other_attributes_are_refused_with_a_reason() {
    let field = quote! {
        /// Someone.
        #[serde(rename = "X")]
        #[wire("From_Account")]
        pub from_account: String
    };
    assert_eq!(
        errors_of_field(field),
        ["remove `#[serde]`: write the wire name as `#[wire(\"..\")]`; the codec does the rest"]
    );
    let mut report = Report::default();
    let item = quote! {
        /// A part.
        #[derive(Debug)]
        pub struct Part {}
    };
    let written = parse::object(quote!(), item, &mut report).unwrap();
    assert!(check::object(written, &mut report).is_none());
    assert_eq!(
        messages(report),
        [
            "remove `#[derive]`: `Clone`, `Debug`, `Eq`, `Hash`, `Serialize` and `Deserialize` are implemented already"
        ]
    );
}

#[test]
fn more_fields_than_the_codec_can_mark_are_refused() {
    let fields = (0..65).map(|number| {
        let ident = quote::format_ident!("f{number}");
        let wire = ident.to_string();
        quote! {
            /// A number.
            #[wire(#wire)]
            pub #ident: u32
        }
    });
    let errors = errors_of_field(quote!(#(#fields),*));
    assert_eq!(
        errors,
        ["`Request` has 65 fields, but at most 64 are supported: write your own type with serde"]
    );
}

/// Returns the messages for `#[wire("Name", constraints)] pub name: ty`.
fn errors_of_constraints(constraints: TokenStream, ty: TokenStream) -> Vec<String> {
    errors_of_field(quote! {
        /// A name.
        #[wire("Name", #constraints)]
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
            "wrong bounds of `bytes`: write `bytes(2)`, `bytes(max = 2)` or `bytes(min = 1, max = 2)`",
        ),
        (
            quote!(bytes(1, 2)),
            "wrong bounds of `bytes`: write `bytes(2)`, `bytes(max = 2)` or `bytes(min = 1, max = 2)`",
        ),
        (quote!(bytes(max = 1), bytes(max = 2)), "`bytes` is given twice: keep one"),
        (quote!(one_of()), "`one_of` needs values: write `one_of(1, 2)` or `one_of(\"a\", \"b\")`"),
        (
            quote!(length(max = 1)),
            "unknown word `length`: the constraints are `items`, `bytes`, `chars`, `range`, `one_of` and `each`; the other words are `status`, `alias`, `flag`, `query`, `random` and `sequence`",
        ),
        (
            quote!("Other"),
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
fn a_status_is_the_one_code_of_an_item() {
    let errors_of_item = |fields: TokenStream| {
        let mut report = Report::default();
        let item = quote! {
            /// An item.
            pub struct Item { #fields }
        };
        let written = parse::object(quote!(), item, &mut report).unwrap();
        check::object(written, &mut report);
        messages(report)
    };
    let code = quote! {
        /// The status.
        #[wire("ResultCode", status)]
        pub result_code: ErrorCode,
    };
    let other = quote! {
        /// Another.
        #[wire("Code", status)]
        pub code: ErrorCode,
    };
    let number = quote! {
        /// A number.
        #[wire("Result", status)]
        pub result: u32,
    };
    let misuse = "`status` must be on a required `ErrorCode` of an object: for a number that means failure, write `status(failed = 0)`";
    assert_eq!(errors_of_item(code.clone()), [""; 0]);
    assert_eq!(errors_of_item(quote!(#code #other)), ["`Item` has two statuses: keep one"]);
    assert_eq!(errors_of_item(number), [misuse]);
    assert_eq!(errors_of_field(code), [misuse]);
}

#[test]
fn a_number_that_the_client_sets_is_an_optional_u32() {
    for word in ["random", "sequence"] {
        let word = Ident::new(word, Span::call_site());
        let errors_of = |ty: TokenStream| {
            errors_of_field(quote! {
                /// A number.
                #[wire("Number", #word)]
                pub number: #ty,
            })
        };
        let misuse = format!(
            "`{word}` must be on an optional number of the request, which the client sets by default: make it an `Option<u32>`"
        );
        assert_eq!(errors_of(quote!(Option<u32>)), [""; 0]);
        for ty in [quote!(u32), quote!(Option<u64>), quote!(Option<String>), quote!(Vec<u32>)] {
            assert_eq!(errors_of(ty.clone()), [&*misuse], "{ty}");
        }
    }
}

/// Returns the messages for `#[open_enum] item`.
fn errors_of_enum(item: TokenStream) -> Vec<String> {
    let mut report = Report::default();
    if let Some(written) = parse::open_enum(quote!(), item, &mut report) {
        check::open_enum(written, &mut report);
    }
    messages(report)
}

#[test]
fn an_open_enumeration_names_strings_or_integers() {
    for (first, second) in [(quote!(1), quote!(2)), (quote!("On"), quote!("Off"))] {
        let item = quote! {
            /// A power state.
            pub enum Power {
                /// It is on.
                #[wire(#first)]
                On,
                /// It is off.
                #[wire(#second)]
                Off,
            }
        };
        assert_eq!(errors_of_enum(item), [""; 0]);
    }
}

#[test]
fn each_value_has_a_name_a_doc_comment_and_one_value_on_the_wire() {
    let item = quote! {
        /// A power state.
        enum Power {
            #[wire(1)]
            On,
            /// It is off.
            Off,
            /// It is between.
            #[wire(half)]
            Half,
            /// It is on, again.
            #[wire(1)]
            OnAgain,
            /// It is something else.
            #[wire(3)]
            Other,
        }
    };
    assert_eq!(
        errors_of_enum(item),
        [
            "`Power` is not public: write `pub enum Power`",
            "`On` has no doc comment: describe the value in a `///` line",
            "`Off` must have exactly one wire value: write `#[wire(1)]` or `#[wire(\"High\")]`",
            "the wire value of `Half` must be one string or one integer: write `#[wire(1)]` or `#[wire(\"High\")]`",
            "another variant has this value already: keep one",
            "`Other` is generated for values without a name: remove it",
        ]
    );
}

#[test]
fn an_open_enumeration_is_of_one_kind_and_not_empty() {
    let mixed = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            #[wire("On")]
            On,
            /// It is off.
            #[wire(0)]
            Off,
        }
    };
    assert_eq!(errors_of_enum(mixed), ["mixed wire values: use only strings or only integers"]);
    let empty = quote! {
        /// A power state.
        pub enum Power {}
    };
    assert_eq!(errors_of_enum(empty), ["`Power` has no values: add those that the page lists"]);
}

#[test]
fn a_value_is_a_plain_variant() {
    let item = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            #[wire(1)]
            On = 1,
            /// It is off.
            #[wire(0)]
            Off(u32),
        }
    };
    assert_eq!(
        errors_of_enum(item),
        [
            "a value must be a variant without fields or discriminant: write `#[wire(..)] On`",
            "a value must be a variant without fields or discriminant: write `#[wire(..)] Off`"
        ]
    );
}

#[test]
fn a_batch_has_at_least_one_item_and_at_most_those_of_a_call() {
    let module = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                /// Items.
                #[wire("Items", items(max = 100))]
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
