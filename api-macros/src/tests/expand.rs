//! Tests of the generated code, pretty-printed: the first endpoint in full, and small inputs for the rest.

mod webhook;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, Item, Lit, MetaNameValue};

/// Formats an expansion. Panics with the tokens if they are not valid Rust.
fn pretty(tokens: TokenStream) -> String {
    match syn::parse2(with_a_line_each(tokens.clone())) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("the expansion is not valid Rust: {error}\n{tokens}"),
    }
}

/// Makes one attribute of each line of documentation, because only these are printed as comments.
fn with_a_line_each(tokens: TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| {
        let TokenTree::Group(group) = token else { return token.into() };
        let inner = match syn::parse2::<MetaNameValue>(group.stream()) {
            Ok(MetaNameValue {
                path,
                value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }),
                ..
            }) if path.is_ident("doc") => {
                let text = text.value();
                let lines = text.split('\n').map(|line| quote!([doc = #line]));
                return lines.reduce(|all, line| quote!(#all # #line)).unwrap_or_default();
            }
            _ => with_a_line_each(group.stream()),
        };
        TokenTree::from(Group::new(group.delimiter(), inner)).into()
    });
    tokens.collect()
}

/// Returns the spec of `delete_contact_group` from `api-specs`.
fn first_endpoint() -> (TokenStream, TokenStream) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../api-specs/src/endpoints/conversation/contact_group.rs"
    );
    let source = std::fs::read_to_string(path).unwrap();
    let is_it =
        |item: &Item| matches!(item, Item::Mod(module) if module.ident == "delete_contact_group");
    let item = syn::parse_file(&source).unwrap().items.into_iter().find(is_it);
    let Some(Item::Mod(mut module)) = item else { panic!("no such module") };
    let is_endpoint = |attr: &syn::Attribute| attr.path().is_ident("endpoint");
    let at = module.attrs.iter().position(is_endpoint).unwrap();
    let args = module.attrs.remove(at).meta.require_list().unwrap().tokens.clone();
    (args, module.into_token_stream())
}

#[test]
fn the_first_endpoint() {
    let (args, item) = first_endpoint();
    insta::assert_snapshot!(pretty(crate::expand_endpoint(args, item)));
}

#[test]
fn optional_fields_have_setters() {
    let item = quote! {
        /// A part of a response.
        pub struct Part {
            /// Seconds.
            pub time_secs: Option<u32>,
            /// Others, if any.
            pub others: Option<Vec<String>>,
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_object(quote!(), item)));
}

#[test]
fn every_constraint_is_in_the_table() {
    let item = quote! {
        /// Constrained fields.
        pub struct Constrained {
            /// Texts.
            #[wire(items(min = 1, max = 3), each(bytes(max = 32), chars(min = 2)))]
            pub texts: Vec<String>,
            /// A number.
            #[wire(range(max = 9), one_of(1, 9))]
            pub number: u64,
            /// A word.
            #[wire(one_of("On", "Off"))]
            pub word: String,
        }
    };
    insta::assert_snapshot!(table_of(&pretty(crate::expand_object(quote!(), item))));
}

/// Returns the table in an expansion.
fn table_of(expansion: &str) -> &str {
    between(expansion, "&__chat::Table {", "#[inline(never)]\n")
}

fn between<'a>(expansion: &'a str, start: &str, end: &str) -> &'a str {
    let start = expansion.find(start).unwrap();
    let length = expansion[start..].find(end).unwrap();
    &expansion[start..start + length]
}

