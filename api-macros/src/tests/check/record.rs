//! Tests of structs and their fields.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::report::Report;
use crate::tests::{errors_of, errors_of_field, messages};
use crate::{check, parse};

/// Returns the messages for an object with these fields.
fn errors_of_item(fields: TokenStream) -> Vec<String> {
    let mut report = Report::default();
    let item = quote! {
        /// An item.
        pub struct Item { #fields }
    };
    let written = parse::object(quote!(), item, &mut report).unwrap();
    check::object(written, &mut report);
    messages(report)
}

#[test]
fn a_field_is_public() {
    assert_eq!(
        errors_of_field(quote!(from_account: String)),
        ["`from_account` is not public: write `pub from_account`",]
    );
}

#[test]
fn only_a_wire_name_that_does_not_follow_is_written() {
    let with = |wire: TokenStream| {
        errors_of_field(quote! {
            /// Someone.
            #wire
            pub from_account: String
        })
    };
    let not_first =
        "a wire name must be the first argument, in quotes: write `#[wire(\"groupID\", ..)]`";
    let empty = "a wire name must not be empty: write that of the page";
    for (wire, expected) in [
        (quote!(#[wire("FromAccount")]), None),
        (quote!(#[wire(bytes(max = 32))]), None),
        (
            quote!(#[wire("From_Account")]),
            Some(
                "`From_Account` follows from the name of the field: remove `#[wire(\"From_Account\")]`",
            ),
        ),
        (
            quote!(#[wire("From_Account", bytes(max = 32))]),
            Some("`From_Account` follows from the name of the field: write `#[wire(bytes(..))]`"),
        ),
        (
            quote!(#[wire("FromAccount")] #[wire(bytes(max = 32))]),
            Some("`from_account` has two `#[wire(..)]`: make them one"),
        ),
        (quote!(#[wire(bytes(max = 32), "FromAccount")]), Some(not_first)),
        (quote!(#[wire(1)]), Some(not_first)),
        (
            quote!(#[wire()]),
            Some("`#[wire()]` is empty: write a wire name or other words, or remove it"),
        ),
        (
            quote!(#[wire]),
            Some(
                "`#[wire]` is empty: write `#[wire(..)]` with a wire name or other words, or remove it",
            ),
        ),
    ] {
        assert_eq!(with(wire.clone()), Vec::from_iter(expected), "{wire}");
    }
    let unnamed = errors_of_field(quote! {
        /// Someone.
        #[wire("")]
        pub from_account: String
    });
    assert!(unnamed.contains(&empty.to_owned()), "{unnamed:?}");
}

#[test]
fn names_and_docs_are_free() {
    let field = quote! {
        #[wire("Type")]
        pub account: String
    };
    assert_eq!(errors_of_field(field), [""; 0]);
}

#[test]
fn a_name_is_no_keyword_and_is_given_once() {
    let field = quote! {
        pub r#match: String
    };
    assert_eq!(
        errors_of_field(field),
        [
            "`match` is a keyword of Rust: write another name, such as `match_value`, or `kind` for `type`"
        ]
    );
    let fields = quote! {
        pub one: String,
        #[wire("Two")]
        pub one: String
    };
    assert_eq!(errors_of_field(fields), ["`one` is declared twice: keep one"]);
}

#[test]
fn a_wire_name_needs_no_escapes() {
    for name in ["Na me", "N\u{e4}me", "Na\"me", "Na\\me", "Na\nme", "Na\u{200b}me"] {
        let field = quote! {
            #[wire(#name)]
            pub name: String
        };
        let message = format!(
            "{name:?} is not a wire name: write ASCII letters, digits, `_`, `-` and `.` only"
        );
        assert_eq!(errors_of_field(field), [message]);
    }
}

#[test]
fn an_alias_is_another_name_of_what_the_service_sends() {
    let errors_of_alias = |alias: TokenStream| {
        errors_of_item(quote! {
            #[wire(#alias)]
            pub name: String,
        })
    };
    assert_eq!(errors_of_alias(quote!(alias("Nick", "NickName"))), [""; 0]);
    assert_eq!(
        errors_of_alias(quote!(alias("Name"))),
        ["`Name` is the wire name of the field itself: remove the alias"]
    );
    assert_eq!(errors_of_alias(quote!(alias("Nick", "Nick"))), ["`Nick` is given twice: keep one"]);
    assert_eq!(
        errors_of_alias(quote!(alias("Ni ck"))),
        ["\"Ni ck\" is not a wire name: write ASCII letters, digits, `_`, `-` and `.` only"]
    );
    let of_request = quote! {
        #[wire(alias("Nick"))]
        pub name: String
    };
    assert_eq!(
        errors_of_field(of_request),
        ["a request is sent under one name: remove `alias`, which is for what the service sends"]
    );
}

#[test]
fn a_flag_has_two_different_values_of_one_kind() {
    let errors_of_flag = |flag: TokenStream| {
        errors_of_field(quote! {
            #[wire(#flag)]
            pub flag: bool
        })
    };
    for flag in [quote!(flag(on = 1, off = 2)), quote!(flag(on = true, off = false))] {
        assert_eq!(errors_of_flag(flag), [""; 0]);
    }
    for (flag, value) in [
        (quote!(flag(on = 1, off = 1)), "1"),
        (quote!(flag(on = "On", off = "On")), "On"),
        (quote!(flag(on = true, off = true)), "true"),
    ] {
        let message = format!(
            "`true` and `false` are both `{value}` on the wire: give them different values"
        );
        assert_eq!(errors_of_flag(flag), [message]);
    }
    for flag in [quote!(flag(on = 1, off = "Off")), quote!(flag(on = true, off = 0))] {
        assert_eq!(
            errors_of_flag(flag),
            [
                "the values of `flag` are of different types: write two texts, two integers, or `on = true, off = false`"
            ]
        );
    }
    assert_eq!(
        errors_of_flag(quote!(flag(on = false, off = true))),
        ["a boolean stands for itself: write `flag(on = true, off = false)`"]
    );
}

#[test]
fn a_status_that_is_no_code_is_an_integer() {
    let errors_of_status = |status: TokenStream, ty: TokenStream| {
        errors_of_item(quote! {
            #[wire(#status)]
            pub result: #ty,
        })
    };
    let zero = || quote!(status(failed = 0));
    for ty in [quote!(u32), quote!(i64), quote!(MemberResult)] {
        assert_eq!(errors_of_status(zero(), ty), [""; 0]);
    }
    let misuse = "`status(failed = ..)` must be on a required integer of an object, or on an open enumeration of integers: make it a `u32`";
    for ty in [quote!(bool), quote!(String), quote!(f64), quote!(Vec<u32>), quote!(Option<u32>)] {
        assert_eq!(errors_of_status(zero(), ty.clone()), [misuse], "{ty}");
    }
    assert_eq!(
        errors_of_status(quote!(status(failed = 300)), quote!(u8)),
        ["300 is no value of `u8`, whose largest is 255: lower it, or make the field a `u32`"]
    );
}

#[test]
fn two_fields_do_not_share_a_wire_name() {
    let fields = quote! {
        /// A time.
        pub time: u32,
        /// The same time again.
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
                pub error_code: i32,
                /// A name.
                #[wire(bytes(max = 32))]
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

/// A struct that holds itself in a `Box` alone has no empty value.
#[test]
fn a_box_is_in_an_option() {
    let field = |ty| {
        quote! {
            /// The part before.
            pub before: #ty
        }
    };
    assert_eq!(errors_of_field(field(quote!(Option<Box<Part>>))), [""; 0]);
    for ty in [quote!(Box<Part>), quote!(Vec<Box<Part>>), quote!(Option<Box<Box<Part>>>)] {
        let errors = errors_of_field(field(ty.clone()));
        assert!(
            errors.len() == 1 && errors[0].contains("is not a type for a field"),
            "{ty}: {errors:?}"
        );
    }
}

#[test]
fn option_is_outermost_and_not_nested() {
    for ty in
        [quote!(Option<Option<u32>>), quote!(Vec<Option<u32>>), quote!(Option<Vec<Option<u32>>>)]
    {
        let field = quote! {
            /// Numbers.
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
        pub from_account: String
    };
    assert_eq!(
        errors_of_field(field),
        ["remove `#[serde]`: write the wire name as `#[wire(\"..\")]`; the codec does the rest"]
    );
    let field = quote! {
        #[todo("doc")]
        pub from_account: String
    };
    assert_eq!(
        errors_of_field(field),
        ["remove `#[todo]`: it is a question of `cargo xtask scaffold`, so decide it first"]
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
        [
            "`Request` has 65 fields, but at most 64 are supported: implement `schema::Field` for a type of yours"
        ]
    );
}

#[test]
fn a_status_is_the_one_code_of_an_item() {
    let code = quote! {
        /// The status.
        #[wire(status)]
        pub result_code: ErrorCode,
    };
    let other = quote! {
        /// Another.
        #[wire(status)]
        pub code: ErrorCode,
    };
    let number = quote! {
        /// A number.
        #[wire(status)]
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
    for word in ["random", "sequence", "app_id"] {
        let word = Ident::new(word, Span::call_site());
        let errors_of = |ty: TokenStream| {
            errors_of_field(quote! {
                /// A number.
                #[wire(#word)]
                pub number: #ty,
            })
        };
        let misuse = format!(
            "`{word}` must be on an optional number of the request, which the client sets by default: make it an `Option<u32>`"
        );
        assert_eq!(errors_of(quote!(Option<u32>)), [""; 0]);
        for ty in [quote!(u32), quote!(Option<i64>), quote!(Option<String>), quote!(Vec<u32>)] {
            assert_eq!(errors_of(ty.clone()), [&*misuse], "{ty}");
        }
        let is_wide_allowed = word == "app_id";
        assert_eq!(errors_of(quote!(Option<u64>)).is_empty(), is_wide_allowed);
    }
}
