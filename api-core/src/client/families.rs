//! The client methods by family, generated from the index of the endpoints.

use crate::{Call, Client};

/// Expands to the front page of a family: what one does with it, in what order, with an example.
macro_rules! front_page {
    (account) => {
        include_str!("families/account.md")
    };
    (friend) => {
        include_str!("families/friend.md")
    };
    (group) => {
        include_str!("families/group.md")
    };
    (operation) => {
        include_str!("families/operation.md")
    };
    (profile) => {
        include_str!("families/profile.md")
    };
    (message) => {
        include_str!("families/message.md")
    };
    (conversation) => {
        include_str!("families/conversation.md")
    };
    (robot) => {
        include_str!("families/robot.md")
    };
    (search) => {
        include_str!("families/search.md")
    };
    ($family:ident) => {
        ""
    };
}

macro_rules! families {
    ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
        impl Client {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $family(&self) -> $Handle<'_> {
                    $Handle { client: self }
                }
            )*
        }

        $(
            $(#[$doc])*
            ///
            #[doc = front_page!($family)]
            ///
            #[doc = concat!("Returned by [`Client::", stringify!($family), "`]. It borrows the client: keep the client instead, ")]
            /// which is cheap to clone. An endpoint without a method here can be called with [`Client::call_raw`], or
            /// declared in your own crate with [`endpoint`](macro@crate::endpoint).
            #[derive(Clone, Copy, Debug)]
            pub struct $Handle<'a> {
                client: &'a Client,
            }

            impl $Handle<'_> {
                $(tencent_chat_specs::$family::$endpoint::method! { crate::$family::$endpoint })*
            }
        )*
    };
}

tencent_chat_specs::for_each_endpoint!(families);
