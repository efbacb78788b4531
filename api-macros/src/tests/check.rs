//! Meaning: one test a rule, each with the message that an author reads.

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
fn a_right_spec_keeps_all_it_says() {
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
                /// How long.
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
        to_account
            .constraints
            .iter()
            .map(crate::constraint::Constraint::in_words)
            .collect::<Vec<_>>(),
        ["exactly 1 item", "each at most 32 bytes"]
    );
    assert!(life_time.optional.is_some());
    assert_eq!(life_time.constraints[0].in_words(), "at most 604800");
}

#[test]
fn page_and_rate_may_be_missing() {
    let endpoint = checked(quote!("v4/service/made_up"), minimal());
    assert!(endpoint.options.page.is_none() && endpoint.options.per_second.is_none());
    assert!(!endpoint.options.idempotent);
}

#[test]
fn repetitions_are_dropped_for_some_seconds() {
    let args = quote!("v4/service/made_up", deduplicated(seconds = 300));
    assert_eq!(checked(args, minimal()).options.deduplicated, Some(300));
    let message = "say for how long repetitions are dropped: `deduplicated(seconds = 300)`";
    let args = quote!("v4/service/made_up", deduplicated(minutes = 5));
    assert_eq!(errors_of(args, minimal()), [message]);
}

#[test]
fn a_path_is_three_plain_parts() {
    for (path, hint) in [
        ("/v4/service/made_up", "no slash at either end"),
        ("v4/service/made_up/", "no slash at either end"),
        ("v4/service/made_up?a=b", "the client writes the query itself"),
        ("https://host/v4/service/made_up", "the host comes from the region"),
        ("v3/service/made_up", "three parts of letters, digits and `_`, the first of them `v4`"),
        ("v4/made_up", "three parts of letters, digits and `_`, the first of them `v4`"),
        ("v4/ser vice/made_up", "three parts of letters, digits and `_`, the first of them `v4`"),
    ] {
        let expected =
            format!("`{path}` is not a path of the API: write `v4/service/command`, {hint}");
        assert_eq!(errors_of(quote!(#path), minimal()), [expected]);
    }
}

#[test]
fn the_path_stands_first() {
    let message = "the path stands first: `#[endpoint(\"v4/service/command\", ..)]`";
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
            "`rate` is written otherwise: `rate(per_second = 200)`",
            "`rate` is given twice: keep one",
            "`idempotent` is given twice: keep one",
            "only the path is a bare literal; after it come `page`, `read`, `rate`, `idempotent`, `deduplicated`, `per_item`, `pages` and `batch`",
        ]
    );
    assert_eq!(
        errors_of(quote!("v4/service/made_up", rate(per_second = 0), retry), minimal()),
        [
            "a rate of 0 allows no call: leave `rate` out where none is documented",
            "unknown word `retry`: an endpoint has `page`, `read`, `rate`, `idempotent`, `deduplicated`, `per_item`, `pages` and `batch`",
        ]
    );
}

#[test]
fn a_page_and_the_day_it_was_read_go_together() {
    assert!(
        errors_of(quote!("v4/service/made_up", page = 7), minimal())
            .contains(&"say when page 7 was read: `read = \"2026-11-24\"`".to_owned())
    );
    assert_eq!(
        errors_of(quote!("v4/service/made_up", read = "2026-11-24"), minimal()),
        ["say which page was read: `page = 53441`"]
    );
    for wrong in ["24.11.2026", "2026-13-01", "2026-11-32", "yesterday"] {
        let errors = errors_of(quote!("v4/service/made_up", read = #wrong), minimal());
        assert_eq!(errors[0], "`read` is a day such as `\"2026-11-24\"`", "{wrong}");
    }
}

#[test]
fn a_page_has_an_error_table() {
    assert_eq!(
        errors_of(quote!("v4/service/made_up", page = 7, read = "2026-11-24"), minimal()),
        [
            "list the page's error table: `pub const ERRORS: &[ErrorCode] = &[ErrorCode::..];`, `&[]` if it has none"
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
            "name the code, `ErrorCode::..`; one without a name gets a row in the table of codes first, or is classified in place with `ErrorCode::own(..)`",
            "`ErrorCode::A` is listed twice: keep one",
        ]
    );
    assert_eq!(
        with(quote!(
            pub const ERRORS: &[ErrorCode] = codes();
        )),
        ["`ERRORS` is `&[ErrorCode::..]` or the name of a shared list"]
    );
    assert_eq!(
        with(quote!(
            pub const CODES: &[ErrorCode] = &[];
        )),
        ["`CODES` has no place in a spec: the only constant is `ERRORS`"]
    );
}

#[test]
fn request_and_response_are_there_once() {
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
            "`Part` has no doc comment: say what the object is, in a line of `///`",
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
            "`del_group_msg` has no doc comment: say what the endpoint does, in a line of `///`",
            "`del_group_msg` is not public: write `pub mod del_group_msg`",
            "`del_group_msg` holds an abbreviation: spell it out, `delete_group_message`",
        ]
    );
}

#[test]
fn a_field_has_one_wire_name_a_doc_comment_and_is_public() {
    assert_eq!(
        errors_of_field(quote!(from_account: String)),
        [
            "`from_account` is not public: write `pub from_account`",
            "`from_account` has no doc comment: say what it is, with its unit, in a line of `///`",
            "`from_account` has no wire name: add `#[wire(\"..\")]` with the name that the page gives it",
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
        ["the wire name stands first: `#[wire(\"From_Account\", ..)]`"]
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
            "the field of `Type` is named `kind`, or that with a unit (`_secs`, `_millis`, `_bytes`, `_percent`)"
        ]
    );
}

#[test]
fn two_fields_do_not_share_a_wire_name() {
    let fields = quote! {
        /// A time.
        #[wire("Time")]
        pub time: u32,
        /// The same.
        #[wire("Time")]
        pub time_secs: u32
    };
    assert_eq!(errors_of_field(fields), ["`Time` is the wire name of two fields: keep one"]);
}

#[test]
fn responses_have_neither_envelope_nor_limits() {
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
            "`ErrorCode` belongs to the envelope, which every response has: remove the field",
            "responses are not checked: say in the doc comment what they hold",
        ]
    );
}