/// Returns the table of a struct with one field.
fn table_of_field(field: &TokenStream) -> String {
    let item = quote! {
        /// A part.
        pub struct Part { #field }
    };
    table_of(&pretty(crate::expand_object(quote!(), item))).to_owned()
}

#[test]
fn aliases_are_in_the_table() {
    insta::assert_snapshot!(table_of_field(&quote! {
        /// The state.
        #[wire(alias("Status"))]
        pub state: String,
    }));
}

#[test]
fn the_values_of_a_flag_are_in_the_table() {
    insta::assert_snapshot!(table_of_field(&quote! {
        /// `true` if all members are muted.
        #[wire(flag(on = "On", off = "Off"))]
        pub mute_all_member: Option<bool>,
    }));
}

#[test]
fn a_boolean_on_the_wire_is_in_the_table() {
    insta::assert_snapshot!(table_of_field(&quote! {
        /// `true` on the last page.
        #[wire(flag(on = true, off = false))]
        pub is_finish: Option<bool>,
    }));
}

#[test]
fn a_status_is_in_the_table_and_has_a_method() {
    let item = quote! {
        /// The result of an item.
        pub struct Item {
            /// The status.
            #[wire(status(failed = 0))]
            pub result: ItemResult,
        }
    };
    let expansion = pretty(crate::expand_object(quote!(), item));
    let method =
        between(&expansion, "/// Returns `true` if this item failed", "#[automatically_derived]");
    insta::assert_snapshot!([method, table_of(&expansion)].concat());
}

/// Expands an endpoint with a list in its request and two in its response.
fn endpoint_with(words: &TokenStream) -> String {
    endpoint_under(words, &quote!())
}

fn endpoint_under(words: &TokenStream, attrs: &TokenStream) -> String {
    let item = quote! {
        /// Does something.
        #attrs
        pub mod made_up {
            pub struct Request {
                /// Users.
                #[wire(items(max = 100))]
                pub to_account: Vec<UserId>,
                /// The cursor of the page.
                pub start_index: u64,
                /// A random number that identifies copies.
                #[wire(random)]
                pub msg_random: Option<u32>,
                /// Orders the messages of a second.
                #[wire(sequence)]
                pub msg_seq: Option<u32>,
                /// The app.
                #[wire(app_id)]
                pub sdk_app_id: Option<u32>,
                /// The network type.
                #[wire("nettype", query)]
                pub nettype: Option<u32>,
            }
            pub struct Response {
                /// Items.
                pub items: Vec<Part>,
                /// More items.
                pub more_names: Vec<String>,
                /// The cursor of the next page.
                pub next_start_index: Option<u64>,
                /// `true` on the last page.
                pub complete_flag: Option<bool>,
            }
            pub const ERRORS: &[ErrorCode] = &[
                ErrorCode::USER_NOT_IMPORTED,
                ErrorCode::own(120001, "SHOP_CLOSED", CodeKind::Webhook, RetryClass::Permanent, "the shop is closed"),
            ];
        }
    };
    pretty(crate::expand_endpoint(quote!("v4/service/made_up" #words), item))
}

#[test]
fn pages_are_described_and_their_items_are_taken() {
    let expansion = endpoint_under(
        &quote!(),
        &quote! {
            #[pages("Items", last = "CompleteFlag", cursor("StartIndex", from = "NextStartIndex"))]
        },
    );
    let paged = between(
        &expansion,
        "impl ::tencent_chat::Paged",
        "::tencent_chat::__private::client_method",
    );
    insta::assert_snapshot!([between(&expansion, "SpecOption::Paged", "&SPEC"), paged].concat());
}

#[test]
fn items_of_several_lists_are_an_enum() {
    let expansion = endpoint_under(
        &quote!(),
        &quote! {
            #[pages("Items", "MoreNames", cursor("StartIndex", from = "NextStartIndex"))]
        },
    );
    let docs = between(&expansion, "/// # Paging", "/// # Constraints");
    let spec = between(&expansion, "SpecOption::Paged", "&SPEC");
    let paged =
        between(&expansion, "/// An item of a page", "::tencent_chat::__private::client_method");
    insta::assert_snapshot!([docs, spec, paged].join("\n"));
}

#[test]
fn an_endpoint_known_in_part_and_superseded_says_so() {
    let expansion = endpoint_with(&quote!(, partial, superseded_by = "v4/service/made_up_better"));
    let docs = between(&expansion, "/// Does something.", "/// # Constraints");
    let source = between(&expansion, "/// # Source", "pub mod");
    let end = between(&expansion, "SpecOption::Partial", "impl ");
    insta::assert_snapshot!([docs, source, end].join("\n"));
}

#[test]
fn batches_are_split_and_joined() {
    let expansion = endpoint_under(&quote!(), &quote!(#[batch("To_Account")]));
    let batched = between(
        &expansion,
        "impl ::tencent_chat::Batched",
        "::tencent_chat::__private::client_method",
    );
    insta::assert_snapshot!(batched);
}

#[test]
fn a_batch_may_be_smaller_than_a_call() {
    let expansion = endpoint_under(&quote!(), &quote!(#[batch("To_Account", max = 20)]));
    assert!(expansion.contains("One call takes at most 100 `to_account`"), "{expansion}");
    assert!(expansion.contains("makes several calls with at most 20 each"), "{expansion}");
    assert!(expansion.contains("SpecOption::Batch(\"To_Account\", 20usize)"), "{expansion}");
}

#[test]
fn an_optional_list_without_items_is_left_out_of_a_batch() {
    let item = quote! {
        /// Does something.
        #[batch("To_Account", max = 20)]
        pub mod made_up {
            pub struct Request {
                /// Users.
                pub to_account: Option<Vec<UserId>>,
            }
            pub struct Response {}
        }
    };
    let expansion = pretty(crate::expand_endpoint(quote!("v4/service/made_up"), item));
    insta::assert_snapshot!(between(&expansion, "fn take_list", "#[allow(unused_variables"));
    assert!(expansion.contains("The number of `to_account` is not checked"), "{expansion}");
}

#[test]
fn an_own_code_is_classified_in_the_description() {
    let expansion = endpoint_with(&quote!());
    let codes = between(&expansion, "/// The documented error codes", "#[automatically_derived]");
    insta::assert_snapshot!([codes, between(&expansion, "SpecOption::OwnCodes", "&SPEC")].concat());
}

#[test]
fn a_set_of_codes_is_a_constant_and_a_macro_that_documents_it() {
    let set = quote! {
        /// Some codes.
        pub const SOME_CODES: &[ErrorCode] = &[ErrorCode::B, ErrorCode::C];
    };
    let constant = pretty(crate::expand_codes(quote!(), set));
    let docs = crate::expand::code_docs(quote! {
        SOME_CODES [B C]
        -1 A Rate Throttled "too many"
        2 B Internal Transient gone "it broke"
        3..=5 C App Permanent "no `app`"
    });
    insta::assert_snapshot!([constant, pretty(docs)].join("\n"));
}

#[test]
fn sets_are_joined_and_documented_by_their_members() {
    let item = quote! {
        /// Does nothing.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {}
            pub const ERRORS: &[ErrorCode] =
                &[..SOME_CODES, ErrorCode::A, ErrorCode::B, ..super::other::MORE_CODES];
        }
    };
    let expansion = pretty(crate::expand_endpoint(quote!("v4/service/made_up"), item));
    let docs = between(&expansion, "/// # Errors", "/// # Source");
    let errors = between(&expansion, "/// The documented error codes", "/// The spec of");
    let method = between(&expansion, "::tencent_chat::__private::client_method", "pub fn");
    insta::assert_snapshot!([docs, errors, method].join("\n"));
}

#[test]
fn fields_set_by_the_client_are_in_the_table() {
    insta::assert_snapshot!(table_of(&endpoint_with(&quote!())));
}

#[test]
fn a_response_judged_per_item_is_marked_in_its_table() {
    let expansion = endpoint_with(&quote!(, per_item));
    let (_, response) = expansion.split_once("pub struct Response").unwrap();
    insta::assert_snapshot!(table_of(response));
}

#[test]
fn the_documentation_describes_the_words() {
    let expansion = endpoint_under(
        &quote!(, per_item),
        &quote! {
            #[batch("To_Account")]
            #[pages("Items", last = "CompleteFlag", cursor("StartIndex", from = "NextStartIndex"))]
        },
    );
    insta::assert_snapshot!(between(&expansion, "/// Does something.", "pub struct Response"));
}

#[test]
fn a_page_was_read_on_the_day_of_its_file_or_on_its_own() {
    let of_file = endpoint_with(&quote!(, page = 7));
    assert!(of_file.contains("SpecOption::Page(7u32, super::READ)"), "{of_file}");
    let own = endpoint_with(&quote!(, page = 7, read = "2026-11-30"));
    assert!(own.contains("SpecOption::Page(7u32, \"2026-11-30\")"), "{own}");
    let docs = own.lines().filter(|line| line.contains("///")).collect::<String>();
    assert!(docs.contains("page 7.") && !docs.contains("2026"), "{docs}");
}

#[test]
fn an_open_enumeration_of_integers() {
    let item = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            On = 1,
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_open_enum(quote!(), item)));
}

#[test]
fn a_union_is_an_enum_with_a_table() {
    let item = quote! {
        /// A shape.
        pub enum Shape {
            /// A circle.
            Circle(Round),
            /// A square.
            #[wire("Sq")]
            Square(Square),
            /// A disk, with the content of a circle.
            Disk(Round),
        }
    };
    let args = quote!(tag = "Kind", content = "Fields");
    insta::assert_snapshot!(pretty(crate::expand_union(args, item)));
}

#[test]
fn an_open_enumeration_of_strings() {
    let item = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            On,
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_open_enum(quote!(), item)));
}

#[test]
fn an_endpoint_may_be_empty_and_without_a_page() {
    let item = quote! {
        /// Does nothing.
        pub mod made_up {
            pub struct Request {}
            pub struct Response {}
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_endpoint(quote!("v4/service/made_up"), item)));
}

#[test]
fn a_wrong_spec_keeps_its_names_without_further_errors() {
    let item = quote! {
        /// Does something.
        pub mod made_up {
            pub struct Request {
                #[serde(default)]
                pub from_account: String,
            }
            pub struct Request {}
            pub const ERRORS: &[ErrorCode] = &[51009];
        }
    };
    insta::assert_snapshot!(pretty(crate::expand_endpoint(quote!(oops), item)));
}

#[test]
fn a_spec_names_the_crate_that_it_is_given() {
    let endpoint = quote! {
        /// Does something.
        #[batch("To_Account")]
        pub mod made_up {
            pub struct Request {
                /// Users.
                #[wire(items(max = 100))]
                pub to_account: Vec<UserId>,
            }
            pub struct Response {
                /// Parts.
                pub parts: Vec<Part>,
            }
            /// A part.
            pub struct Part {
                /// `true` if it is new.
                #[wire(flag(on = 1, off = 2))]
                pub new: bool,
            }
            pub const ERRORS: &[ErrorCode] = &[ErrorCode::USER_NOT_IMPORTED];
        }
    };
    let args = quote!("v4/service/made_up", crate = "chat");
    let expansion = pretty(crate::expand_endpoint(args, endpoint));
    insta::assert_snapshot!(expansion);
    let part = quote! {
        /// A part.
        pub struct Part {
            /// A number.
            #[wire(range(max = 9), one_of(1, 9))]
            pub number: Option<u64>,
        }
    };
    let power = quote! {
        /// A power state.
        pub enum Power {
            /// It is on.
            On,
        }
    };
    let number = quote! {
        /// A number.
        pub enum Number {
            /// The first.
            One = 1,
        }
    };
    for expansion in [
        expansion,
        pretty(crate::expand_object(quote!(crate = "chat"), part)),
        pretty(crate::expand_open_enum(quote!(crate = "chat"), power)),
        pretty(crate::expand_open_enum(quote!(crate = "chat"), number)),
    ] {
        assert!(expansion.contains(" chat::"), "{expansion}");
        assert!(!expansion.contains("tencent_chat"), "{expansion}");
    }
}

#[test]
fn a_code_is_found_by_its_number() {
    for (number, alias) in [(quote!(51009), "51009"), (quote!(-10009), "-10009")] {
        let constant = quote!(
            pub const NAME: ErrorCode = ErrorCode(1);
        );
        let expanded = crate::expand_code_alias(&number, &constant).to_string();
        assert_eq!(expanded, quote!(#[doc(alias = #alias)] #constant).to_string());
    }
}
