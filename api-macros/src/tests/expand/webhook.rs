//! Tests of the generated code of webhooks.

use quote::quote;

use super::pretty;

#[test]
fn a_webhook_before_the_action() {
    let item = quote! {
        /// Asks whether something may happen.
        pub mod before_something {
            pub struct Event {
                /// The user who does it.
                pub from_account: UserId,
            }
            pub struct Reply {
                /// The users who may not.
                pub refused_account: Option<Vec<UserId>>,
            }
        }
    };
    let args = quote!(
        "Group.CallbackBeforeSomething",
        before,
        page = 34364,
        own_codes(min = 10100, max = 10200),
        discards
    );
    insta::assert_snapshot!(pretty(crate::expand_webhook(args, item)));
}

#[test]
fn a_webhook_after_the_action() {
    let item = quote! {
        /// Tells that something happened.
        pub mod after_something {
            pub struct Event {}
        }
    };
    let args = quote!("Group.CallbackAfterSomething", after, partial);
    insta::assert_snapshot!(pretty(crate::expand_webhook(args, item)));
}
