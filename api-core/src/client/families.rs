//! The client methods by family, generated from the index of the endpoints.

use crate::{Call, Client};

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
            #[doc = include_str!(concat!("families/", stringify!($family), ".md"))]
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
