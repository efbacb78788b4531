//! Tests of the checks of webhooks.

use proc_macro2::TokenStream;
use quote::quote;

use super::messages;
use crate::report::Report;
use crate::{check, parse};

fn errors_of(args: TokenStream, structs: TokenStream) -> Vec<String> {
    let item = quote! {
        /// Tells of something.
        pub mod made_up { #structs }
    };
    let mut report = Report::default();
    if let Some(written) = parse::module("webhook", args, item, &mut report) {
        check::webhook(written, &mut report);
    }
    messages(report)
}

fn event() -> TokenStream {
    quote!(
        pub struct Event {}
    )
}

fn event_and_reply() -> TokenStream {
    quote! {
        pub struct Event {}
        pub struct Reply {
            /// The refused users.
            pub refused_account: Option<Vec<String>>,
        }
    }
}

#[test]
fn a_webhook_has_a_command_and_a_time() {
    assert_eq!(errors_of(quote!("Group.CallbackA", after), event()), [""; 0]);
    assert_eq!(errors_of(quote!("Group.CallbackA", before, discards), event_and_reply()), [""; 0]);
    assert_eq!(
        errors_of(quote!("Group.CallbackA"), event()),
        [
            "write `before` if the service asks before the action, or `after` if it tells of it afterwards"
        ]
    );
    assert_eq!(
        errors_of(quote!("Group.CallbackA", before, after), event()),
        ["a webhook is sent `before` or `after`: keep one of them"]
    );
    for command in ["v4/group/a", "Group", "Group.Callback.A", "Group.", "Group.Callback_A"] {
        assert_eq!(
            errors_of(quote!(#command, after), event()),
            [format!(
                "`{command}` is not the command of a webhook: write `Group.CallbackAfterSendMsg`, two parts of letters and digits"
            )]
        );
    }
    assert_eq!(
        errors_of(quote!(after), event()),
        [
            "the command must be the first argument: write `#[webhook(\"C2C.CallbackAfterSendMsg\", after, ..)]`"
        ]
    );
}

#[test]
fn words_are_known_and_have_their_form() {
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after, discard), event()),
        ["unknown word `discard`: did you mean `discards`?"]
    );
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after, idempotent), event()),
        [
            "unknown word `idempotent`: the words of a webhook are `before`, `after`, `page`, `read`, `own_codes`, `discards`, `per_item`, `partial` and `crate`"
        ]
    );
    assert_eq!(
        errors_of(quote!("Group.CallbackA", before, own_codes(120001, 130000)), event()),
        ["wrong form of `own_codes`: write `own_codes(min = 120001, max = 130000)`"]
    );
    assert_eq!(
        errors_of(quote!("Group.CallbackA", before, own_codes(min = 2, max = 1)), event()),
        ["`min` is greater than `max`: swap them"]
    );
}

#[test]
fn the_reply_is_decided_before_only() {
    let words = quote!("Group.CallbackA", after, discards, own_codes(min = 1, max = 2), per_item);
    let because = "is about the reply, and nothing is decided `after` the action: remove it";
    assert_eq!(
        errors_of(words, event()),
        [
            format!("`own_codes` {because}"),
            format!("`discards` {because}"),
            format!("`per_item` {because}"),
        ]
    );
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after), event_and_reply()),
        ["the service ignores the reply to a webhook `after` the action: remove `Reply`"]
    );
}

#[test]
fn a_verdict_is_on_the_whole_or_on_each_item() {
    assert_eq!(
        errors_of(quote!("Sns.CallbackA", before, per_item, discards), event_and_reply()),
        [
            "`discards` is about the whole action, and with `per_item` each item has a verdict: remove one of them"
        ]
    );
    assert_eq!(
        errors_of(quote!("Sns.CallbackA", before, per_item), event()),
        ["with `per_item` the reply has a verdict for each item: add `pub struct Reply { .. }`"]
    );
}

#[test]
fn a_webhook_has_an_event_and_perhaps_a_reply() {
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after), quote!()),
        ["`made_up` has no `Event`: add `pub struct Event { .. }`, empty if it has no fields"]
    );
    let empty = quote! { pub struct Event {} pub struct Reply {} };
    assert_eq!(
        errors_of(quote!("Group.CallbackA", before), empty),
        ["every reply has a verdict: remove the empty `Reply`"]
    );
    let unused = quote! { pub struct Event {} pub struct Part {} };
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after), unused),
        [
            "neither the event nor the reply contains `Part`: make it the type of a field, or remove it"
        ]
    );
    let constant = quote! { pub struct Event {} pub const ERRORS: &[ErrorCode] = &[]; };
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after), constant),
        ["a webhook contains only structs: remove the constant"]
    );
}

#[test]
fn fields_of_events_and_replies_are_not_checked() {
    let bounded = quote! {
        pub struct Event {
            /// A name.
            #[wire(bytes(max = 3))]
            pub name: String,
        }
        pub struct Reply {
            /// A name.
            #[wire(bytes(max = 3))]
            pub name: Option<String>,
            /// The code.
            pub error_code: Option<u32>,
        }
    };
    let instead = "are not checked: describe the constraint in the doc comment instead";
    assert_eq!(
        errors_of(quote!("Group.CallbackA", before), bounded),
        [
            format!("events {instead}"),
            format!("replies {instead}"),
            "`ErrorCode` is part of the envelope of every reply: remove the field".to_owned(),
        ]
    );
}

#[test]
fn what_is_known_in_part_requires_no_field() {
    let required = quote! {
        pub struct Event {
            /// A name.
            pub name: String,
        }
    };
    assert_eq!(
        errors_of(quote!("Group.CallbackA", after, partial), required),
        ["`name` may be missing, because the webhook is `partial`: write `Option<String>`"]
    );
}