#[test]
fn option_stands_outermost_and_once() {
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
            ["`Option` stands outermost and once: an item of a list is always there"],
            "{ty}"
        );
    }
}

#[test]
fn a_setter_does_not_hide_a_method() {
    let field = quote! {
        /// Whether it is new.
        #[wire("New")]
        pub new: Option<bool>
    };
    assert_eq!(errors_of_field(field), ["the setter of `new` would hide the method `new`"]);
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
        [
            "remove `#[serde]`: the wire name goes into `#[wire(\"..\")]`, the rest the codec does by itself"
        ]
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
            "remove `#[derive]`: `Clone`, `Debug`, `Eq`, `Hash`, `Serialize` and `Deserialize` are there already"
        ]
    );
}

#[test]
fn more_fields_than_the_codec_can_note_are_refused() {
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
        ["`Request` has 65 fields, more than 64: write a type of your own with serde"]
    );
}

/// Messages for `#[wire("Name", constraints)] pub name: ty`.
fn errors_of_constraints(constraints: TokenStream, ty: TokenStream) -> Vec<String> {
    errors_of_field(quote! {
        /// A name.
        #[wire("Name", #constraints)]
        pub name: #ty
    })
}

#[test]
fn right_limits_are_accepted() {
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
fn a_limit_fits_its_type() {
    for (constraints, ty, expected) in [
        (
            quote!(bytes(max = 1)),
            quote!(u32),
            "`bytes` does not fit the type: a number has `range(..)` or `one_of(..)`",
        ),
        (
            quote!(items(1)),
            quote!(String),
            "`items` does not fit the type: a text has `bytes(..)`, `chars(..)` or `one_of(..)`",
        ),
        (
            quote!(range(max = 1)),
            quote!(bool),
            "`range` does not fit the type: a flag has no constraints",
        ),
        (
            quote!(bytes(max = 1)),
            quote!(Vec<String>),
            "`bytes` does not fit the type: a list has `items(..)`; constraints of its items go into `each(..)`",
        ),
        (
            quote!(each(range(max = 1))),
            quote!(Vec<String>),
            "`range` does not fit the type: a text has `bytes(..)`, `chars(..)` or `one_of(..)`",
        ),
        (quote!(one_of("a")), quote!(u32), "each value of `one_of` is an integer here"),
        (quote!(one_of(1)), quote!(String), "each value of `one_of` is a text in quotes here"),
    ] {
        assert_eq!(errors_of_constraints(constraints.clone(), ty), [expected], "{constraints}");
    }
}

#[test]
fn a_limit_has_bounds_that_allow_something() {
    for (constraints, expected) in [
        (quote!(bytes()), "`bytes` has no bound: write `bytes(max = 32)`"),
        (quote!(bytes), "write the bounds of `bytes` in brackets: `bytes(max = 32)`"),
        (
            quote!(bytes(min = 2, max = 1)),
            "`bytes` allows nothing: its `min` of 2 is above its `max` of 1",
        ),
        (
            quote!(bytes(most = 1)),
            "write `bytes(2)`, `bytes(max = 2)` or `bytes(min = 1, max = 2)`",
        ),
        (quote!(bytes(1, 2)), "write `bytes(2)`, `bytes(max = 2)` or `bytes(min = 1, max = 2)`"),
        (quote!(bytes(max = 1), bytes(max = 2)), "`bytes` is given twice: keep one"),
        (
            quote!(one_of()),
            "`one_of` has no values: write `one_of(1, 2)` or `one_of(\"a\", \"b\")`",
        ),
        (
            quote!(length(max = 1)),
            "unknown word `length`: the constraints are `items`, `bytes`, `chars`, `range`, `one_of` and `each`; the other words `status`, `alias`, `flag`, `query`, `random` and `sequence`",
        ),
        (
            quote!("Other"),
            "the wire name stands first and alone; after it come constraints: `items`, `bytes`, `chars`, `range`, `one_of` and `each`",
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
fn an_outcome_is_the_one_code_of_an_item() {
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
        /// The outcome.
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
    let misuse = "`status` is for the `ErrorCode` of an item in a response; where one number says that it failed, write `status(failed = 0)`";
    assert_eq!(errors_of_item(code.clone()), [""; 0]);
    assert_eq!(errors_of_item(quote!(#code #other)), ["`Item` has two statuses: keep one"]);
    assert_eq!(errors_of_item(number), [misuse]);
    assert_eq!(errors_of_field(code), [misuse]);
}

#[test]
fn a_number_that_the_client_fills_is_an_optional_u32() {
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
            "`{word}` is for a field of the request that the client fills where the caller did not: make it an `Option<u32>`"
        );
        assert_eq!(errors_of(quote!(Option<u32>)), [""; 0]);
        for ty in [quote!(u32), quote!(Option<u64>), quote!(Option<String>), quote!(Vec<u32>)] {
            assert_eq!(errors_of(ty.clone()), [&*misuse], "{ty}");
        }
    }
}

/// The messages for `#[open_enum] item`.
fn errors_of_enum(item: TokenStream) -> Vec<String> {
    let mut report = Report::default();
    if let Some(written) = parse::open_enum(quote!(), item, &mut report) {
        check::open_enum(written, &mut report);
    }
    messages(report)
}

#[test]
fn an_open_enumeration_names_texts_or_integers() {
    for (first, second) in [(quote!(1), quote!(2)), (quote!("On"), quote!("Off"))] {
        let item = quote! {
            /// A switch.
            pub enum BoolRepr {
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
        /// A switch.
        enum BoolRepr {
            #[wire(1)]
            On,
            /// It is off.
            Off,
            /// It is between.
            #[wire(half)]
            Half,
            /// It is on, again.
            #[wire(1)]
            Transient,
            /// It is something else.
            #[wire(3)]
            Other,
        }
    };
    assert_eq!(
        errors_of_enum(item),
        [
            "`BoolRepr` is not public: write `pub enum BoolRepr`",
            "`On` has no doc comment: say what it means, in a line of `///`",
            "give `Off` its value on the wire, once: `#[wire(1)]` or `#[wire(\"High\")]`",
            "the value of `Half` is one text or one integer: `#[wire(1)]` or `#[wire(\"High\")]`",
            "this value has a name already: keep one",
            "`Other` is there already: it holds the values that have no name",
        ]
    );
}

#[test]
fn an_open_enumeration_is_of_one_kind_and_not_empty() {
    let mixed = quote! {
        /// A switch.
        pub enum BoolRepr {
            /// It is on.
            #[wire("On")]
            On,
            /// It is off.
            #[wire(0)]
            Off,
        }
    };
    assert_eq!(errors_of_enum(mixed), ["the values are all texts or all integers"]);
    let empty = quote! {
        /// A switch.
        pub enum BoolRepr {}
    };
    assert_eq!(errors_of_enum(empty), ["`BoolRepr` has no values: name those that the page lists"]);
}

#[test]
fn a_value_is_a_name_alone() {
    let item = quote! {
        /// A switch.
        pub enum BoolRepr {
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
            "a value is a name alone: write `#[wire(..)] On`",
            "a value is a name alone: write `#[wire(..)] Off`"
        ]
    );
}

#[test]
fn a_batch_has_at_least_one_item_and_no_more_than_a_call_takes() {
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
    assert_eq!(
        errors(quote!(batch("Items", max = 0))),
        ["a batch of 0 items sends nothing: give at least 1"]
    );
    assert_eq!(
        errors(quote!(batch("Items", max = 101))),
        ["the list has at most 100 items: a batch cannot have 101"]
    );
}
